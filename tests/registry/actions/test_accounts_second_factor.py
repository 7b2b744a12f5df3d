import secrets
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import second_factor, sign_ins
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from registry.models import Account, Message, RecoveryCode, SignIn
from registry.passwords import Proof
from registry.queries import accounts as queries
from registry.rules.contact import parse
from registry.rules.second_factor import recovery_codes
from registry.rules.secret import digest
from tests.registry.actions.people_at_the_door import HOME, PASSWORD, STRANGER, VISITOR, enter, passwords, resident, sign_up, signed_in

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
MINUTE = timedelta(minutes=1)


def _proof(account: Account, password: str = PASSWORD) -> Proof:
    return passwords.prove(Proof(account.id, account.password_hash), password)


def _code(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


def _protected(session: Session, now: datetime) -> tuple[Account, SignIn, list[str]]:
    """A person who has turned the second factor on, in this browser."""
    account, codes = resident(session, now), recovery_codes(secrets.randbits)
    here = enter(session, now)
    assert here is not None
    second_factor.begin(session, actor=signed_in(session, account), proof=_proof(account), secret=SECRET, now=now)
    second_factor.enable(session, actor=signed_in(session, account), sign_in_id=here.id, code=_code(now), recovery=codes, token="fresh", now=now)
    session.flush()
    return account, here, codes


def _give(session: Session, half: SignIn, code: str, at: datetime, browser: sign_ins.Browser = HOME) -> SignIn | None:
    return second_factor.give(session, actor=VISITOR, sign_in_id=half.id, code=code, browser=browser, token=f"token {at}", days=14, now=at)


def _half(session: Session, at: datetime, browser: sign_ins.Browser = HOME) -> SignIn:
    opened = enter(session, at, browser=browser)
    assert opened is not None
    assert opened.second_factor_at is None
    return opened


def test_it_is_turned_on_with_the_password_and_a_first_code(session: Session, now: datetime) -> None:
    account, here, codes = _protected(session, now)
    assert here.second_factor_at == now
    assert here.token_hash == digest("fresh")
    assert queries.recovery_codes_left(session, account.id) == len(codes) == 10
    assert [message.kind for message in session.scalars(select(Message))] == ["second_factor_on"]
    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(kept) & set(codes)


def test_it_is_not_begun_without_the_password_or_a_confirmed_address(session: Session, now: datetime) -> None:
    account = resident(session, now)
    with pytest.raises(Invalid):
        second_factor.begin(session, actor=signed_in(session, account), proof=_proof(account, "wrong"), secret=SECRET, now=now)
    sign_up(session, now, "li@example.com")
    unconfirmed = queries.by_contact(session, parse("li@example.com"))
    assert unconfirmed is not None
    with pytest.raises(NotAllowed, match="confirm_first"):
        second_factor.begin(session, actor=signed_in(session, unconfirmed), proof=_proof(unconfirmed), secret=SECRET, now=now)


def test_a_secret_that_no_code_has_proved_protects_and_locks_nothing(session: Session, now: datetime) -> None:
    account = resident(session, now)
    here = enter(session, now)
    assert here is not None
    with pytest.raises(Conflict, match="not_begun"):
        second_factor.enable(session, actor=signed_in(session, account), sign_in_id=here.id, code="000000", recovery=[], token="t", now=now)
    second_factor.begin(session, actor=signed_in(session, account), proof=_proof(account), secret=SECRET, now=now)
    with pytest.raises(Invalid) as refused:
        second_factor.enable(session, actor=signed_in(session, account), sign_in_id=here.id, code=_code(now + 5 * MINUTE), recovery=[], token="t", now=now)
    assert refused.value.fields == {"code": "code_wrong"}
    assert account.totp_confirmed_at is None


def test_it_is_not_begun_again_while_it_is_on(session: Session, now: datetime) -> None:
    account, _, _ = _protected(session, now)
    with pytest.raises(Conflict, match="second_factor_on"):
        second_factor.begin(session, actor=signed_in(session, account), proof=_proof(account), secret=SECRET, now=now)


def test_the_second_step_completes_a_sign_in_and_gives_the_browser_a_new_token(session: Session, now: datetime) -> None:
    _protected(session, now)
    later = now + 5 * MINUTE
    half = _half(session, later)
    before = half.token_hash
    assert half.expires_at == later + sign_ins.HALF_LIVES
    assert _give(session, half, _code(later), later) is half
    assert half.second_factor_at == later
    assert half.token_hash != before
    assert half.expires_at == later + timedelta(days=14)


def test_one_code_opens_one_door_once(session: Session, now: datetime) -> None:
    _protected(session, now)
    assert _give(session, _half(session, now), _code(now), now) is None
    later = now + MINUTE
    assert _give(session, _half(session, later), _code(later), later)
    assert _give(session, _half(session, later), _code(later), later) is None


def test_a_recovery_code_stands_in_once_and_its_holder_is_told(session: Session, now: datetime) -> None:
    account, _, codes = _protected(session, now)
    assert _give(session, _half(session, now), codes[3].lower(), now)
    assert _give(session, _half(session, now), codes[3], now) is None
    told = session.scalars(select(Message).where(Message.account_id == account.id).order_by(Message.id)).all()[-1]
    assert (told.kind, told.facts) == ("recovery_code_used", {"left": 9})


def test_a_recovery_code_of_somebody_else_opens_nothing(session: Session, now: datetime) -> None:
    _, _, codes = _protected(session, now)
    other = resident(session, now, "li@example.com")
    other.totp_secret, other.totp_confirmed_at = SECRET, now
    opened = enter(session, now, address="li@example.com")
    assert opened is not None
    assert _give(session, opened, codes[0], now) is None


def test_guessing_codes_is_slowed_down_and_does_not_shut_a_known_device(session: Session, now: datetime) -> None:
    account, _, _ = _protected(session, now)
    half = _half(session, now, STRANGER)
    for _ in range(4):
        assert _give(session, half, "000000", now, STRANGER) is None
    with pytest.raises(TooMany):
        _give(session, half, _code(now + MINUTE), now, STRANGER)
    known = replace(HOME, device="1", known_to=account.id)
    second_factor.check_pause(session, account.id, known, now=now)
    later = now + MINUTE
    assert _give(session, _half(session, later, known), _code(later), later, known)


def test_a_sign_in_that_is_over_or_complete_takes_no_code(session: Session, now: datetime) -> None:
    _, here, _ = _protected(session, now)
    half = _half(session, now)
    half.ended_at = now
    for sign_in in (here, half):
        with pytest.raises(NotFound):
            _give(session, sign_in, _code(now + MINUTE), now + MINUTE)


def test_turning_it_off_asks_for_password_and_code(session: Session, now: datetime) -> None:
    account, _, _ = _protected(session, now)
    actor, later = signed_in(session, account, second_factor=True), now + MINUTE
    with pytest.raises(Invalid):
        second_factor.disable(session, actor=actor, proof=_proof(account, "wrong"), code=_code(later), browser=HOME, now=later)
    assert not second_factor.disable(session, actor=actor, proof=_proof(account), code="000000", browser=HOME, now=later)
    assert account.totp_confirmed_at == now
    assert second_factor.disable(session, actor=actor, proof=_proof(account), code=_code(later), browser=HOME, now=later)
    assert (account.totp_secret, account.totp_confirmed_at, queries.recovery_codes_left(session, account.id)) == (None, None, 0)
    with pytest.raises(Conflict, match="second_factor_off"):
        second_factor.disable(session, actor=actor, proof=_proof(account), code=_code(later), browser=HOME, now=later)


def test_new_recovery_codes_replace_the_old_ones(session: Session, now: datetime) -> None:
    account, _, old = _protected(session, now)
    new = recovery_codes(secrets.randbits)
    second_factor.renew_codes(session, actor=signed_in(session, account, second_factor=True), proof=_proof(account), recovery=new, now=now)
    assert _give(session, _half(session, now), old[0], now) is None
    assert _give(session, _half(session, now), new[0], now)
    with pytest.raises(NotAllowed):
        second_factor.renew_codes(session, actor=signed_in(session, account), proof=_proof(account), recovery=new, now=now)
