"""Judges every disclosure of a scheme's field and makes the board of it. Reads only; whoever calls it writes, or does not.

Flat memory: disclosures come in portions, their long texts wait in a file without a name, and what decides the order is small.
"""

import json
import marshal
import mmap
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, Any, NamedTuple

from sqlalchemy.orm import Session

from registry import sweeping
from registry.models import EvaluationScheme
from registry.queries import ranking_inputs, rankings
from registry.queries.ranking_inputs import Entrant, Entrants
from registry.rules import bundle, scoring
from registry.rules.board import Board, Stood, board, list_pages, lists_document, stood
from registry.rules.bundle import Pen
from registry.rules.judged import Judged
from registry.rules.ranking_order import IndicatorList, lists
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Concept
from registry.rules.thresholds import Ready

_BUFFER = 1 << 20
_PLAIN = 2
"""The form of `marshal` that looks for no repeated objects."""
Progress = Callable[[int, int], None]
"""Told how many disclosures are judged, and of how many."""


@dataclass(frozen=True)
class Compiled:
    """What a scheme makes of its field on a day. `partial`: there are more disclosures than were asked for."""

    scheme: Scheme
    on: date
    board: Board
    lists: tuple[IndicatorList, ...]
    concepts: dict[str, Concept]
    texts: "_Texts"
    partial: bool

    def row(self) -> dict[str, Any]:
        """The columns of a ranking that follow from it; `result_hash` apart."""
        return {
            "as_of": self.on, "graded": self.board.graded, "excluded": self.board.excluded, "levels": dict(self.board.levels), "lists": lists_document(self.lists),
            "medals": list(self.board.medals), "concepts": bundle.concepts_document(self.concepts), "inputs_hash": self.board.inputs_hash,
        }  # fmt: skip

    def entries(self) -> Iterator["EntryRow"]:
        """The rows of a ranking's entries in the order of the board."""
        for place, each in self.board.placed:
            version_id, enterprise_id, public_id, number, title, enterprise, credit_code, division_code, judged, inputs = self.texts.read(each.disclosure_id)
            yield EntryRow(
                place.order, each.disclosure_id, version_id, enterprise_id, public_id, number, title, enterprise, credit_code, division_code[:2] + "0000", division_code[:4] + "00",
                division_code, place.place, each.level, each.stars, each.points or None, each.reason or None, each.hashes[0], judged, inputs,
            )  # fmt: skip

    def pages(self) -> Iterator["PageRow"]:
        """The rows of the pages of its single-indicator lists."""
        return (PageRow(indicator, page, json.dumps(rows)) for indicator, page, rows in list_pages(self.lists, self.board.orders))


class EntryRow(NamedTuple):
    """A row of `ranking_entry` without its ranking, as the database takes it."""

    order_no: int
    disclosure_id: int
    version_id: int
    enterprise_id: int
    public_id: str
    number: str
    title: str
    enterprise: str
    credit_code: str
    province_code: str
    city_code: str
    division_code: str
    place: int | None
    level: int | None
    stars: int | None
    points: str | None
    reason: str | None
    inputs_hash: str
    judged: str
    inputs: str


class PageRow(NamedTuple):
    """A row of `ranking_list_page` without its ranking; `entries` is JSON."""

    indicator: int
    page: int
    entries: str


def compile_field(session: Session, of: EvaluationScheme, scheme: Scheme, on: date, *, progress: Progress | None = None, most: int | None = None) -> Compiled:
    """Judge what lies in the scheme's category and division on a legal day, at most so many disclosures.

    `scheme` is what is judged by: a version's content or a draft that `scheme_check` accepts; ValueError for another.
    """
    concepts = ranking_inputs.concepts(session, scheme)
    ready, codes = scoring.prepare(scheme, concepts), ranking_inputs.categories(session, of.category_id)
    size = rankings.size(session, codes)
    entrants = Entrants(session, scheme, scheme_id=of.id, division_code=of.division_code, on=on)
    texts, stands = _Texts(), list[Stood]()
    judged = _judged(ready, _read(entrants, ranking_inputs.ids(session, codes), progress, size), texts, stands)
    with sweeping.seldom():
        found = lists(ready, judged if most is None else islice(judged, most))
        return Compiled(scheme, on, board(scheme, stands), tuple(found), concepts, texts, most is not None and size > most)


def look_at(ready: Ready, pen: Pen, entrant: Entrant) -> tuple[Judged, str, str, str]:
    """The judgement of one entrant with its texts: judged, inputs, and the hash of these."""
    result = scoring.judge(ready, entrant.inputs)
    inputs = pen.inputs(entrant.inputs, _told(entrant))
    return result, pen.judged(result), inputs, bundle.digest(inputs)


def _told(entrant: Entrant) -> dict[str, str | int]:
    """Which version of which disclosure was looked at, what it is called, and what decides its place among equals."""
    return {
        "id": entrant.disclosure_id, "disclosure": entrant.public_id, "number": entrant.number, "disclosed_on": entrant.disclosed_on, "title": entrant.title, "enterprise": entrant.enterprise,
        "sequence": entrant.sequence, "content_hash": entrant.content_hash,
    }  # fmt: skip


def _read(entrants: Entrants, portions: Iterable[list[int]], progress: Progress | None, size: int) -> Iterator[Entrant]:
    done = 0
    for portion in portions:
        yield from entrants.of(portion)
        done += len(portion)
        if progress:
            progress(done, size)


def _judged(ready: Ready, entrants: Iterable[Entrant], texts: "_Texts", stands: list[Stood]) -> Iterator[tuple[int, Judged]]:
    """Each entrant's judgement under the disclosure's id; keeps of it what the board needs."""
    pen = Pen()
    for entrant in entrants:
        result, judged, inputs, inputs_hash = look_at(ready, pen, entrant)
        stands.append(stood(entrant.disclosure_id, entrant.public_id, entrant.number, entrant.disclosed_on, entrant.division_code, result, (inputs_hash, bundle.digest(judged))))
        texts.keep(entrant, judged, inputs)
        yield entrant.disclosure_id, result


_Kept = tuple[int, int, str, str, str, str, str, str, str, str]
"""What of an entry waits in the file: version, enterprise, public id, number, title, enterprise's name, credit code, division, judged, inputs."""


class _Texts:
    """The long texts of the entries, in a file without a name that goes with this object."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - it lives as long as this object
        self._places: dict[int, tuple[int, int]] = {}
        self._end = 0
        self._mapped: mmap.mmap | None = None

    def keep(self, entrant: Entrant, judged: str, inputs: str) -> None:
        own: _Kept = (*entrant[1:9], judged, inputs)
        start = self._end
        self._end += self._file.write(marshal.dumps(own, _PLAIN))
        self._places[entrant.disclosure_id] = start, self._end

    def read(self, disclosure_id: int) -> _Kept:
        """What was kept of the entry. Only when everything is kept."""
        if self._mapped is None:
            self._file.flush()
            self._mapped = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        start, end = self._places[disclosure_id]
        kept: _Kept = marshal.loads(self._mapped[start:end])  # noqa: S302 - our own file of a moment ago
        return kept
