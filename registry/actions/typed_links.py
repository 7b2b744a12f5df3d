"""Typed links of a product: added and ended by its enterprise, never deleted, always shown as links that lead outside."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import lots
from registry.errors import Conflict, Invalid
from registry.models import TypedLink
from registry.queries import products
from registry.queries import scan_codes as queries
from registry.rules import link_type as rules
from registry.rules import names
from registry.rules.permission import Actor

MOST = 50
"""Links that a product has at one time: a linkset stays something that a person can read."""


def add(session: Session, *, actor: Actor, product_id: int, link_type: str, title: str, href: str, language: str = "", now: datetime) -> TypedLink:
    """Add a link. Raises Invalid with every wrong field; Conflict("links_too_many")."""
    product, firm = lots.own(session, actor, product_id)
    called = " ".join(names.storable(title).split())
    if wrong := rules.problems(link_type, called, href, language):
        raise Invalid(wrong, longest=rules.LONGEST_HREF)
    products.get(session, product.id, lock=True)
    standing = queries.links(session, product.id)
    address = rules.address(href)
    if any((each.link_type, each.href, each.language) == (link_type, address, language or None) for each in standing):
        raise Invalid({"href": "link_twice"})
    if len(standing) >= MOST:
        raise Conflict("links_too_many", most=MOST)
    row = TypedLink(product_id=product.id, link_type=link_type, title=called, href=address, language=language or None, added_at=now)
    session.add(row)
    audit.record(session, actor, "link.added", row, at=now, enterprise_id=firm.id, link_type=link_type)
    _tell(session, "link.added", row, now)
    return row


def end(session: Session, *, actor: Actor, link_id: int, now: datetime) -> TypedLink:
    """End a link; it stays in the history. A second time changes nothing. Raises NotFound."""
    row = queries.link(session, link_id)
    _, firm = lots.own(session, actor, row.product_id)
    new = row.ended_at is None
    row.ended_at = row.ended_at or now
    audit.record(session, actor, "link.ended", row, at=now, enterprise_id=firm.id, link_type=row.link_type)
    if new:
        _tell(session, "link.ended", row, now)
    return row


def _tell(session: Session, kind: str, row: TypedLink, now: datetime) -> None:
    ledger.record(session, kind, "product", products.code_of(session, row.product_id), {"link_type": row.link_type, "title": row.title, "href": row.href}, at=now)
