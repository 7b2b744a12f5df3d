"""Leader-boards on a telephone, on a desk and on a hall's screen: everybody can read them, and nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page

from tests.fixtures.browsing import Server
from tests.fixtures.databases import World
from tests.journeys.looking import look
from tests.public_site.boards import Boards, fill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def boards(told: Boards) -> Boards:
    return told


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1280)])
def test_everybody_can_read_every_page(page: Page, server: Server, boards: Boards, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    board = f"/rankings/{boards.board}"
    below = ("", "/not-graded", f"/entries/{boards.ids['even']}", f"/entries/{boards.ids['below']}", "/indicators/1", "/indicators/2", "/live")
    for address in ("/rankings", "/rankings/medals", f"/rankings/{boards.points}", f"/schemes/{boards.scheme}", *(board + each for each in below)):
        page.goto(f"{server.url}{address}?lang={language}")
        look(page)


def test_a_hall_s_screen_shows_nothing_but_the_board(page: Page, server: Server, boards: Boards) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{server.url}/rankings/{boards.board}?screen=1")
    assert not page.locator("header, footer, .narrowing").first.is_visible()
    assert page.locator(".entry").count() == 4
    look(page)
