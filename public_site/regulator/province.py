"""The province's desk: what counties and cities ask of it when nobody rectifies, and its decision (Standardization Law Art. 39, 42)."""

from flask import Blueprint, Flask, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, rectification_notice
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import home
from public_site.words import rectifications as words
from registry.actions import province as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.queries import province as queries
from registry.queries import rectifications
from registry.queries.province import Asked
from registry.rules import permission
from registry.rules.permission import Actor
from registry.rules.rectification import DECISIONS, LONGEST, LONGEST_DOCUMENT

bp = Blueprint("regulator_province", __name__)
ROOM = actions.DESK


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    decided, page = request.args.get("decided") == "yes", params.page_number(request.args)
    with reading() as session:
        found, count = queries.listed(session, g.actor, decided=decided, page=page)
        return render_template("regulator/province.html", found=found, count=count, page=page, pages=-(-count // queries.PAGE), decided=decided, words=words, decides=may_see_province())


@bp.get(f"{ROOM}/<int:province_case_id>")
@access("bureau")
def show(province_case_id: int) -> ResponseReturnValue:
    return _page(province_case_id, Form())


@bp.post(f"{ROOM}/<int:province_case_id>")
@access("bureau")
def decide(province_case_id: int) -> ResponseReturnValue:
    """Three ways on one address: preview, edit again, record."""
    go, sent = request.form.get("go"), request.form
    if go == "edit":
        return _page(province_case_id, Form(sent))
    try:
        with params.reading(sent) as typed:
            decision, reason = typed.choice("decision", DECISIONS), typed.text("reason", longest=LONGEST)
            document = typed.text("document", required=False, longest=LONGEST_DOCUMENT)
            if decision == "granted" and not document:
                typed.refuse("document", "document_missing")
        if go != "record":
            return _preview(province_case_id, decision, reason, document)
        with transaction() as session:
            _seen(session, province_case_id)
            actions.decide(
                session, actor=g.actor, case_id=province_case_id, revision=params.revision(sent), decision=decision, reason=reason, document=document, now=utc_now(),
            )  # fmt: skip
            following = queries.following(session, g.actor, province_case_id)
    except Invalid as refused:
        return _page(province_case_id, Form.refused(sent, refused)), 422
    except Conflict as conflict:
        return _page(province_case_id, Form(sent), all_words.of(conflict.code, **conflict.facts)), 409
    flash(_("已记录，请求的部门会收到通知"), "good")
    return redirect(f"{ROOM}/{following}" if following else ROOM)


def may_see_province() -> bool:
    """Whether the desk's navigation leads here."""
    return queries.at_province(g.actor)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may_see_province"] = may_see_province


def _seen(session: Session, case_id: int) -> Asked:
    found = queries.one(session, case_id)
    permission.require(g.actor, "province.see", queries.scope(session, found.case))
    if g.actor.role_in(found.enterprise.id) is not None:
        raise NotAllowed("own_matter")
    return found


def _preview(case_id: int, decision: str, reason: str, document: str) -> ResponseReturnValue:
    with reading() as session:
        found = _seen(session, case_id)
        if found.case.revision != params.revision(request.form):
            raise Conflict("changed_meanwhile")
        return render_template("regulator/province_preview.html", found=found, decision=decision, reason=reason, document=document, words=words, typed=request.form, room=ROOM)


def _page(case_id: int, form: Form, hindrance: str = "") -> str:
    today = legal_day(utc_now())
    with reading() as session:
        found = _seen(session, case_id)
        opened = rectifications.opened(session, found.row, today)
        may = found.case.decision is None and not opened.state.closed and permission.allowed(g.actor, "province.decide", queries.scope(session, found.case))
        answers = [(each, *words.DECISIONS[each]) for each in DECISIONS if f"province_{each}" in opened.state.next]
        return render_template(
            "regulator/province_case.html", found=found, opened=opened, form=form, hindrance=hindrance, may_decide=may and found.case.asked_by_id != g.actor.account_id, answers=answers,
            words=words, today=today, following=queries.following(session, g.actor, case_id), basis=rectification_notice.basis, longest=LONGEST,
        )  # fmt: skip


def _waiting(session: Session, actor: Actor) -> home.Waiting | None:
    if not queries.at_province(actor):
        return None
    found, count = queries.listed(session, actor, decided=False)
    return home.Waiting(_("请省级部门决定"), ROOM, count, found[0].case.asked_at if found else None)


home.COUNTED.append(_waiting)
