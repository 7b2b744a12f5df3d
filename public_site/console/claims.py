"""Somebody else registered my enterprise, or its owner is lost: a claim with a statement and the licence."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.console import uploading
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import disputes
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.queries import bureaus, enterprises
from registry.rules import credit_code as codes

bp = Blueprint("console_claims", __name__)


@bp.get("/console/enterprises/claim")
@access("signed_in")
def new() -> ResponseReturnValue:
    kind = "owner" if _mine() else ""
    return _page(Form({"kind": kind}))


@bp.post("/console/enterprises/claim")
@access("signed_in")
def claim() -> ResponseReturnValue:
    try:
        with params.reading(request.form, request.files) as typed:
            kind, statement, sent = typed.choice("kind", disputes.CLAIMS), typed.text("statement", longest=2000), typed.file("licence")
        examined = uploading.looked_at(sent)
        with transaction() as session:
            licence = uploading.kept(session, examined, sent)
            disputes.claim(session, actor=g.actor, kind=kind, credit_code=_code(), statement=statement, licence_sha256=licence.sha256, now=utc_now())
    except Invalid as refused:
        return _page(Form.refused(request.form, refused)), 422
    flash(_("已提交主张，市场监管部门处理后会通知您"), "good")
    return redirect(url_for("console.home"))


def _page(form: Form) -> str:
    with reading() as session:
        enterprise = enterprises.by_credit_code(session, _code())
        if enterprise is None:
            raise NotFound("not_found")
        if g.actor.role_in(enterprise.id) == "owner":
            raise Conflict("already_owner")
        return render_template("console/enterprise_claim.html", enterprise=enterprise, form=form, over=bureaus.over(session, enterprise.division_code), accepted=uploading.ACCEPTED)


def _code() -> str:
    typed = request.values.get("credit_code", "")
    if codes.problem(typed):
        raise NotFound("not_found")
    return codes.parse(typed).code


def _mine() -> bool:
    with reading() as session:
        enterprise = enterprises.by_credit_code(session, _code())
        return enterprise is not None and g.actor.role_in(enterprise.id) is not None
