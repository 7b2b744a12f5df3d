"""The words that disclosures are compared by: how a typed name meets a concept, and what a new concept must say."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from registry.rules import names, unit
from registry.rules.comparison import Direction
from registry.rules.standard_number_text import clean

KINDS: Final = ("functional", "performance")
LONGEST_NAME: Final = 100
MOST_WORDS: Final = 50
_CODE: Final = re.compile(r"[^a-z0-9]+")
_SEVERAL: Final = re.compile(r"[|,，、;；\n\r]+")


@dataclass(frozen=True, slots=True)
class ConceptForm:
    """A concept as a bureau types it: synonyms and grades (worst first) separated by commas or lines, conditions as `code=name`."""

    name: str = ""
    name_en: str = ""
    kind: str = "performance"
    quantity: str = ""
    default_unit: str = ""
    direction: str = "none"
    synonyms: str = ""
    grades: str = ""
    conditions: str = ""
    method: str = ""


def several(text: str) -> list[str]:
    """The words of a field that holds several, each once."""
    return list(dict.fromkeys(word for part in _SEVERAL.split(text) if (word := clean(part))))


def coded(text: str) -> dict[str, str]:
    """`washed=洗后` as code and name; a word without a code is left out."""
    pairs = (part.partition("=") for part in several(text))
    return {code.strip(): name.strip() for code, mark, name in pairs if mark and code.strip() and name.strip()}


def code_from(name_en: str, taken: Collection[str]) -> str:
    """A code that lasts, from the English name: `tensile-strength`; with a number behind when it is taken."""
    stem = _CODE.sub("-", name_en.lower()).strip("-")[:56]
    return next(code for number in range(1, len(taken) + 2) if (code := stem if number == 1 else f"{stem}-{number}") not in taken)


def problems(form: ConceptForm, quantities: Collection[str]) -> dict[str, str]:
    """Every wrong field with its code: required, too_long, choose_one, unit_of_other_quantity, conditions_unreadable, english_name_needed."""
    wrong = {name: "required" for name in ("name", "name_en") if not clean(getattr(form, name))}
    wrong |= {name: "too_long" for name in ("name", "name_en", "method") if len(getattr(form, name)) > LONGEST_NAME}
    if form.name_en and not _CODE.sub("", form.name_en.lower()):
        wrong["name_en"] = "english_name_needed"
    choices = {"kind": KINDS, "quantity": quantities, "direction": set(Direction)}
    wrong |= {name: "choose_one" for name, allowed in choices.items() if getattr(form, name) not in allowed}
    if form.default_unit and "quantity" not in wrong and not _fits(form.default_unit, form.quantity):
        wrong["default_unit"] = "unit_of_other_quantity"
    if len(coded(form.conditions)) != len(several(form.conditions)):
        wrong["conditions"] = "conditions_unreadable"
    if form.quantity == "grade" and len(several(form.grades)) < 2:
        wrong["grades"] = "grades_missing"
    return wrong | {name: "too_many_words" for name in ("synonyms", "grades", "conditions") if not _countable(getattr(form, name))}


def _countable(text: str) -> bool:
    words = several(text)
    return len(words) <= MOST_WORDS and all(len(word) <= LONGEST_NAME for word in words)


def _fits(symbol: str, quantity: str) -> bool:
    found, offered = unit.find(symbol), unit.of_quantity(quantity)
    return found is not None and bool(offered) and unit.compatible(found, offered[0])


def ranked(typed: str, spellings: Iterable[tuple[str, str]], own: Sequence[str] = ()) -> dict[str, str]:
    """Codes that fit what was typed, with the spelling by which they fit, the closest first.

    `spellings` are (code, text); `own` are the codes that matter for the category, in their order. Order of matching:
    the same name, then names that begin with it, then names that hold it; within each the category's own first, then
    the shorter name. Nothing typed gives the category's own.
    """
    key, places = names.key(typed), {code: place for place, code in enumerate(own)}
    fits: dict[str, tuple[tuple[int, bool, int, int], str]] = {}
    for code, text in spellings:
        if (closeness := _closeness(key, names.key(text))) is None or (not key and code not in places):
            continue
        rank = (closeness, code not in places, places.get(code, 0) if not key else 0, len(text))
        if code not in fits or rank < fits[code][0]:
            fits[code] = (rank, text)
    return {code: fits[code][1] for code in sorted(fits, key=lambda code: (fits[code][0], code))}


def _closeness(key: str, spelling: str) -> int | None:
    if key == spelling:
        return 0
    return 1 if spelling.startswith(key) else 2 if key in spelling else None


def taken(words: Iterable[str], holders: Mapping[str, str], own: str) -> list[str]:
    """Those of `words` that already mean something else; `holders` maps a name's key to the code that holds it."""
    return [word for word in words if holders.get(names.key(word), own) != own]
