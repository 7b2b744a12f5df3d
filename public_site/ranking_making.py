"""Compiles ordered rankings and tells the enterprises on a published one: jobs, so that nobody waits and no writer is held up.

Reading and judging hold no lock; rows are written in short transactions. A worker that dies leaves an unfinished draft,
which the next try throws away.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from registry import jobs
from registry.actions import rankings
from registry.actions.ranking_beside import Beside
from registry.legal_time import legal_day
from registry.rules.permission import SYSTEM, Actor

if TYPE_CHECKING:  # the worker names these doers in its table
    from public_site.worker import Bench

PAUSE = 1.0
"""Seconds between two notes of the progress."""


def compile_board(at: Bench, lease: jobs.Lease) -> None:
    """Make the draft that somebody ordered."""
    scheme_id, account_id = int(str(lease.payload["scheme_id"])), lease.payload["account_id"]
    actor = Actor(account_id=None if account_id is None else int(str(account_id)), system=True, origin="worker")
    told = _Told(at, lease)
    with at.database.reading() as session:
        version_id, compiled = rankings.read(session, actor=actor, scheme_id=scheme_id, today=legal_day(at.now()), progress=told, beside=Beside(at.database.url))
    with at.database.transaction() as session:
        draft = rankings.begin(session, actor=actor, version_id=version_id, compiled=compiled, now=at.now(), random=secrets.randbits)
    for rows in rankings.portions(compiled):
        with at.database.transaction() as session:
            rankings.add(session, draft.id, rows)
        told.again()
    with at.database.transaction() as session:
        rankings.seal(session, actor=actor, ranking_id=draft.id, compiled=compiled, now=at.now())


def tell_board(at: Bench, lease: jobs.Lease) -> None:
    """Tell the next enterprises, and order the telling of those behind them in the same transaction: nobody is told twice."""
    ranking_id, after = int(str(lease.payload["ranking_id"])), int(str(lease.payload["after"]))
    with at.database.transaction() as session:
        following = rankings.tell(session, actor=SYSTEM, ranking_id=ranking_id, after=after, now=at.now())
        if following is not None:
            jobs.enqueue(session, rankings.TELL, {"ranking_id": ranking_id, "after": following}, now=at.now())
        jobs.finish(session, lease, now=at.now())


class _Told:
    """Says how many disclosures are judged, at most once a second, and holds on to the job."""

    def __init__(self, at: Bench, lease: jobs.Lease) -> None:
        self._at, self._lease, self._next = at, lease, 0.0
        self._done, self._total = 0, 0

    def __call__(self, done: int, total: int) -> None:
        self._done, self._total = done, max(done, total)
        self.again()

    def again(self) -> None:
        if time.monotonic() >= self._next:
            self._at.progress(self._lease, self._done, self._total)
            self._next = time.monotonic() + PAUSE
