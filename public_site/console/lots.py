"""Lots of a product with the day they were made: one at a time, a pasted list, and correcting a day; and its variants."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import params, words
from public_site.access import access
from public_site.console import product_desk, serial_list
from public_site.console.product_desk import PER_PAGE
from public_site.console.products import own
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import iso
from registry.actions import lots as actions
from registry.db import utc_now
from registry.errors import Invalid, NotFound
from registry.models import Lot
from registry.queries import lots as queries
from registry.rules.application_identifiers import costs_byte_mode

bp = Blueprint("console_lots", __name__)
PRODUCT = "/console/<credit_code>/products/<int:product_id>"
MOST_LINES = 1000


@bp.get(f"{PRODUCT}/lots")
@access("enterprise")
def listed(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id, Form())


@bp.post(f"{PRODUCT}/lots")
@access("enterprise")
def register(credit_code: str, product_id: int) -> ResponseReturnValue:
    try:
        read = _lines() if request.form.get("many") else [_one()]
        with transaction() as session:
            own(session, product_id)
            _register(session, product_id, read)
    except Invalid as refused:
        return _page(product_id, Form.refused(request.form, refused)), 422
    flash(_("已登记 %(count)s 个批次", count=len(read)), "good")
    if any(costs_byte_mode(lot) for lot, _day in read):
        flash(words.of("lower_case_costs"), "warn")
    return redirect(url_for(".listed", credit_code=credit_code, product_id=product_id))


@bp.get(f"{PRODUCT}/lots/<int:lot_id>/correction")
@access("enterprise")
def ask(credit_code: str, product_id: int, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _correction(product_id, lot_id)


@bp.post(f"{PRODUCT}/lots/<int:lot_id>/correction")
@access("enterprise")
def correct(credit_code: str, product_id: int, lot_id: int) -> ResponseReturnValue:
    try:
        with params.reading(request.form) as typed:
            produced_on, before = typed.day("produced_on"), typed.day("before")
        with transaction() as session:
            _own(session, product_id, lot_id)
            if produced_on and before:
                actions.correct(session, actor=g.actor, lot_id=lot_id, produced_on=produced_on, before=before, now=utc_now())
    except Invalid as refused:
        return _correction(product_id, lot_id, Form.refused(request.form, refused)), 422
    flash(_("已更正"), "good")
    return redirect(url_for(".listed", credit_code=credit_code, product_id=product_id))


@bp.get(f"{PRODUCT}/lots/<int:lot_id>/serials.csv")
@access("enterprise")
def serials(credit_code: str, product_id: int, lot_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        lot = _own(session, product_id, lot_id)
        return serial_list.answer(own(session, product_id), f"serials-of-lot-{lot.id}", queries.serials_of_lot(session, lot.id))


def _one() -> tuple[str, date]:
    with params.reading(request.form) as typed:
        lot, produced_on = typed.text("lot"), typed.day("produced_on")
    return lot, produced_on or date.min


def _lines() -> list[tuple[str, date]]:
    """A pasted list: lot and day on a line, with a tab or spaces between. Raises Invalid that names the first wrong line."""
    read = []
    lines = [(number, line.split()) for number, line in enumerate(request.form.get("block", "").splitlines(), 1) if line.strip()]
    if not lines or len(lines) > MOST_LINES:
        raise Invalid({"block": "lots_too_many" if lines else "lots_missing"}, most=MOST_LINES)
    for number, cells in lines:
        try:
            lot, produced_on = cells
            read.append((lot, params.day(produced_on)))
        except ValueError:
            raise Invalid({"block": "lot_line"}, line=number) from None
    return read


def _register(session: Session, product_id: int, read: list[tuple[str, date]]) -> None:
    """All or none; of a pasted list the first line that is refused is named."""
    for number, (lot, produced_on) in enumerate(read, 1):
        try:
            actions.register(session, actor=g.actor, product_id=product_id, lot=lot, produced_on=produced_on, now=utc_now())
        except Invalid as refused:
            if not request.form.get("many"):
                raise
            raise Invalid({"block": "lot_line_refused"}, line=number, why=words.of(next(iter(refused.fields.values())))) from None


def _own(session: Session, product_id: int, lot_id: int) -> Lot:
    lot = queries.get_lot(session, lot_id)
    if lot.product_id != own(session, product_id).id:
        raise NotFound("not_found")
    return lot


def _page(product_id: int, form: Form) -> str:
    number, text = params.page_number(request.args), request.args.get("q", "").strip()[:20]
    with reading() as session:
        product = own(session, product_id)
        found, total = queries.lots(session, product_id, text=text, limit=PER_PAGE, offset=PER_PAGE * (number - 1))
        return product_desk.page(
            session, "lots", product_id, form=form, rows=[(each, product_desk.printed(product, lot=each.lot), costs_byte_mode(each.lot)) for each in found], text=text, total=total,
            serials=queries.serials_of_lots(session, [each.id for each in found]), number=number, pages=max(1, -(-total // PER_PAGE)), most=MOST_LINES,
        )  # fmt: skip


def _correction(product_id: int, lot_id: int, form: Form | None = None) -> str:
    with reading() as session:
        lot = _own(session, product_id, lot_id)
        values: Mapping[str, object] = {"produced_on": iso(lot.produced_on), "before": iso(lot.produced_on)}
        return product_desk.page(session, "correction", product_id, lot=lot, form=form or Form(values))
