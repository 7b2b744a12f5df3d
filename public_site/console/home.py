"""My enterprises, and for each the one thing to do next."""

from flask import Blueprint, Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import navigation
from public_site.access import access
from public_site.database import reading
from public_site.words.enterprises import DISPUTES, ROLES, STEPS, Step
from registry.queries import disputes, enterprises
from registry.queries.enterprises import Desk
from registry.rules.enterprise import next_step

bp = Blueprint("console", __name__)


@bp.get("/console")
@access("signed_in")
def home() -> ResponseReturnValue:
    with reading() as session:
        desks = enterprises.desks(session, g.actor.enterprises)
        claims = disputes.waiting_of(session, g.actor.account_id)
        return render_template("console/home.html", desks=[(desk, step_of(desk)) for desk in desks], claims=claims, role_words=ROLES, dispute_words=DISPUTES)


def desk_of(session: Session, enterprise_id: int) -> Desk:
    """The desk of an enterprise that the person acts for."""
    return enterprises.desks(session, {enterprise_id: g.actor.enterprises[enterprise_id]})[0]


def step_of(desk: Desk) -> Step:
    """The next step in words."""
    code = next_step(
        verified=desk.enterprise.verified_at is not None, waiting=desk.waiting is not None, last_decision=desk.decided.decision if desk.decided else None,
        drafts=desk.drafts, disclosures=desk.disclosures, orders=desk.orders, findings=desk.findings, matters=desk.matters,
    )
    return STEPS[code]


def _link() -> navigation.Link | None:
    actor = g.get("actor")
    mine = actor is not None and actor.account_id is not None and (actor.enterprises or not (actor.offices or actor.bodies))
    return navigation.Link(_("我的企业"), "/console") if mine else None


def init_app(app: Flask) -> None:
    navigation.add_changing_link(app, _link)
