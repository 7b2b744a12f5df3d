"""From the cells of the indicator grid, or the columns of a floor, to the promise that they make."""

from dataclasses import replace
from typing import Protocol

from registry.rules import number, unit
from registry.rules.content import Line
from registry.rules.indicator import Operator, Value

LOWER_END = (Operator.AT_LEAST, Operator.ABOVE)
UPPER_END = (Operator.AT_MOST, Operator.BELOW)


class Cells(Protocol):
    """A line, a floor, or a disclosed indicator: texts, "" where there is nothing."""

    @property
    def operator(self) -> str: ...
    @property
    def low(self) -> str: ...
    @property
    def high(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def text(self) -> str: ...


def value(cells: Cells) -> Value | None:
    """The promise, or None when the cells do not hold one."""
    if cells.operator not in tuple(Operator):
        return None
    operator = Operator(cells.operator)
    match operator:
        case Operator.TEXT:
            return Value(operator, text=cells.text.strip()) if cells.text.strip() else None
        case Operator.GRADE:
            return Value(operator, unit="级", grade=cells.grade.strip()) if cells.grade.strip() else None
        case _:
            return _figures(operator, cells)


def symbol(typed: str) -> str:
    """The table's symbol of a unit, or the unit as typed."""
    known = unit.find(typed)
    return known.symbol if known else typed.strip()


def in_place(line: Line) -> Line:
    """The line with the number of a single bound where it belongs, and without cells that its operator does not use.

    at_least, above and equal keep it in `low`, at_most and below in `high`; range uses both.
    """
    match line.operator:
        case Operator.AT_LEAST | Operator.ABOVE | Operator.EQUAL:
            return replace(line, low=line.low or line.high, high="", grade="", text="")
        case Operator.AT_MOST | Operator.BELOW:
            return replace(line, low="", high=line.high or line.low, grade="", text="")
        case Operator.RANGE:
            return replace(line, grade="", text="")
        case Operator.GRADE:
            return replace(line, low="", high="", text="")
        case Operator.TEXT:
            return replace(line, low="", high="", unit="", grade="")
        case _:
            return line


def _figures(operator: Operator, cells: Cells) -> Value | None:
    low, high = number.parse(cells.low), number.parse(cells.high)
    if operator is Operator.RANGE:
        return Value(operator, low, high, symbol(cells.unit)) if low is not None and high is not None and low <= high else None
    bound = (high if low is None else low) if operator not in UPPER_END else (low if high is None else high)
    if bound is None:
        return None
    return Value(operator, None if operator in UPPER_END else bound, None if operator in LOWER_END else bound, symbol(cells.unit))
