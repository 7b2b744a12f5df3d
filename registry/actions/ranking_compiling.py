"""Judges every disclosure of a scheme's field and makes the board of it. Reads only; whoever calls it writes, or does not.

Flat memory: disclosures come in portions, their long texts wait in a file without a name, and what decides the order is small.
"""

import json
import mmap
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import IO, Any, NamedTuple

from sqlalchemy.orm import Session

from registry import sweeping
from registry.actions import ranking_beside
from registry.actions.ranking_beside import Beside
from registry.actions.ranking_judging import Asked, Judge, Kept, Portion, kept
from registry.models import EvaluationScheme
from registry.queries import ranking_inputs, rankings
from registry.rules import bundle
from registry.rules.board import Board, Stood, board, list_pages, lists_document
from registry.rules.ranking_order import Gathered, IndicatorList, lists
from registry.rules.scheme import Scheme
from registry.rules.self_check_world import Concept

_BUFFER = 1 << 20
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


def compile_field(session: Session, of: EvaluationScheme, scheme: Scheme, on: date, *, progress: Progress | None = None, most: int | None = None, beside: Beside | None = None) -> Compiled:
    """Judge what lies in the scheme's category and division on a legal day, at most so many disclosures.

    `scheme` is what is judged by: a version's content or a draft that `scheme_check` accepts; ValueError for another.
    """
    codes = ranking_inputs.categories(session, of.category_id)
    size, ids = rankings.size(session, codes), ranking_inputs.ids(session, codes)
    asked = Asked(scheme, ranking_inputs.concepts(session, scheme), of.id, of.division_code, on)
    judge, texts, stands = Judge(session, asked), _Texts(), list[Stood]()
    judged = ranking_beside.judged(judge, asked, ids, beside.url) if beside and beside.pays(size) else _here(judge, ids, most)
    with sweeping.seldom(), closing(judged):
        found = lists(judge.ready, _lists(judged, texts, stands, progress, size))
        return Compiled(scheme, on, board(scheme, stands), tuple(found), asked.concepts, texts, most is not None and size > most)


def _here(judge: Judge, portions: Iterable[list[int]], most: int | None) -> Generator[Portion, None, None]:
    left = most
    for ids in portions:
        portion = judge.of(ids, left)
        yield portion
        if left is not None and (left := left - len(portion.stands)) == 0:
            break


def _lists(judged: Iterable[Portion], texts: "_Texts", stands: list[Stood], progress: Progress | None, size: int) -> Iterator[list[Gathered]]:
    """What each portion brings to the lists; keeps of it what the board and its entries need."""
    done = 0
    for portion in judged:
        stands += portion.stands
        texts.keep(portion)
        done += portion.size
        if progress:
            progress(done, size)
        yield portion.lists


class _Texts:
    """The long texts of the entries, in a file without a name that goes with this object."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - it lives as long as this object
        self._places: dict[int, tuple[int, int]] = {}
        self._end = 0
        self._mapped: mmap.mmap | None = None

    def keep(self, portion: Portion) -> None:
        for each, text in zip(portion.stands, portion.texts, strict=True):
            start = self._end
            self._end += self._file.write(text)
            self._places[each.disclosure_id] = start, self._end

    def read(self, disclosure_id: int) -> Kept:
        """What was kept of the entry. Only when everything is kept."""
        if self._mapped is None:
            self._file.flush()
            self._mapped = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        start, end = self._places[disclosure_id]
        return kept(self._mapped[start:end])
