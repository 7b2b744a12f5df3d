"""The page behind a code on a real telephone's screen: the facts without scrolling, readable for everybody, on paper too."""

from datetime import datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from registry import db
from tests.fixtures.browsing import Server
from tests.journeys.looking import look
from tests.public_site.answer_codes import LOT, SERIAL, WORDS, Codes, print_codes

TELEPHONE = {"width": 390, "height": 844}
A4 = (595, 842)  # points
FACTS = ("main .status.large", "main .meaning", "h1", "main > p > a", "p.number", "dl.first", "p.actions")
BARE = ("main .status.large", "main .meaning", "h1", "p.actions")
NARROW = [state for state in WORDS if state != "long"]

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def codes(database: db.Database, now: datetime) -> Codes:
    with database.transaction() as session:
        return print_codes(session, now, now - timedelta(days=12))


def beyond(page: Page, facts: tuple[str, ...]) -> list[str]:
    """The facts that a telephone does not show without scrolling."""
    below = []
    for fact in facts:
        for found in page.locator(fact).all():
            box = found.bounding_box()
            assert box, fact
            if box["y"] + box["height"] > TELEPHONE["height"] or box["x"] < 0 or box["x"] + box["width"] > TELEPHONE["width"]:
                below.append(f"{fact} ends at {box['y'] + box['height']:.0f}")
    return below


def test_the_first_screen_holds_every_fact_in_every_state_in_both_languages(page: Page, server: Server, codes: Codes) -> None:
    page.set_viewport_size(TELEPHONE)
    for state in NARROW:
        for language in ("zh", "en"):
            page.goto(f"{server.url}/p/{codes.of[state]}?lang={language}")
            facts = BARE if state == "not_yet_disclosed" else FACTS
            assert all(page.locator(fact).count() for fact in facts), state
            assert beyond(page, facts) == [], (state, language)


def test_a_scanned_piece_has_its_facts_on_the_first_screen_too(page: Page, server: Server, codes: Codes) -> None:
    page.set_viewport_size(TELEPHONE)
    page.goto(f"{server.url}/p/{codes.of['made']}?lot={LOT}&serial={SERIAL}")
    assert beyond(page, FACTS) == []
    page.goto(f"{server.url}/p/{codes.of['made']}?lot=OTHER")
    assert beyond(page, (*FACTS, ".notice")) == []


def test_everybody_can_read_it_by_day_by_night_and_at_twice_the_size(browser: Browser, server: Server, codes: Codes) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, color_scheme=scheme, extra_http_headers={"Accept-Language": "zh-CN"})
        page = context.new_page()
        for address in (f"{codes.of['current']}?on=昨天", codes.of["several"], codes.of["not_yet_disclosed"], f"{codes.of['made']}?serial=X", "nonsense"):
            page.goto(f"{server.url}/p/{address}")
            look(page)
        context.close()


def test_the_number_is_selected_with_one_tap_and_copied_with_a_plain_hyphen(page: Page, server: Server, codes: Codes) -> None:
    page.goto(f"{server.url}/p/{codes.of['made']}")
    page.locator("p.number").click()
    assert page.evaluate("getSelection().toString()").strip() == codes.first_number
    assert "-" in codes.first_number
    drawn = page.locator(".number .dash")
    assert drawn.evaluate("each => getComputedStyle(each, '::before').content").startswith('"—"')


def test_the_keyboard_reaches_indicators_and_the_problem(page: Page, server: Server, codes: Codes) -> None:
    page.goto(f"{server.url}/p/{codes.of['current']}")
    met = []
    for _ in range(12):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.className || document.activeElement.name"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", met
    assert "#indicators" in met
    assert f"/p/{codes.of['current']}/report" in met
    assert {"frame", "on"} <= set(met)


def test_the_day_on_the_pack_is_asked_without_script(browser: Browser, server: Server, codes: Codes) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{server.url}/p/{codes.of['made']}")
    page.get_by_label("产品上的生产日期").fill("２０２６年11月10日")
    page.get_by_role("button", name="查看").click()
    assert page.locator("#made ~ ul").inner_text().startswith(codes.first_number.replace("-2026", ""))
    assert "第 1 版" in page.locator("#made ~ ul").inner_text()
    context.close()


def test_it_prints_on_clean_a4(page: Page, server: Server, codes: Codes) -> None:
    page.goto(f"{server.url}/p/{codes.of['current']}")
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) <= 2
        assert all(tuple(round(float(side)) for side in each.mediabox[2:]) == A4 for each in printed.pages)
    page.emulate_media(media="print")
    assert not page.locator("p.actions").is_visible()
    assert page.locator("p.number").is_visible()
