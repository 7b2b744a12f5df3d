"""The desk for reports and complaints in a real browser: accessible, as wide as its window, and who reported in a window of its own."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from registry.actions import calendar
from registry.actions import cases as actions
from registry.db import Database, utc_now
from registry.files import Files
from registry.rules.case_form import StepForm
from registry.rules.permission import SYSTEM
from registry.uploads import Examined
from tests.factories import people, reports, uploads
from tests.factories.reports import COMPLAINT, reported
from tests.factories.visits import token_of
from tests.fixtures.browsing import Server
from tests.journeys.looking import look, watched

# What a browser does with a page does not depend on the database; the forms behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
ROOM = "/regulator/cases"


@dataclass(frozen=True)
class Opened:
    """Addresses of a late report that nobody has taken, and of a complaint in mediation, for its handler's browser."""

    report: str
    complaint: str


@pytest.fixture
def opened(page: Page, server: Server, database: Database) -> Opened:
    moment = utc_now() - timedelta(days=40)
    with database.transaction() as session:
        calendar.load(session, actor=SYSTEM, now=moment)
        scene = reports.shop(session, moment)
        people.bureau(session, moment, level="city", division_code="331000", name="台州市市场监督管理局（示例）")
        people.officer(session, moment, scene.bureau, "handler")
        photo = Examined(uploads.picture(size=(900, 600)), "image/jpeg")
        report, complaint = reported(session, moment, Files(server.settings.files_url), scene.code, replace(COMPLAINT, kind="both"), photos=(photo,), lot="L7")
        actions.take(session, actor=scene.handler, case_id=complaint.id, revision=complaint.revision, now=moment)
        session.flush()
        actions.step(session, actor=scene.handler, case_id=complaint.id, revision=complaint.revision, form=StepForm(word="accepted", told="您的投诉已受理。"), now=moment)
        addresses = [f"{server.url}{ROOM}/{case.id}" for case in (report, complaint)]
    page.context.add_cookies([{"name": "sign_in", "value": token_of(database, scene.handler), "url": server.url}])
    return Opened(*addresses)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_the_desk_is_accessible_and_fits(page: Page, server: Server, opened: Opened, language: str) -> None:
    with watched(page):
        for address in (f"{server.url}/regulator", f"{server.url}{ROOM}", opened.report, opened.complaint):
            page.goto(f"{address}?lang={language}")
            look(page)
        page.locator("button[value=preview]").click()
        expect(page.locator(".summary")).to_be_focused()
        look(page)
        page.locator("input[name=word][value=mediation_ended]").check()
        page.locator("select[name=reason]").select_option("no_agreement")
        page.locator("textarea[name=told]").fill("双方没有达成协议，调解终止。")
        page.locator("button[value=preview]").click()
        expect(page.locator("main")).to_contain_text("双方没有达成协议，调解终止。")
        look(page)


def test_who_reported_opens_beside_the_decision_and_leaves_what_was_typed_there(page: Page, opened: Opened) -> None:
    page.goto(opened.complaint)
    page.get_by_label("内部记录").fill("还没有写完")
    with page.context.expect_page() as window:
        page.get_by_role("button", name="看举报人信息").click()
    expect(window.value.locator("main")).to_contain_text("赵一鸣")
    look(window.value)
    expect(page.get_by_label("内部记录")).to_have_value("还没有写完")
    expect(page.locator("body")).not_to_contain_text("赵一鸣")


def test_what_is_late_is_red_and_says_so_and_the_next_case_is_one_key_away(page: Page, server: Server, opened: Opened) -> None:
    page.goto(f"{server.url}{ROOM}")
    expect(page.locator("tbody tr").first.locator(".late")).to_have_text(re.compile(r"已超期 \d+ 个工作日"))
    expect(page.locator("tbody .late")).to_have_count(1)
    page.goto(opened.report)
    expect(page.locator(".clock.late")).to_have_count(1)
    page.keyboard.press("j")
    page.wait_for_url(opened.complaint)
    expect(page.locator(".clock.late")).to_have_count(0)
