from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import sign_ins
from registry.actions.sign_ins import Browser
from registry.errors import NotFound, TooMany
from registry.models import Account, Attempt, SignIn
from registry.passwords import UNUSABLE, Passwords, Proof
from registry.queries import accounts as queries
from registry.rules.contact import parse
from registry.rules.secret import digest
from tests.factories import people
from tests.registry.actions.people_at_the_door import HOME, PASSWORD, STRANGER, VISITOR, enter, passwords, resident, signed_in

DAY = timedelta(days=1)


def _live(session: Session, token: str, at: datetime) -> SignIn | None:
    session.flush()
    return queries.sign_in(session, digest(token), idle_hours=12, now=at)


def _wait(session: Session, at: datetime, browser: Browser, address: str = "wang@example.com") -> int:
    try:
        sign_ins.claim(session, parse(address), browser, now=at)
    except TooMany as wait:
        return int(str(wait.facts["retry_after"]))
    return 0


def _guess(session: Session, at: datetime, browser: Browser, tries: int) -> datetime:
    """Wrong passwords as fast as the registry takes them; returns when the last was taken."""
    for _ in range(tries):
        at += timedelta(seconds=_wait(session, at, browser))
        assert enter(session, at, password="a wrong guess", browser=browser) is None
    return at


def test_the_right_password_opens_a_sign_in_and_only_the_tokens_hash_is_kept(session: Session, now: datetime) -> None:
    account = resident(session, now)
    opened = enter(session, now, token="the token")
    assert opened is not None
    assert (opened.account_id, opened.device, opened.token_hash) == (account.id, "Firefox, Linux", digest("the token"))
    assert _live(session, "the token", now) is opened


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(session: Session, now: datetime) -> None:
    resident(session, now)
    for address in ("wang@example.com", "nobody@example.com"):
        assert [enter(session, now, address=address, password="a wrong guess") for _ in range(4)] == [None] * 4
        assert _wait(session, now, HOME, address) == 2


def test_a_sign_in_ends_by_age_and_by_idleness(session: Session, now: datetime) -> None:
    resident(session, now)
    opened = enter(session, now, token="t")
    assert opened is not None
    assert _live(session, "t", now + timedelta(hours=11))
    assert _live(session, "t", now + timedelta(hours=12)) is None
    for hour in range(0, 24 * 14, 10):
        assert sign_ins.seen(opened, now=now + timedelta(hours=hour)) is (hour > 0)
    assert _live(session, "t", now + 14 * DAY - timedelta(minutes=1))
    assert _live(session, "t", now + 14 * DAY) is None


def test_being_seen_is_written_once_a_minute_at_most(session: Session, now: datetime) -> None:
    resident(session, now)
    opened = enter(session, now)
    assert opened is not None
    assert not sign_ins.seen(opened, now=now + timedelta(seconds=59))
    assert sign_ins.seen(opened, now=now + timedelta(seconds=60))
    assert opened.seen_at == now + timedelta(seconds=60)


def test_signing_out_ends_this_browser_only(session: Session, now: datetime) -> None:
    resident(session, now)
    enter(session, now, token="here")
    enter(session, now, token="there")
    sign_ins.sign_out(session, actor=VISITOR, token_hash=digest("here"), now=now)
    sign_ins.sign_out(session, actor=VISITOR, token_hash=digest("never"), now=now)
    assert _live(session, "here", now) is None
    assert _live(session, "there", now)


def test_a_person_ends_sign_ins_elsewhere_one_by_one_or_all_others(session: Session, now: datetime) -> None:
    account = resident(session, now)
    opened = [enter(session, now, token=str(number)) for number in range(3)]
    actor, here = signed_in(session, account), opened[0]
    assert here is not None
    assert opened[1] is not None
    assert len(queries.sign_ins(session, account.id, idle_hours=12, now=now)) == 3
    sign_ins.end(session, actor=actor, sign_in_id=opened[1].id, now=now)
    assert _live(session, "1", now) is None
    assert sign_ins.end_others(session, actor=actor, kept_id=here.id, now=now) == 1
    assert queries.sign_ins(session, account.id, idle_hours=12, now=now) == [here]


def test_nobody_ends_a_strangers_sign_in(session: Session, now: datetime) -> None:
    account, other = resident(session, now), resident(session, now, "li@example.com")
    opened = enter(session, now)
    assert opened is not None
    assert opened.account_id == account.id
    for sign_in_id in (opened.id, 10**6):
        with pytest.raises(NotFound):
            sign_ins.end(session, actor=signed_in(session, other), sign_in_id=sign_in_id, now=now)
    assert opened.ended_at is None


def test_a_guesser_waits_up_to_a_quarter_of_an_hour(session: Session, now: datetime) -> None:
    resident(session, now)
    at = _guess(session, now, STRANGER, 16)
    assert at - now > timedelta(minutes=30)
    assert _wait(session, at, STRANGER) == 15 * 60


def test_a_guesser_who_tries_many_accounts_is_slowed_down_too(session: Session, now: datetime) -> None:
    for number in range(21):
        assert enter(session, now, address=f"person{number}@example.com", password="spring 2026!", browser=STRANGER) is None
    assert _wait(session, now, STRANGER, "yet-another@example.com") == 2
    assert _wait(session, now, HOME, "yet-another@example.com") == 0


def test_a_guesser_with_many_addresses_meets_a_pause_of_half_a_minute_on_the_account(session: Session, now: datetime) -> None:
    resident(session, now)
    at = now
    for number in range(40):
        one_of_many = Browser(client=f"198.51.100.{number}")
        at += timedelta(seconds=_wait(session, at, one_of_many))
        assert enter(session, at, password="a wrong guess", browser=one_of_many) is None
    assert _wait(session, at, STRANGER) == 30
    assert at - now > timedelta(minutes=10)


def test_no_stranger_can_lock_the_holder_out(session: Session, now: datetime) -> None:
    """Not on a known device at any moment, not elsewhere for more than half a minute, whatever was tried before."""
    account = resident(session, now)
    known = replace(HOME, device="device number 1", known_to=account.id)
    at = now
    for number in range(60):
        one_of_many = Browser(client=f"198.51.100.{number}")
        at += timedelta(seconds=_wait(session, at, one_of_many))
        enter(session, at, password="a wrong guess", browser=one_of_many)
        assert _wait(session, at, known) == 0
        assert _wait(session, at, HOME) <= 30
    assert enter(session, at, browser=known)
    assert enter(session, at + timedelta(seconds=30), browser=HOME)


def test_guessing_from_the_holders_own_network_does_not_shut_a_known_device(session: Session, now: datetime) -> None:
    account = resident(session, now)
    at = _guess(session, now, replace(STRANGER, client=HOME.client), 12)
    assert enter(session, at, browser=replace(HOME, device="device number 1", known_to=account.id))


def test_a_known_device_of_one_person_is_a_strange_one_for_another(session: Session, now: datetime) -> None:
    resident(session, now)
    mine = resident(session, now, "mine@example.com")
    at = _guess(session, now, replace(STRANGER, device="mine", known_to=mine.id), 6)
    assert _wait(session, at, STRANGER) > 0


def test_a_known_device_may_not_guess_for_ever_either(session: Session, now: datetime) -> None:
    account = resident(session, now)
    known = replace(HOME, device="stolen", known_to=account.id)
    at = _guess(session, now, known, 10)
    assert _wait(session, at, known) > 60
    assert _wait(session, at, replace(known, device="another")) == 0


def test_of_guesses_sent_at_once_only_the_first_is_weighed(session: Session, now: datetime) -> None:
    account = resident(session, now)
    contact = parse("wang@example.com")
    for _ in range(3):
        enter(session, now, password="a wrong guess")
    at_once = [passwords.prove(sign_ins.claim(session, contact, HOME, now=now), guess) for guess in ("one more wrong", PASSWORD)]
    assert [proof.holds for proof in at_once] == [False, True]
    assert sign_ins.sign_in(session, actor=VISITOR, contact=contact, proof=at_once[0], browser=HOME, token="1", days=14, now=now) is None
    with pytest.raises(TooMany):
        sign_ins.sign_in(session, actor=VISITOR, contact=contact, proof=at_once[1], browser=HOME, token="2", days=14, now=now)
    assert session.scalars(select(SignIn).where(SignIn.account_id == account.id)).all() == []


def test_the_right_password_clears_what_was_mistyped_before(session: Session, now: datetime) -> None:
    resident(session, now)
    for _ in range(3):
        enter(session, now, password="a wrong guess")
    assert enter(session, now)
    for _ in range(3):
        enter(session, now, password="a wrong guess")
    assert _wait(session, now, HOME) == 0


def test_an_own_account_does_not_clear_a_guessers_address(session: Session, now: datetime) -> None:
    resident(session, now, "mine@example.com")
    for number in range(20):
        enter(session, now, address=f"person{number}@example.com", password="spring 2026!", browser=STRANGER)
    assert enter(session, now, address="mine@example.com", browser=STRANGER)
    enter(session, now, address="person99@example.com", password="spring 2026!", browser=STRANGER)
    assert _wait(session, now, STRANGER, "yet-another@example.com") == 2


def test_a_wrong_password_inside_counts_as_one_at_the_door(session: Session, now: datetime) -> None:
    account = resident(session, now)
    for _ in range(4):
        sign_ins.refuse_own(session, actor=signed_in(session, account), browser=HOME, now=now)
    with pytest.raises(TooMany):
        sign_ins.claim_own(session, account.id, HOME, now=now)


def test_the_table_of_failures_names_nobody(session: Session, now: datetime) -> None:
    resident(session, now)
    enter(session, now, password="a wrong guess", browser=STRANGER)
    kept = " ".join(str(value) for row in session.scalars(select(Attempt)) for value in (row.key, row.failures))
    assert "wang" not in kept
    assert STRANGER.client not in kept


def test_a_password_hashed_with_old_parameters_is_hashed_anew_at_the_next_sign_in(session: Session, now: datetime) -> None:
    account = resident(session, now)
    account.password_hash = old = PasswordHasher(2, 8, 1).hash(PASSWORD)
    session.flush()
    assert enter(session, now)
    assert account.password_hash != old
    assert enter(session, now)


def test_an_account_without_a_usable_password_cannot_be_entered_by_one(session: Session, now: datetime) -> None:
    account = people.person(session, now, email="made@example.com")
    assert account.password_hash == UNUSABLE
    assert enter(session, now, address="made@example.com", password=UNUSABLE) is None


def test_a_proof_is_made_for_nobody_too_and_never_holds() -> None:
    assert not passwords.prove(Proof(None, ""), "nobody's password").holds
    assert not passwords.prove(Proof(None, passwords.dummy), "nobody's password").holds


def test_normal_hashes_use_argon2id_with_64_mib() -> None:
    assert Passwords("normal").dummy.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_proof_made_before_the_password_changed_opens_nothing(session: Session, now: datetime) -> None:
    account, contact = resident(session, now), parse("wang@example.com")
    proof = passwords.prove(sign_ins.claim(session, contact, HOME, now=now), PASSWORD)
    session.get_one(Account, account.id).password_hash = passwords.hash("changed meanwhile")
    session.flush()
    assert sign_ins.sign_in(session, actor=VISITOR, contact=contact, proof=proof, browser=HOME, token="t", days=14, now=now) is None
