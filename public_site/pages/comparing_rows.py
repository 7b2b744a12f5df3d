"""A comparison as a reader meets it: columns with who says what, rows with values in one unit, and reasons in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from public_site.i18n import language
from public_site.pages import indicator_rows
from public_site.pages.headlines import NOTED, Notice, headline, notices, of_product
from public_site.presenters import quantity, signed
from public_site.words import comparing as words
from registry.queries.comparing import Side, Sides
from registry.queries.public_floors import Term
from registry.rules import side_by_side, side_by_side_floors
from registry.rules.content import Line
from registry.rules.indicator import display
from registry.rules.restating import Restated
from registry.rules.side_by_side import Cell, Reason, Row
from registry.rules.side_by_side_floors import Asked, Beside, RowFloors


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column's head. statuses: codes of the chips, the worst first."""

    side: Side
    statuses: tuple[str, ...]
    notices: tuple[Notice, ...]

    @property
    def concerns(self) -> bool:
        """Whether a reader must know something of it before reading the table."""
        return bool(self.notices) or not self.side.lines or bool(self.side.product and self.side.product.ended_at)


@dataclass(frozen=True, slots=True)
class SaidShown:
    """A value in the row's unit; `typed`: as it was declared, where it was converted or rounded; `method`: where it is not the row's."""

    value: str
    typed: str
    method: str


@dataclass(frozen=True, slots=True)
class GapShown:
    """A floor's distance: `number` of the standard, the signed difference ("" where none says it), the verdict's word."""

    number: str
    difference: str
    verdict: str
    code: str


@dataclass(frozen=True, slots=True)
class CellShown:
    """What stands in a cell; `reason` in words, with the conditions under which it is declared elsewhere."""

    said: tuple[SaidShown, ...]
    reason: str
    code: str
    elsewhere: tuple[str, ...]
    other_edition: bool
    gaps: tuple[GapShown, ...]
    best: bool


@dataclass(frozen=True, slots=True)
class AskedShown:
    number: str
    strength: str
    asked: str
    typed: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row; `outcome`: why nobody is best, "" where somebody is or fewer than two compare; `tied`: several are best."""

    name: str
    name_en: str
    condition: str
    method: str
    direction: str
    outcome: str
    tied: bool
    cells: tuple[CellShown, ...]
    asked: tuple[AskedShown, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows and the floors beside them, as the rules give them."""

    rows: Sequence[Row]
    floors: Sequence[RowFloors]


def judged(found: Sides) -> Judged:
    """Everything that is computed."""
    columns = [side.lines for side in found.sides]
    rows = side_by_side.rows(columns, found.measures)
    return Judged(rows, side_by_side_floors.floors(rows, columns, [side.asked for side in found.sides], found.measures))


def column(side: Side) -> ColumnShown:
    """The head of a column: for a product what is wrong with its code comes first, then what became of its standard."""
    status, product = side.disclosure.status, side.product
    own = headline(status)
    codes = [of_product([status], code_revoked=product.revoked_at is not None, disputed=product.disputed)] if product else []
    noted = NOTED if any(each.kind == NOTED for each in status.public_notices) else own
    return ColumnShown(side, tuple(dict.fromkeys((*codes, own, status.word.value, noted))), tuple(notices(status)))


def rows(found: Sides, computed: Judged) -> list[RowShown]:
    """The table's rows in the language that is spoken."""
    return [_row(row, floors, found) for row, floors in zip(computed.rows, computed.floors, strict=True)]


def naming(found: Sides, computed: Judged) -> list[tuple[str, list[str]]]:
    """Standards that stand in the table although not every column names them as corresponding: who does."""
    asked = dict.fromkeys(each.number for floors in computed.floors for each, _ in floors.asked)
    who = {number: [side.disclosure.number for side in found.sides if any(each.number == number for each in side.asked)] for number in asked}
    return [(number, names) for number, names in who.items() if len(names) < len(found.sides)]


def _row(row: Row, floors: RowFloors, found: Sides) -> RowShown:
    measure, term = found.measures.get(row.key.concept), found.terms.get(row.key.concept)
    cells = tuple(_cell(place, cell, floors.gaps[place], row, term) for place, cell in enumerate(row.cells))
    direction = str(words.DIRECTIONS.get(measure.concept.direction, "")) if measure and row.outcome in ("ranked", "overlapping") else ""
    return RowShown(
        term.name if term else row.line.name, term.name_en if term else "", condition(row.line, term), row.method, direction, str(words.OUTCOMES.get(row.outcome, "")), len(row.best) > 1,
        cells, tuple(_asked(each, shown) for each, shown in floors.asked),
    )  # fmt: skip


def _cell(place: int, cell: Cell, gaps: Sequence[Beside], row: Row, term: Term | None) -> CellShown:
    said = tuple(_said(each, row) for each in cell.said)
    reason = str(words.REASONS[cell.reason]) if cell.reason else ""
    elsewhere = tuple(dict.fromkeys(condition(line, term) for line in cell.elsewhere)) if cell.reason is Reason.OTHER_CONDITION else ()
    return CellShown(said, reason, str(cell.reason or ""), elsewhere, cell.other_edition, tuple(_gap(each, row) for each in gaps), place in row.best)


def _said(said: side_by_side.Said, row: Row) -> SaidShown:
    typed = indicator_rows.shown(said.line, language())
    method = said.line.method if said.line.method != row.method else ""
    return SaidShown(_restated(said.shown) if said.shown else typed, typed if said.shown and said.shown.converted else "", method)


def _restated(shown: Restated) -> str:
    return f"{'≈ ' if shown.rounded else ''}{display(shown.value, language())}"


def _gap(gap: Beside, row: Row) -> GapShown:
    difference = "" if gap.difference is None else f"{'≈ ' if gap.rounded else ''}{quantity(signed(gap.difference), row.unit)}"
    return GapShown(gap.asked.number, difference, str(words.VERDICTS[gap.verdict]), gap.verdict)


def _asked(asked: Asked, shown: Restated | None) -> AskedShown:
    floor = asked.floor
    typed = indicator_rows.shown(Line(operator=floor.operator, low=floor.low, high=floor.high, unit=floor.unit, grade=floor.grade, text=floor.text), language())
    return AskedShown(asked.number, str(words.STRENGTHS[asked.mandatory]), _restated(shown) if shown else typed, typed if shown and shown.converted else "")


def condition(line: Line, term: Term | None) -> str:
    """Under which condition a line holds, in words; "" for none."""
    return line.condition_text or (term.conditions.get(line.condition, line.condition) if term else "")


def facts(found: Sides, computed: Judged) -> Iterator[Mapping[str, object]]:
    """The rows for programs: values as declared and in the row's unit, reasons as codes."""
    for row, floors in zip(computed.rows, computed.floors, strict=True):
        measure = found.measures.get(row.key.concept)
        yield {
            "concept": row.key.concept or None, "name": found.terms[row.key.concept].name if row.key.concept else row.line.name, "condition": row.line.condition or None, "condition_text": row.line.condition_text,
            "method": row.method or None, "unit": row.unit, "better": measure.concept.direction if measure else None, "outcome": row.outcome, "best": sorted(row.best),
            "floors": [{"number": each.number, "mandatory": each.mandatory, "in_row_unit": _value(shown)} for each, shown in floors.asked],
            "cells": [_cell_facts(cell, gaps) for cell, gaps in zip(row.cells, floors.gaps, strict=True)],
        }  # fmt: skip


def _cell_facts(cell: Cell, gaps: Sequence[Beside]) -> Mapping[str, object]:
    declared = ("name", "operator", "low", "high", "unit", "grade", "text", "condition", "condition_text", "method")
    return {
        "declared": [{name: getattr(each.line, name) for name in declared} | {"in_row_unit": _value(each.shown)} for each in cell.said],
        "reason": cell.reason,
        "other_edition": cell.other_edition,
        "to_floors": [{"number": each.asked.number, "verdict": each.verdict, "difference": None if each.difference is None else format(each.difference, "f"), "rounded": each.rounded} for each in gaps],
    }


def _value(shown: Restated | None) -> Mapping[str, object] | None:
    if shown is None:
        return None
    low, high = (None if end is None else format(end, "f") for end in (shown.value.low, shown.value.high))
    return {"operator": shown.value.operator, "low": low, "high": high, "unit": shown.value.unit, "grade": shown.value.grade, "text": shown.value.text, "converted": shown.converted, "rounded": shown.rounded}
