"""A target gets its expected line, and a year its bulletin: drafted at the desk, published, read as a page, a PDF and a sheet."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from public_site import desk_following
from public_site.worker import bench
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from tests.factories import inspections as made
from tests.factories import people
from tests.fixtures.browsing import Server
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look

# What a browser does with a page does not depend on the database; the actions behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

PLACE, PREFACE = "331022", "今年抽查一项标准。（示例）"
TARGET = (
    ("目标名称", "自我声明公开的产品和服务标准"), ("目标数", "280"), ("期限", "2027年12月31日"), ("从哪天算起", "2026-01-01"), ("那天已有多少", "0"), ("规划来源", "城厢区标准化工作规划（2021年）"),
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """How the officer signs in, and the result of the one check of the year."""

    officer: str
    finding: str


@pytest.fixture
def cast(database: Database, server: Server) -> Cast:
    """A county in which one standard was checked and found wanting; the worker has counted it."""
    moment = utc_now() - timedelta(hours=1)
    with database.transaction() as session:
        drawn = made.drawn(session, moment)
        finding = made.concluded(session, moment, drawn, "L5")
        made.replied(session, moment, drawn, finding)
        made.publish(session, moment, drawn, finding)
        told = Cast(lets_in(session, people.officer(session, moment, drawn.bureau)), finding.public_id)
    counting = bench(server.settings)
    while desk_following.drain(counting):
        pass
    return told


def test_a_target_has_its_line_and_a_year_its_bulletin(arrive: Callable[..., Page], server: Server, cast: Cast, tmp_path: Path, now: datetime) -> None:
    officer, reader = arrive(), arrive(width=390, height=844)
    sign_in(officer, server, cast.officer)
    _keeps_a_target(officer, server)
    _sees_the_line(reader, server)
    address = _publishes_the_year(officer, server, legal_day(now).year)
    reader.goto(address)
    _reads_the_year(reader, cast)
    _takes_it_along(reader, tmp_path)


def _keeps_a_target(officer: Page, server: Server) -> None:
    """Two wrong fields are told beside them; then it is kept."""
    officer.goto(f"{server.url}/regulator/targets")
    follow(officer, "录入目标")
    officer.get_by_label("数什么").select_option("disclosures")
    for label, typed in TARGET:
        officer.get_by_label(label, exact=True).fill(typed)
    officer.get_by_label("目标数").fill("0")
    press(officer, "保存")
    expect(officer.get_by_role("alert")).to_be_focused()
    expect(officer.get_by_label("规划来源")).to_have_value(TARGET[-1][1])
    look(officer)
    officer.get_by_label("目标数").fill("２８０")
    officer.get_by_label("在统计页公开").check()
    press(officer, "保存")
    expect(officer.locator("figure.course")).to_contain_text("1 / 280")
    look(officer)


def _sees_the_line(reader: Page, server: Server) -> None:
    """What there is and what there should be by now, as lines and in words."""
    reader.goto(f"{server.url}/statistics?division={PLACE}")
    course = reader.locator("figure.course")
    expect(course).to_contain_text("落后于进度线")
    expect(course.locator("polyline")).to_have_count(2)
    expect(course).to_contain_text("今天按进度应有")
    look(reader)


def _publishes_the_year(officer: Page, server: Server, year: int) -> str:
    """The bulletin's public address."""
    officer.goto(f"{server.url}/regulator/bulletins")
    officer.get_by_label("年份").fill(str(year))
    press(officer, "看草稿")
    expect(officer.locator("main")).to_contain_text("逐项结果")
    look(officer)
    officer.get_by_label("前言").fill(PREFACE)
    press(officer, "发布通报")
    press(officer, "确认")
    officer.wait_for_url(re.compile(r"//[^/]+/bulletins/\w+$"))  # the desk's are below /regulator
    return officer.url


def _reads_the_year(reader: Page, cast: Cast) -> None:
    for said in (PREFACE, "年企业标准监督检查通报", "不符合", "逐项结果"):
        expect(reader.locator("main")).to_contain_text(said)
    expect(reader.locator(f"a[href='/spot-checks/results/{cast.finding}']")).to_be_visible()
    look(reader)


def _takes_it_along(reader: Page, folder: Path) -> None:
    """The PDF, which the browser shows, and the sheet, which it saves, say the same."""
    printed = reader.request.get(f"{reader.url}.pdf")
    expect(reader.get_by_role("link", name="PDF", exact=True)).to_have_attribute("href", re.compile(r"/bulletins/\w+\.pdf$"))
    with pypdfium2.PdfDocument(printed.body()) as document:
        assert PREFACE in "".join(page.get_textpage().get_text_range() for page in document)
    with reader.expect_download() as download:
        follow(reader, "XLSX")
    download.value.save_as(folder / "bulletin.xlsx")
    with zipfile.ZipFile(folder / "bulletin.xlsx") as book:
        assert PREFACE in book.read("xl/worksheets/sheet1.xml").decode()
