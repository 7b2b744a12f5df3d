"""The account itself: who one is, how one is reached, the password, and where one is signed in."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import auth
from public_site.access import access
from public_site.account.blueprint import again, bp, make_secret, own_proof, posts, remember_sent, stop_at
from public_site.database import reading, transaction
from public_site.i18n import COOKIE, ONE_YEAR
from public_site.params import Form
from registry.actions import accounts, sign_ins
from registry.db import utc_now
from registry.errors import Invalid, TooMany
from registry.queries import accounts as queries
from registry.queries import messages as message_queries
from registry.rules import sign_up as wish


@bp.get("")
@access("signed_in")
def overview() -> ResponseReturnValue:
    with reading() as session:
        account = queries.own(session, g.actor)
        return render_template(
            "account/overview.html", account=account, unread=message_queries.unread(session, account.id),
            sign_ins=len(queries.sign_ins(session, account.id, idle_hours=auth.settings().session_idle_hours, now=utc_now())),
        )


@bp.get("/profile")
@access("signed_in")
def profile() -> ResponseReturnValue:
    with reading() as session:
        account = queries.own(session, g.actor)
        return render_template("account/profile.html", form=Form({"name": account.name, "language": account.language}), wait=0)


@bp.post("/profile")
@posts
@access("signed_in")
def change_profile() -> ResponseReturnValue:
    spoken = request.form.get("language", "")
    try:
        with transaction() as session:
            accounts.change_profile(session, actor=g.actor, name=request.form.get("name", ""), language=spoken, now=utc_now())
    except Invalid as error:
        return again("account/profile.html", error)
    flash(_("已保存。"), "good")
    answer = redirect(url_for(".overview"), 303)
    answer.set_cookie(COOKIE, spoken, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=auth.settings().https)
    return answer


@bp.get("/password")
@access("signed_in")
def password() -> ResponseReturnValue:
    return render_template("account/password.html", form=Form(), wait=0)


@bp.post("/password")
@posts
@access("signed_in")
def change_password() -> ResponseReturnValue:
    typed, token, wrong = request.form.get("password", ""), auth.new_token(), dict[str, str]()
    with reading() as session:
        account = queries.own(session, g.actor)
        wish.check_password(typed, [account.name, account.email or "", account.phone or ""], wrong)
    try:
        proof = own_proof(wrong)
        stop_at(wrong)
        hashed = auth.passwords().hash(typed)
        with transaction() as session:
            accounts.change_password(session, actor=g.actor, proof=proof, password_hash=hashed, sign_in_id=g.sign_in_id, token=token, now=utc_now())
    except (Invalid, TooMany) as error:
        return again("account/password.html", error)
    flash(_("密码已更改，其他设备上的登录已结束。"), "good")
    return auth.let_in(redirect(url_for(".overview"), 303), token, g.actor.account_id, half=False)


@bp.get("/address")
@access("signed_in")
def address() -> ResponseReturnValue:
    return render_template("account/address.html", form=Form(), wait=0)


@bp.post("/address")
@posts
@access("signed_in")
def ask_address() -> ResponseReturnValue:
    made, wrong = make_secret(), dict[str, str]()
    contact = wish.read_contact(request.form.get("address", ""), wrong)
    try:
        proof = own_proof(wrong)
        stop_at(wrong)
        assert contact is not None
        with transaction() as session:
            accounts.ask_address(session, actor=g.actor, contact=contact, proof=proof, secret=made, browser=auth.browser(), now=utc_now())
    except (Invalid, TooMany) as error:
        return again("account/address.html", error)
    remember_sent(contact, made)
    return redirect(url_for(".message_sent"), 303)


@bp.get("/sessions")
@access("signed_in")
def sessions() -> ResponseReturnValue:
    with reading() as session:
        found = queries.sign_ins(session, g.actor.account_id, idle_hours=auth.settings().session_idle_hours, now=utc_now())
        return render_template("account/sessions.html", sign_ins=found, current=g.sign_in_id)


@bp.post("/sessions/<int:sign_in_id>/end")
@posts
@access("signed_in")
def end_session(sign_in_id: int) -> ResponseReturnValue:
    with transaction() as session:
        sign_ins.end(session, actor=g.actor, sign_in_id=sign_in_id, now=utc_now())
    flash(_("已结束。"), "good")
    return redirect(url_for(".sessions"), 303)


@bp.post("/sessions/end-others")
@posts
@access("signed_in")
def end_others() -> ResponseReturnValue:
    with transaction() as session:
        sign_ins.end_others(session, actor=g.actor, kept_id=g.sign_in_id, now=utc_now())
    flash(_("其他设备上的登录已全部结束。"), "good")
    return redirect(url_for(".sessions"), 303)
