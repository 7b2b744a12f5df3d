"""Serials of a product in bulk: a pasted list, or a count of random ones; each run as a file for the printer."""

import secrets
from dataclasses import dataclass

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
from public_site.presenters import count
from registry.actions import serials as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Job, Lot, SerialRun
from registry.queries import lots as queries
from registry.rules import lot as rules
from registry.rules.application_identifiers import costs_byte_mode

bp = Blueprint("console_serials", __name__)
ROOM = "/console/<credit_code>/products/<int:product_id>/serials"


@dataclass(frozen=True)
class Row:
    """One run of the list. state: done, making, stopped."""

    run: SerialRun
    lot: Lot | None
    state: str


@bp.get(ROOM)
@access("enterprise")
def listed(credit_code: str, product_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the rule of access has read it
    return _page(product_id, Form())


@bp.post(ROOM)
@access("enterprise")
def register(credit_code: str, product_id: int) -> ResponseReturnValue:
    """`how` is list or random; serials compare exactly, so nothing but the space round them is taken away."""
    serials = request.form.get("serials", "").split()
    try:
        with transaction() as session:
            own(session, product_id)
            lot_id = _lot_id(session, product_id)
            run = _enlisted(session, product_id, serials, lot_id) if request.form.get("how") == "list" else _ordered(session, product_id, lot_id)
    except Invalid as refused:
        return _page(product_id, Form.refused(request.form, refused)), 422
    except Conflict as meanwhile:
        return _page(product_id, Form(request.form, {"serials" if serials else "count": words.of(meanwhile.code)})), 409
    said = _("已登记 %(count)s 个序列号", count=count(run.total)) if run.ended_at else _("正在生成 %(count)s 个序列号，可以离开本页", count=count(run.total))
    flash(said, "good")
    if any(map(costs_byte_mode, serials)):
        flash(words.of("lower_case_costs"), "warn")
    return redirect(url_for(".listed", credit_code=credit_code, product_id=product_id))


@bp.get(f"{ROOM}/<int:run_id>.csv")
@access("enterprise")
def run(credit_code: str, product_id: int, run_id: int) -> Response:  # noqa: ARG001 - the rule of access has read it
    with reading() as session:
        product, found = own(session, product_id), queries.get_run(session, run_id)
        if found.product_id != product.id:
            raise NotFound("not_found")
        return serial_list.answer(product, f"serials-{found.id}", queries.serials_of_run(session, found.id))


def _enlisted(session: Session, product_id: int, serials: list[str], lot_id: int | None) -> SerialRun:
    return actions.enlist(session, actor=g.actor, product_id=product_id, serials=serials, lot_id=lot_id, now=utc_now())


def _ordered(session: Session, product_id: int, lot_id: int | None) -> SerialRun:
    with params.reading(request.form) as typed:
        wanted = typed.integer("count", least=1, most=rules.MOST_RANDOM)
    return actions.order(session, actor=g.actor, product_id=product_id, count=wanted, lot_id=lot_id, now=utc_now(), randbits=secrets.randbits)


def _lot_id(session: Session, product_id: int) -> int | None:
    """The lot that was typed, which must be registered; None when none was."""
    typed = request.form.get("of_lot", "").strip()
    if not typed:
        return None
    found = queries.lot(session, product_id, typed)
    if found is None:
        raise Invalid({"of_lot": "lot_unknown"})
    return found.id


def _page(product_id: int, form: Form) -> str:
    number = params.page_number(request.args)
    with reading() as session:
        own(session, product_id)
        found, total = queries.runs(session, product_id, limit=PER_PAGE, offset=PER_PAGE * (number - 1))
        recent, _all = queries.lots(session, product_id, limit=PER_PAGE)
        return product_desk.page(
            session, "serials", product_id, form=form, rows=[Row(each, lot, _state(session, each)) for each, lot in found], total=total, number=number,
            pages=max(1, -(-total // PER_PAGE)), lots=recent, most=rules.MOST_RANDOM,
        )  # fmt: skip


def _state(session: Session, of: SerialRun) -> str:
    if of.ended_at is not None:
        return "done"
    job = session.get(Job, of.job_id) if of.job_id is not None else None
    return "making" if job is not None and job.ended_at is None else "stopped"
