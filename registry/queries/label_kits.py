"""Looks at kits of printed codes, and at the labels that belong into one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Disclosure, Job, LabelKit, Lot, Product, ProductDisclosure, ScanCode, Serial, StoredFile
from registry.rules.label_kit import KitOrder

Key = tuple[int, str]
"""Where a label stands among those of its kit: product's id and serial, which is empty for all but serials."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A kit with the job that makes it and the file it became."""

    kit: LabelKit
    job: Job | None
    file: StoredFile | None


@dataclass(frozen=True, slots=True)
class LabelRow:
    """What one label says. What there is none of is empty."""

    product_id: int
    name: str
    kind: str
    code: str
    gtin: str
    number: str
    """The main disclosed standard's."""
    lot: str
    serial: str

    @property
    def key(self) -> Key:
        """Where it stands in its kit."""
        return self.product_id, self.serial


def get(session: Session, kit_id: int, *, lock: bool = False) -> LabelKit:
    """The kit; NotFound. `lock` holds its row until the transaction ends."""
    found = session.get(LabelKit, kit_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def of_enterprise(session: Session, enterprise_id: int, *, limit: int = 50, offset: int = 0) -> tuple[list[Listed], int]:
    """The enterprise's kits, the newest first, with the number of all."""
    total = session.scalar(select(func.count()).where(LabelKit.enterprise_id == enterprise_id)) or 0
    rows = session.execute(_listed().where(LabelKit.enterprise_id == enterprise_id).order_by(LabelKit.id.desc()).limit(limit).offset(offset))
    return [Listed(*row) for row in rows], total


def listed(session: Session, kit_id: int) -> Listed:
    """One kit with its job and file; NotFound."""
    row = session.execute(_listed().where(LabelKit.id == kit_id)).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return Listed(*row)


def waiting(session: Session, enterprise_id: int) -> int:
    """How many of the enterprise's kits are not made yet, nor given up."""
    query = select(func.count()).select_from(LabelKit).join(Job, Job.id == LabelKit.job_id)
    return session.scalar(query.where(LabelKit.enterprise_id == enterprise_id, LabelKit.ended_at.is_(None), Job.ended_at.is_(None))) or 0


def products_for(session: Session, enterprise_id: int, *, services: bool = False, limit: int) -> list[tuple[Product, str]]:
    """Products whose codes can be printed, with their short code, by name: to choose from."""
    query = select(Product, _code()).where(Product.enterprise_id == enterprise_id, *_printable(None))
    if services:
        query = query.where(Product.kind == "service")
    return [(product, code) for product, code in session.execute(query.order_by(Product.name, Product.id).limit(limit))]


def lots_for(session: Session, enterprise_id: int, *, limit: int) -> list[tuple[Lot, Product]]:
    """Lots of products that a printed code can name, the newest first."""
    query = select(Lot, Product).join(Product, Product.id == Lot.product_id).where(Product.enterprise_id == enterprise_id, Product.gtin.is_not(None), *_printable(None))
    return [(lot, product) for lot, product in session.execute(query.order_by(Lot.id.desc()).limit(limit))]


def with_serials(session: Session, enterprise_id: int, *, limit: int) -> list[Product]:
    """Products that have serials, by name."""
    query = select(Product).where(Product.enterprise_id == enterprise_id, Product.gtin.is_not(None), *_printable(None), exists().where(Serial.product_id == Product.id))
    return list(session.scalars(query.order_by(Product.name, Product.id).limit(limit)))


def lot(session: Session, enterprise_id: int, lot_id: int) -> Lot | None:
    """The enterprise's lot; None for another's and for one whose product has no GTIN, without which no link names a lot."""
    query = select(Lot).join(Product, Product.id == Lot.product_id)
    return session.scalars(query.where(Lot.id == lot_id, Product.enterprise_id == enterprise_id, Product.gtin.is_not(None))).one_or_none()


def owned(session: Session, enterprise_id: int, product_ids: tuple[int, ...]) -> set[int]:
    """Those of the products that are the enterprise's and can be printed."""
    return set(session.scalars(select(Product.id).where(Product.enterprise_id == enterprise_id, Product.id.in_(product_ids), *_printable(None))))


def product_by_code(session: Session, enterprise_id: int, code: str) -> Product | None:
    """The enterprise's product by its short code or GTIN of 14 digits."""
    held = exists().where(ScanCode.product_id == Product.id, ScanCode.code == code)
    return session.scalars(select(Product).where(Product.enterprise_id == enterprise_id, or_(held, Product.gtin == code)).limit(1)).one_or_none()


def lot_by_name(session: Session, product_id: int, name: str) -> Lot | None:
    """A product's lot."""
    return session.scalars(select(Lot).where(Lot.product_id == product_id, Lot.lot == name)).one_or_none()


def label_count(session: Session, enterprise_id: int, order: KitOrder, *, as_of: datetime) -> int:
    """How many different labels the order has, without copies."""
    return session.scalar(select(func.count()).select_from(_labels(enterprise_id, order, as_of).subquery())) or 0


def labels(session: Session, enterprise_id: int, order: KitOrder, *, as_of: datetime, after: Key = (0, ""), limit: int) -> list[LabelRow]:
    """The next labels of the order after `after`, in the order in which they are printed.

    Only what was there at `as_of` and may still be printed: what is registered later does not change a kit under way.
    """
    query = _labels(enterprise_id, order, as_of)
    if order.which == "serials":
        rows = session.execute(query.where(Serial.serial > after[1]).order_by(Serial.serial).limit(limit))
    else:
        rows = session.execute(query.where(Product.id > after[0]).order_by(Product.id).limit(limit))
    return [LabelRow(row[0], *(value or "" for value in row[1:])) for row in rows]


def _listed() -> Select[LabelKit, Job, StoredFile]:
    return select(LabelKit, Job, StoredFile).outerjoin(Job, Job.id == LabelKit.job_id).outerjoin(StoredFile, StoredFile.sha256 == LabelKit.file_sha256)


def _labels(enterprise_id: int, order: KitOrder, as_of: datetime) -> Select[*tuple[Any, ...]]:
    product = (Product.id, Product.name, Product.kind, _code(), Product.gtin, _number())
    if order.which == "serials":
        query = select(*product, Lot.lot, Serial.serial).select_from(Product).join(Serial, Serial.product_id == Product.id).outerjoin(Lot, Lot.id == Serial.lot_id)
        query = query.where(Product.gtin.is_not(None), Serial.registered_at <= as_of, *_whose_serials(order))
    elif order.which == "lot":
        query = select(*product, Lot.lot, _nothing()).join(Lot, Lot.product_id == Product.id).where(Product.gtin.is_not(None), Lot.id == order.lot)
    else:
        query = select(*product, _nothing(), _nothing())
    if order.which == "chosen":
        query = query.where(Product.id.in_(order.products))
    if order.kind == "plate":
        query = query.where(Product.kind == "service")
    return query.where(Product.enterprise_id == enterprise_id, Product.created_at <= as_of, *_printable(as_of))


def _whose_serials(order: KitOrder) -> list[ColumnElement[bool]]:
    """A lot's, or all of one product. The product is named in either case: serials are found by it, and come in their order."""
    if order.lot is None:
        return [Serial.product_id == order.products[0]]
    return [Serial.lot_id == order.lot, Serial.product_id == select(Lot.product_id).where(Lot.id == order.lot).scalar_subquery()]


def _printable(as_of: datetime | None) -> list[ColumnElement[bool]]:
    """Still offered (at `as_of`), the product of its own, and with a code that is not revoked."""
    offered = Product.ended_at.is_(None) if as_of is None else or_(Product.ended_at.is_(None), Product.ended_at > as_of)
    return [offered, Product.merged_into_id.is_(None), exists().where(ScanCode.product_id == Product.id, ScanCode.revoked_at.is_(None))]


def _code() -> ScalarSelect[str]:
    """The newest one that is not revoked."""
    open_ones = select(ScanCode.code).where(ScanCode.product_id == Product.id, ScanCode.revoked_at.is_(None))
    return open_ones.order_by(ScanCode.id.desc()).limit(1).correlate(Product).scalar_subquery()


def _number() -> ScalarSelect[str]:
    query = select(Disclosure.number).join(ProductDisclosure, ProductDisclosure.disclosure_id == Disclosure.id)
    return query.where(ProductDisclosure.product_id == Product.id, ProductDisclosure.main, ProductDisclosure.ended_at.is_(None)).limit(1).correlate(Product).scalar_subquery()


def _nothing() -> ColumnElement[str]:
    return literal("")
