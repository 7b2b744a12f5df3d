"""Honours that enterprises of the territory claim: the list of what waits, and a page for each on which the bureau decides."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import private_files
from public_site.access import access
from public_site.database import reading, transaction
from public_site.outgoing.words import sentence
from public_site.params import Form
from public_site.regulator import narrowing
from public_site.regulator.home import COUNTED, Waiting
from public_site.regulator.narrowing import Asked
from public_site.words import honours as said
from registry.actions import honours as actions
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import accounts, catalogue, subsidies
from registry.queries import honours as queries
from registry.queries.honours import PAGE, Told
from registry.rules import honour, permission
from registry.rules.permission import Actor, Scope

bp = Blueprint("regulator_honours", __name__)
ROOM = "/regulator/honours"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    held, asked, page = narrowing.offices(), Asked(), narrowing.page(1000)
    with reading() as session:
        kind, decided = asked.one("kind", honour.KINDS), asked.flag("decided")
        found, count = queries.listed(session, held, decided=decided, kind=kind, page=page)
        return render_template(
            "regulator/honours.html", found=found, count=count, page=page, pages=-(-count // PAGE), form=asked.form(), said=said, room=ROOM, decided=decided, kinds=said.KINDS.items(),
        )  # fmt: skip


@bp.get(f"{ROOM}/<int:honour_id>")
@access("bureau")
def show(honour_id: int) -> ResponseReturnValue:
    return _page(honour_id, Form())


@bp.post(f"{ROOM}/<int:honour_id>")
@access("bureau")
def decide(honour_id: int) -> ResponseReturnValue:
    typed = request.form
    try:
        with transaction() as session:
            _seen(session, honour_id)
            actions.decide(session, actor=g.actor, honour_id=honour_id, decision=typed.get("decision", ""), reason=typed.get("reason", ""), now=utc_now())
            session.flush()
            following = queries.following(session, g.actor.offices, honour_id)
    except Invalid as refused:
        return _page(honour_id, Form.refused(typed, refused)), 422
    flash(_("已处理，企业会收到通知"), "good")
    return redirect(f"{ROOM}/{following}" if following else ROOM)


@bp.post(f"{ROOM}/<int:honour_id>/annulment")
@access("bureau")
def annul(honour_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            _seen(session, honour_id)
            actions.annul(session, actor=g.actor, honour_id=honour_id, reason=request.form.get("reason", ""), now=utc_now())
    except Invalid as refused:
        return _page(honour_id, Form.refused(request.form, refused)), 422
    flash(_("已撤销确认，企业会收到通知"), "good")
    return redirect(f"{ROOM}/{honour_id}")


@bp.get(f"{ROOM}/<int:honour_id>/evidence")
@access("bureau")
def evidence(honour_id: int) -> Response:
    with reading() as session:
        return private_files.answer(session, _seen(session, honour_id).row.evidence_sha256, "evidence", pictures_inline=True)


def _seen(session: Session, honour_id: int) -> Told:
    found = queries.get(session, honour_id)
    permission.require(g.actor, "honour.see", Scope(division_code=found.enterprise.division_code))
    return found


def _page(honour_id: int, form: Form) -> str:
    with reading() as session:
        found = _seen(session, honour_id)
        row, place = found.row, Scope(division_code=found.enterprise.division_code)
        facts = {"enterprise": found.enterprise.name, "kind": row.kind, "subject": row.subject}
        numbered = row.kind in honour.NUMBERED
        return render_template(
            "regulator/honour.html", found=found, row=row, form=form, said=said, room=ROOM, asker=accounts.get(session, row.claimed_by_id), waits=found.word == honour.WAITING,
            steps=[(each, accounts.get(session, each.account_id)) for each in found.steps], others=[each for each in queries.of_one_thing(session, row.kind, row.subject_key) if each.row.id != row.id],
            known=catalogue.by_number(session, row.subject) if numbered else None, numbered=numbered, granted=subsidies.granted_to(session, [row.id]).get(row.id),
            following=queries.following(session, g.actor.offices, honour_id), may_decide=permission.allowed(g.actor, "honour.decide", place) and g.actor.role_in(found.enterprise.id) is None,
            read={each: sentence(f"honour.{each}", facts) for each in (*actions.DECISIONS, honour.ANNULLED)},
        )  # fmt: skip


def _waiting(session: Session, actor: Actor) -> Waiting | None:
    if not permission.allowed(actor, "honour.decide"):
        return None
    found, count = queries.listed(session, actor.offices)
    return Waiting(_("待核对的荣誉"), ROOM, count, found[0].row.claimed_at if found else None)


COUNTED.append(_waiting)
