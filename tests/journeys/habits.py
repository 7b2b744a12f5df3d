"""What people do in every journey: come in with a password, go on by the button, answer the question of a grave form."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from registry.models import Account
from registry.passwords import Passwords
from registry.rules.permission import Actor
from tests.factories import uploads
from tests.fixtures.browsing import Server

PASSWORD = "corn on the hill"
on_both_engines = pytest.mark.parametrize("engine", ["embedded", "elasticsearch"])


def lets_in(session: Session, actor: Actor) -> str:
    """Give the person a password; the address to sign in with."""
    account = session.get_one(Account, actor.account_id)
    account.password_hash = Passwords("cheap").hash(PASSWORD)
    assert account.email
    return account.email


def sign_in(page: Page, server: Server, address: str, password: str = PASSWORD) -> None:
    """Through the form at the door."""
    page.goto(f"{server.url}/account/sign-in")
    page.get_by_label("邮箱或手机号").fill(address)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "/account/sign-in" not in address)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).click()


def a_licence(folder: Path, now: datetime) -> Path:
    """A photograph of a licence that lies on somebody's disk."""
    photograph = folder / f"营业执照 {now:%Y%m%d}.jpg"
    photograph.write_bytes(uploads.picture(size=(600, 400)))
    return photograph
