"""What a standard asks for of one concept, as a bureau enters it from the standard's text."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

from registry.rules import number, unit
from registry.rules.indicator import Operator
from registry.rules.standard_number_text import clean

LONGEST = 300
_BOUNDS = {
    Operator.AT_LEAST: ("low",), Operator.ABOVE: ("low",), Operator.AT_MOST: ("high",), Operator.BELOW: ("high",), Operator.EQUAL: ("low",), Operator.RANGE: ("low", "high"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FloorForm:
    """As typed. `condition` is a code of the concept's conditions; `method` cites a standard; `source` says where it is written."""

    concept: str = ""
    operator: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    grade: str = ""
    text: str = ""
    condition: str = ""
    method: str = ""
    source: str = ""


def tidy(form: FloorForm) -> FloorForm:
    """Only what the operator uses; numbers in plain digits with their decimals, units by their symbol."""
    cleaned = FloorForm(**{each.name: clean(getattr(form, each.name)) for each in fields(form)})
    used = _used(cleaned.operator)
    kept = replace(cleaned, **{name: "" for name in ("low", "high", "unit", "grade", "text") if name not in used})
    symbol = found.symbol if (found := unit.find(kept.unit)) else kept.unit
    return replace(kept, low=_plain(kept.low), high=_plain(kept.high), unit=symbol)


def problems(form: FloorForm, quantity: str, grades: Collection[str], conditions: Collection[str]) -> dict[str, str]:
    """Every wrong field of a tidy form with its code, for a concept of this quantity."""
    wrong = {name: "required" for name in _used(form.operator) - {"unit"} if not getattr(form, name)}
    if form.operator not in set(Operator):
        wrong["operator"] = "choose_one"
    for name in ("low", "high"):
        if (typed := getattr(form, name)) and number.parse(typed) is None:
            wrong[name] = "not_a_number"
    if form.operator == Operator.RANGE and not wrong and not _ascending(form):
        wrong["high"] = "range_upside_down"
    if "unit" in _used(form.operator) and (code := _wrong_unit(form.unit, quantity)):
        wrong["unit"] = code
    if form.operator == Operator.GRADE and form.grade and form.grade not in grades:
        wrong["grade"] = "floor_grade_unknown"
    if form.condition and form.condition not in conditions:
        wrong["condition"] = "floor_condition_unknown"
    return wrong | _about_words(form)


def _about_words(form: FloorForm) -> dict[str, str]:
    wrong = {name: "too_long" for name in ("method", "source") if len(getattr(form, name)) > LONGEST}
    if len(form.text) > 10 * LONGEST:
        wrong["text"] = "too_long"
    return wrong if form.source else wrong | {"source": "required"}


def _used(operator: str) -> set[str]:
    if operator == Operator.GRADE:
        return {"grade"}
    return {"text"} if operator == Operator.TEXT else {*_BOUNDS.get(Operator(operator), ()), "unit"} if operator in set(Operator) else set()


def _plain(typed: str) -> str:
    found = number.parse(typed)
    return typed if found is None else format(found, "f")


def _ascending(form: FloorForm) -> bool:
    low, high = number.parse(form.low), number.parse(form.high)
    return low is not None and high is not None and low <= high


def _wrong_unit(typed: str, quantity: str) -> str:
    offered = unit.of_quantity(quantity)
    if not typed:
        return "floor_unit_missing" if offered and quantity != "number" else ""
    found = unit.find(typed)
    if found is None:
        return "floor_unit_unknown"
    return "" if offered and unit.compatible(found, offered[0]) else "unit_of_other_quantity"
