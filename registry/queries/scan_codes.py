"""Looks at printed codes: a product's codes and their history, the GTINs it holds, and what a code leads to."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Enterprise, GtinHolding, Product, ScanCode, TypedLink
from registry.queries import products
from registry.rules import gtin, scan_code


@dataclass(frozen=True, slots=True)
class Found:
    """A code or a GTIN that somebody typed: `code` is empty for a GTIN; `survivor` is the product whose page answers."""

    code: ScanCode | None
    gtin: str
    product: Product
    survivor: Product
    enterprise: Enterprise


def get(session: Session, code: str, *, lock: bool = False) -> ScanCode:
    """The row of a short code, or NotFound. `lock` holds it until the transaction ends."""
    query = select(ScanCode).where(ScanCode.code == code)
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def history(session: Session, product_id: int) -> list[ScanCode]:
    """Every code that was ever issued for the product, the newest first."""
    return list(session.scalars(select(ScanCode).where(ScanCode.product_id == product_id).order_by(ScanCode.id.desc())))


def live(session: Session, product_id: int) -> ScanCode | None:
    """The product's code that is not revoked, None when all are."""
    return session.scalars(select(ScanCode).where(ScanCode.product_id == product_id, ScanCode.revoked_at.is_(None)).order_by(ScanCode.id.desc())).first()


def open_holdings(session: Session, product_id: int) -> list[GtinHolding]:
    """The product's holding of a GTIN that has not ended: none or one."""
    return list(session.scalars(select(GtinHolding).where(GtinHolding.product_id == product_id, GtinHolding.ended_at.is_(None))))


def holdings(session: Session, product_id: int) -> list[GtinHolding]:
    """Every GTIN that the product ever held, the newest first."""
    return list(session.scalars(select(GtinHolding).where(GtinHolding.product_id == product_id).order_by(GtinHolding.id.desc())))


def answering(session: Session, gtin14: str) -> Product | None:
    """The product to which printed links of a GTIN lead: its holder, else the one that held it last."""
    newest = select(Product).join(GtinHolding, GtinHolding.product_id == Product.id).where(GtinHolding.gtin == gtin14)
    return session.scalars(newest.order_by(GtinHolding.ended_at.is_(None).desc(), GtinHolding.ended_at.desc(), GtinHolding.id.desc())).first()


def look_up(session: Session, typed: str) -> Found | None:
    """What a short code or a GTIN that somebody typed leads to, None when it is neither or is not registered.

    Ten digits or letters with a right check symbol are a code; a GTIN has 8, 12, 13 or 14 digits, so none is both.
    """
    code = scan_code.parse(typed)
    if code is not None:
        row = session.scalars(select(ScanCode).where(ScanCode.code == code)).one_or_none()
        return None if row is None else _found(session, row, "", products.get(session, row.product_id))
    if gtin.problem(typed) is not None:
        return None
    product = answering(session, gtin.parse(typed))
    return None if product is None else _found(session, None, gtin.parse(typed), product)


def survivor(session: Session, product: Product) -> Product:
    """The product whose page answers for this one: itself, or the one into which it was merged (always one hop)."""
    return product if product.merged_into_id is None else products.get(session, product.merged_into_id)


def merged_into(session: Session, product_id: int, *, lock: bool = False) -> list[Product]:
    """The products that were merged into this one, the newest first."""
    query = select(Product).where(Product.merged_into_id == product_id).order_by(Product.id.desc())
    return list(session.scalars(query.with_for_update() if lock else query))


def mergeable(session: Session, product: Product, *, text: str = "", limit: int = 50) -> list[Product]:
    """Products of the same enterprise into which this one could be merged. `text`: a short code, a GTIN or a part of a name."""
    found, _ = products.of_enterprise(session, product.enterprise_id, text=text, limit=limit + 1)
    return [each for each in found if each.id != product.id and each.merged_into_id is None][:limit]


def links(session: Session, product_id: int, *, ended: bool = False) -> list[TypedLink]:
    """The product's typed links that stand, in the order they were added; with `ended` those that ended too."""
    query = select(TypedLink).where(TypedLink.product_id == product_id)
    standing = query if ended else query.where(TypedLink.ended_at.is_(None))
    return list(session.scalars(standing.order_by(TypedLink.ended_at.is_not(None), TypedLink.id)))


def link(session: Session, link_id: int) -> TypedLink:
    """The typed link, or NotFound."""
    found = session.get(TypedLink, link_id)
    if found is None:
        raise NotFound("not_found")
    return found


def _found(session: Session, code: ScanCode | None, gtin14: str, product: Product) -> Found:
    return Found(code, gtin14, product, survivor(session, product), products.enterprise_of(session, product.enterprise_id))
