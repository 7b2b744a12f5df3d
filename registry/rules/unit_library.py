"""What pint knows of the sizes of physical units: the expressions of `unit_table` go in, exact fractions come out.

Loading it takes most of a second, so `unit_sizes` keeps what it said. `python -m registry.rules.unit_library` writes that
file anew after a row of `unit_table` was added; a test compares the two.
"""

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from registry.rules.unit_table import ROWS


def size(expression: str) -> tuple[Fraction, Fraction]:
    """Factor and offset to the base unit of the quantity: a value v measured in it is v * factor + offset there."""
    unit = _pint().parse_units(expression)
    zero, one = (Fraction(_pint().Quantity(Fraction(number), unit).to_base_units().magnitude) for number in (0, 1))
    return one - zero, zero


def written() -> str:
    """The lines between the braces of `unit_sizes.SIZES`, in the order of the table."""
    sizes = {row.expression: size(row.expression) for row in ROWS if row.expression}
    return "".join(f'    "{expression}": ("{factor}", "{offset}"),\n' for expression, (factor, offset) in sizes.items())


@cache
def _pint() -> Any:
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=True)


if __name__ == "__main__":
    kept = Path(__file__).with_name("unit_sizes.py")
    head, _, _ = kept.read_text(encoding="utf-8").partition("{\n")
    kept.write_text(f"{head}{{\n{written()}}}\n", encoding="utf-8")
