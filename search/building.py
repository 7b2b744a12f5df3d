"""All documents of the registry, chunk by chunk; large registries by several processes, since cutting texts is work for a core."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context

from registry import sweeping
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.outbox import KINDS
from registry.queries import indexing
from search import documents
from search.engine import Change, Formed

CHUNK = 500
PAYS_FROM = 20_000
"""Rows from which starting processes costs less than it saves."""
MOST_PROCESSES = 4
_Span = tuple[str, tuple[int, ...]]
Form = Callable[[Change], Formed]


def processes(database: Database) -> int:
    """How many processes pay for this registry on this machine; 0: this one alone."""
    return min(os.cpu_count() or 1, MOST_PROCESSES) if total(database) >= PAYS_FROM else 0


def total(database: Database) -> int:
    """Rows that may be documents."""
    with database.reading() as session:
        return sum(indexing.count(session, kind) for kind in KINDS)


def everything(database: Database, form: Form, processes: int, told: Callable[[int, int], None]) -> Iterator[Formed]:
    """Every subject's document as `form` makes it ready, kind by kind in the order of ids; `told` hears of rows done and all rows. Each chunk is one look at the registry."""
    done, whole = 0, total(database)
    told(0, whole)
    with sweeping.seldom():
        for (_, ids), made in _in_processes(database, form, processes) if processes else _here(database, form):
            yield from made
            done += len(ids)
            told(min(done, whole), whole)


def _spans(database: Database) -> Iterator[_Span]:
    for kind in KINDS:
        after = 0
        while True:
            with database.reading() as session:
                ids = indexing.ids_behind(session, kind, after, CHUNK)
            if not ids:
                break
            yield kind, tuple(ids)
            after = ids[-1]


def _here(database: Database, form: Form) -> Iterator[tuple[_Span, list[Formed]]]:
    for span in _spans(database):
        yield span, _built(database, form, span)


def _built(database: Database, form: Form, span: _Span) -> list[Formed]:
    with database.reading() as session:
        changes = documents.changes(session, *span, legal_day(utc_now()), indexing.words(session))
    return [form(change) for change in changes if change.document is not None]


def _in_processes(database: Database, form: Form, count: int) -> Iterator[tuple[_Span, list[Formed]]]:
    """In order, and only a few chunks ahead of whoever takes them."""
    with ProcessPoolExecutor(count, get_context("spawn"), _start, (database.url, form)) as pool:
        ahead = deque[tuple[_Span, Future[list[Formed]]]]()
        try:
            for span in _spans(database):
                ahead.append((span, pool.submit(_work, span)))
                if len(ahead) > 2 * count:
                    first, future = ahead.popleft()
                    yield first, future.result()
            for first, future in ahead:
                yield first, future.result()
        finally:
            pool.shutdown(cancel_futures=True)


_own: list[tuple[Database, Form]] = []
"""Of a building process: its database, and what its documents are for."""


def _start(url: str, form: Form) -> None:
    gc.freeze()
    gc.set_threshold(sweeping.SELDOM)
    _own.append((Database(url), form))


def _work(span: _Span) -> list[Formed]:
    return _built(*_own[0], span)
