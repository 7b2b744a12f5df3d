"""What script adds to the desks: suggestions while typing, and the next case one key away."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from registry.actions import verification
from registry.db import Database
from registry.rules.permission import Actor
from tests.factories import files, people
from tests.factories.visits import token_of
from tests.fixtures.browsing import Server

# What a browser does with a page does not depend on the database; the forms behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def enter(page: Page, server: Server, database: Database, actor: Actor) -> None:
    page.context.add_cookies([{"name": "sign_in", "value": token_of(database, actor), "url": server.url}])


def test_a_place_is_suggested_while_it_is_typed(page: Page, server: Server, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        clerk = Actor(account_id=people.person(session, now).id)
    enter(page, server, database, clerk)
    page.goto(f"{server.url}/console/enterprises/new?credit_code=91350302MA31ABCD0F")
    page.get_by_label("所在县、市、区").fill("三门")
    expect(page.locator("#divisions option").first).to_have_attribute("value", "浙江省台州市三门县")


def test_the_next_case_is_one_key_away_unless_somebody_types(page: Page, server: Server, database: Database, now: datetime) -> None:
    asked = []
    with database.transaction() as session:
        officer = people.officer(session, now, people.bureau(session, now))
        for _ in range(2):
            firm = people.enterprise(session, now, verified=False)
            asked.append(verification.request(
                session, actor=people.member(session, now, firm), enterprise_id=firm.id, kind="first", name=firm.name, division_code="331022", town="",
                licence_sha256=files.licence(session, now), licence_name="执照.pdf", message="", now=now,
            ).id)
    enter(page, server, database, officer)
    page.goto(f"{server.url}/regulator/verifications/{asked[0]}")
    page.get_by_label("给企业的理由").press_sequentially("J")
    expect(page.get_by_label("给企业的理由")).to_have_value("J")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.wait_for_url(f"**/regulator/verifications/{asked[1]}")
