"""Coming in and going out."""

from datetime import datetime

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import auth
from public_site.access import access
from public_site.account.blueprint import again, bp, onwards, posts, stop_at
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import second_factor, sign_ins
from registry.db import utc_now
from registry.errors import Invalid, TooMany
from registry.queries import accounts as queries
from registry.rules import sign_up as wish
from registry.rules.contact import Contact
from registry.rules.secret import digest


@bp.get("/sign-in")
@access("personal")
def sign_in() -> ResponseReturnValue:
    if g.half is not None:
        return redirect(url_for(".second_step", next=auth.local(request.args.get("next"))))
    if g.actor.account_id is not None:
        return onwards(auth.home_of(g.actor))
    return render_template("account/sign_in.html", form=Form({"next": request.args.get("next", "")}), wait=0)


@bp.post("/sign-in")
@posts
@access("personal")
def signed_in() -> ResponseReturnValue:
    wrong: dict[str, str] = {}
    contact = wish.read_contact(request.form.get("address", ""), wrong)
    if not request.form.get("password"):
        wrong |= {"password": "required"}
    try:
        stop_at(wrong)
        assert contact is not None
        return _open(contact, request.form["password"])
    except (Invalid, TooMany) as error:
        return again("account/sign_in.html", error)


def _open(contact: Contact, typed: str) -> Response:
    """Check outside of any transaction, since hashing takes long; weigh and write in one."""
    browser, token, now = auth.browser(), auth.new_token(), utc_now()
    with reading() as session:
        claimed = sign_ins.claim(session, contact, browser, now=now)
    proof = auth.passwords().prove(claimed, typed)
    with transaction() as session:
        opened = sign_ins.sign_in(session, actor=g.actor, contact=contact, proof=proof, browser=browser, token=token, days=auth.settings().session_days, now=now)
        if opened is not None:
            _leave(session, now)
            session.flush()
            half, account_id = queries.is_half(session, opened), opened.account_id
            actor = queries.actor(session, account_id, second_factor=False, origin="")
    if opened is None:
        raise Invalid({"password": "sign_in_wrong"})
    if half:
        answer = make_response(redirect(url_for(".second_step", next=auth.local(request.form.get("next"))), 303))
    else:
        answer = onwards(auth.home_of(actor) if actor.confirmed else url_for(".unconfirmed"))
    return auth.let_in(answer, token, account_id, half=half)


@bp.get("/second-step")
@access("personal")
def second_step() -> ResponseReturnValue:
    if g.half is None:
        return redirect(url_for(".sign_in", next=auth.local(request.args.get("next"))))
    return render_template("account/second_step.html", form=Form({"next": request.args.get("next", "")}), wait=0)


@bp.post("/second-step")
@posts
@access("personal")
def second_step_given() -> ResponseReturnValue:
    if g.half is None:
        return redirect(url_for(".sign_in", next=auth.local(request.form.get("next"))), 303)
    (sign_in_id, account_id), token, code = g.half, auth.new_token(), request.form.get("code", "")
    try:
        with transaction() as session:
            given = second_factor.give(
                session, actor=g.actor, sign_in_id=sign_in_id, code=code, browser=auth.browser(), token=token, days=auth.settings().session_days, now=utc_now(),
            )
            actor = queries.actor(session, account_id, second_factor=True, origin="")
        stop_at({} if given else {"code": "code_wrong"})
    except (Invalid, TooMany) as error:
        return again("account/second_step.html", error)
    return auth.let_in(onwards(auth.home_of(actor)), token, account_id, half=False)


@bp.post("/sign-out")
@access("personal")
def sign_out() -> ResponseReturnValue:
    with transaction() as session:
        _leave(session, utc_now())
    flash(_("您已退出登录。"), "good")
    return auth.let_out(make_response(redirect(url_for(".sign_in"), 303)))


def _leave(session: Session, now: datetime) -> None:
    """End what this browser was signed in to before."""
    if former := request.cookies.get(auth.COOKIE):
        sign_ins.sign_out(session, actor=g.actor, token_hash=digest(former), now=now)
