"""Somebody with a browser: opens pages, fills forms in, reads what was sent to them."""

import re
import secrets
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from public_site import auth
from registry.actions import sign_ins
from registry.actions.sign_ins import Browser
from registry.db import Database, utc_now
from registry.models import Account, Job
from registry.rules.permission import Actor

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Visitor:
    """A browser with its own cookies. `last` is the last answer, redirects followed."""

    def __init__(self, app: Flask, *, agent: str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", address: str = "127.0.0.1") -> None:
        self.database: Database = app.extensions["database"]
        self.client = app.test_client()
        self.headers = {"User-Agent": agent}
        self.environ = {"REMOTE_ADDR": address}
        self.token = ""

    def open(self, path: str, *, follow: bool = True) -> TestResponse:
        """Read a page."""
        return self._seen(self.client.get(path, headers=self.headers, environ_overrides=self.environ, follow_redirects=follow))

    def send(self, path: str, *, follow: bool = True, **typed: str) -> TestResponse:
        """Send a form, as the browser that has seen any form of this site."""
        if not self.token:
            self.open("/account/reset")
        sent = typed | {"csrf_token": self.token}
        return self._seen(self.client.post(path, data=sent, headers=self.headers, environ_overrides=self.environ, follow_redirects=follow))

    def enter(self, account_id: int, *, second_factor: bool = False) -> "Visitor":
        """Be signed in as the account, without typing anything."""
        token, now = secrets.token_urlsafe(32), utc_now()
        with self.database.transaction() as session:
            account = session.get_one(Account, account_id)
            opened = sign_ins.admit(session, actor=Actor(origin="test"), account=account, browser=Browser(client="test"), token=token, days=14, now=now)
            opened.second_factor_at = now if second_factor else None
        self.client.set_cookie(auth.COOKIE, token)
        return self

    def received(self, address: str) -> dict[str, Any]:
        """The last link or code sent to the address: kind and facts."""
        with self.database.reading() as session:
            jobs = session.scalars(select(Job).where(Job.kind == "secret.send").order_by(Job.id.desc()))
            return next(dict(job.payload) for job in jobs if job.payload["address"] == address)

    def _seen(self, answer: TestResponse) -> TestResponse:
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer
