"""Disputes. They lie with the bureau over the enterprise that holds the thing, wherever it lies today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Dispute, Enterprise, Product
from registry.queries.bureaus import within
from registry.rules.permission import Office

PAGE = 30
Found = tuple[Dispute, Enterprise]
_HELD = Enterprise.id == Dispute.enterprise_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; empty means any."""

    kind: str = ""
    division_code: str = ""
    waiting_before: datetime | None = None
    decided: bool = False


def get(session: Session, dispute_id: int, *, lock: bool = False) -> Found:
    """A dispute and the enterprise that holds the thing; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    query = select(Dispute, Enterprise).join(Enterprise, _HELD).where(Dispute.id == dispute_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found[0], found[1]


def waiting_of(session: Session, account_id: int) -> list[Found]:
    """The person's undecided claims."""
    rows = session.execute(select(Dispute, Enterprise).join(Enterprise, _HELD).where(Dispute.claimant_account_id == account_id, Dispute.decided_at.is_(None)).order_by(Dispute.id))
    return [(row[0], row[1]) for row in rows]


def waiting(session: Session, enterprise_id: int) -> list[Dispute]:
    """Undecided claims to what the enterprise holds."""
    return list(session.scalars(select(Dispute).where(Dispute.enterprise_id == enterprise_id, Dispute.decided_at.is_(None)).order_by(Dispute.id)))


def listed(session: Session, offices: Sequence[Office], wanted: Wanted, page: int = 1) -> tuple[list[Found], int]:
    """A page of disputes in the territory and how many there are: waiting ones oldest first, decided ones newest first."""
    order = Dispute.decided_at.desc() if wanted.decided else Dispute.opened_at
    query = select(Dispute, Enterprise).join(Enterprise, _HELD).where(*_inside(offices, wanted)).order_by(order, Dispute.id)
    return [(row[0], row[1]) for row in session.execute(query.limit(PAGE).offset((page - 1) * PAGE))], count(session, offices, wanted)


def count(session: Session, offices: Sequence[Office], wanted: Wanted) -> int:
    """How many disputes in the territory fit."""
    return session.scalar(select(func.count(Dispute.id)).join(Enterprise, _HELD).where(*_inside(offices, wanted))) or 0


def oldest(session: Session, offices: Sequence[Office]) -> datetime | None:
    """Since when the longest waiting dispute waits."""
    return session.scalar(select(func.min(Dispute.opened_at)).join(Enterprise, _HELD).where(*_inside(offices, Wanted())))


def following(session: Session, offices: Sequence[Office], dispute_id: int) -> int | None:
    """The next undecided dispute after this one, beginning again at the oldest; None when no other waits."""
    query = select(Dispute.id).join(Enterprise, _HELD).where(*_inside(offices, Wanted()), Dispute.id != dispute_id).order_by(Dispute.id).limit(1)
    return session.scalar(query.where(Dispute.id > dispute_id)) or session.scalar(query)


def divisions(session: Session, offices: Sequence[Office]) -> list[str]:
    """Divisions in which something waits, for the filter."""
    return list(session.scalars(select(Enterprise.division_code).join(Dispute, _HELD).where(*_inside(offices, Wanted())).distinct().order_by(Enterprise.division_code)))


def product(session: Session, product_id: int | None) -> Product | None:
    """One of the two products of a dispute about a GTIN."""
    return None if product_id is None else session.get(Product, product_id)


def gtin_holder(session: Session, gtin: str) -> Product | None:
    """The product that holds the GTIN (14 digits) now."""
    return session.scalars(select(Product).where(Product.gtin == gtin).with_for_update()).one_or_none()


def _inside(offices: Sequence[Office], wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [within(Enterprise.division_code, offices), Dispute.decided_at.is_not(None) if wanted.decided else Dispute.decided_at.is_(None)]
    if wanted.kind:
        found.append(Dispute.kind == wanted.kind)
    if wanted.division_code:
        found.append(Enterprise.division_code == wanted.division_code)
    if wanted.waiting_before:
        found.append(Dispute.opened_at < wanted.waiting_before)
    return found
