"""The second factor: time-based codes from the person's telephone, and ten recovery codes for when it is lost."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry import audit
from registry.actions import messages, throttle
from registry.actions.sign_ins import Browser, require_proof
from registry.actions.throttle import Gate
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Account, RecoveryCode, SignIn
from registry.passwords import Proof
from registry.queries import accounts as queries
from registry.rules import permission
from registry.rules.permission import Actor, Scope
from registry.rules.second_factor import accepted_step, recovery_digest
from registry.rules.secret import digest
from registry.rules.throttle import Kind

PATH = "/account/second-factor"


def begin(session: Session, *, actor: Actor, proof: Proof, secret: str, now: datetime) -> None:
    """Set the secret that the person's telephone is to learn. It protects nothing until `enable` has seen a code.

    Raises Invalid for password, Conflict when a second factor is on, NotAllowed for who holds no confirmed address.
    """
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = queries.own(session, actor)
    if not actor.confirmed:
        raise NotAllowed("confirm_first")
    if account.totp_confirmed_at is not None:
        raise Conflict("second_factor_on")
    require_proof(account, proof)
    account.totp_secret, account.totp_last_step = secret, None
    audit.record(session, actor, "second_factor.begun", account, at=now)


def enable(session: Session, *, actor: Actor, sign_in_id: int, code: str, recovery: list[str], token: str, now: datetime) -> None:
    """Turn it on with a first code. This browser gets a new token, every other one must give a code.

    Raises Invalid for code, Conflict when nothing was begun.
    """
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = queries.own(session, actor)
    if account.totp_secret is None or account.totp_confirmed_at is not None:
        raise Conflict("second_factor_not_begun")
    step = accepted_step(account.totp_secret, code, last_step=None, now=now)
    if step is None:
        raise Invalid({"code": "code_wrong"})
    account.totp_confirmed_at, account.totp_last_step = now, step
    _keep_codes(session, account, recovery)
    _complete(session.get_one(SignIn, sign_in_id), token, now)
    audit.record(session, actor, "second_factor.on", account, at=now)
    messages.tell(session, [account.id], "second_factor_on", {}, PATH, now)


def check_pause(session: Session, account_id: int, browser: Browser, *, now: datetime) -> None:
    """Pass, or raise TooMany while codes for the account are not accepted from this browser."""
    throttle.check(session, _gates(account_id, browser), now=now)


def give(session: Session, *, actor: Actor, sign_in_id: int, code: str, browser: Browser, token: str, days: int, now: datetime) -> SignIn | None:
    """The second step of a sign-in: a code, or a recovery code in its place. The browser gets a new token.

    None when the code is wrong, so that the failure is committed. Raises TooMany, NotFound for a sign-in that is over.
    """
    half = session.get(SignIn, sign_in_id)
    account = queries.get(session, half.account_id) if half is not None else None
    if half is None or account is None or half.ended_at is not None or half.second_factor_at is not None:
        raise NotFound("not_found")
    if not _opens(session, account, code, browser, now):
        audit.record(session, replace(actor, account_id=account.id), "second_factor.refused", half, at=now)
        return None
    _complete(half, token, now)
    half.expires_at = half.created_at + timedelta(days=days)
    audit.record(session, replace(actor, account_id=account.id), "second_factor.given", half, at=now)
    return half


def disable(session: Session, *, actor: Actor, proof: Proof, code: str, browser: Browser, now: datetime) -> bool:
    """Turn it off with password and code. False when the code is wrong, so that the failure is committed.

    Raises Invalid for password, TooMany, Conflict when it is off.
    """
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = _protected(session, actor, proof)
    if not _opens(session, account, code, browser, now):
        audit.record(session, actor, "second_factor.refused", account, at=now)
        return False
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    audit.record(session, actor, "second_factor.off", account, at=now)
    messages.tell(session, [account.id], "second_factor_off", {}, PATH, now)
    return True


def renew_codes(session: Session, *, actor: Actor, proof: Proof, recovery: list[str], now: datetime) -> None:
    """New recovery codes; the old ones open nothing any more. Raises Invalid for password, Conflict when it is off."""
    permission.require(actor, "account.change", Scope(account_id=actor.account_id))
    account = _protected(session, actor, proof)
    if not actor.second_factor:
        raise NotAllowed("second_factor_needed")
    _keep_codes(session, account, recovery)
    audit.record(session, actor, "second_factor.codes_renewed", account, at=now)


def _protected(session: Session, actor: Actor, proof: Proof) -> Account:
    account = queries.own(session, actor)
    if account.totp_confirmed_at is None:
        raise Conflict("second_factor_off")
    require_proof(account, proof)
    return account


def _opens(session: Session, account: Account, code: str, browser: Browser, now: datetime) -> bool:
    """Whether the code is right, spent or counted at once."""
    gates = _gates(account.id, browser)
    throttle.check(session, gates, now=now, lock=True)
    if account.totp_confirmed_at is not None and (_spend_step(account, code, now) or _spend_recovery(session, account, code, now)):
        throttle.forget(session, gates, now=now)
        return True
    throttle.count(session, gates, now=now)
    return False


def _spend_step(account: Account, code: str, now: datetime) -> bool:
    step = accepted_step(account.totp_secret or "", code, last_step=account.totp_last_step, now=now)
    account.totp_last_step = step or account.totp_last_step
    return step is not None


def _spend_recovery(session: Session, account: Account, code: str, now: datetime) -> bool:
    found = queries.recovery_code(session, account.id, recovery_digest(account.id, code))
    if found is None:
        return False
    found.used_at = now
    left = queries.recovery_codes_left(session, account.id)
    messages.tell(session, [account.id], "recovery_code_used", {"left": left}, PATH, now)
    return True


def _keep_codes(session: Session, account: Account, recovery: list[str]) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.add_all(RecoveryCode(account_id=account.id, code_hash=recovery_digest(account.id, code)) for code in recovery)


def _complete(sign_in: SignIn, token: str, now: datetime) -> None:
    sign_in.second_factor_at, sign_in.token_hash = now, digest(token)


def _gates(account_id: int, browser: Browser) -> tuple[Gate, ...]:
    about = f"account {account_id}"
    if browser.known_to == account_id:
        return (Gate(Kind.second_pair, f"{about}|device {browser.device}"),)
    return Gate(Kind.second_pair, f"{about}|{browser.client}"), Gate(Kind.second_account, about)
