"""Both inspectors confirm what both see: everything on one page with the verdict that follows by rule, before the button."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.inspecting.sheet import is_mine, seen
from public_site.params import Form
from public_site.words import inspections as words
from registry.actions import inspections as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.queries import findings, inspection_list
from registry.queries import inspections as queries
from registry.rules import inspection

bp = Blueprint("inspecting_confirmation", __name__, url_prefix="/inspect")


@bp.get("/<public_id>/confirmation")
@access("bureau")
def show(public_id: str) -> ResponseReturnValue:
    return _page(public_id)


@bp.post("/<public_id>/confirmation")
@access("bureau")
def confirm(public_id: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            row = queries.by_public_id(session, public_id)
            finding = actions.confirm(session, actor=g.actor, inspection_id=row.id, seen=request.form.get("seen", ""), now=utc_now())
            today = legal_day(utc_now())
            following = inspection_list.following(session, g.actor, public_id, current_app.extensions["settings"], today)
    except Conflict as conflict:
        return _page(public_id, all_words.of(conflict.code, **conflict.facts)), 409
    except Invalid:
        return _page(public_id, _("还有项目没有填好，见下。")), 422
    if finding is None:
        flash(_("您已确认。另一位检查人员确认后，检查结束。"), "good")
        return redirect(f"/inspect/{public_id}/confirmation")
    flash(_("两人都已确认，检查结束：%(verdict)s。企业会先看到结果。", verdict=words.VERDICTS[finding.verdict]), "good")
    return redirect(f"/inspect/{following}" if following else f"/regulator/inspections/{public_id}")


@bp.post("/<public_id>/end")
@access("bureau")
def end(public_id: str) -> ResponseReturnValue:
    """Not evaluated: the disclosure was withdrawn, or the enterprise is deregistered."""
    with transaction() as session:
        row = queries.by_public_id(session, public_id)
        actions.end(session, actor=g.actor, inspection_id=row.id, now=utc_now())
    flash(_("已记录：不再评价。"), "good")
    return redirect(f"/regulator/inspections/{public_id}")


def _page(public_id: str, hindrance: str = "") -> ResponseReturnValue:
    with reading() as session:
        opened = seen(session, public_id)
        if findings.of_inspection(session, opened.inspection.id):
            return redirect(f"/regulator/inspections/{public_id}")
        judged = queries.judged(opened)
        confirmed = inspection.confirmed(opened.as_rules, opened.content)
        mine = next((seat for seat, account_id in queries.accounts(session, opened.inspection).items() if account_id == g.actor.account_id), "")
        return render_template(
            "inspecting/confirmation.html", opened=opened, judged=None if isinstance(judged, dict) else judged, missing=judged if isinstance(judged, dict) else {}, confirmed=confirmed, mine=mine,
            words=words, hindrance=hindrance, form=Form(), ended=queries.over(session, opened.inspection, legal_day(utc_now())), acts=is_mine(opened),
        )  # fmt: skip
