"""Units of measurement: find one from what was typed, and convert exactly.

A typed text is only ever looked up in the table of `unit_table`, whose sizes stand in `unit_sizes`; pint sees the table's
own expressions and nothing else, since its parser works for ever on `9**9**9`. Sizes are fractions, so 60 kPa in mmH2O and
back is exactly 60.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final

from registry.rules import unit_library
from registry.rules.standard_number_text import clean
from registry.rules.unit_sizes import SIZES
from registry.rules.unit_table import ROWS, Row

_TYPED_AT_MOST: Final = 40
_NEGATIVE_POWER: Final = re.compile(r"[·.*]?([^\W\d_]+)\^?[-\u2212]([1-9])")
_POWER: Final = re.compile(r"(?<=[a-z])\^(?=[23])")
_UNSEEN: Final = re.compile(r"[ ·•∙⋅・.*×()\[\]]")
_MICRO_AND_DEGREE: Final = str.maketrans({"µ": "μ", "º": "°", "˚": "°", "'": "′"})
# A share by mass is written in % as often as in mg/kg.
_FAMILIES: Final = {"mass_fraction": "ratio"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: a value v measured in it is v * factor + offset in the base unit of its quantity (SI where there is one)."""

    symbol: str
    quantity: str
    factor: Fraction
    offset: Fraction


def find(text: str) -> Unit | None:
    """The unit that was typed, None when the table has none.

    Width, superscripts, middle dots, brackets and negative powers do not matter; case does not either, unless two
    units differ by it alone: `mpa` may be MPa or mPa, so it is neither.
    """
    return _find(text) if len(text) <= _TYPED_AT_MOST else None


@lru_cache(maxsize=2048)
def _find(text: str) -> Unit | None:
    key = _key(text)
    row = _exact().get(key) or _folded().get(key.casefold())
    return _unit(row) if row else None


@cache
def of_quantity(quantity: str) -> tuple[Unit, ...]:
    """The units of a quantity, in the order of the table; for a mass fraction also those of a ratio."""
    return tuple(_unit(row) for row in ROWS if row.quantity in {quantity, _FAMILIES.get(quantity)})


def compatible(one: Unit, other: Unit) -> bool:
    """Whether a value in one unit can be said in the other."""
    return _FAMILIES.get(one.quantity, one.quantity) == _FAMILIES.get(other.quantity, other.quantity)


def base_value(value: Decimal | Fraction, unit: Unit) -> Fraction:
    """The value in the base unit of the quantity, exactly."""
    return Fraction(value) * unit.factor + unit.offset


def convert(value: Decimal | Fraction, from_: Unit, to: Unit) -> Fraction:
    """The value in another unit, exactly. ℃ and K convert as temperatures, not as differences.

    ValueError when the units measure different quantities.
    """
    if not compatible(from_, to):
        raise ValueError(f"{from_.quantity} is not {to.quantity}")
    return (base_value(value, from_) - to.offset) / to.factor


def as_decimal(value: Fraction, places: int) -> Decimal:
    """The value with so many decimal places to show, halves rounded away from zero. Rules compare unrounded values."""
    scaled = abs(value) * 10**places
    rounded = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{'-' if value < 0 < rounded else ''}{rounded}e-{places}")


def _key(text: str) -> str:
    plain = clean(text.translate(_MICRO_AND_DEGREE)).translate(_MICRO_AND_DEGREE)
    return _UNSEEN.sub("", _POWER.sub("", _NEGATIVE_POWER.sub(_over, plain)))


def _over(found: re.Match[str]) -> str:
    return "/" + found[1] + (found[2] if found[2] != "1" else "")


def _spellings(row: Row) -> Iterator[str]:
    return map(_key, (row.symbol, *row.spellings))


@cache
def _exact() -> dict[str, Row]:
    return {key: row for row in ROWS for key in _spellings(row)}


@cache
def _folded() -> dict[str, Row]:
    """Spellings of two letters and more without their case, where only one unit has them."""
    meant: dict[str, set[Row]] = defaultdict(set)
    for key, row in _exact().items():
        if len(key) > 1:
            meant[key.casefold()].add(row)
    return {key: next(iter(rows)) for key, rows in meant.items() if len(rows) == 1}


@cache
def _unit(row: Row) -> Unit:
    if not row.expression:
        return Unit(row.symbol, row.quantity, row.multiplier, Fraction(0))
    factor, offset = map(Fraction, SIZES.get(row.expression) or unit_library.size(row.expression))
    return Unit(row.symbol, row.quantity, factor * row.multiplier, offset)
