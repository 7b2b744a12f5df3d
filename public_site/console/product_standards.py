"""Which disclosed standards a product follows: choose several at once, say which is the main one, take one away."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import words
from public_site.access import access
from public_site.console.home import desk_of
from public_site.console.products import own
from public_site.database import reading, transaction
from public_site.params import Form
from registry.actions import products
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import disclosures
from registry.queries import products as queries

bp = Blueprint("console_product_standards", __name__)
MOST_OFFERED = 50


@bp.get("/console/<credit_code>/products/<int:product_id>/standards")
@access("enterprise")
def choose(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id, Form())


@bp.post("/console/<credit_code>/products/<int:product_id>/standards")
@access("enterprise")
def link(credit_code: str, product_id: int) -> ResponseReturnValue:
    chosen = [int(each) for each in request.form.getlist("disclosures") if each.isascii() and each.isdigit() and len(each) < 18]
    if not chosen:
        return _page(product_id, Form(request.form, {"disclosures": words.of("no_standard_chosen")})), 422
    with transaction() as session:
        own(session, product_id)
        for disclosure_id in dict.fromkeys(chosen):
            products.link(session, actor=g.actor, product_id=product_id, disclosure_id=disclosure_id, now=utc_now())
    flash(_("已保存"), "good")
    return redirect(url_for("console_products.show", credit_code=credit_code, product_id=product_id))


@bp.post("/console/<credit_code>/products/<int:product_id>/standards/<int:disclosure_id>/<any(main, end):what>")
@access("enterprise")
def change(credit_code: str, product_id: int, disclosure_id: int, what: str) -> ResponseReturnValue:
    with transaction() as session:
        own(session, product_id)
        if what == "end":
            products.unlink(session, actor=g.actor, product_id=product_id, disclosure_id=disclosure_id, now=utc_now())
        else:
            products.link(session, actor=g.actor, product_id=product_id, disclosure_id=disclosure_id, main=True, now=utc_now())
    flash(_("已保存"), "good")
    return redirect(url_for("console_products.show", credit_code=credit_code, product_id=product_id))


def _page(product_id: int, form: Form) -> str:
    text = request.args.get("q", "").strip()[:100]
    with reading() as session:
        product, desk = own(session, product_id), desk_of(session, g.enterprise_id)
        found = queries.linkable(session, product, text=text, limit=MOST_OFFERED + 1)
        offered = found[:MOST_OFFERED]
        return render_template(
            "console/products/standards.html", desk=desk, enterprise=desk.enterprise, product=product, form=form, offered=offered, text=text, more=len(found) > MOST_OFFERED,
            statuses=disclosures.statuses(session, [each for each, _title in offered], legal_day(utc_now())),
        )  # fmt: skip
