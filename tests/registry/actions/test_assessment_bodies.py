"""A bureau admits an assessment body, invites its people, and ends the admission."""

from datetime import datetime
from secrets import randbits

import pytest
from sqlalchemy.orm import Session

from registry.actions import assessment_bodies, invitations
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Account, AssessmentBody, LedgerEntry, Message
from registry.queries import accounts, assessment
from registry.rules.assessment_body import Admission
from registry.rules.permission import Actor
from tests.factories import people

CENTRE = Admission("某某质量评价中心（示例）", "52330100MJ8700000H", "三市监标准〔2026〕1号（示例）", "https://example.com/")


def admitted(session: Session, actor: Actor, now: datetime) -> AssessmentBody:
    return assessment_bodies.admit(session, actor=actor, bureau_id=actor.offices[0].bureau_id, admission=CENTRE, random=randbits, now=now)


def joined(session: Session, actor: Actor, body: AssessmentBody, guest: Account, token: str, now: datetime) -> Actor:
    invitations.invite_assessor(session, actor=actor, body_id=body.id, address=guest.email or "", token=token, language="zh", now=now)
    invitations.accept(session, actor=accounts.actor(session, guest.id, second_factor=False, origin="test"), token=token, now=now)
    session.flush()
    return accounts.actor(session, guest.id, second_factor=False, origin="test")


@pytest.fixture
def registrar(session: Session, now: datetime) -> Actor:
    return people.officer(session, now, people.bureau(session, now), "registrar")


def test_an_admitted_body_s_people_come_by_invitation_and_invite_others(session: Session, registrar: Actor, now: datetime) -> None:
    body = admitted(session, registrar, now)
    first = joined(session, registrar, body, people.person(session, now), "a" * 43, now)
    assert first.bodies == {body.id}
    second = joined(session, first, body, people.person(session, now), "b" * 43, now)
    assert sorted(assessment.account_ids(session, body.id)) == sorted([first.account_id, second.account_id])
    fact = session.query(LedgerEntry).filter_by(kind="assessment_body.admitted").one()
    assert fact.subject == body.public_id
    assert CENTRE.document in fact.content


def test_every_wrong_field_of_an_admission_is_named_at_once(session: Session, registrar: Actor, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        wrong = Admission("中", "52330100MJ8700000G", " ", "javascript:alert(1)")
        assessment_bodies.admit(session, actor=registrar, bureau_id=registrar.offices[0].bureau_id, admission=wrong, random=randbits, now=now)
    assert refused.value.fields == {"name": "enterprise_name_length", "credit_code": "credit_code_check_digit", "document": "required", "website": "not_an_address"}


def test_a_body_is_admitted_once_at_a_time(session: Session, registrar: Actor, now: datetime) -> None:
    admitted(session, registrar, now)
    with pytest.raises(Invalid, match="body_admitted_already"):
        admitted(session, registrar, now)


def test_when_the_admission_ends_its_people_are_out_and_learn_why(session: Session, registrar: Actor, now: datetime) -> None:
    body = admitted(session, registrar, now)
    assessor = joined(session, registrar, body, people.person(session, now), "a" * 43, now)
    offer = invitations.invite_assessor(session, actor=assessor, body_id=body.id, address="late@example.com", token="c" * 43, language="zh", now=now)
    assessment_bodies.end(session, actor=registrar, body_id=body.id, reason="不再具备条件", now=now)
    assert offer.revoked_at == now
    assert accounts.actor(session, assessor.account_id, second_factor=False, origin="").bodies == frozenset()
    assert session.query(Message).filter_by(kind="body.ended").one().facts["reason"] == "不再具备条件"
    with pytest.raises(Conflict, match="body_ended"):
        assessment_bodies.end(session, actor=registrar, body_id=body.id, reason="再次", now=now)
    with pytest.raises(Conflict, match="body_ended"):
        invitations.invite_assessor(session, actor=registrar, body_id=body.id, address="late@example.com", token="d" * 43, language="zh", now=now)


def test_a_body_that_is_admitted_again_keeps_its_address_and_begins_without_its_former_people(session: Session, registrar: Actor, now: datetime) -> None:
    body = admitted(session, registrar, now)
    joined(session, registrar, body, people.person(session, now), "a" * 43, now)
    assessment_bodies.end(session, actor=registrar, body_id=body.id, reason="到期", now=now)
    again = admitted(session, registrar, now)
    assert (again.id, again.ended_at, again.ended_reason, assessment.account_ids(session, again.id)) == (body.id, None, None, [])


def test_only_a_registrar_admits_and_only_over_the_own_territory(session: Session, registrar: Actor, now: datetime) -> None:
    handler = people.officer(session, now, people.bureau(session, now, name="另一局（示例）"), "handler")
    with pytest.raises(NotAllowed):
        admitted(session, handler, now)
    body = admitted(session, registrar, now)
    stranger = people.officer(session, now, people.bureau(session, now, division_code="350302", name="外县局（示例）"), "registrar")
    with pytest.raises(NotFound):
        assessment_bodies.end(session, actor=stranger, body_id=body.id, reason="不归我管", now=now)
    with pytest.raises(NotFound):
        invitations.invite_assessor(session, actor=stranger, body_id=body.id, address="x@example.com", token="e" * 43, language="zh", now=now)


def test_whoever_left_the_body_judges_no_more(session: Session, registrar: Actor, now: datetime) -> None:
    body = admitted(session, registrar, now)
    assessor = joined(session, registrar, body, people.person(session, now), "a" * 43, now)
    assessment_bodies.dismiss(session, actor=registrar, body_id=body.id, account_id=assessor.account_id or 0, now=now)
    assert accounts.actor(session, assessor.account_id, second_factor=False, origin="").bodies == frozenset()
    with pytest.raises(NotFound):
        assessment_bodies.dismiss(session, actor=registrar, body_id=body.id, account_id=assessor.account_id or 0, now=now)


def test_an_invitation_to_a_body_can_be_taken_back(session: Session, registrar: Actor, now: datetime) -> None:
    body = admitted(session, registrar, now)
    offer = invitations.invite_assessor(session, actor=registrar, body_id=body.id, address="guest@example.com", token="f" * 43, language="zh", now=now)
    invitations.revoke(session, actor=registrar, invitation_id=offer.id, now=now)
    assert assessment.open_invitations(session, body.id) == []
