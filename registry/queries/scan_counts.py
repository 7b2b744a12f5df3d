"""Looks at counted scans, of one enterprise or of one of its products. Days are legal days."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.models import EnterpriseScanCount, Product, ScanCode, ScanCount
from registry.models.columns import BIG

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose scans, from which day to which, both included. `product_id` None: all products of the enterprise."""

    enterprise_id: int
    first: date
    last: date
    product_id: int | None = None


def enterprises_of(session: Session, code_ids: Collection[int]) -> dict[int, int]:
    """Id of each known code, and of the enterprise whose product it names."""
    found: dict[int, int] = {}
    ordered = sorted(code_ids)
    for start in range(0, len(ordered), AT_ONCE):
        some = select(ScanCode.id, Product.enterprise_id).join(Product).where(ScanCode.id.in_(ordered[start : start + AT_ONCE]))
        found.update((code_id, enterprise_id) for code_id, enterprise_id in session.execute(some))
    return found


def by_day(session: Session, asked: Asked) -> dict[date, int]:
    """Scans of each day that has any."""
    day, scans = _columns(asked, "day")
    return dict(session.execute(_from(select(day, scans), asked).group_by(day)).all())


def by_region(session: Session, asked: Asked) -> list[tuple[str, int]]:
    """Scans of each region, most first."""
    region, scans = _columns(asked, "region")
    return [(each, counted) for each, counted in session.execute(_from(select(region, scans), asked).group_by(region).order_by(scans.desc(), region))]


def by_product(session: Session, asked: Asked, *, limit: int) -> list[tuple[int, str, int]]:
    """(id, name, scans) of the enterprise's most scanned products."""
    scans = _sum(ScanCount.scans)
    counted = (
        select(ScanCode.product_id, scans.label("scans")).select_from(Product).join(ScanCode).join(ScanCount)
        .where(Product.enterprise_id == asked.enterprise_id, ScanCount.day.between(asked.first, asked.last))
        .group_by(ScanCode.product_id).order_by(scans.desc(), ScanCode.product_id).limit(limit).subquery()
    )  # fmt: skip
    named = select(Product.id, Product.name, counted.c.scans).join(counted, counted.c.product_id == Product.id).order_by(counted.c.scans.desc(), Product.id)
    return [(product_id, name, counted) for product_id, name, counted in session.execute(named)]


def total(session: Session, asked: Asked) -> int:
    """All scans of the days asked for."""
    _day, scans = _columns(asked, "day")
    return session.scalar(_from(select(func.coalesce(scans, 0)), asked)) or 0


def rows(session: Session, asked: Asked, *, limit: int) -> Iterator[tuple[date, str, str, str, int]]:
    """(day, product's name, its code, region, scans), product by product and day by day, at most `limit`: what a spreadsheet wants."""
    found = (
        select(ScanCount.day, Product.name, ScanCode.code, ScanCount.region, ScanCount.scans).select_from(Product).join(ScanCode).join(ScanCount)
        .where(Product.enterprise_id == asked.enterprise_id, ScanCount.day.between(asked.first, asked.last))
    )  # fmt: skip
    if asked.product_id is not None:
        found = found.where(Product.id == asked.product_id)
    yield from session.execute(found.order_by(Product.id, ScanCode.id, ScanCount.day, ScanCount.region).limit(limit))


def _columns(asked: Asked, name: str) -> tuple[InstrumentedAttribute[Any], ColumnElement[int]]:
    """The column called `name` and the sum of scans, in the table that holds what is asked for."""
    table: type[ScanCount] | type[EnterpriseScanCount] = EnterpriseScanCount if asked.product_id is None else ScanCount
    return getattr(table, name), _sum(table.scans)


def _sum(scans: InstrumentedAttribute[int]) -> ColumnElement[int]:
    return cast(func.sum(scans), BIG)  # PostgreSQL adds whole numbers up to a decimal one


def _from(chosen: Select[Any], asked: Asked) -> Select[Any]:
    """Narrowed to whose scans and which days."""
    if asked.product_id is None:
        return chosen.where(EnterpriseScanCount.enterprise_id == asked.enterprise_id, EnterpriseScanCount.day.between(asked.first, asked.last))
    codes = select(ScanCode.id).join(Product).where(Product.id == asked.product_id, Product.enterprise_id == asked.enterprise_id)
    return chosen.where(ScanCount.code_id.in_(codes), ScanCount.day.between(asked.first, asked.last))
