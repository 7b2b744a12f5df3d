"""The queue of "look again" that screening and the counters share: taken in portions, deleted in the transaction that did them.

A task that stands for many becomes a task for each of them, without carrying them here. Doing one twice changes nothing.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, text
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import DeskTask
from registry.queries import desk_tasks as queries

MOST = 2000
"""Tasks of one transaction at most; those that cost more fill it sooner."""
COSTS = {"disclosure": 20, "matters": 5, "rules": 500}
"""What doing a task costs, in looks at a disclosure's references alone."""
PORTION = 50
"""Disclosures that a change of the rules takes at once."""
Task = tuple[str, int]
"""Kind and subject."""


def take(session: Session, *, now: datetime) -> tuple[list[Task], list[int]]:
    """The oldest due tasks, and their ids for `done`. One follower at a time: another waits for this transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE screening IN SHARE ROW EXCLUSIVE MODE"))
    taken = list(_affordable(queries.due(session, MOST, now=now)))
    return list(dict.fromkeys((kind, subject_id) for _, kind, subject_id in taken)), [task_id for task_id, _, _ in taken]


def _affordable(tasks: Iterable[tuple[int, str, int]]) -> Iterator[tuple[int, str, int]]:
    """As many as one transaction should hold: writers wait for it."""
    left = MOST
    for task in tasks:
        left -= COSTS.get(task[1], 1)
        yield task
        if left <= 0:
            return


def spread(session: Session, tasks: Collection[Task], *, now: datetime) -> None:
    """Make a task for each disclosure that one of these stands for."""
    by_kind: dict[str, list[int]] = {}
    for kind, subject_id in tasks:
        by_kind.setdefault(kind, []).append(subject_id)
    for kind, reached in (("holder", queries.of_holders), ("product", queries.of_products), ("concept", queries.of_concepts), ("standard", queries.measured)):
        if kind in by_kind:
            _add(session, "disclosure", reached(by_kind[kind]), now)
    if standards := by_kind.get("standard"):
        _add(session, queries.REFERRING, queries.referring(session, standards, legal_day(now)), now)
    for after in by_kind.get("rules", ()):
        _next_portion(session, after, now)


def _add(session: Session, kind: str, found: Select[Any], now: datetime) -> None:
    session.execute(insert(DeskTask).from_select(["kind", "subject_id", "not_before"], queries.as_tasks(kind, found, now)))


def _next_portion(session: Session, after: int, now: datetime) -> None:
    """Everything, a portion at a time: what changes meanwhile is not kept waiting behind it."""
    ids = queries.everything(session, after, PORTION)
    rows = [{"kind": "disclosure", "subject_id": each, "not_before": now} for each in ids]
    if len(ids) == PORTION:
        rows.append({"kind": "rules", "subject_id": ids[-1], "not_before": now})
    if rows:
        session.execute(insert(DeskTask), rows)


def done(session: Session, task_ids: Collection[int]) -> None:
    """Take done tasks off the queue."""
    if task_ids:
        session.execute(delete(DeskTask).where(DeskTask.id.in_(task_ids)).execution_options(synchronize_session=False))


def look_at_everything(session: Session, *, now: datetime) -> None:
    """Queue every disclosure: the rules have changed."""
    session.execute(insert(DeskTask), [{"kind": "rules", "subject_id": 0, "not_before": now}])
