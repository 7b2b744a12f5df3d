"""Which rows lie in a bureau's territory: GB/T 2260 writes province, city and county in two digits each, from the left."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


def lies_in(column: InstrumentedAttribute[str], division_code: str) -> ColumnElement[bool]:
    """Whether the division in `column` is `division_code` or lies below it: 331000 holds all that begins with 3310."""
    head = division_code
    while head.endswith("00"):
        head = head[:-2]
    return column.between(head.ljust(6, "0"), head.ljust(6, "9"))
