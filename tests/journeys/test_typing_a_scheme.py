"""An assessor types a scheme on a telephone and on a desk, with suggestions while typing, and is led to what is wrong."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database
from registry.rules.permission import Actor
from tests.factories import people, shelves
from tests.factories import schemes as made
from tests.factories.disclosures import disclosed
from tests.factories.visits import token_of
from tests.fixtures.browsing import Server
from tests.journeys import looking

# What a browser does with a page does not depend on the database; the forms behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture
def scheme_id(page: Page, server: Server, database: Database, now: datetime) -> int:
    """A complete draft of the person who is signed in."""
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        disclosed(session, now, people.member(session, now, firm), firm, category="conveyor-belt")
        office = people.bureau(session, now)
        actor: Actor = people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0))
        drafted = made.drafted(session, now, actor).id
    page.context.add_cookies([{"name": "sign_in", "value": token_of(database, actor), "url": server.url}])
    return drafted


def test_the_form_of_a_scheme_is_easy_at_both_widths(page: Page, server: Server, scheme_id: int) -> None:
    at = f"{server.url}/assessor/schemes/{scheme_id}"
    page.goto(f"{at}/cores")
    page.get_by_role("button", name="加一项核心指标").click()
    row = page.get_by_role("region", name="核心指标 4")
    row.get_by_label("指标名目").press_sequentially("扯断")
    page.locator("#suggestions [role=option]").first.click()
    expect(row.get_by_label("指标名目")).to_have_value("扯断强度")
    row.get_by_label("先进水平").fill("10")
    row.get_by_label("平均水平").fill("二十")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="请填写数字").first.click()
    expect(page.locator(":focus")).to_have_value("二十")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for part in ("cores?check=1", "facts", "requirements", "basics", "innovations", "method", "levels", "publication", "trial", ""):
            page.goto(f"{at}/{part}".rstrip("/"))
            looking.look(page)


def test_a_finished_scheme_is_published_and_its_page_is_easy(page: Page, server: Server, scheme_id: int) -> None:
    page.goto(f"{server.url}/assessor/schemes/{scheme_id}/publication")
    page.get_by_role("button", name="发布第 1 版").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第 1 版")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for spoken in ("zh", "en"):
            page.goto(f"{server.url}/assessor/schemes/{scheme_id}/versions/1?lang={spoken}")
            looking.look(page)
