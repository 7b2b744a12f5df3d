"""Two products that turn out to be one: the merged one's codes, GTINs, lots and serials go on answering on the survivor's page."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.errors import Conflict, NotFound
from registry.models import Product
from registry.queries import products
from registry.queries import scan_codes as queries
from registry.rules import permission
from registry.rules.permission import Actor, Scope


def merge(session: Session, *, actor: Actor, product_id: int, into_id: int, now: datetime) -> Product:
    """Merge a product into another one of the same enterprise; those merged into it earlier follow, so one hop is enough.

    Raises NotFound for another enterprise's product; Conflict: merged_into_itself, merged_already, survivor_merged.
    """
    if product_id == into_id:
        raise Conflict("merged_into_itself")
    pair = {each: products.get(session, each, lock=True) for each in sorted((product_id, into_id))}  # one order for all hands
    product, survivor = pair[product_id], pair[into_id]
    enterprise_id = _own(session, actor, product)
    if survivor.enterprise_id != enterprise_id:
        raise NotFound("not_found")
    if product.merged_into_id is not None:
        raise Conflict("merged_already")
    if survivor.merged_into_id is not None:
        raise Conflict("survivor_merged")
    for each in (product, *queries.merged_into(session, product.id, lock=True)):
        each.merged_into_id = survivor.id
        audit.record(session, actor, "product.merged", each, at=now, into=survivor.id)
        _tell(session, "product.merged", each, survivor, now)
    return product


def undo(session: Session, *, actor: Actor, product_id: int, now: datetime) -> Product:
    """The product answers for itself again. One that had followed it stays with the survivor until it is undone too.

    Raises Conflict("not_merged").
    """
    product = products.get(session, product_id, lock=True)
    _own(session, actor, product)
    if product.merged_into_id is None:
        raise Conflict("not_merged")
    survivor, product.merged_into_id = products.get(session, product.merged_into_id), None
    audit.record(session, actor, "product.unmerged", product, at=now, into=survivor.id)
    _tell(session, "product.unmerged", product, survivor, now)
    return product


def _own(session: Session, actor: Actor, product: Product) -> int:
    firm = products.enterprise_of(session, product.enterprise_id)
    permission.require(actor, "product.edit", Scope(firm.id, firm.division_code))
    return firm.id


def _tell(session: Session, kind: str, product: Product, survivor: Product, now: datetime) -> None:
    ledger.record(session, kind, "product", products.code_of(session, product.id), {"survivor": products.code_of(session, survivor.id)}, at=now)
