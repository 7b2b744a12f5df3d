"""Fewer sweeps for garbage while very much is read that goes by itself.

Python looks for objects that hold each other after every 700 containers made. Where hundreds of thousands are made and
let go, that takes a tenth to a third of the time and finds nothing.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000
"""Containers made between two sweeps."""
_lock = threading.Lock()
_asked: list[tuple[int, int, int]] = []


@contextmanager
def seldom() -> Iterator[None]:
    """For as long as anybody is inside, in whatever thread; afterwards as it was before the first."""
    with _lock:
        _asked.append(_asked[0] if _asked else gc.get_threshold())
        gc.set_threshold(SELDOM, *_asked[0][1:])
    try:
        yield
    finally:
        with _lock:
            before = _asked.pop()
            if not _asked:
                gc.set_threshold(*before)
