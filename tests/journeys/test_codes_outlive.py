"""A printed code goes on answering for what was made then: whatever the maker amends, corrects and revokes, and under whatever host it was printed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from qr import links
from registry.actions import products, standings
from registry.db import Database
from registry.models import Product
from registry.queries import products as queries
from registry.rules.standing import Fact
from registry.settings import Settings
from tests.factories import people, shelves
from tests.factories.disclosures import changed, disclosed
from tests.factories.products import registered
from tests.fixtures.browsing import Server
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look
from tests.journeys.scanning import look_in_both_languages, on_the_first_screen, read_off, scans, telephone

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

PRINTED, CORRECT = "9520000000028", "9520000000011"
"""GTINs: as it was typed in first, and as it should have been."""
BEFORE, AFTER, SERIAL = "A1105", "A1118", "SN0001"
REASON = "整批贴错，已重新印制"
Arrive = Callable[..., Page]


@dataclass(frozen=True)
class Stall:
    """The product's desk, its code, and who keeps it."""

    address: str
    code: str
    owner: str


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The registry had another name when the first codes were printed."""
    return replace(settings, former_hosts="localhost")


@pytest.fixture
def stall(database: Database, now: datetime) -> Stall:
    """A product of a standard that was amended a week ago and checked on the day after."""
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        owner = people.member(session, now, firm)
        first = disclosed(session, now - timedelta(days=20), owner, firm, number="Q/SMXJ 018-2026", in_force_from="2026-11-01")
        changed(session, now - timedelta(days=7), owner, first, "amend", in_force_from="2026-11-13")
        product: Product = registered(session, now, owner, firm, gtin=PRINTED)
        products.link(session, actor=owner, product_id=product.id, disclosure_id=first.disclosure_id, now=now)
        inspector = people.officer(session, now, people.bureau(session, now), "handler")
        standings.record(session, actor=inspector, enterprise_id=firm.id, disclosure_id=first.disclosure_id, fact=Fact("checked", (now - timedelta(days=6)).date(), "三门县抽查通报（示例）", result="conforming"), now=now)
        return Stall(f"/console/{firm.credit_code}/products/{product.id}", queries.code_of(session, product.id), lets_in(session, owner))


def test_a_code_says_what_held_on_its_day_and_survives_what_its_maker_and_the_registry_change(arrive: Arrive, server: Server, stall: Stall) -> None:
    maker = arrive()
    sign_in(maker, server, stall.owner)
    _registers_lots_and_a_serial(maker, server, stall)
    _each_lot_shows_the_version_of_its_day(arrive, server, stall)
    _who_has_no_lot_types_the_day(arrive, server)
    _only_registered_pieces_are_shown(arrive, server)
    _corrects_the_gtin(maker, server, stall)
    for gtin in (PRINTED, CORRECT):
        reader = _opens(arrive, links.gtin_link(server.url, f"0{gtin}"))
        on_the_first_screen(reader, "现行有效", "检查：符合")
    _former_hosts_lead_here(arrive, server, stall)
    _revokes(maker, server, stall)
    _the_revoked_code_says_so_and_the_gtin_leads_on(arrive, server, stall)


def _registers_lots_and_a_serial(maker: Page, server: Server, stall: Stall) -> None:
    """As they come from a spreadsheet."""
    maker.goto(f"{server.url}{stall.address}/serials")
    maker.get_by_text("粘贴已有的序列号").click()
    maker.locator("#f-serials").fill(SERIAL)
    press(maker, "全部登记")
    expect(maker.get_by_role("status").first).to_have_text("已登记 1 个序列号")
    look_in_both_languages(maker)
    maker.goto(f"{server.url}{stall.address}/lots")
    maker.get_by_text("从表格粘贴很多批次").click()
    maker.get_by_label("粘贴的批次").fill(f"{BEFORE}\t2026-11-05\n{AFTER}\t2026年11月18日")
    press(maker, "全部登记")
    expect(maker.get_by_role("status").first).to_have_text("已登记 2 个批次")
    look_in_both_languages(maker)


def _each_lot_shows_the_version_of_its_day(arrive: Arrive, server: Server, stall: Stall) -> None:
    reader = telephone(arrive)
    for lot, day, version in ((AFTER, "2026年11月18日", "第 2 版"), (BEFORE, "2026年11月5日", "第 1 版")):
        drawing = reader.request.get(f"{server.url}/p/{stall.code}/code.png?lot={lot}")
        scans(reader, read_off(drawing.body()))
        on_the_first_screen(reader, "现行有效", f"批号 {lot}，{day} 生产")
        expect(reader.locator("dl.first")).to_contain_text(f"{version}，当天有效")
    look_in_both_languages(reader)


def _who_has_no_lot_types_the_day(arrive: Arrive, server: Server) -> None:
    reader = _opens(arrive, _link(server))
    for typed, version in (("20261105", "第 1 版"), ("2026年11月18日", "第 2 版")):
        reader.get_by_label("产品上的生产日期").fill(typed)
        press(reader, "查看")
        expect(reader.locator("dl.first")).to_contain_text(version)
    look(reader)


def _only_registered_pieces_are_shown(arrive: Arrive, server: Server) -> None:
    """A wrong lot may be a misprint, a wrong serial is no piece of this maker's."""
    on_the_first_screen(_opens(arrive, _link(server, serial=SERIAL)), f"编号 {SERIAL} 已由企业登记")
    on_the_first_screen(_opens(arrive, _link(server, lot="A9999")), "网址里的批号没有在本平台登记")
    reader = telephone(arrive)
    scans(reader, _link(server, serial="SN0002"), 404)
    expect(reader.get_by_role("main")).to_contain_text("没有登记")
    expect(reader.get_by_role("main")).not_to_contain_text("夹织物芯输送带")
    look_in_both_languages(reader)


def _corrects_the_gtin(maker: Page, server: Server, stall: Stall) -> None:
    maker.goto(f"{server.url}{stall.address}")
    follow(maker, "修改内容")
    maker.get_by_label("商品条码").fill(CORRECT)
    press(maker, "保存")
    maker.goto(f"{server.url}{stall.address}/codes")
    expect(maker.get_by_role("main")).to_contain_text(_link(server, CORRECT))
    expect(maker.get_by_role("table", name="用过的商品条码")).to_contain_text(PRINTED)
    look(maker)


def _former_hosts_lead_here(arrive: Arrive, server: Server, stall: Stall) -> None:
    """To the same path, and from there as ever."""
    reader = telephone(arrive)
    answer = reader.goto(_link(server).replace("127.0.0.1", "LOCALHOST"))
    assert answer
    steps, request = [], answer.request
    while request.redirected_from:
        request = request.redirected_from
        steps.append(request.response().status)  # type: ignore[union-attr]
    assert steps == [307, 308]
    expect(reader).to_have_url(f"{server.url}/p/{stall.code}")


def _revokes(maker: Page, server: Server, stall: Stall) -> None:
    maker.goto(f"{server.url}{stall.address}/codes")
    maker.get_by_role("link", name="撤销这个码").click()
    look_in_both_languages(maker)
    maker.get_by_label("理由").fill(REASON)
    press(maker, "撤销")
    expect(maker.get_by_role("main")).to_contain_text("现在没有有效的码")
    look(maker)
    press(maker, "发新码")
    expect(maker.get_by_role("status").first).to_contain_text("已发新码")


def _the_revoked_code_says_so_and_the_gtin_leads_on(arrive: Arrive, server: Server, stall: Stall) -> None:
    revoked = _opens(arrive, links.short_link(server.url, stall.code))
    on_the_first_screen(revoked, "二维码已停用", REASON)
    look_in_both_languages(revoked)
    reader = _opens(arrive, _link(server))
    on_the_first_screen(reader, "现行有效")
    assert stall.code not in reader.url


def _opens(arrive: Arrive, link: str) -> Page:
    """Another reader each time: a browser may keep a public page for half a minute."""
    reader = telephone(arrive)
    scans(reader, link)
    return reader


def _link(server: Server, gtin: str = PRINTED, **parts: str) -> str:
    return links.gtin_link(server.url, f"0{gtin}", **parts)
