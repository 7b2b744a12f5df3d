"""Scans of printed links: counted in the process, written every second by a thread of its own.

`count(environ, code_id)` is all that who answers a printed link needs; it waits for no disk. A process that is killed
loses what it counted since the last writing, at most a second of it; one that ends in order writes the rest first.
While the database does not answer, the sums wait and are tried again. Addresses and User-Agents are neither kept nor logged.
"""

import os
import threading
import weakref
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from flask import current_app

from qr.regions import Regions
from qr.scans import Buffer, Sums, is_scan
from registry.actions import scan_counts
from registry.db import Database
from registry.legal_time import SHANGHAI, legal_day

EVERY = 1.0  # seconds between two writings

_log = structlog.get_logger(__name__)


def count(environ: Mapping[str, Any], code_id: int, now: datetime | None = None) -> None:
    """Count a request for a printed link, if it is a scan. For Flask routes; a WSGI door calls its own ScanCounter."""
    counter: ScanCounter = current_app.extensions["scans"]
    counter.count(environ, code_id, now)


class ScanCounter:
    """The scans of one application in one process. The writing thread starts with the first scan, also anew after a fork."""

    _buffer: Buffer
    _starting: threading.Lock
    _writing: threading.Lock
    _stopping: threading.Event
    _thread: threading.Thread | None

    def __init__(self, database: Database, regions: Regions) -> None:
        self._database = database
        self._regions = regions
        self._begin()
        os.register_at_fork(after_in_child=partial(_begin_anew, weakref.ref(self)))

    def count(self, environ: Mapping[str, Any], code_id: int, now: datetime | None = None) -> None:
        """Count the request of a WSGI environ for the code, if it is a scan: a GET, not ahead of time, by no known program.

        REMOTE_ADDR must be the reader's, so whoever calls stands inside ProxyFix. Takes microseconds, from any thread.
        """
        said = environ.get
        purposes = (said("HTTP_SEC_PURPOSE", ""), said("HTTP_PURPOSE", ""), said("HTTP_X_PURPOSE", ""), said("HTTP_X_MOZ", ""))
        if not is_scan(environ["REQUEST_METHOD"], purposes, said("HTTP_USER_AGENT", "")):
            return
        self._buffer.add(code_id, legal_day(now or datetime.now(SHANGHAI)), self._regions.of(said("REMOTE_ADDR") or ""))
        if self._thread is None:
            self._start()

    def flush(self) -> None:
        """Write what was counted, in one transaction; what cannot be written waits for the next time."""
        with self._writing:
            taken = self._buffer.take()
            if taken:
                self._write(taken)
            if lost := self._buffer.take_lost():
                _log.error("scans.lost", scans=lost)

    def stop(self) -> None:
        """Write what is left and leave the database alone; a later scan starts the writing again."""
        with self._starting:
            self._stopping.set()
            self._thread = None
        self.flush()

    def _write(self, taken: Sums) -> None:
        try:
            with self._database.transaction() as session:
                unknown = scan_counts.add(session, counts=taken)
        except Exception as failed:  # noqa: BLE001 - whatever a driver raises, the sums must wait and the thread go on
            self._buffer.put_back(taken)
            _log.warning("scans.waiting", sums=len(taken), reason=type(failed).__name__)
        else:
            if unknown:
                _log.error("scans.unknown", scans=unknown)

    def _begin(self) -> None:
        self._buffer = Buffer()
        self._starting, self._writing = threading.Lock(), threading.Lock()
        self._stopping = threading.Event()
        self._thread = None

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._stopping = threading.Event()
                self._thread = threading.Thread(target=self._write_each_second, args=(self._stopping,), name="scans", daemon=False)
                self._thread.start()

    def _write_each_second(self, stopping: threading.Event) -> None:
        """Wait for the end of the main thread, a second at a time.

        No daemon and no atexit: the web server's process, a forked one, leaves without asking either, but like every
        process it waits for its other threads first.
        """
        main = threading.main_thread()
        while main.is_alive() and not stopping.is_set():
            main.join(EVERY)
            if not stopping.is_set():
                self.flush()


def _begin_anew(counter: "weakref.ref[ScanCounter]") -> None:
    """In a forked child: threads are gone, and what the parent counted is the parent's to write."""
    found = counter()
    if found is not None:
        found._begin()  # noqa: SLF001 - a class cannot name itself in a weak hook
