"""The people of an assessment body: its own people keep them, and so does the bureau that admitted it."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.words.assessor import ROLES
from registry.actions import assessment_bodies, invitations
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.queries import assessment as queries
from registry.rules import permission

bp = Blueprint("assessor_people", __name__)
ROOM = "/assessor/people"


@bp.get(ROOM)
@access("assessor")
def index() -> ResponseReturnValue:
    """Most people act for one body; who acts for several chooses."""
    if len(g.actor.bodies) == 1:
        return redirect(url_for(".show", body_id=next(iter(g.actor.bodies))))
    with reading() as session:
        return render_template("assessor/people_bodies.html", issuers=[each for each in queries.issuers(session, g.actor) if each.kind == "body"])


@bp.get(f"{ROOM}/<int:body_id>")
@access("assessor")
def show(body_id: int) -> ResponseReturnValue:
    return page(body_id, Form(), "assessor/people.html", f"{ROOM}/{body_id}")


@bp.post(f"{ROOM}/<int:body_id>")
@access("assessor")
def invite(body_id: int) -> ResponseReturnValue:
    return invited(body_id, "assessor/people.html", f"{ROOM}/{body_id}")


@bp.post(f"{ROOM}/<int:body_id>/<int:account_id>/end")
@access("assessor")
def dismiss(body_id: int, account_id: int) -> ResponseReturnValue:
    return dismissed(body_id, account_id, url_for("account.profile") if account_id == g.actor.account_id else f"{ROOM}/{body_id}")


@bp.post(f"{ROOM}/<int:body_id>/invitations/<int:invitation_id>/revocation")
@access("assessor")
def revoke(body_id: int, invitation_id: int) -> ResponseReturnValue:
    return revoked(invitation_id, f"{ROOM}/{body_id}")


def invited(body_id: int, template: str, base: str) -> ResponseReturnValue:
    """Send the invitation that was typed, for the page at `base`."""
    try:
        with transaction() as session:
            sent = invitations.invite_assessor(
                session, actor=g.actor, body_id=body_id, address=request.form.get("address", ""), token=secrets.token_urlsafe(32), language=language(), now=utc_now(),
            )  # fmt: skip
    except Invalid as refused:
        return page(body_id, Form.refused(request.form, refused), template, base), 422
    flash(_("邀请已发往 %(address)s，7 天内有效", address=sent.address), "good")
    return redirect(base)


def dismissed(body_id: int, account_id: int, onwards: str) -> ResponseReturnValue:
    """End somebody's place."""
    with transaction() as session:
        assessment_bodies.dismiss(session, actor=g.actor, body_id=body_id, account_id=account_id, now=utc_now())
    flash(_("已移出"), "good")
    return redirect(onwards)


def revoked(invitation_id: int, onwards: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with transaction() as session:
        invitations.revoke(session, actor=g.actor, invitation_id=invitation_id, now=utc_now())
    flash(_("已收回邀请"), "good")
    return redirect(onwards)


def page(body_id: int, form: Form, template: str, base: str) -> str:
    """The body and its people, for those who may keep them and officers over the bureau that admitted it; NotFound for others."""
    with reading() as session:
        body = queries.body(session, body_id)
        may_change, may_end = (permission.allowed(g.actor, "body.members", assessment_bodies.scope_of(body)), permission.allowed(g.actor, "body.admit", queries.place(session, body)))
        if not may_change and not may_end:
            raise NotFound("not_found")
        return render_template(
            template, body=body, bureau=queries.admitted_by(session, body), people=queries.people(session, body_id), offers=queries.open_invitations(session, body_id), form=form,
            base=base, may_change=may_change and body.ended_at is None, may_end=may_end and body.ended_at is None, role_words=ROLES, now=utc_now(),
        )  # fmt: skip
