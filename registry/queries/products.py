"""Looks at products, their codes and the disclosures they follow."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from registry.errors import NotFound
from registry.models import Disclosure, Dispute, Enterprise, Product, ProductCategory, ProductDisclosure, ScanCode


def get(session: Session, product_id: int) -> Product:
    """The product, or NotFound."""
    found = session.get(Product, product_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_code(session: Session, code: str) -> Product | None:
    """The product that a short code names."""
    return session.scalars(select(Product).join(ScanCode).where(ScanCode.code == code)).one_or_none()


def code_of(session: Session, product_id: int) -> str:
    """The newest short code of a product that is not revoked, else its newest one."""
    return session.scalars(select(ScanCode.code).where(ScanCode.product_id == product_id).order_by(ScanCode.revoked_at.is_(None).desc(), ScanCode.id.desc())).first() or ""


def holder_of(session: Session, gtin: str) -> Product | None:
    """The product that holds a GTIN of 14 digits."""
    return session.scalars(select(Product).where(Product.gtin == gtin)).one_or_none()


def open_claims(session: Session, gtin: str) -> list[Dispute]:
    """Claims to a GTIN that the bureau has not decided."""
    return list(session.scalars(select(Dispute).where(Dispute.kind == "gtin", Dispute.gtin == gtin, Dispute.decided_at.is_(None))))


def category_by_code(session: Session, code: str) -> ProductCategory | None:
    """The category of a code, None for an unknown one."""
    return session.scalars(select(ProductCategory).where(ProductCategory.code == code)).one_or_none()


def of_enterprise(session: Session, enterprise_id: int, *, text: str = "", limit: int = 50, offset: int = 0) -> tuple[list[Product], int]:
    """The enterprise's products, those still offered first, with the number of all that match."""
    query = select(Product).where(Product.enterprise_id == enterprise_id)
    if text:
        query = query.where(Product.name.contains(text, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    newest = query.order_by(Product.ended_at.is_not(None), Product.id.desc()).limit(limit).offset(offset)
    return list(session.scalars(newest.options(joinedload(Product.codes))).unique()), total


def links(session: Session, product_id: int) -> list[tuple[ProductDisclosure, Disclosure]]:
    """What a product follows today, the main one first."""
    query = select(ProductDisclosure, Disclosure).join(Disclosure, Disclosure.id == ProductDisclosure.disclosure_id)
    followed = query.where(ProductDisclosure.product_id == product_id, ProductDisclosure.ended_at.is_(None))
    return [(link, disclosure) for link, disclosure in session.execute(followed.order_by(ProductDisclosure.main.desc(), ProductDisclosure.id))]


def link_between(session: Session, product_id: int, disclosure_id: int) -> ProductDisclosure | None:
    """The link between the two, ended or not."""
    return session.scalars(select(ProductDisclosure).where(ProductDisclosure.product_id == product_id, ProductDisclosure.disclosure_id == disclosure_id)).one_or_none()


def enterprise_of(session: Session, enterprise_id: int) -> Enterprise:
    """The enterprise; raises NoResultFound for an id that no row has."""
    return session.get_one(Enterprise, enterprise_id)
