"""Basic requirements of evaluation schemes: what is asked of the enterprise's standards, and what it asserts with evidence."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from public_site import private_files
from public_site.access import access
from public_site.console import uploading
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import assessor as said
from registry.actions import requirement_claims as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, Enterprise, RequirementClaim
from registry.queries import enterprises
from registry.queries import requirement_claims as queries
from registry.queries.requirement_claims import Asked
from registry.rules import permission
from registry.rules.permission import Scope
from registry.rules.scheme import Requirement

bp = Blueprint("console_requirements", __name__)
ROOM = "/console/<credit_code>/requirements"


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        enterprise = enterprises.get(session, g.enterprise_id)
        return render_template("console/requirements.html", enterprise=enterprise, asked=_asked(session, enterprise), said=said, may_claim=_may_claim(enterprise))


@bp.get(f"{ROOM}/<int:scheme_id>/<int:disclosure_id>")
@access("enterprise")
def show(credit_code: str, scheme_id: int, disclosure_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        return _page(session, scheme_id, disclosure_id, request.args.get("requirement", ""))


@bp.post(f"{ROOM}/<int:scheme_id>/<int:disclosure_id>")
@access("enterprise")
def claim(credit_code: str, scheme_id: int, disclosure_id: int) -> ResponseReturnValue:
    typed, sent = request.form, _sent()
    try:
        examined = uploading.looked_at(sent, "evidence") if sent is not None else None
        with transaction() as session:
            before = _found(session, scheme_id, disclosure_id, typed.get("requirement", ""))[3]
            stored = uploading.kept(session, examined, sent, "evidence") if examined is not None and sent is not None else None
            sha256, name = (stored.sha256, stored.name) if stored else (before.evidence_sha256, before.evidence_name or "") if before else (None, "")
            actions.claim(
                session, actor=g.actor, scheme_id=scheme_id, disclosure_id=disclosure_id, requirement=typed.get("requirement", ""), statement=typed.get("statement", ""),
                models=typed.get("models", ""), evidence_sha256=sha256, evidence_name=name, now=utc_now(),
            )  # fmt: skip
    except Invalid as refused:
        with reading() as session:
            return _page(session, scheme_id, disclosure_id, typed.get("requirement", ""), Form.refused(typed, refused)), 422
    flash(_("已提交说明，评估人员会收到通知"), "good")
    return redirect(url_for(".index", credit_code=credit_code))


@bp.get(f"{ROOM}/<int:scheme_id>/<int:disclosure_id>/evidence")
@access("enterprise")
def evidence(credit_code: str, scheme_id: int, disclosure_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    """The file of the newest claim, for the enterprise's own people."""
    with reading() as session:
        newest = _found(session, scheme_id, disclosure_id, request.args.get("requirement", ""))[3]
        return private_files.answer(session, newest.evidence_sha256 if newest else None, "evidence", pictures_inline=True)


def _sent() -> FileStorage | None:
    """The chosen file; browsers send a nameless one when none was chosen."""
    sent = request.files.get("evidence")
    return sent if sent is not None and sent.filename else None


def _asked(session: Session, enterprise: Enterprise) -> list[Asked]:
    return queries.asked_of(session, enterprise, legal_day(utc_now()))


def _found(session: Session, scheme_id: int, disclosure_id: int, code: str) -> tuple[Asked, tuple[Disclosure, DisclosureVersion], Requirement, RequirementClaim | None]:
    """What the address names, of the enterprise at hand; NotFound."""
    for asked in _asked(session, enterprises.get(session, g.enterprise_id)):
        pair = next((each for each in asked.disclosures if each[0].id == disclosure_id), None)
        wanted = asked.requirement(code)
        if asked.scheme.id == scheme_id and pair is not None and wanted is not None:
            return asked, pair, wanted, asked.claims.get((disclosure_id, code))
    raise NotFound("not_found")


def _may_claim(enterprise: Enterprise) -> bool:
    return permission.allowed(g.actor, "requirement.claim", Scope(enterprise.id, enterprise.division_code))


def _page(session: Session, scheme_id: int, disclosure_id: int, code: str, form: Form | None = None) -> str:
    enterprise = enterprises.get(session, g.enterprise_id)
    asked, (disclosure, version), wanted, before = _found(session, scheme_id, disclosure_id, code)
    typed = form or Form({"statement": before.statement, "models": before.models or ""} if before else {})
    return render_template(
        "console/requirement.html", enterprise=enterprise, asked=asked, disclosure=disclosure, version=version, wanted=wanted, before=before, form=typed, said=said,
        may_claim=_may_claim(enterprise), accepted=uploading.ACCEPTED,
    )  # fmt: skip
