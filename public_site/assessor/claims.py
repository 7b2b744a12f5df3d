"""What enterprises assert of basic requirements: the list, one claim with its evidence, the decision."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import private_files
from public_site.access import access
from public_site.assessor.home import COUNTED
from public_site.database import reading, transaction
from public_site.outgoing.words import sentence
from public_site.params import Form
from public_site.regulator.home import Waiting
from public_site.words import assessor as said
from registry.actions import requirement_claims as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.queries import accounts, assessment, schemes
from registry.queries import requirement_claims as queries
from registry.queries.requirement_claims import Claimed
from registry.rules import permission
from registry.rules.permission import Actor

bp = Blueprint("assessor_claims", __name__)
ROOM = "/assessor/claims"


@bp.get(ROOM)
@access("assessor")
def index() -> ResponseReturnValue:
    with reading() as session:
        waiting, decided = (queries.of_actor(session, g.actor, waiting=each) for each in (True, False))
        return render_template("assessor/claims.html", waiting=waiting, decided=decided, said=said)


@bp.get(f"{ROOM}/<int:claim_id>")
@access("assessor")
def show(claim_id: int) -> ResponseReturnValue:
    return _page(claim_id, Form())


@bp.post(f"{ROOM}/<int:claim_id>")
@access("assessor")
def decide(claim_id: int) -> ResponseReturnValue:
    typed = request.form
    try:
        with transaction() as session:
            _seen(session, claim_id)
            actions.decide(
                session, actor=g.actor, claim_id=claim_id, decision=typed.get("decision", ""), reason=typed.get("reason", ""), before=typed.get("before", ""), now=utc_now(),
            )  # fmt: skip
            following = _following(session, claim_id)
    except Invalid as refused:
        return _page(claim_id, Form.refused(typed, refused)), 422
    flash(_("已处理，企业会收到通知"), "good")
    return redirect(f"{ROOM}/{following}" if following else ROOM)


@bp.get(f"{ROOM}/<int:claim_id>/evidence")
@access("assessor")
def evidence(claim_id: int) -> Response:
    with reading() as session:
        return private_files.answer(session, _seen(session, claim_id).claim.evidence_sha256, "evidence", pictures_inline=True)


def _seen(session: Session, claim_id: int) -> Claimed:
    found = queries.get(session, claim_id)
    if not any(permission.allowed(g.actor, verb, schemes.scope(found.scheme)) for verb in ("requirement.decide", "ranking.compile")):
        raise NotFound("not_found")
    return found


def _following(session: Session, claim_id: int) -> int | None:
    """The next claim that waits."""
    waiting = [each.claim.id for each in queries.of_actor(session, g.actor, waiting=True) if each.claim.id != claim_id]
    return next((each for each in waiting if each > claim_id), waiting[0] if waiting else None)


def _page(claim_id: int, form: Form) -> str:
    with reading() as session:
        found = _seen(session, claim_id)
        claim = found.claim
        asker, decider = accounts.get(session, claim.claimed_by_id), accounts.get(session, claim.decided_by_id or 0)
        wanted = next((each for each in schemes.read(found.version).requirements if each.code == claim.requirement), None)
        facts = {"enterprise": found.enterprise.name, "scheme": found.version.title, "requirement": claim.requirement}
        return render_template(
            "assessor/claim.html", found=found, claim=claim, wanted=wanted, form=form, said=said, asker=asker, decider=decider, earlier=[each for each in queries.history(session, claim) if each.id != claim.id],
            counts=queries.counts(session, claim), following=_following(session, claim_id), may_decide=permission.allowed(g.actor, "requirement.decide", schemes.scope(found.scheme)),
            read={each: sentence(f"claim.{each}", facts) for each in actions.DECISIONS}, options=[(code, *words) for code, words in said.DECISIONS.items() if code != claim.decision],
        )  # fmt: skip


def _waiting(session: Session, actor: Actor) -> Waiting | None:
    if not actor.bodies and not assessment.offices(actor):
        return None
    found = queries.of_actor(session, actor, waiting=True)
    return Waiting(_("待核对的基本要求"), ROOM, len(found), found[0].claim.claimed_at if found else None)


COUNTED.append(_waiting)
