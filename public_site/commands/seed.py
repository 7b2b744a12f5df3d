"""`registry seed`: what fills an empty registry."""

import click

from public_site import terminal
from registry.files import Files
from registry.seed import demo as demonstration

REFUSED = "There are accounts or enterprises in this database already. The demonstration fills empty registries only: nothing invented may stand beside real facts."


@click.group()
def seed() -> None:
    """Fill an empty registry."""


@seed.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when somebody has used the registry before.")
def demo(if_empty: bool) -> None:
    """Make the demonstration: invented enterprises, standards and products, the same each time."""
    settings = terminal.settings()
    with terminal.database(settings) as database:
        if not demonstration.is_empty(database):
            if not if_empty:
                raise click.ClickException(REFUSED)
            click.echo("The registry is in use already; nothing was added.")
            return
        click.echo("Making the demonstration (half a minute or a little more) ...")
        demonstration.seed(database, Files(settings.files_url), cost=settings.password_cost)
    click.echo("The demonstration stands. Everything in it is invented.")
    if not settings.demonstration:
        click.echo("Set DEMONSTRATION=yes, so that every page says so.")
