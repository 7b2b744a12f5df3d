"""The job that makes the random serials of a large run: a portion and its progress in one transaction, again and again."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from registry import jobs
from registry.actions import serials
from registry.rules.permission import SYSTEM

if TYPE_CHECKING:  # the worker names this doer in its table
    from public_site.worker import Bench


def make_serials(at: Bench, lease: jobs.Lease) -> None:
    """Make what is left of the run. After a crash or a stop the next worker goes on where the last committed portion ended."""
    run_id = int(str(lease.payload["run_id"]))
    while True:
        with at.database.transaction() as session:
            run = serials.make_portion(session, actor=SYSTEM, run_id=run_id, now=at.now(), randbits=secrets.randbits)
            jobs.progress(session, lease, run.done, run.total, now=at.now())
            if run.ended_at is not None:
                return
        at.may_go_on()
