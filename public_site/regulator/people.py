"""The people of my bureau: who is in it, with which roles; registrars invite and end."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.words.enterprises import LEVELS, OFFICER_MEANINGS, OFFICER_ROLES
from registry.actions import bureaus, invitations
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.queries import bureaus as queries
from registry.rules import permission
from registry.rules.permission import Scope
from registry.rules.powers import BUREAU_ROLES

bp = Blueprint("regulator_people", __name__)


@bp.get("/regulator/people")
@access("bureau")
def index() -> ResponseReturnValue:
    """Most people have one office; who has several chooses."""
    if len(g.actor.offices) == 1:
        return redirect(url_for(".show", bureau_id=g.actor.offices[0].bureau_id))
    with reading() as session:
        offices = queries.by_ids(session, [office.bureau_id for office in g.actor.offices])
        return render_template("regulator/people_offices.html", offices=offices)


@bp.get("/regulator/people/<int:bureau_id>")
@access("bureau")
def show(bureau_id: int) -> ResponseReturnValue:
    return _page(bureau_id, Form())


@bp.post("/regulator/people/<int:bureau_id>")
@access("bureau")
def invite(bureau_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            sent = invitations.invite_officer(
                session, actor=g.actor, bureau_id=bureau_id, address=request.form.get("address", ""), roles=request.form.getlist("roles"),
                token=secrets.token_urlsafe(32), language=language(), now=utc_now(),
            )
    except Invalid as refused:
        return _page(bureau_id, Form.refused(request.form, refused)), 422
    flash(_("邀请已发往 %(address)s，7 天内有效", address=sent.address), "good")
    return redirect(url_for(".show", bureau_id=bureau_id))


@bp.post("/regulator/people/<int:bureau_id>/<int:account_id>")
@access("bureau")
def appoint(bureau_id: int, account_id: int) -> ResponseReturnValue:
    with params.reading(request.form) as typed:
        roles = typed.choices("roles", BUREAU_ROLES)
    with transaction() as session:
        held = queries.member(session, bureau_id, account_id)
        if held is None or held.ended_at is not None:  # newcomers come by invitation
            raise NotFound("not_found")
        bureaus.appoint(session, actor=g.actor, bureau_id=bureau_id, account_id=account_id, roles=roles, now=utc_now())
    flash(_("已更改职责"), "good")
    return redirect(url_for(".show", bureau_id=bureau_id))


@bp.post("/regulator/people/<int:bureau_id>/<int:account_id>/end")
@access("bureau")
def dismiss(bureau_id: int, account_id: int) -> ResponseReturnValue:
    with transaction() as session:
        bureaus.dismiss(session, actor=g.actor, bureau_id=bureau_id, account_id=account_id, now=utc_now())
    flash(_("已移出"), "good")
    return redirect(url_for("regulator.home") if account_id == g.actor.account_id else url_for(".show", bureau_id=bureau_id))


@bp.post("/regulator/people/<int:bureau_id>/invitations/<int:invitation_id>/revocation")
@access("bureau")
def revoke(bureau_id: int, invitation_id: int) -> ResponseReturnValue:
    with transaction() as session:
        invitations.revoke(session, actor=g.actor, invitation_id=invitation_id, now=utc_now())
    flash(_("已收回邀请"), "good")
    return redirect(url_for(".show", bureau_id=bureau_id))


def _page(bureau_id: int, form: Form) -> str:
    if not any(office.bureau_id == bureau_id for office in g.actor.offices):
        raise NotFound("not_found")
    with reading() as session:
        return render_template(
            "regulator/people.html", bureau=queries.get(session, bureau_id), people=queries.people(session, bureau_id), offers=queries.open_invitations(session, bureau_id), form=form,
            may_change=permission.allowed(g.actor, "bureau.members", Scope(bureau_id=bureau_id)), may_edit=permission.allowed(g.actor, "bureau.edit", Scope(bureau_id=bureau_id)),
            role_words=OFFICER_ROLES, role_meanings=OFFICER_MEANINGS, level_words=LEVELS, now=utc_now(),
        )
