"""Turning the second factor on and off."""

import secrets

import pyotp
from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import auth
from public_site.access import access
from public_site.account.blueprint import again, bp, own_proof, posts, stop_at
from public_site.account.qr_picture import qr_picture
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import operator_name
from registry.actions import second_factor as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, TooMany
from registry.models import Account
from registry.queries import accounts as queries
from registry.rules.second_factor import recovery_codes


@bp.get("/second-factor")
@access("signed_in")
def second_factor() -> ResponseReturnValue:
    return render_template("account/second_factor.html", form=Form({"next": request.args.get("next", "")}), wait=0, **_state())


@bp.post("/second-factor/begin")
@posts
@access("signed_in")
def begin() -> ResponseReturnValue:
    try:
        proof = own_proof()
        with transaction() as session:
            actions.begin(session, actor=g.actor, proof=proof, secret=pyotp.random_base32(), now=utc_now())
    except (Invalid, TooMany) as error:
        return again("account/second_factor.html", error, **_state())
    return redirect(url_for(".enrol", next=auth.local(request.form.get("next"))), 303)


@bp.get("/second-factor/enrol")
@access("signed_in")
def enrol() -> ResponseReturnValue:
    return render_template("account/enrol.html", form=Form({"next": request.args.get("next", "")}), wait=0, **_to_learn())


@bp.post("/second-factor/enrol")
@posts
@access("signed_in")
def enrolled() -> ResponseReturnValue:
    """Shows the recovery codes, this once."""
    codes, token = recovery_codes(secrets.randbits), auth.new_token()
    try:
        with transaction() as session:
            actions.enable(session, actor=g.actor, sign_in_id=g.sign_in_id, code=request.form.get("code", ""), recovery=codes, token=token, now=utc_now())
    except Invalid as error:
        return again("account/enrol.html", error, **_to_learn())
    return auth.let_in(_codes_page(codes), token, g.actor.account_id, half=False)


@bp.post("/second-factor/codes")
@posts
@access("signed_in")
def renew_codes() -> ResponseReturnValue:
    codes = recovery_codes(secrets.randbits)
    try:
        proof = own_proof()
        with transaction() as session:
            actions.renew_codes(session, actor=g.actor, proof=proof, recovery=codes, now=utc_now())
    except (Invalid, TooMany) as error:
        return again("account/second_factor.html", error, **_state())
    return _codes_page(codes)


@bp.post("/second-factor/off")
@posts
@access("signed_in")
def turn_off() -> ResponseReturnValue:
    try:
        proof = own_proof()
        with transaction() as session:
            done = actions.disable(session, actor=g.actor, proof=proof, code=request.form.get("code", ""), browser=auth.browser(), now=utc_now())
        stop_at({} if done else {"code": "code_wrong"})
    except (Invalid, TooMany) as error:
        return again("account/second_factor.html", error, **_state())
    flash(_("两步验证已关闭。"), "good")
    return redirect(url_for(".second_factor"), 303)


def _codes_page(codes: list[str]) -> Response:
    return make_response(render_template("account/recovery_codes.html", codes=codes, onwards=auth.local(request.form.get("next")) or url_for(".overview")))


def _state() -> dict[str, object]:
    with reading() as session:
        account = queries.own(session, g.actor)
        compulsory = bool(g.actor.offices) and auth.settings().bureau_second_factor
        return {"since": account.totp_confirmed_at, "left": queries.recovery_codes_left(session, account.id), "compulsory": compulsory}


def _to_learn() -> dict[str, object]:
    """The secret that waits for its first code: as a picture for the telephone's camera and as text."""
    with reading() as session:
        account = queries.own(session, g.actor)
        if account.totp_secret is None or account.totp_confirmed_at is not None:
            raise Conflict("second_factor_not_begun")
        address = pyotp.TOTP(account.totp_secret).provisioning_uri(name=_label(account), issuer_name=operator_name())
        letters = " ".join(account.totp_secret[place : place + 4] for place in range(0, len(account.totp_secret), 4))
    return {"picture": qr_picture(address, _("用验证器应用扫描的二维码")), "letters": letters}


def _label(account: Account) -> str:
    return account.email or account.phone or account.name
