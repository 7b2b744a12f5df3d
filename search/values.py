"""Numbers of indicators as terms that sort as the numbers do, so that any engine finds 60 kPa among values declared in mmH2O.

A term is written under the concept, which makes values comparable whatever the indicator was called, and under the
quantity of its unit, for questions that name a unit alone. Numbers are in the base unit of the quantity.
"""

import struct
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from registry.rules import indicator, unit
from registry.rules.indicator import Operator
from registry.rules.unit import Unit
from search.engine import Range

SAME: Final = 1e-9
"""Share by which two numbers may differ and be the same bound: what doubles lose."""
ROUNDED: Final = 5e-4
"""Share by which a value may differ from one that is asked for, since tables convert 60 kPa to 6118 mmH2O; never half of the last digit that was typed."""

_LOWEST, _HIGHEST = "0" * 16, "f" * 16


class Bounds(NamedTuple):
    """One indicator of a version: code of its concept ("" for a free name), unit as stored ("" without), `base_low` and `base_high` of the row."""

    concept: str
    unit: str
    low: float | None
    high: float | None


class Bounded(Protocol):
    """Whatever says the same as `Bounds`."""

    @property
    def concept(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def terms(indicators: Iterable[Bounded]) -> tuple[list[str], list[str]]:
    """For the fields `lows` and `highs`: a term under the concept and one under the quantity of the unit, each once."""
    lows: dict[str, None] = {}
    highs: dict[str, None] = {}
    for each in indicators:
        low, high = each.low, each.high
        for under in (each.concept, _quantity(each.unit)):
            if under and low is not None:
                lows[term(under, low)] = None
            if under and high is not None:
                highs[term(under, high)] = None
    return list(lows), list(highs)


@lru_cache(maxsize=16384)
def term(under: str, number: float) -> str:
    """A term that sorts as the number does among the terms of one concept or quantity; no number that is stored is NaN."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", number + 0.0))
    return f"{under}|{bits ^ (0xFFFF_FFFF_FFFF_FFFF if bits >> 63 else 1 << 63):016x}"


def quantity(known: Unit) -> str:
    """What a unit measures, as a name for terms: shares by mass are shares (0.3 % finds 3 g/kg)."""
    return "ratio" if unit.compatible(known, _PERCENT) else f"of-{known.quantity}"


def ranges(under: str, value: indicator.Value, known: Unit | None) -> tuple[Range, ...]:
    """The terms that meet a condition; none for words, which are no condition.

    At least and at most ask what is promised (a lower bound no lower, an upper bound no higher); a number or a range
    asks for a bound that lies there. A grade means that grade or a better one.
    """
    low, high = _ends(value)
    match value.operator:
        case Operator.AT_LEAST | Operator.GRADE if low is not None:
            return (_from(under, _base(low, known) - _slack(low, known)),)
        case Operator.ABOVE if low is not None:
            return (_from(under, _base(low, known) + _slack(low, known)),)
        case Operator.AT_MOST if high is not None:
            return (_to(under, _base(high, known) + _slack(high, known)),)
        case Operator.BELOW if high is not None:
            return (_to(under, _base(high, known) - _slack(high, known)),)
        case Operator.EQUAL | Operator.RANGE if low is not None and high is not None:
            return _within(under, low, high, known, rounded=value.operator is Operator.EQUAL)
    return ()


def _from(under: str, first: float) -> Range:
    return Range("lows", term(under, first), f"{under}|{_HIGHEST}")


def _to(under: str, last: float) -> Range:
    return Range("highs", f"{under}|{_LOWEST}", term(under, last))


def _within(under: str, low: Decimal, high: Decimal, known: Unit | None, *, rounded: bool) -> tuple[Range, ...]:
    wide = min(_half_a_digit(low), abs(low) * Decimal(ROUNDED)) if rounded else Decimal(0)
    first = term(under, _base(low - wide, known) - _slack(low, known))
    last = term(under, _base(high + wide, known) + _slack(high, known))
    return Range("lows", first, last), Range("highs", first, last)


def _ends(value: indicator.Value) -> tuple[Decimal | None, Decimal | None]:
    if value.operator is not Operator.GRADE:
        return value.low, value.high
    steps = [int(each) for each in indicator.grade_of(value).split("-") if each.isdecimal()]
    return (Decimal(sum(steps)) / len(steps), None) if steps else (None, None)


def _base(number: Decimal, known: Unit | None) -> float:
    return float(unit.base_value(number, known) if known else Fraction(number))


def _slack(number: Decimal, known: Unit | None) -> float:
    return abs(_base(number, known)) * SAME


def _half_a_digit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


@lru_cache(maxsize=1024)
def _quantity(symbol: str) -> str:
    known = unit.find(symbol) if symbol else None
    return quantity(known) if known else ""


def _percent() -> Unit:
    found = unit.find("%")
    assert found is not None
    return found


_PERCENT: Final = _percent()
