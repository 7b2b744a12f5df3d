"""A declared value said in another unit, for readers: exact where decimals can say it, else to a few digits more than were typed."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from registry.rules import unit
from registry.rules.comparison import in_unit
from registry.rules.indicator import Value

_MOST_PLACES: Final = 12
_LEAST_DIGITS: Final = 5


@dataclass(frozen=True, slots=True)
class Restated:
    """A value in the unit that was wanted. converted: it was declared in another one. rounded: the figures here are not exact."""

    value: Value
    converted: bool = False
    rounded: bool = False


def meets(one: str, other: str) -> bool:
    """Whether a value in one unit can be said in the other; a unit that the table does not know meets only itself."""
    return in_unit(Decimal(1), one, other) is not None


def restate(value: Value, symbol: str) -> Restated:
    """The value in the unit `symbol`; as declared where it has no figures or the units do not meet."""
    ends = [(end, in_unit(end, value.unit, symbol)) for end in (value.low, value.high) if end is not None]
    if value.unit == symbol or not ends or any(exact is None for _, exact in ends):
        return Restated(value)
    said = {end: shown(exact, _digits(end)) for end, exact in ends if exact is not None}
    figures = {end: figure for end, (figure, _) in said.items()}
    changed = replace(value, low=None if value.low is None else figures[value.low], high=None if value.high is None else figures[value.high], unit=unit_of(symbol))
    return Restated(changed, converted=True, rounded=any(rounded for _, rounded in said.values()))


def unit_of(symbol: str) -> str:
    """The table's symbol of a unit, or the unit as it stands."""
    found = unit.find(symbol)
    return found.symbol if found else symbol


def shown(exact: Fraction, digits: int) -> tuple[Decimal, bool]:
    """The number in decimals, and whether it had to be rounded: then it has at least `digits` digits that count."""
    places = next((places for places in range(_MOST_PLACES + 1) if not 10**places % exact.denominator), None)
    if places is not None:
        return unit.as_decimal(exact, places), False
    whole = len(str(abs(exact.numerator) // exact.denominator)) if abs(exact) >= 1 else -_noughts(abs(exact))
    return unit.as_decimal(exact, max(0, digits - whole)), True


def _digits(figure: Decimal) -> int:
    """One more than was typed, and never few: 60 kPa is 6118.3 mmH2O."""
    return max(_LEAST_DIGITS, len(figure.as_tuple().digits) + 1)


def _noughts(small: Fraction) -> int:
    """Noughts behind the point before the first digit that counts; `small` lies between 0 and 1."""
    return len(str(small.denominator // small.numerator)) - 1
