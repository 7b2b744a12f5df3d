"""Dated facts that authorities recorded, as rows for desks and as values for the rules."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Bureau, Disclosure, Enterprise, Standing
from registry.queries import territory
from registry.rules.status import StandingFact, standing_facts


def get(session: Session, standing_id: int) -> Standing:
    """The fact; NotFound."""
    found = session.get(Standing, standing_id)
    if found is None:
        raise NotFound("not_found")
    return found


def of_enterprise(session: Session, enterprise_id: int) -> Sequence[Standing]:
    """Everything recorded about an enterprise and its disclosures, the newest first, corrections and corrected ones included."""
    return session.scalars(select(Standing).where(Standing.enterprise_id == enterprise_id).order_by(Standing.id.desc())).all()


def of_disclosure(session: Session, disclosure: Disclosure) -> Sequence[Standing]:
    """What was recorded about a disclosure or its enterprise as a whole, the newest first."""
    about = or_(Standing.disclosure_id == disclosure.id, Standing.disclosure_id.is_(None))
    return session.scalars(select(Standing).where(Standing.enterprise_id == disclosure.enterprise_id, about).order_by(Standing.id.desc())).all()


def correction_of(session: Session, standing_id: int) -> Standing | None:
    """The fact that corrects this one."""
    return session.scalars(select(Standing).where(Standing.corrects_id == standing_id)).one_or_none()


def in_area(session: Session, division_code: str, *, kind: str = "", limit: int = 100, offset: int = 0) -> Sequence[tuple[Standing, Enterprise, Bureau]]:
    """Facts about enterprises in a division or below it, the newest first."""
    query = select(Standing, Enterprise, Bureau).join(Enterprise, Enterprise.id == Standing.enterprise_id).join(Bureau, Bureau.id == Standing.bureau_id)
    query = query.where(territory.lies_in(Enterprise.division_code, division_code), *([Standing.kind == kind] if kind else []))
    return [(standing, firm, office) for standing, firm, office in session.execute(query.order_by(Standing.id.desc()).limit(limit).offset(offset))]


def facts(session: Session, enterprise_ids: Collection[int]) -> dict[int, list[tuple[int | None, StandingFact]]]:
    """By enterprise, each fact with the disclosure it is about (None: the enterprise as a whole)."""
    found: dict[int, list[tuple[int | None, StandingFact]]] = {}
    for row in session.scalars(_OF_ENTERPRISES, {"ids": list(enterprise_ids)}):
        found.setdefault(row.enterprise_id, []).append((row.disclosure_id, StandingFact.of(row)))
    return found


_OF_ENTERPRISES = select(Standing).where(Standing.enterprise_id.in_(bindparam("ids", expanding=True))).order_by(Standing.id)


def deregistered(session: Session, enterprise_id: int, today: date) -> bool:
    """Whether the enterprise is deregistered on `today`, corrections followed."""
    known = (each for _, each in facts(session, [enterprise_id]).get(enterprise_id, []))
    return any(each.kind == "deregistered" for each in standing_facts(known, today))
