"""`registry statistics`: count everything anew, and say whether the counters agreed."""

import sys

import click

from public_site import statistics_comparing, terminal

EVERY = 50_000
"""Subjects after which a sign of life is given."""


@click.group()
def statistics() -> None:
    """Counters behind the page of statistics, and behind targets and bulletins."""


@statistics.command()
def recount() -> None:
    """Count everything anew and put right what differs: after an upgrade, or after rows were written past the registry.

    Works in short transactions; the registry goes on meanwhile.
    """
    _again()


@statistics.command()
def compare() -> None:
    """Do what the worker does each night: count anew, put right what differs, and end with 1 when anything did."""
    sys.exit(1 if _again() else 0)


def _again() -> bool:
    said = 0

    def told(done: int) -> None:
        nonlocal said
        if done - said >= EVERY:
            said = done
            click.echo(f"{done} subjects")

    with terminal.database() as database:
        seen, shares, counters = statistics_comparing.again(database, actor=terminal.ACTOR, told=told)
    click.echo(f"{seen} subjects looked at, {shares} added something else than before, {counters} counters put right.")
    return bool(shares or counters)
