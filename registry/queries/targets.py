"""Targets that bureaus keep."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Bureau, Target
from registry.rules.target import Aim


def get(session: Session, target_id: int, *, lock: bool = False) -> Target:
    """One target; NotFound."""
    found = session.get(Target, target_id, with_for_update=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def of_bureaus(session: Session, bureau_ids: Collection[int], *, ended: bool = False) -> list[tuple[Target, str]]:
    """Targets of these bureaus with the bureau's name, those that are due first before the others; ended ones only when asked for."""
    query = select(Target, Bureau.name).join(Bureau, Bureau.id == Target.bureau_id).where(Target.bureau_id.in_(bureau_ids))
    query = query if ended else query.where(Target.ended_at.is_(None))
    return [(row, name) for row, name in session.execute(query.order_by(Target.due_on, Target.id))]


def aim(row: Target) -> Aim:
    """The target as values."""
    return Aim(row.measure, row.title, row.start_on, row.start, row.due_on, row.wanted, row.source, row.source_url or "", row.public)


def known(session: Session, bureau_id: int, title: str) -> bool:
    """Whether the bureau keeps a target of this title."""
    return session.scalar(select(Target.id).where(Target.bureau_id == bureau_id, Target.title == title, Target.ended_at.is_(None)).limit(1)) is not None
