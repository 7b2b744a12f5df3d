"""A year's plan of spot checks (年度抽查计划): what is checked, among whom, how many and in which months; as typed, checked, and as published.

Fractions by credit-risk class: Henan 2021 drew 1, 2, 10 and 30 per cent. None may be 0: a good class makes a check rarer and
exempts nobody (不免抽). What everybody may read of a plan leaves out fractions and minimum, which would give classes away.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from dataclasses import field as column
from fractions import Fraction
from typing import Any, Final

from registry.rules.credit_class import CLASSES, UNCLASSED
from registry.rules.inspector import FIELDS

DEFAULT_FRACTIONS: Final[Mapping[str, str]] = {"A": "1", "B": "2", "C": "10", "D": "30"}
KINDS: Final = ("enterprise", "association", "local", "industry", "national", "international")
MOST_ITEMS: Final = 30
LONGEST: Final = {"title": 100, "note": 1000, "code": 20, "basis": 300, "industries": 200, "categories": 500}
FIRST_YEAR, LAST_YEAR = 2018, 2100
_PERCENT = re.compile(r"\d{1,3}(\.\d{1,3})?")
_CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
_INDUSTRY = re.compile(r"[A-T](\d{2}){0,1}\d{0,2}")
_SPLIT = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is checked; every text as typed. `industries` and `categories`: codes separated by commas, "" for all."""

    code: str = ""
    title: str = ""
    basis: str = ""
    field: str = "standards"
    """The field (rules.inspector.FIELDS) that the inspectors' certificates must cover."""
    kinds: tuple[str, ...] = ()
    """Kinds of standards (rules.standard_number_forms.StandardClass); empty: all."""
    industries: str = ""
    categories: str = ""
    months: tuple[str, ...] = ()
    fractions: Mapping[str, str] = column(default_factory=lambda: dict(DEFAULT_FRACTIONS))
    """Per cent of each class."""
    minimum: str = "1"
    """Least objects of a stratum that is not empty."""

    @property
    def percents(self) -> dict[str, Fraction]:
        """Fractions as exact numbers; only of an item without problems."""
        return {klass: Fraction(self.fractions[klass]) for klass in CLASSES}

    @property
    def industry_codes(self) -> tuple[str, ...]:
        return listed(self.industries.upper())

    @property
    def category_codes(self) -> tuple[str, ...]:
        return listed(self.categories)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it is typed, half-filled or complete."""

    title: str = ""
    note: str = ""
    items: tuple[Item, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Lists and texts only; `from_json` reads it back."""
        found = asdict(self)
        found["items"] = [{**each, "kinds": list(each["kinds"]), "months": list(each["months"])} for each in found["items"]]
        return found

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Plan":
        """What `to_json` wrote, or what a form sent: what is no text is left out."""
        rows = document.get("items")
        items = tuple(_item(row) for row in rows[:MOST_ITEMS] if isinstance(row, Mapping)) if isinstance(rows, (list, tuple)) else ()
        return cls(_text(document, "title"), _text(document, "note"), items)

    def item(self, code: str) -> Item | None:
        """The item with the code."""
        return next((each for each in self.items if each.code == code), None)


def listed(typed: str) -> tuple[str, ...]:
    """Codes that were typed one after the other."""
    return tuple(dict.fromkeys(each for each in _SPLIT.split(typed.strip()) if each))


def check(plan: Plan, categories: Collection[str]) -> dict[str, str]:
    """Everything wrong with a plan, by path; `categories` are those that the vocabulary knows. Empty: it can be published."""
    wrong = {} if plan.title.strip() else {"title": "required"}
    wrong |= _long(plan.title, "title") | _long(plan.note, "note")
    if not plan.items:
        wrong["items"] = "items_missing"
    seen: set[str] = set()
    for place, item in enumerate(plan.items):
        found = _item_problems(item, categories)
        if item.code in seen:
            found.setdefault("code", "item_code_twice")
        seen.add(item.code)
        wrong |= {f"items.{place}.{name}": code for name, code in found.items()}
    return wrong


def public_part(plan: Plan, frame: Mapping[str, object]) -> dict[str, object]:
    """What everybody may read: no fraction, no minimum, no word of classes."""
    hidden = {"fractions", "minimum"}
    rows = [{name: value for name, value in row.items() if name not in hidden} for row in plan.to_json()["items"]]
    return {**frame, "title": plan.title, "note": plan.note, "items": rows}


def whole(plan: Plan, frame: Mapping[str, object], salt: str) -> dict[str, object]:
    """The document whose hash is public. Without the salt whoever guesses the fractions could try them against the hash."""
    return {**frame, **plan.to_json(), "salt": salt, "unclassed": UNCLASSED}


def _item_problems(item: Item, categories: Collection[str]) -> dict[str, str]:
    wrong = {} if _CODE.fullmatch(item.code) else {"code": "item_code_wrong" if item.code else "required"}
    if not item.title.strip():
        wrong["title"] = "required"
    for name in ("title", "basis", "industries", "categories"):
        wrong |= _long(getattr(item, name), name)
    if item.field not in FIELDS:
        wrong["field"] = "choose_one"
    if not set(item.kinds) <= set(KINDS):
        wrong["kinds"] = "not_a_choice"
    if not all(_INDUSTRY.fullmatch(each) for each in item.industry_codes):
        wrong["industries"] = "industry_code_wrong"
    if not set(item.category_codes) <= set(categories):
        wrong["categories"] = "category_unknown"
    if not item.months or not set(item.months) <= {str(month) for month in range(1, 13)}:
        wrong["months"] = "choose_one"
    return wrong | _size_problems(item)


def _size_problems(item: Item) -> dict[str, str]:
    wrong = {f"fractions.{klass}": code for klass in CLASSES if (code := _percent(item.fractions.get(klass, "")))}
    if not (item.minimum.isascii() and item.minimum.isdecimal() and 1 <= int(item.minimum[:6]) <= 1000):
        wrong["minimum"] = "minimum_wrong"
    return wrong


def _percent(typed: str) -> str:
    if not typed:
        return "required"
    if not _PERCENT.fullmatch(typed) or Fraction(typed) > 100:
        return "fraction_wrong"
    return "" if Fraction(typed) > 0 else "fraction_exempts"


def _long(value: str, name: str) -> dict[str, str]:
    return {name: "text_long"} if len(value) > LONGEST[name] else {}


def _item(row: Mapping[str, Any]) -> Item:
    given = row.get("fractions")
    fractions = {klass: _text(given, klass) for klass in CLASSES} if isinstance(given, Mapping) else dict(DEFAULT_FRACTIONS)
    texts = {each.name: _text(row, each.name) for each in fields(Item) if each.name in row and each.name not in ("kinds", "months", "fractions")}
    return Item(**{**texts, "kinds": _texts(row, "kinds"), "months": _texts(row, "months"), "fractions": fractions})  # type: ignore[arg-type]


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = row.get(name)
    return tuple(dict.fromkeys(each for each in found if isinstance(each, str))) if isinstance(found, (list, tuple)) else ()
