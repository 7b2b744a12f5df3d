"""`registry catalogue`: lists of standards that others refer to."""

import csv
import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import click

from public_site import terminal
from registry.actions.catalogue import Outcome, Row, import_rows, load_extract
from registry.db import Database, utc_now

LOT = 2000
"""Rows in one transaction: other writers wait no longer than for these."""
SHOWN = 20


@click.group()
def catalogue() -> None:
    """The reference catalogue: national, industry, local, association and international standards."""


@catalogue.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="import", show_default=True, help="Who says it, for rows that name no source.")
def import_file(file: Path, source: str) -> None:
    """Import FILE (CSV, UTF-8, or the same with .gz). The same list again changes nothing; bad rows are named and stop nothing."""
    with terminal.database() as database, _opened(file) as text:
        outcome = _import(database, enumerate(csv.DictReader(text), 2), source)
    for problem in outcome.problems[:SHOWN]:
        click.echo(f"line {problem.line}: {problem.number or '(no number)'}: {problem.code}", err=True)
    if len(outcome.problems) > SHOWN:
        click.echo(f"and {len(outcome.problems) - SHOWN} more", err=True)
    click.echo(f"{outcome.new} new, {outcome.changed} changed, {outcome.same} as before, {len(outcome.problems)} not imported.")


@catalogue.command()
def load() -> None:
    """Take in the real standards that ship, so that a new registry knows some from its first day. Doing it again changes nothing."""
    with terminal.database() as database, database.transaction() as session:
        outcome = load_extract(session, actor=terminal.ACTOR, now=utc_now())
    click.echo(f"{outcome.new} new, {outcome.changed} changed, {outcome.same} as before, {len(outcome.problems)} not imported.")


def _import(database: Database, rows: Iterator[Row], source: str) -> Outcome:
    total, seen = Outcome(), set[tuple[str, str]]()
    while lot := list(islice(rows, LOT)):
        with database.transaction() as session:
            part = import_rows(session, actor=terminal.ACTOR, rows=lot, source_name=source, now=utc_now(), seen=seen)
        total.new, total.changed, total.same = total.new + part.new, total.changed + part.changed, total.same + part.same
        total.problems += part.problems
        _show_progress(total.read)
    return total


def _show_progress(read: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{read:,} rows ", nl=False, err=True)


@contextmanager
def _opened(file: Path) -> Iterator[io.TextIOBase]:
    with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as opened, io.TextIOWrapper(opened, encoding="utf-8-sig", newline="") as text:
        yield text
