"""Bulletins, and what a draft of one is made of."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import first_instant, legal_day
from registry.models import Bulletin, Bureau, Disclosure, Enterprise, Finding, FindingPublication, Inspection, LedgerEntry, Statistic
from registry.queries.territory import lies_in
from registry.rules import bulletin as rules
from registry.rules.bulletin import Frame, Result

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A bulletin in a list."""

    public_id: str
    year: int
    sequence: int
    bureau: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """A bulletin with its bureau and its figures; `newest`: the public id of the year's last one, which may be a correction of this one."""

    public_id: str
    year: int
    sequence: int
    bureau: str
    division_code: str
    preface: str
    content: str
    content_hash: str
    figures: dict[str, Any]
    published_at: datetime
    newest: str
    ledger_hash: str


def drafted(session: Session, office: Bureau, year: int) -> dict[str, Any]:
    """The document of a bureau's year as it would be now."""
    counted = select(Statistic.measure, Statistic.count).where(Statistic.division_code == office.division_code, Statistic.industry == "", Statistic.month == str(year))
    return rules.content(Frame(office.name, office.division_code, year), {str(measure): int(count) for measure, count in session.execute(counted)}, _results(session, office, year))


def last(session: Session, bureau_id: int, year: int, *, lock: bool = False) -> Bulletin | None:
    """The newest bulletin of a bureau's year."""
    query = select(Bulletin).where(Bulletin.bureau_id == bureau_id, Bulletin.year == year).order_by(Bulletin.sequence.desc()).limit(1)
    return session.scalars(query.with_for_update() if lock else query).first()


def published(session: Session, public_id: str) -> Published:
    """NotFound for none."""
    found = session.execute(select(Bulletin, Bureau).join(Bureau, Bureau.id == Bulletin.bureau_id).where(Bulletin.public_id == public_id)).first()
    if found is None:
        raise NotFound("not_found")
    row, office = found
    newest = last(session, row.bureau_id, row.year)
    told = session.scalar(select(LedgerEntry.content_hash).where(LedgerEntry.subject_kind == "bulletin", LedgerEntry.subject == public_id).limit(1))
    return Published(
        row.public_id, row.year, row.sequence, office.name, office.division_code, row.preface or "", row.content, row.content_hash, json.loads(row.content), row.published_at,
        newest.public_id if newest else public_id, told or "",
    )  # fmt: skip


def listed(session: Session, *, bureau_ids: Collection[int] | None = None, division_code: str = "") -> list[Listed]:
    """The newest bulletins, of all bureaus or of these, in a division or below; at most PAGE."""
    query = select(Bulletin, Bureau).join(Bureau, Bureau.id == Bulletin.bureau_id)
    if bureau_ids is not None:
        query = query.where(Bulletin.bureau_id.in_(bureau_ids))
    if division_code:
        query = query.where(lies_in(Bureau.division_code, division_code))
    return [Listed(row.public_id, row.year, row.sequence, office.name, row.published_at) for row, office in session.execute(query.order_by(Bulletin.published_at.desc(), Bulletin.id.desc()).limit(PAGE))]


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether a bulletin has this public id already."""
    return session.scalar(select(Bulletin.id).where(Bulletin.public_id == public_id)) is not None


def _results(session: Session, office: Bureau, year: int) -> list[Result]:
    """Published findings of the year in the territory that nothing published corrects, in the order in which they were concluded."""
    first, after = first_instant(date(year, 1, 1)), first_instant(date(year + 1, 1, 1))
    corrected = select(Finding.corrects_id).join(FindingPublication, FindingPublication.finding_id == Finding.id).where(Finding.corrects_id.is_not(None))
    query = (
        select(Finding.public_id, Disclosure.number, Enterprise.name, Enterprise.credit_code, Finding.verdict, Finding.concluded_at)
        .join(FindingPublication, FindingPublication.finding_id == Finding.id)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .join(Disclosure, Disclosure.id == Inspection.disclosure_id)
        .join(Enterprise, Enterprise.id == Inspection.enterprise_id)
        .where(lies_in(Enterprise.division_code, office.division_code), Inspection.kind == "drawn", Finding.concluded_at >= first, Finding.concluded_at < after, Finding.id.not_in(corrected))
        .order_by(Finding.concluded_at, Finding.id)
        .limit(rules.MOST_RESULTS)
    )
    return [Result(public_id, number, name, code, verdict, legal_day(at).isoformat()) for public_id, number, name, code, verdict, at in session.execute(query)]

