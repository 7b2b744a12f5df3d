"""Two claims to one thing: a list of what waits, and a page for each on which the bureau decides."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.console import uploading
from public_site.database import reading, transaction
from public_site.outgoing.words import sentence
from public_site.params import Form
from public_site.regulator import filtering
from public_site.words.enterprises import DISPUTE_DECISIONS, DISPUTES, ROLES
from registry.actions import disputes
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import disputes as queries
from registry.queries import enterprises, verification
from registry.rules import permission
from registry.rules.enterprise import DISPUTE_DECISIONS as CHOICES
from registry.rules.enterprise import DISPUTE_KINDS
from registry.rules.permission import Scope

bp = Blueprint("regulator_disputes", __name__)


@bp.get("/regulator/disputes")
@access("bureau")
def index() -> ResponseReturnValue:
    filters, page = filtering.asked(DISPUTE_KINDS), params.page_number(request.args)
    with reading() as session:
        wanted = queries.Wanted(filters.kind, filters.division_code, filters.waiting_before(utc_now()), filters.decided)
        found, count = queries.listed(session, g.actor.offices, wanted, page)
        groups = filtering.groups(filters, DISPUTES, queries.divisions(session, g.actor.offices))
        pages = -(-count // queries.PAGE)
        return render_template("regulator/disputes.html", found=found, count=count, page=page, pages=pages, groups=groups, filters=filters, dispute_words=DISPUTES, decision_words=DISPUTE_DECISIONS)


@bp.get("/regulator/disputes/<int:dispute_id>")
@access("bureau")
def show(dispute_id: int) -> ResponseReturnValue:
    return _page(dispute_id, Form())


@bp.post("/regulator/disputes/<int:dispute_id>")
@access("bureau")
def decide(dispute_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            decision, reason = typed.text("decision", required=False), typed.text("reason", required=False, longest=2000)
        with transaction() as session:
            disputes.decide(session, actor=g.actor, dispute_id=dispute_id, decision=decision, reason=reason, now=utc_now())
            following = queries.following(session, g.actor.offices, dispute_id)
    except Invalid as refused:
        return _page(dispute_id, Form.refused(request.form, refused)), 422
    flash(_("已处理，双方都会收到通知"), "good")
    return redirect(url_for(".show", dispute_id=following) if following else url_for(".index"))


@bp.get("/regulator/disputes/<int:dispute_id>/licence")
@access("bureau")
def licence(dispute_id: int) -> Response:
    """The claimant's; the enterprise on the other side never sees it."""
    with reading() as session:
        dispute, _enterprise = _seen(session, dispute_id)
        return uploading.licence(session, dispute.licence_sha256)


def _seen(session: Session, dispute_id: int) -> queries.Found:
    dispute, enterprise = queries.get(session, dispute_id)
    permission.require(g.actor, "desk.see", Scope(division_code=enterprise.division_code))
    return dispute, enterprise


def _page(dispute_id: int, form: Form) -> str:
    with reading() as session:
        dispute, enterprise = _seen(session, dispute_id)
        verb = "owner.replace" if dispute.kind == "owner" else "dispute.decide"
        return render_template(
            "regulator/dispute.html", dispute=dispute, enterprise=enterprise, form=form, claimant=verification.person(session, dispute.claimant_account_id),
            claimant_enterprise=enterprises.get(session, dispute.claimant_enterprise_id) if dispute.claimant_enterprise_id else None,
            members=enterprises.members_with_accounts(session, enterprise.id), product=queries.product(session, dispute.product_id), held=queries.product(session, dispute.holder_product_id),
            decider=verification.person(session, dispute.decided_by_id), following=queries.following(session, g.actor.offices, dispute_id), file=verification.licence(session, dispute),
            may_decide=permission.allowed(g.actor, verb, Scope(division_code=enterprise.division_code)), dispute_words=DISPUTES, decision_words=DISPUTE_DECISIONS, role_words=ROLES,
            read={each: sentence(f"dispute.{each}", {"enterprise": enterprise.name, "kind": dispute.kind}) for each in CHOICES},
        )
