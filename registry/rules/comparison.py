"""Is a declared value lower than what a standard asks for? (SAMR Order 83 Art. 14: then it must be expressly indicated.)

Values are compared as the sets of results that they permit, exactly, in the standard's unit; nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Final

from registry.rules import unit
from registry.rules.indicator import LIGHT_FASTNESS_GRADES, Operator, Value, grade_of
from registry.rules.standard_number_text import clean


class Direction(StrEnum):
    """Which way is better for a concept: more, less, inside the range, or neither."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"
    NONE = "none"


class Comparison(StrEnum):
    """The declared value against the floor: `lower` is worse, whichever way the numbers go.

    not_comparable: units or kinds do not meet. unknown: only a person can tell, as with two different wordings.
    """

    HIGHER = "higher"
    EQUAL = "equal"
    LOWER = "lower"
    NOT_COMPARABLE = "not_comparable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Bound:
    """An end of an interval; open when the number itself is outside."""

    at: Fraction
    open: bool


@dataclass(frozen=True, slots=True)
class _Interval:
    low: _Bound | None
    high: _Bound | None


_NOTHING: Final = _Interval(None, None)
_MOST_PLACES: Final = 12
_OPEN: Final = frozenset({Operator.ABOVE, Operator.BELOW})


def compare(declared: Value, floor: Value, direction: str, grades: Sequence[str] = LIGHT_FASTNESS_GRADES) -> Comparison:
    """Compare a declared value with the floor of a standard.

    direction: a `Direction`. grades: from worst to best, as the concept orders them. A range that is a floor holds when
    the declared values lie inside it; a bound holds by the worst result that the declared value permits.
    """
    if Operator.GRADE in {declared.operator, floor.operator}:
        return _by_grade(grade_of(declared), grade_of(floor), direction, grades)
    if Operator.TEXT in {declared.operator, floor.operator}:
        return _by_words(declared, floor)
    wanted, promised = _interval(floor, floor.unit), _interval(declared, floor.unit)
    if wanted is None or promised is None:
        return Comparison.NOT_COMPARABLE
    if _NOTHING in {wanted, promised}:
        return Comparison.UNKNOWN
    if wanted == promised:
        return Comparison.EQUAL
    if direction == Direction.TARGET or floor.operator is Operator.RANGE:
        return Comparison.HIGHER if _inside(promised, wanted) else Comparison.LOWER
    return _by_bound(promised, wanted, direction)


def difference(declared: Value, floor: Value, grades: Sequence[str] = LIGHT_FASTNESS_GRADES) -> Decimal | None:
    """Declared minus floor, in the floor's unit or in steps of the grades; None where no single number says it.

    Exact where both use one unit, else with one decimal place more than was typed.
    """
    if Operator.GRADE in {declared.operator, floor.operator}:
        one, other = grade_of(declared), grade_of(floor)
        return Decimal(grades.index(one) - grades.index(other)) if one in grades and other in grades else None
    pair = same_ends(declared, floor)
    factor_needed = declared.unit != floor.unit
    if pair is None or (converted := in_unit(pair[0], declared.unit, floor.unit)) is None:
        return None
    if factor_needed:
        return unit.as_decimal(converted - Fraction(pair[1]), min(_MOST_PLACES, max(map(_places, pair)) + 1))
    with localcontext(prec=100):
        return pair[0] - pair[1]


def _by_grade(declared: str, floor: str, direction: str, grades: Sequence[str]) -> Comparison:
    if declared and declared == floor:
        return Comparison.EQUAL
    if declared not in grades or floor not in grades:
        return Comparison.UNKNOWN
    steps = grades.index(declared) - grades.index(floor)
    return Comparison.HIGHER if (steps > 0) != (direction == Direction.LOWER) else Comparison.LOWER


def _by_words(declared: Value, floor: Value) -> Comparison:
    if declared.operator is not floor.operator:
        return Comparison.NOT_COMPARABLE
    return Comparison.EQUAL if clean(declared.text).casefold() == clean(floor.text).casefold() else Comparison.UNKNOWN


def _by_bound(promised: _Interval, wanted: _Interval, direction: str) -> Comparison:
    match direction:
        case Direction.HIGHER:
            return _rank(_low(promised), _low(wanted))
        case Direction.LOWER:
            return _rank(_high(promised), _high(wanted))
        case _:
            return Comparison.UNKNOWN


def _rank(promised: tuple[Fraction, bool] | None, wanted: tuple[Fraction, bool] | None) -> Comparison:
    if promised is None or wanted is None:
        return Comparison.NOT_COMPARABLE
    if promised == wanted:
        return Comparison.EQUAL
    return Comparison.HIGHER if promised > wanted else Comparison.LOWER


def _low(interval: _Interval) -> tuple[Fraction, bool] | None:
    """The worst result where more is better; `> 15` is better than `≥ 15`."""
    return (interval.low.at, interval.low.open) if interval.low else None


def _high(interval: _Interval) -> tuple[Fraction, bool] | None:
    """The worst result where less is better, turned so that more is better again."""
    return (-interval.high.at, interval.high.open) if interval.high else None


def _inside(inner: _Interval, outer: _Interval) -> bool:
    return _holds(_low(inner), _low(outer)) and _holds(_high(inner), _high(outer))


def _holds(inner: tuple[Fraction, bool] | None, outer: tuple[Fraction, bool] | None) -> bool:
    return outer is None or (inner is not None and inner >= outer)


def _interval(value: Value, symbol: str) -> _Interval | None:
    """The permitted results in a unit; None when the value cannot be said in it."""
    ends: list[_Bound | None] = []
    for end in (value.low, value.high):
        converted = None if end is None else in_unit(end, value.unit, symbol)
        if end is not None and converted is None:
            return None
        ends.append(None if converted is None else _Bound(converted, value.operator in _OPEN))
    return _Interval(*ends)


def in_unit(figure: Decimal, from_: str, to: str) -> Fraction | None:
    """The figure in another unit. A figure in K may be a temperature or a difference, so it meets only K."""
    if from_ == to:
        return Fraction(figure)
    one, other = unit.find(from_), unit.find(to)
    if one is None or other is None or not unit.compatible(one, other):
        return None
    if one.offset != other.offset and "K" in {one.symbol, other.symbol}:
        return None
    return unit.convert(figure, one, other)


def same_ends(declared: Value, floor: Value) -> tuple[Decimal, Decimal] | None:
    """The numbers of two values that bind on the same side; None for a range, or where the sides differ."""
    if Operator.RANGE in {declared.operator, floor.operator}:
        return None
    for mine, theirs in ((declared.low, floor.low), (declared.high, floor.high)):
        if mine is not None and theirs is not None:
            return mine, theirs
    return None


def _places(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
