"""Two claims to one thing: a list of what waits, and a page for each on which the bureau decides."""

from functools import partial

from flask import Blueprint, Response, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.console import uploading
from public_site.database import reading
from public_site.outgoing.words import sentence
from public_site.params import Form
from public_site.regulator import deciding
from public_site.words.enterprises import DISPUTE_DECISIONS, DISPUTES, ROLES
from registry.actions import disputes
from registry.models import Dispute, Enterprise
from registry.queries import disputes as queries
from registry.queries import enterprises, verification
from registry.rules import permission
from registry.rules.enterprise import DISPUTE_DECISIONS as CHOICES
from registry.rules.permission import Scope

bp = Blueprint("regulator_disputes", __name__)
ROOM = "/regulator/disputes"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    return deciding.listed(queries.DISPUTES, "regulator/disputes.html", DISPUTES, DISPUTE_DECISIONS)


@bp.get(f"{ROOM}/<int:dispute_id>")
@access("bureau")
def show(dispute_id: int) -> ResponseReturnValue:
    return _page(dispute_id, Form())


@bp.post(f"{ROOM}/<int:dispute_id>")
@access("bureau")
def decide(dispute_id: int) -> ResponseReturnValue:
    said = _("已处理，双方都会收到通知")
    return deciding.decided(queries.DISPUTES, ROOM, partial(disputes.decide, dispute_id=dispute_id), partial(_page, dispute_id), lambda _dispute: said)


@bp.get(f"{ROOM}/<int:dispute_id>/licence")
@access("bureau")
def licence(dispute_id: int) -> Response:
    """The claimant's; the enterprise on the other side never sees it."""
    with reading() as session:
        dispute, _enterprise = _seen(session, dispute_id)
        return uploading.licence(session, dispute.licence_sha256)


def _seen(session: Session, dispute_id: int) -> tuple[Dispute, Enterprise]:
    dispute, enterprise = queries.DISPUTES.get(session, dispute_id)
    permission.require(g.actor, "desk.see", Scope(division_code=enterprise.division_code))
    return dispute, enterprise


def _page(dispute_id: int, form: Form) -> str:
    with reading() as session:
        dispute, enterprise = _seen(session, dispute_id)
        verb = "owner.replace" if dispute.kind == "owner" else "dispute.decide"
        return render_template(
            "regulator/dispute.html", matter=dispute, enterprise=enterprise, form=form, claimant=verification.person(session, dispute.claimant_account_id),
            claimant_enterprise=enterprises.get(session, dispute.claimant_enterprise_id) if dispute.claimant_enterprise_id else None,
            members=enterprises.members_with_accounts(session, enterprise.id), product=queries.product(session, dispute.product_id), held=queries.product(session, dispute.holder_product_id),
            decider=verification.person(session, dispute.decided_by_id), following=queries.DISPUTES.following(session, g.actor.offices, dispute_id), file=verification.licence(session, dispute),
            may_decide=permission.allowed(g.actor, verb, Scope(division_code=enterprise.division_code)), kind_words=DISPUTES, decision_words=DISPUTE_DECISIONS, role_words=ROLES,
            read={each: sentence(f"dispute.{each}", {"enterprise": enterprise.name, "kind": dispute.kind}) for each in CHOICES},
        )
