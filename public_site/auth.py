"""Who is asking: the cookie of a sign-in, the cookie of a known device, and the rules of access that ask for a person.

The actor is loaded by the rules, so a "public" page never looks at a cookie and may be cached.
"""

import secrets
from urllib.parse import quote, urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import Unauthorized

from public_site import devices, errors
from public_site.access import rule
from public_site.database import reading, transaction
from public_site.security import client_address
from registry.actions import sign_ins
from registry.actions.sign_ins import Browser
from registry.db import utc_now
from registry.errors import NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import SignIn
from registry.passwords import Passwords
from registry.queries import accounts as queries
from registry.queries import assessment
from registry.rules.permission import Actor
from registry.rules.secret import digest
from registry.settings import Settings

COOKIE = "sign_in"
DEVICE_COOKIE = "device"
ONE_YEAR = 365 * 24 * 3600


def settings() -> Settings:
    """The current app's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def passwords() -> Passwords:
    """The current app's password hashing."""
    found: Passwords = current_app.extensions["passwords"]
    return found


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def browser() -> Browser:
    """Where the request comes from, as far as guessing is concerned."""
    device, known_to = _device()
    return Browser(client=client_address(), device=device, known_to=known_to, name=devices.name(request.user_agent.string))


def load() -> None:
    """Find out who asks: sets g.actor, g.sign_in_id and, when only the second step is missing, g.half (a pair of sign-in and account id)."""
    if "actor" in g:
        return
    g.sign_in_id, g.half, stale = None, None, False
    token, now = request.cookies.get(COOKIE), utc_now()
    with reading() as session:
        found = queries.sign_in(session, digest(token), idle_hours=settings().session_idle_hours, now=now) if token else None
        account_id = None if found is None else found.account_id
        if found is not None and queries.is_half(session, found):
            g.half, account_id = (found.id, found.account_id), None
        elif found is not None:
            g.sign_in_id, stale = found.id, now - found.seen_at >= sign_ins.SEEN_EVERY
        second = found is not None and found.second_factor_at is not None
        g.actor = queries.actor(session, account_id, second_factor=second, origin=request.remote_addr or "", today=legal_day(now))
    if stale:
        with transaction() as session:
            sign_ins.seen(session.get_one(SignIn, g.sign_in_id), now=now)


@rule("personal")
def _personal() -> None:
    load()


@rule("signed_in")
def _signed_in() -> None:
    """A person with a confirmed address; others are led to the door and back."""
    load()
    if g.half is not None:
        _lead("account.second_step")
    if g.actor.account_id is None:
        _lead("account.sign_in")
    if not g.actor.confirmed:
        abort(redirect(url_for("account.unconfirmed")))


@rule("enterprise")
def _enterprise() -> None:
    """Who acts for the enterprise in the address; for everybody else it does not exist."""
    _signed_in()
    with reading() as session:
        g.enterprise_id = queries.enterprise_id(session, (request.view_args or {}).get("credit_code", ""))
    if g.actor.role_in(g.enterprise_id) is None:
        raise NotFound("not_found")


@rule("bureau")
def _bureau() -> None:
    """Who holds an office, with a second factor where the setting asks for it."""
    _signed_in()
    if not g.actor.offices:
        raise NotAllowed("not_allowed")
    if settings().bureau_second_factor and not g.actor.second_factor:
        _lead("account.second_factor")


@rule("assessor")
def _assessor() -> None:
    """Who makes schemes and rankings: people of an assessment body, registrars and approvers of a bureau (these as `_bureau` asks)."""
    _signed_in()
    if not g.actor.bodies and not assessment.offices(g.actor):
        raise NotAllowed("not_allowed")
    if g.actor.offices and settings().bureau_second_factor and not g.actor.second_factor:
        _lead("account.second_factor")


def _lead(endpoint: str) -> None:
    """Lead a reader to `endpoint` and afterwards back; a form sent meanwhile shows what was typed, to be sent again."""
    if errors.wants_json():
        raise Unauthorized
    if request.method not in ("GET", "HEAD"):
        raise CSRFError("The sign-in has ended.")
    abort(redirect(url_for(endpoint, next=_here())))


def _here() -> str:
    query = request.query_string.decode("latin-1")
    return quote(request.path) + (f"?{query}" if query else "")


def local(address: str | None) -> str | None:
    """The address when it lies on this site, else None: a link to the door must not lead to somebody else's house."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")) or any(ord(each) < 33 or each == "\\" for each in address):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def home_of(actor: Actor) -> str:
    """Where somebody's work is."""
    return "/regulator" if actor.offices else "/assessor" if actor.bodies and not actor.enterprises else "/console"


def let_in(response: Response, token: str, account_id: int, *, half: bool) -> Response:
    """Give the browser its token and, when the person is wholly in, make the device a known one."""
    response.set_cookie(COOKIE, token, max_age=settings().session_days * 24 * 3600, httponly=True, samesite="Lax", secure=settings().https)
    if not half and browser().known_to != account_id:
        signed = str(_signer().dumps([account_id, secrets.token_hex(16)]))
        response.set_cookie(DEVICE_COOKIE, signed, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=settings().https)
    return response


def let_out(response: Response) -> Response:
    """Take the token from the browser. The device stays known."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=settings().https)
    return response


def _device() -> tuple[str, int | None]:
    try:
        account_id, number = _signer().loads(request.cookies.get(DEVICE_COOKIE, ""), max_age=ONE_YEAR)
    except BadSignature:
        return "", None
    return str(number), int(account_id)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known device")


def init_app(app: Flask) -> None:
    app.extensions["passwords"] = Passwords(app.extensions["settings"].password_cost)
