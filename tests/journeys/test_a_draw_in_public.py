"""A bureau draws before everybody: a plan is typed, the list frozen, the seed shown on the wall; an enterprise and an auditor recompute it."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from public_site.cli import main
from registry.db import Database
from registry.legal_time import legal_day
from registry.standalone import verify_draw
from tests.factories import people, spot_checks
from tests.fixtures.browsing import Server
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look

# What a browser does with a page does not depend on the database; the actions behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

Arrive = Callable[..., Page]
TITLE, ITEM, WORDS = "2026 年企业标准抽查计划（示例）", "企业标准自我声明公开抽查（示例）", "海游 三 七 一"


@dataclass(frozen=True)
class Cast:
    """How everybody signs in, and the desk of an enterprise that may be drawn."""

    registrar: str
    approver: str
    auditor: str
    owner: str
    desk: str


@pytest.fixture
def cast(database: Database, now: datetime) -> Cast:
    """A county with eight standards in force and three inspectors."""
    with database.transaction() as session:
        office = people.bureau(session, now)
        registrar, approver, auditor = (people.officer(session, now, office, role) for role in ("registrar", "approver", "auditor"))
        firms = spot_checks.firms(session, now, registrar)
        for name in ("林检查", "黄检查", "周检查"):
            spot_checks.inspector(session, now, registrar, office, name)
        owner = people.member(session, now, firms[0])
        return Cast(*(lets_in(session, each) for each in (registrar, approver, auditor, owner)), f"/console/{firms[0].credit_code}")


def test_a_draw_is_held_in_public_and_recomputed_by_others(arrive: Arrive, server: Server, cast: Cast, now: datetime, tmp_path: Path) -> None:
    registrar, approver, auditor, owner = arrive(), arrive(), arrive(), arrive(width=390, height=844)
    for page, address in ((registrar, cast.registrar), (approver, cast.approver), (auditor, cast.auditor), (owner, cast.owner)):
        sign_in(page, server, address)
    plan = _types_the_plan(registrar, server, legal_day(now).year)
    _puts_it_in_force(approver, plan)
    draw = _freezes(registrar)
    wall = _is_watched(arrive, registrar)
    _draws(approver, draw, wall)
    _recomputes_its_own(owner, server, cast)
    _takes_the_bundle(auditor, draw, tmp_path / "bundle.json")


def _types_the_plan(page: Page, server: Server, year: int) -> str:
    """With a mistake that is named beside its field; the address of the plan."""
    page.goto(f"{server.url}/regulator/plans/new")
    page.get_by_label("年度").fill(str(year))
    press(page, "开始")
    for label, typed in (("计划名称", TITLE), ("代码", "QB-1"), ("抽查事项", ITEM), ("行业代码 （选填）", "29")):
        page.get_by_label(label, exact=True).fill(typed)
    for month in range(1, 13):
        page.locator(f"input[name='items.0.months'][value='{month}']").check()
    press(page, "保存并检查")
    expect(page.get_by_role("alert")).to_contain_text("行业代码")
    look(page)
    page.get_by_label("行业代码 （选填）").fill("C29")
    press(page, "保存并检查")
    expect(page.locator("main")).to_contain_text("可以发布了，由审批人员发布。")
    return page.url.partition("?")[0]


def _puts_it_in_force(page: Page, plan: str) -> None:
    page.goto(plan)
    press(page, "发布，计划生效")
    expect(page.get_by_role("heading", name="生效的版本")).to_be_visible()


def _freezes(page: Page) -> str:
    """The address of the draw at the desk."""
    page.reload()
    page.get_by_role("link", name=f"QB-1 {ITEM}").click()
    press(page, "冻结并公布承诺")
    expect(page.locator("main")).to_contain_text("已冻结")
    return page.url


def _is_watched(arrive: Arrive, registrar: Page) -> Page:
    """A screen in the hall: there is a commitment, and nothing that gives the seed away."""
    wall = arrive()
    follow(registrar, "大屏显示")
    wall.goto(registrar.url)
    expect(wall.locator("main")).to_contain_text("名单上 8 项")
    expect(wall.locator("p.hash")).to_have_count(1)
    expect(wall.locator("main")).to_contain_text("抽取时公布")
    look(wall)
    return wall


def _draws(page: Page, draw: str, wall: Page) -> None:
    """Asked once more before it cannot be taken back; the screen in the hall shows it by itself."""
    page.goto(draw)
    page.get_by_label("见证人说的话 （选填）").fill(WORDS)
    page.get_by_label("见证人 （选填）", exact=True).fill("企业代表王某（示例）")
    press(page, "现在抽取")
    press(page, "确认")
    expect(page.get_by_role("heading", name="结果")).to_be_visible()
    expect(wall.locator("main")).to_contain_text(f"见证人说：{WORDS}", timeout=15_000)
    expect(wall.locator("main")).to_contain_text("检查人员：")
    expect(wall.locator("main")).not_to_contain_text("企业代表王某")
    look(wall)


def _recomputes_its_own(owner: Page, server: Server, cast: Cast) -> None:
    owner.goto(f"{server.url}{cast.desk}/draws")
    owner.get_by_role("link", name="核对").first.click()
    expect(owner.locator("main")).to_contain_text("核对通过：这项标准在冻结的名单上")
    expect(owner.locator("main")).to_contain_text("公布的种子和事先的承诺相符。")
    look(owner)


def _takes_the_bundle(auditor: Page, draw: str, path: Path) -> None:
    """The command and the script that knows nothing of this software agree; a changed list is told by both."""
    auditor.goto(draw)
    with auditor.expect_download() as download:
        press(auditor, "取出全档")
    download.value.save_as(path)
    assert "Everything agrees." in CliRunner().invoke(main, ["draws", "verify", str(path)]).output
    assert _by_the_script(path) == 0
    path.write_text(path.read_text(encoding="utf-8").replace(WORDS, "另一句话"), encoding="utf-8")
    assert CliRunner().invoke(main, ["draws", "verify", str(path)]).exit_code == 1
    assert _by_the_script(path) == 1


def _by_the_script(path: Path) -> int:
    return subprocess.run([sys.executable, "-I", verify_draw.__file__, str(path)], check=False, capture_output=True).returncode
