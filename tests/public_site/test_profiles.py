"""A bank reads a profile behind a link that the enterprise made: public facts with their sources, in three voices, until it ends."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from public_site.logs import masked
from registry.actions import honours, standings
from registry.db import Database
from registry.legal_time import legal_day
from registry.models import Bureau, Enterprise, ProfileReading, StandardsProfile
from registry.rules.standing import Fact
from tests.factories import honours as made
from tests.factories import people
from tests.factories.disclosures import disclosed
from tests.factories.visits import Visit, visit


@dataclass
class Bank:
    app: Flask
    database: Database
    owner: Visit
    room: str
    ends_on: date

    def make(self) -> str:
        """The path of a new link."""
        answer = self.owner.send(self.room, {"reader": "某某银行三门支行（示例）", "ends_on": self.ends_on.isoformat()})
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "private, no-store"
        return re.search(r"/profiles/[\w-]{43}", answer.text)[0]

    def stranger(self) -> Visit:
        return Visit(self.app.test_client())


@pytest.fixture
def bank(app: Flask, database: Database, now: datetime) -> Bank:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        owner, officer = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now))
        made.confirmed(session, now, owner, firm, officer)
        made.claimed(session, now, owner, firm, subject="GB/T 10822-2014", source="还没有核对的来源")
        version = disclosed(session, now, owner, firm)
        for fact in (Fact("checked", date(2026, 9, 1), "抽查公告（示例）", result="conforming"), Fact("rectification_ordered", date(2026, 9, 2), "内部通知（示例）", until=date(2026, 10, 9))):
            standings.record(session, actor=officer, enterprise_id=firm.id, disclosure_id=version.disclosure_id, fact=fact, now=now)
        room, ends_on = f"/console/{firm.credit_code}/profiles", legal_day(now) + timedelta(days=300)
    return Bank(app, database, visit(app, database, owner), room, ends_on)


def test_the_page_states_public_facts_with_their_sources_in_three_voices(bank: Bank) -> None:
    page = bank.stranger().get(bank.make())
    for words in ("企业自我声明公开的标准", "市场监督管理部门核查的事实", "按公开的规则算出的", "抽查公告（示例）", "符合", "GB/T 7984-2013", "国家标准委公告 2026 年第 1 号（示例）", "三门县市场监督管理局（示例）"):
        assert words in page, words
    for hidden in ("内部通知", "还没有核对的来源", "GB/T 10822", "某某银行", "陈科员", "王小明"):
        assert hidden not in page, hidden


def test_the_enterprise_s_public_page_lists_what_was_confirmed_and_names_no_person(bank: Bank, now: datetime) -> None:
    with bank.database.transaction() as session:
        firm = session.query(Enterprise).one()
        owner, officer = people.member(session, now, firm), people.officer(session, now, session.query(Bureau).one())
        made.confirmed(session, now, owner, firm, officer, kind="chief_standards_officer", grade="", subject="三企〔2026〕3 号", title="任命李某某", place=None)
        annulled = made.confirmed(session, now, owner, firm, officer, subject="GB/T 528-2009")
        honours.annul(session, actor=officer, honour_id=annulled.id, reason="位次有误", now=now)
        code = firm.credit_code
    page = bank.stranger().get(f"/enterprises/{code}")
    for words in ("已确认的荣誉", "GB/T 7984-2013", "2026年3月5日 取得", "国家标准委公告 2026 年第 1 号（示例）", "三门县市场监督管理局（示例）"):
        assert words in page, words
    for hidden in ("还没有核对的来源", "GB/T 10822", "GB/T 528-2009", "李某某", "三企〔2026〕3 号"):
        assert hidden not in page, hidden
    told = json.loads(bank.stranger().get(f"/enterprises/{code}.json"))["honours"]
    assert [(each["subject"], each["achieved_on"], each["revised"], each["confirmed_by"]) for each in told] == [("GB/T 7984-2013", "2026-03-05", False, "三门县市场监督管理局（示例）")]


def test_nobody_keeps_the_page_and_its_address_goes_nowhere(bank: Bank) -> None:
    path = bank.make()
    for address in (path, f"{path}/print", f"{path}.json"):
        answer = bank.stranger().client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (200, "private, no-store", "noindex, nofollow"), address
        assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"], address
    assert bank.stranger().client.get(f"/profiles/{'w' * 43}").headers["Referrer-Policy"] == "no-referrer"
    html = bank.stranger().get(path)
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert path not in masked(f"GET {path} 200")


def test_the_twin_for_programs_has_the_same_three_voices(bank: Bank) -> None:
    told = json.loads(bank.stranger().get(f"{bank.make()}.json"))
    assert {"declared_by_enterprise", "checked_by_bureau", "computed"} <= told.keys()
    assert [each["result"] for each in told["checked_by_bureau"]["checks"]] == ["conforming"]
    assert [(each["subject"], each["confirmed_by"]) for each in told["checked_by_bureau"]["honours"]] == [("GB/T 7984-2013", "三门县市场监督管理局（示例）")]
    assert len(told["declared_by_enterprise"]["disclosures"]) == 1


def test_a_wrong_an_ended_and_a_revoked_link_are_answered_alike(bank: Bank) -> None:
    revoked, ended, wrong = bank.make(), bank.make(), f"/profiles/{'w' * 43}"
    with bank.database.transaction() as session:
        first, second = session.query(StandardsProfile).order_by(StandardsProfile.id)
        number, second.ends_on = first.id, date(2026, 1, 1)
    assert bank.owner.send(f"{bank.room}/{number}/revocation", {}, page=bank.room).status_code == 302
    answers = [bank.stranger().client.get(path) for path in (revoked, ended, wrong)]
    told = {(each.status_code, re.sub(r"[\w-]{43}|<strong class=\"number\">\w+</strong>|value=\"[^\"]+\"", "", each.text), each.headers["Cache-Control"]) for each in answers}
    assert len(told) == 1
    assert "这个链接打不开" in answers[0].text
    assert bank.stranger().client.get(f"{wrong}.json").json["type"] == "/problems/profile_unknown"
    with bank.database.reading() as session:
        assert session.query(ProfileReading).count() == 0


def test_each_reading_is_shown_to_the_enterprise_and_the_link_only_once(bank: Bank) -> None:
    path = bank.make()
    for address in (path, f"{path}.json", f"{path}/print"):
        bank.stranger().get(address)
    page = bank.owner.get(bank.room)
    for words in ("读取 3 次", "打印页", "某某银行三门支行（示例）", "不记是谁"):
        assert words in page, words
    assert path not in page


def test_a_link_without_reader_or_beyond_a_year_is_refused_beside_its_field(bank: Bank) -> None:
    answer = bank.owner.send(bank.room, {"reader": "", "ends_on": "2030-01-01"})
    assert answer.status_code == 422
    for words in ('href="#f-reader"', "最长一年", 'value="2030-01-01"'):
        assert words in answer.text, words
