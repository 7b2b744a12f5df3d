"""An enterprise sees how often its printed codes were scanned, and nobody else's."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from public_site.charts import chart
from registry.actions import scan_counts
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import Enterprise, ScanCode
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.codes import coded
from tests.factories.visits import Visit, visit

DESK = "/console/91331022MA2K10012U"
RIVAL = "/console/91331022782912345T"
TODAY = legal_day(utc_now())
"""The pages count back from today."""


@pytest.fixture
def firm(database: Database, now: datetime) -> Enterprise:
    with database.transaction() as session:
        return people.enterprise(session, now)


@pytest.fixture
def codes(database: Database, now: datetime, firm: Enterprise) -> tuple[ScanCode, ScanCode]:
    with database.transaction() as session:
        return coded(session, now, firm), coded(session, now, firm, "叠层输送带 <b>", seed=8)


def joined(database: Database, now: datetime, firm: Enterprise, role: str = "viewer") -> Actor:
    with database.transaction() as session:
        return people.member(session, now, firm, role)


@pytest.fixture
def viewer(app: Flask, database: Database, now: datetime, firm: Enterprise) -> Visit:
    return visit(app, database, joined(database, now, firm))


def scanned(database: Database, *counts: tuple[ScanCode, int, str, int]) -> None:
    """(code, days ago, region, scans)"""
    with database.transaction() as session:
        scan_counts.add(session, counts={(code.id, TODAY - timedelta(ago), region): scans for code, ago, region, scans in counts})


def test_before_the_first_scan_the_page_says_what_to_do(viewer: Visit, codes: tuple[ScanCode, ScanCode]) -> None:
    page = viewer.get(f"{DESK}/scans")
    assert "还没有人扫码" in page
    assert "<svg" not in page


def test_one_scan_is_a_chart_too(viewer: Visit, database: Database, codes: tuple[ScanCode, ScanCode]) -> None:
    scanned(database, (codes[0], 0, "unknown", 1))
    page = viewer.get(f"{DESK}/scans")
    assert "最近 30 天扫码 1 次" in page
    assert page.count("<rect") - page.count("aria-hidden") == 1
    assert "开始以来共 1 次" in page
    assert "未知" in page


def test_many_scans_stand_by_day_product_and_region(viewer: Visit, database: Database, codes: tuple[ScanCode, ScanCode]) -> None:
    belt, other = codes
    scanned(database, (belt, 0, "331022", 1200), (belt, 3, "unknown", 34), (other, 3, "331000", 100), (belt, 40, "331022", 1000), (other, 200, "331022", 7))
    page = viewer.get(f"{DESK}/scans")
    assert "最近 30 天扫码 1,334 次，比之前 30 天多 334 次" in page
    assert "开始以来共 2,341 次" in page
    assert page.index("夹织物芯输送带</a>") < page.index("叠层输送带 <b></a>"), "most scanned first, and what was typed is text"
    assert page.index("浙江省台州市三门县") < page.index("浙江省台州市</th>") < page.index("未知</th>")
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日</th><td class=\"figure\">1,200</td>" in page
    assert "最近 90 天扫码 2,334 次" in viewer.get(f"{DESK}/scans?days=90")
    assert "最近 365 天扫码 2,341 次" in viewer.get(f"{DESK}/scans?days=365")


def test_a_period_without_scans_leads_to_longer_ones_and_a_wrong_one_is_the_first(viewer: Visit, database: Database, codes: tuple[ScanCode, ScanCode]) -> None:
    scanned(database, (codes[0], 50, "unknown", 5))
    assert "最近 30 天没有人扫码" in viewer.get(f"{DESK}/scans")
    for wrong in ("", "0", "-1", "31", "365 ", "٣٠", "9" * 40):
        assert "最近 30 天没有人扫码" in viewer.get(f"{DESK}/scans?days={wrong}")


def test_a_product_has_a_page_of_its_own(viewer: Visit, database: Database, codes: tuple[ScanCode, ScanCode]) -> None:
    belt, other = codes
    scanned(database, (belt, 0, "331022", 12), (belt, 31, "331022", 20), (other, 1, "unknown", 100))
    page = viewer.get(f"{DESK}/products/{belt.product_id}/scans")
    assert "最近 30 天扫码 12 次，比之前 30 天少 8 次" in page
    assert "哪些产品" not in page
    assert f"{DESK}/products/{belt.product_id}/scans" in viewer.get(f"{DESK}/products/{belt.product_id}")


def test_the_file_holds_every_count_and_no_formula(viewer: Visit, database: Database, codes: tuple[ScanCode, ScanCode]) -> None:
    belt, other = codes
    scanned(database, (belt, 0, "331022", 12), (belt, 0, "unknown", 3), (other, 40, "331022", 7))
    answer = viewer.client.get(f"{DESK}/scans.csv?days=90")
    assert answer.mimetype == "text/csv"
    assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
        ["日期", "产品或服务", "短码", "地区代码", "地区", "扫码次数"],
        [TODAY.isoformat(), "夹织物芯输送带", belt.code, "331022", "浙江省台州市三门县", "12"],
        [TODAY.isoformat(), "夹织物芯输送带", belt.code, "", "未知", "3"],
        [(TODAY - timedelta(40)).isoformat(), "叠层输送带 <b>", other.code, "331022", "浙江省台州市三门县", "7"],
    ]
    own = viewer.client.get(f"{DESK}/products/{other.product_id}/scans.csv?days=90").data.decode("utf-8-sig")
    assert len(own.splitlines()) == 2
    assert len(viewer.client.get(f"{DESK}/scans.csv").data.decode("utf-8-sig").splitlines()) == 3


def test_another_enterprise_sees_neither_page_nor_file(app: Flask, viewer: Visit, database: Database, now: datetime, codes: tuple[ScanCode, ScanCode]) -> None:
    scanned(database, (codes[0], 0, "331022", 12))
    with database.transaction() as session:
        other = people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）")
    rival = visit(app, database, joined(database, now, other, "owner"))
    for path in ("/scans", "/scans.csv", f"/products/{codes[0].product_id}/scans", f"/products/{codes[0].product_id}/scans.csv"):
        assert rival.status(DESK + path) == 404
        assert rival.status(RIVAL + path) == (404 if "products" in path else 200)
        assert app.test_client().get(DESK + path).status_code == 302
    assert "还没有人扫码" in rival.get(f"{RIVAL}/scans")


def test_bars_fill_the_drawing_and_the_last_of_the_highest_is_named() -> None:
    drawn = chart([("a", 0), ("b", 5), ("c", 5), ("d", 1)])
    assert drawn.most == drawn.bars[2]
    assert [each.height for each in drawn.bars] == [0, 76, 76, 15.2]
    assert all(each.x >= 0 and each.x + each.width <= 100 and round(each.y + each.height, 2) == 88 for each in drawn.bars)
    assert (chart([]).most, chart([("a", 0)]).most, chart([("a", 0)]).total) == (None, None, 0)
    assert [each.anchor for each in (drawn.bars[0], *chart([("x", 1)] * 30).bars[:1], *chart([("x", 1)] * 30).bars[-1:])] == ["middle", "start", "end"]


def test_the_year_of_scans_has_a_bar_for_each_day_with_scans(viewer: Visit, database: Database, codes: tuple[ScanCode, ScanCode]) -> None:
    scanned(database, *((codes[0], ago, "unknown", 1 + ago % 7) for ago in range(400)))
    page = viewer.get(f"{DESK}/products/{codes[0].product_id}/scans?days=365")
    first: date = TODAY - timedelta(364)
    assert page.count("<title>") == 1 + 365
    assert f">{first.year}年{first.month}月{first.day}日</text>" in page
