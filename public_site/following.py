"""How a thread of the worker follows a queue of "look again" tasks. Nothing that goes wrong in a round stops it; tasks stay until they are done."""

from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from public_site.worker import PAUSE_WITHOUT_DATABASE, Bench

IDLE = 0.5


def follow(at: Bench, drain: Callable[[Bench], int], room: str, failed: str) -> None:
    """Do rounds until the worker stops; `drain` does one and says how many tasks it did, `failed` is logged in `room`'s name when it could not.

    When this thread dies the whole worker ends, and is started again by whoever looks after it.
    """
    try:
        while not at.stop.is_set():
            if pause := _pause_after(at, drain, room, failed):
                at.stop.wait(pause)
    finally:
        at.stop.set()


def _pause_after(at: Bench, drain: Callable[[Bench], int], room: str, failed: str) -> float:
    """One round, and the seconds to wait before the next."""
    try:
        return 0.0 if drain(at) else IDLE
    except SQLAlchemyError as error:
        structlog.get_logger(room).error("the database does not answer", error=type(error).__name__)
    except Exception:  # noqa: BLE001 - whatever it is, the next round may go well
        structlog.get_logger(room).exception(failed)
    return PAUSE_WITHOUT_DATABASE
