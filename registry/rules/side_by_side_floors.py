"""What standards ask for beside a comparison: each floor once in its row, and how far each declared value lies from it.

Matched as on the page of each disclosure (`floor_gap`), so that a comparison never says otherwise than the disclosure does
(SAMR Order 83 Art. 14). A disclosure is measured only against the standards that it names as corresponding itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from registry.rules import line_value
from registry.rules.comparison import difference, in_unit, same_ends
from registry.rules.content import Line
from registry.rules.floor_gap import Gap, gaps
from registry.rules.indicator import Value
from registry.rules.restating import Restated, restate, shown
from registry.rules.self_check_world import Floor
from registry.rules.side_by_side import Key, Measure, Row, key_of

_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A floor of a standard that a disclosure names as corresponding."""

    number: str
    mandatory: bool
    floor: Floor


@dataclass(frozen=True, slots=True)
class Beside:
    """How a cell lies to one floor. verdict: a `Comparison`, or fewer where the column does not answer it.

    difference: declared minus floor in the row's unit or in grades, None where no number says it; rounded: it is not exact.
    """

    asked: Asked
    verdict: str
    difference: Decimal | None = None
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class RowFloors:
    """The floors of one row in the row's unit, mandatory ones first, and for each column how it lies to them."""

    asked: tuple[tuple[Asked, Restated | None], ...]
    gaps: tuple[tuple[Beside, ...], ...]


class _Met(NamedTuple):
    """A floor of a column, and the line that answers it with the row where it stands; None where no line does."""

    asked: Asked
    gap: Gap
    line: Line | None
    key: Key | None


def floors(rows: Sequence[Row], columns: Sequence[Sequence[Line]], asked: Sequence[Sequence[Asked]], measures: Mapping[str, Measure]) -> list[RowFloors]:
    """The floors beside each row, in the order of `rows`. `asked`: of each column, the floors of its own standards."""
    met = [list(_met(lines, own, measures)) for lines, own in zip(columns, asked, strict=True)]
    return [_of_row(row, met, measures) for row in rows]


def _met(lines: Sequence[Line], asked: Sequence[Asked], measures: Mapping[str, Measure]) -> Iterator[_Met]:
    concepts = {code: measure.concept for code, measure in measures.items()}
    for each in asked:
        for gap in gaps(lines, [each.floor], concepts):
            line = None if gap.place is None else lines[gap.place]
            yield _Met(each, gap, line, key_of(line, measures) if line else None)


def _of_row(row: Row, met: Sequence[Sequence[_Met]], measures: Mapping[str, Measure]) -> RowFloors:
    beside = tuple(tuple(_beside(row, each, measures) for each in own if _belongs(row, each)) for own in met)
    named = sorted(dict.fromkeys(each.asked for own in beside for each in own), key=lambda each: not each.mandatory)
    return RowFloors(tuple((each, restate(value, row.unit) if (value := line_value.value(each.floor)) else None) for each in named), beside)


def _belongs(row: Row, met: _Met) -> bool:
    """Whether a floor stands in this row: where its line is; where no line answers it, in every row that could have."""
    if met.key is not None:
        return met.key == row.key
    return row.key.concept == met.asked.floor.concept and met.asked.floor.condition in ("", row.key.condition)


def _beside(row: Row, met: _Met, measures: Mapping[str, Measure]) -> Beside:
    declared = line_value.value(met.line) if met.line else None
    if declared is None or met.gap.asked is None:
        return Beside(met.asked, met.gap.verdict)
    return Beside(met.asked, met.gap.verdict, *_difference(declared, met.gap.asked, row.unit, measures[row.key.concept]))


def _difference(declared: Value, floor: Value, symbol: str, measure: Measure) -> tuple[Decimal | None, bool]:
    """In the row's unit: with the decimals that were typed where both use it, else converted exactly before it is shown."""
    if measure.graded or declared.unit == floor.unit == symbol:
        return difference(declared, floor, measure.grades), False
    ends = same_ends(declared, floor)
    mine, theirs = (in_unit(ends[0], declared.unit, symbol), in_unit(ends[1], floor.unit, symbol)) if ends else (None, None)
    return (None, False) if mine is None or theirs is None else shown(mine - theirs, _DIGITS)
