"""The index's queue: one drainer at a time, nothing forgotten before it is done, and nothing before its hour."""

import threading
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registry import index_queue, outbox
from registry.db import Database, utc_now
from registry.index_queue import DRAINER, LEASE, MOST_ALONE, REBUILD
from registry.models import Enterprise, IndexTask
from tests.factories import people

SECOND = timedelta(seconds=1)


def _queue(session: Session, now: datetime, *subjects: tuple[str, int], alone: bool = False, later: timedelta = timedelta()) -> None:
    session.add_all(IndexTask(kind=("alone:" if alone else "") + kind, subject_id=subject_id, not_before=now + later) for kind, subject_id in subjects)
    session.flush()


def _due(session: Session, now: datetime, limit: int = 500) -> list[tuple[str, int]]:
    return [(task.kind, task.subject_id) for task in index_queue.due(session, limit, now=now)]


def test_only_one_holds_a_lease_until_it_lets_go_or_its_time_is_over(session: Session, now: datetime) -> None:
    first = index_queue.take(session, DRAINER, "first", now=now)
    assert first is not None
    assert index_queue.take(session, DRAINER, "second", now=now + LEASE[DRAINER] - SECOND) is None
    second = index_queue.take(session, DRAINER, "second", now=now + LEASE[DRAINER])
    assert second == first + 1
    assert not index_queue.hold(session, DRAINER, first, now=now)
    index_queue.release(session, DRAINER, first)  # too late: it is not theirs any more
    assert index_queue.take(session, DRAINER, "first", now=now + LEASE[DRAINER]) is None
    index_queue.release(session, DRAINER, second)
    assert index_queue.take(session, DRAINER, "first", now=now + LEASE[DRAINER]) == second + 1


def test_whoever_holds_on_to_a_lease_keeps_it(session: Session, now: datetime) -> None:
    token = index_queue.take(session, REBUILD, "first", now=now)
    assert token is not None
    later = now + LEASE[REBUILD] - SECOND
    assert index_queue.hold(session, REBUILD, token, now=later)
    assert index_queue.take(session, REBUILD, "second", now=later + LEASE[REBUILD] - SECOND) is None


def test_a_rebuild_seizes_the_drainers_lease_whoever_has_it(session: Session, now: datetime) -> None:
    token = index_queue.take(session, DRAINER, "drainer", now=now)
    assert token is not None
    seized = index_queue.seize(session, DRAINER, "rebuild", now=now)
    assert seized > token
    assert not index_queue.hold(session, DRAINER, token, now=now)
    assert index_queue.take(session, DRAINER, "drainer", now=now) is None
    index_queue.fence(session, DRAINER)
    assert not index_queue.hold(session, DRAINER, seized, now=now)
    assert index_queue.take(session, DRAINER, "drainer", now=now) is not None


def test_of_many_that_ask_at_the_same_moment_one_gets_the_lease(database: Database, now: datetime) -> None:
    start, got = threading.Barrier(4), list[int | None]()

    def ask(name: str) -> None:
        start.wait()
        with database.transaction() as session:
            got.append(index_queue.take(session, DRAINER, name, now=now))

    threads = [threading.Thread(target=ask, args=(f"drainer {number}",)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(got, key=str) == [1, None, None, None]


def test_the_oldest_due_tasks_come_first_and_none_before_its_hour(session: Session, now: datetime) -> None:
    _queue(session, now, ("product", 3), later=timedelta(days=1))
    _queue(session, now, ("product", 2))
    _queue(session, now, ("product", 1), later=-SECOND)
    assert _due(session, now) == [("product", 1), ("product", 2)]
    assert _due(session, now, limit=101) == [("product", 1)]
    assert index_queue.lag(session, now=now) == 1.0
    assert _due(session, now + timedelta(days=1))[-1] == ("product", 3)


def test_a_change_of_today_does_not_wait_behind_a_fan_out_and_the_fan_out_never_waits_for_ever(session: Session, now: datetime) -> None:
    _queue(session, now, *(("disclosure", number) for number in range(300)), alone=True, later=-SECOND)
    _queue(session, now, *(("disclosure", 1000 + number) for number in range(300)))
    kinds = [kind for kind, _ in _due(session, now, limit=200)]
    assert (kinds[:100].count("disclosure"), kinds[100:].count("alone:disclosure")) == (100, MOST_ALONE)


def test_a_finished_task_is_forgotten_and_one_that_came_meanwhile_is_not(session: Session, now: datetime) -> None:
    _queue(session, now, ("product", 1))
    taken = index_queue.due(session, 10, now=now)
    _queue(session, now, ("product", 1))
    index_queue.finish(session, taken, now=now)
    assert len(session.scalars(select(IndexTask)).all()) == 1
    assert index_queue.lag(session, now=now + SECOND) == 1.0


def test_while_an_index_is_built_aside_finished_tasks_are_kept_for_it(session: Session, now: datetime) -> None:
    token = index_queue.take(session, REBUILD, "rebuild", now=now)
    assert token is not None
    _queue(session, now, ("product", 1), ("product", 2))
    index_queue.finish(session, index_queue.due(session, 1, now=now), now=now)
    assert [task.subject_id for task in index_queue.kept(session, 10)] == [1]
    assert _due(session, now) == [("product", 2)]
    index_queue.again(session)
    assert _due(session, now) == [("product", 1), ("product", 2)]
    index_queue.release(session, REBUILD, token)
    index_queue.finish(session, index_queue.due(session, 500, now=now), now=now)
    assert session.scalars(select(IndexTask)).all() == []


def test_what_a_dead_rebuild_kept_is_due_again(session: Session, now: datetime) -> None:
    assert index_queue.take(session, REBUILD, "rebuild", now=now)
    index_queue.note(session, REBUILD, "registry-1-abc")
    _queue(session, now, ("product", 1))
    index_queue.finish(session, index_queue.due(session, 1, now=now), now=now)
    session.flush()
    assert index_queue.left_behind(session, now=now) is None
    late = now + LEASE[REBUILD]
    assert index_queue.left_behind(session, now=late) == "registry-1-abc"
    assert not index_queue.rebuilding(session, now=late)
    token = index_queue.take(session, REBUILD, "whoever clears up", now=late)
    assert token is not None
    index_queue.again(session)
    index_queue.release(session, REBUILD, token)
    session.flush()
    assert index_queue.left_behind(session, now=late) is None
    assert _due(session, now) == [("product", 1)]


def test_a_drainer_sees_in_one_look_whether_there_is_work(database: Database, now: datetime) -> None:
    def work(at: datetime) -> bool:
        with database.looking() as look:
            return index_queue.work(look, now=at)

    assert not work(now)
    with database.transaction() as session:
        _queue(session, now, ("product", 1))
    assert not work(now - timedelta(microseconds=1))
    assert work(now)
    with database.transaction() as session:
        session.execute(update(IndexTask).values(applied_at=now))
        index_queue.take(session, REBUILD, "rebuild", now=now)
    assert not work(now)
    assert work(now + LEASE[REBUILD])  # the rebuild died: somebody has to clear up


def test_a_task_is_due_the_moment_it_is_committed(database: Database) -> None:
    with database.transaction() as session:
        outbox.look_again(session, [("product", 7, None)])
    with database.looking() as look:
        assert index_queue.work(look, now=utc_now())
        assert 0 <= index_queue.lag(look, now=utc_now()) < 60


def test_all_that_a_query_finds_is_queued_once_without_being_carried_around(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    session.execute(IndexTask.__table__.delete())
    index_queue.queue_found(session, "enterprise", select(Enterprise.id).where(Enterprise.id == firm.id), not_before=now)
    index_queue.queue(session, [("product", 2), ("product", 2), ("product", 1)], not_before=now)
    assert _due(session, now) == [("alone:enterprise", firm.id), ("alone:product", 1), ("alone:product", 2)]
    assert index_queue.waiting(session, [("product", 1), ("product", 9), ("enterprise", firm.id)], now=now) == {("product", 1), ("enterprise", firm.id)}
    assert index_queue.waiting(session, [], now=now) == set()


def test_operators_see_how_much_waits_and_since_when(session: Session, now: datetime) -> None:
    _queue(session, now, ("product", 1), ("product", 2), later=-SECOND)
    _queue(session, now, ("product", 3), later=SECOND)
    found = index_queue.backlog(session, now=now)
    assert (found.due, found.since, found.ahead) == (2, now - SECOND, 1)
