"""The worker: what actions ask for leaves the house, once; and nobody's address stands in its logs."""

import dataclasses
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import structlog

from public_site import logs, worker
from registry import jobs
from registry.actions import messages, statistics
from registry.db import utc_now
from registry.models import Job, Message
from registry.settings import Settings
from tests.factories import people
from tests.fixtures.site import Mailbox


class Clock:
    """A clock that stands until somebody moves it."""

    def __init__(self, now: datetime) -> None:
        self.time = now

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def bench(settings: Settings, clock: Clock) -> Iterator[worker.Bench]:
    made = dataclasses.replace(worker.bench(settings), now=clock)
    yield made
    made.database.close()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged while the test runs, as it would stand in the log."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    logs.configure("debug")
    written = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    logging.getLogger().handlers[:], level = before
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


def _all_jobs(bench: worker.Bench) -> list[Job]:
    """Newest first."""
    with bench.database.transaction() as session:
        return jobs.listed(session, open_only=False)


def _only_job(bench: worker.Bench) -> Job:
    (job,) = _all_jobs(bench)
    return job


def test_a_message_is_mailed_in_the_readers_language_and_stays_on_the_desk(bench: worker.Bench, mailbox: Mailbox, now: datetime) -> None:
    with bench.database.transaction() as session:
        account = people.person(session, now, email="wang@example.com")
        account.language = "en"
        messages.tell(session, [account.id, account.id], "bureau.dismissed", {"bureau": "三门县市场监督管理局（示例）"}, "/account", now)
    assert worker.step(bench)
    assert not worker.step(bench)
    (mail,) = mailbox.mails("wang@example.com")
    assert mail["Subject"] == "You no longer work for 三门县市场监督管理局（示例）"
    assert mailbox.link("wang@example.com") == "http://localhost/account"
    with bench.database.reading() as session:
        assert [(message.kind, message.sent_at) for message in session.query(Message)] == [("bureau.dismissed", now)]
    assert _only_job(bench).outcome == "done"


def test_whoever_has_only_a_telephone_gets_a_text_and_whoever_has_neither_reads_it_on_the_desk(bench: worker.Bench, mailbox: Mailbox, now: datetime) -> None:
    with bench.database.transaction() as session:
        one, other, gone = (people.person(session, now) for _ in range(3))
        one.email, one.phone, one.phone_confirmed_at = None, "+8613800138000", now
        other.email_confirmed_at = None
        gone.closed_at = now
        messages.tell(session, [one.id, other.id, gone.id], "member.ended", {"enterprise": "三门县某某橡胶有限公司（示例）"}, "/console", now)
    while worker.step(bench):
        pass
    (text,) = mailbox.texts()
    assert "+8613800138000" in text
    assert mailbox.mails() == []


def test_a_secret_is_sent_and_then_known_to_nobody(bench: worker.Bench, mailbox: Mailbox, now: datetime) -> None:
    with bench.database.transaction() as session:
        messages.send_secret(session, "email", "wang@example.com", "confirm", {"name": "王小明", "path": "/account/confirm/SECRET"}, "zh", now)
        messages.send_secret(session, "sms", "+8613800138000", "confirm", {"name": "王小明", "code": "042917"}, "zh", now)
    while worker.step(bench):
        pass
    assert mailbox.link("wang@example.com") == "http://localhost/account/confirm/SECRET"
    assert "042917" in mailbox.texts()[0]
    with bench.database.reading() as session:
        assert [job.payload for job in session.query(Job)] == [{}, {}]
        assert session.query(Message).count() == 0


def test_a_mail_server_that_is_away_is_asked_again_later_and_given_up_after_eight_times(settings: Settings, bench: worker.Bench, clock: Clock, mailbox: Mailbox, now: datetime) -> None:
    away = dataclasses.replace(bench, settings=dataclasses.replace(settings, mailer_url="smtp://127.0.0.1:1"))
    with bench.database.transaction() as session:
        messages.send_secret(session, "email", "wang@example.com", "invitation", {"name": "某企业", "path": "/account/invitations/x", "days": 7}, "zh", now)
    assert worker.step(away)
    assert not worker.step(away)
    clock.time += jobs.FIRST_PAUSE
    assert worker.step(away)
    for _ in range(jobs.ATTEMPTS - 2):
        clock.time += timedelta(hours=1)
        assert worker.step(away)
    job = _only_job(bench)
    assert (job.outcome, job.attempts, job.last_error) == ("failed", 8, "the mail server could not be used: ConnectionRefusedError")
    clock.time += timedelta(days=1)
    assert not worker.step(bench)
    assert mailbox.mails() == []


def test_a_worker_killed_after_sending_sends_again_under_the_same_reference(bench: worker.Bench, clock: Clock, mailbox: Mailbox, now: datetime) -> None:
    with bench.database.transaction() as session:
        messages.send_secret(session, "email", "wang@example.com", "confirm", {"path": "/account/confirm/x"}, "zh", now)

    def killed(at: worker.Bench, lease: jobs.Lease) -> None:
        worker.DOERS[lease.kind](at, lease)
        raise SystemExit

    with pytest.raises(SystemExit):
        worker.step(bench, {messages.SEND_SECRET: killed})
    assert not worker.step(bench)
    clock.time += jobs.LEASE + timedelta(seconds=1)
    assert worker.step(bench)
    first, second = mailbox.mails("wang@example.com")
    assert first["Message-ID"] == second["Message-ID"]
    assert _only_job(bench).outcome == "done"


def test_a_broken_job_is_told_without_its_facts_and_stops_no_other(bench: worker.Bench, log: io.StringIO, now: datetime) -> None:
    with bench.database.transaction() as session:
        jobs.enqueue(session, "label.kit", {}, now=now)
        jobs.enqueue(session, "label.kit", {}, now=now)

    def broken(_at: worker.Bench, _lease: jobs.Lease) -> None:
        raise ValueError("wang@example.com has no such thing")

    assert worker.step(bench, {"label.kit": broken})
    assert worker.step(bench, {"label.kit": lambda _at, _lease: None})
    done, broken_one = _all_jobs(bench)
    assert done.outcome == "done"
    assert str(broken_one.last_error).startswith("ValueError at test_worker.py:")
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["event"], line["job"]) for line in lines] == [("job failed", broken_one.id), ("job done", done.id)]
    assert "wang" not in log.getvalue()


def test_a_long_job_shows_its_progress_and_learns_when_it_is_cancelled(bench: worker.Bench, now: datetime) -> None:
    with bench.database.transaction() as session:
        jobs.enqueue(session, "label.kit", {}, now=now)
    seen = []

    def long(at: worker.Bench, lease: jobs.Lease) -> None:
        at.progress(lease, 1, 2)
        seen.append((_only_job(at).done, _only_job(at).total))
        with at.database.transaction() as session:
            jobs.cancel(session, lease.job_id, now=now)
        at.progress(lease, 2, 2)

    assert worker.step(bench, {"label.kit": long})
    assert seen == [(1, 2)]
    assert _only_job(bench).outcome == "cancelled"


def test_the_worker_works_until_it_is_told_to_stop_and_shows_that_it_lives(settings: Settings, mailbox: Mailbox) -> None:
    bench = worker.bench(settings)
    with bench.database.transaction() as session:
        messages.send_secret(session, "email", "wang@example.com", "confirm", {"path": "/account/confirm/x"}, "zh", utc_now())
    stop = threading.Event()
    stopping = dataclasses.replace(bench, now=lambda: (stop.set() if mailbox.mails() else None) or utc_now())
    worker.run(stopping, stop)
    assert len(mailbox.mails()) == 1
    with bench.database.reading() as session:
        assert jobs.last_beat(session) is not None
    assert [each.outcome for each in _all_jobs(bench) if each.kind != statistics.COMPARE] == ["done"]  # counters of a new registry are compared beside it
    bench.database.close()


def test_mail_leaves_while_a_long_job_is_at_work_and_a_stopped_long_job_waits_for_the_next_worker(settings: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    bench, stop = worker.bench(settings), threading.Event()
    with bench.database.transaction() as session:
        jobs.enqueue(session, "label.kit", {}, now=utc_now())

    def long(at: worker.Bench, lease: jobs.Lease) -> None:
        with at.database.transaction() as session:
            messages.send_secret(session, "email", "wang@example.com", "confirm", {"path": "/account/confirm/x"}, "zh", utc_now())
        while True:
            at.stop.wait(0.02)
            if mailbox.mails():
                stop.set()
            at.progress(lease, 1)

    monkeypatch.setitem(worker.LONG, "label.kit", long)
    worker.run(bench, stop)
    assert len(mailbox.mails()) == 1
    with bench.database.reading() as session:
        (job,) = session.query(Job).filter_by(kind="label.kit")
        assert (job.outcome, job.attempts, job.leased_by, job.done) == (None, 0, None, 1)
    bench.database.close()


def test_logs_name_no_address_number_or_secret(log: io.StringIO) -> None:
    told = logging.getLogger("a library")
    told.warning("to wang.xm+a@example.com.cn or 13800138000, +8613800138000")
    told.warning("smtp://registry:hunter22@mail.example:25 secret=hunter22 {'password': 'hunter22'} /account/invitations/hunter22")
    try:
        int("[parameters: ('wang.xm@example.com', '+8613800138000')]")
    except ValueError:
        told.exception("failed at 2026-11-20, disclosure 331022199001011234 of 91331022MA2K10012U")
    text = log.getvalue()
    assert not [private for private in ("wang", "1380013", "hunter22") if private in text]
    assert "91331022MA2K10012U" in text
    assert all(json.loads(line) for line in text.splitlines())
