"""The queue of work to be done later or that takes long: mail, SMS, and whatever later rooms add.

Why a table: a job is written in the same transaction as the fact that asks for it, so neither exists without the
other, and a crash loses nothing. What it costs: a worker that looks every second, and work that may run twice when a
worker dies after doing and before saying so; a job's doer must bear that. When not to use it: for anything a reader
waits for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlalchemy.orm import Session

from registry.errors import Conflict
from registry.models.job import Job, Worker

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
    while (job := session.scalars(_due(now, kinds)).first()) is not None:
        if job.attempts < ATTEMPTS:
            job.leased_by, job.lease_until, job.attempts = worker, now + LEASE, job.attempts + 1
            return Lease(job.id, job.kind, dict(job.payload), job.attempts)
        job.last_error = "every worker that took it died"
        _end(job, "failed", now)
        session.flush()
    return None


def progress(session: Session, lease: Lease, done: int, total: int | None, *, now: datetime) -> None:
    """Note how far the work is, and hold on to it. Raises Conflict when it was cancelled, or given to another worker."""
    job = _locked(session, lease.job_id)
    if not _holds(job, lease):
        raise Conflict("lease_lost")
    job.done, job.total, job.lease_until = done, total, now + LEASE


def finish(session: Session, lease: Lease, *, now: datetime) -> None:
    """The work is done, whoever holds it by now; its payload is forgotten."""
    job = _locked(session, lease.job_id)
    if job.ended_at is None:
        _end(job, "done", now)


def fail(session: Session, lease: Lease, error: str, *, now: datetime) -> None:
    """Try again later, twice as late each time; give up after `ATTEMPTS`. `error` names nobody and no address."""
    job = _locked(session, lease.job_id)
    if not _holds(job, lease):
        return
    job.last_error, job.lease_until, job.leased_by = error[:2000], None, None
    job.not_before = now + FIRST_PAUSE * 2 ** (lease.attempt - 1)
    if lease.attempt >= ATTEMPTS:
        _end(job, "failed", now)


def release(session: Session, lease: Lease, *, now: datetime) -> None:
    """Let go of unfinished work that somebody else goes on with at once: the worker was told to stop, nothing failed."""
    job = _locked(session, lease.job_id)
    if _holds(job, lease):
        job.not_before, job.lease_until, job.leased_by, job.attempts = now, None, None, lease.attempt - 1


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


def beat(session: Session, worker: str, *, now: datetime) -> None:
    """Note that `worker` lives; workers not seen for a day are forgotten."""
    session.execute(delete(Worker).where(Worker.seen_at < now - timedelta(days=1)))
    session.merge(Worker(name=worker, seen_at=now))


def last_beat(session: Session) -> datetime | None:
    """When any worker was last seen."""
    return session.scalar(select(Worker.seen_at).order_by(Worker.seen_at.desc()).limit(1))


def overdue_since(session: Session, *, now: datetime, patience: timedelta, slow: Collection[str]) -> datetime | None:
    """Since when the longest overdue job has been due, or None.

    A job is overdue when it has been due for more than `patience` and nobody holds it. One of the `slow` kinds may
    rightly wait that long behind others, so it is overdue only when its queue stands still as well: within `patience`
    no slow job was taken, told its progress or ended. Whoever holds one counts as moving, since a lease lives on by
    progress alone.
    """
    held_back = bool(slow) and _moved(session, now - patience, slow)
    waiting = select(Job.not_before).where(Job.ended_at.is_(None), Job.not_before < now - patience, _free(now))
    return session.scalar((waiting.where(Job.kind.not_in(slow)) if held_back else waiting).order_by(Job.not_before).limit(1))


def _moved(session: Session, since: datetime, kinds: Collection[str]) -> bool:
    """Whether a job of `kinds` was taken, moved on or ended; each taking and each progress puts its lease at `LEASE` from then."""
    moved = or_(Job.lease_until >= since + LEASE, and_(Job.ended_at >= since, Job.outcome != "cancelled"))
    return session.scalar(select(Job.id).where(Job.kind.in_(kinds), moved).limit(1)) is not None


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(Job.lease_until.is_(None), Job.lease_until < now)


def _due(now: datetime, kinds: tuple[str, ...]) -> Select[Job]:
    waiting = select(Job).where(Job.ended_at.is_(None), Job.not_before <= now, Job.kind.in_(kinds), _free(now))
    return waiting.order_by(Job.not_before, Job.id).limit(1).with_for_update(skip_locked=True)


def _locked(session: Session, job_id: int) -> Job:
    return session.get_one(Job, job_id, with_for_update=True)


def _holds(job: Job, lease: Lease) -> bool:
    return job.ended_at is None and job.attempts == lease.attempt


def _end(job: Job, outcome: str, now: datetime) -> None:
    job.outcome, job.ended_at, job.lease_until, job.payload = outcome, now, None, {}
