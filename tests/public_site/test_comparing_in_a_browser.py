"""The comparison on a telephone and on a desk: it scrolls inside itself, its heads stay, everybody can read it, it prints on A4."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page

from tests.fixtures.browsing import Server
from tests.fixtures.databases import World
from tests.journeys.looking import look
from tests.public_site.sides import Sides, fill

LANDSCAPE = (842, 595)  # points
FIVE = ("plain", "converted", "method", "free", "ended")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def sides(told: Sides) -> Sides:
    return told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_it_and_the_page_never_scrolls_sideways(page: Page, server: Server, sides: Sides, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for address in (sides.address(*FIVE), sides.address("plain"), "/compare?d=NOSUCH"):
        page.goto(f"{server.url}{address}{'&' if '?' in address else '?'}lang={language}")
        look(page)


def test_on_a_telephone_the_table_scrolls_inside_itself_and_its_heads_stay(page: Page, server: Server, sides: Sides) -> None:
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(f"{server.url}{sides.address(*FIVE)}")
    frame = page.locator(".compared")
    assert frame.evaluate("each => each.scrollWidth > each.clientWidth && each.scrollHeight > each.clientHeight")
    before = [page.locator(place).first.bounding_box() for place in ("thead th", "tbody th")]
    frame.evaluate("each => each.scrollTo(200, 100)")
    corner, first = (page.locator(place).first.bounding_box() for place in ("thead th", "tbody th"))
    assert corner == before[0]
    assert first
    assert before[1]
    assert (first["x"], first["y"]) == (before[1]["x"], before[1]["y"] - 100)


def test_the_keyboard_reaches_the_table_and_removes_a_column(page: Page, server: Server, sides: Sides) -> None:
    page.goto(f"{server.url}{sides.address('plain', 'converted', 'method')}")
    page.locator(".compared").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.get_by_role("link", name="去掉 Q/SMXJ 202—2026").press("Enter")
    assert page.locator("thead .leave").count() == 2
    assert sides.ids["converted"] not in page.url


def test_a_product_is_added_by_its_code_without_losing_what_is_chosen(page: Page, server: Server, sides: Sides) -> None:
    page.goto(f"{server.url}{sides.address('plain')}")
    page.get_by_label("加入一件产品").fill(f"{sides.product[:5].lower()} {sides.product[5:]}")
    page.get_by_role("button", name="加入比较").click()
    assert page.locator("thead .leave").count() == 2
    assert page.get_by_role("cell", name="最优").count() == 1


def test_it_prints_on_a4_lying_down_with_every_column(page: Page, server: Server, sides: Sides) -> None:
    page.goto(f"{server.url}{sides.address(*FIVE)}")
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert all(tuple(round(float(side)) for side in each.mediabox[2:]) == LANDSCAPE for each in printed.pages)
    page.set_viewport_size({"width": 1010, "height": 700})
    page.emulate_media(media="print")
    assert page.locator(".compared").evaluate("each => each.scrollWidth <= each.clientWidth")
    assert not page.locator("thead .leave").first.is_visible()
