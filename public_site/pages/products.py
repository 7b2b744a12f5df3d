"""Products and services as the public may know them: what they are, who makes them, and what standards they follow."""

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from public_site import navigation, params
from public_site.access import access
from public_site.database import reading
from public_site.i18n import language
from public_site.pages import badge_lines, filtering
from public_site.pages.headlines import of_product
from public_site.pages.machine import address, json_page
from public_site.pages.standards import row_facts
from public_site.security import public_page
from public_site.words import pages as named
from registry.db import utc_now
from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.queries import public_products
from registry.queries.public_lists import LAST_PAGE
from registry.queries.public_products import ProductsWanted, PublicProductPage
from registry.rules import gtin as gtin_rules
from registry.rules import scan_code

bp = Blueprint("public_products", __name__)

ROOT = "/products"


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    page, wanted = params.page_number(request.args, most=LAST_PAGE), _wanted()
    with reading() as session:
        found = public_products.products(session, wanted, page=page)
        category = public_products.category(session, wanted.category) if wanted.category else None
    filters = filtering.Filters()
    if wanted.text:
        filters.chip("q", _("“%(text)s”", text=wanted.text))
    if category:
        filters.chip("category", category.name_en if language() == "en" else category.name)
    filters.choose("kind", _("产品或服务"), named.SUBJECTS.items(), wanted.kind)
    return public_page(Response(render_template("pages/products.html", found=found, wanted=wanted, filters=filters, page=page, last_page=LAST_PAGE, named=named)))


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    page = params.page_number(request.args, most=LAST_PAGE)
    with reading() as session:
        found = public_products.products(session, _wanted(), page=page)
    rows = [{"code": row.code, "name": row.name, "kind": row.kind, "brand": row.brand, "ended": row.ended, "enterprise": {"name": row.enterprise, "credit_code": row.credit_code}, "url": address(f"/products/{row.code}.json")} for row in found.rows]
    return json_page({"count": {"least": found.count.least, "exact": found.count.exact}, "page": page, "more": found.more, "products": rows})


@bp.get(f"{ROOT}/gtin/<gtin>")
@access("public")
def by_gtin(gtin: str) -> ResponseReturnValue:
    """A number under a barcode leads to the product that holds it."""
    try:
        digits = gtin_rules.parse(gtin)
    except ValueError:
        raise NotFound("not_found") from None
    with reading() as session:
        return redirect(f"{ROOT}/{public_products.code_of_gtin(session, digits)}")


@bp.get(f"{ROOT}/<code>")
@access("public")
def page(code: str) -> ResponseReturnValue:
    read = scan_code.parse(code)
    if read is None:
        raise NotFound("not_found")
    if read != code:
        return redirect(f"{ROOT}/{read}", 301)
    found = _read(read)
    return public_page(Response(render_template("pages/product.html", found=found, headline=headline(found), badges=badge_lines.shown(found.badges), named=named, gtin=gtin_rules.display(found.gtin) if found.gtin else "")))


@bp.get(f"{ROOT}/<code>.json")
@access("public")
def product_twin(code: str) -> ResponseReturnValue:
    found = _read(scan_code.parse(code) or "")
    body = {
        "code": found.code, "status": headline(found), "name": found.name, "generic_name": found.generic_name, "brand": found.brand, "models": found.models, "specification": found.specification,
        "kind": found.kind, "gtin": found.gtin, "ended_at": found.ended_at, "code_revoked_at": found.revoked_at, "disputed": found.disputed,
        "categories": [{"code": each.code, "name": each.name, "name_en": each.name_en} for each in found.categories],
        "enterprise": {"name": found.enterprise, "credit_code": found.credit_code, "url": address(f"/enterprises/{found.credit_code}.json")},
        "disclosures": [row_facts(row) for row in found.disclosures],
        **badge_lines.facts(found.badges),
    }  # fmt: skip
    return json_page(body)


def headline(found: PublicProductPage) -> str:
    """The first line: what is wrong with the code or the claim to it, else the worst of the product's standards; of a product without one, its enterprise's end."""
    return of_product((row.status for row in found.disclosures), code_revoked=found.revoked_at is not None, disputed=found.disputed, deregistered=found.deregistered)


def _read(code: str) -> PublicProductPage:
    with reading() as session:
        return public_products.product(session, code, legal_day(utc_now()))


def _wanted() -> ProductsWanted:
    return ProductsWanted(filtering.asked_text(), filtering.asked("kind", named.SUBJECTS), request.args.get("category", "")[: filtering.CODE_AT_MOST])


def init_app(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link(pgettext("header", "产品和服务"), ROOT))
