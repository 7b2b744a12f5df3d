"""Symbols for PDF, and many of anything drawn by several processes at once: handed out in order, a few hundred in memory at a time.

Choosing the mask costs a symbol some four milliseconds of Python, nearly all that a sheet of labels costs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple, TypeVar

from qr import drawing
from qr.layout import Label

CHUNK = 50
"""Codes that a process draws in one go."""
AHEAD = 6
"""Chunks that are drawn or waiting; what bounds the memory."""
Thing = TypeVar("Thing")
Drawn = TypeVar("Drawn")


class Symbol(NamedTuple):
    """`side` in modules, and the dark rectangles as operators of a PDF path, in modules, y upwards from the lowest row."""

    side: int
    path: bytes


def processes(number: int) -> AbstractContextManager[Executor | None]:
    """Where codes are drawn: `number` new processes, or this one when it is 1. `with processes(2) as pool: ...`

    The processes are spawned, not forked, so a program with threads may use it; its main module must be importable.
    """
    return ProcessPoolExecutor(number, mp_context=get_context("spawn")) if number > 1 else nullcontext()


def drawn(things: Iterable[Thing], draw: Callable[[list[Thing]], list[Drawn]], pool: Executor | None = None) -> Iterator[tuple[Thing, Drawn]]:
    """Each thing with what `draw` made of it, in order. `draw` takes a few things at a time and can be sent to another process."""
    waiting: deque[tuple[list[Thing], Future[list[Drawn]]]] = deque()
    for chunk in batches(things, CHUNK):
        if pool is None:
            yield from zip(chunk, draw(chunk), strict=True)
            continue
        waiting.append((chunk, pool.submit(draw, chunk)))
        if len(waiting) >= AHEAD:
            yield from _first(waiting)
    while waiting:
        yield from _first(waiting)


def of_labels(labels: list[Label], level: str) -> list[Symbol]:
    """The labels' symbols. It stands here so that the processes that draw need not load what writes PDF: a third of the memory."""
    return [symbol(label.text, level) for label in labels]


def symbol(text: str, level: str) -> Symbol:
    """The symbol of one text."""
    modules = drawing.matrix(text, level)
    side = len(modules)
    return Symbol(side, b"".join(b"%d %d %d %d re\n" % (x, side - y - height, width, height) for x, y, width, height in drawing.rectangles(modules)))


def batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """The things in lists of `size`, the last one shorter."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def _first(waiting: deque[tuple[list[Thing], Future[list[Drawn]]]]) -> Iterator[tuple[Thing, Drawn]]:
    chunk, coming = waiting.popleft()
    return zip(chunk, coming.result(), strict=True)
