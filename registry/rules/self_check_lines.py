"""The self-check of the indicators: which kinds there must be, what each must say, and how it is tested.

Sources: Standardization Law Art. 27 (a service needs functional indicators, a product also performance indicators);
SAMR Order 83 Art. 12 and 14 (each with its test, inspection or evaluation method, since 2024-01-01).
"""

from collections.abc import Iterator
from datetime import date

from registry.rules import line_value, names, number, unit
from registry.rules.content import Content, Line
from registry.rules.indicator import Operator, grade_of
from registry.rules.self_check_remark import Remark, ask, know, mend
from registry.rules.self_check_world import Concept, World, enterprise_standard
from registry.rules.standard_number import find_all

METHODS_SINCE = date(2024, 1, 1)
KINDS = ("functional", "performance")
LONGEST_NAME = 200
LONGEST_METHOD = 300
LONGEST_CELL = 64
LONGEST_TEXT = 1000
UNITLESS = ("number", "text", "grade", "ph")
"""Quantities whose values need no unit."""


def check(content: Content, world: World, today: date) -> Iterator[Remark]:
    """Remarks about the indicator grid, row by row; for an implemented standard rows are welcome, not asked for."""
    own = enterprise_standard(content.basis, content.number)
    if own:
        yield from _kinds(content)
    yield from _twice(content)
    for place, line in enumerate(content.lines):
        if line.empty:
            continue
        at, concept = f"lines.{place}", world.concepts.get(line.concept)
        yield from _name(line, at, concept)
        yield from _value(line, at, concept)
        yield from _condition(line, at, concept)
        yield from _lengths(line, at)
        if own:
            yield from _method(line, at, today)


def about(line: Line) -> tuple[str, ...]:
    """What a line is about: concept and condition, or a free name and condition."""
    return (line.concept or names.key(line.name), line.condition, names.key(line.condition_text))


def _kinds(content: Content) -> Iterator[Remark]:
    present = {line.kind for line in content.lines if line.name.strip()}
    wanted = KINDS if content.subject == "product" else KINDS[:1]
    for kind in wanted:
        if kind not in present:
            yield mend("L5", "lines", f"{kind}_missing", "law.27")


def _twice(content: Content) -> Iterator[Remark]:
    seen: dict[tuple[str, ...], int] = {}
    for place, line in enumerate(content.lines):
        if line.name.strip() and (first := seen.setdefault(about(line), place)) != place:
            yield mend("L5", f"lines.{place}.name", "indicator_twice", name=line.name, line=str(first + 1))


def _name(line: Line, at: str, concept: Concept | None) -> Iterator[Remark]:
    if not line.name.strip():
        yield mend("L5", f"{at}.name", "name_missing", "law.27")
    elif len(line.name) > LONGEST_NAME:
        yield mend("L5", f"{at}.name", "name_long")
    if line.kind not in KINDS:
        yield mend("L5", f"{at}.kind", "kind_missing", "law.27")
    if line.concept and concept is None:
        yield mend("L5", f"{at}.concept", "concept_unknown")
    elif not line.concept and line.name.strip():
        yield know("L5", f"{at}.name", "name_free", name=line.name)


def _value(line: Line, at: str, concept: Concept | None) -> Iterator[Remark]:
    match line.operator:
        case Operator.TEXT:
            if not line.text.strip():
                yield mend("L5", f"{at}.text", "value_missing", "law.27")
        case Operator.GRADE:
            yield from _grade(line, at, concept)
        case operator if operator in tuple(Operator):
            yield from _figures(line, at)
            yield from _unit(line, at, concept)
        case _:
            yield mend("L5", f"{at}.operator", "operator_missing", "law.27")


def _grade(line: Line, at: str, concept: Concept | None) -> Iterator[Remark]:
    promised = line_value.value(line)
    if promised is None:
        yield mend("L5", f"{at}.grade", "value_missing", "law.27")
    elif concept and concept.grades and grade_of(promised) not in concept.grades:
        yield mend("L5", f"{at}.grade", "grade_unknown", grades="、".join(concept.grades))


def _figures(line: Line, at: str) -> Iterator[Remark]:
    cells = {name: getattr(line, name).strip() for name in ("low", "high")}
    for name, typed in cells.items():
        if typed and number.parse(typed) is None:
            yield mend("L5", f"{at}.{name}", "number_unreadable_value")
    asked = tuple(cells) if line.operator == Operator.RANGE else ("high",) if line.operator in line_value.UPPER_END else ("low",)
    for name in asked:
        if not cells[name] and (line.operator == Operator.RANGE or not any(cells.values())):
            yield mend("L5", f"{at}.{name}", "value_missing", "law.27")
    low, high = (number.parse(typed) for typed in cells.values())
    if low is None or high is None:
        return
    if line.operator == Operator.RANGE and low > high:
        yield mend("L5", f"{at}.high", "range_reversed")
    if line.operator != Operator.RANGE and low != high:
        yield mend("L5", f"{at}.{'low' if 'high' in asked else 'high'}", "one_number_only")


def _unit(line: Line, at: str, concept: Concept | None) -> Iterator[Remark]:
    typed, found = line.unit.strip(), unit.find(line.unit)
    if not typed:
        if concept and concept.quantity not in UNITLESS:
            yield mend("N3", f"{at}.unit", "unit_missing", "gb3100")
        return
    if found is None:
        yield ask("N3", f"{at}.unit", "unit_unknown", "gb3100", typed, unit=typed)
    elif concept and found not in unit.of_quantity(concept.quantity):
        yield mend("N3", f"{at}.unit", "unit_of_another_quantity", "gb3100", unit=typed, units="、".join(each.symbol for each in unit.of_quantity(concept.quantity)))


def _lengths(line: Line, at: str) -> Iterator[Remark]:
    cells = dict.fromkeys(("low", "high", "unit", "grade"), LONGEST_CELL) | {"text": LONGEST_TEXT, "condition_text": LONGEST_METHOD, "method": LONGEST_METHOD}
    for name, longest in cells.items():
        if len(getattr(line, name)) > longest:
            yield mend("L5", f"{at}.{name}", "text_long")


def _condition(line: Line, at: str, concept: Concept | None) -> Iterator[Remark]:
    if line.condition and (concept is None or line.condition not in concept.conditions):
        yield mend("L5", f"{at}.condition", "condition_unknown")


def _method(line: Line, at: str, today: date) -> Iterator[Remark]:
    say = mend if today >= METHODS_SINCE else know
    if not line.method.strip():
        yield say("L6", f"{at}.method", "method_missing", "order83.12", name=line.name)
    elif not find_all(line.method):
        yield know("L6", f"{at}.method", "method_cites_none", "order83.12", name=line.name)
