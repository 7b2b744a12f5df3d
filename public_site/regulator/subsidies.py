"""Rounds of subsidies at the bureau's desk: opened on a policy, computed with every step, lowered, published by another person, kept as a file."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.regulator.export import FORMS, Cell, answer
from public_site.words import honours as said
from registry.actions import readings
from registry.actions import subsidies as actions
from registry.actions.subsidies import LARGEST_BUDGET, Opening
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.models import SubsidyRound
from registry.queries import accounts, policies
from registry.queries import subsidies as queries
from registry.queries.subsidies import Granted, Round
from registry.rules import honour, permission, second_person

bp = Blueprint("regulator_subsidies", __name__)
ROOM = "/regulator/subsidies"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        return render_template("regulator/subsidies.html", rows=queries.mine(session, g.actor), state_of=state_of, may_compute=bool(_computing()))


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("bureau")
def begin() -> ResponseReturnValue:
    if request.method == "GET":
        return _new(Form())
    typed = params.Typed(request.form)
    opening = Opening(typed.text("title"), typed.day("first_on"), typed.day("last_on"), typed.integer("budget", least=1, most=LARGEST_BUDGET))
    policy_id = typed.integer("policy", least=1, most=2**53)
    if "policy" in typed.wrong:
        return _new(Form.refused(request.form, Invalid(typed.wrong, **typed.facts))), 422
    try:
        with transaction() as session:
            row = actions.begin(session, actor=g.actor, policy_id=policy_id, opening=opening, random=secrets.randbits, now=utc_now())
            session.flush()
            round_id = row.id
    except Invalid as refused:
        return _new(Form.refused(request.form, Invalid(refused.fields | typed.wrong, **typed.facts))), 422
    return redirect(f"{ROOM}/{round_id}")


@bp.get(f"{ROOM}/<int:round_id>")
@access("bureau")
def show(round_id: int) -> ResponseReturnValue:
    return _page(round_id, Form())


@bp.post(f"{ROOM}/<int:round_id>/computing")
@access("bureau")
def compute(round_id: int) -> ResponseReturnValue:
    typed = params.Typed(request.form)
    budget = typed.integer("budget", least=1, most=LARGEST_BUDGET)
    with reading() as session:
        permission.require(g.actor, "subsidy.compute", queries.scope(queries.get(session, round_id)))
    if typed.wrong:
        return _page(round_id, Form.refused(request.form, Invalid(typed.wrong, **typed.facts))), 422
    with transaction() as session:
        actions.compute(session, actor=g.actor, round_id=round_id, revision=params.revision(request.form), budget=budget, random=secrets.randbits, now=utc_now())
    flash(_("已核算"), "good")
    return redirect(f"{ROOM}/{round_id}")


@bp.post(f"{ROOM}/<int:round_id>/lowering")
@access("bureau")
def lower(round_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.lower(session, actor=g.actor, round_id=round_id, revision=params.revision(request.form), now=utc_now())
    flash(_("已按比例调低到预算之内，每一步都写在清单里"), "good")
    return redirect(f"{ROOM}/{round_id}")


@bp.post(f"{ROOM}/<int:round_id>/stopping")
@access("bureau")
def stop(round_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.stop(session, actor=g.actor, round_id=round_id, revision=params.revision(request.form), now=utc_now())
    flash(_("已停止，没有支付任何一项"), "good")
    return redirect(f"{ROOM}/{round_id}")


@bp.route(f"{ROOM}/<int:round_id>/publication", methods=["GET", "POST"])
@access("bureau")
def publish(round_id: int) -> ResponseReturnValue:
    """One page that says what will happen and shows the list as everybody will read it."""
    if request.method == "GET":
        return _publication(round_id)
    try:
        with transaction() as session:
            row = actions.publish(session, actor=g.actor, round_id=round_id, revision=params.revision(request.form), now=utc_now())
            public_id = row.public_id
    except Conflict as refused:
        return _publication(round_id, words.of(refused.code, **refused.facts)), 409
    flash(_("清单已公示"), "good")
    return redirect(f"/subsidies/{public_id}")


@bp.get(f"{ROOM}/<int:round_id>.<any({', '.join(FORMS)}):form>")
@access("bureau")
def export(round_id: int, form: str) -> ResponseReturnValue:
    with transaction() as session:
        row = _seen(session, round_id)
        readings.take_out(session, actor=g.actor, what="subsidies", form=form, now=utc_now())
        return answer(form, f"subsidies-{row.public_id}", head(), cells(queries.whole(session, row)))


def head() -> list[str]:
    """Columns of the list as a file."""
    return [_("企业"), _("统一社会信用代码"), _("荣誉"), _("对象"), _("取得日期"), _("来源"), _("计算步骤"), _("金额（元）"), _("备注")]


def cells(whole: Round) -> Iterator[Sequence[Cell]]:
    """Its rows, the total last."""
    for each in whole.lines:
        row = each.honour
        note = _("已撤销确认，不支付：%(reason)s", reason=each.annulled.reason or "") if each.annulled else ""
        yield [each.enterprise.name, each.enterprise.credit_code, thing(each), honour.public_subject(row.kind, row.subject), row.achieved_on, row.source, _("；").join(map(said.step, each.row.steps)), each.amount, note]
    yield [_("合计"), None, None, None, None, None, None, sum(each.amount for each in whole.lines), None]


def thing(each: Granted) -> str:
    """What was achieved, in words."""
    row = each.honour
    return said.row(row.kind, row.grade, ("revised" if row.revised else "new") if row.place else "", row.place or 0, row.place or 0)


def state_of(row: SubsidyRound) -> tuple[str, str]:
    """Where a round stands: tone and words."""
    if row.published_at:
        return "good", _("清单已公示")
    if row.stopped_at:
        return "past", _("已停止")
    return ("coming", _("已核算，待公示")) if row.computed_at else ("coming", _("待核算"))


def facts(whole: Round) -> dict[str, Any]:
    """What every page with the list shows of a round."""
    return {"whole": whole, "row": whole.row, "said": said, "thing": thing, "subject": honour.public_subject, "now_total": sum(each.amount for each in whole.lines)}


def _seen(session: Session, round_id: int) -> SubsidyRound:
    row = queries.get(session, round_id)
    permission.require(g.actor, "subsidy.see", queries.scope(row))
    return row


def _computing() -> list[int]:
    """Offices in which the person opens and computes rounds."""
    return [office.bureau_id for office in g.actor.offices if permission.allowed(g.actor, "subsidy.compute", permission.Scope(bureau_id=office.bureau_id))]


def _new(form: Form) -> str:
    with reading() as session:
        offered = [(str(held.id), f"{version.title} · " + _("第 %(sequence)s 版", sequence=version.sequence)) for held, version in policies.in_force(session, _computing())]
        return render_template("regulator/subsidy_new.html", form=form, offered=offered)


def _page(round_id: int, form: Form) -> str:
    with reading() as session:
        row = _seen(session, round_id)
        may = {verb: permission.allowed(g.actor, f"subsidy.{verb}", queries.scope(row)) for verb in ("compute", "publish")}
        shown = form if form.values else Form({"budget": row.budget})
        newest = policies.latest(session, policies.version_by_id(session, row.policy_version_id).policy_id)
        return render_template(
            "regulator/subsidy.html", **facts(queries.whole(session, row)), form=shown, state=state_of(row), may=may, opener=accounts.get(session, row.opened_by_id), computer=accounts.get(session, row.computed_by_id or 0),
            own=second_person.barred(g.actor, [row.computed_by_id], wanted=True), over=row.total > row.budget, newer=newest and newest.id != row.policy_version_id, room=ROOM, forms=FORMS,
        )  # fmt: skip


def _publication(round_id: int, hindrance: str = "") -> str:
    with reading() as session:
        row = _seen(session, round_id)
        permission.require(g.actor, "subsidy.publish", queries.scope(row))
        second_person.require(g.actor, [row.computed_by_id], wanted=True)
        return render_template("regulator/subsidy_publication.html", **facts(queries.whole(session, row)), hindrance=hindrance, over=row.total > row.budget, room=ROOM)
