"""An enterprise claims an honour, the bureau confirms it, pays for it by its policy and publishes the list; a bank reads the profile until the link is revoked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database, utc_now
from registry.legal_time import legal_day
from tests.factories import people
from tests.factories.disclosures import disclosed
from tests.fixtures.browsing import Server
from tests.journeys.habits import a_licence, follow, lets_in, press, sign_in
from tests.journeys.looking import look

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

Arrive = Callable[..., Page]


@dataclass(frozen=True)
class Cast:
    """How the three sign in, and the enterprise's desk."""

    owner: str
    registrar: str
    approver: str
    desk: str


@pytest.fixture
def cast(database: Database, now: datetime) -> Cast:
    with database.transaction() as session:
        office, firm = people.bureau(session, now), people.enterprise(session, now)
        owner = people.member(session, now, firm)
        disclosed(session, now, owner, firm)
        registrar, approver = people.officer(session, now, office, "registrar", "handler"), people.officer(session, now, office, "approver")
        return Cast(lets_in(session, owner), lets_in(session, registrar), lets_in(session, approver), f"/console/{firm.credit_code}")


def test_from_an_honour_to_a_published_sum_and_a_profile(arrive: Arrive, server: Server, cast: Cast, tmp_path: Path, now: datetime) -> None:
    owner, registrar, approver, bank = arrive(), arrive(), arrive(), arrive(width=390, height=844, refused=(404,))
    for page, address in ((owner, cast.owner), (registrar, cast.registrar), (approver, cast.approver)):
        sign_in(page, server, address)
    _claims(owner, server, cast, a_licence(tmp_path, now))
    _confirms(registrar, server)
    _publishes_the_policy(registrar, approver, server)
    public = _pays(registrar, approver, server)
    bank.goto(public)
    expect(bank.locator("main")).to_contain_text("第 2 位取 70%：50,000 × 70% = 35,000 元")
    look(bank)
    _shows_the_bank(owner, bank, server, cast)


def _claims(page: Page, server: Server, cast: Cast, paper: Path) -> None:
    page.goto(f"{server.url}{cast.desk}/honours")
    follow(page, "参与起草标准")
    page.get_by_label("国家标准").check()
    page.get_by_label("标准编号").fill("GB/T 7984-2013")
    page.get_by_label("在起草单位中的位次").fill("２")
    page.get_by_label("修订").check()
    page.get_by_label("取得日期").fill(legal_day(utc_now()).isoformat())
    page.get_by_label("来源", exact=True).fill("国家标准委公告（示例）")
    page.get_by_label("证明材料").set_input_files(paper)
    look(page)
    press(page, "申报")
    expect(page.locator("main")).to_contain_text("等待核对")
    look(page)


def _confirms(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/regulator/honours")
    look(page)
    follow(page, "三门县某某橡胶有限公司（示例）")
    page.get_by_label("已确认").check()
    look(page)
    press(page, "发出决定")
    expect(page.get_by_role("status").first).to_contain_text("已处理")


def _publishes_the_policy(registrar: Page, approver: Page, server: Server) -> None:
    registrar.goto(f"{server.url}/regulator/policies/new")
    press(registrar, "新建")
    look(registrar)
    approver.goto(registrar.url)
    follow(approver, "去发布")
    press(approver, "发布第 1 版")
    expect(approver.locator("main")).to_contain_text("未核定前不支付")
    look(approver)


def _pays(registrar: Page, approver: Page, server: Server) -> str:
    """The address of the public list."""
    year = legal_day(utc_now()).year
    registrar.goto(f"{server.url}/regulator/subsidies/new")
    registrar.get_by_label("办法").select_option(index=1)
    for label, typed in (("名称", "年度标准化奖励（示例）"), ("荣誉取得日期从", f"{year}-01-01"), ("到", f"{year}-12-31"), ("预算", "500000")):
        registrar.get_by_label(label, exact=True).fill(typed)
    press(registrar, "新开")
    press(registrar, "核算")
    expect(registrar.locator("main")).to_contain_text("35,000 元")
    look(registrar)
    approver.goto(registrar.url)
    follow(approver, "去公示")
    look(approver)
    press(approver, "公示")
    approver.wait_for_url(re.compile(r"/subsidies/\w{10}$"))
    return approver.url


def _shows_the_bank(owner: Page, bank: Page, server: Server, cast: Cast) -> None:
    owner.goto(f"{server.url}{cast.desk}/profiles")
    owner.get_by_label("给谁看").fill("某某银行三门支行（示例）")
    owner.get_by_label("最后一天").fill((legal_day(utc_now()) + timedelta(days=30)).isoformat())
    press(owner, "制作链接")
    link = owner.locator("a[rel=noreferrer]").inner_text()
    look(owner)
    bank.goto(server.url + "/profiles/" + link.rpartition("/")[2])
    for words in ("企业自我声明公开的标准", "已确认的荣誉", "GB/T 7984-2013"):
        expect(bank.locator("main")).to_contain_text(words)
    look(bank)
    owner.goto(f"{server.url}{cast.desk}/profiles")
    expect(owner.locator("main")).to_contain_text("读取 1 次")
    press(owner, "停用")
    press(owner, "确认")
    expect(owner.locator("main")).to_contain_text("已停用")
    bank.reload()
    expect(bank.locator("main")).to_contain_text("这个链接打不开")
