"""A clerk registers an enterprise, its people and its marks, on a telephone or without script."""

import io
import re
from datetime import datetime

import pytest
from flask import Flask

from registry.db import Database
from registry.models import Dispute, Enterprise, Invitation, Job, StoredFile, VerificationRequest
from registry.queries import enterprises as queries
from registry.rules.permission import Actor
from tests.factories import people, uploads
from tests.factories.visits import Visit, visit

CODE = "91331022MA2K10012U"
FIELDS = {"credit_code": CODE, "name": "三门县某某橡胶有限公司（示例）", "division": "三门县", "contact_name": "林女士", "contact_phone": "０５７６-83300000", "town": "海游街道"}


def licence() -> tuple[io.BytesIO, str]:
    return io.BytesIO(uploads.pdf()), "营业执照.pdf"


@pytest.fixture
def clerk(app: Flask, database: Database, now: datetime) -> Visit:
    with database.transaction() as session:
        account = people.person(session, now)
    return visit(app, database, Actor(account_id=account.id))


@pytest.fixture
def owner(app: Flask, database: Database, now: datetime) -> Visit:
    with database.transaction() as session:
        actor = people.member(session, now, people.enterprise(session, now, verified=False, credit_code=CODE))
    return visit(app, database, actor)


def verify(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.query(Enterprise).one().verified_at = now


def test_two_short_pages_register_an_enterprise_and_say_what_to_do_next(clerk: Visit, database: Database) -> None:
    assert "您还没有登记企业" in clerk.get("/console")
    second = clerk.get("/console/enterprises/new?credit_code=９１３３１０２２ma2k10012u")
    assert 'value="浙江省台州市三门县"' in second
    answer = clerk.send("/console/enterprises/new", FIELDS, page=f"/console/enterprises/new?credit_code={CODE}")
    assert answer.headers["Location"] == f"/console/{CODE}"
    assert "上传营业执照" in clerk.get(f"/console/{CODE}")
    assert "三门县某某橡胶有限公司（示例）" in clerk.get("/console")
    with database.reading() as session:
        assert session.query(Enterprise).one().division_code == "331022"


def test_a_mistyped_code_is_named_before_anything_else_is_asked(clerk: Visit) -> None:
    answer = clerk.client.get("/console/enterprises/new?credit_code=91331022MA2K10013U")
    assert answer.status_code == 422
    assert "校验码不符" in answer.text
    assert 'value="91331022MA2K10013U"' in answer.text


def test_a_wrong_inner_check_digit_is_a_notice_and_no_refusal(clerk: Visit) -> None:
    assert "请再核对一遍代码" in clerk.get("/console/enterprises/new?credit_code=91331022MA2K10013Y")


def test_a_province_leads_to_a_county_step_by_step_without_script(clerk: Visit, database: Database) -> None:
    page = f"/console/enterprises/new?credit_code={CODE}"
    answer = clerk.send("/console/enterprises/new", FIELDS | {"division": "浙江省"}, page=page)
    assert answer.status_code == 422
    assert "浙江省台州市" in answer.text
    assert 'value="林女士"' in answer.text
    answer = clerk.send("/console/enterprises/new", FIELDS | {"division": "浙江省", "division_code": "331000"}, page=page)
    assert "浙江省台州市三门县" in answer.text
    answer = clerk.send("/console/enterprises/new", FIELDS | {"division": "浙江省台州市", "division_code": "331022"}, page=page)
    assert answer.status_code == 302
    with database.reading() as session:
        assert session.query(Enterprise.division_code).scalar() == "331022"


def test_an_industry_is_found_by_a_word(clerk: Visit, database: Database) -> None:
    page = f"/console/enterprises/new?credit_code={CODE}"
    answer = clerk.send("/console/enterprises/new", FIELDS | {"industry": "橡胶"}, page=page)
    assert "C2912 橡胶板、管、带制造" in answer.text
    assert clerk.send("/console/enterprises/new", FIELDS | {"industry": "橡胶", "industry_code": "C2912"}, page=page).status_code == 302
    with database.reading() as session:
        assert session.query(Enterprise.industry_code).scalar() == "C2912"


def test_places_and_industries_are_suggested_while_typing_to_people_who_are_signed_in(clerk: Visit, app: Flask) -> None:
    assert clerk.client.get("/console/suggestions/divisions?q=三门").json["options"][0] == "浙江省台州市三门县"
    assert "C2912 橡胶板、管、带制造" in clerk.client.get("/console/suggestions/industries?q=橡胶板").json["options"]
    assert app.test_client().get("/console/suggestions/divisions?q=三门").status_code == 302


def test_every_wrong_field_is_named_beside_it_and_nothing_typed_is_lost(clerk: Visit) -> None:
    wrong = {"credit_code": CODE, "name": "", "division": "乱写", "contact_name": "林\x00女士", "contact_phone": "x", "website": "javascript:x", "address": "滨海大道1号"}
    answer = clerk.send("/console/enterprises/new", wrong, page=f"/console/enterprises/new?credit_code={CODE}")
    assert answer.status_code == 422
    for field in ("name", "division", "contact_name", "contact_phone", "website"):
        assert f'id="e-{field}"' in answer.text, field
    assert 'value="滨海大道1号"' in answer.text


def test_a_taken_code_leads_to_a_claim_which_the_other_side_cannot_see(owner: Visit, app: Flask, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        other = visit_of = Actor(account_id=people.person(session, now).id)
    stranger = visit(app, database, visit_of)
    answer = stranger.client.get(f"/console/enterprises/new?credit_code={CODE}")
    claim = answer.headers["Location"]
    assert "已登记为" in stranger.get(claim)
    fields = {"credit_code": CODE, "kind": "credit_code", "statement": "这是我们公司。"}
    refused = stranger.send("/console/enterprises/claim", fields, page=claim)
    assert refused.status_code == 422
    assert "这是我们公司。" in refused.text
    assert stranger.send("/console/enterprises/claim", fields | {"licence": licence()}, page=claim).status_code == 302
    assert "我提出的主张" in stranger.get("/console")
    assert stranger.status(f"/console/{CODE}") == 404
    with database.reading() as session:
        assert session.query(Dispute).one().claimant_account_id == other.account_id
        assert len(queries.members(session, session.query(Enterprise.id).scalar())) == 1


def test_a_licence_that_is_none_is_refused_before_it_is_stored(owner: Visit, database: Database) -> None:
    answer = owner.send(f"/console/{CODE}/verification/first", {"licence": (io.BytesIO(b"hello"), "a.pdf"), "message": "请核对"})
    assert answer.status_code == 422
    assert 'id="e-licence"' in answer.text
    assert "请核对" in answer.text
    with database.reading() as session:
        assert session.query(StoredFile).count() == 0


def test_a_licence_is_sent_seen_again_and_taken_back(owner: Visit, database: Database) -> None:
    answer = owner.send(f"/console/{CODE}/verification/first", {"licence": licence()})
    assert answer.headers["Location"] == f"/console/{CODE}/verification"
    page = owner.get(f"/console/{CODE}/verification")
    assert "等待处理" in page
    with database.reading() as session:
        asked, kind, name = session.query(VerificationRequest.id, VerificationRequest.kind, VerificationRequest.licence_name).one()
    assert (kind, name) == ("first", "营业执照.pdf")
    shown = owner.client.get(f"/console/{CODE}/verification/{asked}/licence")
    assert shown.data.startswith(b"%PDF-")
    assert (shown.headers["X-Content-Type-Options"], shown.headers["Cache-Control"]) == ("nosniff", "private, no-store")
    assert shown.headers["Content-Disposition"].startswith("attachment")
    owner.send(f"/console/{CODE}/verification/{asked}/retraction", {}, page=f"/console/{CODE}/verification")
    assert "已撤回" in owner.get(f"/console/{CODE}/verification")


def test_a_verified_enterprise_asks_for_a_new_name_and_a_new_place(owner: Visit, database: Database, now: datetime) -> None:
    verify(database, now)
    assert 'name="name"' not in owner.get(f"/console/{CODE}/profile")
    assert owner.send(f"/console/{CODE}/verification/rename", {"name": "三门县新名橡胶有限公司（示例）", "licence": licence()}).status_code == 302
    move = {"division": "城厢区", "town": "凤凰山街道", "licence": licence()}
    assert owner.send(f"/console/{CODE}/verification/move", move).status_code == 302
    with database.reading() as session:
        asked = session.query(VerificationRequest).order_by(VerificationRequest.id).all()
        assert [(each.kind, each.name, each.division_code) for each in asked] == [
            ("rename", "三门县新名橡胶有限公司（示例）", "331022"), ("move", "三门县某某橡胶有限公司（示例）", "350302"),
        ]


def test_two_who_edit_one_profile_are_told(owner: Visit) -> None:
    fields = {**FIELDS, "revision": re.search(r'name="revision" value="(\d+)"', owner.get(f"/console/{CODE}/profile"))[1]}
    assert owner.send(f"/console/{CODE}/profile", fields | {"address": "甲路1号"}).status_code == 302
    answer = owner.send(f"/console/{CODE}/profile", fields | {"address": "乙路2号"})
    assert answer.status_code == 409
    assert "乙路2号" in answer.text


def test_a_colleague_is_invited_by_mail_accepts_and_leaves(owner: Visit, app: Flask, database: Database, now: datetime) -> None:
    assert owner.send(f"/console/{CODE}/members", {"address": "nobody", "role": "editor"}).status_code == 422
    assert owner.send(f"/console/{CODE}/members", {"address": "li@example.com", "role": "editor"}).status_code == 302
    with database.transaction() as session:
        path = session.query(Job).where(Job.kind == "secret.send").one().payload["facts"]["path"]
        colleague = Actor(account_id=people.person(session, now, email="li@example.com", name="李工").id)
    assert app.test_client().get(path).headers["Location"].startswith("/account/sign-in?next=")
    assert "发给了另一个账号" in owner.get(path)
    guest = visit(app, database, colleague)
    assert "编辑" in guest.get(path)
    assert guest.send(path, {}).headers["Location"] == "/console"
    assert "李工" in owner.get(f"/console/{CODE}/members")
    guest.send(f"/console/{CODE}/members/leave", {}, page=f"/console/{CODE}/members")
    assert guest.status(f"/console/{CODE}") == 404
    assert "已离开的成员" in owner.get(f"/console/{CODE}/members")
    with database.reading() as session:
        assert session.query(Invitation).one().accepted_at is not None


def test_the_last_owner_who_leaves_is_told_what_to_do_first(owner: Visit) -> None:
    answer = owner.send(f"/console/{CODE}/members/leave", {}, page=f"/console/{CODE}/members")
    assert answer.status_code == 409
    assert "至少要有一位负责人" in answer.text


def test_a_mark_is_claimed_with_its_source_and_withdrawn(owner: Visit, database: Database) -> None:
    address = f"/console/{CODE}/facts"
    assert owner.send(address, {"kind": "zhejiang_standard", "statement": "", "source": "", "since": "昨天"}).status_code == 422
    assert owner.send(address, {"kind": "zhejiang_standard", "statement": "T/DEMO 001-2024", "source": "示例公告", "since": "2024年5月1日"}).status_code == 302
    assert "企业声明" in owner.get(address)
    with database.reading() as session:
        fact = queries.facts(session, session.query(Enterprise.id).scalar())[0].id
    owner.send(f"{address}/{fact}/withdrawal", {}, page=address)
    assert "T/DEMO 001-2024" not in owner.get(address)


def test_an_editor_does_not_send_a_licence_and_nothing_of_it_is_stored(owner: Visit, app: Flask, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        editor = people.member(session, now, session.query(Enterprise).one(), "editor")
    colleague = visit(app, database, editor)
    assert colleague.status(f"/console/{CODE}/verification/first") == 403
    assert colleague.send(f"/console/{CODE}/verification/first", {"licence": licence()}, page=f"/console/{CODE}/profile").status_code == 403
    with database.reading() as session:
        assert session.query(StoredFile).count() == 0
