"""What public pages show of products and services, by their short code or their GTIN."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Dispute, Enterprise, Product, ProductCategory, ProductDisclosure, ScanCode
from registry.queries.badges import NONE, Badges
from registry.queries.prefixes import anycase, begins
from registry.queries.public_conditions import MOST_FOUND
from registry.queries.public_lists import PER_PAGE, Count, ListedDisclosure, listed
from registry.queries.public_people import deregistered
from registry.rules.standard_number_text import clean

NAMES_SCANNED = 20_000
MOST_OF_ENTERPRISE = 100
_LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class ProductsWanted:
    """What a reader narrows the list of products by: beginning or part of a name, a brand, a kind, a category and all below."""

    text: str = ""
    kind: str = ""
    category: str = ""
    enterprise_id: int = 0


@dataclass(frozen=True, slots=True)
class ListedProduct:
    code: str
    name: str
    kind: str
    brand: str | None
    models: str | None
    ended: bool
    enterprise: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class FoundProducts:
    rows: tuple[ListedProduct, ...]
    more: bool
    count: Count


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PublicProductPage:
    """Everything on a product's page; `disclosures` with the main one first."""

    code: str
    revoked_at: datetime | None
    name: str
    generic_name: str | None
    brand: str | None
    models: tuple[str, ...]
    specification: str | None
    kind: str
    gtin: str | None
    ended_at: datetime | None
    enterprise: str
    credit_code: str
    categories: tuple[Category, ...]
    """From the root down."""
    disclosures: tuple[ListedDisclosure, ...]
    disputed: bool
    """Somebody else claims its GTIN, or it claims somebody else's, and no bureau has decided."""
    deregistered: bool
    """Its enterprise has ended."""

    @property
    def badges(self) -> Badges:
        """What boards and authorities say of the standards that it follows."""
        return sum((row.badges for row in self.disclosures), NONE)


def product(session: Session, code: str, today: date) -> PublicProductPage:
    """The product under a short code, a revoked one too. Raises NotFound; an unverified enterprise's products are not public."""
    query = select(Product, ScanCode, Enterprise.name, Enterprise.credit_code).join(ScanCode, ScanCode.product_id == Product.id).join(Enterprise, Enterprise.id == Product.enterprise_id)
    found = session.execute(query.where(ScanCode.code == code, Enterprise.verified_at.is_not(None))).one_or_none()
    if found is None:
        raise NotFound("not_found")
    row, scan, holder, credit_code = found
    links = session.scalars(
        select(ProductDisclosure.disclosure_id)
        .where(ProductDisclosure.product_id == row.id, ProductDisclosure.ended_at.is_(None))
        .order_by(ProductDisclosure.main.desc(), ProductDisclosure.id)
    ).all()
    return PublicProductPage(
        code, scan.revoked_at, row.name, row.generic_name, row.brand, tuple((row.models or "").splitlines()), row.specification, row.kind, row.gtin, row.ended_at,
        holder, credit_code, _path(session, row.category_id), listed(session, links, today), _disputed(session, row),
        row.enterprise_id in deregistered(session, [row.enterprise_id], today),
    )  # fmt: skip


def code_of_gtin(session: Session, gtin: str) -> str:
    """The short code of the product that holds a GTIN of 14 digits. Raises NotFound."""
    query = select(ScanCode.code).join(Product, Product.id == ScanCode.product_id).where(Product.gtin == gtin).order_by(ScanCode.revoked_at.is_not(None), ScanCode.id.desc())
    found = session.scalars(query.limit(1)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def products(session: Session, wanted: ProductsWanted, *, page: int = 1) -> FoundProducts:
    """A page of products of verified enterprises, newest first."""
    asked = list(_asked(wanted))
    ids = session.scalars(select(Product.id).where(*asked).order_by(Product.id.desc()).limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
    met = session.scalar(select(func.count()).select_from(select(Product.id).where(*asked).limit(MOST_FOUND + 1).subquery())) or 0
    return FoundProducts(_listed(session, list(ids[:PER_PAGE])), len(ids) > PER_PAGE, Count(min(met, MOST_FOUND), met <= MOST_FOUND))


def of_enterprise(session: Session, enterprise_id: int) -> tuple[ListedProduct, ...]:
    """An enterprise's products, those still made first, bounded."""
    query = select(Product.id).where(Product.enterprise_id == enterprise_id).order_by(Product.ended_at.is_not(None), Product.id.desc())
    return _listed(session, list(session.scalars(query.limit(MOST_OF_ENTERPRISE))))


def category(session: Session, code: str) -> Category | None:
    """A category by its code."""
    found = session.execute(select(ProductCategory.code, ProductCategory.name, ProductCategory.name_en).where(ProductCategory.code == code)).one_or_none()
    return Category(*found) if found else None


def _asked(wanted: ProductsWanted) -> Iterator[ColumnElement[bool]]:
    yield exists().where(Enterprise.id == Product.enterprise_id, Enterprise.verified_at.is_not(None))
    if wanted.kind:
        yield Product.kind == wanted.kind
    if wanted.enterprise_id:
        yield Product.enterprise_id == wanted.enterprise_id
    if wanted.category:
        root = select(ProductCategory.path).where(ProductCategory.code == wanted.category).scalar_subquery()
        below = select(ProductCategory.id).where(func.substr(ProductCategory.path, 1, func.length(root)) == root)
        yield Product.category_id.in_(below)
    if typed := clean(wanted.text[:_LONGEST_TEXT]):
        yield Product.id.in_(_named(typed))


def _named(typed: str) -> Select[int]:
    newest = select(Product.id, Product.name, Product.brand).order_by(Product.id.desc()).limit(NAMES_SCANNED).subquery()
    part = typed.lower()
    beginning = select(Product.id).where(begins(Product.name, typed)).limit(MOST_FOUND).subquery()
    within = select(newest.c.id).where(or_(anycase(newest.c.name).contains(part, autoescape=True), anycase(newest.c.brand).contains(part, autoescape=True)))
    return select(select(beginning).union_all(within).subquery().c[0])


def _listed(session: Session, ids: list[int]) -> tuple[ListedProduct, ...]:
    newest = select(func.max(ScanCode.id)).where(ScanCode.product_id == Product.id).correlate(Product).scalar_subquery()
    query = select(Product.id, ScanCode.code, Product.name, Product.kind, Product.brand, Product.models, Product.ended_at, Enterprise.name.label("enterprise"), Enterprise.credit_code)
    query = query.join(ScanCode, ScanCode.id == newest).join(Enterprise, Enterprise.id == Product.enterprise_id)
    found = {row.id: row for row in session.execute(query.where(Product.id.in_(ids)))}
    rows = (found[each] for each in ids if each in found)
    return tuple(ListedProduct(row.code, row.name, row.kind, row.brand, row.models, row.ended_at is not None, row.enterprise, row.credit_code) for row in rows)


def _path(session: Session, category_id: int | None) -> tuple[Category, ...]:
    if category_id is None:
        return ()
    codes = [code for code in session.scalars(select(ProductCategory.path).where(ProductCategory.id == category_id)).one().split("/") if code]
    rows = session.execute(select(ProductCategory.code, ProductCategory.name, ProductCategory.name_en).where(ProductCategory.code.in_(codes)))
    known = {row.code: Category(*row) for row in rows}
    return tuple(known[code] for code in codes if code in known)


def _disputed(session: Session, row: Product) -> bool:
    concerns = or_(Dispute.product_id == row.id, Dispute.holder_product_id == row.id)
    return session.scalar(select(Dispute.id).where(Dispute.kind == "gtin", Dispute.decided_at.is_(None), concerns).limit(1)) is not None
