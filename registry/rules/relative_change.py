"""How large a change is beside what is promised now, so that MPa and grades can be weighed against each other."""

from fractions import Fraction

from registry.rules.indicator import Operator, Value, grade_of
from registry.rules.judged import Reading
from registry.rules.scheme import LEVELS
from registry.rules.shortfall import Shortfall
from registry.rules.thresholds import Ask

_NOUGHT = Fraction(0)
_WHOLE = Fraction(1)


def relative(ask: Ask, reading: Reading, wanted: Value, behind: Shortfall) -> Fraction:
    """The difference as a part of the promised value; of grades the steps as a part of all steps; of a range as a part of
    the wanted one's width.

    What promises nothing yet is taken to stand at the base threshold, which every standard of the field is expected to meet.
    """
    if reading.level is None:
        return _from_base(ask, reading, wanted)
    if ask.operator is Operator.GRADE:
        return Fraction(behind.steps, len(ask.grades) - 1)
    if ask.operator is Operator.RANGE:
        return _of_range(reading, wanted, behind)
    return _part(behind.low or behind.high or _NOUGHT, Fraction(reading.in_unit_low or reading.in_unit_high), wanted)


def _from_base(ask: Ask, reading: Reading, wanted: Value) -> Fraction:
    base = ask.cases[reading.condition][LEVELS[-1] - 1]
    if base is None:
        return _NOUGHT
    if ask.operator is Operator.GRADE:
        return Fraction(abs(ask.grades.index(grade_of(wanted)) - ask.grades.index(grade_of(base))), len(ask.grades) - 1)
    ends = [(Fraction(one), Fraction(other)) for one, other in ((wanted.low, base.low), (wanted.high, base.high)) if one is not None and other is not None]
    change = sum((abs(one - other) for one, other in ends), _NOUGHT)
    return change / _width(wanted) if ask.operator is Operator.RANGE else _part(change, ends[0][1], wanted)


def _of_range(reading: Reading, wanted: Value, behind: Shortfall) -> Fraction:
    """An end that is not promised at all counts as the whole width."""
    open_ends = (reading.in_unit_low, reading.in_unit_high).count("")
    return ((behind.low or _NOUGHT) + (behind.high or _NOUGHT)) / _width(wanted) + open_ends * _WHOLE


def _part(change: Fraction, now: Fraction, wanted: Value) -> Fraction:
    end = wanted.low if wanted.low is not None else wanted.high
    whole = abs(now) or abs(Fraction(end or 0))
    return change / whole if whole else _NOUGHT


def _width(wanted: Value) -> Fraction:
    if wanted.low is None or wanted.high is None:
        return _WHOLE
    return Fraction(wanted.high) - Fraction(wanted.low) or abs(Fraction(wanted.low)) or _WHOLE
