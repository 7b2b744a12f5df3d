"""Draws on the desk: freezing a list, drawing in front of witnesses, and what only those who may read classes or audit get to see."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site import words as all_words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.pages.machine import address
from public_site.params import Form
from public_site.regulator import office_choice, plans, witness_links
from public_site.words import spot_checks as words
from registry.actions import draws as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Draw
from registry.queries import check_plans, draw_bundles
from registry.queries import draws as queries
from registry.queries import witness_links as live_links
from registry.rules import permission

bp = Blueprint("regulator_draws", __name__)
ROOM = "/regulator/draws"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a draw's page holds beside the draw itself."""

    link: str = ""
    strata: tuple[queries.Stratum, ...] = ()
    hindrance: str = ""


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        rows = queries.of_bureaus(session, [each.id for each in office_choice.mine(session)])
        return render_template("regulator/draws.html", rows=rows, states={each.draw.id: state(each) for each in rows}, words=words, room=ROOM)


@bp.get(f"{ROOM}/new")
@access("bureau")
def new() -> ResponseReturnValue:
    return _freeze_page(request.args.get("plan", ""), request.args.get("item", ""), Form())


@bp.post(ROOM)
@access("bureau")
def freeze() -> ResponseReturnValue:
    settings, plan, item = current_app.extensions["settings"], request.form.get("plan", ""), request.form.get("item", "")
    try:
        with transaction() as session:
            row = actions.freeze(
                session, actor=g.actor, plan_id=_number(plan), item=item, exclusion_months=settings.draw_exclusion_months, same_firm_months=settings.same_firm_months, random=secrets.randbits, now=utc_now(),
            )  # fmt: skip
            draw_id = row.id
    except Invalid as refused:
        return _freeze_page(plan, item, Form.refused(request.form, refused)), 422
    except Conflict as refused:
        return _freeze_page(plan, item, Form(request.form, {"item": all_words.of(refused.code, **refused.facts)})), 409
    flash(_("名单已冻结，摘要和承诺已公开"), "good")
    return redirect(url_for(".show", draw_id=draw_id))


@bp.get(f"{ROOM}/<int:draw_id>")
@access("bureau")
def show(draw_id: int) -> ResponseReturnValue:
    return _page(draw_id, Form(), Shown())


@bp.post(f"{ROOM}/<int:draw_id>/drawing")
@access("bureau")
def draw(draw_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            sent = request.form
            actions.draw(session, actor=g.actor, draw_id=draw_id, witness_words=sent.get("witness_words", ""), witnesses=sent.get("witnesses", ""), random=secrets.randbits, now=utc_now())
    except Invalid as refused:
        return _page(draw_id, Form.refused(request.form, refused), Shown(), 422)
    except Conflict as refused:
        return _page(draw_id, Form(request.form), Shown(hindrance=all_words.of(refused.code, **refused.facts)), 409)
    flash(_("已抽取，种子和结果已公开，检查人员会收到通知"), "good")
    return redirect(url_for(".show", draw_id=draw_id))


@bp.post(f"{ROOM}/<int:draw_id>/strata")
@access("bureau")
def strata(draw_id: int) -> ResponseReturnValue:
    with transaction() as session:
        rows = actions.read_strata(session, actor=g.actor, draw_id=draw_id, now=utc_now())
    return _page(draw_id, Form(), Shown(strata=tuple(rows)))


@bp.post(f"{ROOM}/<int:draw_id>/bundle")
@access("bureau")
def bundle(draw_id: int) -> ResponseReturnValue:
    with transaction() as session:
        row = actions.take_bundle(session, actor=g.actor, draw_id=draw_id, now=utc_now())
        return witness_links.sealed("".join(draw_bundles.pieces(session, row)), row.public_id)


@bp.post(f"{ROOM}/<int:draw_id>/link")
@access("bureau")
def link(draw_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            until = typed.day("until", required=False)
        with transaction() as session:
            number = actions.open_to_witnesses(session, actor=g.actor, draw_id=draw_id, until=until, now=utc_now())
            public_id = queries.get(session, draw_id).public_id
    except Invalid as refused:
        return _page(draw_id, Form.refused(request.form, refused), Shown(), 422)
    return _page(draw_id, Form(request.form), Shown(link=address(f"/spot-checks/draws/{public_id}/bundle/{witness_links.token(public_id, number)}")))


@bp.post(f"{ROOM}/<int:draw_id>/link/recall")
@access("bureau")
def recall(draw_id: int) -> ResponseReturnValue:
    """Close one of the links before its day."""
    with transaction() as session:
        actions.recall_link(session, actor=g.actor, draw_id=draw_id, link=_number(request.form.get("link", "")), now=utc_now())
    flash(_("已收回链接，它不能再打开"), "good")
    return redirect(url_for(".show", draw_id=draw_id))


def state(held: queries.Held) -> str:
    """Word of a draw's state: frozen, drawn or replaced."""
    return "drawn" if held.draw.drawn_at else "replaced" if held.newer else "frozen"


def _number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 19):
        raise NotFound("not_found")
    return int(text)


def _own(session: Session, draw_id: int) -> Draw:
    row = queries.get(session, draw_id)
    if not permission.allowed(g.actor, "plan.see", queries.scope(row)):
        raise NotFound("not_found")
    return row


def _freeze_page(plan: str, item: str, form: Form) -> str:
    with reading() as session:
        if not plan:
            rows = [each for each in check_plans.mine(session, [office.id for office in office_choice.mine(session, "draw.freeze")]) if each.newest]
            return render_template("regulator/draw_choose.html", rows=[(each, check_plans.read(each.newest)) for each in rows if each.newest], room=ROOM)
        row = plans.own(session, _number(plan))
        permission.require(g.actor, "draw.freeze", check_plans.scope(row))
        version = check_plans.latest(session, [row.id]).get(row.id)
        wanted = check_plans.read(version).item(item) if version else None
        if wanted is None or version is None:
            raise NotFound("not_found")
        settings, now = current_app.extensions["settings"], utc_now()
        return render_template("regulator/draw_new.html", form=form, row=row, version=version, item=wanted, words=words, months=settings.draw_exclusion_months, today=legal_day(now), room=ROOM)


def _page(draw_id: int, form: Form, shown: Shown, status: int = 200) -> Response:
    with reading() as session:
        row = _own(session, draw_id)
        held, scope = queries.held(session, row), queries.scope(row)
        page = max(1, min(params.page_number(request.args), -(-(row.drawn or 0) // queries.PAGE) or 1))
        may_bundle = permission.allowed(g.actor, "draw.bundle", scope)
        body = render_template(
            "regulator/draw.html", form=form, held=held, row=row, state=state(held), words=words, shown=shown, lines=queries.some_of_result(session, row, page) if row.drawn_at else (),
            page=page, pages=-(-(row.drawn or 0) // queries.PAGE), excluded=queries.excluded(session, row.id), may_draw=permission.allowed(g.actor, "draw.make", scope),
            may_bundle=may_bundle, links=live_links.live(session, row, legal_day(utc_now())) if may_bundle else (), may_strata=permission.allowed(g.actor, "credit_class.read"), base=f"{ROOM}/{row.id}", room=ROOM,
            people=[each["name"] for each in row.inspectors],
        )  # fmt: skip
    answer = Response(body, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
