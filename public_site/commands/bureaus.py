"""`registry bureau`: the first bureau and its first people; later ones are looked after on the bureau's desk."""

from dataclasses import asdict

import click
from sqlalchemy.orm import Session

from public_site import terminal
from registry.actions import bureaus
from registry.db import utc_now
from registry.models.account import Account
from registry.models.bureau import Bureau
from registry.queries import accounts
from registry.queries import bureaus as queries
from registry.rules import contact as addresses
from registry.rules.powers import BUREAU_ROLES, LEVELS

DEFAULT_ROLES = ("registrar",)
_phone = click.option("--phone", help="Telephone for reports, such as 0576-83300000 or 12315; the public sees it.")
_address = click.option("--address", help="Address for letters; the public sees it.")
_email = click.option("--email", help="E-mail address for reports; the public sees it.")
_roles = click.option("--role", "roles", multiple=True, type=click.Choice([str(role) for role in BUREAU_ROLES]), help="May be given several times; registrar when none is.")


@click.group()
def bureau() -> None:
    """Bureaus: market supervision offices, and the people who act for them."""


@bureau.command()
@click.argument("name")
@click.option("--level", required=True, type=click.Choice(LEVELS))
@click.option("--division", required=True, help="Division code of 6 digits, such as 331022.")
@click.option("--person", help="E-mail address or telephone number of somebody who has signed up: the first to act for it.")
@_roles
@_phone
@_address
@_email
def add(name: str, level: str, division: str, person: str | None, roles: tuple[str, ...], phone: str | None, address: str | None, email: str | None) -> None:
    """Add a bureau, such as: registry bureau add 三门县市场监督管理局 --level county --division 331022 --person wang@example.com"""
    now = utc_now()
    with terminal.database() as database, database.transaction() as session:
        account = _account(session, person) if person else None
        made = bureaus.add(session, actor=terminal.ACTOR, name=name, level=level, division_code=division, phone=phone, email=email, address=address, now=now)
        session.flush()
        if account is not None:
            bureaus.appoint(session, actor=terminal.ACTOR, bureau_id=made.id, account_id=account.id, roles=roles or DEFAULT_ROLES, now=now)
    click.echo(f"{name} is added" + (f", and {person} acts for it." if person else ". Next: registry bureau appoint"))


@bureau.command()
@click.argument("name")
@click.argument("person")
@_roles
def appoint(name: str, person: str, roles: tuple[str, ...]) -> None:
    """Give PERSON (e-mail address or telephone number) a place in the bureau called NAME."""
    with terminal.database() as database, database.transaction() as session:
        office = _called(session, name)
        bureaus.appoint(session, actor=terminal.ACTOR, bureau_id=office.id, account_id=_account(session, person).id, roles=roles or DEFAULT_ROLES, now=utc_now())
    click.echo(f"{person} acts for {name}.")


@bureau.command()
@click.argument("name")
@_phone
@_address
@_email
def contact(name: str, phone: str | None, address: str | None, email: str | None) -> None:
    """Show or change how the public reaches the bureau called NAME; what is not given stays, "" takes it away."""
    with terminal.database() as database, database.transaction() as session:
        office = _called(session, name)
        stands = bureaus.contact_of(office)
        given = {"phone": phone, "email": email, "address": address}
        wanted = {field: getattr(stands, field) if value is None else value for field, value in given.items()}
        bureaus.edit_contact(session, actor=terminal.ACTOR, bureau_id=office.id, **wanted, now=utc_now())
        for field, value in asdict(bureaus.contact_of(office)).items():
            click.echo(f"{field:8} {value or '-'}")


def _called(session: Session, name: str) -> Bureau:
    office = queries.by_name(session, name)
    if office is None:
        raise click.ClickException(f"There is no bureau called {name}.")
    return office


def _account(session: Session, person: str) -> Account:
    try:
        account = accounts.by_contact(session, addresses.parse(person))
    except ValueError:
        raise click.ClickException(f"{person} is neither an e-mail address nor a telephone number.") from None
    if account is None:
        raise click.ClickException(f"Nobody has signed up with {person}. They sign up first, at /account/sign-up.")
    return account
