"""Who acts for the enterprise: owners invite, change roles and end memberships; everybody may leave."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.console.home import desk_of
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.words.enterprises import ROLE_MEANINGS, ROLES
from registry.actions import invitations, members
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import enterprises as queries
from registry.rules.powers import ENTERPRISE_ROLES

bp = Blueprint("console_members", __name__)


@bp.get("/console/<credit_code>/members")
@access("enterprise")
def show(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(Form({"role": "editor"}))


@bp.post("/console/<credit_code>/members")
@access("enterprise")
def invite(credit_code: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            sent = invitations.invite_member(
                session, actor=g.actor, enterprise_id=g.enterprise_id, address=request.form.get("address", ""), role=request.form.get("role", ""),
                token=secrets.token_urlsafe(32), language=language(), now=utc_now(),
            )
    except Invalid as refused:
        return _page(Form.refused(request.form, refused)), 422
    flash(_("邀请已发往 %(address)s，7 天内有效", address=sent.address), "good")
    return redirect(url_for("console_members.show", credit_code=credit_code))


@bp.post("/console/<credit_code>/members/<int:account_id>")
@access("enterprise")
def change(credit_code: str, account_id: int) -> ResponseReturnValue:
    with params.reading(request.form) as typed:
        role = typed.choice("role", ENTERPRISE_ROLES)
    with transaction() as session:
        members.change_role(session, actor=g.actor, enterprise_id=g.enterprise_id, account_id=account_id, role=role, now=utc_now())
    flash(_("已更改权限"), "good")
    return redirect(url_for("console_members.show", credit_code=credit_code))


@bp.post("/console/<credit_code>/members/<int:account_id>/end")
@access("enterprise")
def end(credit_code: str, account_id: int) -> ResponseReturnValue:
    with transaction() as session:
        members.end(session, actor=g.actor, enterprise_id=g.enterprise_id, account_id=account_id, now=utc_now())
    flash(_("已移出"), "good")
    return redirect(url_for("console_members.show", credit_code=credit_code))


@bp.post("/console/<credit_code>/members/leave")
@access("enterprise")
def leave(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with transaction() as session:
        members.leave(session, actor=g.actor, enterprise_id=g.enterprise_id, now=utc_now())
    flash(_("您已退出"), "good")
    return redirect(url_for("console.home"))


@bp.post("/console/<credit_code>/members/invitations/<int:invitation_id>/revocation")
@access("enterprise")
def revoke(credit_code: str, invitation_id: int) -> ResponseReturnValue:
    with transaction() as session:
        invitations.revoke(session, actor=g.actor, invitation_id=invitation_id, now=utc_now())
    flash(_("已收回邀请"), "good")
    return redirect(url_for("console_members.show", credit_code=credit_code))


def _page(form: Form) -> str:
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        people, offers = queries.members_with_accounts(session, g.enterprise_id), queries.open_invitations(session, g.enterprise_id)
        return render_template(
            "console/members.html", desk=desk, enterprise=desk.enterprise, people=people, offers=offers, form=form, role_words=ROLES, role_meanings=ROLE_MEANINGS, now=utc_now()
        )
