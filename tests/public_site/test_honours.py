"""Honours are claimed at the enterprise's desk with evidence and decided at the bureau's, the next case one key away."""

import io
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from registry.db import Database
from registry.models import Honour
from tests.factories import people, uploads
from tests.factories.visits import Visit, visit

TYPED: dict[str, object] = {
    "grade": "national", "subject": "GB/T 7984-2013", "title": "普通用途织物芯输送带", "place": "２", "written": "revised", "achieved_on": "2026年3月5日", "source": "国家标准委公告 2026 年第 1 号（示例）", "source_url": "",
}  # fmt: skip


@dataclass
class Desks:
    database: Database
    console: str
    owner: Visit
    viewer: Visit
    officer: Visit

    def claim(self, **more: object) -> TestResponse:
        return self.owner.send(f"{self.console}/new/drafted_standard", {**TYPED, "evidence": (io.BytesIO(uploads.picture("PNG")), "公告.png"), **more})

    def newest(self) -> int:
        with self.database.reading() as session:
            return session.query(Honour).order_by(Honour.id.desc()).first().id


@pytest.fixture
def desks(app: Flask, database: Database, now: datetime) -> Desks:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        seats = people.member(session, now, firm), people.member(session, now, firm, "viewer"), people.officer(session, now, people.bureau(session, now))
        console = f"/console/{firm.credit_code}/honours"
    return Desks(database, console, *(visit(app, database, each) for each in seats))


def test_a_claim_is_followed_from_the_console_to_the_decision(desks: Desks) -> None:
    assert desks.claim().status_code == 302
    assert "等待核对" in desks.owner.get(desks.console)
    at = f"/regulator/honours/{desks.newest()}"
    assert "三门县某某橡胶" in desks.officer.get("/regulator/honours")
    assert "待核对的荣誉" in desks.officer.get("/regulator")
    page = desks.officer.get(at)
    for words in ("参与起草标准 · 国家标准 · 修订 · 第 2 位", "GB/T 7984-2013", "企业会读到", "标准目录中没有这个编号"):
        assert words in page, words
    silent = desks.officer.send(at, {"decision": "refused", "reason": ""})
    assert (silent.status_code, "请写明理由" in silent.text) == (422, True)
    assert desks.officer.send(at, {"decision": "confirmed"}).status_code == 302
    assert "已确认" in desks.owner.get(desks.console)
    assert desks.officer.send(at + "/annulment", {"reason": "公告更正"}, page=at).status_code == 302
    assert "公告更正" in desks.owner.get(desks.console)


def test_every_wrong_field_is_named_and_nothing_typed_is_lost(desks: Desks) -> None:
    answer = desks.claim(subject="GB/T 7984", place="第二", achieved_on="去年", source="", evidence=(io.BytesIO(b"no picture"), "x.png"))
    assert answer.status_code == 422
    for words in ("请写上年份", "请填写整数", "第二", "去年", "普通用途织物芯输送带"):
        assert words in answer.text, words
    for name in ("subject", "place", "achieved_on", "source", "evidence"):
        assert f'href="#f-{name}"' in answer.text, name


def test_the_same_thing_twice_is_refused_beside_its_field(desks: Desks) -> None:
    desks.claim()
    again = desks.claim(place="3")
    assert again.status_code == 422
    assert "已经申报过" in again.text


def test_evidence_is_read_by_the_two_sides_and_a_viewer_claims_nothing(desks: Desks) -> None:
    desks.claim()
    number = desks.newest()
    for desk, at in ((desks.owner, f"{desks.console}/{number}/evidence"), (desks.officer, f"/regulator/honours/{number}/evidence")):
        answer = desk.client.get(at)
        assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/png", "private, no-store")
    assert desks.viewer.status(f"{desks.console}/new/award") == 403
    assert "申报一项" not in desks.viewer.get(desks.console)
    assert desks.owner.send(f"{desks.console}/{number}/withdrawal", {}, page=desks.console).status_code == 302
    assert "企业已撤回" in desks.owner.get(desks.console)


def test_after_a_decision_the_next_case_opens(desks: Desks) -> None:
    desks.claim()
    first = desks.newest()
    desks.claim(subject="GB/T 10822-2014")
    answer = desks.officer.send(f"/regulator/honours/{first}", {"decision": "refused", "reason": "查无出处"})
    assert answer.headers["Location"].endswith(f"/regulator/honours/{desks.newest()}")
