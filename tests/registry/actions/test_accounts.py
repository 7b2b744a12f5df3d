from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import accounts, sign_ins
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from registry.models import Account, AuditEntry, Confirmation, Message, SignIn
from registry.passwords import Proof
from registry.queries import accounts as queries
from registry.rules import sign_up as wish
from registry.rules.contact import Contact, parse
from registry.rules.permission import SYSTEM, Actor
from registry.rules.secret import CODE_LIVES, LINK_LIVES, MOST_TRIES
from tests.factories import people
from tests.registry.actions.people_at_the_door import (
    HOME,
    PASSWORD,
    STRANGER,
    VISITOR,
    enter,
    follow,
    fresh_secret,
    passwords,
    resident,
    sent,
    sign_up,
    signed_in,
    token_sent,
)

HOUR = timedelta(hours=1)


def _proof(session: Session, account: Account, password: str = PASSWORD) -> Proof:
    return passwords.prove(Proof(account.id, account.password_hash), password)


def _reset(session: Session, address: str, password: str, now: datetime) -> Account:
    found = accounts.find_link(session, token_sent(session, address), now=now)
    assert found is not None
    return accounts.reset(session, actor=VISITOR, confirmation=found, password_hash=passwords.hash(password), now=now)


def test_a_person_signs_up_and_the_link_in_the_mail_confirms_the_address(session: Session, now: datetime) -> None:
    sign_up(session, now, " Wang@Example.com ")
    account = queries.by_contact(session, parse("wang@example.com"))
    assert account is not None
    assert not signed_in(session, account).confirmed
    follow(session, "wang@example.com", now)
    assert signed_in(session, account).confirmed
    assert sent(session, "wang@example.com")[0]["kind"] == "confirm"


def test_every_wrong_field_of_a_sign_up_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        wish.read(name=" ", address="wang", typed_password="short", language="fr")
    assert refused.value.fields == {"name": "required", "address": "contact_unreadable", "password": "password_short", "language": "not_a_choice"}


def test_neither_password_nor_secret_is_kept_as_it_is(session: Session, now: datetime) -> None:
    made = sign_up(session, now, "13800138000")
    account, confirmation = session.scalars(select(Account)).one(), session.scalars(select(Confirmation)).one()
    kept = " ".join(str(value) for row in (account, confirmation) for value in vars(row).values())
    assert PASSWORD not in kept
    assert made.token not in kept
    assert account.password_hash.startswith("$argon2id$")
    assert made.code not in (confirmation.secret_hash, confirmation.code_hash)


def test_a_link_confirms_once_and_dies_after_a_day(session: Session, now: datetime) -> None:
    sign_up(session, now)
    token = token_sent(session, "wang@example.com")
    assert accounts.find_link(session, token, now=now + LINK_LIVES) is None
    follow(session, "wang@example.com", now)
    assert accounts.find_link(session, token, now=now) is None
    assert accounts.find_link(session, "never-sent", now=now) is None


def test_a_telephone_is_confirmed_by_the_digits_of_a_text_message(session: Session, now: datetime) -> None:
    made = sign_up(session, now, "138 0013 8000")
    assert sent(session, "+8613800138000")[0]["facts"]["code"] == made.code
    found = accounts.try_code(session, actor=VISITOR, token=made.token, code=made.code, now=now)
    assert found is not None
    assert accounts.confirm(session, actor=VISITOR, confirmation=found, now=now).phone_confirmed_at == now


def test_what_the_browser_keeps_for_a_text_message_is_no_link(session: Session, now: datetime) -> None:
    made = sign_up(session, now, "13800138000")
    assert accounts.find_link(session, made.token, now=now) is None


def test_after_five_wrong_digits_even_the_right_ones_open_nothing(session: Session, now: datetime) -> None:
    made = sign_up(session, now, "13800138000")
    wrong = f"{(int(made.code) + 1) % 10**6:06d}"
    for _ in range(MOST_TRIES):
        assert accounts.try_code(session, actor=VISITOR, token=made.token, code=wrong, now=now) is None
    assert accounts.try_code(session, actor=VISITOR, token=made.token, code=made.code, now=now) is None


def test_digits_die_after_ten_minutes_and_belong_to_the_browser_that_asked(session: Session, now: datetime) -> None:
    made, another = sign_up(session, now, "13800138000"), sign_up(session, now, "13900139000")
    assert accounts.try_code(session, actor=VISITOR, token=made.token, code=made.code, now=now + CODE_LIVES) is None
    if another.code != made.code:
        assert accounts.try_code(session, actor=VISITOR, token=another.token, code=made.code, now=now) is None


def test_signing_up_with_a_taken_address_changes_nothing_and_offers_its_holder_a_reset(session: Session, now: datetime) -> None:
    account = resident(session, now)
    before = (account.name, account.password_hash)
    sign_up(session, now, name="李四", password="another password", browser=STRANGER)
    assert (account.name, account.password_hash) == before
    assert [each["kind"] for each in sent(session, "wang@example.com")] == ["confirm", "taken"]
    assert _reset(session, "wang@example.com", "a new long one", now) is account


def test_who_signed_up_with_my_address_before_me_is_thrown_out_when_i_set_a_password(session: Session, now: datetime) -> None:
    """Otherwise a stranger could prepare an account and wait for its owner."""
    sign_up(session, now, password="the intruder's own", browser=STRANGER)
    assert enter(session, now, password="the intruder's own", browser=STRANGER)
    sign_up(session, now)
    account = _reset(session, "wang@example.com", PASSWORD, now)
    assert signed_in(session, account).confirmed
    assert queries.unended(session, account.id) == []
    assert enter(session, now, password="the intruder's own") is None


def test_a_reset_for_an_unknown_address_sends_nothing(session: Session, now: datetime) -> None:
    accounts.ask_reset(session, actor=VISITOR, contact=parse("nobody@example.com"), secret=fresh_secret(), browser=HOME, now=now)
    assert sent(session, "nobody@example.com") == []


def test_a_reset_ends_every_sign_in_and_every_other_link(session: Session, now: datetime) -> None:
    account = resident(session, now)
    enter(session, now)
    for _ in range(2):
        accounts.ask_reset(session, actor=VISITOR, contact=parse("wang@example.com"), secret=fresh_secret(), browser=HOME, now=now)
    earlier = str(sent(session, "wang@example.com")[-2]["facts"]["path"]).rpartition("/")[2]
    _reset(session, "wang@example.com", "a new long one", now)
    assert accounts.find_link(session, earlier, now=now) is None
    assert session.scalars(select(SignIn.ended_at)).all() == [now]
    assert enter(session, now) is None
    assert enter(session, now, password="a new long one")
    assert [message.kind for message in session.scalars(select(Message).where(Message.account_id == account.id))] == ["password_changed"]


def test_a_link_to_confirm_sets_no_password_and_a_link_to_reset_confirms_nothing_twice(session: Session, now: datetime) -> None:
    sign_up(session, now)
    found = accounts.find_link(session, token_sent(session, "wang@example.com"), now=now)
    assert found is not None
    with pytest.raises(NotFound):
        accounts.reset(session, actor=VISITOR, confirmation=found, password_hash="x", now=now)
    accounts.confirm(session, actor=VISITOR, confirmation=found, now=now)
    with pytest.raises(NotFound):
        accounts.confirm(session, actor=VISITOR, confirmation=found, now=now)


def test_who_asks_for_many_messages_waits_longer_and_longer_and_others_hardly(session: Session, now: datetime) -> None:
    resident(session, now)

    def ask(browser: sign_ins.Browser, at: datetime) -> None:
        accounts.ask_reset(session, actor=VISITOR, contact=parse("wang@example.com"), secret=fresh_secret(), browser=browser, now=at)

    at = now + HOUR
    for _ in range(12):
        try:
            ask(STRANGER, at)
        except TooMany as wait:
            at += timedelta(seconds=int(str(wait.facts["retry_after"])))
            ask(STRANGER, at)
    with pytest.raises(TooMany) as wait:
        ask(STRANGER, at)
    assert int(str(wait.value.facts["retry_after"])) > 120
    ask(HOME, at + timedelta(minutes=2))


def test_a_new_address_counts_when_it_is_confirmed_and_the_old_one_is_told(session: Session, now: datetime) -> None:
    account = resident(session, now)
    accounts.ask_address(session, actor=signed_in(session, account), contact=parse("new@example.com"), proof=_proof(session, account), secret=fresh_secret(), browser=HOME, now=now)
    assert account.email == "wang@example.com"
    follow(session, "new@example.com", now)
    assert account.email == "new@example.com"
    assert sent(session, "wang@example.com")[-1]["kind"] == "address_changed"


def test_a_person_may_hold_an_email_address_and_a_telephone_number_and_sign_in_with_either(session: Session, now: datetime) -> None:
    account, made = resident(session, now), fresh_secret()
    accounts.ask_address(session, actor=signed_in(session, account), contact=parse("13800138000"), proof=_proof(session, account), secret=made, browser=HOME, now=now)
    found = accounts.try_code(session, actor=VISITOR, token=made.token, code=made.code, now=now)
    assert found is not None
    accounts.confirm(session, actor=VISITOR, confirmation=found, now=now)
    for address in ("wang@example.com", "+86 138 0013 8000"):
        opened = enter(session, now, address=address)
        assert opened is not None
        assert opened.account_id == account.id


def test_an_address_of_somebody_else_cannot_be_taken_over(session: Session, now: datetime) -> None:
    account, other = resident(session, now), resident(session, now, "li@example.com")
    accounts.ask_address(session, actor=signed_in(session, account), contact=parse("li@example.com"), proof=_proof(session, account), secret=fresh_secret(), browser=HOME, now=now)
    assert sent(session, "li@example.com")[-1]["kind"] == "taken"
    assert (account.email, other.email) == ("wang@example.com", "li@example.com")


def test_an_address_that_two_people_wait_for_goes_to_the_first_who_confirms_it(session: Session, now: datetime) -> None:
    account = resident(session, now)
    accounts.ask_address(session, actor=signed_in(session, account), contact=parse("new@example.com"), proof=_proof(session, account), secret=fresh_secret(), browser=HOME, now=now)
    late = accounts.find_link(session, token_sent(session, "new@example.com"), now=now)
    assert late is not None
    resident(session, now, "new@example.com")
    with pytest.raises(Conflict, match="address_taken"):
        accounts.confirm(session, actor=VISITOR, confirmation=late, now=now)


def test_who_has_confirmed_nothing_may_not_add_an_address(session: Session, now: datetime) -> None:
    sign_up(session, now)
    account = queries.by_contact(session, Contact(parse("wang@example.com").channel, "wang@example.com"))
    assert account is not None
    with pytest.raises(NotAllowed, match="confirm_first"):
        accounts.ask_address(session, actor=signed_in(session, account), contact=parse("13800138000"), proof=_proof(session, account), secret=fresh_secret(), browser=HOME, now=now)


def test_changing_the_password_asks_for_the_old_one_and_ends_the_other_sign_ins(session: Session, now: datetime) -> None:
    account = resident(session, now)
    here, there = enter(session, now), enter(session, now, browser=STRANGER)
    assert here is not None
    assert there is not None

    def change(proof: Proof) -> None:
        accounts.change_password(session, actor=signed_in(session, account), proof=proof, password_hash=passwords.hash("a new long one"), sign_in_id=here.id, token="new token", now=now)

    with pytest.raises(Invalid) as refused:
        change(_proof(session, account, "not the old one"))
    assert refused.value.fields == {"current_password": "password_wrong"}
    stale = _proof(session, account)
    change(stale)
    assert (here.ended_at, there.ended_at) == (None, now)
    with pytest.raises(Invalid):
        change(stale)


def test_the_operator_can_admit_a_person_and_nobody_else_can(session: Session, now: datetime) -> None:
    wanted = wish.read(name="陈科员", address="chen@example.com", typed_password=PASSWORD, language="zh")
    account = accounts.admit(session, actor=SYSTEM, wanted=wanted, password_hash=passwords.hash(PASSWORD), now=now)
    assert signed_in(session, account).confirmed
    with pytest.raises(Conflict, match="address_taken"):
        accounts.admit(session, actor=SYSTEM, wanted=wanted, password_hash="x", now=now)
    with pytest.raises(NotAllowed):
        accounts.admit(session, actor=signed_in(session, account), wanted=wanted, password_hash="x", now=now)


def test_who_asks_is_known_with_the_enterprises_and_offices_of_the_day(session: Session, now: datetime) -> None:
    office = people.bureau(session, now)
    official, owner = people.officer(session, now, office), people.member(session, now, people.enterprise(session, now))
    assert queries.actor(session, official.account_id, second_factor=True, origin="127.0.0.1") == official
    assert queries.actor(session, owner.account_id, second_factor=False, origin="127.0.0.1") == owner
    assert queries.actor(session, 10**6, second_factor=True, origin="x") == Actor(origin="x")


def test_a_closed_account_is_nobodys(session: Session, now: datetime) -> None:
    account = resident(session, now)
    account.closed_at = now
    session.flush()
    assert enter(session, now) is None
    assert queries.actor(session, account.id, second_factor=False, origin="x") == Actor(origin="x")


def test_name_and_language_are_changed_by_their_person_only(session: Session, now: datetime) -> None:
    account = resident(session, now)
    accounts.change_profile(session, actor=signed_in(session, account), name=" 王　小明 ", language="en", now=now)
    assert (account.name, account.language) == ("王 小明", "en")
    with pytest.raises(Invalid):
        accounts.change_profile(session, actor=signed_in(session, account), name="", language="en", now=now)
    with pytest.raises(NotAllowed):
        accounts.change_profile(session, actor=VISITOR, name="x", language="en", now=now)


def test_every_step_is_audited_without_a_secret(session: Session, now: datetime) -> None:
    made = sign_up(session, now, "13800138000")
    found = accounts.try_code(session, actor=VISITOR, token=made.token, code=made.code, now=now)
    assert found is not None
    accounts.confirm(session, actor=VISITOR, confirmation=found, now=now)
    enter(session, now, address="13800138000", password="wrong password")
    enter(session, now, address="13800138000")
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["account.sign_up", "account.confirmed", "account.sign_in_refused", "account.signed_in"]
    assert not any(text in str(entry.facts) for entry in entries for text in (made.token, made.code, PASSWORD, "13800138000"))
