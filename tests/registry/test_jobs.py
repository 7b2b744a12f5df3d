"""Jobs: done once when all goes well, again when a worker dies, and given up in the open."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from registry import jobs
from registry.db import Database
from registry.errors import Conflict
from registry.models import Job

KINDS = ("message.send",)
SECOND = timedelta(seconds=1)


def _take(session: Session, now: datetime, worker: str = "first") -> jobs.Lease:
    lease = jobs.take(session, worker, now=now, kinds=KINDS)
    assert lease is not None
    return lease


def test_a_job_exists_only_when_the_fact_that_asks_for_it_does(database: Database, now: datetime) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        jobs.enqueue(session, "message.send", {}, now=now)
        raise RuntimeError
    with database.reading() as session:
        assert jobs.listed(session) == []


def test_the_oldest_due_job_comes_first_and_no_job_before_its_time(session: Session, now: datetime) -> None:
    later = jobs.enqueue(session, "message.send", {"n": 1}, now=now, not_before=now + timedelta(hours=1))
    first = jobs.enqueue(session, "message.send", {"n": 2}, now=now)
    jobs.enqueue(session, "something.else", {}, now=now)
    session.flush()
    assert _take(session, now).job_id == first.id
    assert jobs.take(session, "second", now=now, kinds=KINDS) is None
    assert _take(session, now + timedelta(hours=1)).job_id in (later.id, first.id)


def test_workers_that_look_at_the_same_moment_never_take_the_same_job(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for number in range(40):
            jobs.enqueue(session, "message.send", {"n": number}, now=now)
    taken: list[int] = []
    start = threading.Barrier(4)

    def work(worker: str) -> None:
        start.wait()
        while True:
            with database.transaction() as session:
                lease = jobs.take(session, worker, now=now, kinds=KINDS)
            if lease is None:
                return
            taken.append(lease.job_id)

    threads = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 40
    assert len(set(taken)) == 40


def test_a_worker_killed_between_doing_and_saying_so_leaves_the_job_to_be_done_again_after_its_lease(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "message.send", {"n": 1}, now=now)
    session.flush()
    dead = _take(session, now)
    assert jobs.take(session, "second", now=now + jobs.LEASE, kinds=KINDS) is None
    again = _take(session, now + jobs.LEASE + SECOND, "second")
    assert (again.job_id, again.payload, again.attempt) == (dead.job_id, {"n": 1}, 2)


def test_progress_is_shown_and_holds_the_lease(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "message.send", {}, now=now)
    session.flush()
    lease, later = _take(session, now), now + timedelta(minutes=4)
    jobs.progress(session, lease, 40, 100, now=later)
    assert jobs.take(session, "second", now=now + jobs.LEASE + SECOND, kinds=KINDS) is None
    job = session.get_one(Job, lease.job_id)
    assert (job.done, job.total, job.lease_until) == (40, 100, later + jobs.LEASE)


def test_whoever_lost_the_lease_learns_it_at_the_next_progress_and_spoils_nothing(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "message.send", {}, now=now)
    session.flush()
    slow = _take(session, now)
    late = now + jobs.LEASE + SECOND
    quick = _take(session, late, "second")
    with pytest.raises(Conflict):
        jobs.progress(session, slow, 1, None, now=late)
    jobs.fail(session, slow, "too late to fail", now=late)
    job = session.get_one(Job, quick.job_id)
    assert (job.leased_by, job.last_error) == ("second", None)
    jobs.finish(session, quick, now=late)
    jobs.finish(session, slow, now=late + SECOND)
    assert (job.outcome, job.ended_at) == ("done", late)


def test_a_finished_job_forgets_what_it_carried(session: Session, now: datetime) -> None:
    job = jobs.enqueue(session, "secret.send", {"facts": {"code": "123456"}}, now=now)
    session.flush()
    lease = jobs.take(session, "first", now=now, kinds=("secret.send",))
    assert lease is not None
    jobs.finish(session, lease, now=now)
    session.flush()
    session.refresh(job)
    assert (job.payload, job.outcome) == ({}, "done")


def test_pauses_double_and_the_eighth_failure_is_the_last(session: Session, now: datetime) -> None:
    job = jobs.enqueue(session, "message.send", {"n": 1}, now=now)
    session.flush()
    pauses = []
    while job.ended_at is None:
        at = job.not_before
        jobs.fail(session, _take(session, at), "the server does not answer", now=at)
        pauses.append((job.not_before - at).total_seconds())
    assert pauses == [15.0 * 2**n for n in range(8)]
    assert (job.outcome, job.attempts, job.payload, job.last_error) == ("failed", 8, {}, "the server does not answer")
    assert [each.id for each in jobs.listed(session, open_only=False)] == [job.id]


def test_a_job_that_kills_every_worker_is_given_up_too(session: Session, now: datetime) -> None:
    job = jobs.enqueue(session, "message.send", {}, now=now)
    behind = jobs.enqueue(session, "message.send", {}, now=now + SECOND)
    session.flush()
    for _ in range(jobs.ATTEMPTS):
        assert _take(session, now).job_id == job.id
        now += jobs.LEASE + SECOND
    assert _take(session, now).job_id == behind.id
    assert job.outcome == "failed"


def test_a_waiting_job_can_be_given_another_chance_or_taken_off_the_queue(session: Session, now: datetime) -> None:
    job = jobs.enqueue(session, "message.send", {"n": 1}, now=now)
    session.flush()
    jobs.fail(session, _take(session, now), "no", now=now)
    assert jobs.retry(session, job.id, now=now) is job
    lease = _take(session, now)
    assert jobs.cancel(session, job.id, now=now) is job
    with pytest.raises(Conflict):
        jobs.progress(session, lease, 1, 2, now=now)
    jobs.fail(session, lease, "cancelled meanwhile", now=now)
    assert (job.outcome, job.payload) == ("cancelled", {})
    assert jobs.retry(session, job.id, now=now) is None
    assert jobs.cancel(session, 999_999, now=now) is None


def test_a_worker_gives_signs_of_life_and_one_gone_for_a_day_is_forgotten(session: Session, now: datetime) -> None:
    assert jobs.last_beat(session) is None
    jobs.beat(session, "old", now=now - timedelta(days=2))
    jobs.beat(session, "first", now=now)
    jobs.beat(session, "first", now=now + SECOND)
    session.flush()
    assert jobs.last_beat(session) == now + SECOND


SLOW = ("kit.make",)
QUARTER = timedelta(minutes=15)


def _overdue(session: Session, now: datetime) -> datetime | None:
    session.flush()
    return jobs.overdue_since(session, now=now, patience=QUARTER, slow=SLOW)


def test_a_quick_job_is_overdue_when_nobody_took_it_for_a_quarter_of_an_hour(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "message.send", {}, now=now)
    jobs.enqueue(session, "kit.make", {}, now=now + QUARTER)
    assert jobs.take(session, "long", now=now + QUARTER, kinds=SLOW)
    assert _overdue(session, now + QUARTER) is None
    assert _overdue(session, now + QUARTER + SECOND) == now
    _take(session, now + QUARTER)
    assert _overdue(session, now + QUARTER + SECOND) is None


def test_a_slow_job_waits_behind_others_as_long_as_one_of_them_moves(session: Session, now: datetime) -> None:
    for _ in range(3):
        jobs.enqueue(session, "kit.make", {}, now=now)
    later = now + timedelta(hours=1)
    assert _overdue(session, later) == now
    lease = jobs.take(session, "long", now=later, kinds=SLOW)
    assert lease
    assert _overdue(session, later) is None
    jobs.progress(session, lease, 1, 9, now=later + QUARTER)
    assert _overdue(session, later + 2 * QUARTER) is None
    assert _overdue(session, later + 2 * QUARTER + SECOND) == now
    jobs.finish(session, lease, now=later + 3 * QUARTER)
    assert _overdue(session, later + 4 * QUARTER) is None
    assert _overdue(session, later + 4 * QUARTER + SECOND) == now


def test_a_cancelled_job_and_one_that_waits_for_its_time_move_nothing(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "kit.make", {}, now=now)
    cancelled = jobs.enqueue(session, "kit.make", {}, now=now)
    jobs.enqueue(session, "kit.make", {}, now=now, not_before=now + timedelta(days=1))
    session.flush()
    jobs.cancel(session, cancelled.id, now=now + QUARTER)
    assert _overdue(session, now + QUARTER) is None
    assert _overdue(session, now + QUARTER + SECOND) == now


def test_a_worker_that_is_told_to_stop_hands_its_job_on_at_once_and_it_counts_as_no_attempt(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "message.send", {}, now=now)
    for _ in range(jobs.ATTEMPTS + 1):
        lease = _take(session, now)
        assert lease.attempt == 1
        jobs.release(session, lease, now=now)


def test_a_job_that_another_worker_holds_is_not_released(session: Session, now: datetime) -> None:
    jobs.enqueue(session, "message.send", {}, now=now)
    lost = _take(session, now)
    held = _take(session, now + jobs.LEASE + SECOND, "second")
    jobs.release(session, lost, now=now)
    assert jobs.take(session, "third", now=now + jobs.LEASE + SECOND, kinds=KINDS) is None
    jobs.progress(session, held, 1, 2, now=now + jobs.LEASE + SECOND)
