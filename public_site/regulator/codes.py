"""Printed codes at the bureau's desk: what a code or GTIN leads to, its history, and revoking it with a reason."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import scan_codes as actions
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import scan_codes as queries
from registry.rules import gtin, permission
from registry.rules.permission import Scope

bp = Blueprint("regulator_codes", __name__)
LONGEST = 200


@bp.get("/regulator/codes")
@access("bureau")
def look_up() -> ResponseReturnValue:
    return _page(request.args.get("q", "")[:LONGEST], Form())


@bp.post("/regulator/codes/<short_code>/revocation")
@access("bureau")
def revoke(short_code: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            actions.revoke(session, actor=g.actor, code=short_code, reason=request.form.get("reason", ""), now=utc_now())
    except Invalid as refused:
        return _page(short_code, Form.refused(request.form, refused)), 422
    flash(_("已撤销 %(code)s，企业会收到通知", code=short_code), "good")
    return redirect(url_for(".look_up", q=short_code))


def _page(typed: str, form: Form) -> str:
    with reading() as session:
        found = queries.look_up(session, typed)
        live = queries.live(session, found.product.id) if found else None
        scope = Scope(found.enterprise.id, found.enterprise.division_code) if found else Scope()
        return render_template(
            "regulator/codes.html", typed=typed, form=form, found=found, live=live, gtin=gtin.display(found.product.gtin) if found and found.product.gtin else "",
            history=queries.history(session, found.product.id) if found else [], may_revoke=found is not None and permission.allowed(g.actor, "code.revoke", scope),
            here=found is not None and permission.allowed(g.actor, "desk.see", scope),
        )  # fmt: skip
