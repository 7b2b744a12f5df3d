"""Standards profiles at the enterprise's desk: a link made for a named reader, its secret shown once, each reading, an end at any time."""

import secrets

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.pages.machine import address
from public_site.params import Form
from registry.actions import profiles as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.legal_time import legal_day
from registry.queries import enterprises
from registry.queries import profiles as queries
from registry.rules import permission, profile
from registry.rules.permission import Scope

bp = Blueprint("console_profiles", __name__)
ROOM = "/console/<credit_code>/profiles"


@bp.get(ROOM)
@access("enterprise")
def index(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(Form())


@bp.post(ROOM)
@access("enterprise")
def make(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    """The answer to the form is the only page that ever shows the link."""
    typed, secret = params.Typed(request.form), secrets.token_urlsafe(32)
    reader, ends_on = typed.text("reader", required=False), typed.day("ends_on", required=False)
    try:
        with transaction() as session:
            actions.make(session, actor=g.actor, enterprise_id=g.enterprise_id, reader=reader, ends_on=ends_on, secret=secret, now=utc_now())
    except Invalid as refused:
        return _page(Form.refused(request.form, Invalid(refused.fields | typed.wrong, **refused.facts | typed.facts)), status=422)
    return _page(Form(), made=address(f"/profiles/{secret}"), made_for=reader)


@bp.post(f"{ROOM}/<int:profile_id>/revocation")
@access("enterprise")
def revoke(credit_code: str, profile_id: int) -> ResponseReturnValue:
    with transaction() as session:
        if queries.get(session, profile_id).enterprise_id != g.enterprise_id:
            raise NotFound("not_found")
        actions.revoke(session, actor=g.actor, profile_id=profile_id, now=utc_now())
    flash(_("已停用，这个链接再也打不开"), "good")
    return redirect(url_for(".index", credit_code=credit_code))


def _page(form: Form, *, made: str = "", made_for: str = "", status: int = 200) -> Response:
    today = legal_day(utc_now())
    with reading() as session:
        enterprise = enterprises.get(session, g.enterprise_id)
        held = queries.of_enterprise(session, enterprise.id)
        open_ones = {each.id for each in held if profile.is_open(each.ends_on, revoked=each.revoked_at is not None, today=today)}
        body = render_template(
            "console/profiles/list.html", enterprise=enterprise, held=held, open_ones=open_ones, readings=queries.readings(session, [each.id for each in held]), counts=queries.reading_counts(session, enterprise.id),
            form=form, made=made, made_for=made_for, may_make=permission.allowed(g.actor, "profile.make", Scope(enterprise.id)), forms={"page": _("网页"), "json": "JSON", "print": _("打印页")},
        )  # fmt: skip
    answer = Response(body, status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
