"""The page behind the link of an invitation."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import reading, transaction
from public_site.security import secret_address
from public_site.words.assessor import ROLES as ASSESSOR_ROLES
from public_site.words.enterprises import OFFICER_ROLES, ROLES
from registry.actions import invitations
from registry.db import utc_now
from registry.models import Account

bp = Blueprint("console_invitations", __name__)


@bp.get("/account/invitations/<secret>")
@access("signed_in")
@secret_address(form=True)
def show(secret: str) -> ResponseReturnValue:
    """Who is not signed in comes here after signing in or up; the link is kept on the way."""
    with reading() as session:
        invitation = invitations.readable(session, secret, utc_now())
        mine = invitations.holds(session.get(Account, g.actor.account_id), invitation.address)
        offered_by = invitations.offered_by(session, invitation)
        role_words = OFFICER_ROLES if invitation.bureau_id is not None else ASSESSOR_ROLES if invitation.body_id is not None else ROLES
        return render_template("console/invitation.html", invitation=invitation, mine=mine, offered_by=offered_by, secret=secret, role_words=role_words)


@bp.post("/account/invitations/<secret>")
@access("signed_in")
@secret_address(form=True)
def accept(secret: str) -> ResponseReturnValue:
    with transaction() as session:
        invitation = invitations.accept(session, actor=g.actor, token=secret, now=utc_now())
    flash(_("已接受邀请"), "good")
    return redirect(url_for("regulator.home" if invitation.bureau_id is not None else "assessor.home" if invitation.body_id is not None else "console.home"))
