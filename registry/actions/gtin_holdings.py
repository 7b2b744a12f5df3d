"""Where printed links of a GTIN lead, kept in step with the product that holds it."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.models import GtinHolding, Product
from registry.queries import scan_codes as queries


def follow(session: Session, product: Product, now: datetime, *, new: bool = False) -> None:
    """Make the open holding the product's own GTIN; one that it gave up keeps answering until somebody else holds it.

    Flushes. new: the product held nothing before. Raises IntegrityError when another product's holding of the GTIN is open.
    """
    held = [] if new else queries.open_holdings(session, product.id)
    for each in held:
        if each.gtin != product.gtin:
            each.ended_at = now
    session.flush()  # at no moment two holders
    if product.gtin and product.gtin not in {each.gtin for each in held}:
        session.add(GtinHolding(gtin=product.gtin, product_id=product.id, since=now))
        session.flush()
