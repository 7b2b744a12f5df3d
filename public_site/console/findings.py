"""What spot checks found about the enterprise: it reads before everybody else, replies once, and may ask for a re-check of what was published."""

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, private_files
from public_site import words as all_words
from public_site.access import access
from public_site.console import uploading
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import inspections as words
from registry.actions import findings as actions
from registry.actions import rechecks
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Finding
from registry.queries import disclosures, enterprises
from registry.queries import findings as queries
from registry.queries.findings import Told
from registry.rules import permission
from registry.rules.permission import Scope
from registry.rules.verdict import NOT_EVALUATED

bp = Blueprint("console_findings", __name__)
ROOM = "/console/<credit_code>/findings"


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    permission.require(g.actor, "finding.read", Scope(enterprise_id=g.enterprise_id))
    settings = current_app.extensions["settings"]
    with reading() as session:
        found = queries.of_enterprise(session, g.enterprise_id)
        due = {told.finding.id: queries.reply_due(session, told.finding, settings) for told, _disclosure, _office in found}
        return render_template("console/findings.html", enterprise=enterprises.get(session, g.enterprise_id), found=found, due=due, today=legal_day(utc_now()), words=words)


@bp.get(f"{ROOM}/<finding_id>")
@access("enterprise")
def show(credit_code: str, finding_id: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(finding_id, Form())


@bp.post(f"{ROOM}/<finding_id>/reply")
@access("enterprise")
def reply(credit_code: str, finding_id: str) -> ResponseReturnValue:
    settings, sent = current_app.extensions["settings"], request.files.get("file")
    try:
        with params.reading(request.form) as typed:
            agrees, statement = typed.choice("agrees", ("yes", "no")), typed.text("statement", required=False, longest=actions.LONGEST_REPLY)
        examined = uploading.looked_at(sent, "file") if sent is not None and sent.filename else None
        with transaction() as session:
            finding = _own(session, finding_id)
            file = uploading.kept(session, examined, sent, "file") if examined and sent is not None else None
            actions.reply(
                session, actor=g.actor, finding_id=finding.id, agrees=agrees == "yes", statement=statement, file_sha256=file.sha256 if file else None, limits=settings, now=utc_now(),
            )  # fmt: skip
    except Invalid as refused:
        return _page(finding_id, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(finding_id, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409
    flash(_("已回复。公布检查结果时，您的回复一起公布。"), "good")
    return redirect(f"/console/{credit_code}/findings/{finding_id}")


@bp.post(f"{ROOM}/<finding_id>/recheck")
@access("enterprise")
def ask(credit_code: str, finding_id: str) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            statement = typed.text("why", longest=1000)
        with transaction() as session:
            rechecks.ask(session, actor=g.actor, finding_id=_own(session, finding_id).id, statement=statement, limits=current_app.extensions["settings"], now=utc_now())
    except Invalid as refused:
        return _page(finding_id, Form.refused(request.form, refused)), 422
    except Conflict as conflict:
        return _page(finding_id, Form(request.form), all_words.of(conflict.code, **conflict.facts)), 409
    flash(_("已申请复查，市场监管部门决定后会通知您。"), "good")
    return redirect(f"/console/{credit_code}/findings/{finding_id}")


@bp.get(f"{ROOM}/<finding_id>/reply-file")
@access("enterprise")
def reply_file(credit_code: str, finding_id: str) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        said = queries.reply(session, _own(session, finding_id).id)
        return private_files.answer(session, said.file_sha256 if said else None, f"{finding_id}-reply", pictures_inline=True)


def _own(session: Session, public_id: str) -> Finding:
    """The finding, if it is about this enterprise; NotFound."""
    finding = queries.by_public_id(session, public_id)
    if queries.scope(session, finding).enterprise_id != g.enterprise_id:
        raise NotFound("not_found")
    return finding


def _page(public_id: str, form: Form, hindrance: str = "") -> str:
    settings, today = current_app.extensions["settings"], legal_day(utc_now())
    with reading() as session:
        told = queries.told(session, _own(session, public_id))
        due = queries.reply_due(session, told.finding, settings)
        asked = queries.recheck_steps(session, told.inspection.id)
        until = queries.recheck_due(session, told.publication, settings) if told.publication else None
        edits = permission.allowed(g.actor, "finding.reply", Scope(enterprise_id=g.enterprise_id))
        return render_template(
            "console/finding.html", enterprise=enterprises.get(session, g.enterprise_id), told=told, disclosure=disclosures.get(session, told.inspection.disclosure_id), due=due, today=today, form=form,
            hindrance=hindrance, words=words, longest=actions.LONGEST_REPLY, asked=asked, recheck_until=until,
            may_reply=edits and not told.reply and not told.publication and not told.corrected_by and told.finding.verdict != NOT_EVALUATED and (today <= due.day or due.provisional),
            may_ask=edits and _may_ask(told) and not asked and until is not None and (today <= until.day or until.provisional),
        )  # fmt: skip


def _may_ask(told: Told) -> bool:
    return told.publication is not None and told.inspection.kind != "recheck" and not told.corrected_by and told.finding.verdict != NOT_EVALUATED
