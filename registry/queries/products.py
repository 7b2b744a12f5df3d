"""Looks at products, their codes and the disclosures they follow."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from registry.errors import NotFound
from registry.models import Disclosure, DisclosureVersion, Dispute, Enterprise, Product, ProductCategory, ProductDisclosure, ScanCode
from registry.queries.prefixes import anycase
from registry.rules import gtin, scan_code
from registry.rules.standard_number_text import clean


def get(session: Session, product_id: int, *, lock: bool = False) -> Product:
    """The product, or NotFound. `lock` holds its row until the transaction ends."""
    found = session.get(Product, product_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def by_code(session: Session, code: str) -> Product | None:
    """The product that a short code names."""
    return session.scalars(select(Product).join(ScanCode).where(ScanCode.code == code)).one_or_none()


def code_of(session: Session, product_id: int) -> str:
    """The newest short code of a product that is not revoked, else its newest one."""
    return session.scalars(select(ScanCode.code).where(ScanCode.product_id == product_id).order_by(ScanCode.revoked_at.is_(None).desc(), ScanCode.id.desc())).first() or ""


def holder_of(session: Session, gtin14: str) -> Product | None:
    """The product that holds a GTIN of 14 digits."""
    return session.scalars(select(Product).where(Product.gtin == gtin14)).one_or_none()


def open_claims(session: Session, gtin14: str) -> list[Dispute]:
    """Claims to a GTIN that the bureau has not decided."""
    return list(session.scalars(select(Dispute).where(Dispute.kind == "gtin", Dispute.gtin == gtin14, Dispute.decided_at.is_(None))))


def category_by_code(session: Session, code: str) -> ProductCategory | None:
    """The category of a code, None for an unknown one."""
    return session.scalars(select(ProductCategory).where(ProductCategory.code == code)).one_or_none()


def of_enterprise(session: Session, enterprise_id: int, *, text: str = "", limit: int = 50, offset: int = 0) -> tuple[list[Product], int]:
    """The enterprise's products, those still offered first, with the number of all that match.

    `text`: a short code, a GTIN, or a part of the names, the brand or the models.
    """
    query = select(Product).where(Product.enterprise_id == enterprise_id)
    if typed := clean(text):
        query = query.where(or_(*_meant(typed)))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    newest = query.order_by(Product.ended_at.is_not(None), Product.id.desc()).limit(limit).offset(offset)
    return list(session.scalars(newest.options(joinedload(Product.codes))).unique()), total


def _meant(typed: str) -> Iterator[ColumnElement[bool]]:
    for column in (Product.name, Product.generic_name, Product.brand, Product.models):
        yield anycase(column).contains(typed.lower(), autoescape=True)
    if gtin.problem(typed) is None:
        yield Product.gtin == gtin.parse(typed)
    if code := scan_code.parse(typed):
        yield Product.id.in_(select(ScanCode.product_id).where(ScanCode.code == code))


def holders_of(session: Session, gtins: Collection[str]) -> dict[str, int]:
    """GTIN of 14 digits -> id of the enterprise whose product holds it; for a pasted list in one query."""
    rows = session.execute(select(Product.gtin, Product.enterprise_id).where(Product.gtin.in_(gtins)))
    return {held: enterprise_id for held, enterprise_id in rows if held}


def claims_of(session: Session, product_id: int) -> list[Dispute]:
    """What this product claims of others and no bureau has decided."""
    return list(session.scalars(select(Dispute).where(Dispute.kind == "gtin", Dispute.product_id == product_id, Dispute.decided_at.is_(None))))


def followed(session: Session, product_ids: Collection[int]) -> dict[int, list[Disclosure]]:
    """Product id -> what it follows today, the main one first; for the rows of a list in one query."""
    query = select(ProductDisclosure.product_id, Disclosure).join(Disclosure, Disclosure.id == ProductDisclosure.disclosure_id)
    rows = session.execute(query.where(ProductDisclosure.product_id.in_(product_ids), ProductDisclosure.ended_at.is_(None)).order_by(ProductDisclosure.main.desc(), ProductDisclosure.id))
    found: dict[int, list[Disclosure]] = {}
    for product_id, disclosure in rows:
        found.setdefault(product_id, []).append(disclosure)
    return found


def linkable(session: Session, product: Product, *, text: str = "", limit: int = 50) -> list[tuple[Disclosure, str]]:
    """The enterprise's disclosures that the product does not follow, with their titles, the newest first. `text`: a part of number or title."""
    follows = exists().where(ProductDisclosure.product_id == product.id, ProductDisclosure.disclosure_id == Disclosure.id, ProductDisclosure.ended_at.is_(None))
    query = select(Disclosure, DisclosureVersion.title).join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id).where(Disclosure.enterprise_id == product.enterprise_id, ~follows)
    if typed := clean(text).lower():
        query = query.where(or_(anycase(Disclosure.number).contains(typed, autoescape=True), anycase(DisclosureVersion.title).contains(typed, autoescape=True)))
    return [(disclosure, title) for disclosure, title in session.execute(query.order_by(Disclosure.id.desc()).limit(limit))]


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
