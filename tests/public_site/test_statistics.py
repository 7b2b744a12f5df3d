"""What everybody reads of disclosing and checking: figures by place, trade and year, targets with their line, and yearly bulletins that stay as they were published."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from registry.actions import statistics, targets
from registry.db import Database
from registry.errors import NotFound
from registry.models import AuditEntry, Bulletin, Disclosure, Enterprise, Finding, LedgerEntry, Product, Target
from registry.rules.permission import Actor
from registry.rules.target import Aim
from tests.factories import inspections as made
from tests.factories import people
from tests.factories.visits import Visit, visit

TARGETS, BULLETINS = "/regulator/targets", "/regulator/bulletins"
TYPED = {"measure": "disclosures", "title": "自我声明公开的产品和服务标准", "wanted": "280", "start_on": "2026-01-01", "start": "0", "due_on": "2027年12月31日", "source": "城厢区标准化工作规划（2021年）", "public": "yes"}


@dataclass
class Told:
    """A county in which one standard was checked and its indicators found wanting."""

    officer: Actor
    bureau_id: int
    finding: str


def world(session: Session, now: datetime) -> Told:
    drawn = made.drawn(session, now)
    finding = made.concluded(session, now, drawn, "L5", "L7")
    made.replied(session, now, drawn, finding)
    made.publish(session, now, drawn, finding)
    officer = people.officer(session, now, drawn.bureau)
    count(session, now)
    return Told(officer, drawn.bureau.id, finding.public_id)


def count(session: Session, now: datetime) -> None:
    """Look again at everything, as the worker does with what is queued."""
    session.flush()
    kinds = {"enterprise": Enterprise, "disclosure": Disclosure, "product": Product, "finding": Finding}
    statistics.follow(session, [(kind, row.id) for kind, model in kinds.items() for row in session.query(model)], now=now)


@pytest.fixture(name="world")
def _world() -> object:
    return world


@pytest.fixture
def desk(app: Flask, database: Database, told: Told) -> Visit:
    return visit(app, database, told.officer)


def test_the_page_of_a_county_says_what_was_disclosed_and_what_was_found(client: FlaskClient, told: Told) -> None:
    shown = client.get("/statistics?division=331022&year=2026").text
    for said in ("浙江省台州市三门县的统计", "2026 年公开 1 项标准，2026年11月最多，1 项", "抽查 1 项，0 项符合（0.0%）", "指标和试验方法", "执行标准信息时效性", "C 制造业", "现行有效 1"):
        assert said in shown, said
    assert 'href="/statistics?division=331000&amp;year=2026"' in shown
    assert "class=" in client.get("/statistics").text
    assert "浙江省" in client.get("/statistics").text


def test_a_place_without_anything_says_so(client: FlaskClient, told: Told) -> None:
    shown = client.get("/statistics?division=110101&industry=A&year=2020").text
    assert "这里还没有可以统计的内容" in shown


@pytest.mark.parametrize("query", ["division=x", "year=99999", "year=20a6", "industry=<script>", "division=331022%27--", "year=٢٠٢٦"])
def test_nonsense_in_the_address_is_passed_over(client: FlaskClient, told: Told, query: str) -> None:
    answer = client.get(f"/statistics?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_the_page_in_english_marks_chinese_names(client: FlaskClient, told: Told) -> None:
    shown = client.get("/statistics?division=331022&lang=en").text
    assert '<span lang="zh-CN">浙江省台州市三门县</span>' in shown
    assert "公开的标准" not in shown


def test_programs_read_the_same_as_json_and_csv(client: FlaskClient, told: Told) -> None:
    found = client.get("/statistics.json?division=331000&year=2026").get_json()
    assert found["measures"]["disclosures"] == found["measures"]["checks.nonconforming"] == found["measures"]["faults.indicators"] == 1
    assert [each["name"] for each in found["divisions"]] == ["三门县"]
    assert found["divisions"][0]["url"].endswith("/statistics.json?division=331022&year=2026")
    rows = list(csv.DictReader(io.StringIO(client.get("/statistics.csv?division=331022").text.removeprefix("\ufeff"))))
    assert {(row["period"], row["count"]) for row in rows if row["measure"] == "disclosures"} == {("", "1"), ("2026", "1"), ("2026-11", "1")}
    assert {row["words"] for row in rows if row["measure"] == "faults.timeliness"} == {"抽查发现：执行标准信息时效性"}


def test_a_registrar_keeps_a_target_and_everybody_sees_its_progress(desk: Visit, client: FlaskClient, database: Database, told: Told) -> None:
    assert "还没有目标" in desk.get(TARGETS)
    assert desk.send(f"{TARGETS}/new", TYPED).status_code == 302
    shown = client.get("/statistics?division=331022").text
    for said in ("自我声明公开的产品和服务标准：1 / 280", "落后于进度线", "城厢区标准化工作规划（2021年）", "<polyline"):
        assert said in shown, said
    with database.reading() as session:
        first = session.query(Target).one().id
    assert "280" in desk.get(f"{TARGETS}/{first}")
    assert desk.send(f"{TARGETS}/{first}", TYPED | {"wanted": "1"}).status_code == 302
    assert "已完成" in client.get("/statistics?division=331022").text
    with database.reading() as session:
        assert session.query(Target).count() == 2
        second = session.query(Target).filter(Target.ended_at.is_(None)).one().id
    assert desk.send(f"{TARGETS}/{second}/end", {}, page=TARGETS).status_code == 302
    assert "1 / 1" not in client.get("/statistics?division=331022").text
    assert desk.send(f"{TARGETS}/{second}/end", {}, page=f"{TARGETS}/new").status_code == 409


def test_every_wrong_field_of_a_target_is_told_and_nothing_typed_is_lost(desk: Visit) -> None:
    answer = desk.send(f"{TARGETS}/new", TYPED | {"wanted": "0", "due_on": "gestern", "measure": "stars", "source_url": "ftp://x"})
    assert answer.status_code == 422
    for field in ("wanted", "due_on", "measure", "source_url"):
        assert f'href="#f-{field}"' in answer.text, field
    assert 'value="gestern"' in answer.text
    early = desk.send(f"{TARGETS}/new", TYPED | {"due_on": "2025-12-31", "start": "300"})
    assert "期限要在起始日期之后" in early.text
    assert "目标数要大于起始数" in early.text


def test_another_county_s_target_does_not_exist(database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session:
        elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
        aim = Aim("disclosures", "目标", date(2026, 1, 1), 0, date(2027, 1, 1), 5, "规划")
        kept = targets.keep(session, actor=told.officer, bureau_id=told.bureau_id, aim=aim, now=now)
        session.flush()
        with pytest.raises(NotFound):
            targets.end(session, actor=elsewhere, target_id=kept.id, now=now)
        with pytest.raises(NotFound):
            targets.keep(session, actor=elsewhere, bureau_id=told.bureau_id, aim=aim, now=now)


def test_the_targets_of_two_published_plans_ship(session: Session, now: datetime) -> None:
    office = people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）")
    officer = people.officer(session, now, office)
    assert [targets.load_demonstration(session, actor=officer, bureau_id=office.id, plan=plan, now=now) for plan in ("chengxiang", "chengxiang", "sanmen")] == [5, 0, 4]  # both plans name pilots alike
    assert sorted(row.wanted for row in session.query(Target)) == [1, 2, 3, 3, 6, 8, 10, 60, 280]


def draft(desk: Visit, year: int = 2026) -> dict[str, object]:
    """The fields of the form under a draft."""
    shown = desk.client.get(f"{BULLETINS}/draft?year={year}").text
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    return {"year": str(year), "seen": seen}


def test_a_bulletin_is_drafted_shown_published_and_stays(desk: Visit, client: FlaskClient, database: Database, told: Told, now: datetime) -> None:
    assert "抽查 1 项，评价 1 项" in desk.get(f"{BULLETINS}/draft?year=2026")
    sent = desk.send(f"{BULLETINS}/draft", draft(desk) | {"preface": "今年抽查了一项标准。\n<b>请</b>看。"}, page=f"{BULLETINS}/draft?year=2026")
    assert sent.status_code == 302
    address = sent.headers["Location"]
    shown = client.get(address).text
    for said in ("三门县市场监督管理局（示例） 2026 年企业标准监督检查通报", "今年抽查了一项标准。", "&lt;b&gt;请", "100.0%", "逐项结果", told.finding):
        assert said in shown, said
    with database.transaction() as session:
        people.enterprise(session, now, name="新企业（示例）")
        count(session, now)
    twin = client.get(f"{address}.json").get_json()
    assert twin["content"]["faults"]["indicators"] == {"count": 1, "per_cent": "100.0"}
    with database.reading() as session:
        row = session.query(Bulletin).one()
        assert hashlib.sha256(row.content.encode()).hexdigest() == row.content_hash == twin["content_hash"]
        told_of = json.loads(session.query(LedgerEntry).filter_by(kind="bulletin.published").one().content)
        assert told_of["fact"]["content_hash"] == row.content_hash
        assert "account" not in json.dumps(told_of)
        assert session.query(AuditEntry).filter_by(action="bulletin.published").one().account_id == told.officer.account_id


def test_a_bulletin_is_a_sheet_and_a_pdf_too(desk: Visit, client: FlaskClient, told: Told) -> None:
    address = desk.send(f"{BULLETINS}/draft", draft(desk) | {"preface": "=1+1"}, page=f"{BULLETINS}/draft?year=2026").headers["Location"]
    with pypdfium2.PdfDocument(client.get(f"{address}.pdf").data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "年企业标准监督检查通报" in text
    assert "指标和试验方法" in text
    assert client.get(f"{address}.pdf").data == client.get(f"{address}.pdf").data
    with zipfile.ZipFile(io.BytesIO(client.get(f"{address}.xlsx").data)) as book:
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    for said in ("=1+1", "指标和试验方法", "逐项结果"):
        assert f">{said}</t>" in cells, said
    assert "<f>" not in cells


def test_a_correction_is_a_new_one_that_says_what_it_corrects(desk: Visit, client: FlaskClient, database: Database, told: Told, now: datetime) -> None:
    page = f"{BULLETINS}/draft?year=2026"
    first = desk.send(f"{BULLETINS}/draft", draft(desk) | {"preface": "第一期"}, page=page).headers["Location"]
    silent = desk.send(f"{BULLETINS}/draft", draft(desk) | {"preface": " "}, page=page)
    assert silent.status_code == 422
    assert "更正要在前言里写明更正了什么" in silent.text
    assert desk.send(f"{BULLETINS}/draft", draft(desk) | {"preface": "第一期"}, page=page).status_code == 409
    second = desk.send(f"{BULLETINS}/draft", draft(desk) | {"preface": "更正：第一期的前言有误"}, page=page).headers["Location"]
    assert "这一期已有更正" in client.get(first).text
    assert second in client.get(first).text
    assert "第 2 期，更正" in client.get(second).text
    assert "第 2 期" in client.get("/bulletins?division=330000").text
    assert "第 2 期" not in client.get("/bulletins?division=350000").text


def test_what_changed_since_the_draft_was_seen_is_not_published(desk: Visit, database: Database, told: Told, now: datetime) -> None:
    fields = draft(desk)
    with database.transaction() as session:
        firm = session.query(Enterprise).one()
        session.add(Product(enterprise_id=firm.id, kind="product", name="新产品（示例）", created_at=now))
        count(session, now)
    assert desk.send(f"{BULLETINS}/draft", fields | {"preface": "x"}, page=f"{BULLETINS}/draft?year=2026").status_code == 409


@pytest.mark.parametrize("year", ["", "2999", "1999", "abcd"])
def test_a_year_that_is_none_is_told_beside_its_field(desk: Visit, year: str) -> None:
    answer = desk.client.get(f"{BULLETINS}/draft?year={year}")
    assert answer.status_code == 422
    assert 'href="#f-year"' in answer.text


def test_only_an_approver_publishes(app: Flask, database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session:
        office = people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）")
        handler = people.officer(session, now, office, "handler")
    handling = visit(app, database, handler)
    assert handling.status(f"{BULLETINS}/draft?year=2026") == 403
    assert handling.status(f"{TARGETS}/new") == 403
    assert app.test_client().get("/bulletins/NONE").status_code == 404
