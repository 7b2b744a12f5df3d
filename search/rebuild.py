"""Builds an index aside while the active one answers, lets it catch up, compares it, and switches in one step.

Why aside: nobody ever searches half an index, and whatever fails leaves the old one serving. What it costs: twice the
room on disk, and tasks that are kept until the new index has followed them too. A process that dies in the middle
leaves a lease that runs out; the next drainer then drops the half-built index and has the kept tasks looked at again.
"""

import contextlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import zip_longest

import structlog

from registry import index_queue
from registry.db import Database, utc_now
from registry.index_queue import DRAINER, REBUILD
from registry.outbox import KINDS
from search import building, fields, indexer
from search.engine import Formed, Generation, SearchEngine
from search.lease import Kept

COMPARED_AT_ONCE = 10_000
Subject = tuple[str, int]
Progress = Callable[[str, int, int], None]
"""Stage (load, compare, catch up), done, total. What it raises breaks the rebuild off."""
_log = structlog.get_logger("search")


class Running(Exception):
    """Another rebuild is under way."""


class Broken(Exception):
    """The new index is not what was written to it, or the lease was lost; the old one goes on answering."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The generation that answers now, how many documents it holds, and which subjects the engine refused."""

    name: str
    documents: int
    refused: tuple[Subject, ...]


def rebuild(database: Database, engine: SearchEngine, holder: str, *, progress: Progress = lambda _stage, _done, _total: None, processes: int | None = None) -> Rebuilt:
    """Build, compare, switch, drop the old. Raises Running, Broken, Away; then nothing has changed for searches.

    processes: how many build documents beside this one; None: as many as pay.
    """
    indexer.clear_up(database, engine, holder, utc_now())
    with database.transaction() as session:
        token = index_queue.take(session, REBUILD, holder, now=utc_now())
        if token is not None and engine.active() is None:
            index_queue.forget_due(session, now=utc_now())  # what is loaded from here on holds it all
    if token is None:
        raise Running
    generation = None
    with Kept(database, REBUILD, token) as lease:
        try:
            generation = engine.new_generation()
            with database.transaction() as session:
                index_queue.note(session, REBUILD, generation.name)
            refused = _fill(database, generation, engine.forming(), lease, progress, building.processes(database) if processes is None else processes)
            _catch_up(database, generation, lease, progress, token=0)
            done = _switch(database, engine, generation, holder, lease, refused)
        except BaseException:
            _abandon(database, engine, generation, token)
            raise
    generation.close()
    _drop_others(engine)
    return done


def _require(lease: Kept) -> None:
    if lease.lost:
        raise Broken("the lease was lost")


@dataclass
class _Loaded:
    """What was written, eight octets of digest and the seat of each document, kind by kind in the order of seats."""

    seats: "dict[str, array[int]]" = field(default_factory=lambda: {kind: array("Q") for kind in KINDS})
    digests: "dict[str, array[int]]" = field(default_factory=lambda: {kind: array("Q") for kind in KINDS})

    def noted(self, documents: Iterable[Formed]) -> Iterator[Formed]:
        for each in documents:
            self.seats[each.kind].append(fields.seat(each.kind, each.subject_id))
            self.digests[each.kind].append(int(each.digest, 16))
            yield each

    def ordered(self) -> Iterator[tuple[int, int]]:
        return merge(*(zip(self.seats[kind], self.digests[kind], strict=True) for kind in KINDS))

    def __len__(self) -> int:
        return sum(map(len, self.seats.values()))


def _fill(database: Database, generation: Generation, form: building.Form, lease: Kept, progress: Progress, processes: int) -> set[Subject]:
    """Write every document, and see that the index holds what was written; subjects that it refused."""
    loaded = _Loaded()

    def told(done: int, total: int) -> None:
        _require(lease)
        progress("load", done, total)

    refused = _named(generation.load(loaded.noted(building.everything(database, form, processes, told))))
    generation.finish()
    if generation.count() != len(loaded) - len(refused):
        raise Broken(f"{len(loaded)} documents were written, {generation.count()} are held")
    _compare(loaded, generation, refused, progress)
    return refused


def _compare(loaded: _Loaded, generation: Generation, refused: set[Subject], progress: Progress) -> None:
    wanted = ((seat, digest) for seat, digest in loaded.ordered() if fields.subject(seat) not in refused)
    for done, (written, held) in enumerate(zip_longest(wanted, _held(generation))):
        if written != held:
            raise Broken(f"the index differs at {fields.subject((written or held or (0, 0))[0])}")
        if done % COMPARED_AT_ONCE == 0:
            progress("compare", done, len(loaded))
    progress("compare", len(loaded), len(loaded))


def _held(generation: Generation) -> Iterator[tuple[int, int]]:
    after = -1
    while found := generation.digests(after, COMPARED_AT_ONCE):
        yield from ((seat, int(digest, 16)) for seat, digest in found)
        after = found[-1][0]


def _catch_up(database: Database, generation: Generation, lease: Kept, progress: Progress, *, token: int) -> set[Subject]:
    """Write what the active index followed meanwhile, until nothing is left; subjects that were refused."""
    done, refused = 0, set[Subject]()
    while True:
        _require(lease)
        with database.reading() as session:
            tasks = index_queue.kept(session, indexer.ROUND)
        if not tasks:
            return refused
        refused |= indexer.apply(database, generation, tasks, token=token, now=utc_now())
        with database.transaction() as session:
            index_queue.forget(session, tasks)
        done += len(tasks)
        progress("catch up", done, done)


def _switch(database: Database, engine: SearchEngine, generation: Generation, holder: str, lease: Kept, refused: set[Subject]) -> Rebuilt:
    """Nobody drains while the new index follows the last changes and takes over; what they had begun is done again in it."""
    while True:
        with database.transaction() as session:
            token = index_queue.seize(session, DRAINER, holder, now=utc_now())
        refused |= _catch_up(database, generation, lease, lambda _stage, _done, _total: None, token=token)
        with database.transaction() as session:
            ours = index_queue.hold(session, DRAINER, token, now=utc_now()) and index_queue.hold(session, REBUILD, lease.token, now=utc_now())
        _require(lease)
        if ours:
            break
    engine.activate(generation.name)
    with database.transaction() as session:
        index_queue.again(session)
        index_queue.queue(session, refused, not_before=utc_now() + index_queue.LATER)
        index_queue.fence(session, DRAINER)
        index_queue.release(session, REBUILD, lease.token)
    return Rebuilt(generation.name, generation.count(), tuple(sorted(refused)))


def _abandon(database: Database, engine: SearchEngine, generation: Generation | None, token: int) -> None:
    """Whatever went wrong: the half-built index goes, and what was kept for it is due again."""
    if generation is not None:
        with contextlib.suppress(Exception):  # the engine may be away; the next rebuild drops what lies about
            generation.close()
            if engine.active() != generation.name:
                engine.drop(generation.name)
    with contextlib.suppress(Exception), database.transaction() as session:
        if index_queue.hold(session, REBUILD, token, now=utc_now()):
            index_queue.again(session)
            index_queue.release(session, REBUILD, token)


def _drop_others(engine: SearchEngine) -> None:
    """Those of another schema too: nobody keeps them true from here on, so a release that is taken back must build its own anew."""
    for name in engine.status().others:
        engine.drop(name)


def _named(refused: Mapping[Subject, str]) -> set[Subject]:
    for (kind, subject_id), reason in refused.items():
        _log.error("the search engine refused a document", kind=kind, subject_id=subject_id, reason=reason[:300])
    return set(refused)
