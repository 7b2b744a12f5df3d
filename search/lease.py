"""Holds on to a lease of the search index while a block runs, however long it takes."""

import threading

import structlog

from registry import index_queue
from registry.db import Database, utc_now

_log = structlog.get_logger("search")


class Kept:
    """Renews the lease four times within its length; `lost` says that somebody else took it."""

    def __init__(self, database: Database, name: str, token: int, every: float | None = None) -> None:
        self._database, self._name, self.token = database, name, token
        self._every = every or index_queue.LEASE[name].total_seconds() / 4
        self._over, self.lost = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name=f"lease of the {name}", daemon=True)

    def __enter__(self) -> "Kept":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._every):
            try:
                with self._database.transaction() as session:
                    self.lost = self.lost or not index_queue.hold(session, self._name, self.token, now=utc_now())
            except Exception:  # noqa: BLE001 - a database that is away for a moment is asked again
                _log.warning("a lease of the search index could not be held", lease=self._name)
