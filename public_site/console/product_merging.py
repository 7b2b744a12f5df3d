"""Merging a product into another of the same enterprise, and undoing it."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import words
from public_site.access import access
from public_site.console import product_desk
from public_site.console.products import own
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import product_merging as actions
from registry.db import utc_now
from registry.errors import Conflict
from registry.queries import products
from registry.queries import scan_codes as queries

bp = Blueprint("console_product_merging", __name__)
ROOM = "/console/<credit_code>/products/<int:product_id>/merging"
MOST_OFFERED = 20


@bp.get(ROOM)
@access("enterprise")
def ask(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id, Form())


@bp.post(ROOM)
@access("enterprise")
def merge(credit_code: str, product_id: int) -> ResponseReturnValue:
    typed = request.form.get("into", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 18):
        return _page(product_id, Form(request.form, {"into": words.of("choose_one")})), 422
    try:
        with transaction() as session:
            own(session, product_id)
            actions.merge(session, actor=g.actor, product_id=product_id, into_id=int(typed), now=utc_now())
    except Conflict as moved:
        return _page(product_id, Form(request.form, {"into": words.of(moved.code)})), 409
    flash(_("已合并。印出的码继续有效，扫描后打开合并后的产品页"), "good")
    return redirect(url_for(".ask", credit_code=credit_code, product_id=product_id))


@bp.post(f"{ROOM}/undo")
@access("enterprise")
def undo(credit_code: str, product_id: int) -> ResponseReturnValue:
    with transaction() as session:
        own(session, product_id)
        actions.undo(session, actor=g.actor, product_id=product_id, now=utc_now())
    flash(_("已撤销合并"), "good")
    return redirect(url_for(".ask", credit_code=credit_code, product_id=product_id))


def _page(product_id: int, form: Form) -> str:
    text = request.args.get("q", "").strip()[:100]
    with reading() as session:
        product = own(session, product_id)
        offered = [] if product.merged_into_id else queries.mergeable(session, product, text=text, limit=MOST_OFFERED)
        return product_desk.page(
            session, "merging", product_id, form=form, text=text, offered=[(each, products.code_of(session, each.id)) for each in offered], more=len(offered) == MOST_OFFERED,
            followers=queries.merged_into(session, product_id),
        )  # fmt: skip
