"""Looks at lots, variants and serials. They compare exactly: case counts, and nothing is trimmed (GS1 General Specifications)."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Lot, Serial, SerialRun, Variant

PORTION = 5_000
KEYS = 500


def lot(session: Session, product_id: int, name: str) -> Lot | None:
    """The product's lot of that name."""
    return session.scalars(select(Lot).where(Lot.product_id == product_id, Lot.lot == name)).one_or_none()


def get_lot(session: Session, lot_id: int, *, lock: bool = False) -> Lot:
    """The lot, or NotFound. `lock` holds its row until the transaction ends."""
    found = session.get(Lot, lot_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def lots(session: Session, product_id: int, *, text: str = "", limit: int = 50, offset: int = 0) -> tuple[list[Lot], int]:
    """The product's lots whose name contains `text`, the newest day of making first, with the number of all of them."""
    query = select(Lot).where(Lot.product_id == product_id)
    if text:
        query = query.where(Lot.lot.contains(text, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return list(session.scalars(query.order_by(Lot.produced_on.desc(), Lot.id.desc()).limit(limit).offset(offset))), total


def serials_of_lots(session: Session, lot_ids: Sequence[int]) -> dict[int, int]:
    """Lot id -> number of its serials; for the rows of a list in one query."""
    rows = session.execute(select(Serial.lot_id, func.count()).where(Serial.lot_id.in_(lot_ids)).group_by(Serial.lot_id))
    return {lot_id: count for lot_id, count in rows if lot_id is not None}


def variants(session: Session, product_id: int) -> list[Variant]:
    """The product's variants in the order of their names."""
    return list(session.scalars(select(Variant).where(Variant.product_id == product_id).order_by(Variant.variant)))


def variant(session: Session, product_id: int, name: str) -> Variant | None:
    """The product's variant of that name."""
    return session.scalars(select(Variant).where(Variant.product_id == product_id, Variant.variant == name)).one_or_none()


def serial(session: Session, product_id: int, name: str) -> Serial | None:
    """The product's serial of that name; one that is not there was never registered, and no other product answers for it."""
    return session.get(Serial, (product_id, name))


def taken(session: Session, product_id: int, names: Sequence[str]) -> list[str]:
    """Those of `names` that are registered already for the product."""
    found: list[str] = []
    for start in range(0, len(names), KEYS):
        found += session.scalars(select(Serial.serial).where(Serial.product_id == product_id, Serial.serial.in_(names[start : start + KEYS])))
    return found


def runs(session: Session, product_id: int, *, limit: int = 50, offset: int = 0) -> tuple[list[tuple[SerialRun, Lot | None]], int]:
    """The product's runs of serials with their lots, the newest first, and the number of all of them."""
    total = session.scalar(select(func.count()).select_from(SerialRun).where(SerialRun.product_id == product_id)) or 0
    query = select(SerialRun, Lot).outerjoin(Lot, Lot.id == SerialRun.lot_id).where(SerialRun.product_id == product_id)
    return [(run, of) for run, of in session.execute(query.order_by(SerialRun.id.desc()).limit(limit).offset(offset))], total


def get_run(session: Session, run_id: int, *, lock: bool = False) -> SerialRun:
    """The run, or NotFound. `lock` holds its row until the transaction ends."""
    found = session.get(SerialRun, run_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def serials_of_run(session: Session, run_id: int) -> Iterator[tuple[str, str]]:
    """(serial, its lot or "") of a run in the order of serials; read in portions while the caller writes."""
    yield from _read(session, Serial.run_id == run_id)


def serials_of_lot(session: Session, lot_id: int) -> Iterator[tuple[str, str]]:
    """(serial, lot) of a lot in the order of serials; read in portions while the caller writes."""
    yield from _read(session, Serial.lot_id == lot_id)


def _read(session: Session, wanted: ColumnElement[bool]) -> Iterator[tuple[str, str]]:
    query = select(Serial.serial, Lot.lot).outerjoin(Lot, Lot.id == Serial.lot_id).where(wanted).order_by(Serial.serial)
    for name, of in session.execute(query.execution_options(yield_per=PORTION)):
        yield name, of or ""
