"""What is drawn and printed for a product: what its code says and what stands below it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Disclosure, Enterprise, Product, ProductDisclosure, ScanCode


@dataclass(frozen=True, slots=True)
class Drawable:
    """`gtin` of 14 digits and the main standard's `number`; "" where there is none."""

    product_id: int
    gtin: str
    number: str
    revoked: bool


def by_code(session: Session, code: str) -> Drawable:
    """The product under a short code. Raises NotFound; an unverified enterprise's products are not public."""
    main = select(Disclosure.number).join(ProductDisclosure, ProductDisclosure.disclosure_id == Disclosure.id)
    number = main.where(ProductDisclosure.product_id == Product.id, ProductDisclosure.main, ProductDisclosure.ended_at.is_(None)).limit(1).correlate(Product).scalar_subquery()
    query = select(Product.id, Product.gtin, number, ScanCode.revoked_at).join(ScanCode, ScanCode.product_id == Product.id).join(Enterprise, Enterprise.id == Product.enterprise_id)
    found = session.execute(query.where(ScanCode.code == code, Enterprise.verified_at.is_not(None))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    product_id, gtin, main_number, revoked_at = found
    return Drawable(product_id, gtin or "", main_number or "", revoked_at is not None)
