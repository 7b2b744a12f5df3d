"""A policy is typed like a sheet and published; a round is computed, lowered, published by another person and read by everybody."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask

from registry.db import Database
from registry.models import AuditEntry, Honour, PolicyVersion, SubsidyPolicy, SubsidyRound
from tests.factories import honours as made
from tests.factories import people
from tests.factories.visits import Visit, visit

OPENING: dict[str, object] = {"title": "2026 年度标准化奖励（示例）", "first_on": "2026-01-01", "last_on": "2026年12月31日", "budget": "500,000".replace(",", "")}


@dataclass
class Office:
    app: Flask
    database: Database
    registrar: Visit
    approver: Visit
    owner: Visit

    def policy(self) -> str:
        """Begun from the shipped table and published; its address."""
        begun = self.registrar.send("/regulator/policies/new", {"from": "chengxiang"})
        at = begun.headers["Location"]
        assert self.approver.send(f"{at}/publication", {"revision": self.revision(SubsidyPolicy)}).status_code == 302
        return at

    def round(self, at: str, **more: object) -> str:
        begun = self.registrar.send("/regulator/subsidies/new", {**OPENING, "policy": at.rpartition("/")[2], **more})
        assert begun.status_code == 302, begun.text
        page = begun.headers["Location"]
        assert self.registrar.send(f"{page}/computing", {"revision": self.revision(SubsidyRound), "budget": str(more.get("budget", OPENING["budget"]))}, page=page).status_code == 302
        return page

    def revision(self, model: type[SubsidyPolicy] | type[SubsidyRound]) -> int:
        with self.database.reading() as session:
            return session.query(model).order_by(model.id.desc()).first().revision

    def public_id(self) -> str:
        with self.database.reading() as session:
            return session.query(SubsidyRound).order_by(SubsidyRound.id.desc()).first().public_id


@pytest.fixture
def office(app: Flask, database: Database, now: datetime) -> Office:
    with database.transaction() as session:
        place, firm = people.bureau(session, now), people.enterprise(session, now)
        registrar, approver, owner = people.officer(session, now, place, "registrar", "handler"), people.officer(session, now, place, "approver"), people.member(session, now, firm)
        made.confirmed(session, now, owner, firm, registrar, place=2, revised=True)
        made.confirmed(session, now, owner, firm, registrar, kind="pilot", grade="national", subject="某某标准化试点（示例）", title="=1+1", place=None)
    return Office(app, database, *(visit(app, database, each) for each in (registrar, approver, owner)))


def test_the_shipped_table_is_published_with_its_doubt_and_frozen(office: Office) -> None:
    at = office.policy()
    page = office.registrar.get(at)
    for words in ("印发文本写作“5元、3万元”", "已发布第 1 版"):
        assert words in page, words
    version = office.registrar.get(f"{at}/versions/1")
    for words in ("未核定前不支付", "承担标准化技术组织秘书处 · 技术委员会（TC）", "100,70,50", "SHA-256"):
        assert words in version, words


def test_overlapping_places_are_named_beside_their_cell_and_nothing_typed_is_lost(office: Office) -> None:
    at = office.policy()
    typed = {
        "revision": office.revision(SubsidyPolicy), "title": "办法", "document": "〔2026〕1号", "rows.0.code": "r1", "rows.0.what": "drafted_standard/national", "rows.0.first_place": "1", "rows.0.last_place": "3",
        "rows.0.amount": "100000", "rows.1.what": "drafted_standard/national", "rows.1.first_place": "3", "rows.1.last_place": "5", "rows.1.amount": "五万",
    }  # fmt: skip
    assert office.registrar.send(at, typed).status_code == 302
    page = office.registrar.get(at)
    for words in ('href="#f-rows.1.first_place"', "位次与前面一行重叠", 'value="五万"', "单位是元"):
        assert words in page, words
    assert "现在还不能发布" in office.approver.get(f"{at}/publication")
    late = office.registrar.send(at, {**typed, "note": "我的备注"})
    assert (late.status_code, "我的备注" in late.text) == (409, True)
    assert office.approver.send(at, {**typed, "revision": office.revision(SubsidyPolicy)}, page="/account").status_code == 403


def test_a_round_goes_from_opening_to_the_public_list_by_two_people(office: Office) -> None:
    page = office.round(office.policy())
    shown = office.registrar.get(page)
    for words in ("第 2 位取 70%：50,000 × 70% = 35,000 元", "这一行存疑，尚未核定，不支付", "不能是核算的人", "已核算，待公示"):
        assert words in shown, words
    assert office.registrar.status(f"/subsidies/{office.public_id()}") == 404
    assert office.registrar.status(f"{page}/publication") == 403
    assert "任何人会读到的清单" in office.approver.get(f"{page}/publication")
    published = office.approver.send(f"{page}/publication", {"revision": office.revision(SubsidyRound)})
    assert published.headers["Location"].endswith(f"/subsidies/{office.public_id()}")
    everybody = Visit(office.app.test_client())
    assert "35,000 元" in everybody.get(f"/subsidies/{office.public_id()}")
    assert "2026 年度标准化奖励（示例）" in everybody.get("/subsidies")
    told = json.loads(everybody.get(f"/subsidies/{office.public_id()}.json"))
    assert (told["total_yuan"], [each["amount_yuan"] for each in told["entitlements"]]) == (35_000, [35_000, 0])
    assert told["entitlements"][0]["steps"][1]["words"] == "第 2 位取 70%：50,000 × 70% = 35,000 元"
    assert json.loads(everybody.get("/subsidies.json"))["rounds"][0]["id"] == office.public_id()
    assert "已列入资金清单：35,000 元" in office.owner.get("/console/91331022MA2K10012U/honours")


def test_over_the_budget_the_page_says_how_and_lowering_is_shown_in_the_sum(office: Office) -> None:
    page = office.round(office.policy(), budget="20000")
    for words in ("超出预算，不能公示", "合计 35,000 元，预算 20,000 元"):
        assert words in office.registrar.get(page), words
    refused = office.approver.send(f"{page}/publication", {"revision": office.revision(SubsidyRound)}, page="/account")
    assert (refused.status_code, "超出预算" in refused.text) == (409, True)
    assert office.registrar.send(f"{page}/lowering", {"revision": office.revision(SubsidyRound)}, page=page).status_code == 302
    assert "全部按比例调低：20,000 元" in office.registrar.get(page)
    stopped = office.registrar.send(f"{page}/stopping", {"revision": office.revision(SubsidyRound)}, page=page)
    assert stopped.status_code == 302
    assert "已停止" in office.registrar.get("/regulator/subsidies")


def test_the_list_is_kept_as_a_file_in_which_nothing_becomes_a_formula(office: Office) -> None:
    page = office.round(office.policy())
    answer = office.registrar.client.get(f"{page}.xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<v>35000</v>") == 2  # the line and the total, as numbers
    assert "<f>" not in sheet
    assert "合计" in sheet
    assert "第 2 位取 70%" in office.registrar.client.get(f"{page}.csv").data.decode("utf-8-sig")
    with office.database.reading() as session:
        assert [each.facts["form"] for each in session.query(AuditEntry).filter_by(action="desk.exported").order_by(AuditEntry.id)] == ["xlsx", "csv"]
    assert Visit(office.app.test_client()).status(f"/subsidies/{office.public_id()}.xlsx") == 404


def test_an_annulled_honour_stays_on_the_public_list_with_the_reason(office: Office, now: datetime) -> None:
    page = office.round(office.policy())
    office.approver.send(f"{page}/publication", {"revision": office.revision(SubsidyRound)})
    with office.database.reading() as session:
        honour_id = session.query(Honour).filter_by(kind="drafted_standard").one().id
    at = f"/regulator/honours/{honour_id}"
    assert office.registrar.send(f"{at}/annulment", {"reason": "公示期间有异议，经核实不是起草单位"}, page=at).status_code == 302
    shown = Visit(office.app.test_client()).get(f"/subsidies/{office.public_id()}")
    for words in ("公示期间有异议", "不支付", "公示时 35,000 元"):
        assert words in shown, words


def test_wrong_openings_are_named_field_by_field(office: Office) -> None:
    at = office.policy()
    answer = office.registrar.send("/regulator/subsidies/new", {"policy": at.rpartition("/")[2], "title": "", "first_on": "2026-02-30", "last_on": "", "budget": "很多"})
    assert answer.status_code == 422
    for name in ("title", "first_on", "last_on", "budget"):
        assert f'href="#f-{name}"' in answer.text, name
    assert "很多" in answer.text
    none = office.registrar.send("/regulator/subsidies/new", {**OPENING, "policy": ""})
    assert 'href="#f-policy"' in none.text
    with office.database.reading() as session:
        assert session.query(PolicyVersion).count() == 1
