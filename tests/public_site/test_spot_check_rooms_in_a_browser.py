"""The rooms of spot checks, statistics and honours on the demonstration: accessible and as wide as their window, for everybody who comes in, in both languages."""

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from registry.db import Database
from registry.queries import accounts
from registry.rules import contact
from registry.rules.permission import Actor
from registry.settings import Settings
from tests.factories.visits import token_of
from tests.fixtures.browsing import Server
from tests.journeys.looking import glance, watched

# What a browser does with a page does not depend on the database; the forms behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

FIRST = "tbody th a"
"""Leads from a list to the first thing on it."""
OBEYED, OVERDUE = "/console/91350302DEM0005321", "/console/91350302DEM0005246"
WALKS: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("/spot-checks", ""), ("/spot-checks", ".hits a"), ("/spot-checks/draws/CKFNEKRSCR", ""), ("/spot-checks/draws/CKFNEKRSCR/wall", ""), ("/spot-checks/draws/2HR4N8C131/wall", ""),
        ("/spot-checks/results", ""), ("/spot-checks/results/G1B5813V0R", ""), ("/statistics?division=350302", ""), ("/bulletins", ""), ("/bulletins/3998QMT80Q", ""), ("/subsidies", ""),
        ("/subsidies/KYPXWX36NN", ""), ("/profiles/demonstration-profile-1f0c7a94b26d", ""), ("/disclosures/KN6G5EDSAS", ""), ("/disclosures/PWZ35CY6E8", ""),
    ),
    "owner.piyue": (
        (f"{OBEYED}/findings", ""), (f"{OBEYED}/findings", "tbody tr:last-child th a"), (f"{OBEYED}/rectifications", FIRST), (f"{OBEYED}/draws", ""), (f"{OBEYED}/draws", "tbody td:last-child a"),
        (f"{OBEYED}/honours", ""), (f"{OBEYED}/honours", "a[href*='/honours/new/']"), (f"{OBEYED}/profiles", ""),
    ),
    "owner.qiyuan": ((f"{OVERDUE}/matters", ""), (f"{OVERDUE}/rectifications", ""), (f"{OVERDUE}/rectifications", FIRST)),
    "registrar.chengxiang": (
        ("/regulator/plans", FIRST), ("/regulator/plans/new", ""), ("/regulator/inspectors", ""), ("/regulator/inspectors", FIRST), ("/regulator/inspectors/1/recusals", ""), ("/regulator/credit-classes", ""),
        ("/regulator/substitutions", ""), ("/regulator/honours", FIRST), ("/regulator/targets", ""), ("/regulator/targets/new", ""),
    ),
    "approver.chengxiang": (
        ("/regulator", ""), ("/regulator/due", ""), ("/regulator/draws", ""), ("/regulator/draws", FIRST), ("/regulator/inspections", ""), ("/regulator/rectifications", FIRST), ("/regulator/screening", ""),
        ("/regulator/screening", "td a[href*='/matters/']"), ("/regulator/bulletins/draft?year=2026", ""), ("/regulator/policies", FIRST), ("/regulator/subsidies", FIRST),
    ),
    "inspector.sanmen": (("/regulator/inspections", ""), ("/regulator/inspections", "tbody a[href^='/inspect/']")),
    "province": (("/regulator/province", ""), ("/regulator/province", FIRST)),
}  # fmt: skip
"""By the local part of an address: where people go, and what they then follow."""


@pytest.fixture
def settings(settings: Settings, demo_url: str, demo_made: Path) -> Settings:
    """Those of every test, on a demonstration of its own."""
    return dataclasses.replace(settings, database_url=demo_url, files_url=str(demo_made / "files"))


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 390)])
def test_every_page_is_accessible_and_fits(browser: Browser, server: Server, demo_database: Database, language: str, width: int) -> None:
    for who, walk in WALKS.items():
        context = browser.new_context(timezone_id="Asia/Shanghai", viewport={"width": width, "height": 900})
        if who:
            context.add_cookies([{"name": "sign_in", "value": token_of(demo_database, _actor(demo_database, who)), "url": server.url}])
        with watched(context.new_page()) as page:
            for address, link in walk:
                _goes(page, server, address, link, language)
                glance(page)
        context.close()


def _actor(database: Database, who: str) -> Actor:
    with database.reading() as session:
        account = accounts.by_contact(session, contact.parse(f"{who}@example.com"))
        assert account
        return accounts.actor(session, account.id, second_factor=True, origin="test")


def _goes(page: Page, server: Server, address: str, link: str, language: str) -> None:
    """To the page, or to where its link leads; it has to be there, in the language asked for."""
    answer = page.goto(f"{server.url}{address}{'&' if '?' in address else '?'}lang={language}")
    if link:
        leads = page.locator(link).first.get_attribute("href")
        answer = page.goto(f"{server.url}{leads}{'&' if leads and '?' in leads else '?'}lang={language}")
    assert answer
    assert answer.status == 200, page.url
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language], page.url
