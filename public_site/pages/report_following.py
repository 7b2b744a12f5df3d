"""Following a case by number and secret. Both are sent in a form, never in an address, so that no log and no history holds them."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from public_site import report_sheet, words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.pages.reports import STRANGER
from public_site.params import Form
from public_site.words import reports as named
from registry.actions import reports as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, TooMany
from registry.legal_time import legal_day
from registry.queries import reports as queries

bp = Blueprint("report_following", __name__, url_prefix="/reports")

READ_FOR = 3600
"""Seconds for which an opened page may be used to add something."""


@bp.get("")
@access("public")
def ask() -> ResponseReturnValue:
    return render_template("reports/follow.html", form=Form(), hindrance="")


@bp.post("")
@access("public")
def show() -> ResponseReturnValue:
    """The case, or one and the same answer for a wrong number and a wrong secret."""
    number, now = request.form.get("number", ""), utc_now()
    try:
        with transaction() as session:
            case = actions.find(session, number=number, secret=request.form.get("secret", ""), client=report_sheet.client(now), now=now)
    except TooMany as error:
        hindrance = words.of(error.code, **error.facts)
        return render_template("reports/follow.html", form=Form({"number": number}), hindrance=hindrance), 429, {"Retry-After": str(error.facts["retry_after"])}
    if case is None:
        return render_template("reports/follow.html", form=Form.refused({"number": number}, Invalid({"number": "case_not_opened"})), hindrance=""), 422
    return _case_page(case.id)


@bp.post("/supplement")
@access("public")
def supplement() -> ResponseReturnValue:
    """Add something to a case that was opened within the hour."""
    typed, now = request.form.get("supplement", "").replace("\r\n", "\n").strip(), utc_now()
    try:
        case_id = int(_signer().loads(request.form.get("opened", ""), max_age=READ_FOR))
    except BadSignature:
        return render_template("reports/follow.html", form=Form(), hindrance=words.of("case_token_expired"), kept=typed), 400
    try:
        with transaction() as session:
            actions.supplement(session, actor=STRANGER, case_id=case_id, text=typed, client=report_sheet.client(now), now=now)
    except Invalid as error:
        return _case_page(case_id, Form.refused({"supplement": typed}, error)), 422
    except (Conflict, TooMany) as error:
        return _case_page(case_id, Form({"supplement": typed}), words.of(error.code, **error.facts)), 409 if isinstance(error, Conflict) else 429
    return _case_page(case_id)


def _case_page(case_id: int, form: Form | None = None, hindrance: str = "") -> str:
    today = legal_day(utc_now())
    with reading() as session:
        seen = queries.followed(session, queries.get(session, case_id), current_app.extensions["settings"], today)
    return render_template("reports/case.html", seen=seen, today=today, form=form or Form(), hindrance=hindrance, opened=_signer().dumps(case_id), named=named)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="followed case")
