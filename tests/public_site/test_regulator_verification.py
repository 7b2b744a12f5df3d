"""The bureau's desk: what waits, who asks, what is decided, and that nobody sees another county."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from registry.actions import disputes, facts, verification
from registry.actions import files as file_actions
from registry.db import Database
from registry.files import Files
from registry.models import BureauMember, Dispute, Enterprise, VerificationRequest
from registry.queries import enterprises as queries
from registry.rules.permission import Actor
from registry.settings import Settings
from tests.factories import people, uploads
from tests.factories.visits import Visit, visit


def ask(database: Database, settings: Settings, now: datetime, name: str = "三门县某某橡胶有限公司（示例）") -> int:
    with database.transaction() as session:
        firm = people.enterprise(session, now, verified=False, name=name)
        owner = people.member(session, now, firm)
        stored = file_actions.keep(session, Files(settings.files_url), actor=owner, content=uploads.picture("PNG"), kind="licence", name="执照.png", now=now)
        return verification.request(
            session, actor=owner, enterprise_id=firm.id, kind="first", name=firm.name, division_code=firm.division_code, town="海游街道", licence_sha256=stored.sha256,
            licence_name="执照.png", message="请核对", now=now,
        ).id


@pytest.fixture
def officer(app: Flask, database: Database, now: datetime) -> Visit:
    with database.transaction() as session:
        actor = people.officer(session, now, people.bureau(session, now))
    return visit(app, database, actor)


@pytest.fixture
def elsewhere(app: Flask, database: Database, now: datetime) -> Visit:
    with database.transaction() as session:
        actor = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    return visit(app, database, actor)


def test_an_empty_desk_says_so(officer: Visit) -> None:
    assert "没有等待处理的事项" in officer.get("/regulator")
    assert "没有符合条件的申请" in officer.get("/regulator/verifications")
    assert "没有符合条件的争议" in officer.get("/regulator/disputes")
    assert "没有等待核对的项目" in officer.get("/regulator/facts")


def test_the_officer_sees_who_asks_with_the_licence_and_comes_to_the_next_case(officer: Visit, database: Database, settings: Settings, now: datetime) -> None:
    first, second = ask(database, settings, now), ask(database, settings, now, "三门县某某阀门有限公司（示例）")
    assert "三门县某某橡胶有限公司" in officer.get("/regulator/verifications")
    page = officer.get(f"/regulator/verifications/{first}")
    for shown in ("王小明", "请核对", "企业会读到", f'href="/regulator/verifications/{second}"', f'src="/regulator/verifications/{first}/licence"'):
        assert shown in page, shown
    licence = officer.client.get(f"/regulator/verifications/{first}/licence")
    assert (licence.mimetype, licence.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert licence.headers["Content-Disposition"].startswith("inline")
    answer = officer.send(f"/regulator/verifications/{first}", {"decision": "approved", "reason": ""})
    assert answer.headers["Location"] == f"/regulator/verifications/{second}"
    with database.reading() as session:
        assert session.get_one(VerificationRequest, first).decision == "approved"


def test_to_refuse_without_a_reason_keeps_the_choice_and_names_the_field(officer: Visit, database: Database, settings: Settings, now: datetime) -> None:
    asked = ask(database, settings, now)
    answer = officer.send(f"/regulator/verifications/{asked}", {"decision": "refused", "reason": ""})
    assert answer.status_code == 422
    assert 'id="e-reason"' in answer.text
    assert 'value="refused" checked' in answer.text
    assert officer.send(f"/regulator/verifications/{asked}", {"reason": "x"}).status_code == 422


def test_the_second_of_two_officers_is_told(officer: Visit, database: Database, settings: Settings, now: datetime) -> None:
    asked = ask(database, settings, now)
    page = ask(database, settings, now, "三门县某某模具有限公司（示例）")
    officer.send(f"/regulator/verifications/{asked}", {"decision": "approved"})
    answer = officer.send(f"/regulator/verifications/{asked}", {"decision": "refused", "reason": "看不清"}, page=f"/regulator/verifications/{page}")
    assert answer.status_code == 409
    assert "已经处理过" in answer.text


def test_another_county_sees_neither_request_nor_licence(officer: Visit, elsewhere: Visit, database: Database, settings: Settings, now: datetime) -> None:
    asked = ask(database, settings, now)
    assert "三门县某某橡胶" not in elsewhere.get("/regulator/verifications")
    for address in (f"/regulator/verifications/{asked}", f"/regulator/verifications/{asked}/licence"):
        assert elsewhere.status(address) == 404
    assert officer.status(f"/regulator/verifications/{asked}/licence") == 200


def test_a_stranger_and_another_enterprise_never_read_the_licence(app: Flask, database: Database, settings: Settings, now: datetime) -> None:
    asked = ask(database, settings, now)
    with database.transaction() as session:
        firm, other = session.query(Enterprise).one(), people.enterprise(session, now, name="另一家企业（示例）")
        member = people.member(session, now, other)
    reader = visit(app, database, member)
    assert reader.status(f"/console/{firm.credit_code}/verification/{asked}/licence") == 404
    assert reader.status(f"/console/{other.credit_code}/verification/{asked}/licence") == 404
    assert reader.status(f"/regulator/verifications/{asked}/licence") == 403
    assert app.test_client().get(f"/regulator/verifications/{asked}/licence").status_code == 302


def test_filters_narrow_by_kind_and_by_how_long_it_waits(officer: Visit, database: Database, settings: Settings, now: datetime) -> None:
    asked = ask(database, settings, now)
    with database.transaction() as session:
        session.get_one(VerificationRequest, asked).submitted_at = datetime.now(tz=now.tzinfo) - timedelta(days=10)
    assert "共 1 件" in officer.get("/regulator/verifications?kind=first&waiting=7")
    assert "共 0 件" in officer.get("/regulator/verifications?waiting=30")
    assert "共 0 件" in officer.get("/regulator/verifications?kind=move")
    assert "共 0 件" in officer.get("/regulator/verifications?decided=yes&division=331022")
    assert "共 1 件" in officer.get("/regulator/verifications?kind=nonsense&waiting=x&division=abc&page=-1")


def test_a_dispute_is_decided_with_both_sides_in_view(officer: Visit, elsewhere: Visit, database: Database, settings: Settings, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        people.member(session, now, firm)
        claimant = Actor(account_id=people.person(session, now, name="申请人甲").id, confirmed=True)
        stored = file_actions.keep(session, Files(settings.files_url), actor=claimant, content=uploads.picture("PNG"), kind="licence", name="执照.png", now=now)
        dispute = disputes.claim(session, actor=claimant, kind="credit_code", credit_code=firm.credit_code, statement="这是我们公司。", licence_sha256=stored.sha256, now=now)
    address = f"/regulator/disputes/{dispute.id}"
    assert elsewhere.status(address) == elsewhere.status(f"{address}/licence") == 404
    assert "代码被他人登记" in officer.get("/regulator/disputes?kind=credit_code")
    page = officer.get(address)
    for shown in ("申请人甲", "王小明", "这是我们公司。", "双方会读到"):
        assert shown in page, shown
    assert officer.send(address, {"decision": "upheld"}).status_code == 422
    assert officer.send(address, {"decision": "upheld", "reason": "执照一致。"}).headers["Location"] == "/regulator/disputes"
    assert "主张成立" in officer.get("/regulator/disputes?decided=yes")
    with database.reading() as session:
        assert session.get_one(Dispute, dispute.id).decision == "upheld"
        assert queries.account_ids(session, firm.id) == [claimant.account_id]


def test_a_registrar_keeps_the_people_and_the_last_one_stays(officer: Visit, elsewhere: Visit, database: Database) -> None:
    with database.reading() as session:
        bureau_id, registrar = session.query(BureauMember.bureau_id, BureauMember.account_id).order_by(BureauMember.id).first()
    people_page = f"/regulator/people/{bureau_id}"
    assert officer.client.get("/regulator/people").headers["Location"] == people_page
    assert elsewhere.status(people_page) == 404
    assert officer.send(people_page, {"address": "new@example.com", "roles": ["handler", "inspector"]}).status_code == 302
    assert "new@example.com" in officer.get(people_page)
    answer = officer.send(f"{people_page}/{registrar}/end", {}, page=people_page)
    assert answer.status_code == 409
    assert "至少要有一位登记人员" in answer.text
    assert officer.send(f"{people_page}/999/end", {}, page=people_page).status_code == 404


def test_a_claimed_mark_becomes_the_bureaus_word(officer: Visit, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        owner = people.member(session, now, firm)
        fact = facts.claim(session, actor=owner, enterprise_id=firm.id, kind="innovative_enterprise", statement="示例级", source="示例公告", source_url="", since=None, now=now)
    assert "示例公告" in officer.get("/regulator/facts")
    officer.send(f"/regulator/facts/{fact.id}/confirmation", {}, page="/regulator/facts")
    with database.reading() as session:
        assert queries.facts(session, firm.id)[0].confirmed_at is not None


def test_who_holds_no_office_does_not_enter(app: Flask, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        actor = people.member(session, now, people.enterprise(session, now))
    assert visit(app, database, actor).status("/regulator") == 403
