"""Who stands in for whom while somebody is away: one's own absence, or a colleague's, set by an approver."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import office_choice
from registry.actions import substitutions as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.legal_time import legal_day
from registry.queries import bureaus
from registry.queries import inspectors as queries
from registry.rules import permission
from registry.rules.permission import Scope

bp = Blueprint("regulator_substitutions", __name__)
ROOM = "/regulator/substitutions"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    return _page(Form({"account_id": g.actor.account_id}))


@bp.post(ROOM)
@access("bureau")
def put_in() -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            first, last = typed.day("first_on", required=False), typed.day("last_on", required=False)
            away, substitute = (typed.integer(name, least=1, most=10**17) for name in ("account_id", "substitute_id"))
        with transaction() as session:
            actions.put_in(
                session, actor=g.actor, bureau_id=_office(), account_id=away, substitute_id=substitute, first_on=first, last_on=last, reason=request.form.get("reason", ""), now=utc_now(),
            )  # fmt: skip
    except Invalid as refused:
        return _page(Form.refused(request.form, refused)), 422
    flash(_("已指定代理，两人都会收到通知"), "good")
    return redirect(ROOM)


@bp.post(f"{ROOM}/<int:substitution_id>/end")
@access("bureau")
def end(substitution_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.end(session, actor=g.actor, substitution_id=substitution_id, now=utc_now())
    flash(_("代理已结束"), "good")
    return redirect(ROOM)


def _office() -> int:
    """The office that the form or the address names, or the only one."""
    named = request.values.get("bureau", "")
    mine = [each.bureau_id for each in g.actor.offices]
    if named and named not in map(str, mine):
        raise NotFound("not_found")
    return int(named) if named else mine[0]


def _page(form: Form) -> str:
    bureau_id, today = _office(), legal_day(utc_now())
    with reading() as session:
        people = queries.colleagues(session, bureau_id)
        may_all = permission.allowed(g.actor, "substitution.set", Scope(bureau_id=bureau_id))
        away = [(each.id, each.name) for each in people if may_all or each.id == g.actor.account_id]
        return render_template(
            "regulator/substitutions.html", form=form, rows=queries.substitutions(session, bureau_id, today), away=away, people=[(each.id, each.name) for each in people if each.id != g.actor.account_id],
            bureau=bureaus.get(session, bureau_id), offices=office_choice.mine(session), may_all=may_all, today=today, room=ROOM,
        )  # fmt: skip
