"""The bureau looks at licences: a list of what waits, and a page for each on which it decides."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.console import choosing, uploading
from public_site.database import reading, transaction
from public_site.outgoing.words import sentence
from public_site.params import Form
from public_site.regulator import filtering
from public_site.words.enterprises import DECISIONS, REQUESTS
from registry.actions import verification
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import enterprises
from registry.queries import verification as queries
from registry.rules import credit_code, permission
from registry.rules.enterprise import DECISIONS as CHOICES
from registry.rules.enterprise import REQUEST_KINDS
from registry.rules.permission import Scope

bp = Blueprint("regulator_verifications", __name__)


@bp.get("/regulator/verifications")
@access("bureau")
def index() -> ResponseReturnValue:
    filters, page = filtering.asked(REQUEST_KINDS), params.page_number(request.args)
    with reading() as session:
        wanted = queries.Wanted(filters.kind, filters.division_code, filters.waiting_before(utc_now()), filters.decided)
        found, count = queries.listed(session, g.actor.offices, wanted, page)
        groups = filtering.groups(filters, REQUESTS, queries.divisions(session, g.actor.offices))
        pages = -(-count // queries.PAGE)
        return render_template("regulator/verifications.html", found=found, count=count, page=page, pages=pages, groups=groups, filters=filters, request_words=REQUESTS, decision_words=DECISIONS)


@bp.get("/regulator/verifications/<int:request_id>")
@access("bureau")
def show(request_id: int) -> ResponseReturnValue:
    return _page(request_id, Form())


@bp.post("/regulator/verifications/<int:request_id>")
@access("bureau")
def decide(request_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            decision, reason = typed.text("decision", required=False), typed.text("reason", required=False, longest=2000)
        with transaction() as session:
            asked = verification.decide(session, actor=g.actor, request_id=request_id, decision=decision, reason=reason, now=utc_now())
            following = queries.following(session, g.actor.offices, request_id)
    except Invalid as refused:
        return _page(request_id, Form.refused(request.form, refused)), 422
    flash(_("已处理：%(name)s，%(decision)s", name=asked.name, decision=DECISIONS[asked.decision]), "good")
    return redirect(url_for(".show", request_id=following) if following else url_for(".index"))


@bp.get("/regulator/verifications/<int:request_id>/licence")
@access("bureau")
def licence(request_id: int) -> Response:
    with reading() as session:
        asked, _enterprise = _seen(session, request_id)
        return uploading.licence(session, asked.licence_sha256)


def _seen(session: Session, request_id: int) -> queries.Found:
    asked, enterprise = queries.get(session, request_id)
    permission.require(g.actor, "desk.see", Scope(division_code=queries.place(asked, enterprise)))
    return asked, enterprise


def _page(request_id: int, form: Form) -> str:
    with reading() as session:
        asked, enterprise = _seen(session, request_id)
        code = credit_code.parse(enterprise.credit_code)
        place = Scope(division_code=queries.place(asked, enterprise))
        return render_template(
            "regulator/verification.html", asked=asked, enterprise=enterprise, code=code, form=form, asker=queries.person(session, asked.submitted_by_id),
            decider=queries.person(session, asked.decided_by_id), earlier=[each for each in queries.history(session, enterprise.id) if each.id != asked.id],
            names=enterprises.names(session, enterprise.id), following=queries.following(session, g.actor.offices, request_id), file=queries.licence(session, asked),
            may_decide=permission.allowed(g.actor, "verification.decide", place), industry=choosing.industry_name(enterprise.industry_code),
            request_words=REQUESTS, decision_words=DECISIONS, read={each: sentence(f"verification.{each}", {"enterprise": enterprise.name}) for each in CHOICES},
        )
