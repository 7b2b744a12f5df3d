"""The worker's thread that keeps the live rankings beside what is disclosed. Nothing that goes wrong here stops it; tasks stay until they are done."""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from public_site.worker import PAUSE_WITHOUT_DATABASE, Bench
from registry.actions import live_rankings
from registry.queries import live_rankings as queries
from registry.rules.permission import SYSTEM

IDLE = 0.5
_log = structlog.get_logger("rankings")


def follow(at: Bench) -> None:
    """Work until the worker stops. When this thread dies the whole worker ends, and is started again by whoever looks after it."""
    try:
        while not at.stop.is_set():
            _wait(at.stop, _step(at))
    finally:
        at.stop.set()


def drain(at: Bench) -> int:
    """One round; how many tasks were done."""
    with at.database.looking() as look:
        if not queries.work(look, now=at.now()):
            return 0
    with at.database.transaction() as session:
        return live_rankings.follow(session, actor=SYSTEM, now=at.now())


def _step(at: Bench) -> float:
    """Seconds to wait before the next round."""
    try:
        return 0.0 if drain(at) else IDLE
    except SQLAlchemyError as error:
        _log.error("the database does not answer", error=type(error).__name__)
    except Exception:  # noqa: BLE001 - whatever it is, the next round may go well
        _log.exception("the live rankings could not follow")
    return PAUSE_WITHOUT_DATABASE


def _wait(stop: threading.Event, seconds: float) -> None:
    if seconds:
        stop.wait(seconds)
