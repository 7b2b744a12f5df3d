"""The indicators of a disclosure as a reader meets them: declared values, what standards ask for, and what lies between."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from public_site.i18n import language
from public_site.presenters import quantity, signed
from public_site.words import pages as words
from registry.queries.public_floors import PublicFloor, Term
from registry.rules import line_value
from registry.rules.comparison import Comparison
from registry.rules.content import Line
from registry.rules.floor_gap import Gap, gaps
from registry.rules.indicator import Value, display
from registry.rules.self_check_floors import FEWER


class Promising(Protocol):
    """What has indicators: a version's document, the vocabulary's words for it, and the floors beside it."""

    @property
    def document(self) -> Mapping[str, Any]: ...
    @property
    def terms(self) -> Mapping[str, Term]: ...
    @property
    def floors(self) -> tuple[PublicFloor, ...]: ...


@dataclass(frozen=True, slots=True)
class GapShown:
    """One floor beside a row. `share`: length of the bar, negative on the worse side."""

    number: str
    asked: str
    verdict: str
    difference: str
    share: float


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator. `name_en`: what the vocabulary calls it in English; "" where the row has a free name."""

    name: str
    name_en: str
    comparable: bool
    kind: str
    value: str
    condition: str
    method: str
    gaps: tuple[GapShown, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """How the whole disclosure compares to one standard: how many of its floors, by verdict; `fewer` names what is not there."""

    number: str
    mandatory: bool
    counts: Mapping[str, int]
    fewer: tuple[tuple[str, str], ...]


def rows(found: Promising) -> tuple[list[Row], list[Compared]]:
    """The rows of the table in the version's order, and the comparison with each standard whose floors are known."""
    lines, spoken = found.document["indicators"], language()
    measured = list(_measured([Line(**line) for line in lines], found)) if found.floors else []
    longest = max((gap.share for _, gap in measured), default=0.0)
    beside: dict[int, list[GapShown]] = {}
    for floor, gap in measured:
        if gap.place is not None:
            beside.setdefault(gap.place, []).append(_gap(floor, gap, longest))
    return [row(line, found.terms.get(line["concept"]), tuple(beside.get(place, ())), spoken) for place, line in enumerate(lines)], list(_compared(measured))


def shown(line: Line, spoken: str) -> str:
    """The declared value in the language that is spoken, or the cells as typed where they hold none."""
    return _shown(line.operator, line.low, line.high, line.unit, line.grade, line.text, spoken)


@lru_cache(maxsize=16384)  # most promises are made by many: ≥ 15 MPa
def _shown(operator: str, low: str, high: str, unit: str, grade: str, text: str, spoken: str) -> str:
    value = line_value.value(Line(operator=operator, low=low, high=high, unit=unit, grade=grade, text=text))
    return display(value, spoken) if value else " ".join(filter(None, (low, high, unit, grade, text)))


def _measured(lines: list[Line], found: Promising) -> Iterator[tuple[PublicFloor, Gap]]:
    for floor in found.floors:
        for gap in gaps(lines, [floor.floor], {floor.floor.concept: floor.concept}):
            yield floor, gap


def row(line: Mapping[str, str], term: Term | None, beside: tuple[GapShown, ...], spoken: str) -> Row:
    """One indicator of a document in the language that is spoken, with what stands beside it."""
    value = _shown(line["operator"], line["low"], line["high"], line["unit"], line["grade"], line["text"], spoken)
    return Row(line["name"], term.name_en if term else "", bool(line["concept"]), line["kind"], value, condition(line, term), line["method"], beside)


def condition(line: Mapping[str, str], term: Term | None) -> str:
    """Under which condition the indicator holds, in words; "" for none."""
    return line["condition_text"] or (term.conditions.get(line["condition"], "") if term else "")


def _gap(floor: PublicFloor, gap: Gap, longest: float) -> GapShown:
    side = -1 if gap.verdict == Comparison.LOWER else 1
    share = side * gap.share / longest if longest and gap.verdict in (Comparison.HIGHER, Comparison.LOWER) else 0.0
    return GapShown(floor.number, _asked(gap.asked), gap.verdict, _difference(gap), share)


def _asked(asked: Value | None) -> str:
    return display(asked, language()) if asked else ""


def _difference(gap: Gap) -> str:
    if gap.difference is None or gap.asked is None:
        return str(words.VERDICTS[gap.verdict])
    unit = "" if gap.asked.grade else gap.asked.unit
    return quantity(signed(gap.difference), unit)


def _compared(measured: list[tuple[PublicFloor, Gap]]) -> Iterator[Compared]:
    by_number: dict[str, list[tuple[PublicFloor, Gap]]] = {}
    for floor, gap in measured:
        by_number.setdefault(floor.number, []).append((floor, gap))
    for number, pairs in by_number.items():
        counts = Counter(gap.verdict for _, gap in pairs)
        fewer = tuple((floor.term.name, floor.term.name_en) for floor, gap in pairs if gap.verdict == FEWER)
        yield Compared(number, pairs[0][0].mandatory, counts, fewer)


def difference_cells(section: str, row: Any) -> str:
    """A row of a version as one line of text, for the page that sets two versions side by side; "" for none."""
    if row is None:
        return ""
    if section == "indicator":
        line = Line(**row)
        return " · ".join(filter(None, (shown(line, language()), line.condition_text or line.condition, line.method)))
    if section == "reference":
        return " · ".join(filter(None, (str(words.RELATIONS.get(row["relation"], row["relation"])), row["statement"])))
    return " · ".join(filter(None, (row["credit_code"], row["number"])))
