"""`registry calendar`: which days are working days; legal clocks count by it."""

import csv
from pathlib import Path

import click

from public_site import terminal
from registry.actions import calendar as actions
from registry.db import utc_now
from registry.queries import calendar as queries

SENTENCES = {
    "year_unreadable": "the year is no year, such as 2027",
    "day_unreadable": "the day is no date, such as 2027-01-01",
    "day_of_another_year": "the day lies neither in the notice's year nor in the year before",
    "works_unreadable": "works must be yes or no",
    "notice_missing": "the notice's number is missing",
    "day_twice": "the day stands in the file twice",
}


@click.group()
def calendar() -> None:
    """Working days, as the State Council General Office's yearly notices say."""


@calendar.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Import FILE (CSV in UTF-8: year, day, works, occasion, notice). A bad row is named and nothing is changed."""
    rows = _rows(file)
    with terminal.database() as database, database.transaction() as session:
        outcome = actions.import_rows(session, actor=terminal.ACTOR, rows=rows, now=utc_now())
    _tell(outcome)


@calendar.command()
def load() -> None:
    """Take in the years that ship and are not known yet. Doing it again changes nothing."""
    with terminal.database() as database, database.transaction() as session:
        outcome = actions.load(session, actor=terminal.ACTOR, now=utc_now())
    click.echo("New: " + (", ".join(map(str, outcome.years)) or "none") + ".")


@calendar.command()
def years() -> None:
    """Say which years are known; dates counted through any other year are provisional."""
    with terminal.database() as database, database.reading() as session:
        for each in queries.years(session):
            click.echo(f"{each.year}  {each.source}")


def _rows(file: Path) -> list[actions.Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            missing = [name for name in actions.COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise click.ClickException(f"{file.name} has no column {', '.join(missing)}.")
            return [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error):
        raise click.ClickException(f"{file.name} is no CSV file in UTF-8.") from None


def _tell(outcome: actions.Outcome) -> None:
    if outcome.problems:
        for problem in outcome.problems:
            click.echo(f"line {problem.line}: {SENTENCES[problem.code]}", err=True)
        raise click.ClickException("Nothing was imported.")
    if not outcome.years:
        raise click.ClickException("There is no day in it. Nothing was imported.")
    click.echo(f"{', '.join(map(str, outcome.years))}: {outcome.changed} days are new or changed.")
