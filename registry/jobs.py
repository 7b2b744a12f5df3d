"""The queue of work to be done later or that takes long: mail, SMS, and whatever later rooms add.

Why a table: a job is written in the same transaction as the fact that asks for it, so neither exists without the
other, and a crash loses nothing. What it costs: a worker that looks every second, and work that may run twice when a
worker dies after doing and before saying so; a job's doer must bear that. When not to use it: for anything a reader
waits for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.models.job import Job

LEASE = timedelta(minutes=5)
ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=15)


def enqueue(session: Session, kind: str, payload: Mapping[str, object], *, now: datetime, not_before: datetime | None = None) -> Job:
    """Ask for work in the caller's transaction."""
    job = Job(kind=kind, payload=dict(payload), not_before=not_before or now, created_at=now)
    session.add(job)
    return job


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that one worker holds until `until`."""

    job_id: int
    kind: str
    payload: Mapping[str, object]
    attempt: int


def take(session: Session, worker: str, *, now: datetime, kinds: tuple[str, ...]) -> Lease | None:
    """Lease the oldest due job to `worker`, or None. An expired lease counts as a failed attempt of a dead worker."""
    due = (
        select(Job)
        .where(Job.ended_at.is_(None), Job.not_before <= now, Job.kind.in_(kinds), or_(Job.lease_until.is_(None), Job.lease_until < now))
        .order_by(Job.not_before, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalars(due).first()
    if job is None:
        return None
    job.leased_by, job.lease_until, job.attempts = worker, now + LEASE, job.attempts + 1
    return Lease(job.id, job.kind, dict(job.payload), job.attempts)


def progress(session: Session, lease: Lease, done: int, total: int | None, *, now: datetime) -> None:
    """Note how far the work is, and hold on to it."""
    job = session.get_one(Job, lease.job_id)
    job.done, job.total, job.lease_until = done, total, now + LEASE


def finish(session: Session, lease: Lease, *, now: datetime) -> None:
    """The work is done; its payload is forgotten."""
    _end(session.get_one(Job, lease.job_id), "done", now)


def fail(session: Session, lease: Lease, error: str, *, now: datetime) -> None:
    """Try again later, twice as late each time; give up after `ATTEMPTS`."""
    job = session.get_one(Job, lease.job_id)
    job.last_error, job.lease_until, job.leased_by = error[:2000], None, None
    job.not_before = now + FIRST_PAUSE * 2 ** (lease.attempt - 1)
    if lease.attempt >= ATTEMPTS:
        _end(job, "failed", now)


def retry(session: Session, job_id: int, *, now: datetime) -> Job | None:
    """Give an open job that waits another chance at once; None when there is no such open job."""
    job = session.get(Job, job_id)
    if job is None or job.ended_at is not None:
        return None
    job.not_before, job.lease_until, job.attempts = now, None, 0
    return job


def cancel(session: Session, job_id: int, *, now: datetime) -> Job | None:
    """Take an open job off the queue; None when there is no such open job."""
    job = session.get(Job, job_id)
    if job is None or job.ended_at is not None:
        return None
    _end(job, "cancelled", now)
    return job


def listed(session: Session, *, open_only: bool = True, limit: int = 100) -> list[Job]:
    """The newest jobs, for people who look after the registry."""
    query = select(Job).order_by(Job.id.desc()).limit(limit)
    return list(session.scalars(query.where(Job.ended_at.is_(None)) if open_only else query))


def _end(job: Job, outcome: str, now: datetime) -> None:
    job.outcome, job.ended_at, job.lease_until, job.payload = outcome, now, None, {}
