"""`registry vocabulary`: the words that disclosures are compared by."""

import click

from public_site import terminal
from registry.actions import vocabulary as actions
from registry.db import utc_now


@click.group()
def vocabulary() -> None:
    """Indicator concepts and product categories; bureaus look after them on their desk."""


@vocabulary.command()
def load() -> None:
    """Take in the vocabularies that ship. What a bureau changed since stays; doing it again changes nothing."""
    with terminal.database() as database, database.transaction() as session:
        new = actions.load(session, actor=terminal.ACTOR, now=utc_now())
    click.echo("New: " + ", ".join(f"{count} {kind}" for kind, count in new.items()) + ".")
