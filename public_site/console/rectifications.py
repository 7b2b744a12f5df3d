"""What a bureau ordered my enterprise to put right: what, by when, working days left, and more time once."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, rectification_notice
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import rectifications as words
from registry.actions import rectifications as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.queries import disclosures, enterprises
from registry.queries import rectifications as queries
from registry.queries.rectifications import Opened
from registry.rules import permission
from registry.rules.rectification import LONGEST, MOST_DAYS

bp = Blueprint("console_rectifications", __name__)
ROOM = "/console/<credit_code>/rectifications"
HERE = f"{ROOM}/<rectification_number>"


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    today = legal_day(utc_now())
    with reading() as session:
        rows = queries.of_enterprise(session, g.enterprise_id)
        states = queries.states(session, rows, today)
        found = [(row, disclosures.get(session, row.disclosure_id), states[row.id]) for row in rows]
        return render_template("console/rectifications.html", enterprise=enterprises.get(session, g.enterprise_id), found=found, words=words)


@bp.get(HERE)
@access("enterprise")
def show(credit_code: str, rectification_number: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(rectification_number, Form())


@bp.get(f"{HERE}/notice.pdf")
@access("enterprise")
def notice(credit_code: str, rectification_number: str) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        return rectification_notice.answer(_opened(session, rectification_number))


@bp.post(f"{HERE}/extension")
@access("enterprise")
def ask(credit_code: str, rectification_number: str) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            days, reason = typed.integer("days", least=1, most=MOST_DAYS), typed.text("reason", longest=LONGEST)
        with transaction() as session:
            row = queries.of_enterprise_by_number(session, g.enterprise_id, rectification_number)
            actions.ask_extension(session, actor=g.actor, rectification_id=row.id, revision=params.revision(request.form), days=days, reason=reason, now=utc_now())
    except Invalid as refused:
        return _page(rectification_number, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(rectification_number, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409
    flash(_("已提出申请，市场监管部门答复后会通知您。答复之前原期限不变"), "good")
    return redirect(f"/console/{credit_code}/rectifications/{rectification_number}")


def _opened(session: Session, number: str) -> Opened:
    row = queries.of_enterprise_by_number(session, g.enterprise_id, number)
    opened = queries.opened(session, row, legal_day(utc_now()))
    queries.require_sight(g.actor, row, opened.enterprise)
    return opened


def _page(number: str, form: Form, hindrance: str = "") -> str:
    with reading() as session:
        opened = _opened(session, number)
        may = permission.allowed(g.actor, "rectification.ask", queries.scope(opened.row, opened.enterprise))
        return render_template(
            "console/rectification.html", opened=opened, enterprise=opened.enterprise, form=form, hindrance=hindrance, words=words, today=legal_day(utc_now()), longest=LONGEST,
            basis=rectification_notice.basis, may_ask=may and "extension_asked" in opened.state.next, may_edit=may,
        )  # fmt: skip
