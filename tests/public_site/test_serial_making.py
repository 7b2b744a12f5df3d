"""A large run of serials: made by the worker in portions, none twice, whatever happens in between."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime, timedelta
from secrets import randbits

import pytest

from public_site import serial_making, worker
from registry import jobs
from registry.actions import messages, serials
from registry.errors import Conflict
from registry.models import Job, Serial, SerialRun
from registry.rules.permission import SYSTEM
from registry.settings import Settings
from tests.factories import people
from tests.factories.products import registered
from tests.fixtures.site import Mailbox

COUNT = 12_000


@pytest.fixture
def bench(settings: Settings, now: datetime) -> Iterator[worker.Bench]:
    made = dataclasses.replace(worker.bench(settings), now=lambda: now)
    yield made
    made.database.close()


@pytest.fixture
def run_id(bench: worker.Bench, now: datetime) -> int:
    with bench.database.transaction() as session:
        firm = people.enterprise(session, now)
        editor = people.member(session, now, firm)
        product = registered(session, now, editor, firm)
        return serials.order(session, actor=editor, product_id=product.id, count=COUNT, now=now, randbits=randbits).id


def made(bench: worker.Bench, run_id: int) -> tuple[int, int, bool]:
    with bench.database.reading() as session:
        run = session.get_one(SerialRun, run_id)
        return session.query(Serial).filter_by(run_id=run_id).count(), run.done, run.ended_at is not None


def test_the_worker_makes_every_serial_and_says_how_far_it_is(bench: worker.Bench, run_id: int) -> None:
    assert worker.step(bench)
    assert made(bench, run_id) == (COUNT, COUNT, True)
    with bench.database.reading() as session:
        job = session.query(Job).filter_by(kind=serials.MAKE).one()
        assert (job.outcome, job.done, job.total) == ("done", COUNT, COUNT)


def test_a_worker_that_died_after_a_portion_is_followed_by_one_that_makes_the_rest(bench: worker.Bench, run_id: int, now: datetime) -> None:
    with bench.database.transaction() as session:
        jobs.take(session, "died", now=now, kinds=(serials.MAKE,))
    with bench.database.transaction() as session:
        serials.make_portion(session, actor=SYSTEM, run_id=run_id, now=now, randbits=randbits)
    assert made(bench, run_id) == (5_000, 5_000, False)
    assert worker.step(dataclasses.replace(bench, now=lambda: now + timedelta(minutes=6)))
    assert made(bench, run_id) == (COUNT, COUNT, True)


def test_mail_does_not_wait_for_serials(bench: worker.Bench, run_id: int, mailbox: Mailbox, now: datetime) -> None:
    with bench.database.transaction() as session:
        messages.send_secret(session, "email", "wang@example.com", "confirm", {"path": "/account/confirm/x"}, "zh", now)
    assert worker.step(bench, worker.QUICK)
    assert not worker.step(bench, worker.QUICK)
    assert len(mailbox.mails("wang@example.com")) == 1
    assert made(bench, run_id) == (0, 0, False)
    assert worker.step(bench, worker.LONG)
    assert made(bench, run_id) == (COUNT, COUNT, True)


def test_a_worker_that_is_stopped_leaves_the_rest_to_the_next_one(bench: worker.Bench, run_id: int) -> None:
    bench.stop.set()
    assert worker.step(bench)
    assert made(bench, run_id) == (5_000, 5_000, False)
    bench.stop.clear()
    assert worker.step(bench)
    assert made(bench, run_id) == (COUNT, COUNT, True)


def test_a_worker_that_lost_its_lease_leaves_nothing_behind(bench: worker.Bench, run_id: int, now: datetime) -> None:
    with bench.database.transaction() as session:
        lease = jobs.take(session, "slow", now=now, kinds=(serials.MAKE,))
    assert lease
    with bench.database.transaction() as session:
        jobs.take(session, "other", now=now + timedelta(minutes=6), kinds=(serials.MAKE,))
    with pytest.raises(Conflict, match="lease_lost"):
        serial_making.make_serials(bench, lease)
    assert made(bench, run_id) == (0, 0, False)
