"""A bureau admits an assessment body, the body writes a scheme, an enterprise asserts what it asks, a board is published, and its stars stand on the page behind the code and are found in the search."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database
from tests.factories import people, rankings, shelves
from tests.factories.products import registered
from tests.fixtures.browsing import Server
from tests.fixtures.searching import Index
from tests.fixtures.site import Mailbox
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look
from tests.journeys.scanning import scans, telephone

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

Arrive = Callable[..., Page]
Deliver = Callable[..., int]
BODY, CODE = "海岳标准评估中心（示例）", "52330100MJ8700000H"
SCHEME = "输送带评价方案（示例）"
CORES = (("拉伸强度", "at_least", "MPa", "24", "18", "12"), ("带速", "at_most", "m/s", "3", "4", "5"), ("耐摩擦色牢度", "grade", "", "5", "4", "3"))


@dataclass(frozen=True)
class Cast:
    """How people sign in, the owner's desk, and what the owner's goods carry."""

    registrar: str
    assessor: str
    owner: str
    desk: str
    gtin: str


@pytest.fixture
def cast(database: Database, now: datetime) -> Cast:
    """A bureau, somebody who will be an assessor, and two enterprises that disclosed a belt each."""
    with database.transaction() as session:
        shelves.stock(session, now)
        registrar = people.officer(session, now, people.bureau(session, now))
        assessor = people.person(session, now, name="严正平", email="yan@example.com")
        firm, other = people.enterprise(session, now), people.enterprise(session, now, name="三门县另一橡胶有限公司（示例）")
        owner = people.member(session, now, firm)
        product = registered(session, now, owner, firm, gtin="9520000000035")
        rankings.belt(session, now, owner, firm, "25 MPa", products=(product.id,))
        rankings.belt(session, now, people.member(session, now, other), other, "18 MPa")
        entering = people.Actor(account_id=assessor.id, confirmed=True, origin="127.0.0.1")
        return Cast(lets_in(session, registrar), lets_in(session, entering), lets_in(session, owner), f"/console/{firm.credit_code}", "09520000000035")


def test_from_a_scheme_to_the_badge_behind_the_code(arrive: Arrive, server: Server, cast: Cast, deliver: Deliver, mailbox: Mailbox, index: Index) -> None:
    bureau, assessor, owner = arrive(), arrive(), arrive(width=390, height=844)
    _admits_the_body(bureau, server, cast)
    deliver(server.settings)
    _takes_up_the_invitation(assessor, server, cast, mailbox)
    _writes_a_scheme(assessor, server)
    _tries_and_publishes_it(assessor)
    _asserts(owner, server, cast)
    _confirms(assessor, server)
    _compiles_and_publishes(assessor, server, deliver)
    _is_on_the_board(arrive, server, cast)
    index(server.settings)
    _is_found_by_its_stars(arrive, server)


def _admits_the_body(bureau: Page, server: Server, cast: Cast) -> None:
    sign_in(bureau, server, cast.registrar)
    bureau.goto(f"{server.url}/regulator/assessment-bodies")
    look(bureau)
    follow(bureau, "列入评估机构")
    bureau.get_by_label("机构名称").fill(BODY)
    bureau.get_by_label("统一社会信用代码").fill("52330100MJ8700000A")
    bureau.get_by_label("列入依据").fill("示例评估〔2026〕1号")
    press(bureau, "列入名单")
    expect(bureau.get_by_role("alert")).to_be_focused()
    bureau.get_by_label("统一社会信用代码").fill(CODE)
    press(bureau, "列入名单")
    expect(bureau.get_by_role("heading", level=1)).to_have_text(BODY)
    bureau.get_by_label("邮箱或手机号").fill(cast.assessor)
    press(bureau, "发出邀请")
    expect(bureau.get_by_text("已发出的邀请")).to_be_visible()
    look(bureau)


def _takes_up_the_invitation(assessor: Page, server: Server, cast: Cast, mailbox: Mailbox) -> None:
    sign_in(assessor, server, cast.assessor)
    assessor.goto(mailbox.link(cast.assessor))
    look(assessor)
    press(assessor, "接受邀请")
    assessor.goto(f"{server.url}/assessor")
    expect(assessor.get_by_role("main")).to_contain_text(BODY)
    look(assessor)


def _writes_a_scheme(assessor: Page, server: Server) -> None:
    """Section after section; what is missing is told before anything is published."""
    assessor.goto(f"{server.url}/assessor/schemes")
    follow(assessor, "新建评估方案")
    assessor.get_by_label("产品类别").fill("输送带")
    assessor.get_by_label("年度").fill("2026")
    press(assessor, "新建")
    assessor.wait_for_url(re.compile("/assessor/schemes/[0-9]+"))
    base = re.match(".*/schemes/[0-9]+", assessor.url)[0]
    assessor.goto(f"{base}/facts")
    assessor.get_by_label("方案名称").fill(SCHEME)
    assessor.get_by_label("依据").fill("示例评估规则（示例）")
    assessor.get_by_label("生效日期").fill("2026-01-01")
    press(assessor, "保存并继续")
    assessor.goto(f"{base}/requirements")
    press(assessor, "加一项基本要求")
    assessor.get_by_label("编号").fill("R1")
    assessor.get_by_label("内容", exact=True).fill("产品已批量生产")
    assessor.get_by_label("需要填写量产的产品型号").check()
    press(assessor, "保存并继续")
    _names_the_cores(assessor, base)


def _names_the_cores(assessor: Page, base: str) -> None:
    assessor.goto(f"{base}/cores")
    for place, (concept, operator, unit, *steps) in enumerate(CORES, 1):
        row = assessor.get_by_role("region", name=f"核心指标 {place}")
        row.get_by_label("指标名目").fill(concept)
        row.get_by_label("怎样要求").select_option(operator)
        row.get_by_label("单位").fill(unit)
        for name, step in zip(("先进水平", "平均水平", "基准水平"), steps, strict=True):
            row.get_by_label(name, exact=True).fill(step)
        row.get_by_label("基准水平的来源").fill("示例")
    press(assessor, "保存")
    look(assessor)


def _tries_and_publishes_it(assessor: Page) -> None:
    base = assessor.url.partition("?")[0].rpartition("/")[0]
    assessor.goto(f"{base}/trial")
    expect(assessor.get_by_role("table", name="试算结果")).to_contain_text("三门县另一橡胶有限公司（示例）")
    look(assessor)
    assessor.goto(f"{base}/publication")
    press(assessor, "发布第 1 版")
    expect(assessor.get_by_role("heading", level=1)).to_have_text("第 1 版")


def _asserts(owner: Page, server: Server, cast: Cast) -> None:
    """On a telephone; without the models it does not go through, and what was typed stays."""
    sign_in(owner, server, cast.owner)
    owner.goto(f"{server.url}{cast.desk}/requirements")
    look(owner)
    owner.get_by_role("link", name="去说明").click()
    owner.get_by_label("说明", exact=True).fill("2024年起批量生产。（示例）")
    press(owner, "提交说明")
    expect(owner.get_by_role("alert")).to_be_focused()
    expect(owner.get_by_label("说明", exact=True)).to_have_value("2024年起批量生产。（示例）")
    owner.get_by_label("量产的产品型号").fill("NN-200")
    look(owner)
    press(owner, "提交说明")
    expect(owner.get_by_role("main")).to_contain_text("2024年起批量生产")


def _confirms(assessor: Page, server: Server) -> None:
    assessor.goto(f"{server.url}/assessor/claims")
    look(assessor)
    assessor.get_by_role("table", name="待核对").get_by_role("link").click()
    expect(assessor.get_by_role("main")).to_contain_text("NN-200")
    assessor.get_by_role("radio").first.check()
    look(assessor)
    press(assessor, "提交决定")
    assessor.goto(f"{server.url}/assessor/claims")
    expect(assessor.get_by_role("table", name="已处理").get_by_role("row")).to_have_count(2)


def _compiles_and_publishes(assessor: Page, server: Server, deliver: Deliver) -> None:
    assessor.goto(f"{server.url}/assessor/rankings")
    follow(assessor, SCHEME)
    press(assessor, "编制排行榜")
    expect(assessor.get_by_text("正在编制")).to_be_visible()
    deliver(server.settings)
    assessor.reload()
    assessor.get_by_role("table", name="这个方案的排行榜").get_by_role("link").first.click()
    expect(assessor.get_by_role("table", name="总榜").get_by_role("row")).to_have_count(3)
    look(assessor)
    press(assessor, "发布排行榜")
    press(assessor, "确认")
    follow(assessor, "公开页面")


def _is_on_the_board(arrive: Arrive, server: Server, cast: Cast) -> None:
    """The stranger with a telephone in a shop reads stars and board, and goes on to the values behind them."""
    reader = telephone(arrive)
    scans(reader, f"{server.url}/01/{cast.gtin}")
    main = reader.get_by_role("main")
    expect(main.get_by_role("img", name="5 星").first).to_be_visible()
    expect(main).to_contain_text("领跑候选")
    look(reader)
    main.get_by_role("link", name="2026 输送带").first.click()
    expect(reader.get_by_role("main")).to_contain_text("三门县某某橡胶有限公司（示例）")
    expect(reader.get_by_role("main")).to_contain_text("拉伸强度")
    look(reader)


def _is_found_by_its_stars(arrive: Arrive, server: Server) -> None:
    """Whoever buys asks for the most stars first, and for those who lead."""
    reader = arrive()
    reader.goto(f"{server.url}/search?kind=disclosure")
    follow(reader, "按星级")
    hits = reader.locator("ol.hits > li")
    expect(hits.first.get_by_role("img", name="5 星")).to_be_visible()
    look(reader)
    reader.get_by_role("link", name=re.compile("^领跑候选")).click()
    expect(hits).to_have_count(1)
    expect(hits.first).to_contain_text("2026 输送带")
    expect(reader.get_by_role("list", name="已选条件")).to_contain_text("领跑候选")
    look(reader)
