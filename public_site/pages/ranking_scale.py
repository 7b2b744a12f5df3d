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


def place(ask: Ask, reading: Reading) -> float | None:
    """Percent from the left of what was read, None where it has no level."""
    if reading.level is None:
        return None
    band = _BANDS[reading.level]
    return round(BAND * (band + 0.08 + 0.84 * _share(ask, reading, band)), 1)


def left(level: int) -> float:
    """The left edge of a level's band in percent."""
    return BAND * _BANDS[level]


def _share(ask: Ask, reading: Reading, band: int) -> float:
    """How far inside its band, 0 to 1."""
    marks = [_figure(ask, each) for each in reversed(ask.cases.get(reading.condition, ()))]
    own = _own(ask, reading)
    known = [each for each in marks if each is not None]
    if own is None or len(known) != len(marks) or not known:
        return _MIDDLE
    return _between(own, known, band)


def _between(own: Fraction, marks: Sequence[Fraction], band: int) -> float:
    """`marks`: base, average, advanced; ends without a further mark come near it and never reach it."""
    width = abs(marks[-1] - marks[0]) or abs(marks[0]) or Fraction(1)
    if band == 0:
        return float(width / (width + 4 * abs(marks[0] - own)))
    if band == len(marks):
        away = abs(own - marks[-1])
        return float(away / (away + width / 2))
    room = marks[band] - marks[band - 1]
    return float(min(max((own - marks[band - 1]) / room, Fraction(0)), Fraction(1))) if room else _MIDDLE


def _figure(ask: Ask, asked: Value | None) -> Fraction | None:
    if asked is None:
        return None
    if ask.operator is Operator.GRADE:
        return Fraction(ask.grades.index(grade_of(asked))) if grade_of(asked) in ask.grades else None
    end = asked.low if ask.direction == "higher" else asked.high if ask.direction == "lower" else None
    return None if end is None else Fraction(end)


def _own(ask: Ask, reading: Reading) -> Fraction | None:
    if ask.operator is Operator.GRADE:
        return Fraction(ask.grades.index(reading.grade)) if reading.grade in ask.grades else None
    end = reading.in_unit_low if ask.direction == "higher" else reading.in_unit_high if ask.direction == "lower" else ""
    return Fraction(end) if end else None
