"""A licence is shown, a bureau of the place looks at it, and what it proves changes with a history."""

import threading
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry.actions import verification
from registry.db import Database
from registry.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from registry.models import Enterprise, LedgerEntry, Message, VerificationRequest
from registry.queries import enterprises as enterprise_queries
from registry.queries import verification as queries
from registry.queries.matters import Wanted
from registry.reference import divisions
from registry.rules.permission import Actor, Office
from tests.factories import files, people


def ask(session: Session, now: datetime, firm: Enterprise, owner: Actor, kind: str = "first", name: str = "", division_code: str = "", town: str = "海游街道") -> VerificationRequest:
    return verification.request(
        session, actor=owner, enterprise_id=firm.id, kind=kind, name=name or firm.name, division_code=division_code or firm.division_code, town=town,
        licence_sha256=files.licence(session, now), licence_name="营业执照.pdf", message="", now=now,
    )


def test_an_approved_enterprise_is_verified_logged_and_its_people_are_told(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner, officer = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now))
    asked = ask(session, now, firm, owner)
    verification.decide(session, actor=officer, request_id=asked.id, decision="approved", reason="", now=now)
    assert firm.verified_at == now
    assert session.query(LedgerEntry.kind, LedgerEntry.subject).all() == [("enterprise.verified", firm.credit_code)]
    told = {(each.account_id, each.kind, each.path) for each in session.query(Message)}
    assert told == {
        (officer.account_id, "verification.waiting", f"/regulator/verifications/{asked.id}"),
        (owner.account_id, "verification.approved", f"/console/{firm.credit_code}/verification"),
    }


def test_the_ledger_never_names_a_person(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner, officer = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now))
    verification.decide(session, actor=officer, request_id=ask(session, now, firm, owner).id, decision="approved", reason="", now=now)
    content = session.query(LedgerEntry.content).scalar()
    assert "王小明" not in content
    assert "陈科员" not in content


@pytest.mark.parametrize("decision", ["refused", "asked_back"])
def test_to_refuse_or_ask_back_needs_a_reason_that_the_enterprise_reads(session: Session, now: datetime, decision: str) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner, officer = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now))
    asked = ask(session, now, firm, owner)
    with pytest.raises(Invalid) as refused:
        verification.decide(session, actor=officer, request_id=asked.id, decision=decision, reason=" ", now=now)
    assert refused.value.fields == {"reason": "reason_required"}
    verification.decide(session, actor=officer, request_id=asked.id, decision=decision, reason="照片看不清，请重新上传。", now=now)
    assert firm.verified_at is None
    assert session.query(Message.facts).where(Message.kind == f"verification.{decision}").scalar()["reason"] == "照片看不清，请重新上传。"
    assert ask(session, now, firm, owner).decided_at is None


def test_one_matter_of_a_kind_waits_at_a_time_and_can_be_taken_back(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner = people.member(session, now, firm)
    first = ask(session, now, firm, owner)
    with pytest.raises(Conflict) as refused:
        ask(session, now, firm, owner)
    assert refused.value.code == "request_open"
    verification.retract(session, actor=owner, request_id=first.id, now=now)
    assert ask(session, now, firm, owner).id != first.id


def test_what_has_no_sense_is_not_asked(session: Session, now: datetime) -> None:
    verified, unverified = people.enterprise(session, now), people.enterprise(session, now, verified=False)
    owner, other = people.member(session, now, verified), people.member(session, now, unverified)
    for firm, actor, kind, code in ((verified, owner, "first", "already_verified"), (unverified, other, "move", "verify_first")):
        with pytest.raises(Conflict) as refused:
            ask(session, now, firm, actor, kind)
        assert refused.value.code == code
    for kind, field in (("rename", "name"), ("move", "division_code"), ("other", "kind")):
        with pytest.raises(Invalid) as invalid:
            ask(session, now, verified, owner, kind)
        assert set(invalid.value.fields) == {field}


def test_a_rename_keeps_the_old_name_and_a_move_takes_open_matters_along(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    here = people.officer(session, now, people.bureau(session, now))
    there = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    rename = ask(session, now, firm, owner, "rename", name="莆田市新名橡胶有限公司（示例）")
    move = ask(session, now, firm, owner, "move", division_code="350302", town="凤凰山街道")
    assert [each.id for each, _ in queries.REQUESTS.listed(session, here.offices, Wanted())[0]] == [rename.id]
    assert [each.id for each, _ in queries.REQUESTS.listed(session, there.offices, Wanted())[0]] == [move.id]
    with pytest.raises(NotFound):
        verification.decide(session, actor=here, request_id=move.id, decision="approved", reason="", now=now)
    verification.decide(session, actor=there, request_id=move.id, decision="approved", reason="", now=now)
    assert [each.id for each, _ in queries.REQUESTS.listed(session, there.offices, Wanted())[0]] == [rename.id]
    with pytest.raises(NotFound):
        verification.decide(session, actor=here, request_id=rename.id, decision="approved", reason="", now=now)
    verification.decide(session, actor=there, request_id=rename.id, decision="approved", reason="", now=now)
    assert [(each.name, each.division_code) for each in enterprise_queries.names(session, firm.id)] == [
        ("莆田市新名橡胶有限公司（示例）", "350302"), ("三门县某某橡胶有限公司（示例）", "350302"), ("三门县某某橡胶有限公司（示例）", "331022"),
    ]
    assert firm.town == "凤凰山街道"


def test_two_officers_who_decide_at_once_are_not_both_right(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now, verified=False)
        office = people.bureau(session, now)
        officers = [people.officer(session, now, office), people.officer(session, now, office)]
        asked = ask(session, now, firm, people.member(session, now, firm)).id
    outcomes, ready = [], threading.Barrier(2)

    def decide(actor: Actor, decision: str) -> None:
        ready.wait()
        try:
            with database.transaction() as session:
                verification.decide(session, actor=actor, request_id=asked, decision=decision, reason="一", now=now)
            outcomes.append("decided")
        except Conflict as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=decide, args=each) for each in zip(officers, ("approved", "refused"), strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["already_decided", "decided"]


def test_nobody_decides_for_an_enterprise_of_their_own(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    officer = people.officer(session, now, people.bureau(session, now))
    asked = ask(session, now, firm, people.member(session, now, firm))
    both = Actor(account_id=officer.account_id, enterprises={firm.id: "viewer"}, offices=officer.offices, confirmed=True)
    with pytest.raises(NotAllowed) as refused:
        verification.decide(session, actor=both, request_id=asked.id, decision="approved", reason="", now=now)
    assert refused.value.code == "own_matter"


def test_only_a_registrar_verifies(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    asked = ask(session, now, firm, people.member(session, now, firm))
    inspector = people.officer(session, now, people.bureau(session, now), "inspector", "auditor")
    with pytest.raises(NotAllowed):
        verification.decide(session, actor=inspector, request_id=asked.id, decision="approved", reason="", now=now)


COUNTIES = [each.code for province in divisions.children() for city in divisions.children(province.code) for each in divisions.children(city.code)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(level=st.sampled_from(["county", "city", "province"]), where=st.sampled_from([*COUNTIES, "331002", "331023", "330100", "350302"]))
def test_an_officer_of_another_territory_finds_no_request(session: Session, now: datetime, level: str, where: str) -> None:
    asked = session.query(VerificationRequest).first()
    if asked is None:
        firm = people.enterprise(session, now, verified=False)
        asked = ask(session, now, firm, people.member(session, now, firm))
    place = {"county": where, "city": where[:4] + "00", "province": where[:2] + "0000"}[level]
    officer = Actor(account_id=10_000, offices=(Office(1, level, place, frozenset(("registrar",))),), confirmed=True)
    over = divisions.covers(place, "331022")
    listed, counted = queries.REQUESTS.listed(session, officer.offices, Wanted())
    assert (len(listed), counted) == (int(over), int(over))
    with pytest.raises(DomainError) as refused:  # the decision lacks its reason, so that one who may decide is refused too
        verification.decide(session, actor=officer, request_id=asked.id, decision="refused", reason="", now=now)
    assert isinstance(refused.value, Invalid if over else NotFound)
