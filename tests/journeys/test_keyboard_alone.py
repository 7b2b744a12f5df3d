"""A clerk whose hand never touches a mouse takes a standard from nothing to the public page."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database
from registry.models import Disclosure
from tests.factories import people
from tests.fixtures.browsing import Server
from tests.journeys.habits import PASSWORD, lets_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

FOCUSED = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return "";
    const labels = [...(here.labels ?? [])].map((each) => each.textContent);
    return (here.getAttribute("aria-label") ?? labels.join(" ") ?? "").trim() || here.textContent.trim() || here.value || here.name || "";
}"""
SEEN = """() => {
    const shown = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
    const ring = shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) > 0;
    return (ring || shown.boxShadow !== "none") && box.bottom > 0 && box.top < innerHeight;
}"""


@pytest.mark.usefixtures("shelves")
def test_a_clerk_discloses_with_the_keyboard_alone(arrive: Callable[..., Page], server: Server, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        address = lets_in(session, people.member(session, now, firm))
    clerk = arrive()
    clerk.goto(f"{server.url}/console/{firm.credit_code}/drafts/new")
    _types(clerk, "邮箱或手机号", address)
    _types(clerk, "密码", PASSWORD)
    clerk.keyboard.press("Enter")
    _starts(clerk)
    _fills_the_grid(clerk)
    _goes_on(clerk, "对应和引用的标准")
    for box in ("没有对应的强制性标准", "没有对应的推荐性标准"):
        _to(clerk, box)
        clerk.keyboard.press("Space")
    for heading in ("标准文本", "产品和服务", "自查和公开"):
        _goes_on(clerk, heading)
    expect(clerk.get_by_text("没有需要改正的地方")).to_be_visible()
    _press(clerk, "去公开")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("公开这项标准")
    _to(clerk, "我代表")
    clerk.keyboard.press("Space")
    _press(clerk, "公开")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已公开")
    with database.reading() as session:
        assert session.query(Disclosure).one().number == "Q/SMXJ 021-2026"
    _press(clerk, "查看公开页")
    expect(clerk.locator("strong.status.large")).to_have_text("现行有效")


def _starts(clerk: Page) -> None:
    expect(clerk.get_by_role("heading", level=1)).to_have_text("公开一项标准")
    clerk.keyboard.press("Tab")
    expect(clerk.get_by_role("link", name="跳到正文")).to_be_focused()
    clerk.keyboard.press("Enter")
    _to(clerk, "本企业自己的标准")
    clerk.keyboard.press("Space")
    _press(clerk, "继续")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("标准")
    _types(clerk, "标准编号", "Q/SMXJ 021-2026")
    _types(clerk, "标准名称", "橡胶输送带（示例）")
    _goes_on(clerk, "指标")


def _fills_the_grid(clerk: Page) -> None:
    _to(clerk, "", name="lines.0.name")
    for cells in (("拉伸强度", "≥18 MPa", "", "GB/T 528-2009"), ("耐热温度", "≥100 ℃", "", "GB/T 990002-2024")):
        for cell in cells:
            clerk.keyboard.type(cell)
            clerk.keyboard.press("Tab")
        clerk.keyboard.press("Enter")
    expect(clerk.locator(".saved")).to_have_attribute("data-state", "saved")
    expect(clerk.locator("[name='lines.1.kind']")).to_have_value("functional")
    clerk.keyboard.press("Escape")


def _goes_on(clerk: Page, heading: str) -> None:
    _press(clerk, "保存并继续")
    expect(clerk.get_by_role("heading", level=1)).to_have_text(heading)


def _types(clerk: Page, label: str, words: str) -> None:
    _to(clerk, label)
    clerk.keyboard.type(words)


def _press(clerk: Page, words: str) -> None:
    _to(clerk, words, whole=True)
    clerk.keyboard.press("Enter")


def _to(clerk: Page, words: str, *, name: str = "", whole: bool = False) -> None:
    """Tab until the place is reached; every stop on the way can be seen (WCAG 2.4.7)."""
    clerk.wait_for_load_state()
    for _stop in range(80):
        clerk.keyboard.press("Tab")
        here = re.sub(r"\\s+", " ", clerk.evaluate(FOCUSED))
        if here:
            assert clerk.evaluate(SEEN), f"{clerk.url}: nothing shows that “{here}” has the focus"
        if (name and clerk.evaluate("document.activeElement.name") == name) or (words and (here == words if whole else here.startswith(words))):
            return
    raise AssertionError(f"{clerk.url}: no way to “{words or name}” with Tab")
