"""Disputes. They lie with the bureau over the enterprise that holds the thing, wherever it lies today."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Dispute, Enterprise, Product
from registry.queries.matters import Matters

DISPUTES = Matters(Dispute, Dispute.opened_at, Enterprise.division_code)


def waiting_of(session: Session, account_id: int) -> list[tuple[Dispute, Enterprise]]:
    """The person's undecided claims, each with the enterprise that holds the thing."""
    query = select(Dispute, Enterprise).join(Enterprise, Enterprise.id == Dispute.enterprise_id)
    rows = session.execute(query.where(Dispute.claimant_account_id == account_id, Dispute.decided_at.is_(None)).order_by(Dispute.id))
    return [(row[0], row[1]) for row in rows]


def waiting(session: Session, enterprise_id: int) -> list[Dispute]:
    """Undecided claims to what the enterprise holds."""
    return list(session.scalars(select(Dispute).where(Dispute.enterprise_id == enterprise_id, Dispute.decided_at.is_(None)).order_by(Dispute.id)))


def product(session: Session, product_id: int | None) -> Product | None:
    """One of the two products of a dispute about a GTIN."""
    return None if product_id is None else session.get(Product, product_id)


def gtin_holder(session: Session, gtin: str) -> Product | None:
    """The product that holds the GTIN (14 digits) now."""
    return session.scalars(select(Product).where(Product.gtin == gtin).with_for_update()).one_or_none()
