"""A time limit for questions to an engine that cannot be interrupted.

A cheap question is answered in the asker's own thread, since handing it over costs as much as a fast answer. A dear one goes
to one of a few threads, and whoever asked leaves when the time is over. What overran goes on to its end, so few may overrun
at once: while they do, further dear questions are turned away.
"""

import os
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

from search.engine import TooSlow

THREADS = 4
LATE = 2
"""Overrunning questions at which further dear ones are turned away."""
_T = TypeVar("_T")


class _Job(Generic[_T]):
    def __init__(self, work: Callable[[], _T]) -> None:
        self._work, self._done = work, threading.Event()
        self._result: list[_T] = []
        self._wrong: BaseException | None = None
        self.abandoned = False

    def run(self) -> None:
        if self.abandoned:
            return
        try:
            self._result.append(self._work())
        except BaseException as wrong:  # noqa: BLE001 - a panic is one too; it is raised where it was asked
            self._wrong = wrong
        self._done.set()

    def result(self, seconds: float) -> _T:
        if not self._done.wait(seconds):
            self.abandoned = True
            raise TooSlow
        if self._wrong is not None:
            raise self._wrong
        return self._result[0]


class Patience:
    """Runs dear questions for up to `seconds` each."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begin()

    def _begin(self) -> None:
        self._process, self._lock = os.getpid(), threading.Lock()
        self._jobs: SimpleQueue[_Job[object]] = SimpleQueue()
        self._running: set[_Job[object]] = set()
        self._threads = 0

    def ask(self, work: Callable[[], _T]) -> _T:
        """What `work` returns. Raises TooSlow when it takes too long, or at once while others overrun."""
        if self._process != os.getpid():
            self._begin()  # a forked child has none of the threads
        with self._lock:
            if sum(job.abandoned for job in self._running) >= LATE:
                raise TooSlow
            if self._threads < THREADS:
                self._threads += 1
                threading.Thread(target=self._serve, args=(self._jobs,), name="search", daemon=True).start()
        job = _Job(work)
        self._jobs.put(job)  # type: ignore[arg-type]
        return job.result(self._seconds)

    def _serve(self, jobs: "SimpleQueue[_Job[object]]") -> None:
        while True:
            job = jobs.get()
            with self._lock:
                self._running.add(job)
            job.run()
            with self._lock:
                self._running.discard(job)
            del job
