"""A clerk comes with nothing but an address, and takes a standard from the first draft to its end; a registrar verifies the enterprise."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.db import Database
from registry.models import Disclosure, DisclosureVersion
from tests.factories import people
from tests.fixtures.browsing import Server
from tests.fixtures.site import Mailbox
from tests.journeys.coming_in import CODE, registers_the_enterprise, sends_the_licence, signs_up, verifies
from tests.journeys.habits import a_licence, follow, lets_in, press
from tests.journeys.looking import look

pytestmark = pytest.mark.browser

NUMBER = "Q/SMXJ 018-2026"
DEMO = "GB/T 990002-2024"
# As it stands in a spreadsheet. One adhesion is below the recommended standard's 2.1 N/mm, and the last row lacks its method.
SHEET = """项目名称\t技术要求\t计量单位\t试验方法\t指标类型\t条件
拉伸强度\t≥18\tMPa\tGB/T 528-2009\t性能\t老化前
抗拉强度\t≥15\tMPa\tGB/T 528-2009\t性能\t老化后
拉断伸长率\t≥400\t%\tGB/T 528-2009\t性能\t老化前
扯断伸长率\t≥320\t%\tGB/T 528-2009\t性能\t老化后
磨耗量\t<150\tmm³\tGB/T 9867-2008\t性能\t
布层间粘合强度\t≥4.0\tN/mm\tGB/T 6759-2013\t性能\t
覆盖层与布层间粘合强度\t≥2.05\tN/mm\tGB/T 6759-2013\t性能\t
全厚度拉伸强度\t≥200\tN/mm\tGB/T 3690-2017\t性能\t纵向
参考力伸长率\t≤3\t%\tGB/T 3690-2017\t性能\t
接头强度保持率\t≥70\t%\tGB/T 12736-2021\t性能\t
耐热温度\t≥100\t℃\tGB/T 990002-2024\t功能\t
火焰持续时间\t≤8 s\t\tGB/T 3685-2017\t性能\t
表面电阻\t≤200000000\tΩ\tGB/T 11210-2014\t性能\t
脆性温度\t≤-25\t℃\tGB/T 15256-2014\t性能\t
撕裂强度\t≥30\tkN/m\tGB/T 529-2008\t性能\t
老化后拉伸强度变化率\t≤20\t%\tGB/T 3512-2014\t性能\t
耐臭氧性能\t≥96\th\tGB/T 7762-2014\t性能\t
覆盖层厚度\t3.0～4.0\tmm\tGB/T 5756-2009\t功能\t上覆盖层
覆盖层厚度\t1.5～2.0\tmm\tGB/T 5756-2009\t功能\t下覆盖层
托辊间距适应性\t≤1.2\tm\t\t功能\t
"""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("shelves")
def test_a_clerk_signs_up_is_verified_discloses_amends_and_withdraws(
    arrive: Callable[..., Page], server: Server, database: Database, mailbox: Mailbox, deliver: Callable[..., int], now: datetime, tmp_path: Path
) -> None:
    clerk = _comes_in(arrive, server, database, mailbox, deliver, a_licence(tmp_path, now), now)
    _prepares(clerk, server)
    _pastes(clerk)
    _names_the_standards(clerk)
    _mends(clerk)
    _discloses(clerk, database)
    _registers_a_product(clerk)
    _reads_the_receipt(clerk)
    _amends(clerk, database)
    _withdraws(clerk)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("shelves")
def test_the_way_in_is_the_same_on_postgresql(
    arrive: Callable[..., Page], server: Server, database: Database, mailbox: Mailbox, deliver: Callable[..., int], now: datetime, tmp_path: Path
) -> None:
    """The other stories stand on SQLite: what pages write and read is tested on both databases where it is written and read."""
    _comes_in(arrive, server, database, mailbox, deliver, a_licence(tmp_path, now), now)


def _comes_in(arrive: Callable[..., Page], server: Server, database: Database, mailbox: Mailbox, deliver: Callable[..., int], licence: Path, now: datetime) -> Page:
    """The clerk of an enterprise that a registrar has verified."""
    clerk, registrar = arrive(), arrive()
    with database.transaction() as session:
        at_the_bureau = lets_in(session, people.officer(session, now, people.bureau(session, now), "registrar"))
    signs_up(clerk, server, mailbox, deliver)
    registers_the_enterprise(clerk, server)
    sends_the_licence(clerk, licence)
    verifies(registrar, server, at_the_bureau)
    return clerk


def _prepares(clerk: Page, server: Server) -> None:
    clerk.goto(f"{server.url}/account/messages")
    expect(clerk.get_by_role("main")).to_contain_text("三门县海岸橡胶有限公司（示例）")
    look(clerk)
    clerk.goto(f"{server.url}/console/{CODE}/drafts")
    look(clerk)
    clerk.goto(f"{server.url}/console/{CODE}/drafts/new")
    look(clerk)
    clerk.get_by_role("radio", name="本企业自己的标准").check()
    clerk.get_by_role("radio", name="产品", exact=True).check()
    press(clerk, "继续")
    look(clerk)
    clerk.get_by_label("标准编号").fill(NUMBER)
    clerk.get_by_label("标准名称").fill("织物芯橡胶输送带（示例）")
    clerk.get_by_label("产品类别").fill("帆布芯输送带")
    clerk.get_by_label("产品类别").press("Tab")
    press(clerk, "保存并继续")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("指标")


def _pastes(clerk: Page) -> None:
    """With the real clipboard, as from a spreadsheet."""
    clerk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clerk.evaluate("text => navigator.clipboard.writeText(text)", SHEET)
    _cell(clerk, 0, "name").focus()
    clerk.keyboard.press("Control+V")
    expect(clerk.locator("#grid-told")).to_have_text("已粘贴 20 行")
    expect(_cell(clerk, 1, "condition")).to_have_value("老化后")
    expect(_cell(clerk, 11, "unit")).to_have_value("s")
    expect(clerk.locator(".saved")).to_have_attribute("data-state", "saved")
    expect(clerk.locator("tbody tr").nth(1).locator("[data-match]")).to_have_text("可比：拉伸强度")
    expect(clerk.locator("tbody tr").nth(19).locator("[data-match]")).to_have_text("不可比")
    look(clerk)
    press(clerk, "保存并继续")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("对应和引用的标准")


def _names_the_standards(clerk: Page) -> None:
    for place, (relation, typed, found) in enumerate((("对应的强制性标准", "GB990001", "GB 990001-2024"), ("对应的推荐性标准", "990002", DEMO))):
        row = clerk.locator(".reference").nth(place)
        row.get_by_label("关系").select_option(relation)
        row.get_by_label("编号").press_sequentially(typed)
        clerk.get_by_role("option", name=found).click()
        expect(row.get_by_label("编号")).to_have_value(found)
    look(clerk)
    press(clerk, "保存并继续")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("标准文本")
    look(clerk)
    press(clerk, "保存并继续")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("产品和服务")
    look(clerk)
    press(clerk, "保存并继续")


def _mends(clerk: Page) -> None:
    """What an inspector would find: each remark leads to the cell where it is mended."""
    expect(clerk.get_by_role("heading", level=1)).to_have_text("自查和公开")
    expect(clerk.get_by_role("heading", name="必须改正 1")).to_be_visible()
    expect(clerk.get_by_role("heading", name="必须明示 1")).to_be_visible()
    expect(clerk.get_by_role("main")).to_contain_text("声明 ≥2.05 N/mm，低于推荐性标准 GB/T 990002")
    expect(clerk.get_by_role("link", name="去公开")).to_have_count(0)
    look(clerk)
    clerk.get_by_role("link", name=re.compile("去改.*“托辊间距适应性”没有试验方法")).click()
    expect(_cell(clerk, 19, "method")).to_be_focused()
    expect(_cell(clerk, 19, "method")).to_have_accessible_description(re.compile("没有试验方法"))
    look(clerk)
    clerk.keyboard.type("GB/T 10595-2017")
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".saved")).to_have_attribute("data-state", "saved")
    expect(_cell(clerk, 19, "method")).not_to_have_attribute("aria-invalid", "true")
    clerk.get_by_role("navigation", name="填写进度").get_by_role("link", name="自查和公开").click()
    expect(clerk.get_by_role("heading", name="必须改正")).to_have_count(0)
    clerk.get_by_label("在公开时明示").check()
    clerk.get_by_label("明示内容").fill("覆盖层与布层间粘合强度低于 GB/T 990002-2024。")
    press(clerk, "保存回答并再查一遍")
    expect(clerk.get_by_text("没有需要改正的地方")).to_be_visible()
    look(clerk)
    follow(clerk, "去公开")


def _discloses(clerk: Page, database: Database) -> None:
    look(clerk)
    press(clerk, "公开")
    expect(clerk.get_by_role("alert")).to_contain_text("承诺")
    clerk.get_by_label("我代表").check()
    clerk.get_by_role("button", name="公开", exact=True).dblclick()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已公开")
    expect(clerk.get_by_role("status")).to_contain_text("Q/SMXJ 018—2026 第 1 版已向所有人公开")
    with database.reading() as session:
        assert (session.query(Disclosure).count(), session.query(DisclosureVersion).count()) == (1, 1)
    look(clerk)


def _registers_a_product(clerk: Page) -> None:
    follow(clerk, "关联执行这项标准的产品和服务")
    look(clerk)
    clerk.get_by_role("link", name="登记产品或服务").first.click()
    look(clerk)
    clerk.get_by_label("名称", exact=True).fill("海岸牌 EP 输送带")
    clerk.get_by_role("radio", name="产品", exact=True).check()
    clerk.get_by_role("combobox", name="产品类别").or_(clerk.get_by_role("textbox", name="产品类别")).fill("织物芯输送带")
    clerk.get_by_label("型号").fill("EP200\nEP300")
    clerk.get_by_label("商品条码").fill("9520000000012")
    press(clerk, "登记并公开")
    expect(clerk.get_by_role("alert")).to_contain_text("校验")
    look(clerk)
    clerk.get_by_label("商品条码").fill("952-0000-00001 1")
    press(clerk, "登记并公开")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("海岸牌 EP 输送带")
    look(clerk)
    follow(clerk, "选择标准")
    look(clerk)
    clerk.get_by_role("checkbox", name="Q/SMXJ 018—2026").check()
    press(clerk, "关联")
    expect(clerk.get_by_text("主要标准", exact=True)).to_be_visible()
    look(clerk)


def _reads_the_receipt(clerk: Page) -> None:
    _opens_the_disclosure(clerk)
    look(clerk)
    clerk.get_by_role("main").locator("a[href$='/receipt']").first.click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("回执")
    expect(clerk.get_by_role("main")).to_contain_text("Q/SMXJ 018")
    look(clerk)
    printed = clerk.request.get(f"{clerk.url}.pdf")
    expect(clerk.get_by_role("link", name="下载 PDF")).to_have_attribute("href", re.compile(r"/receipt\.pdf"))
    assert printed.body().startswith(b"%PDF-")


def _amends(clerk: Page, database: Database) -> None:
    _opens_the_disclosure(clerk)
    press(clerk, "开始修改")
    expect(clerk.get_by_label("标准编号")).to_have_attribute("readonly", "")
    look(clerk)
    clerk.get_by_label("为什么修改").fill("改进了粘合工艺")
    press(clerk, "保存并继续")
    _cell(clerk, 6, "requirement").focus()
    clerk.keyboard.type("≥3.5")
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".saved")).to_have_attribute("data-state", "saved")
    clerk.get_by_role("navigation", name="填写进度").get_by_role("link", name="对应和引用的标准").click()
    clerk.get_by_label("有指标少于或者低于推荐性标准").uncheck()
    clerk.get_by_label("明示内容").fill("")
    press(clerk, "保存并继续")
    clerk.get_by_role("navigation", name="填写进度").get_by_role("link", name="自查和公开").click()
    expect(clerk.get_by_text("没有需要改正的地方")).to_be_visible()
    follow(clerk, "去公开")
    look(clerk)
    clerk.get_by_label("我代表").check()
    press(clerk, "公开")
    expect(clerk.get_by_role("status")).to_contain_text("第 2 版已向所有人公开")
    with database.reading() as session:
        assert session.query(DisclosureVersion).count() == 2


def _withdraws(clerk: Page) -> None:
    _opens_the_disclosure(clerk)
    follow(clerk, "登记废止")
    look(clerk)
    press(clerk, "废止")
    expect(clerk.get_by_role("alert")).to_be_focused()
    look(clerk)
    clerk.get_by_label("理由").fill("不再生产这种输送带")
    press(clerk, "废止")
    expect(clerk.get_by_role("status").first).to_have_text("已登记废止")
    look(clerk)
    clerk.get_by_role("main").locator("a[href^='/disclosures/']").first.click()
    expect(clerk.locator("strong.status.large")).to_contain_text("废止")
    look(clerk)


def _opens_the_disclosure(clerk: Page) -> None:
    clerk.goto(re.sub(r"/console/.*|/disclosures/.*", f"/console/{CODE}/disclosures", clerk.url))
    clerk.get_by_role("link", name="Q/SMXJ 018—2026").click()


def _cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(f"[name='lines.{row}.{column}']")
