"""`registry search`: build the index anew, compare it with the registry, and see how it stands."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from public_site import terminal
from registry import index_queue
from registry.db import Database, utc_now
from search import rebuild as rebuilding
from search import verify as verifying
from search.engine import Away, Generation, SearchEngine
from search.engines import open_engine

STAGES = {"load": "building", "compare": "comparing", "catch up": "catching up"}
SHOWN = 20
"""So many differing documents are named; all of them with --repair are queued."""
_SHOWN_EVERY = 0.2


@click.group()
def search() -> None:
    """The search index, which can always be built anew from the database."""


@search.command()
def rebuild() -> None:
    """Build a new index aside, and let it answer when it is whole; until then the old one does.

    It may be run at any time; nothing that is disclosed meanwhile is lost. Exit code 1 when it could not be built: then
    the old index goes on answering.
    """
    started = time.monotonic()
    with _opened() as (database, engine):
        bars = _Bars()
        try:
            done = rebuilding.rebuild(database, engine, f"{socket.gethostname()[:40]}:{os.getpid()}", progress=bars.show)
        except rebuilding.Running:
            raise click.ClickException("Another rebuild is under way; `registry search status` shows it.") from None
        except rebuilding.Broken as broken:
            raise click.ClickException(f"The new index was dropped, the old one goes on answering: {broken}.") from None
        finally:
            bars.end()
    click.echo(f"The index {done.name} answers: {done.documents} documents in {time.monotonic() - started:.1f} seconds.")
    _name(f"{len(done.refused)} documents were refused by the search engine; they are tried again later, see the worker's log", done.refused)


@search.command()
@click.option("--repair", is_flag=True, help="Queue what differs, so that the worker writes it anew.")
def verify(repair: bool) -> None:
    """Compare every document of the index with the database. Exit code 1 when one differs (with --repair too)."""
    with _opened() as (database, engine):
        bars = _Bars()
        with _active(engine) as generation:
            found = verifying.verify(database, generation, clock=utc_now, progress=lambda done, total: bars.show("compare", done, total))
        bars.end()
        click.echo(f"{found.checked} documents compared: {len(found.missing)} missing, {len(found.stale)} stale, {len(found.phantom)} phantom, {len(found.waiting)} waiting for the worker.")
        for word in ("missing", "stale", "phantom"):
            _name(word, getattr(found, word))
        if repair and found.faults:
            with database.transaction() as session:
                index_queue.queue(session, found.faults, not_before=utc_now())
            click.echo(f"{len(found.faults)} queued; the worker writes them anew.")
    sys.exit(1 if found.faults else 0)


@search.command()
def status() -> None:
    """What answers, how much it holds, and how far it is behind. Exit code 1 when there is no index that answers."""
    now = utc_now()
    with _opened() as (database, engine):
        held = engine.status()
        with database.reading() as session:
            backlog, building = index_queue.backlog(session, now=now), index_queue.rebuilding(session, now=now)
            note = index_queue.read(session, index_queue.REBUILD)
    click.echo(f"engine       {held.engine}\nactive       {held.active or 'none'}\ndocuments    {held.documents}\nsize         {held.size / 1e6:.1f} MB")
    click.echo(f"others       {', '.join(held.others) or 'none'}\nrebuild      {(note.note if note else '') or 'begins' if building else 'none'}")
    behind = f", the oldest for {(now - backlog.since).total_seconds():.1f} seconds" if backlog.since else ""
    click.echo(f"queue        {backlog.due} due{behind}; {backlog.ahead} for days to come")
    sys.exit(0 if held.active else 1)


@contextmanager
def _opened() -> Iterator[tuple[Database, SearchEngine]]:
    settings = terminal.settings()
    with terminal.database(settings) as database:
        engine = open_engine(settings)
        try:
            yield database, engine
        except Away as away:
            raise click.ClickException(f"The search engine does not answer ({away}). Check SEARCH_URL.") from None
        finally:
            engine.close()


@contextmanager
def _active(engine: SearchEngine) -> Iterator[Generation]:
    name = engine.active()
    if name is None:
        raise click.ClickException("There is no index that answers. Run `registry search rebuild`, or start the worker.")
    generation = engine.open(name)
    try:
        yield generation
    finally:
        generation.close()


def _name(words: str, subjects: tuple[tuple[str, int], ...]) -> None:
    if subjects:
        shown = ", ".join(f"{kind} {subject_id}" for kind, subject_id in subjects[:SHOWN])
        click.echo(f"{words}: {shown}{f' and {len(subjects) - SHOWN} more' if len(subjects) > SHOWN else ''}")


class _Bars:
    """One line for each stage on standard error: done, total, rate, time left. A file gets the end of each stage alone."""

    def __init__(self) -> None:
        self._stage, self._began, self._next, self._line = "", 0.0, 0.0, ""

    def show(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self.end()
            self._stage, self._began, self._next = stage, now, now
        self._line = _line(stage, done, total, now - self._began)
        if now >= self._next and sys.stderr.isatty():
            self._next = now + _SHOWN_EVERY
            click.echo(f"\r{self._line}\x1b[K", nl=False, err=True)

    def end(self) -> None:
        if self._stage:
            click.echo(f"\r{self._line}\x1b[K" if sys.stderr.isatty() else self._line, err=True)
        self._stage = ""


def _line(stage: str, done: int, total: int, seconds: float) -> str:
    rate = done / seconds if seconds > 0.5 else 0.0
    filled = 30 * done // max(total, 1)
    left = f", {_clock((total - done) / rate)} left" if rate and done < total else ""
    return f"{STAGES[stage]:12} [{'#' * filled}{'-' * (30 - filled)}] {done}/{total}{f', {rate:.0f}/s' if rate else ''}{left}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
