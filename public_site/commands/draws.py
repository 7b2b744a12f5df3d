"""`registry draws`: recompute a draw of a spot check from its bundle."""

import json
import sys
from pathlib import Path

import click

from public_site import terminal
from registry.errors import Conflict
from registry.rules import draw_bundle


@click.group()
def draws() -> None:
    """Draws of spot checks: objects and inspectors, drawn by a seed to which a commitment was published."""


@draws.command()
@click.argument("path", metavar="BUNDLE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(path: Path) -> None:
    """Recompute a draw from its bundle; needs no database. Exit code 1 when anything differs.

    Compare the hashes with the public ledger: whoever changes a bundle can change the ledger's words inside it too.
    """
    try:
        bundle = json.loads(path.read_text(encoding="utf-8"))
        faults, hashes = draw_bundle.faults(bundle), draw_bundle.hashes(bundle)
    except Conflict as refused:
        raise terminal.Refused(f"Fewer than two inspectors for {refused.facts['disclosure']} of {refused.facts['credit_code']}.") from None
    except (KeyError, TypeError, ValueError, IndexError):
        raise terminal.Refused(f"{path} is not a whole bundle of a draw.") from None
    for each in bundle["result"]:
        click.echo(f"{each['order']:>6}  {each['disclosure']}  {each['credit_code']}  {' '.join(each['inspectors'])}")
    for name, value in hashes.items():
        click.echo(f"{name} {value}")
    for fault in faults:
        click.echo(fault, err=True)
    click.echo("Everything agrees." if not faults else f"{len(faults)} differences.")
    sys.exit(1 if faults else 0)
