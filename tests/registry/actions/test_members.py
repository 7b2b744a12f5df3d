"""People come by invitation, go by themselves or by an owner, and there is always an owner."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

from registry.actions import bureaus, invitations, members
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Enterprise, Invitation, Job
from registry.queries import bureaus as bureau_queries
from registry.queries import enterprises as queries
from registry.rules.permission import SYSTEM, Actor
from tests.factories import people

_tokens = count(1)


def invite(session: Session, now: datetime, firm: Enterprise, owner: Actor, address: str = "li@example.com", role: str = "editor") -> str:
    token = f"secret-{next(_tokens)}"
    invitations.invite_member(session, actor=owner, enterprise_id=firm.id, address=address, role=role, token=token, language="zh", now=now)
    return token


def guest(session: Session, now: datetime, email: str = "li@example.com") -> Actor:
    return Actor(account_id=people.person(session, now, email=email).id, confirmed=True)


def test_an_invited_person_becomes_a_member_and_the_secret_is_kept_nowhere_but_in_the_letter(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    token = invite(session, now, firm, people.member(session, now, firm), " Li@Example.com ")
    letter = session.query(Job).where(Job.kind == "secret.send").one()
    assert letter.payload["address"] == "li@example.com"
    assert token in letter.payload["facts"]["path"]
    assert token not in session.query(Invitation.secret_hash).scalar()
    reader = guest(session, now)
    invitations.accept(session, actor=reader, token=token, now=now)
    assert queries.memberships(session, reader.account_id or 0) == {firm.id: "editor"}


def test_an_invitation_opens_once_for_its_address_and_not_for_ever(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner, reader, other = people.member(session, now, firm), guest(session, now), guest(session, now, "other@example.com")
    token = invite(session, now, firm, owner)
    with pytest.raises(NotAllowed) as another:
        invitations.accept(session, actor=other, token=token, now=now)
    assert another.value.code == "invitation_for_another"
    with pytest.raises(Conflict) as late:
        invitations.accept(session, actor=reader, token=token, now=now + timedelta(days=7))
    assert late.value.code == "invitation_expired"
    with pytest.raises(NotFound):
        invitations.accept(session, actor=reader, token="guessed", now=now)
    invitations.accept(session, actor=reader, token=token, now=now)
    with pytest.raises(Conflict) as again:
        invitations.accept(session, actor=reader, token=token, now=now)
    assert again.value.code == "invitation_used"


def test_a_new_invitation_to_one_address_replaces_the_old_and_an_owner_may_take_it_back(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner, reader = people.member(session, now, firm), guest(session, now)
    old, new = invite(session, now, firm, owner), invite(session, now, firm, owner, role="viewer")
    invitations.revoke(session, actor=owner, invitation_id=queries.open_invitations(session, firm.id)[0].id, now=now)
    for token in (old, new):
        with pytest.raises(Conflict):
            invitations.accept(session, actor=reader, token=token, now=now)


def test_an_invitation_never_takes_a_role_away(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner, reader = people.member(session, now, firm), guest(session, now)
    invitations.accept(session, actor=reader, token=invite(session, now, firm, owner, role="owner"), now=now)
    invitations.accept(session, actor=reader, token=invite(session, now, firm, owner, role="viewer"), now=now)
    assert queries.memberships(session, reader.account_id or 0) == {firm.id: "owner"}


def test_an_address_that_cannot_be_read_is_named(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    with pytest.raises(Invalid) as refused:
        invite(session, now, firm, people.member(session, now, firm), "li@", "boss")
    assert refused.value.fields == {"address": "email_unreadable", "role": "choose_one"}


def test_only_an_owner_invites(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    with pytest.raises(NotAllowed):
        invite(session, now, firm, people.member(session, now, firm, "editor"))


def test_the_last_owner_can_neither_leave_nor_be_lowered_nor_ended(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    for attempt in (
        lambda: members.leave(session, actor=owner, enterprise_id=firm.id, now=now),
        lambda: members.end(session, actor=owner, enterprise_id=firm.id, account_id=owner.account_id or 0, now=now),
        lambda: members.change_role(session, actor=owner, enterprise_id=firm.id, account_id=owner.account_id or 0, role="viewer", now=now),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "last_owner"


def test_a_second_owner_lets_the_first_leave_and_come_back(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    first, second = people.member(session, now, firm), people.member(session, now, firm, "editor")
    members.change_role(session, actor=first, enterprise_id=firm.id, account_id=second.account_id or 0, role="owner", now=now)
    members.leave(session, actor=first, enterprise_id=firm.id, now=now)
    assert queries.memberships(session, first.account_id or 0) == {}
    with pytest.raises(NotFound):
        members.leave(session, actor=first, enterprise_id=firm.id, now=now)
    members.join(session, firm.id, first.account_id or 0, "viewer", now)
    assert queries.memberships(session, first.account_id or 0) == {firm.id: "viewer"}


def test_the_first_bureau_comes_from_the_terminal_only(session: Session, now: datetime) -> None:
    name = "三门县市场监督管理局（示例）"
    office = bureaus.add(session, actor=SYSTEM, name=name, level="county", division_code="331022", now=now)
    head = bureaus.appoint(session, actor=SYSTEM, bureau_id=office.id, account_id=people.person(session, now).id, roles=["registrar"], now=now)
    assert [each.roles for each in bureau_queries.registrars(session, office.id)] == [["registrar"]]
    with pytest.raises(NotAllowed):
        bureaus.add(session, actor=Actor(account_id=head.account_id, confirmed=True), name="另一局", level="county", division_code="331023", now=now)
    with pytest.raises(Conflict):
        bureaus.add(session, actor=SYSTEM, name=name, level="county", division_code="331022", now=now)


@pytest.mark.parametrize(("level", "division_code", "wrong"), [
    ("county", "331000", {"division_code": "division_of_another_level"}), ("province", "331022", {"division_code": "division_of_another_level"}),
    ("county", "999999", {"division_code": "division_unknown"}), ("town", "331022", {"level": "not_a_choice"}),
])
def test_a_bureau_watches_over_a_division_of_its_level(session: Session, now: datetime, level: str, division_code: str, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        bureaus.add(session, actor=SYSTEM, name="某局（示例）", level=level, division_code=division_code, now=now)
    assert refused.value.fields == wrong


def test_a_registrar_invites_colleagues_and_the_last_registrar_stays(session: Session, now: datetime) -> None:
    office = people.bureau(session, now)
    registrar, reader = people.officer(session, now, office, "registrar"), guest(session, now)
    invitations.invite_officer(session, actor=registrar, bureau_id=office.id, address="li@example.com", roles=["handler", "approver"], token="t-1", language="zh", now=now)
    invitations.accept(session, actor=reader, token="t-1", now=now)
    assert bureau_queries.offices(session, reader.account_id or 0)[0].roles == {"handler", "approver"}
    for attempt in (
        lambda: bureaus.dismiss(session, actor=registrar, bureau_id=office.id, account_id=registrar.account_id or 0, now=now),
        lambda: bureaus.appoint(session, actor=registrar, bureau_id=office.id, account_id=registrar.account_id or 0, roles=["handler"], now=now),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "last_registrar"
    bureaus.appoint(session, actor=registrar, bureau_id=office.id, account_id=reader.account_id or 0, roles=["registrar"], now=now)
    bureaus.dismiss(session, actor=registrar, bureau_id=office.id, account_id=registrar.account_id or 0, now=now)
    assert bureau_queries.offices(session, registrar.account_id or 0) == ()


def test_a_bureau_above_does_not_choose_the_people_below(session: Session, now: datetime) -> None:
    county, city = people.bureau(session, now), people.bureau(session, now, level="city", division_code="331000", name="台州市市场监督管理局（示例）")
    with pytest.raises(NotFound):
        invitations.invite_officer(session, actor=people.officer(session, now, city), bureau_id=county.id, address="li@example.com", roles=["handler"], token="t-2", language="zh", now=now)
