"""An office orders a standard to be rectified; the enterprise reads what and by when, asks for more time and acts; what is overdue is noted by two people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database, utc_now
from registry.files import Files
from registry.legal_time import legal_day
from tests.factories import rectifications as made
from tests.fixtures.browsing import Server
from tests.journeys.habits import a_licence, follow, lets_in, press, sign_in
from tests.journeys.looking import look
from tests.journeys.scanning import look_in_both_languages

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

WHY, MENDED = "检测机构排期到下周。", "企业已废止这项标准，核对属实。"


@dataclass(frozen=True)
class Town:
    """How everybody signs in, and the standard it is about."""

    handler: str
    boss: str
    owner: str
    desk: str
    public: str


def settled(database: Database, files: Files | None = None, *, ago: int = 0) -> Town:
    """With `files`: an order was delivered so many days ago and nobody obeyed it."""
    moment = utc_now() - timedelta(days=ago)
    with database.transaction() as session:
        place = made.town(session, moment - timedelta(days=30))
        if files:
            made.delivered(session, moment, place, files, made.ordered(session, moment, place))
        who = [lets_in(session, actor) for actor in (place.handler, place.boss, place.owner)]
        return Town(*who, f"/console/{place.firm.credit_code}", place.version.disclosure.public_id)


def test_an_order_is_delivered_extended_obeyed_and_closed(arrive: Callable[..., Page], server: Server, database: Database, now: datetime, tmp_path: Path) -> None:
    town = settled(database)
    handler, owner = arrive(), arrive(width=390)
    sign_in(handler, server, town.handler)
    _orders(handler, server, town)
    _delivers(handler, a_licence(tmp_path, now))
    sign_in(owner, server, town.owner)
    _asks_for_time(owner, server, town)
    _gives_time(handler)
    _withdraws(owner, server, town)
    handler.reload()
    expect(handler.get_by_text("企业已改正，等待核对").first).to_be_visible()
    handler.get_by_role("radio", name="已改正，办结").check()
    handler.get_by_role("textbox", name="理由").fill(MENDED)
    press(handler, "先看企业会读到什么")
    press(handler, "记录")
    expect(handler.get_by_text("已改正，办结").first).to_be_visible()
    owner.goto(f"{server.url}{town.desk}/rectifications")
    owner.locator("th a").click()
    expect(owner.get_by_text(MENDED)).to_be_visible()
    look(owner)


def _orders(handler: Page, server: Server, town: Town) -> None:
    handler.goto(f"{server.url}/regulator/disclosures/{town.public}")
    follow(handler, "责令限期改正")
    look_in_both_languages(handler)
    handler.get_by_label("编号和名称合规、唯一，与文本一致").check()
    handler.get_by_text("L4 要改正什么").click()
    handler.locator("[id='f-statement.L4']").fill("编号没有年份。")
    handler.get_by_label("期限").fill("5")
    press(handler, "先看通知书怎么写")
    expect(handler.get_by_text("编号没有年份。")).to_be_visible()
    look(handler)
    press(handler, "作出")
    expect(handler.get_by_text("已作出，等待送达").first).to_be_visible()


def _delivers(handler: Page, proof: Path) -> None:
    handler.get_by_label("送达方式").select_option("in_person")
    handler.get_by_label("送达日期").fill(legal_day(utc_now()).isoformat())
    handler.get_by_label("送达凭证").set_input_files(proof)
    press(handler, "记录送达")
    expect(handler.get_by_text("还剩 5 个工作日").first).to_be_visible()
    look_in_both_languages(handler)


def _asks_for_time(owner: Page, server: Server, town: Town) -> None:
    owner.goto(f"{server.url}{town.desk}/rectifications")
    look_in_both_languages(owner)
    owner.locator("th a").click()
    expect(owner.get_by_text("还剩 5 个工作日").first).to_be_visible()
    owner.get_by_label("申请延长").fill("３")
    owner.get_by_label("理由").fill(WHY)
    press(owner, "申请延期")
    expect(owner.get_by_text("等待答复").first).to_be_visible()
    look_in_both_languages(owner)


def _gives_time(handler: Page) -> None:
    handler.reload()
    expect(handler.get_by_text(WHY).first).to_be_visible()
    handler.get_by_role("radio", name="延长期限").check()
    handler.get_by_role("textbox", name="延长").fill("3")
    handler.get_by_role("textbox", name="理由").fill("同意。")
    press(handler, "先看企业会读到什么")
    look(handler)
    press(handler, "记录")
    expect(handler.get_by_text("还剩 8 个工作日").first).to_be_visible()


def _withdraws(owner: Page, server: Server, town: Town) -> None:
    owner.goto(f"{server.url}{town.desk}/disclosures/{town.public}/withdrawal")
    owner.get_by_label("理由（会公开）").fill("不再生产。")
    press(owner, "废止")
    expect(owner.get_by_text("已登记废止").first).to_be_visible()


def test_what_is_overdue_is_drafted_by_one_and_published_by_another(arrive: Callable[..., Page], server: Server, database: Database, files: Files) -> None:
    town = settled(database, files, ago=30)
    handler, boss, reader = arrive(), arrive(), arrive(width=390)
    sign_in(handler, server, town.handler)
    handler.goto(f"{server.url}/regulator/due")
    look_in_both_languages(handler)
    handler.keyboard.press("j")
    expect(handler.get_by_text("逾期未改正").first).to_be_visible()
    press(handler, "起草公示")
    press(handler, "记录")
    expect(handler.get_by_text("由另一位审批人员决定").first).to_be_visible()
    look_in_both_languages(handler)
    sign_in(boss, server, town.boss)
    boss.goto(f"{server.url}/regulator/due?kind=note")
    follow(boss, "审批公示")
    press(boss, "核对后公开")
    expect(boss.get_by_role("heading", name="所有人会读到")).to_be_visible()
    look(boss)
    press(boss, "公开")
    expect(boss.get_by_text("已公示").first).to_be_visible()
    reader.goto(f"{server.url}/disclosures/{town.public}")
    expect(reader.get_by_text("已公示").first).to_be_visible()
