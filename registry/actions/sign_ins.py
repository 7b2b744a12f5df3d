"""Coming in, staying in and going out.

A sign-in belongs to one browser: it holds a random token, the table holds the token's SHA-256. Who has a second factor
and has not given it yet is only half in: nothing but the second step is open to a half sign-in.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import throttle
from registry.actions.throttle import Gate
from registry.errors import Invalid, NotFound
from registry.models import Account, SignIn
from registry.passwords import Proof
from registry.queries import accounts as queries
from registry.rules import permission
from registry.rules.contact import Contact
from registry.rules.permission import Actor, Scope
from registry.rules.secret import digest
from registry.rules.throttle import Kind

HALF_LIVES = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from, as far as guessing is concerned.

    `client` is its address. `device` is the number on the signed cookie of a device that `known_to` (an account id) has
    signed in from before. `name` is what the list of sign-ins calls it.
    """

    client: str
    device: str = ""
    known_to: int | None = None
    name: str = ""


def gates(about: str, account_id: int | None, browser: Browser) -> tuple[Gate, ...]:
    """What counts a wrong password. A device known to the account answers for itself alone, whatever strangers do."""
    if account_id is not None and browser.known_to == account_id:
        return (Gate(Kind.device, f"{about}|{browser.device}"),)
    return Gate(Kind.pair, f"{about}|{browser.client}"), Gate(Kind.client, browser.client), Gate(Kind.account, about)


def claim(session: Session, contact: Contact, browser: Browser, *, now: datetime) -> Proof:
    """What a password for the address has to be checked against. Raises TooMany; the same for addresses that nobody has."""
    account = queries.by_contact(session, contact)
    known = account is not None and account.closed_at is None
    throttle.check(session, gates(contact.address, account.id if account else None, browser), now=now)
    return Proof(account.id, account.password_hash) if account is not None and known else Proof(None, "")


def claim_own(session: Session, account_id: int, browser: Browser, *, now: datetime) -> Proof:
    """The same for somebody who is signed in and is asked for the password once more."""
    account = queries.get(session, account_id)
    if account is None:
        raise NotFound("not_found")
    throttle.check(session, gates(_own(account_id), account_id, browser), now=now)
    return Proof(account.id, account.password_hash)


def refuse_own(session: Session, *, actor: Actor, browser: Browser, now: datetime) -> None:
    """Count a wrong password of somebody who is signed in; raises TooMany when another guess came first."""
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    assert actor.account_id is not None
    refused = gates(_own(actor.account_id), actor.account_id, browser)
    throttle.check(session, refused, now=now, lock=True)
    throttle.count(session, refused, now=now)
    audit.record(session, actor, "account.password_refused", None, at=now)


def sign_in(session: Session, *, actor: Actor, contact: Contact, proof: Proof, browser: Browser, token: str, days: int, now: datetime) -> SignIn | None:
    """Let the person in, or count the failure and return None, so that the count is committed.

    Raises TooMany when a pause began after the password was asked for: of guesses sent at once only the first counts.
    """
    account = queries.get(session, proof.account_id) if proof.account_id is not None else None
    shut = gates(contact.address, proof.account_id, browser)
    throttle.check(session, shut, now=now, lock=True)
    if account is None or not proof.holds or account.password_hash != proof.password_hash:
        throttle.count(session, shut, now=now)
        audit.record(session, actor, "account.sign_in_refused", account, at=now)
        return None
    account.password_hash = proof.fresh_hash or account.password_hash
    throttle.forget(session, tuple(gate for gate in shut if gate.kind is not Kind.client), now=now)
    return admit(session, actor=actor, account=account, browser=browser, token=token, days=days, now=now)


def admit(session: Session, *, actor: Actor, account: Account, browser: Browser, token: str, days: int, now: datetime) -> SignIn:
    """Open a sign-in for a person whose password, link or code was right. It is half until the second factor is given, when there is one."""
    half = account.totp_confirmed_at is not None
    opened = SignIn(
        account_id=account.id, token_hash=digest(token), device=browser.name[:300], created_at=now, seen_at=now,
        expires_at=now + (HALF_LIVES if half else timedelta(days=days)),
    )
    session.add(opened)
    audit.record(session, replace(actor, account_id=account.id), "account.signed_in", opened, at=now, half=half)
    return opened


def seen(sign_in: SignIn, *, now: datetime) -> bool:
    """Note that the browser is in use; at most once a minute. Returns whether the row changed."""
    if now - sign_in.seen_at < SEEN_EVERY:
        return False
    sign_in.seen_at = now
    return True


def sign_out(session: Session, *, actor: Actor, token_hash: str, now: datetime) -> None:
    """End this browser's own sign-in, half ones too; nothing happens when it has ended already."""
    found = queries.sign_in(session, token_hash, idle_hours=24 * 366, now=now)
    if found is not None:
        found.ended_at = now
        audit.record(session, replace(actor, account_id=found.account_id), "account.signed_out", found, at=now)


def end(session: Session, *, actor: Actor, sign_in_id: int, now: datetime) -> None:
    """End one of one's own sign-ins from another browser. Raises NotFound for somebody else's."""
    found = session.get(SignIn, sign_in_id)
    if found is None:
        raise NotFound("not_found")
    permission.require(actor, "account.change", Scope(account_id=found.account_id))
    found.ended_at = found.ended_at or now
    audit.record(session, actor, "account.sign_in_ended", found, at=now)


def end_others(session: Session, *, actor: Actor, kept_id: int | None, now: datetime) -> int:
    """End all of one's sign-ins but `kept_id`; returns how many."""
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    assert actor.account_id is not None
    ended = end_all(session, actor.account_id, but=kept_id, now=now)
    audit.record(session, actor, "account.other_sign_ins_ended", None, at=now, ended=ended)
    return ended


def rotate(session: Session, sign_in_id: int, token: str) -> None:
    """Give the browser a new token; the old one opens nothing any more."""
    session.get_one(SignIn, sign_in_id).token_hash = digest(token)


def require_proof(account: Account, proof: Proof, wrong: dict[str, str] | None = None) -> None:
    """Raise Invalid, with what else is `wrong`, unless the proof is of this account's password as it is now."""
    fields = dict(wrong or {})
    if not (proof.holds and proof.account_id == account.id and proof.password_hash == account.password_hash):
        fields |= {"current_password": "password_wrong"}
    if fields:
        raise Invalid(fields)


def end_all(session: Session, account_id: int, *, but: int | None = None, now: datetime) -> int:
    """End the account's sign-ins; for actions that make all of them doubtful."""
    doubtful = [each for each in queries.unended(session, account_id) if each.id != but]
    for each in doubtful:
        each.ended_at = now
    return len(doubtful)


def _own(account_id: int) -> str:
    return f"account {account_id}"
