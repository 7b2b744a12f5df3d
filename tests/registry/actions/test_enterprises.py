"""Registering and keeping an enterprise's own fields."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from registry.actions import enterprises, verification
from registry.db import Database
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import AuditEntry, Enterprise
from registry.queries import enterprises as queries
from registry.rules.enterprise import PUBLIC_FIELDS, Profile, public_part
from registry.rules.permission import Actor
from tests.factories import files, people

CODE = "91331022MA2K10012U"
PROFILE = Profile(name="三门县某某橡胶有限公司（示例）", division_code="331022", contact_name="林女士", contact_phone="0576-83300000", town="海游街道", industry_code="C2912")


def clerk(session: Session, now: datetime) -> Actor:
    return Actor(account_id=people.person(session, now).id, confirmed=True, origin="127.0.0.1")


def test_who_registers_an_enterprise_owns_it_and_the_first_name_is_history(session: Session, now: datetime) -> None:
    actor = clerk(session, now)
    firm = enterprises.register(session, actor=actor, credit_code=" ９１331022-ma2k10012u", profile=PROFILE, now=now)
    assert (firm.credit_code, firm.verified_at) == (CODE, None)
    assert queries.memberships(session, actor.account_id or 0) == {firm.id: "owner"}
    assert [(each.name, each.since.isoformat()) for each in queries.names(session, firm.id)] == [(PROFILE.name, "2026-11-20")]
    assert session.query(AuditEntry.action).where(AuditEntry.enterprise_id == firm.id).scalar() == "enterprise.registered"


def test_every_wrong_field_is_named_at_once(session: Session, now: datetime) -> None:
    bad = Profile(name="", division_code="331000", contact_name="", contact_phone="hello", website="javascript:alert(1)", industry_code="X9", contact_email="a@b", town="长" * 201)
    with pytest.raises(Invalid) as refused:
        enterprises.register(session, actor=clerk(session, now), credit_code="91331022MA2K10013U", profile=bad, now=now)
    assert refused.value.fields == {
        "credit_code": "credit_code_check_digit", "name": "required", "division_code": "division_not_a_county", "contact_name": "required", "contact_phone": "phone_shape",
        "website": "not_an_address", "industry_code": "industry_unknown", "contact_email": "email_shape", "town": "line_too_long",
    }


def test_a_taken_credit_code_changes_nothing(session: Session, now: datetime) -> None:
    holder = people.enterprise(session, now, credit_code=CODE)
    with pytest.raises(Conflict) as refused:
        enterprises.register(session, actor=clerk(session, now), credit_code=CODE, profile=replace(PROFILE, name="另一个名字公司"), now=now)
    assert refused.value.code == "credit_code_taken"
    assert session.get_one(Enterprise, holder.id).name == "三门县某某橡胶有限公司（示例）"
    assert queries.members(session, holder.id) == []


def test_of_two_who_register_one_code_at_once_one_is_told_that_it_is_taken(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        actors = [clerk(session, now), clerk(session, now)]
    outcomes, ready = [], threading.Barrier(2)

    def register(actor: Actor) -> None:
        ready.wait()
        try:
            with database.transaction() as session:
                enterprises.register(session, actor=actor, credit_code=CODE, profile=PROFILE, now=now)
            outcomes.append("registered")
        except Conflict as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=register, args=(actor,)) for actor in actors]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["credit_code_taken", "registered"]


def test_an_enterprise_that_is_not_verified_changes_its_name_itself(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner = people.member(session, now, firm)
    enterprises.edit(session, actor=owner, enterprise_id=firm.id, profile=replace(PROFILE, name="三门县新名橡胶有限公司（示例）"), revision=firm.revision, now=now)
    assert [each.name for each in queries.names(session, firm.id)] == ["三门县新名橡胶有限公司（示例）", "三门县某某橡胶有限公司（示例）"]


def test_what_the_licence_proved_changes_only_by_a_request(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    with pytest.raises(Invalid) as refused:
        enterprises.edit(session, actor=owner, enterprise_id=firm.id, profile=replace(PROFILE, name="新名公司", division_code="331002", town="白云街道"), revision=firm.revision, now=now)
    assert refused.value.fields == dict.fromkeys(("name", "division_code", "town"), "change_by_request")
    assert enterprises.edit(session, actor=owner, enterprise_id=firm.id, profile=replace(PROFILE, address="滨海大道1号"), revision=firm.revision, now=now).address == "滨海大道1号"


def test_while_the_bureau_looks_the_name_stays_what_it_looks_at(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner = people.member(session, now, firm)
    verification.request(
        session, actor=owner, enterprise_id=firm.id, kind="first", name=firm.name, division_code="331022", town="", licence_sha256=files.licence(session, now), licence_name="a.pdf", message="", now=now
    )
    with pytest.raises(Invalid) as refused:
        enterprises.edit(session, actor=owner, enterprise_id=firm.id, profile=replace(PROFILE, name="新名公司"), revision=firm.revision, now=now)
    assert refused.value.fields == {"name": "locked_while_waiting"}


def test_somebody_who_saved_first_is_not_overwritten(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    opened = firm.revision
    enterprises.edit(session, actor=owner, enterprise_id=firm.id, profile=replace(PROFILE, address="甲路1号"), revision=opened, now=now)
    session.flush()
    with pytest.raises(Conflict) as refused:
        enterprises.edit(session, actor=owner, enterprise_id=firm.id, profile=replace(PROFILE, address="乙路2号"), revision=opened, now=now)
    assert refused.value.code == "changed_meanwhile"


def test_a_viewer_may_not_edit_and_a_stranger_learns_nothing(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    with pytest.raises(NotAllowed):
        enterprises.edit(session, actor=people.member(session, now, firm, "viewer"), enterprise_id=firm.id, profile=PROFILE, revision=1, now=now)
    with pytest.raises(NotFound):
        enterprises.edit(session, actor=clerk(session, now), enterprise_id=firm.id, profile=PROFILE, revision=1, now=now)


def test_every_column_of_an_enterprise_says_whether_it_is_public() -> None:
    assert set(Enterprise.__table__.columns.keys()) <= set(PUBLIC_FIELDS)


def test_contact_and_licence_are_never_public(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    firm.contact_name, firm.contact_phone, firm.contact_email = "林女士", "0576-83300000", "lin@example.com"
    shown = public_part(firm)
    assert not {"contact_name", "contact_phone", "contact_email", "licence", "members", "id"} & shown.keys()
    assert not {"林女士", "0576-83300000", "lin@example.com"} & set(map(str, shown.values()))
