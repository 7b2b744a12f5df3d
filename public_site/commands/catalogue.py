"""`registry catalogue`: lists of standards that others refer to."""

import sys
from pathlib import Path

import click

from public_site import catalogue_import, terminal
from registry.actions.catalogue import Outcome, load_extract
from registry.db import utc_now

SHOWN = 20


@click.group()
def catalogue() -> None:
    """The reference catalogue: national, industry, local, association and international standards."""


@catalogue.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="Who says it, for rows that name no source; the file's name when not given.")
def import_file(file: Path, source: str) -> None:
    """Import FILE (CSV in UTF-8, plain or gzip). The same list again changes nothing; bad rows are named and stop nothing."""
    with terminal.database() as database, click.progressbar(length=0, label="rows", file=sys.stderr, show_pos=True) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        outcome = catalogue_import.run(database, file, progress, source_name=source)
    _tell(outcome)


@catalogue.command()
def load() -> None:
    """Take in the real standards that ship, so that a new registry knows some from its first day. Doing it again changes nothing."""
    with terminal.database() as database, database.transaction() as session:
        outcome = load_extract(session, actor=terminal.ACTOR, now=utc_now())
    _tell(outcome)


def _tell(outcome: Outcome) -> None:
    for problem in outcome.problems[:SHOWN]:
        click.echo(f"line {problem.line}: {problem.number or '(no number)'}: {problem.code}", err=True)
    if len(outcome.problems) > SHOWN:
        click.echo(f"and {len(outcome.problems) - SHOWN} more", err=True)
    click.echo(f"{outcome.new} new, {outcome.changed} changed, {outcome.same} as before, {len(outcome.problems)} not imported.")
