"""Printed codes after they were issued: revoked with a reason, and issued anew. None is ever deleted or used again."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import messages
from registry.errors import Conflict, Invalid
from registry.models import Product, ScanCode
from registry.queries import enterprises, products
from registry.queries import scan_codes as queries
from registry.rules import names, permission, scan_code
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.permission import Actor, Scope


def revoke(session: Session, *, actor: Actor, code: str, reason: str, now: datetime) -> ScanCode:
    """Revoke a code that must no longer be trusted; its page goes on answering and says so, with the reason.

    By the enterprise, or by the bureau over the place, which then tells the enterprise. Raises Invalid, and
    Conflict("revoked_already") for the second of two hands.
    """
    row = queries.get(session, code)
    product = products.get(session, row.product_id, lock=True)  # issuing anew takes the same turn
    row = queries.get(session, code, lock=True)
    firm = products.enterprise_of(session, product.enterprise_id)
    permission.require(actor, "code.revoke", Scope(firm.id, firm.division_code))
    if row.revoked_at is not None:
        raise Conflict("revoked_already")
    _check(reason)
    row.revoked_at, row.revoked_reason = now, names.storable(reason)
    own = actor.role_in(firm.id) is not None
    audit.record(session, actor, "code.revoked", row, at=now, enterprise_id=firm.id, code=code)
    ledger.record(session, "code.revoked", "product", code, {"reason": row.revoked_reason, "by": "enterprise" if own else "authority"}, at=now)
    if not own:
        path = f"/console/{firm.credit_code}/products/{product.id}/codes"
        messages.tell(session, enterprises.account_ids(session, firm.id), "code.revoked", {"product": product.name, "code": code, "reason": row.revoked_reason}, path, now)
    return row


def issue(session: Session, *, actor: Actor, product_id: int, now: datetime, randbits: Callable[[int], int]) -> ScanCode:
    """Issue a new code for a product whose codes are all revoked. Raises Conflict("code_stands") while one is not."""
    product = products.get(session, product_id, lock=True)
    firm = products.enterprise_of(session, product.enterprise_id)
    permission.require(actor, "product.edit", Scope(firm.id, firm.division_code))
    if queries.live(session, product.id) is not None:
        raise Conflict("code_stands")
    before = products.code_of(session, product.id)
    row = new(session, product, now, randbits)
    audit.record(session, actor, "code.issued", row, at=now, enterprise_id=firm.id, code=row.code)
    ledger.record(session, "code.issued", "product", row.code, {"enterprise": firm.credit_code, "name": product.name, "instead_of": before}, at=now)
    return row


def new(session: Session, product: Product, now: datetime, randbits: Callable[[int], int]) -> ScanCode:
    """A code nobody ever held: 45 random bits meet an issued one about once in a million products at a nation's size."""
    code = scan_code.random_code(randbits)
    while products.by_code(session, code) is not None:
        code = scan_code.random_code(randbits)
    row = ScanCode(product_id=product.id, code=code, issued_at=now)
    session.add(row)
    return row


def _check(reason: str) -> None:
    if not names.storable(reason):
        raise Invalid({"reason": "reason_required"})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": "reason_too_long"})
