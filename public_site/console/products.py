"""Products and services at the enterprise's desk: the list, registering with a short code, mending, ending."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.console import product_categories, product_form
from public_site.console.home import desk_of, step_of
from public_site.console.product_form import Contested, Filled
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words.products import ENDINGS, KINDS
from registry.actions import products
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Disclosure, Product
from registry.queries import disclosures, scan_codes
from registry.queries import products as queries
from registry.rules import gtin, permission
from registry.rules.permission import Scope
from registry.rules.status import Status

bp = Blueprint("console_products", __name__)
PER_PAGE = 50


@dataclass(frozen=True)
class Row:
    """One line of the list: `main` is followed first of `standards`, `status` is its status today."""

    product: Product
    code: str
    gtin: str
    main: Disclosure | None
    status: Status | None
    standards: int


@bp.get("/console/<credit_code>/products")
@access("enterprise")
def listed(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    page, text = params.page_number(request.args), request.args.get("q", "").strip()[:100]
    with reading() as session:
        desk = desk_of(session, g.enterprise_id)
        found, total = queries.of_enterprise(session, g.enterprise_id, text=text, limit=PER_PAGE, offset=PER_PAGE * (page - 1))
        return render_template(
            "console/products/list.html", desk=desk, enterprise=desk.enterprise, rows=_rows(session, found), total=total, page=page, pages=max(1, -(-total // PER_PAGE)),
            text=text, step=step_of(desk), kinds=KINDS,
        )  # fmt: skip


@bp.get("/console/<credit_code>/products/new")
@access("enterprise")
def new(credit_code: str) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        _may_edit(session)
        source = _copied(session)
        form = product_form.of(source, product_categories.read(session), copy=True) if source else Form({"kind": "product"})
        return _page(session, form)


@bp.post("/console/<credit_code>/products/new")
@access("enterprise")
def register(credit_code: str) -> ResponseReturnValue:
    filled = _filled()
    try:
        _explained(filled)
        with transaction() as session:
            product = products.register(
                session, actor=g.actor, enterprise_id=g.enterprise_id, form=filled.form, claim=filled.claim, now=utc_now(), randbits=secrets.randbits,
            )  # fmt: skip
            code = queries.code_of(session, product.id)
    except Invalid as refused:
        return _again(filled, refused), 422
    flash(_("已登记 %(name)s，短码 %(code)s", name=product.name, code=code), "good")
    if request.form.get("then") == "another":
        return redirect(url_for(".new", credit_code=credit_code, copy=product.id))
    return redirect(url_for(".show", credit_code=credit_code, product_id=product.id))


@bp.get("/console/<credit_code>/products/<int:product_id>")
@access("enterprise")
def show(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        product = own(session, product_id)
        desk = desk_of(session, g.enterprise_id)
        links = queries.links(session, product.id)
        return render_template(
            "console/products/show.html", desk=desk, enterprise=desk.enterprise, product=product, survivor=scan_codes.survivor(session, product), code=queries.code_of(session, product.id), links=links,
            statuses=disclosures.statuses(session, [each for _link, each in links], legal_day(utc_now())), claims=[gtin.display(each.gtin or "") for each in queries.claims_of(session, product.id)],
            gtin=gtin.display(product.gtin) if product.gtin else "", category=product_categories.read(session).of_id(product.category_id), kinds=KINDS,
        )  # fmt: skip


@bp.get("/console/<credit_code>/products/<int:product_id>/edit")
@access("enterprise")
def edit(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        _may_edit(session)
        product = own(session, product_id)
        return _page(session, product_form.of(product, product_categories.read(session)), product)


@bp.post("/console/<credit_code>/products/<int:product_id>/edit")
@access("enterprise")
def save(credit_code: str, product_id: int) -> ResponseReturnValue:
    filled = _filled()
    try:
        _explained(filled)
        with params.reading(request.form) as typed:
            revision = typed.integer("revision", least=1, most=10**9)
        with transaction() as session:
            own(session, product_id)
            products.edit(session, actor=g.actor, product_id=product_id, form=filled.form, revision=revision, claim=filled.claim, now=utc_now())
    except Invalid as refused:
        return _again(filled, refused, product_id), 422
    except Conflict:
        with reading() as session:
            product = own(session, product_id)
            return _page(session, product_form.overtaken(filled, product), product, overtaken=True), 409
    flash(_("已保存"), "good")
    return redirect(url_for(".show", credit_code=credit_code, product_id=product_id))


@bp.route("/console/<credit_code>/products/<int:product_id>/<any(end, resume):ending>", methods=["GET", "POST"])
@access("enterprise")
def change(credit_code: str, product_id: int, ending: str) -> ResponseReturnValue:
    """One sentence that says what will happen, then it happens."""
    if request.method == "GET":
        with reading() as session:
            _may_edit(session)
            product, desk = own(session, product_id), desk_of(session, g.enterprise_id)
            return render_template("console/products/change.html", desk=desk, enterprise=desk.enterprise, product=product, ending=ending, said=ENDINGS[ending])
    with transaction() as session:
        own(session, product_id)
        act = products.end if ending == "end" else products.resume
        act(session, actor=g.actor, product_id=product_id, now=utc_now())
    flash(_("已保存"), "good")
    return redirect(url_for(".show", credit_code=credit_code, product_id=product_id))


def own(session: Session, product_id: int) -> Product:
    """The product under this enterprise's address; NotFound for another's, also when the person acts for both."""
    product = queries.get(session, product_id)
    if product.enterprise_id != g.enterprise_id:
        raise NotFound("not_found")
    return product


def _may_edit(session: Session) -> None:
    permission.require(g.actor, "product.edit", Scope(g.enterprise_id, queries.enterprise_of(session, g.enterprise_id).division_code))


def _copied(session: Session) -> Product | None:
    asked = request.args.get("copy", "")
    return own(session, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None


def _filled() -> Filled:
    with reading() as session:
        return product_form.read(request.form, product_categories.read(session))


def _explained(filled: Filled) -> None:
    if product_form.unexplained(request.form, filled):
        raise Invalid({"claim": "claim_missing"})


def _again(filled: Filled, refused: Invalid, product_id: int = 0) -> str:
    with reading() as session:
        product = own(session, product_id) if product_id else None
        return _page(session, product_form.refused(filled, refused), product, filled.choice.options, product_form.contested(session, filled, refused))


def _page(session: Session, form: Form, product: Product | None = None, offers: tuple[tuple[str, str], ...] = (), contested: Contested | None = None, overtaken: bool = False) -> str:
    desk = desk_of(session, g.enterprise_id)
    return render_template(
        "console/products/form.html", desk=desk, enterprise=desk.enterprise, form=form, product=product, offers=offers, contested=contested, step=step_of(desk), kinds=KINDS,
        groups=product_categories.read(session).groups(), overtaken=overtaken,
    )  # fmt: skip


def _rows(session: Session, found: list[Product]) -> list[Row]:
    follows = queries.followed(session, [each.id for each in found])
    mains = {each: rows[0] for each, rows in follows.items()}
    statuses = disclosures.statuses(session, list(mains.values()), legal_day(utc_now()))
    return [_row(each, mains.get(each.id), statuses, len(follows.get(each.id, ()))) for each in found]


def _row(product: Product, main: Disclosure | None, statuses: dict[int, Status], standards: int) -> Row:
    code = max(product.codes, key=lambda each: (each.revoked_at is None, each.id)).code if product.codes else ""
    return Row(product, code, gtin.display(product.gtin) if product.gtin else "", main, statuses.get(main.id) if main else None, standards)
