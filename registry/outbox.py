"""The queues of "look again" tasks that keep the search index, the live rankings, screening and counters true, written in the transaction of the change.

Why: an index that is told after the commit loses whatever is committed just before a crash. Here the task exists exactly
when the change does. What it costs: a row for every change of a public subject, deleted once the index has followed.
When not to use it: for work that people wait for or that leaves the house; that is `registry.jobs`.

A flush queues by itself (`watch`). Statements that go past the unit of work say themselves what has to be looked at:
`queued` marks a statement whose subjects the caller queues in the same block, and one that is not marked is refused.
Time changes facts too: whoever writes a day to come has it looked at again when that day begins.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Executable, Table, event, insert
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker
from sqlalchemy.sql.dml import UpdateBase

from registry.db import utc_now
from registry.legal_time import first_instant
from registry.models import DeskTask, RankingTask
from registry.models.outbox import IndexTask
from registry.plain import Statement
from registry.subjects import INDEXED, ON_DESKS, RANKED, Due

KINDS = ("disclosure", "product", "enterprise", "standard")
"""Kinds of subjects that are documents of the index themselves."""
FOR_MANY = ("holder", "concept", "category", "ranking")
RANKED_TOO = ("disclosure", "holder", "standard", "concept")
"""Kinds that the live rankings look at as well."""
ON_DESKS_TOO = ("disclosure", "enterprise", "holder", "product", "standard", "concept")
"""Kinds that screening and the counters look at as well."""
_QUEUED, _COLLECTED, _RANKED, _ON_DESKS = "outbox_queued", "outbox", "outbox_ranked", "outbox_desks"
_SCHEMES = Statement("SELECT 1 AS found FROM scheme_version LIMIT 1")

_Statement = TypeVar("_Statement", bound=Executable)


def look_again(session: Session, due: Iterable[Due]) -> None:
    """Queue subjects in the caller's transaction, each once; a day that has begun counts as now.

    What a savepoint took back is looked at in vain, which costs little and breaks nothing.
    """
    session.info.setdefault(_COLLECTED, set()).update(due)


def _write(session: Session) -> None:
    """The last thing that a transaction does."""
    if session.in_nested_transaction():
        return
    session.flush()
    now = utc_now()
    wanted = {(kind, subject_id, _instant(on, now)) for kind, subject_id, on in session.info.pop(_COLLECTED, ())}
    ranked = {each for each in wanted if each[0] in RANKED_TOO} | {(kind, subject_id, _instant(on, now)) for kind, subject_id, on in session.info.pop(_RANKED, ())}
    on_desks = {each for each in wanted | ranked if each[0] in ON_DESKS_TOO} | {(kind, subject_id, _instant(on, now)) for kind, subject_id, on in session.info.pop(_ON_DESKS, ())}
    if wanted:
        session.execute(insert(IndexTask), _tasks(wanted))
    if on_desks:
        session.execute(insert(DeskTask), _tasks(on_desks))
    if ranked and _SCHEMES.one(session, {}):  # where nobody ranks, nobody looks
        session.execute(insert(RankingTask), _tasks(ranked))


def _tasks(wanted: Iterable[tuple[str, int, datetime]]) -> list[dict[str, object]]:
    return [{"kind": kind, "subject_id": subject_id, "not_before": at} for kind, subject_id, at in sorted(wanted)]


def queued(statement: _Statement) -> _Statement:
    """Mark a statement on an indexed table whose subjects the caller queues in the same block, or whose rows belong to a subject that the same flush queues."""
    return statement.execution_options(**{_QUEUED: True})


def _instant(on: date | None, now: datetime) -> datetime:
    return max(now, first_instant(on)) if on else now


_TABLES = {model.__table__ for model in INDEXED}


def watch(maker: sessionmaker[Session]) -> None:
    """Let every session of `maker` queue what it changes, and refuse statements that would change it unseen."""
    event.listen(maker, "after_flush", _after_flush)
    event.listen(maker, "do_orm_execute", _refuse_unseen)
    event.listen(maker, "before_commit", _write)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    changed = [*session.new, *(row for row in session.dirty if session.is_modified(row)), *session.deleted]
    look_again(session, (due for row in changed if type(row) in INDEXED for due in INDEXED[type(row)](row)))
    if ranked := [due for row in changed if type(row) in RANKED for due in RANKED[type(row)](row)]:
        session.info.setdefault(_RANKED, set()).update(ranked)
    if on_desks := [due for row in changed if type(row) in ON_DESKS for due in ON_DESKS[type(row)](row)]:
        session.info.setdefault(_ON_DESKS, set()).update(on_desks)


def _refuse_unseen(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, UpdateBase) and _table(statement) in _TABLES and not statement.get_execution_options().get(_QUEUED):
        raise RuntimeError(f"a statement on {_table(statement).name} that does not say whether the index has to look again; see registry.outbox.queued")


def _table(statement: UpdateBase) -> Table:
    found = statement.table
    assert isinstance(found, Table)
    return found
