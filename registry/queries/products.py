"""Looks at products, their codes and the disclosures they follow."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
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


def locked(session: Session, product_ids: Sequence[int]) -> list[Product]:
    """The products in the order asked for, their rows held until the transaction ends; NotFound when one is none."""
    if len(product_ids) == 1:
        return [get(session, product_ids[0], lock=True)]
    query = select(Product).where(Product.id.in_(product_ids)).order_by(Product.id).with_for_update().execution_options(populate_existing=True)
    found = {each.id: each for each in session.scalars(query)}
    if len(found) < len(product_ids):
        raise NotFound("not_found")
    return [found[each] for each in product_ids]


def by_code(session: Session, code: str) -> Product | None:
    """The product that a short code names."""
    return session.scalars(_BY_CODE, {"code": code}).one_or_none()


_BY_CODE = select(Product).join(ScanCode).where(ScanCode.code == bindparam("code"))


def code_of(session: Session, product_id: int) -> str:
    """The newest short code of a product that is not revoked, else its newest one."""
    return codes_of(session, [product_id]).get(product_id, "")


def codes_of(session: Session, product_ids: Collection[int]) -> dict[int, str]:
    """`code_of` of each product; those that never had one are left out."""
    found: dict[int, str] = {}
    for product_id, code in session.execute(_CODES, {"ids": list(product_ids)}) if product_ids else ():
        found.setdefault(product_id, code)
    return found


_CODES = (
    select(ScanCode.product_id, ScanCode.code).where(ScanCode.product_id.in_(bindparam("ids", expanding=True))).order_by(ScanCode.revoked_at.is_(None).desc(), ScanCode.id.desc())
)


def holder_of(session: Session, gtin14: str) -> Product | None:
    """The product that holds a GTIN of 14 digits."""
    return session.scalars(_HOLDER, {"gtin": gtin14}).one_or_none()


_HOLDER = select(Product).where(Product.gtin == bindparam("gtin"))


def open_claims(session: Session, gtin14: str) -> list[Dispute]:
    """Claims to a GTIN that the bureau has not decided."""
    return list(session.scalars(select(Dispute).where(Dispute.kind == "gtin", Dispute.gtin == gtin14, Dispute.decided_at.is_(None))))


def category_by_code(session: Session, code: str) -> ProductCategory | None:
    """The category of a code, None for an unknown one."""
    return session.scalars(_CATEGORY, {"code": code}).one_or_none()


_CATEGORY = select(ProductCategory).where(ProductCategory.code == bindparam("code"))


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


def every_link(session: Session, product_ids: Collection[int]) -> dict[int, list[ProductDisclosure]]:
    """Product id -> its links, ended ones too; those that are not come main one first."""
    found: dict[int, list[ProductDisclosure]] = {}
    for row in session.scalars(_LINKS, {"ids": list(product_ids)}):
        found.setdefault(row.product_id, []).append(row)
    return found


_LINKS = select(ProductDisclosure).where(ProductDisclosure.product_id.in_(bindparam("ids", expanding=True))).order_by(ProductDisclosure.main.desc(), ProductDisclosure.id)


def link_between(session: Session, product_id: int, disclosure_id: int) -> ProductDisclosure | None:
    """The link between the two, ended or not."""
    return session.scalars(select(ProductDisclosure).where(ProductDisclosure.product_id == product_id, ProductDisclosure.disclosure_id == disclosure_id)).one_or_none()


def enterprise_of(session: Session, enterprise_id: int) -> Enterprise:
    """The enterprise; raises NoResultFound for an id that no row has."""
    return session.get_one(Enterprise, enterprise_id)
