"""Where a value lies against the three thresholds of a core indicator: four bands of one width, and inside a band by the number.

The band comes from the judged level alone, so a drawing never contradicts the judgement; figures here are for the eye only.
"""

from collections.abc import Sequence
from fractions import Fraction

from registry.rules.indicator import Operator, Value, grade_of
from registry.rules.judged import Reading
from registry.rules.thresholds import Ask

BAND = 25.0
"""Percent of the drawing; from the left: below base, base, average, advanced."""
_BANDS = {0: 0, 3: 1, 2: 2, 1: 3}
_MIDDLE = 0.5
_LARGEST = 1e100


def place(ask: Ask, reading: Reading, steps: Sequence[float] | None = None) -> float | None:
    """Percent from the left of what was read, None where it has no level. steps: what `marks` tells of the ask and the reading's condition."""
    if reading.level is None:
        return None
    band = _BANDS[reading.level]
    return round(BAND * (band + 0.08 + 0.84 * _share(_own(ask, reading), marks(ask, reading.condition) if steps is None else steps, band)), 1)


def marks(ask: Ask, condition: str) -> tuple[float, ...]:
    """What base, average and advanced ask for under a condition as plain figures; none where they cannot be drawn."""
    known = [_figure(ask, each) for each in reversed(ask.cases.get(condition, ()))]
    return tuple(each for each in known if each is not None) if None not in known else ()


def left(level: int) -> float:
    """The left edge of a level's band in percent."""
    return BAND * _BANDS[level]


def _share(own: float | None, marks: Sequence[float], band: int) -> float:
    """How far inside its band, 0 to 1; ends without a further mark come near it and never reach it."""
    if own is None or not marks:
        return _MIDDLE
    width = abs(marks[-1] - marks[0]) or abs(marks[0]) or 1.0
    if band == 0:
        return width / (width + 4 * abs(marks[0] - own))
    if band == len(marks):
        away = abs(own - marks[-1])
        return away / (away + width / 2)
    room = marks[band] - marks[band - 1]
    return min(max((own - marks[band - 1]) / room, 0.0), 1.0) if room else _MIDDLE


def _figure(ask: Ask, asked: Value | None) -> float | None:
    if asked is None:
        return None
    if ask.operator is Operator.GRADE:
        return _grade(ask, str(grade_of(asked)))
    end = asked.low if ask.direction == "higher" else asked.high if ask.direction == "lower" else None
    return None if end is None else _plain(str(end))


def _own(ask: Ask, reading: Reading) -> float | None:
    if ask.operator is Operator.GRADE:
        return _grade(ask, reading.grade)
    end = reading.in_unit_low if ask.direction == "higher" else reading.in_unit_high if ask.direction == "lower" else ""
    return _plain(end) if end else None


def _grade(ask: Ask, grade: str) -> float | None:
    return float(ask.grades.index(grade)) if grade in ask.grades else None


def _plain(exact: str) -> float | None:
    """A decimal or a fraction n/d near enough to draw; None for what is too large to calculate with."""
    try:
        found = float(Fraction(exact)) if "/" in exact else float(exact)
    except OverflowError:
        return None
    return found if abs(found) < _LARGEST else None
