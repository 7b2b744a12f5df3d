"""A stranger opens the registry in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browsing import Server
from tests.fixtures.site import Mailbox

pytestmark = pytest.mark.browser


def test_a_chinese_browser_is_answered_in_chinese_with_nothing_blocked(server: Server, page: Page) -> None:
    answer = page.goto(f"{server.url}/")
    assert answer is not None
    assert answer.ok
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.goto(f"{server.url}/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_there_is_nothing_to_deliver_before_anybody_asked(deliver: Callable[..., int], mailbox: Mailbox) -> None:
    assert deliver() == 0
    assert mailbox.mails() == []


def test_the_machine_draws_chinese_and_not_boxes(page: Page) -> None:
    page.set_content("<canvas width=100 height=50></canvas>")
    drawn = [page.evaluate(DRAW, sign) for sign in "企业标准"]
    assert len(set(drawn)) == 4


DRAW = """sign => {
    const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d");
    pen.clearRect(0, 0, 100, 50); pen.font = "32px sans-serif"; pen.fillText(sign, 10, 40);
    return canvas.toDataURL();
}"""
