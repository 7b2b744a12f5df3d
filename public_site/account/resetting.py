"""Getting back in: a link or a code sets a new password."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import auth
from public_site.access import access
from public_site.account.blueprint import again, bp, forget_sent, make_secret, posts, remember_sent, sent, stop_at
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.security import secret_address
from registry.actions import accounts, sign_ins
from registry.db import utc_now
from registry.errors import Invalid, NotFound, TooMany
from registry.queries import accounts as queries
from registry.rules import sign_up as wish


@bp.get("/reset")
@access("personal")
def reset() -> ResponseReturnValue:
    return render_template("account/reset.html", form=Form(), wait=0)


@bp.post("/reset")
@posts
@access("personal")
def ask_reset() -> ResponseReturnValue:
    """The same answer whether anybody has the address or not."""
    made, wrong = make_secret(), dict[str, str]()
    contact = wish.read_contact(request.form.get("address", ""), wrong)
    try:
        stop_at(wrong)
        assert contact is not None
        with transaction() as session:
            accounts.ask_reset(session, actor=g.actor, contact=contact, secret=made, browser=auth.browser(), now=utc_now())
    except (Invalid, TooMany) as error:
        return again("account/reset.html", error)
    remember_sent(contact, made)
    if contact.channel == "sms":
        return offer_code("")
    return redirect(url_for(".message_sent"), 303)


def offer_code(typed: str) -> ResponseReturnValue:
    """The place for the digits of a text message and a new password."""
    return render_template("account/new_password.html", form=Form({"code": typed}), token=None, sent=sent(), wait=0)


@bp.get("/reset/code")
@access("personal")
def enter_code() -> ResponseReturnValue:
    return offer_code("") if sent().get("token") else redirect(url_for(".reset"))


@bp.get("/reset/<token>")
@access("personal")
@secret_address(form=True)
def new_password(token: str) -> ResponseReturnValue:
    with reading() as session:
        found = accounts.find_link(session, token, now=utc_now())
        if found is None or found.purpose != "reset":
            return render_template("account/link_spent.html"), 404
        return render_template("account/new_password.html", form=Form(), token=token, sent={"to": found.address}, wait=0)


@bp.post("/reset/code")
@posts
@access("personal")
def set_by_code() -> ResponseReturnValue:
    typed, token, wrong = request.form.get("code", "").strip(), sent().get("token", ""), dict[str, str]()
    wish.check_password(request.form.get("password", ""), [sent().get("to", "")], wrong)
    with transaction() as session:
        found = accounts.try_code(session, actor=g.actor, token=token, code=typed, now=utc_now())
        if found is None or found.purpose != "reset":
            wrong["code"] = "code_wrong"
    if wrong:
        return again("account/new_password.html", Invalid(wrong), token=None, sent=sent())
    return _set_and_let_in(token, typed)


@bp.post("/reset/<token>")
@posts
@access("personal")
@secret_address(form=True)
def set_by_link(token: str) -> ResponseReturnValue:
    wrong: dict[str, str] = {}
    with reading() as session:
        found = accounts.find_link(session, token, now=utc_now())
        if found is None or found.purpose != "reset":
            return render_template("account/link_spent.html"), 404
        address = found.address
    wish.check_password(request.form.get("password", ""), [address], wrong)
    if wrong:
        return again("account/new_password.html", Invalid(wrong), token=token, sent={"to": address})
    return _set_and_let_in(token, None)


def _set_and_let_in(token: str, code: str | None) -> ResponseReturnValue:
    """Set the password; whoever has proved the address is let in, with a second factor as far as the second step."""
    now, fresh, hashed = utc_now(), auth.new_token(), auth.passwords().hash(request.form["password"])
    with transaction() as session:
        found = accounts.find_link(session, token, now=now) if code is None else accounts.try_code(session, actor=g.actor, token=token, code=code, now=now)
        if found is None:
            raise NotFound("link_spent")
        account = accounts.reset(session, actor=g.actor, confirmation=found, password_hash=hashed, now=now)
        opened = sign_ins.admit(session, actor=g.actor, account=account, browser=auth.browser(), token=fresh, days=auth.settings().session_days, now=now)
        session.flush()
        half, account_id = queries.is_half(session, opened), account.id
    forget_sent()
    flash(_("新密码已生效，其他设备上的登录已结束。"), "good")
    return auth.let_in(redirect(url_for(".second_step" if half else ".overview"), 303), fresh, account_id, half=half)
