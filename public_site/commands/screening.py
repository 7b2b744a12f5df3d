"""`registry screening`: look at everything again, and say how far looking again is."""

import click

from public_site import terminal
from registry.actions import screening as actions
from registry.db import utc_now
from registry.queries import desk_tasks
from registry.queries import screening as queries
from registry.rules.screening import EDITION, RISKS


@click.group()
def screening() -> None:
    """What the machine sees in every current disclosure when it looks again."""


@screening.command()
def rescreen() -> None:
    """Queue every current disclosure for a whole look; the worker does it in the background."""
    with terminal.database() as database, database.transaction() as session:
        actions.rescreen(session, actor=terminal.ACTOR, now=utc_now())
    click.echo("Every current disclosure will be looked at again. See `registry screening status`.")


@screening.command()
def status() -> None:
    """What waits, what was seen, and whether all of it was seen by today's rules."""
    with terminal.database() as database, database.reading() as session:
        ready, later, first = desk_tasks.waiting(session, now=utc_now())
        by_risk, other, matters = queries.summary(session, EDITION)
    click.echo(f"Waiting: {ready}" + (f", since {first:%Y-%m-%d %H:%M:%SZ}" if first else "") + f". For a day to come: {later}.")
    click.echo("Looked at: " + ", ".join(f"{by_risk.get(risk, 0)} of risk {risk}" for risk in RISKS) + ".")
    click.echo(f"Rules of edition {EDITION}; {other} disclosures were looked at by other ones. Open matters: {matters}.")
