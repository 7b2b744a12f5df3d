"""Lots with the day they were made, and variants: registered for one product, never taken away."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.models import Enterprise, Lot, Product, Variant
from registry.queries import lots as queries
from registry.queries import products
from registry.rules import lot as rules
from registry.rules import names, permission
from registry.rules.permission import Actor, Scope


def register(session: Session, *, actor: Actor, product_id: int, lot: str, produced_on: date, now: datetime) -> Lot:
    """Register a lot. Raises Invalid with every wrong field; lot_taken also for the second of two at one moment."""
    product, firm = own(session, actor, product_id)
    wrong = {"lot": rules.identifier_problem(lot), "produced_on": rules.day_problem(produced_on, legal_day(now))}
    _refuse(wrong)
    row = Lot(product_id=product.id, lot=lot, produced_on=produced_on, registered_at=now)
    _keep(session, row, {"lot": "lot_taken"})
    audit.record(session, actor, "lot.registered", row, at=now, enterprise_id=firm.id, lot=lot)
    ledger.record(session, "lot.registered", "product", products.code_of(session, product.id), {"lot": lot, "produced_on": produced_on.isoformat()}, at=now)
    return row


def correct(session: Session, *, actor: Actor, lot_id: int, produced_on: date, before: date, now: datetime) -> Lot:
    """Correct the day a lot was made; the public log keeps both days.

    `before` is the day that the person saw: Conflict("changed_meanwhile") when somebody has corrected it since.
    """
    row = queries.get_lot(session, lot_id, lock=True)
    product, firm = own(session, actor, row.product_id)
    if row.produced_on != before:
        raise Conflict("changed_meanwhile")
    _refuse({"produced_on": rules.day_problem(produced_on, legal_day(now))})
    row.produced_on = produced_on
    audit.record(session, actor, "lot.corrected", row, at=now, enterprise_id=firm.id, lot=row.lot, before=before.isoformat(), after=produced_on.isoformat())
    if produced_on != before:
        fact = {"lot": row.lot, "from": before.isoformat(), "to": produced_on.isoformat()}
        ledger.record(session, "lot.corrected", "product", products.code_of(session, product.id), fact, at=now)
    return row


def register_variant(session: Session, *, actor: Actor, product_id: int, variant: str, name: str, now: datetime) -> Variant:
    """Register a variant, such as one size, with what people call it. Raises Invalid with every wrong field."""
    product, firm = own(session, actor, product_id)
    called = " ".join(names.storable(name).split())
    _refuse({"variant": rules.identifier_problem(variant), "name": "required" if not called else "variant_name_too_long" if len(called) > rules.LONGEST_NAME else None})
    row = Variant(product_id=product.id, variant=variant, name=called, registered_at=now)
    _keep(session, row, {"variant": "variant_taken"})
    audit.record(session, actor, "variant.registered", row, at=now, enterprise_id=firm.id, variant=variant)
    ledger.record(session, "variant.registered", "product", products.code_of(session, product.id), {"variant": variant, "name": called}, at=now)
    return row


def own(session: Session, actor: Actor, product_id: int) -> tuple[Product, Enterprise]:
    """The product and its enterprise, when the actor may change what belongs to it."""
    product = products.get(session, product_id)
    firm = products.enterprise_of(session, product.enterprise_id)
    permission.require(actor, "product.edit", Scope(firm.id, firm.division_code))
    return product, firm


def _refuse(wrong: dict[str, str | None]) -> None:
    found = {name: code for name, code in wrong.items() if code}
    if found:
        raise Invalid(found)


def _keep(session: Session, row: Lot | Variant, taken: dict[str, str]) -> None:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise Invalid(taken) from None
