"""Assessment bodies: a bureau's registrar admits one, ends an admission, and invites its people."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.assessor import people
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import assessment_bodies
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import assessment as queries
from registry.queries import bureaus
from registry.rules import permission
from registry.rules.assessment_body import Admission

bp = Blueprint("regulator_bodies", __name__)
ROOM = "/regulator/assessment-bodies"
PAGE = "regulator/body.html"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    with reading() as session:
        return render_template("regulator/bodies.html", bodies=queries.bodies(session, g.actor), may_admit=permission.allowed(g.actor, "body.admit"), issues=bool(queries.offices(g.actor)))


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("bureau")
def admit() -> ResponseReturnValue:
    if request.method == "GET":
        return _form(Form())
    sent = request.form
    admission = Admission(sent.get("name", ""), sent.get("credit_code", ""), sent.get("document", ""), sent.get("website", ""))
    try:
        with transaction() as session:
            body_id = assessment_bodies.admit(session, actor=g.actor, bureau_id=_bureau_id(), admission=admission, random=secrets.randbits, now=utc_now()).id
    except Invalid as refused:
        return _form(Form.refused(sent, refused)), 422
    flash(_("已列入评估机构名单，请邀请它的人员"), "good")
    return redirect(url_for(".show", body_id=body_id))


@bp.get(f"{ROOM}/<int:body_id>")
@access("bureau")
def show(body_id: int) -> ResponseReturnValue:
    return people.page(body_id, Form(), PAGE, f"{ROOM}/{body_id}")


@bp.post(f"{ROOM}/<int:body_id>")
@access("bureau")
def invite(body_id: int) -> ResponseReturnValue:
    return people.invited(body_id, PAGE, f"{ROOM}/{body_id}")


@bp.post(f"{ROOM}/<int:body_id>/end")
@access("bureau")
def end(body_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            assessment_bodies.end(session, actor=g.actor, body_id=body_id, reason=request.form.get("reason", ""), now=utc_now())
    except Invalid as refused:
        return people.page(body_id, Form.refused(request.form, refused), PAGE, f"{ROOM}/{body_id}"), 422
    flash(_("已终止资格；已发布的排行榜保留"), "good")
    return redirect(url_for(".show", body_id=body_id))


@bp.post(f"{ROOM}/<int:body_id>/<int:account_id>/end")
@access("bureau")
def dismiss(body_id: int, account_id: int) -> ResponseReturnValue:
    return people.dismissed(body_id, account_id, f"{ROOM}/{body_id}")


@bp.post(f"{ROOM}/<int:body_id>/invitations/<int:invitation_id>/revocation")
@access("bureau")
def revoke(body_id: int, invitation_id: int) -> ResponseReturnValue:
    return people.revoked(invitation_id, f"{ROOM}/{body_id}")


def _bureau_id() -> int:
    """The office that admits: the chosen one, or the only one in which the person may."""
    chosen = request.form.get("bureau", "")
    mine = [each.bureau_id for each in permission.offices(g.actor, "body.admit")]
    return next((each for each in mine if str(each) == chosen), mine[0] if mine else 0)


def _form(form: Form) -> str:
    permission.require(g.actor, "body.admit")
    with reading() as session:
        offices = bureaus.by_ids(session, [each.bureau_id for each in permission.offices(g.actor, "body.admit")])
        return render_template("regulator/body_new.html", form=form, offices=[(each.id, each.name) for each in offices])
