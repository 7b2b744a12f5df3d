"""What people do with printed codes: take the drawing, read it with two independent readers, hold a telephone over it."""

import re
import time
from collections.abc import Callable

import zxingcpp
from playwright.sync_api import Page, Response, expect

from tests.journeys.looking import look
from tests.qr.readers import opencv, seen

SCREEN = {"width": 390, "height": 844}
TELEPHONE = "Mozilla/5.0 (Linux; Android 15; SM-S938B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
"""Chromium without a screen calls itself a program, and programs are not counted."""
_LONGEST = 10.0
"""Seconds within which what happens by itself must have happened."""


def telephone(arrive: Callable[..., Page], **more: object) -> Page:
    """A reader in a shop."""
    return arrive(**SCREEN, is_mobile=True, has_touch=True, user_agent=TELEPHONE, **more)


def read_off(drawing: bytes) -> str:
    """What zxing-cpp and OpenCV both read in a PNG."""
    picture = seen("png", drawing, 300)
    [found] = zxingcpp.read_barcodes(picture)
    assert opencv(picture, found.text)
    return found.text


def scans(reader: Page, link: str, status: int = 200) -> Response:
    """Open what a code says. A known one leads to its page in one step; anything else is answered where it is."""
    answer = reader.goto(link)
    assert answer
    before = answer.request.redirected_from
    assert answer.status == status
    if status == 200:
        assert before is not None
        assert (before.redirected_from, before.response().status) == (None, 307)  # type: ignore[union-attr]
        expect(reader).to_have_url(re.compile(r"/p/[0-9A-Z]{10}(\?|$)"))
    return answer


def on_the_first_screen(reader: Page, *words: str) -> None:
    """Each stands where nobody has to scroll."""
    for each in words:
        shown = reader.get_by_text(each).first
        expect(shown).to_be_visible()
        box = shown.bounding_box()
        assert box
        assert box["y"] + box["height"] <= SCREEN["height"], (each, box)


def look_in_both_languages(page: Page) -> None:
    """And leave it in Chinese."""
    here = re.sub(r"[?&]lang=\w+|#.*", "", page.url)
    for language in ("en", "zh"):
        page.goto(f"{here}{'&' if '?' in here else '?'}lang={language}")
        look(page)


def until(page: Page, words: str) -> None:
    """Look again until the page says so."""
    last = time.monotonic() + _LONGEST
    while words not in page.get_by_role("main").inner_text():
        assert time.monotonic() < last, page.get_by_role("main").inner_text()
        page.reload()
