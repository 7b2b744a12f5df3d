"""Getting an account and proving an address."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import auth
from public_site.access import access
from public_site.account import resetting
from public_site.account.blueprint import again, bp, forget_sent, make_secret, posts, remember_sent, sent
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.security import secret_address
from registry.actions import accounts, sign_ins
from registry.db import utc_now
from registry.errors import Invalid, TooMany
from registry.models import Confirmation
from registry.queries import accounts as queries
from registry.rules import sign_up as wish


@bp.get("/sign-up")
@access("personal")
def sign_up() -> ResponseReturnValue:
    if g.actor.account_id is not None:
        return redirect(url_for(".overview"))
    return render_template("account/sign_up.html", form=Form({"language": language()}), wait=0)


@bp.post("/sign-up")
@posts
@access("personal")
def signed_up() -> ResponseReturnValue:
    typed, made = request.form, make_secret()
    try:
        wanted = wish.read(name=typed.get("name", ""), address=typed.get("address", ""), typed_password=typed.get("password", ""), language=typed.get("language") or language())
        hashed = auth.passwords().hash(typed["password"])
        with transaction() as session:
            accounts.sign_up(session, actor=g.actor, wanted=wanted, password_hash=hashed, secret=made, browser=auth.browser(), now=utc_now())
    except (Invalid, TooMany) as error:
        return again("account/sign_up.html", error)
    remember_sent(wanted.contact, made)
    return redirect(url_for(".message_sent"), 303)


@bp.get("/sent")
@access("personal")
def message_sent() -> ResponseReturnValue:
    """Where the message went; for a text message, the place for its digits."""
    if not sent():
        return redirect(url_for(".sign_in"))
    return render_template("account/sent.html", form=Form(), sent=sent(), wait=0)


@bp.post("/code")
@posts
@access("personal")
def code() -> ResponseReturnValue:
    """The digits of a text message. Those that were sent to the holder of a taken number let him set a new password."""
    now, token, typed = utc_now(), sent().get("token", ""), request.form.get("code", "").strip()
    with transaction() as session:
        found = accounts.try_code(session, actor=g.actor, token=token, code=typed, now=now)
        purpose = found.purpose if found is not None else None
    if purpose is None:
        return again("account/sent.html", Invalid({"code": "code_wrong"}), sent=sent())
    if purpose == "reset":
        return resetting.offer_code(typed)
    with transaction() as session:
        confirmed = accounts.try_code(session, actor=g.actor, token=token, code=typed, now=now)
        if confirmed is None:
            return again("account/sent.html", Invalid({"code": "code_wrong"}), sent=sent())
        return _confirm_and_let_in(session, confirmed)


@bp.get("/confirm/<token>")
@access("personal")
@secret_address(form=True)
def confirm(token: str) -> ResponseReturnValue:
    """Asks for one click: programs that look into mail follow links, and must not confirm anything."""
    with reading() as session:
        found = accounts.find_link(session, token, now=utc_now())
        if found is None or found.purpose == "reset":
            return render_template("account/link_spent.html"), 404
        account = queries.get(session, found.account_id)
        return render_template("account/confirm.html", address=found.address, name=account.name if account else "", token=token)


@bp.post("/confirm/<token>")
@posts
@access("personal")
@secret_address(form=True)
def confirmed(token: str) -> ResponseReturnValue:
    with transaction() as session:
        found = accounts.find_link(session, token, now=utc_now())
        if found is None or found.purpose == "reset":
            return render_template("account/link_spent.html"), 404
        account = accounts.confirm(session, actor=g.actor, confirmation=found, now=utc_now())
    forget_sent()
    if g.actor.account_id == account.id:
        flash(_("邮箱已确认。"), "good")
        return redirect(auth.home_of(g.actor), 303)
    flash(_("邮箱已确认，请登录。"), "good")
    return redirect(url_for(".sign_in"), 303)


@bp.get("/confirm")
@access("personal")
def unconfirmed() -> ResponseReturnValue:
    """What somebody sees who is signed in and has confirmed nothing yet."""
    with reading() as session:
        account = queries.get(session, g.actor.account_id or 0)
        contact = accounts.unconfirmed(account) if account else None
    if contact is None:
        return redirect(url_for(".overview"))
    return render_template("account/unconfirmed.html", form=Form(), contact=contact, wait=0)


@bp.post("/confirm")
@posts
@access("personal")
def ask_again() -> ResponseReturnValue:
    made = make_secret()
    try:
        with transaction() as session:
            contact = accounts.ask_confirmation(session, actor=g.actor, secret=made, browser=auth.browser(), now=utc_now())
    except TooMany as error:
        with reading() as session:
            waiting = accounts.unconfirmed(queries.own(session, g.actor))
        return again("account/unconfirmed.html", error, contact=waiting)
    if contact is None:
        return redirect(url_for(".overview"), 303)
    remember_sent(contact, made)
    return redirect(url_for(".message_sent"), 303)


def _confirm_and_let_in(session: Session, found: Confirmation) -> ResponseReturnValue:
    """The browser that asked and gave the digits is its person's: it comes in without typing the password again."""
    now, token, stranger = utc_now(), auth.new_token(), g.actor.account_id is None
    account = accounts.confirm(session, actor=g.actor, confirmation=found, now=now)
    forget_sent()
    flash(_("手机号已确认。"), "good")
    if not stranger:
        return redirect(url_for(".overview"), 303)
    opened = sign_ins.admit(session, actor=g.actor, account=account, browser=auth.browser(), token=token, days=auth.settings().session_days, now=now)
    session.flush()
    return auth.let_in(redirect(auth.home_of(g.actor), 303), token, account.id, half=queries.is_half(session, opened))
