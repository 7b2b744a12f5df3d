"""What an authority may and may not do, as it stands on its desk and on the public page (Standardization Law Art. 38, 39 and 42)."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from registry.db import Database
from registry.models import DisclosureVersion
from tests.factories import people
from tests.factories.disclosures import disclosed
from tests.fixtures.browsing import Server
from tests.journeys.habits import lets_in, press, sign_in
from tests.journeys.looking import look

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

ORDER = "责令限期改正通知书 示例第 7 号"


@pytest.fixture
def standard(database: Database, now: datetime) -> str:
    """The public id of a disclosure in Sanmen."""
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        version: DisclosureVersion = disclosed(session, now, people.member(session, now, firm), firm)
        return version.disclosure.public_id


def test_the_county_orders_in_private_and_an_approver_notes_in_public_but_only_the_province_revokes(
    arrive: Callable[..., Page], server: Server, database: Database, standard: str, now: datetime
) -> None:
    with database.transaction() as session:
        county = people.bureau(session, now)
        province = people.bureau(session, now, level="province", division_code="330000", name="浙江省市场监督管理局（示例）")
        addresses = [lets_in(session, people.officer(session, now, office, role)) for office, role in ((county, "handler"), (county, "approver"), (province, "approver"))]
    handler, approver, above = arrive(), arrive(), arrive()
    for officer, address in zip((handler, approver, above), addresses, strict=True):
        sign_in(officer, server, address)
    _orders(handler, server, standard)
    stranger = _reads(arrive, server, standard, "现行有效")
    expect(stranger.get_by_role("main")).not_to_contain_text(ORDER)
    assert ORDER not in stranger.request.get(f"{server.url}/disclosures/{standard}.json").text()
    _notes(approver, server, standard)
    _reads(arrive, server, standard, "已公示")
    _revokes(above, server, standard)
    _reads(arrive, server, standard, "标准编号已撤销")


def _orders(handler: Page, server: Server, standard: str) -> None:
    _opens_the_form(handler, server, standard)
    for provincial in ("number_revoked", "standard_voided"):
        expect(_kind(handler, provincial)).to_be_disabled()
        expect(_kind(handler, provincial)).to_have_accessible_description(re.compile("省级"))
    look(handler)
    _kind(handler, "rectification_ordered").check()
    handler.get_by_label("来源", exact=True).fill(ORDER)
    press(handler, "下一步：看公众和企业会读到什么")
    expect(handler.get_by_role("alert")).to_be_visible()
    expect(handler.get_by_label("来源", exact=True)).to_have_value(ORDER)
    look(handler)
    handler.get_by_label("期限").fill("2099年1月1日")
    press(handler, "下一步：看公众和企业会读到什么")
    expect(handler.get_by_text("公众看不到这条事实")).to_be_visible()
    look(handler)
    press(handler, "记录")
    expect(handler.get_by_role("status").first).to_contain_text("已记录")
    look(handler)


def _notes(approver: Page, server: Server, standard: str) -> None:
    _opens_the_form(approver, server, standard)
    expect(_kind(approver, "number_revoked")).to_be_disabled()
    _kind(approver, "publicly_noted").check()
    approver.get_by_label("来源", exact=True).fill("公示平台（示例）")
    press(approver, "下一步：看公众和企业会读到什么")
    expect(approver.get_by_role("main")).to_contain_text("公开页第一行")
    look(approver)
    press(approver, "记录")
    expect(approver.get_by_role("status").first).to_contain_text("已记录")


def _revokes(above: Page, server: Server, standard: str) -> None:
    _opens_the_form(above, server, standard)
    _kind(above, "number_revoked").check()
    above.get_by_label("来源", exact=True).fill("省局公告（示例）")
    above.get_by_label("文号").fill("示例〔2026〕1号")
    press(above, "下一步：看公众和企业会读到什么")
    press(above, "记录")
    expect(above.get_by_role("status").first).to_contain_text("已记录")


def _opens_the_form(officer: Page, server: Server, standard: str) -> None:
    """From what was newly disclosed in the territory."""
    officer.goto(f"{server.url}/regulator/disclosures")
    look(officer)
    officer.locator(f"a[href$='/regulator/disclosures/{standard}']").first.click()
    look(officer)
    officer.locator(f"a[href*='/regulator/standings/new?disclosure={standard}']").first.click()


def _reads(arrive: Callable[..., Page], server: Server, standard: str, first: str) -> Page:
    """Another stranger each time: a browser may keep a public page for a minute."""
    stranger = arrive(width=390, height=844)
    stranger.goto(f"{server.url}/disclosures/{standard}")
    expect(stranger.locator("strong.status.large")).to_have_text(first)
    look(stranger)
    return stranger


def _kind(officer: Page, kind: str) -> Locator:
    return officer.locator(f"input[name=kind][value={kind}]")
