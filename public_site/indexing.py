"""The worker's thread that lets the search index follow the registry, and builds the index where there is none yet.

It asks the queue ten times a second, which costs one look at an index of the database, so that a disclosure is found
within a second. Nothing that goes wrong here stops it: the engine away, a round that another drainer took, a broken
document; tasks stay until they are done.
"""

import dataclasses
import threading
from collections.abc import Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError

from public_site.worker import PAUSE_WITHOUT_DATABASE, Bench, Stopped
from search import rebuild
from search.engine import Away, SearchEngine
from search.engines import open_engine
from search.indexer import Drainer, LeaseLost, NoIndex

IDLE = 0.1
LONGEST_PAUSE = 30.0
"""Seconds between two tries to reach an engine that is away: half a second, then twice as long each time up to this."""
_log = structlog.get_logger("search")


def follow(at: Bench) -> None:
    """Work until the worker stops. When this thread dies the whole worker ends, and is started again by whoever looks after it."""
    own = dataclasses.replace(at, name=f"{at.name}:index")
    try:
        engine = open_engine(own.settings)
        try:
            _follow(own, engine)
        finally:
            engine.close()
    finally:
        at.stop.set()


def _follow(at: Bench, engine: SearchEngine) -> None:
    drainer = Drainer(at.database, engine, at.name)
    pauses = _Pauses(at.stop)
    try:
        while not at.stop.is_set():
            pauses.after(lambda: _step(at, engine, drainer))
    finally:
        drainer.close()


def _step(at: Bench, engine: SearchEngine, drainer: Drainer) -> bool:
    """Whether something was done, so that more may be waiting."""
    try:
        return drainer.drain_once(at.now()) > 0
    except NoIndex:
        return build(at, engine)


def build(at: Bench, engine: SearchEngine) -> bool:
    """Build the first index, or the first of a new schema; False when somebody else is at it."""
    _log.info("the search index is built")
    try:
        done = rebuild.rebuild(at.database, engine, at.name, progress=lambda _stage, _done, _total: at.may_go_on())
    except (rebuild.Running, Stopped):
        return False
    _log.info("the search index is built and answers", generation=done.name, documents=done.documents, refused=len(done.refused))
    return True


class _Pauses:
    """How long to wait after a step: not at all while there is work, ever longer while the engine is away."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop, self._away = stop, 0.5

    def after(self, step: Callable[[], bool]) -> None:
        pause = self._tried(step)
        if pause:
            self._stop.wait(pause)

    def _tried(self, step: Callable[[], bool]) -> float:
        try:
            more = step()
        except LeaseLost:
            return IDLE
        except SQLAlchemyError as error:
            _log.error("the database does not answer", error=type(error).__name__)
            return PAUSE_WITHOUT_DATABASE
        except Away:
            _log.warning("the search engine does not answer", tried_again_in=self._away)
            pause, self._away = self._away, min(self._away * 2, LONGEST_PAUSE)
            return pause
        except Exception:  # noqa: BLE001 - whatever it is, the next round may go well, and searches still answer
            _log.exception("the search index could not follow")
            return PAUSE_WITHOUT_DATABASE
        self._away = 0.5
        return 0.0 if more else IDLE
