"""A product's printed codes: what they say, their history, revoking one with a reason, issuing another."""

import secrets

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.console import code_drawing, product_desk
from public_site.console.products import own
from public_site.database import reading, transaction
from public_site.params import Form
from qr import links
from registry.actions import scan_codes as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.models import ScanCode
from registry.queries import scan_codes as queries
from registry.rules import gtin

bp = Blueprint("console_codes", __name__)
ROOM = "/console/<credit_code>/products/<int:product_id>/codes"


@bp.get(ROOM)
@access("enterprise")
def show(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    """The product's codes; the address may say how one is to be drawn."""
    with reading() as session:
        product, live = own(session, product_id), queries.live(session, product_id)
        drawing = code_drawing.of(session, live.code, request.args, product_desk.public_url()) if live else None
        form = drawing.form if drawing else Form()
        page = product_desk.page(
            session, "codes", product_id, live=live, history=queries.history(session, product_id), merged=queries.merged_into(session, product_id),
            holdings=[(gtin.display(each.gtin), each) for each in queries.holdings(session, product_id)],
            short=links.short_link(product_desk.public_url(), live.code) if live else "", long=product_desk.printed(product),
            drawing=drawing, form=form,
        )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.post(ROOM)
@access("enterprise")
def issue(credit_code: str, product_id: int) -> ResponseReturnValue:
    with transaction() as session:
        own(session, product_id)
        code = actions.issue(session, actor=g.actor, product_id=product_id, now=utc_now(), randbits=secrets.randbits).code
    flash(_("已发新码 %(code)s", code=code), "good")
    return redirect(url_for(".show", credit_code=credit_code, product_id=product_id))


@bp.get(f"{ROOM}/<short_code>/revocation")
@access("enterprise")
def ask(credit_code: str, product_id: int, short_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _asked(product_id, short_code, Form())


@bp.post(f"{ROOM}/<short_code>/revocation")
@access("enterprise")
def revoke(credit_code: str, product_id: int, short_code: str) -> ResponseReturnValue:
    try:
        with transaction() as session:
            _own_code(product_id, queries.get(session, short_code))
            own(session, product_id)
            actions.revoke(session, actor=g.actor, code=short_code, reason=request.form.get("reason", ""), now=utc_now())
    except Invalid as refused:
        return _asked(product_id, short_code, Form.refused(request.form, refused)), 422
    flash(_("已撤销 %(code)s", code=short_code), "good")
    return redirect(url_for(".show", credit_code=credit_code, product_id=product_id))


def _asked(product_id: int, short_code: str, form: Form) -> str:
    with reading() as session:
        row = _own_code(product_id, queries.get(session, short_code))
        return product_desk.page(session, "revocation", product_id, row=row, form=form)


def _own_code(product_id: int, row: ScanCode) -> ScanCode:
    if row.product_id != product_id:
        raise NotFound("not_found")
    return row
