"""`registry codes`: what a printed code leads to, and serials for a product, from the terminal."""

import secrets

import click

from public_site import terminal
from registry.actions import serials as actions
from registry.db import utc_now
from registry.queries import lots
from registry.queries import scan_codes as queries
from registry.queries.scan_codes import Found
from registry.rules.gtin import display


@click.group()
def codes() -> None:
    """Printed codes: look one up, register serials for its product."""


@codes.command()
@click.argument("code")
def show(code: str) -> None:
    """What CODE, a short code or a GTIN, leads to, and every code that was issued for its product."""
    with terminal.database() as database, database.reading() as session:
        found = _found(queries.look_up(session, code), code)
        for name, said in (("product", found.product.name), ("enterprise", f"{found.enterprise.name} {found.enterprise.credit_code}"), ("gtin", display(found.product.gtin or "") or "-")):
            click.echo(f"{name:12} {said}")
        if found.survivor.id != found.product.id:
            click.echo(f"{'merged into':12} {found.survivor.name}")
        for row in queries.history(session, found.product.id):
            click.echo(f"{row.code:12} issued {row.issued_at:%Y-%m-%d}" + (f", revoked {row.revoked_at:%Y-%m-%d}: {row.revoked_reason}" if row.revoked_at else ""))


@codes.command()
@click.argument("code")
@click.argument("count", type=click.IntRange(1, 100_000))
@click.option("--lot", default="", help="The registered lot that they belong to.")
def serials(code: str, count: int, lot: str) -> None:
    """Register COUNT random serials for the product of CODE. Up to 1,000 are printed, one a line; more are made by a job."""
    now = utc_now()
    with terminal.database() as database:
        with database.transaction() as session:
            product = _found(queries.look_up(session, code), code).product
            of = lots.lot(session, product.id, lot) if lot else None
            if lot and of is None:
                raise click.ClickException(f"The product has no lot {lot}.")
            run = actions.order(session, actor=terminal.ACTOR, product_id=product.id, count=count, lot_id=of.id if of else None, now=now, randbits=secrets.randbits)
            run_id, job = run.id, run.job_id
        if job is not None:
            click.echo(f"Job {job} makes them: `registry jobs show {job}` tells how far it is; the enterprise finds the file on its desk.", err=True)
            return
        with database.reading() as session:
            for serial, _lot in lots.serials_of_run(session, run_id):
                click.echo(serial)


def _found(found: Found | None, typed: str) -> Found:
    if found is None:
        raise click.ClickException(f"{typed} is not registered.")
    return found
