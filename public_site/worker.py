"""The registry's worker: takes one job after another from the queue, does it, and says so.

Taking, doing and finishing are three steps: a job is never done inside the transaction that takes it, so a slow mail
server holds no lock. A worker that dies in between leaves a lease that runs out, and the job is done again.
Long jobs have a thread of their own, so that no mail waits for ten thousand labels or a hundred thousand serials; so have
the search index (public_site.indexing), the live rankings (public_site.ranking_following), and screening and the counters
(public_site.desk_following).
"""

import dataclasses
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from public_site import deliveries, finding_alarm, front_runner_looking, i18n, kit_making, photo_forgetting, ranking_making, serial_making, statistics_comparing
from public_site.outgoing import NotSent
from registry import jobs
from registry.actions import findings, front_runners, label_kits, messages, rankings, serials, statistics
from registry.db import Database, utc_now
from registry.errors import Conflict
from registry.settings import Settings

BEAT = timedelta(seconds=15)
PAUSE_WITHOUT_DATABASE = 5.0
_log = structlog.get_logger("worker")


class Stopped(Exception):
    """The worker was told to stop in the middle of a long job: somebody else goes on with it."""


@dataclass(frozen=True)
class Bench:
    """What a doer works with. `now` is the clock; `speaker` lends its application context to whoever needs words."""

    settings: Settings
    database: Database
    speaker: Flask
    now: Callable[[], datetime] = utc_now
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}:{os.getpid()}")
    stop: threading.Event = field(default_factory=threading.Event)

    def progress(self, lease: jobs.Lease, done: int, total: int | None = None) -> None:
        """Say how far a long job is and hold on to it. Raises Conflict when it is no longer ours, Stopped when the worker stops."""
        with self.database.transaction() as session:
            jobs.progress(session, lease, done, total, now=self.now())
        self.may_go_on()

    def may_go_on(self) -> None:
        """A doer of a long job asks between two steps that it need not do again. Raises Stopped."""
        if self.stop.is_set():
            raise Stopped


Doer = Callable[[Bench, jobs.Lease], None]
QUICK: dict[str, Doer] = {
    messages.SEND: deliveries.send_message,
    messages.SEND_SECRET: deliveries.send_secret,
    photo_forgetting.FORGET: photo_forgetting.forget,
    rankings.TELL: ranking_making.tell_board,
    front_runners.LOOK: front_runner_looking.look,
    findings.ALARM: finding_alarm.look,
}
LONG: dict[str, Doer] = {label_kits.MAKE: kit_making.make, serials.MAKE: serial_making.make_serials, rankings.COMPILE: ranking_making.compile_board, statistics.COMPARE: statistics_comparing.compare}
"""Jobs that take more than seconds; their doers say their progress."""
DOERS: dict[str, Doer] = QUICK | LONG
"""Kind of job to whoever does it. A doer opens its own transactions and bears being called twice for one job."""


def bench(settings: Settings) -> Bench:
    """A bench of its own for one worker; close its database afterwards."""
    speaker = Flask("public_site")
    i18n.init_app(speaker)
    return Bench(settings, Database(settings.database_url), speaker)


def step(at: Bench, doers: dict[str, Doer] = DOERS) -> bool:
    """Do one due job; False when there is none."""
    with at.database.transaction() as session:
        lease = jobs.take(session, at.name, now=at.now(), kinds=tuple(doers))
    if lease is None:
        return False
    started = time.monotonic()
    try:
        error = _attempt(at, lease, doers[lease.kind])
    except Stopped:
        with at.database.transaction() as session:
            jobs.release(session, lease, now=at.now())
        return True
    with at.database.transaction() as session:
        if error is None:
            jobs.finish(session, lease, now=at.now())
        else:
            jobs.fail(session, lease, error, now=at.now())
    facts = {"job": lease.job_id, "kind": lease.kind, "attempt": lease.attempt, "seconds": round(time.monotonic() - started, 3)}
    if error is None:
        _log.info("job done", **facts)
    else:
        _log.warning("job failed", error=error, **facts)
    return True


def run(at: Bench, stop: threading.Event) -> None:
    """Work until `stop` is set; the quick job at hand is finished first, a long one at its next step. A database that is away is waited for."""
    _log.info("worker starts", worker=at.name)
    own = dataclasses.replace(at, stop=stop)
    lanes = ((_work_aside, "long jobs"), (_follow, "search index"), (_follow_rankings, "live rankings"), (_follow_on_desks, "desks"))
    aside = [threading.Thread(target=doing, args=(own,), name=name) for doing, name in lanes]
    for each in aside:
        each.start()
    try:
        _work(own, QUICK, beats=True)
    finally:
        stop.set()
        for each in aside:
            each.join()
    _log.info("worker stops", worker=at.name)


def _work_aside(at: Bench) -> None:
    """When this thread dies the whole worker ends, and is started again by whoever looks after it."""
    try:
        _work(dataclasses.replace(at, name=f"{at.name}:long"), LONG)
    finally:
        at.stop.set()


def _follow(at: Bench) -> None:
    from public_site import indexing  # late: it stands on this module

    indexing.follow(at)


def _follow_rankings(at: Bench) -> None:
    from public_site import ranking_following  # late: it stands on this module

    ranking_following.follow(at)


def _follow_on_desks(at: Bench) -> None:
    from public_site import desk_following  # late: it stands on this module

    desk_following.follow(at)


def _work(at: Bench, doers: dict[str, Doer], *, beats: bool = False) -> None:
    last_beat: datetime | None = None
    while not at.stop.is_set():
        try:
            if beats and (last_beat is None or at.now() - last_beat >= BEAT):
                last_beat = _beat(at)
            if not step(at, doers):
                at.stop.wait(at.settings.worker_seconds)
        except SQLAlchemyError as error:
            _log.error("the database does not answer", error=type(error).__name__)
            at.stop.wait(PAUSE_WITHOUT_DATABASE)


def _beat(at: Bench) -> datetime:
    now = at.now()
    with at.database.transaction() as session:
        jobs.beat(session, at.name, now=now)
    return now


def _attempt(at: Bench, lease: jobs.Lease, doer: Doer) -> str | None:
    """Do the job; what went wrong, in words that name nobody: a library's own sentence may hold an address."""
    try:
        doer(at, lease)
    except NotSent as refused:
        return str(refused)
    except Conflict as lost:
        return lost.code
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001 - one broken job must not stop the others
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"  # noqa: PTH119 - a code object's name, not a path to open
        return f"{type(error).__name__} at {place}"
    return None
