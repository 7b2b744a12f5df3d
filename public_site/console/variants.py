"""Variants of a product, such as sizes and colours under one GTIN."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params, words
from public_site.access import access
from public_site.console import product_desk
from public_site.console.products import own
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import lots as actions
from registry.db import utc_now
from registry.errors import Invalid
from registry.queries import lots as queries
from registry.rules.application_identifiers import costs_byte_mode

bp = Blueprint("console_variants", __name__)
ROOM = "/console/<credit_code>/products/<int:product_id>/variants"


@bp.get(ROOM)
@access("enterprise")
def listed(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id, Form())


@bp.post(ROOM)
@access("enterprise")
def register(credit_code: str, product_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            variant, name = typed.text("variant"), typed.text("name")
        with transaction() as session:
            own(session, product_id)
            actions.register_variant(session, actor=g.actor, product_id=product_id, variant=variant, name=name, now=utc_now())
    except Invalid as refused:
        return _page(product_id, Form.refused(request.form, refused)), 422
    flash(_("已登记 %(name)s", name=name), "good")
    if costs_byte_mode(variant):
        flash(words.of("lower_case_costs"), "warn")
    return redirect(url_for(".listed", credit_code=credit_code, product_id=product_id))


def _page(product_id: int, form: Form) -> str:
    with reading() as session:
        product = own(session, product_id)
        rows = [(each, product_desk.printed(product, variant=each.variant), costs_byte_mode(each.variant)) for each in queries.variants(session, product_id)]
        return product_desk.page(session, "variants", product_id, form=form, rows=rows)
