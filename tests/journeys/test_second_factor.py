"""Somebody protects an account with a second factor, comes in with its code, and ends a sign-in that is open elsewhere."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
from playwright.sync_api import Page, expect

from registry.db import Database, utc_now
from tests.factories import people
from tests.fixtures.browsing import Server
from tests.journeys.habits import PASSWORD, follow, lets_in, press, sign_in
from tests.journeys.looking import look

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def test_a_code_from_the_telephone_lets_in_and_a_session_elsewhere_is_ended(arrive: Callable[..., Page], server: Server, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        address = lets_in(session, people.member(session, now, people.enterprise(session, now)))
    desk, telephone = arrive(), arrive(width=390, height=844, user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1")
    sign_in(desk, server, address)
    codes, recovery = _enrols(desk, server)
    _signs_in_with_a_recovery_code(telephone, server, address, recovery)
    _ends_the_other(desk, server)
    telephone.goto(f"{server.url}/account")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("登录")
    _goes_out(desk, server)
    _signs_in_with_a_code(desk, server, address, codes)


def _enrols(desk: Page, server: Server) -> tuple[pyotp.TOTP, str]:
    desk.goto(f"{server.url}/account")
    look(desk)
    desk.goto(f"{server.url}/account/second-factor")
    look(desk)
    desk.get_by_label("当前密码").fill(PASSWORD)
    press(desk, "开始设置")
    expect(desk.get_by_role("img", name="用验证器应用扫描的二维码")).to_be_visible()
    look(desk)
    codes = pyotp.TOTP(desk.locator("main strong").inner_text().replace(" ", ""))
    desk.get_by_label("6 位验证码").fill("000000" if codes.now() != "000000" else "111111")
    press(desk, "开启两步验证")
    expect(desk.get_by_role("alert")).to_be_focused()
    look(desk)
    desk.get_by_label("6 位验证码").fill(codes.now())
    press(desk, "开启两步验证")
    expect(desk.get_by_role("heading", level=1)).to_have_text("请保存这些恢复码")
    look(desk)
    recovery = desk.locator("ol li.number").first.inner_text()
    follow(desk, "我已保存，继续")
    return codes, recovery


def _signs_in_with_a_recovery_code(telephone: Page, server: Server, address: str, recovery: str) -> None:
    sign_in(telephone, server, address)
    expect(telephone.get_by_role("heading", level=1)).to_have_text("两步验证")
    look(telephone)
    telephone.goto(f"{server.url}/console")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("两步验证")
    telephone.get_by_label("验证码").fill(recovery)
    press(telephone, "继续")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("我的企业")
    look(telephone)


def _ends_the_other(desk: Page, server: Server) -> None:
    desk.goto(f"{server.url}/account/sessions")
    expect(desk.locator("ul.hits > li")).to_have_count(2)
    look(desk)
    press(desk, "结束登录")
    expect(desk.locator("ul.hits > li")).to_have_count(1)


def _goes_out(desk: Page, server: Server) -> None:
    desk.goto(f"{server.url}/account")
    press(desk, "退出登录")
    expect(desk.get_by_role("status")).to_have_text("您已退出登录。")


def _signs_in_with_a_code(desk: Page, server: Server, address: str, codes: pyotp.TOTP) -> None:
    """The code that enrolled is spent; the next one is taken a little early."""
    sign_in(desk, server, address)
    desk.get_by_label("验证码").fill(codes.at(utc_now() + timedelta(seconds=codes.interval)))
    press(desk, "继续")
    expect(desk.get_by_role("heading", level=1)).to_have_text("我的企业")
