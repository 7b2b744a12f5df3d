"""What an enterprise does with its disclosures afterwards: amend, correct, withdraw, let another take over, indicate."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask

from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import DisclosureSuccession, DisclosureVersion, DisclosureWithdrawal, Enterprise, PlatformIndication
from registry.rules.permission import Actor
from tests.factories import disclosures, forms, people, shelves
from tests.factories.visits import Visit, visit

DESK = "/console/91331022MA2K10012U/disclosures"


@dataclass
class Desk:
    """A clerk's browser and a way to disclose."""

    browser: Visit
    actor: Actor
    database: Database

    def disclosed(self, ago: timedelta = timedelta(), **overrides: object) -> str:
        """The page of a new disclosure."""
        with self.database.transaction() as session:
            firm = session.query(Enterprise).filter_by(credit_code="91331022MA2K10012U").one()
            version = disclosures.disclosed(session, utc_now() - ago, self.actor, firm, **overrides)
            return f"{DESK}/{version.disclosure.public_id}"


@pytest.fixture
def desk(app: Flask, database: Database, now: datetime) -> Desk:
    with database.transaction() as session:
        shelves.stock(session, now)
        actor = people.member(session, now, people.enterprise(session, now, credit_code="91331022MA2K10012U"))
    return Desk(visit(app, database, actor), actor, database)


def today() -> str:
    return legal_day(utc_now()).isoformat()


def test_the_list_says_what_each_disclosure_is_today(desk: Desk) -> None:
    assert "还没有公开过标准" in desk.browser.get(DESK)
    page = desk.disclosed(number="Q/SMXJ 777-2026")
    shown = desk.browser.get(DESK)
    assert f'href="{page}"' in shown
    assert "Q/SMXJ 777—2026" in shown
    assert "现行有效" in shown


def test_an_amendment_starts_from_what_is_public_and_becomes_the_second_version(desk: Desk) -> None:
    page = desk.disclosed()
    draft = desk.browser.send(f"{page}/amend", {}, page=page).headers["Location"].removesuffix("/standard")
    shown = desk.browser.client.get(f"{draft}/standard").text
    assert re.search(r'name="number"[^>]* readonly', shown)
    form = forms.fields(shown, "/standard")
    desk.browser.client.post(f"{draft}/standard", data={**form, "change_reason": "检验方法更新", "go": "next"})
    assert "没有需要改正的地方" in desk.browser.get(f"{draft}/check")
    form = forms.fields(desk.browser.client.get(f"{draft}/disclosure").text, "/disclosure")
    assert desk.browser.client.post(f"{draft}/disclosure", data={**form, "commitment": "commitment-2026"}).headers["Location"] == f"{draft}/done"
    with desk.database.reading() as session:
        assert [(each.sequence, each.change, each.change_reason) for each in session.query(DisclosureVersion).order_by(DisclosureVersion.id)] == [(1, "first", None), (2, "amendment", "检验方法更新")]
    assert "第 2 版：修改" in desk.browser.get(page)


def test_a_slip_is_corrected_for_some_days_only(desk: Desk) -> None:
    fresh, old = desk.disclosed(), desk.disclosed(timedelta(days=5))
    assert "开始更正" in desk.browser.get(fresh)
    assert "开始更正" not in desk.browser.get(old)
    assert desk.browser.send(f"{fresh}/correct", {}, page=fresh).status_code == 302
    refused = desk.browser.send(f"{old}/correct", {}, page=old)
    assert refused.status_code == 409
    assert "更正的期限已过" in refused.text


def test_withdrawing_asks_for_a_day_and_a_reason_and_keeps_what_was_typed(desk: Desk) -> None:
    page = desk.disclosed()
    assert "不能收回" in desk.browser.get(f"{page}/withdrawal")
    refused = desk.browser.send(f"{page}/withdrawal", {"effective_on": "2020-01-01", "reason": "停产"})
    assert refused.status_code == 422
    assert "不能早于今天" in refused.text
    assert "停产</textarea>" in refused.text
    assert desk.browser.send(f"{page}/withdrawal", {"effective_on": today(), "reason": "停产"}).headers["Location"] == page
    assert "企业已废止" in desk.browser.get(page)
    assert "开始修改" not in desk.browser.get(page)
    again = desk.browser.send(f"{page}/withdrawal", {"effective_on": today(), "reason": "再次"}, page=f"{page}/indication")
    assert (again.status_code, "已经废止过" in again.text) == (409, True)
    with desk.database.reading() as session:
        assert session.query(DisclosureWithdrawal).one().reason == "停产"


def test_another_disclosure_takes_over(desk: Desk) -> None:
    old = desk.disclosed()
    assert "还没有别的公开可以代替它" in desk.browser.get(f"{old}/succession")
    desk.disclosed(number="Q/SMXJ 888-2026")
    choice = re.search(r'<option value="(\d+)">Q/SMXJ 888', desk.browser.get(f"{old}/succession"))
    assert choice
    assert desk.browser.send(f"{old}/succession", {"successor": "", "effective_on": "", "reason": ""}).text.count('class="error"') == 3
    desk.browser.send(f"{old}/succession", {"successor": choice[1], "effective_on": today(), "reason": "换版"})
    assert "由 Q/SMXJ 888—2026 代替：换版" in desk.browser.get(old)
    with desk.database.reading() as session:
        assert session.query(DisclosureSuccession).count() == 1


def test_the_indication_on_the_national_platform_is_added_later(desk: Desk) -> None:
    page = desk.disclosed()
    assert "尚未标明" in desk.browser.get(page)
    refused = desk.browser.send(f"{page}/indication", {"platform_url": "javascript:alert(1)", "platform_on": "2099-01-01"})
    assert refused.status_code == 422
    assert "javascript:alert(1)" in refused.text
    desk.browser.send(f"{page}/indication", {"platform_url": "https://www.qybz.org.cn/user/detail/1", "platform_on": today()})
    assert "https://www.qybz.org.cn/user/detail/1" in desk.browser.get(page)
    with desk.database.reading() as session:
        assert session.query(PlatformIndication).count() == 1


def test_another_enterprise_s_disclosure_has_no_desk_page(desk: Desk, app: Flask, now: datetime) -> None:
    page = desk.disclosed()
    with desk.database.transaction() as session:
        other = people.member(session, now, people.enterprise(session, now, credit_code="91331022782912345T", name="别家（示例）"))
    stranger, there = visit(app, desk.database, other), page.replace("91331022MA2K10012U", "91331022782912345T")
    for step in ("", "/withdrawal", "/succession", "/indication"):
        assert stranger.status(f"{page}{step}") == 404
        assert stranger.status(f"{there}{step}") == 404
    for step in ("/amend", "/correct", "/withdrawal", "/succession", "/indication"):
        assert stranger.send(f"{there}{step}", {"effective_on": today(), "reason": "x"}, page="/console/91331022782912345T/drafts/new").status_code == 404


@pytest.mark.parametrize("step", ["withdrawal", "indication"])
def test_a_viewer_may_look_and_not_act(desk: Desk, app: Flask, now: datetime, step: str) -> None:
    page = desk.disclosed()
    with desk.database.transaction() as session:
        viewer = people.member(session, now, session.query(Enterprise).one(), "viewer")
    reader = visit(app, desk.database, viewer)
    assert "登记废止" not in reader.get(page)
    fields = {"effective_on": today(), "reason": "x", "platform_url": "https://www.qybz.org.cn/1", "platform_on": today()}
    assert reader.send(f"{page}/{step}", fields, page="/account").status_code == 403


def test_a_new_draft_begins_from_a_disclosure_without_its_number(desk: Desk) -> None:
    page = desk.disclosed()
    public_id = page.rsplit("/", 1)[1]
    new = "/console/91331022MA2K10012U/drafts/new"
    draft = desk.browser.send(new, {"basis": "own", "subject": "product", "copied": public_id}, page=f"{new}?copied={public_id}").headers["Location"]
    form = forms.fields(desk.browser.client.get(draft).text, "/standard")
    assert (form["number"], form["title"]) == ("", "橡胶输送带（示例）")
