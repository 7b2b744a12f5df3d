"""Lets the index follow the registry: takes due tasks, looks the subjects up as they are now, writes, and forgets the tasks.

One drainer at a time, by a lease that is renewed while its round lasts. Tasks go only after the engine has applied them and only
while the lease is still ours, so whatever dies at whatever point, the work is done again and nothing is lost.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice

import structlog
from sqlalchemy.orm import Session

from registry import index_queue
from registry.db import Database, utc_now
from registry.index_queue import ALONE, DRAINER, REBUILD, Task
from registry.legal_time import legal_day
from registry.outbox import KINDS
from registry.queries import index_reach, indexing
from registry.queries.index_facts import Words
from search import documents
from search.engine import Change, Generation, SearchEngine
from search.lease import Kept

ROUND = 500
"""Tasks of one round."""
REACH = 1000
"""Documents that one round looks at beside those of its tasks; of more, tasks of their own are queued."""
QUEUED_AT_ONCE = 5000
_log = structlog.get_logger("search")
_Subject = tuple[str, int]


class LeaseLost(Exception):
    """Somebody else drains now; what was done here is done again by them."""


class NoIndex(Exception):
    """No generation answers: none was built yet, or only one of another schema."""


class Drainer:
    """The queue's drainer in one process; it keeps the active generation open between rounds."""

    def __init__(self, database: Database, engine: SearchEngine, holder: str) -> None:
        self._database, self._engine, self._holder = database, engine, holder
        self._generation: Generation | None = None

    def drain_once(self, now: datetime) -> int:
        """One round: how many tasks were done; 0 when none is due or another drains.

        Raises NoIndex, Away when the engine does not answer, and LeaseLost when it took too long; the tasks stay.
        """
        with self._database.looking() as look:
            if self._generation is not None and not index_queue.work(look, now=now):
                return 0
        active = self._engine.active()
        if active is None:
            raise NoIndex
        clear_up(self._database, self._engine, self._holder, now)
        with self._database.transaction() as session:
            token = index_queue.take(session, DRAINER, self._holder, now=now)
        if token is None:
            return 0
        try:
            with Kept(self._database, DRAINER, token):
                return self._round(self._open(active), token, now)
        except BaseException:
            self.close()  # whatever it was, begin anew with the index as it is
            with self._database.transaction() as session:
                index_queue.release(session, DRAINER, token)
            raise

    def close(self) -> None:
        """Let go of the index."""
        generation, self._generation = self._generation, None
        if generation is not None:
            generation.close()

    def _open(self, active: str) -> Generation:
        if self._generation is None or self._generation.name != active:
            self.close()
            self._generation = self._engine.open(active)
        return self._generation

    def _round(self, generation: Generation, token: int, now: datetime) -> int:
        with self._database.reading() as session:
            tasks = index_queue.due(session, ROUND, now=now)
        refused = apply(self._database, generation, tasks, token=token, now=now) if tasks else set()
        with self._database.transaction() as session:
            if not index_queue.hold(session, DRAINER, token, now=utc_now()) or self._engine.active() != generation.name:
                raise LeaseLost
            index_queue.finish(session, tasks, now=now)
            index_queue.queue(session, refused, not_before=now + index_queue.LATER)
            index_queue.release(session, DRAINER, token)
        return len(tasks)


def apply(database: Database, generation: Generation, tasks: Sequence[Task], *, token: int, now: datetime) -> set[_Subject]:
    """Write what the tasks ask for; the subjects that were refused, each named in the log.

    What reaches more than REACH further documents queues them, in transactions of their own: should this round be lost,
    they are queued twice, which costs work and breaks nothing.
    """
    with database.reading() as session:
        subjects = {(task.kind.removeprefix(ALONE), task.subject_id) for task in tasks}
        wanted = {each for each in subjects if each[0] in KINDS} | set(_reached(database, session, tasks))
        vocabulary = indexing.words(session)
        changes, unreadable = _changes(session, wanted, vocabulary, now)
    refused = generation.apply(changes, token=token)
    for (kind, subject_id), reason in refused.items():
        _log.error("the search engine refused a document", kind=kind, subject_id=subject_id, reason=reason[:300])
    return unreadable | set(refused)


def _changes(session: Session, wanted: Collection[_Subject], vocabulary: Words, now: datetime) -> tuple[list[Change], set[_Subject]]:
    """What the index shall hold of the subjects, and those of which it cannot be said."""
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for kind, subject_id in sorted(wanted):
        by_kind[kind].append(subject_id)
    found = [change for kind, ids in by_kind.items() for change in documents.changes(session, kind, ids, legal_day(now), vocabulary)]
    return found, set(wanted) - {(each.kind, each.subject_id) for each in found}


def _reached(database: Database, session: Session, tasks: Sequence[Task]) -> Iterator[_Subject]:
    """The further documents of this round."""
    by_kind: defaultdict[str, set[int]] = defaultdict(set)
    for task in tasks:
        by_kind[task.kind].add(task.subject_id)
    for kind, ids in sorted(by_kind.items()):
        found = index_reach.reached(session, kind, ids)
        few = list(islice(found, REACH + 1))
        if len(few) <= REACH:
            yield from few
        else:
            _queue(database, chain(few, found), min(task.not_before for task in tasks if task.kind == kind))


def _queue(database: Database, found: Iterator[_Subject], not_before: datetime) -> None:
    while some := list(islice(found, QUEUED_AT_ONCE)):
        with database.transaction() as session:
            index_queue.queue(session, some, not_before=not_before)


def clear_up(database: Database, engine: SearchEngine, holder: str, now: datetime) -> None:
    """A rebuild whose process died leaves tasks that were kept for it, and indices that nobody asks."""
    with database.reading() as session:
        name = index_queue.left_behind(session, now=now)
    if name is None:
        return
    with database.transaction() as session:
        token = index_queue.take(session, REBUILD, holder, now=now)
    if token is None:
        return
    for other in engine.status().others:
        engine.drop(other)
    with database.transaction() as session:
        index_queue.again(session)
        index_queue.release(session, REBUILD, token)
    _log.warning("a rebuild of the search index was broken off", generation=name)
