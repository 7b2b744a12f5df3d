"""Judging a large field in two processes: this one, and a second one beside it that is given every portion for which it is free.

The second process has a look at the registry of its own, which begins a moment after the first one's (on PostgreSQL each
statement looks anew anyway). That does no harm: which disclosures there are, is asked here alone; each of them is judged
once, by one of the looks, and its entry keeps what was seen and the hash of it. What is disclosed while a board is compiled
stands on it as it was before or as it was after, as it does with one process; the live ranking follows in either case.

Why not `multiprocessing`: a child of its kind first imports whatever the parent was started as. For the worker that is the
whole site, and takes longer than judging ten thousand disclosures.
"""

import gc
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from registry import sweeping
from registry.actions.ranking_judging import Asked, Judge, Portion
from registry.db import Database

PAYS_FROM = 15_000
"""Disclosures from which starting a process costs less than it saves."""
AHEAD = 2
"""Portions that wait for the second process: one that it judges, and the next."""


class Beside(NamedTuple):
    """Leave to judge in a second process as well, which opens the database by its address: only for whoever has written nothing that it would have to see."""

    url: str
    pays_from: int = PAYS_FROM

    def pays(self, size: int) -> bool:
        """Whether a second process is worth it for so many disclosures on this machine."""
        return size >= self.pays_from and (os.cpu_count() or 1) > 1


def judged(here: Judge, asked: Asked, portions: Iterator[list[int]], url: str) -> Generator[Portion, None, None]:
    """What comes out of every portion, in whatever order."""
    with _second(url, asked) as ask:
        waiting = deque[tuple[list[int], Future[Portion]]]()
        for ids in portions:
            if len(waiting) < AHEAD:
                waiting.append((ids, ask(ids)))
            else:
                yield here.of(ids)
            while waiting and waiting[0][1].done():
                yield _answer(here, *waiting.popleft())
        for ids, answer in waiting:
            yield _answer(here, ids, answer)


def _answer(here: Judge, ids: list[int], answer: Future[Portion]) -> Portion:
    """This process goes on alone when the other one died: what is wrong with the registry it meets itself, and a machine without memory for two would have none at the next try either."""
    try:
        return answer.result()
    except (EOFError, OSError):
        return here.of(ids)


@contextmanager
def _second(url: str, asked: Asked) -> Iterator[Callable[[list[int]], Future[Portion]]]:
    """Starts the process and hands out what asks it; answers come in the order of questions, a dead one's are an EOFError. It ends with the block, at once when that is left by an error."""
    connection, theirs = Pipe()
    with theirs:
        process = subprocess.Popen([sys.executable, "-m", __name__, str(theirs.fileno())], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True)
    with process, connection, ThreadPoolExecutor(1) as reading:

        def tell(told: object) -> None:
            with suppress(OSError):  # it died: so say the answers
                connection.send(told)

        def ask(ids: list[int]) -> Future[Portion]:
            tell(ids)
            return reading.submit(connection.recv)

        try:
            tell((url, asked))
            yield ask
        except BaseException:
            process.kill()
            raise


def serve(connection: "Connection[Any, Any]") -> None:
    """Judge what is asked for in one look at the registry, until nobody asks any more: whoever asks is done, or dead."""
    url, asked = connection.recv()
    with Database(url).reading() as session:
        judge = Judge(session, asked)
        while True:
            connection.send(judge.of(connection.recv()))


if __name__ == "__main__":
    gc.freeze()
    gc.set_threshold(sweeping.SELDOM)
    with suppress(EOFError, ConnectionError), Connection(int(sys.argv[1])) as asking:
        serve(asking)
