"""Compares an index with the registry, document by document: what is missing, what is stale, what should not be there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import index_queue
from registry.db import Database
from registry.legal_time import legal_day
from registry.outbox import KINDS
from registry.queries import indexing
from search import documents, fields
from search.engine import Generation

WINDOW = 500
"""Ids of each kind that are looked at together."""
Subject = tuple[str, int]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Differences:
    """Sorted subjects. waiting: they differ, and a due task names them, so the index is about to follow."""

    checked: int
    missing: tuple[Subject, ...] = ()
    stale: tuple[Subject, ...] = ()
    phantom: tuple[Subject, ...] = ()
    waiting: tuple[Subject, ...] = ()

    @property
    def faults(self) -> tuple[Subject, ...]:
        return self.missing + self.stale + self.phantom


def verify(database: Database, generation: Generation, *, clock: Callable[[], datetime], progress: Progress = lambda _done, _total: None) -> Differences:
    """Walk index and registry side by side; what differs is looked at twice, since both change meanwhile."""
    with database.reading() as session:
        total = sum(indexing.count(session, kind) for kind in KINDS)
    checked, suspects = 0, set[Subject]()
    for expected, held in _windows(database, generation, clock):
        checked += len(expected)
        suspects |= {each for each in expected.keys() | held.keys() if expected.get(each) != held.get(each)}
        progress(min(checked, total), total)
    progress(checked, checked)
    return _judged(database, generation, sorted(suspects), checked, clock)


def _windows(database: Database, generation: Generation, clock: Callable[[], datetime]) -> Iterator[tuple[Mapping[Subject, str], Mapping[Subject, str]]]:
    """What the registry says and what the index holds, window by window of ids; where there are none, none are looked at."""
    after = 0
    while True:
        with database.reading() as session:
            first = _next_id(session, generation, after)
            if first is None:
                return
            last = first + WINDOW - 1
            subjects = [(kind, each) for kind in KINDS for each in indexing.ids_between(session, kind, first, last)]
            held = dict(_held(generation, first, last))
            expected = _expected(session, subjects, legal_day(clock()))
        yield expected, held
        after = last


def _next_id(session: Session, generation: Generation, after: int) -> int | None:
    ids = [each for kind in KINDS for each in indexing.ids_behind(session, kind, after, 1)]
    ids += [fields.subject(seat)[1] for seat, _ in generation.digests(fields.seat(KINDS[-1], after), 1)]
    return min(ids, default=None)


def _held(generation: Generation, first: int, last: int) -> Iterator[tuple[Subject, str]]:
    after, end = fields.seat(KINDS[0], first) - 1, fields.seat(KINDS[-1], last)
    while found := [each for each in generation.digests(after, WINDOW * len(KINDS)) if each[0] <= end]:
        yield from ((fields.subject(seat), digest) for seat, digest in found)
        after = found[-1][0]


def _expected(session: Session, subjects: Collection[Subject], today: date) -> dict[Subject, str]:
    vocabulary = indexing.words(session)
    by_kind = {kind: [subject_id for found, subject_id in subjects if found == kind] for kind in KINDS}
    changes = (change for kind, ids in by_kind.items() if ids for change in documents.changes(session, kind, ids, today, vocabulary))
    return {(each.kind, each.subject_id): each.document["digest"] for each in changes if each.document is not None}  # type: ignore[misc]


def _judged(database: Database, generation: Generation, suspects: list[Subject], checked: int, clock: Callable[[], datetime]) -> Differences:
    sorted_out: dict[str, list[Subject]] = {"missing": [], "stale": [], "phantom": [], "waiting": []}
    for start in range(0, len(suspects), WINDOW):
        some = suspects[start : start + WINDOW]
        with database.reading() as session:
            waiting = index_queue.waiting(session, some, now=clock())
            held = dict(_of(generation, some))
            expected = _expected(session, some, legal_day(clock()))
        for each in some:
            if word := _word(expected.get(each), held.get(each)):
                sorted_out["waiting" if each in waiting else word].append(each)
    return Differences(checked, **{word: tuple(found) for word, found in sorted_out.items()})


def _of(generation: Generation, subjects: Iterable[Subject]) -> Iterator[tuple[Subject, str]]:
    for kind, subject_id in subjects:
        seat = fields.seat(kind, subject_id)
        yield from (((kind, subject_id), digest) for found, digest in generation.digests(seat - 1, 1) if found == seat)


def _word(expected: str | None, held: str | None) -> str:
    if expected == held:
        return ""
    return "missing" if held is None else "phantom" if expected is None else "stale"
