"""A standard that others refer to is replaced: the officer reads why, the enterprise gets a task with a day, and what is not mended is told to all in neutral words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from public_site import desk_following
from public_site.worker import Bench, bench
from registry.actions import calendar, catalogue
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import ScreeningMatter
from registry.rules.content import Reference
from registry.rules.permission import SYSTEM
from tests.factories import people
from tests.factories.contents import content
from tests.factories.disclosures import disclosed
from tests.fixtures.browsing import Server
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look

# What a browser does with a page does not depend on the database; the actions behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

OLD, NEW = "GB/T 3690-2009", "GB/T 3690-2017"
SAID, NOTICE = "引用的 GB/T 3690—2009 《织物芯输送带》 已被 GB/T 3690—2017 代替", "标准目录显示，这项标准引用的 GB/T 3690—2009 "


@dataclass(frozen=True)
class Town:
    """How both sign in, the enterprise's desk, two disclosures that refer to one standard, and the worker."""

    officer: str
    owner: str
    desk: str
    mended: str
    left: str
    bench: Bench

    def follow(self) -> None:
        """What the worker does by itself."""
        while desk_following.drain(self.bench):
            pass


@pytest.fixture
def town(database: Database, server: Server) -> Town:
    now = utc_now() - timedelta(minutes=1)
    with database.transaction() as session:
        calendar.load(session, actor=SYSTEM, now=now)
        calendar.import_rows(session, actor=SYSTEM, rows=enumerate([{"year": str(now.year + 1), "day": f"{now.year + 1}-01-01", "works": "no", "notice": "示例"}], 2), now=now)
        keeper, firm = people.officer(session, now, people.bureau(session, now)), people.enterprise(session, now)
        owner = people.member(session, now, firm)
        made = [disclosed(session, now, owner, firm, content(number=number, references=(Reference("normative", OLD),))) for number in ("Q/SMXJ 011-2026", "Q/SMXJ 012-2026")]
        rows = [{"std_no": OLD, "title_zh": "织物芯输送带", "status": "废止", "status_raw": "被代替", "replaced_by": NEW}, {"std_no": NEW, "title_zh": "织物芯输送带", "status": "现行", "impl_date": "2018-04-01"}]
        catalogue.import_rows(session, actor=keeper, rows=enumerate(rows, 2), source_name="甲目录+乙目录", now=now)
        ids = [each.disclosure.public_id for each in made]
        told = Town(lets_in(session, keeper), lets_in(session, owner), f"/console/{firm.credit_code}", *ids, bench(server.settings))
    told.follow()
    return told


def test_one_reference_is_corrected_in_time_and_the_other_is_told_to_all(arrive: Callable[..., Page], server: Server, database: Database, town: Town) -> None:
    officer, owner = arrive(), arrive()
    sign_in(officer, server, town.officer)
    sign_in(owner, server, town.owner)
    _reads_why(officer, server)
    _corrects_one(owner, server, town)
    expect(_reads(arrive, server, town.left)).not_to_contain_text("标准目录显示")
    _the_day_passes(database)
    expect(_reads(arrive, server, town.left)).to_contain_text(NOTICE)
    expect(_reads(arrive, server, town.mended)).not_to_contain_text("标准目录显示")
    officer.goto(f"{server.url}/regulator/screening?asked=overdue")
    expect(officer.locator("tbody tr")).to_have_count(1)
    expect(officer.locator("tbody .late")).to_have_count(1)


def _reads_why(officer: Page, server: Server) -> None:
    """Both in the list with the reason in words, what it rests on, and the day."""
    officer.goto(f"{server.url}/regulator/screening")
    expect(officer.locator("tbody tr")).to_have_count(2)
    expect(officer.locator("tbody tr").first).to_contain_text(SAID)
    officer.locator("tbody tr").first.get_by_role("link", name="截止").click()
    expect(officer.locator("main")).to_contain_text(SAID)
    look(officer)


def _corrects_one(owner: Page, server: Server, town: Town) -> None:
    """From the task to a new version that refers to the newer standard; the task goes by itself."""
    owner.goto(f"{server.url}{town.desk}/matters")
    expect(owner.locator("ul.matters > li")).to_have_count(2)
    expect(owner.locator("main")).to_contain_text("个工作日")
    look(owner)
    owner.locator("ul.matters > li").filter(has_text="Q/SMXJ 011").get_by_role("link", name="去处理").click()
    press(owner, "开始修改")
    owner.get_by_label("为什么修改").fill("引用的标准已有新版")
    press(owner, "保存并继续")
    steps = owner.get_by_role("navigation", name="填写进度")
    steps.get_by_role("link", name="对应和引用的标准").click()
    expect(owner.locator(".known").first).to_contain_text("由 GB/T 3690—2017 代替")
    owner.get_by_label("编号").first.fill(NEW)
    press(owner, "保存并继续")
    steps.get_by_role("link", name="自查和公开").click()
    follow(owner, "去公开")
    owner.get_by_label("我代表").check()
    press(owner, "公开")
    expect(owner.get_by_role("status")).to_contain_text("第 2 版已向所有人公开")
    town.follow()
    owner.goto(f"{server.url}{town.desk}/matters")
    expect(owner.locator("ul.matters > li")).to_have_count(1)
    expect(owner.locator("main")).to_contain_text("最近处理完的")
    look(owner)


def _the_day_passes(database: Database) -> None:
    with database.transaction() as session:
        for matter in session.query(ScreeningMatter):
            matter.due_on = legal_day(utc_now()) - timedelta(days=1)


def _reads(arrive: Callable[..., Page], server: Server, public_id: str) -> Locator:
    """What a reader with a fresh browser has before them."""
    reader = arrive(width=390, height=844)
    reader.goto(f"{server.url}/disclosures/{public_id}")
    return reader.locator("main")
