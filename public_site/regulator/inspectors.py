"""The library of inspectors on the desk: who may inspect what, and on a page of its own, whose every opening is on record, whom they may not."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import office_choice
from public_site.words import spot_checks as words
from registry.actions import inspectors as actions
from registry.actions.inspectors import Interest
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.queries import bureaus
from registry.queries import inspectors as queries
from registry.rules import permission
from registry.rules.inspector import FIELDS, GROUNDS, Certified
from registry.rules.permission import Scope

bp = Blueprint("regulator_inspectors", __name__)
ROOM = "/regulator/inspectors"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        rows = [(office, queries.of_bureau(session, office.id)) for office in office_choice.mine(session)]
        own = {each.id for each in queries.of_account(session, g.actor.account_id)}
        return render_template(
            "regulator/inspectors.html", rows=rows, own=own, may_keep={each.bureau_id for each in g.actor.offices if permission.allowed(g.actor, "inspector.keep", Scope(bureau_id=each.bureau_id))},
            words=words, today=legal_day(utc_now()),
        )  # fmt: skip


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("bureau")
def enter() -> ResponseReturnValue:
    bureau_id = office_choice.chosen("inspector.keep")
    if request.method == "GET":
        permission.require(g.actor, "inspector.keep", Scope(bureau_id=bureau_id))
        return _form(bureau_id, Form())
    try:
        entry, account_id = _typed()
        with transaction() as session:
            actions.enter(session, actor=g.actor, bureau_id=bureau_id, entry=entry, account_id=account_id, now=utc_now())
    except Invalid as refused:
        return _form(bureau_id, Form.refused(request.form, refused)), 422
    flash(_("已列入名录库"), "good")
    return redirect(ROOM)


@bp.route(f"{ROOM}/<int:inspector_id>", methods=["GET", "POST"])
@access("bureau")
def change(inspector_id: int) -> ResponseReturnValue:
    with reading() as session:
        row = queries.get(session, inspector_id)
        permission.require(g.actor, "inspector.keep", Scope(bureau_id=row.bureau_id))
        bureau_id = row.bureau_id
        values = {"name": row.name, "certificate": row.certificate, "certificate_until": row.certificate_until, "fields": row.fields, "account_id": row.account_id}
    if request.method == "GET":
        return _form(bureau_id, Form(values), inspector_id)
    try:
        entry, account_id = _typed()
        with transaction() as session:
            actions.change(session, actor=g.actor, inspector_id=inspector_id, entry=entry, account_id=account_id, now=utc_now())
    except Invalid as refused:
        return _form(bureau_id, Form.refused(request.form, refused), inspector_id), 422
    flash(_("已保存"), "good")
    return redirect(ROOM)


@bp.post(f"{ROOM}/<int:inspector_id>/end")
@access("bureau")
def end(inspector_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.end(session, actor=g.actor, inspector_id=inspector_id, now=utc_now())
    flash(_("已移出名录库；以前的抽取结果保留"), "good")
    return redirect(ROOM)


@bp.get(f"{ROOM}/<int:inspector_id>/recusals")
@access("bureau")
def recusals(inspector_id: int) -> ResponseReturnValue:
    return _recusals(inspector_id, Form())


@bp.post(f"{ROOM}/<int:inspector_id>/recusals")
@access("bureau")
def recuse(inspector_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            since, until = typed.day("since", required=False), typed.day("until", required=False)
        interest = Interest(request.form.get("credit_code", ""), request.form.get("ground", ""), request.form.get("note", ""), since, until)
        with transaction() as session:
            actions.recuse(session, actor=g.actor, inspector_id=inspector_id, interest=interest, now=utc_now())
    except Invalid as refused:
        return _recusals(inspector_id, Form.refused(request.form, refused), 422)
    flash(_("已登记，匹配时会避开这家企业"), "good")
    return redirect(url_for(".recusals", inspector_id=inspector_id))


@bp.post(f"{ROOM}/<int:inspector_id>/recusals/<int:recusal_id>/end")
@access("bureau")
def end_recusal(inspector_id: int, recusal_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.end_recusal(session, actor=g.actor, inspector_id=inspector_id, recusal_id=recusal_id, now=utc_now())
    flash(_("已结束"), "good")
    return redirect(url_for(".recusals", inspector_id=inspector_id))


def _typed() -> tuple[Certified, int | None]:
    with params.reading(request.form) as typed:
        until, fields = typed.day("certificate_until", required=False), typed.choices("fields", FIELDS)
        account = request.form.get("account_id", "")
    return Certified(request.form.get("name", ""), request.form.get("certificate", ""), until, tuple(fields)), int(account) if account.isdecimal() and len(account) < 19 else None


def _form(bureau_id: int, form: Form, inspector_id: int = 0) -> str:
    with reading() as session:
        return render_template(
            "regulator/inspector_form.html", form=form, inspector_id=inspector_id, bureau=bureaus.get(session, bureau_id), offices=[(each.id, each.name) for each in office_choice.mine(session, "inspector.keep")],
            accounts=[(each.id, f"{each.name} {each.email or each.phone or ''}") for each in queries.colleagues(session, bureau_id)], fields=list(words.FIELDS.items()), room=ROOM,
        )  # fmt: skip


def _recusals(inspector_id: int, form: Form, status: int = 200) -> Response:
    with transaction() as session:
        rows = actions.read_recusals(session, actor=g.actor, inspector_id=inspector_id, now=utc_now())
        row = queries.get(session, inspector_id)
        body = render_template("regulator/recusals.html", form=form, row=row, rows=rows, words=words, grounds=[(each, words.GROUNDS[each]) for each in GROUNDS], base=f"{ROOM}/{row.id}/recusals", room=ROOM)
    answer = Response(body, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
