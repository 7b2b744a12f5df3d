"""`registry rankings`: recompute a ranking from what it kept, and write out the bundle by which anybody else can."""

import secrets
import sys
from pathlib import Path

import click

from public_site import terminal
from registry.actions import rankings as actions
from registry.db import utc_now
from registry.queries import ranking_bundles
from registry.queries import rankings as queries


@click.group()
def rankings() -> None:
    """Boards of evaluation schemes, frozen once they are published."""


@rankings.command()
@click.argument("named", metavar="ID")
def recompute(named: str) -> None:
    """Judge, order and hash a ranking anew from the inputs that it kept; ID is its public id, or a draft's number.

    Exit code 1 when anything differs from what stands, or from the public ledger.
    """
    with terminal.database() as database, database.reading() as session:
        found = queries.find(session, named)
        graded, excluded = found.ranking.graded, found.ranking.excluded
        for first in range(1, graded + 1, queries.STREAMED):
            for row in queries.entries(session, found.ranking.id, first=first, last=min(first + queries.STREAMED - 1, graded)):
                click.echo(f"{row.place:>6}  {'*' * (row.stars or 0):<5}  {row.points or '':<6}  {row.number}  {row.enterprise}")
        hashes, faults = ranking_bundles.again(session, found)
    click.echo(f"{graded} graded, {excluded} not graded\ninputs_hash {hashes.inputs}\nresult_hash {hashes.result}")
    for fault in faults:
        click.echo(fault, err=True)
    click.echo("Everything agrees." if not faults else f"{len(faults)} differences.")
    sys.exit(1 if faults else 0)


@rankings.command()
@click.argument("named", metavar="ID")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def bundle(named: str, path: Path) -> None:
    """Write the bundle of a ranking to a file, for the stand-alone script registry/standalone/recompute_ranking.py."""
    with terminal.database() as database, database.reading() as session, path.open("w", encoding="utf-8") as file:
        for piece in ranking_bundles.pieces(session, queries.find(session, named)):
            file.write(piece)
    click.echo(f"{path.stat().st_size / 1e6:.1f} MB written to {path}.")


@rankings.command(name="compile")
@click.argument("scheme_id", type=int)
def compile_one(scheme_id: int) -> None:
    """Compile a draft by the newest version of a scheme, named by its number."""
    with terminal.database() as database, database.transaction() as session:
        row = actions.compile_ranking(session, actor=terminal.ACTOR, scheme_id=scheme_id, now=utc_now(), random=secrets.randbits)
        graded, excluded = row.graded, row.excluded
        session.flush()
        number = row.id
    click.echo(f"Draft {number}: {graded} graded, {excluded} not graded.")
