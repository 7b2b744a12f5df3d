"""Several disclosures side by side: a row for each indicator concept under each condition, in one unit, and who promises most.

Values meet by concept and condition, never by a typed name, and are compared exactly by the worst result that they permit:
neither the order of the columns nor the unit of the row decides anything. Where a value does not compare, its cell says the
first reason why. Pure: values in, rows out.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeVar

from registry.rules import line_value, names
from registry.rules.comparison import Comparison, Direction, compare
from registry.rules.content import Line
from registry.rules.indicator import LIGHT_FASTNESS_GRADES, Operator, Value, grade_of
from registry.rules.restating import Restated, meets, restate
from registry.rules.self_check_world import Concept
from registry.rules.standard_number import find_all
from registry.rules.unit import find

MOST_COLUMNS = 5
_One = TypeVar("_One", bound=Hashable)


class Reason(StrEnum):
    """Why a cell takes no part in the comparison of its row."""

    NOT_DECLARED = "not_declared"
    OTHER_CONDITION = "other_condition"
    FREE_NAME = "free_name"
    SEVERAL = "several"
    UNREADABLE = "unreadable"
    WORDS = "words"
    OTHER_KIND = "other_kind"
    UNKNOWN_GRADE = "unknown_grade"
    NO_UNIT = "no_unit"
    UNKNOWN_UNIT = "unknown_unit"
    OTHER_UNIT = "other_unit"
    OTHER_METHOD = "other_method"
    OTHER_BOUND = "other_bound"


class Outcome(StrEnum):
    """What a row shows: somebody promises most; all the same; neither way is better; ranges that overlap; fewer than two compare."""

    RANKED = "ranked"
    EQUAL = "equal"
    NEITHER = "neither"
    OVERLAPPING = "overlapping"
    APART = "apart"


class Key(NamedTuple):
    """What makes a row: the concept, or for a name that the vocabulary does not know its spelling, and the condition."""

    concept: str
    free: str
    condition: str
    condition_text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A concept, and the unit in which the vocabulary says it; "" where it names none."""

    concept: Concept
    unit: str = ""

    @property
    def graded(self) -> bool:
        return self.concept.quantity == "grade" or bool(self.concept.grades)

    @property
    def grades(self) -> tuple[str, ...]:
        """From worst to best."""
        return self.concept.grades or LIGHT_FASTNESS_GRADES


@dataclass(frozen=True, slots=True)
class Said:
    """One declared line. `shown`: its value in the row's unit, None where its cells hold none."""

    line: Line
    shown: Restated | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says. reason: None where it compares. elsewhere: its lines of the same concept under other conditions.

    other_edition: tested by the row's method in another edition, which is compared all the same.
    """

    said: tuple[Said, ...]
    reason: Reason | None
    elsewhere: tuple[Line, ...] = ()
    other_edition: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line`: the first that is declared. method: what most cells that compare were tested by; "" where none is.

    best: places of the columns that promise most; empty unless the outcome is ranked.
    """

    key: Key
    line: Line
    method: str
    unit: str
    cells: tuple[Cell, ...]
    outcome: Outcome
    best: frozenset[int]

    @property
    def declared(self) -> int:
        """In how many columns."""
        return sum(bool(cell.said) for cell in self.cells)


def rows(columns: Sequence[Sequence[Line]], measures: Mapping[str, Measure]) -> list[Row]:
    """The rows of several disclosures' lines: what most of them declare first, names without a concept last.

    `measures` holds the concepts by their codes; a code that it lacks is a name without a concept.
    """
    keyed: dict[Key, dict[int, list[Line]]] = {}
    for place, column in enumerate(columns):
        for line in column:
            keyed.setdefault(key_of(line, measures), {}).setdefault(place, []).append(line)
    made = (_row(key, lines, columns, measures.get(key.concept)) for key, lines in keyed.items())
    return sorted(made, key=lambda row: (bool(row.key.free), -row.declared))


def key_of(line: Line, measures: Mapping[str, Measure]) -> Key:
    """The row where a line belongs."""
    known = line.concept in measures
    return Key(line.concept if known else "", "" if known else names.key(line.name) or "-", line.condition, names.key(line.condition_text))


def _row(key: Key, lines: Mapping[int, Sequence[Line]], columns: Sequence[Sequence[Line]], measure: Measure | None) -> Row:
    reasons = {place: reason for place, own in lines.items() if (reason := _alone(own, measure))}
    values = {place: value for place, own in lines.items() if place not in reasons and (value := line_value.value(own[0]))}
    symbol = _symbol([value.unit for value in values.values()], measure)
    reasons |= {place: _about_unit(value.unit) for place, value in values.items() if not _graded(measure) and (symbol is None or not meets(value.unit, symbol))}
    cited = {place: _cited(lines[place][0]) for place in values if place not in reasons}
    method = _commonest(cited.values())
    reasons |= {place: Reason.OTHER_METHOD for place, each in cited.items() if each != method}
    worst = {place: _worst(value, measure) for place, value in values.items() if measure and place not in reasons}
    reasons |= {place: Reason.OTHER_BOUND for place, value in worst.items() if value is None}
    outcome, best = _ranked({place: value for place, value in worst.items() if value}, measure)
    tested = next((lines[place][0].method for place, each in cited.items() if each == method), "")
    cells = tuple(_cell(lines.get(place, ()), _elsewhere(key, column), symbol or "", tested, reasons.get(place)) for place, column in enumerate(columns))
    return Row(key, next(iter(lines.values()))[0], tested, symbol or "", cells, outcome, best)


def _cell(lines: Sequence[Line], elsewhere: tuple[Line, ...], symbol: str, tested: str, reason: Reason | None) -> Cell:
    if not lines:
        return Cell((), Reason.OTHER_CONDITION if elsewhere else Reason.NOT_DECLARED, elsewhere)
    said = tuple(Said(line, restate(value, symbol) if (value := line_value.value(line)) else None) for line in lines)
    return Cell(said, reason, other_edition=reason is None and _editions(lines[0].method) != _editions(tested))


def _elsewhere(key: Key, column: Iterable[Line]) -> tuple[Line, ...]:
    """Lines of the row's concept; asked only of a column that has none in the row itself."""
    return tuple(line for line in column if key.concept and line.concept == key.concept)


def _alone(lines: Sequence[Line], measure: Measure | None) -> Reason | None:
    """What is wrong with a column's lines by themselves."""
    if measure is None:
        return Reason.FREE_NAME
    if len(lines) > 1:
        return Reason.SEVERAL
    value = line_value.value(lines[0])
    if value is None:
        return Reason.UNREADABLE
    if measure.graded:
        return None if grade_of(value) in measure.grades else Reason.WORDS if value.operator is Operator.TEXT else Reason.UNKNOWN_GRADE
    return {Operator.TEXT: Reason.WORDS, Operator.GRADE: Reason.OTHER_KIND}.get(value.operator)


def _graded(measure: Measure | None) -> bool:
    return measure is not None and measure.graded


def _symbol(declared: Sequence[str], measure: Measure | None) -> str | None:
    """The row's unit: the vocabulary's where anybody's meets it, else the first declared of those that most use; None where it is a draw."""
    if measure is None or measure.graded:
        return ""
    if any(meets(each, measure.unit) for each in declared):
        return measure.unit
    families = [next(other for other in declared if meets(each, other)) for each in declared]
    return _commonest(families)


def _about_unit(symbol: str) -> Reason:
    if not symbol:
        return Reason.NO_UNIT
    return Reason.OTHER_UNIT if find(symbol) else Reason.UNKNOWN_UNIT


def _cited(line: Line) -> tuple[str, ...]:
    """What a method is told apart by: the standards that it cites, whatever their edition, else its words."""
    return tuple(sorted({number.compact_undated for number in find_all(line.method)})) or (names.key(line.method),)


def _editions(method: str) -> frozenset[str]:
    return frozenset(number.compact for number in find_all(method))


def _commonest(several: Iterable[_One]) -> _One | None:
    """What there is most of; None for a draw, so that the order of the columns decides nothing."""
    counted = Counter(several).most_common(2)
    return None if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]) else counted[0][0]


def _worst(value: Value, measure: Measure) -> Value | None:
    """The promise by which a value is ranked, None where it binds only the side that does not count."""
    if measure.graded:
        return Value(Operator.GRADE, unit="级", grade=grade_of(value))
    match measure.concept.direction:
        case Direction.HIGHER:
            operator = Operator.ABOVE if value.operator is Operator.ABOVE else Operator.AT_LEAST
            return None if value.low is None else replace(value, operator=operator, high=None)
        case Direction.LOWER:
            operator = Operator.BELOW if value.operator is Operator.BELOW else Operator.AT_MOST
            return None if value.high is None else replace(value, operator=operator, low=None)
        case _:
            return value


def _ranked(promised: Mapping[int, Value], measure: Measure | None) -> tuple[Outcome, frozenset[int]]:
    """Who is at least as good as everybody else; nobody where all are the same or no way is better."""
    if measure is None or len(promised) < 2:
        return Outcome.APART, frozenset()
    direction = measure.concept.direction
    verdicts = {place: {compare(mine, other, direction, measure.grades) for other in promised.values()} for place, mine in promised.items()}
    if all(verdict == {Comparison.EQUAL} for verdict in verdicts.values()):
        return Outcome.EQUAL, frozenset()
    if direction == Direction.NONE or (measure.graded and direction == Direction.TARGET):
        return Outcome.NEITHER, frozenset()
    best = frozenset(place for place, verdict in verdicts.items() if verdict <= {Comparison.HIGHER, Comparison.EQUAL})
    return (Outcome.RANKED, best) if best else (Outcome.OVERLAPPING, best)
