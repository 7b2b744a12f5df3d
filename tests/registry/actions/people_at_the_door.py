"""How tests of accounts speak: somebody signs up, reads the message that was sent, and signs in."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import accounts, sign_ins
from registry.actions.sign_ins import Browser
from registry.models import Account, Job, SignIn
from registry.passwords import Passwords
from registry.queries import accounts as queries
from registry.rules import sign_up as wish
from registry.rules.contact import parse
from registry.rules.permission import Actor
from registry.rules.secret import Secret

PASSWORD = "corn on the hill"
HOME, STRANGER = Browser(client="192.0.2.1", name="Firefox, Linux"), Browser(client="203.0.113.9")
VISITOR = Actor(origin="192.0.2.1")
passwords = Passwords("cheap")


def fresh_secret() -> Secret:
    return Secret(secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}")


def sign_up(session: Session, now: datetime, address: str = "wang@example.com", *, password: str = PASSWORD, name: str = "王小明", browser: Browser = HOME) -> Secret:
    """Fill in the form; returns what was made for link or text message."""
    made, wanted = fresh_secret(), wish.read(name=name, address=address, typed_password=password, language="zh")
    accounts.sign_up(session, actor=VISITOR, wanted=wanted, password_hash=passwords.hash(password), secret=made, browser=browser, now=now)
    session.flush()
    return made


def sent(session: Session, address: str) -> list[dict[str, Any]]:
    """What was sent to the address by link or code, oldest first."""
    session.flush()
    jobs = session.scalars(select(Job).where(Job.kind == "secret.send").order_by(Job.id))
    return [job.payload for job in jobs if job.payload["address"] == address]


def token_sent(session: Session, address: str) -> str:
    return str(sent(session, address)[-1]["facts"]["path"]).rpartition("/")[2]


def follow(session: Session, address: str, now: datetime) -> Account:
    """Click the last confirmation link that was sent to the address."""
    found = accounts.find_link(session, token_sent(session, address), now=now)
    assert found is not None
    return accounts.confirm(session, actor=VISITOR, confirmation=found, now=now)


def resident(session: Session, now: datetime, address: str = "wang@example.com") -> Account:
    """Somebody with a confirmed e-mail address and a password."""
    sign_up(session, now, address)
    return follow(session, address, now)


def enter(session: Session, now: datetime, *, address: str = "wang@example.com", password: str = PASSWORD, browser: Browser = HOME, token: str | None = None) -> SignIn | None:
    """Type address and password at the door."""
    contact = parse(address)
    proof = passwords.prove(sign_ins.claim(session, contact, browser, now=now), password)
    opened = sign_ins.sign_in(session, actor=VISITOR, contact=contact, proof=proof, browser=browser, token=token or secrets.token_urlsafe(32), days=14, now=now)
    session.flush()
    return opened


def signed_in(session: Session, account: Account, *, second_factor: bool = False) -> Actor:
    return queries.actor(session, account.id, second_factor=second_factor, origin="192.0.2.1")
