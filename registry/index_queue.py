"""Working off the queue of the search index: who may, what is due, and what becomes of a task that the index has followed.

Why a lease in the database: the index has one writer, on whatever machine, and one that died blocks nobody for longer
than its lease. A task is taken away only by whoever still holds the lease when the engine has applied it, so a crash at
any point only repeats work. While an index is built aside (`rebuild`) done tasks are kept with their hour, so that it
can catch up.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry.models.outbox import IndexLease, IndexTask
from registry.plain import Look, Statement

DRAINER, REBUILD = "drainer", "rebuild"
LEASE = {DRAINER: timedelta(seconds=8), REBUILD: timedelta(seconds=60)}
"""So long after its last renewal who died keeps others out."""
ALONE = "alone:"
"""Before a kind: this document and nothing that repeats it. What a fan-out queues, so that it ends."""
LATER = timedelta(minutes=15)
"""When a document that the engine refused is tried again."""
MOST_ALONE = 100
"""So many tasks of a fan-out are taken in any case, however many changes of today wait in front of them."""


@dataclass(frozen=True, slots=True)
class Task:
    """Look at (kind, subject_id) again; kinds as in IndexTask, or one of them behind ALONE."""

    id: int
    kind: str
    subject_id: int
    not_before: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many tasks are due, since when the oldest, and how many wait for a day to come."""

    due: int
    since: datetime | None
    ahead: int


def take(session: Session, name: str, holder: str, *, now: datetime) -> int | None:
    """The lease's token when `holder` has it now, None while somebody else does. Every taking raises the token."""
    row = _lease(session, name)
    if row.holder is not None and row.holder != holder and row.until is not None and row.until > now:
        return None
    row.holder, row.until, row.token = holder, now + LEASE[name], row.token + 1
    return row.token


def hold(session: Session, name: str, token: int, *, now: datetime) -> bool:
    """Hold on to a lease; False when somebody else took it."""
    row = _lease(session, name)
    if row.token != token or row.holder is None:
        return False
    row.until = now + LEASE[name]
    return True


def release(session: Session, name: str, token: int) -> None:
    """Let go of a lease, if it is still ours."""
    row = _lease(session, name)
    if row.token == token:
        row.holder, row.until, row.note = None, None, None


def seize(session: Session, name: str, holder: str, *, now: datetime) -> int:
    """The lease's token, whoever had it: what they are at no longer counts and is done again."""
    row = _lease(session, name)
    row.holder, row.until, row.token = holder, now + LEASE[name], row.token + 1
    return row.token


def fence(session: Session, name: str) -> None:
    """Take the lease from whoever has it: what they do from now on no longer counts."""
    row = _lease(session, name)
    row.holder, row.until, row.token = None, None, row.token + 1


def note(session: Session, name: str, words: str) -> None:
    """Write down what the holder is at."""
    _lease(session, name).note = words


def read(session: Session, name: str) -> IndexLease | None:
    """The lease as it stands; None when nobody ever took it."""
    return session.get(IndexLease, name)


def rebuilding(session: Session, *, now: datetime) -> bool:
    """Whether an index is being built aside."""
    return bool(session.scalar(select(exists().where(IndexLease.name == REBUILD, IndexLease.holder.is_not(None), IndexLease.until > now))))


def left_behind(session: Session, *, now: datetime) -> str | None:
    """The note of a rebuild whose process died, "" for one without; None when there is none."""
    found = session.execute(select(IndexLease.note).where(IndexLease.name == REBUILD, IndexLease.holder.is_not(None), IndexLease.until <= now)).one_or_none()
    return None if found is None else found[0] or ""


_WORK = Statement(
    """
SELECT EXISTS (SELECT 1 FROM index_task WHERE applied_at IS NULL AND not_before <= :now)
    OR EXISTS (SELECT 1 FROM index_lease WHERE name = 'rebuild' AND holder IS NOT NULL AND until <= :now) AS found
""",
    flags=("found",),
)


def work(look: Look, *, now: datetime) -> bool:
    """Whether a drainer has anything to do; asked several times a second, so it costs next to nothing."""
    found = _WORK.one(look, {"now": _stored(look, now)})
    return found is not None and found.found


def due(session: Session, limit: int, *, now: datetime) -> list[Task]:
    """The oldest due tasks; those of a fan-out come behind what changed since, but never wait for ever."""
    columns = select(IndexTask.id, IndexTask.kind, IndexTask.subject_id, IndexTask.not_before).where(*_due(now)).order_by(IndexTask.not_before, IndexTask.id)
    alone = IndexTask.kind.startswith(ALONE, autoescape=True)
    first = [Task(*row) for row in session.execute(columns.where(~alone).limit(max(limit - MOST_ALONE, 1)))]
    return first + [Task(*row) for row in session.execute(columns.where(alone).limit(max(limit - len(first), 1)))]


def finish(session: Session, tasks: Collection[Task], *, now: datetime) -> None:
    """The index has followed: forget the tasks, or keep them with the hour while an index is built aside."""
    ids = [task.id for task in tasks]
    if rebuilding(session, now=now):
        session.execute(update(IndexTask).where(IndexTask.id.in_(ids)).values(applied_at=now).execution_options(synchronize_session=False))
    else:
        session.execute(delete(IndexTask).where(IndexTask.id.in_(ids)).execution_options(synchronize_session=False))


def queue(session: Session, subjects: Iterable[tuple[str, int]], *, not_before: datetime) -> None:
    """Look at these documents, and nothing that repeats them, at or after an hour."""
    rows = [{"kind": ALONE + kind, "subject_id": subject_id, "not_before": not_before} for kind, subject_id in sorted(set(subjects))]
    if rows:
        session.execute(insert(IndexTask), rows)


def queue_found(session: Session, kind: str, ids: Select[int], *, not_before: datetime) -> None:
    """The same for all that a query finds, without carrying them here."""
    found = ids.distinct().subquery()
    rows = select(literal(ALONE + kind), found.c[0], literal(not_before, IndexTask.__table__.c.not_before.type))
    session.execute(insert(IndexTask).from_select(["kind", "subject_id", "not_before"], rows))


def kept(session: Session, limit: int) -> list[Task]:
    """Tasks that were done while an index is built aside, the oldest first."""
    rows = session.execute(select(IndexTask.id, IndexTask.kind, IndexTask.subject_id, IndexTask.not_before).where(IndexTask.applied_at.is_not(None)).order_by(IndexTask.id).limit(limit))
    return [Task(*row) for row in rows]


def forget(session: Session, tasks: Collection[Task]) -> None:
    """Both indices have followed."""
    session.execute(delete(IndexTask).where(IndexTask.id.in_([task.id for task in tasks])).execution_options(synchronize_session=False))


def forget_due(session: Session, *, now: datetime) -> None:
    """Where no index answers, nothing is behind: whoever builds the first one reads all there is."""
    session.execute(delete(IndexTask).where(*_due(now)).execution_options(synchronize_session=False))


def again(session: Session) -> None:
    """What was done while an index was built aside is due once more."""
    session.execute(update(IndexTask).where(IndexTask.applied_at.is_not(None)).values(applied_at=None).execution_options(synchronize_session=False))


_OLDEST = Statement("SELECT not_before AS since FROM index_task WHERE applied_at IS NULL AND not_before <= :now ORDER BY not_before, id LIMIT 1", instants=("since",))


def lag(asked: Look | Session, *, now: datetime) -> float:
    """Seconds since the oldest due task became due; 0.0 when the index has followed everything."""
    look = Look.of(asked)
    found = _OLDEST.one(look, {"now": _stored(look, now)})
    return (now - found.since).total_seconds() if found else 0.0


def backlog(session: Session, *, now: datetime) -> Backlog:
    """For operators."""
    waiting = select(func.count(), func.min(IndexTask.not_before)).where(*_due(now))
    count, since = session.execute(waiting).one()
    ahead = session.scalar(select(func.count()).where(IndexTask.applied_at.is_(None), IndexTask.not_before > now))
    return Backlog(count, since, ahead or 0)


def waiting(session: Session, subjects: Collection[tuple[str, int]], *, now: datetime) -> set[tuple[str, int]]:
    """Which of these documents a due task names by itself."""
    rows = session.execute(select(IndexTask.kind, IndexTask.subject_id).where(*_due(now), IndexTask.subject_id.in_({subject_id for _, subject_id in subjects})))
    return {(kind.removeprefix(ALONE), subject_id) for kind, subject_id in rows} & set(subjects)


def _stored(look: Look, now: datetime) -> object:
    """An instant as the driver of the database wants it (registry.db.UtcDateTime)."""
    plain = now.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(" ", "microseconds") if look.sqlite else plain


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return IndexTask.applied_at.is_(None), IndexTask.not_before <= now


def _lease(session: Session, name: str) -> IndexLease:
    """The row, locked, and made by whoever asks first."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    found = session.get(IndexLease, name, with_for_update=True, populate_existing=True)
    if found is None:
        session.execute(dialect.insert(IndexLease).values(name=name, token=0).on_conflict_do_nothing())
        found = session.get_one(IndexLease, name, with_for_update=True, populate_existing=True)
    return found
