"""A signed-in person with a browser without script: reads pages, fills the forms that stand on them, sends them."""

import html
import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.db import Database, utc_now
from registry.models import SignIn
from registry.rules.permission import Actor
from registry.rules.secret import digest

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visit:
    """`get` reads a page; `send` posts fields with the token of a form that stands on `page` (default: the same address)."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status, answer.headers.get("Location"))
        return html.unescape(answer.text)

    def status(self, address: str) -> int:
        return self.client.get(address).status_code

    def send(self, address: str, fields: dict[str, object], *, page: str = "") -> TestResponse:
        found = _TOKEN.search(self.client.get(page or address).text)
        assert found, f"no form on {page or address}"
        return self.client.post(address, data={"csrf_token": found[1], **fields}, content_type="multipart/form-data")


def visit(app: Flask, database: Database, actor: Actor) -> Visit:
    """The person's browser, in Chinese."""
    client = app.test_client()
    client.set_cookie("sign_in", token_of(database, actor))
    return Visit(client)


def token_of(database: Database, actor: Actor) -> str:
    """Sign the person in, with a second factor; the value of the cookie `sign_in`."""
    now, token = utc_now(), f"token-of-{actor.account_id}"
    with database.transaction() as session:
        session.add(SignIn(account_id=actor.account_id, token_hash=digest(token), device="Test", created_at=now, seen_at=now, expires_at=now + timedelta(days=1), second_factor_at=now))
    return token
