"""The person's own pages: getting an account, coming in and out, and keeping it safe."""

from functools import cache

from flask import Flask, g, url_for
from flask_babel import gettext as _

from public_site import navigation
from public_site.account import messages, profile, resetting, second_factor, signing_in, signing_up
from public_site.account.blueprint import bp
from public_site.i18n import language

__all__ = ["bp", "init_app", "messages", "profile", "resetting", "second_factor", "signing_in", "signing_up"]


def init_app(app: Flask) -> None:
    """The header leads to one's account, or to the door. Public pages do not know who reads them and always say the former."""
    navigation.add_changing_link(app, _link)


def _link() -> navigation.Link:
    return _door(language(), stranger="actor" in g and g.actor.account_id is None)


@cache
def _door(_spoken: str, *, stranger: bool) -> navigation.Link:
    return navigation.Link(_("登录"), url_for("account.sign_in")) if stranger else navigation.Link(_("账号"), url_for("account.overview"))
