"""Who types a password may look at it; without script the field stays what it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browsing import Server


@pytest.mark.browser
def test_a_password_is_shown_on_demand_by_keyboard_and_hidden_again_when_it_is_sent(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/account/sign-in")
    box = page.get_by_label("密码", exact=True)
    box.fill("一二三四五 六七八")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="隐藏密码")).to_be_focused()
    page.get_by_label("邮箱或手机号").fill("nobody@example.com")
    page.evaluate("document.forms[0].addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_role("button", name="登录").click()
    expect(box).to_have_attribute("type", "password")
