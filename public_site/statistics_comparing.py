"""The worker's part in the counters: each night everything is counted anew, beside what stands; what differs is told and put right."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from registry import jobs
from registry.actions import statistics
from registry.db import Database, utc_now
from registry.queries import desk_tasks
from registry.queries import statistics as queries
from registry.rules.permission import SYSTEM, Actor
from registry.rules.statistic import SUBJECTS

if TYPE_CHECKING:
    from datetime import datetime

    from public_site.worker import Bench

_log = structlog.get_logger("statistics")


def compare(at: "Bench", lease: jobs.Lease) -> None:
    """Arrange the next night first, so that no failure ends the row of nights; done twice it finds nothing."""
    with at.database.transaction() as session:
        statistics.wake(session, at.now())
    again(at.database, actor=SYSTEM, clock=at.now, told=lambda done: at.progress(lease, done))


def again(database: Database, *, actor: Actor, clock: "Callable[[], datetime]" = utc_now, told: Callable[[int], None] = lambda _done: None) -> tuple[int, int, int]:
    """Count everything anew in short transactions: how many subjects were looked at, how many shares and how many counters were other ones.

    `told` hears how far it is. Readers and writers go on meanwhile. While changes wait in the queue, shares that differ are
    what the queue was about to bring, and no fault.
    """
    with database.looking() as look:
        behind = desk_tasks.work(look, now=clock())
    seen, shares = _shares(database, actor, clock, told)
    counters = _counters(database, actor, clock, shares)
    if counters or (shares and not behind):
        _log.error("counters were not what counting anew gives; they are now", shares=shares, counters=counters, subjects=seen)
    return seen, shares, counters


def _shares(database: Database, actor: Actor, clock: "Callable[[], datetime]", told: Callable[[int], None]) -> tuple[int, int]:
    seen = mended = 0
    for kind in SUBJECTS:
        after: int | None = 0
        while after is not None:
            with database.transaction() as session:
                looked = statistics.recount(session, actor=actor, kind=kind, after=after, now=clock())
            after, seen, mended = looked.last, seen + looked.seen, mended + looked.mended
            told(seen)
    return seen, mended


def _counters(database: Database, actor: Actor, clock: "Callable[[], datetime]", shares: int) -> int:
    with database.reading() as session:
        found = queries.differences(session)
    if not found and not shares:
        return 0
    with database.transaction() as session:
        return statistics.mend(session, actor=actor, found=found, shares=shares, now=clock())
