"""The indicator grid in a real browser: paste, keyboard alone, undo, reorder, saved as it is typed, two people at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from registry.actions import drafts
from registry.db import Database, utc_now
from registry.models import Draft
from registry.rules.content import Content, Line
from registry.rules.permission import Actor
from tests.factories import people, shelves
from tests.factories.visits import token_of
from tests.fixtures.browsing import Server

# What a browser does with a page does not depend on the database; the forms behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
TWENTY = "指标名称\t指标要求\t单位\t试验方法\t指标类型\t条件\r\n" + "".join(f"指标{n}\t≥{n} MPa\t\tGB/T 528-2009\t性能指标\t\r\n" for n in range(1, 19)) + "拉伸强度\t≥15\tMPa\tGB/T 528-2009\t\t老化前\r\n带速\t≤5\tm/s\t\t功能\t\r\n"
PASTE = """(cell, text) => {
    const held = new DataTransfer();
    held.setData("text/plain", text);
    cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
}"""


@dataclass
class Grid:
    """An open grid: `cell(row, column)` from 0, and what is saved of it."""

    page: Page
    database: Database
    draft_id: int

    def cell(self, row: int, column: str) -> Locator:
        return self.page.locator(f"[name='lines.{row}.{column}']")

    def saved(self) -> tuple[Line, ...]:
        with self.database.reading() as session:
            return Content.from_json(session.get_one(Draft, self.draft_id).content).lines

    def settled(self) -> tuple[Line, ...]:
        expect(self.page.locator(".saved")).to_have_attribute("data-state", "saved")
        return self.saved()

    def names(self, count: int) -> list[str]:
        return [self.cell(row, "name").input_value() for row in range(count)]


@pytest.fixture
def clerk(database: Database, now: datetime) -> Actor:
    with database.transaction() as session:
        shelves.stock(session, now)
        return people.member(session, now, people.enterprise(session, now, credit_code="91331022MA2K10012U"))


@pytest.fixture
def open_grid(server: Server, database: Database, clerk: Actor) -> Callable[..., Grid]:
    token = token_of(database, clerk)

    def opened(page: Page, *lines: Line, draft_id: int | None = None) -> Grid:
        if draft_id is None:
            with database.transaction() as session:
                draft = drafts.start(session, actor=clerk, enterprise_id=next(iter(clerk.enterprises)), now=utc_now())
                session.flush()
                drafts.save(session, actor=clerk, draft_id=draft.id, content=Content(lines=lines, category="conveyor-belt"), revision=draft.revision, now=utc_now())
                draft_id = draft.id
        page.context.add_cookies([{"name": "sign_in", "value": token, "url": server.url}])
        page.goto(f"{server.url}/console/91331022MA2K10012U/drafts/{draft_id}/indicators")
        return Grid(page, database, draft_id)

    return opened


def test_twenty_rows_are_pasted_and_understood(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page)
    grid.cell(0, "name").focus()
    grid.cell(0, "name").evaluate(PASTE, TWENTY)
    expect(page.locator("#grid-told")).to_have_text("已粘贴 20 行")
    expect(grid.cell(18, "requirement")).to_have_value("≥15")
    expect(page.locator("tbody tr").nth(18).locator("[data-match]")).to_have_text("可比：拉伸强度")
    expect(page.locator("tbody tr").nth(0).locator("[data-match]")).to_have_text("不可比")
    lines = grid.settled()
    assert len(lines) == 20
    assert (lines[0].low, lines[0].unit, lines[18].concept, lines[18].condition) == ("1", "MPa", "tensile-strength", "unaged")
    page.reload()
    expect(grid.cell(19, "unit")).to_have_value("m/s")


def test_a_row_is_entered_with_the_keyboard_alone(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page)
    grid.cell(0, "name").focus()
    for typed in ("抗拉强度", "≥15 MPa", "", "GB/T 528-2009"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(grid.cell(1, "name")).to_be_focused()
    page.keyboard.type("带速")
    page.keyboard.press("ArrowRight")  # while typing the caret moves, not the cell
    expect(grid.cell(1, "name")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("≤5m/s")
    page.keyboard.press("ArrowUp")
    expect(grid.cell(0, "requirement")).to_be_focused()
    expect(grid.cell(0, "unit")).to_have_value("MPa")
    expect(grid.cell(1, "unit")).to_have_value("m/s")
    expect(grid.cell(0, "kind")).to_have_value("performance")
    page.keyboard.press("F2")
    page.keyboard.press("End")
    page.keyboard.type(".5")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="加 10 行")).to_be_focused()
    assert [(line.name, line.concept, line.low or line.high, line.unit) for line in grid.settled()] == [("抗拉强度", "tensile-strength", "15.5", "MPa"), ("带速", "belt-speed", "5", "m/s")]


def test_typing_replaces_escape_gives_back_and_undo_goes_far(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page, Line(name="甲"), Line(name="乙"), Line(name="丙"))
    grid.cell(0, "name").focus()
    page.keyboard.type("丁")
    page.keyboard.press("Escape")
    expect(grid.cell(0, "name")).to_have_value("甲")
    page.keyboard.type("戊")
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    page.keyboard.press("Alt+Delete")
    assert grid.names(2) == ["戊", "丙"]
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert grid.names(3) == ["甲", "乙", "丙"]
    page.keyboard.press("Control+y")
    assert grid.names(3) == ["戊", "乙", "丙"]
    assert [line.name for line in grid.settled()] == ["戊", "乙", "丙"]


def test_rows_change_places_by_keys_and_buttons(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page, Line(name="甲"), Line(name="乙"), Line(name="丙"))
    grid.cell(2, "name").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(grid.cell(1, "name")).to_be_focused()
    assert grid.names(3) == ["甲", "丙", "乙"]
    page.locator("tbody tr").nth(0).get_by_role("button", name="下移").click()
    assert grid.names(3) == ["丙", "甲", "乙"]
    grid.cell(1, "name").focus()
    page.keyboard.press("Alt+Insert")
    assert grid.names(4) == ["丙", "", "甲", "乙"]
    assert [line.name for line in grid.settled()] == ["丙", "", "甲", "乙"]


def test_a_wrong_unit_is_named_beside_its_cell_while_typing_goes_on(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page)
    grid.cell(0, "name").focus()
    for typed in ("拉伸强度", "≥15", "kg"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.locator("[id='e-lines.0.unit']")).to_contain_text("不能用来表示这项指标")
    expect(grid.cell(0, "unit")).to_have_attribute("aria-invalid", "true")
    expect(grid.cell(0, "method")).to_be_focused()


def test_concepts_and_standards_are_suggested_in_their_cells(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page)
    grid.cell(0, "name").focus()
    page.keyboard.type("拉伸")
    expect(page.locator("#suggestions li").first).to_contain_text("拉伸强度")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(grid.cell(0, "name")).to_have_value("拉伸强度")
    grid.cell(0, "method").focus()
    page.keyboard.type("528")
    page.locator("#suggestions li", has_text="GB/T 528-2009").click()
    expect(grid.cell(0, "method")).to_have_value("GB/T 528-2009")
    assert (grid.settled()[0].concept, grid.saved()[0].method) == ("tensile-strength", "GB/T 528-2009")


def test_two_people_at_once_are_told_and_may_keep_either(open_grid: Callable[..., Grid], page: Page, browser: Browser) -> None:
    mine = open_grid(page, Line(name="甲"))
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    theirs = open_grid(context.new_page(), draft_id=mine.draft_id)
    theirs.cell(0, "name").fill("他人的")
    theirs.settled()
    mine.cell(0, "name").fill("我的")
    expect(page.locator("[data-trouble=conflict]")).to_contain_text(re.compile(r"王小明 在 \d\d:\d\d 保存过"))
    expect(mine.cell(0, "name")).to_have_value("我的")
    assert mine.saved()[0].name == "他人的"
    page.get_by_role("button", name="本页以我的为准").click()
    assert mine.settled()[0].name == "我的"
    context.close()


def test_without_a_line_the_page_says_so_warns_before_leaving_and_tries_again(open_grid: Callable[..., Grid], page: Page) -> None:
    grid = open_grid(page)
    page.context.set_offline(True)
    grid.cell(0, "name").fill("离线")
    expect(page.locator(".saved")).to_contain_text("连不上网络")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.assign('/console')")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    assert grid.settled()[0].name == "离线"


def test_who_signed_out_elsewhere_signs_in_again_and_nothing_is_lost(open_grid: Callable[..., Grid], page: Page, server: Server) -> None:
    grid = open_grid(page)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sign_in")
    grid.cell(0, "name").fill("还在")
    expect(page.get_by_role("link", name="在新窗口登录")).to_be_visible()
    page.context.add_cookies([each for each in cookies if each["name"] == "sign_in"])
    page.get_by_role("button", name="重试").click()
    assert grid.settled()[0].name == "还在"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_grid_is_accessible_and_fits_its_window(open_grid: Callable[..., Grid], page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_grid(page, Line(name="拉伸强度", concept="tensile-strength", operator="at_least", low="15", unit="kg"), Line(name="自拟指标"))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_the_same_page_takes_a_pasted_block(browser: Browser, open_grid: Callable[..., Grid]) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844})
    grid = open_grid(context.new_page())
    grid.page.get_by_text("整块粘贴", exact=True).click()
    grid.page.get_by_label("在这里粘贴表格").fill(TWENTY.replace("\r\n", "\n"))
    grid.page.get_by_role("button", name="读入并保存").click()
    assert len(grid.saved()) == 20
    context.close()
