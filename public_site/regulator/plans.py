"""A bureau's plans of spot checks: typed and saved as they are, problems beside the fields, put into force by an approver, with versions."""

import secrets
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator import office_choice, plan_form
from public_site.words import spot_checks as words
from registry.actions import check_plans as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import CheckPlan
from registry.queries import bureaus
from registry.queries import check_plans as queries
from registry.rules import check_plan, permission
from registry.rules.check_plan import Plan
from registry.rules.permission import Scope

bp = Blueprint("regulator_plans", __name__)
ROOM = "/regulator/plans"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        rows = queries.mine(session, [each.id for each in office_choice.mine(session)])
        return render_template(
            "regulator/plans.html", rows=rows, may_edit=bool(office_choice.mine(session, "plan.edit")), titles={each.plan.id: Plan.from_json(each.plan.draft).title for each in rows}, room=ROOM,
        )


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("bureau")
def begin() -> ResponseReturnValue:
    bureau_id = office_choice.chosen("plan.edit")
    permission.require(g.actor, "plan.edit", Scope(bureau_id=bureau_id))
    if request.method == "GET":
        return _begin_page(Form({"year": legal_day(utc_now()).year, "copy": request.args.get("copy", "")}))
    copy = request.form.get("copy", "")
    try:
        with transaction() as session:
            row = actions.begin(
                session, actor=g.actor, bureau_id=bureau_id, year=request.form.get("year", "").strip(), copy_of=int(copy) if copy.isdecimal() and len(copy) < 19 else None, random=secrets.randbits, now=utc_now(),
            )  # fmt: skip
            plan_id = row.id
    except Invalid as refused:
        return _begin_page(Form.refused(request.form, refused)), 422
    return redirect(url_for(".show", plan_id=plan_id))


@bp.get(f"{ROOM}/<int:plan_id>")
@access("bureau")
def show(plan_id: int) -> ResponseReturnValue:
    with reading() as session:
        row = own(session, plan_id)
        plan = Plan.from_json(row.draft)
        problems = problems_of(session, plan)
        return _page(session, row, plan, problems if "check" in request.args else plan_form.shown_first(problems), problems)


@bp.post(f"{ROOM}/<int:plan_id>")
@access("bureau")
def save(plan_id: int) -> ResponseReturnValue:
    plan, place = plan_form.changed_by(request.form.get("do", ""), plan_form.read(request.form))
    try:
        with transaction() as session:
            own(session, plan_id)
            actions.save(session, actor=g.actor, plan_id=plan_id, plan=plan, revision=params.revision(request.form), now=utc_now())
    except Conflict as changed:
        with reading() as session:
            problems = problems_of(session, plan)
            return _page(session, own(session, plan_id), plan, plan_form.shown_first(problems), problems, changed=changed), 409
    if not place:
        flash(_("已保存"), "good")
    return redirect(f"{ROOM}/{plan_id}" + (f"#{place}" if place else "?check=1" if request.form.get("go") == "check" else ""))


@bp.post(f"{ROOM}/<int:plan_id>/publication")
@access("bureau")
def publish(plan_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            sequence = actions.publish(session, actor=g.actor, plan_id=plan_id, revision=params.revision(request.form), random=secrets.randbits, now=utc_now()).sequence
    except Invalid as refused:
        with reading() as session:
            row = own(session, plan_id)
            return _page(session, row, Plan.from_json(row.draft), refused.fields, refused.fields), 422
    flash(_("第 %(sequence)s 版已生效并公开；分类比例不公开", sequence=sequence), "good")
    return redirect(f"{ROOM}/{plan_id}")


@bp.post(f"{ROOM}/<int:plan_id>/discarding")
@access("bureau")
def discard(plan_id: int) -> ResponseReturnValue:
    with transaction() as session:
        published = bool(queries.versions(session, own(session, plan_id).id))
        actions.discard(session, actor=g.actor, plan_id=plan_id, revision=params.revision(request.form), now=utc_now())
    flash(_("草稿已恢复为生效的内容") if published else _("草稿已丢弃"), "good")
    return redirect(f"{ROOM}/{plan_id}" if published else ROOM)


def own(session: Session, plan_id: int) -> CheckPlan:
    """A plan of my office; NotFound for everybody else."""
    row = queries.get(session, plan_id)
    if not permission.allowed(g.actor, "plan.see", queries.scope(row)):
        raise NotFound("not_found")
    return row


def problems_of(session: Session, plan: Plan) -> dict[str, str]:
    """Everything wrong with a plan as it stands."""
    return check_plan.check(plan, queries.categories_known(session, plan))


def _page(session: Session, row: CheckPlan, plan: Plan, told: dict[str, str], problems: dict[str, str], *, changed: Conflict | None = None) -> str:
    scope, versions = queries.scope(row), queries.versions(session, row.id)
    values: dict[str, Any] = plan_form.values(plan) | {"revision": row.revision}
    return render_template(
        "regulator/plan.html", row=row, plan=plan, form=Form(values, {path: all_words.of(code) for path, code in told.items()}), problems=problems, changed=changed, versions=versions,
        bureau=bureaus.get(session, row.bureau_id), saver=queries.saver(session, row.id), may_edit=permission.allowed(g.actor, "plan.edit", scope), may_publish=permission.allowed(g.actor, "plan.publish", scope),
        may_freeze=permission.allowed(g.actor, "draw.freeze", scope), differs=not versions or queries.read(versions[0]) != plan, words=words, base=f"{ROOM}/{row.id}", room=ROOM,
        fields=list(words.FIELDS.items()), kinds=list(words.KINDS.items()), months=[(str(month), _("%(month)s 月", month=month)) for month in range(1, 13)], in_force=queries.read(versions[0]) if versions else None,
    )  # fmt: skip


def _begin_page(form: Form) -> str:
    with reading() as session:
        offices = office_choice.mine(session, "plan.edit")
        copies = [(each.plan.id, f"{each.plan.year} {Plan.from_json(each.plan.draft).title}") for each in queries.mine(session, [office.id for office in offices])]
        return render_template("regulator/plan_new.html", form=form, offices=[(each.id, each.name) for each in offices], copies=copies, room=ROOM)
