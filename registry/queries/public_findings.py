"""Published results of spot checks, for everybody: what was checked, what was found, what the enterprise said. Nothing unpublished is ever read here."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from registry.errors import NotFound
from registry.legal_time import first_instant
from registry.models import Bureau, Disclosure, Enterprise, Finding, FindingPublication, FindingReply, Inspection
from registry.plain import Look, Statement
from registry.queries import territory
from registry.queries.prefixes import anycase

PER_PAGE = 30
MOST = 20_000
AT_ONCE = 500
_CORRECTING, _CORRECTED = aliased(Finding), aliased(Finding)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the public list; empty: any. year: of publication."""

    verdict: str = ""
    division: str = ""
    year: int = 0
    kind: str = ""
    text: str = ""
    """Part of the enterprise's name or the standard's number, or the credit code."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the enterprise said."""

    agrees: bool
    statement: str
    replied_at: datetime


@dataclass(frozen=True, slots=True)
class PublicFinding:
    """One published result. corrects, corrected_by: public ids of findings that are published too."""

    public_id: str
    verdict: str
    kind: str
    document: Mapping[str, Any]
    content_hash: str
    concluded_at: datetime
    published_at: datetime
    bureau: str
    disclosure: str
    number: str
    enterprise: str
    credit_code: str
    division_code: str
    reply: Reply | None
    corrects: str
    corrected_by: str

    @property
    def title(self) -> str:
        return str(self.document["disclosure"]["title"])


def listed(session: Session, wanted: Wanted, page: int) -> tuple[list[PublicFinding], int]:
    """A page of results, the newest first, and how many there are in all (counted to MOST)."""
    query = _query(wanted)
    count = session.scalar(select(func.count()).select_from(query.with_only_columns(Finding.id).limit(MOST).subquery())) or 0
    rows = session.execute(_ordered(query).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return [_read(row) for row in rows], count


def newest(session: Session, wanted: Wanted, most: int) -> list[PublicFinding]:
    """The newest results, for feeds."""
    return [_read(row) for row in session.execute(_ordered(_query(wanted)).limit(most))]


def every(session: Session, wanted: Wanted) -> Iterator[PublicFinding]:
    """Every result that fits, up to MOST, a portion in memory at a time."""
    for start in range(0, MOST, AT_ONCE):
        rows = session.execute(_ordered(_query(wanted)).limit(AT_ONCE).offset(start)).all()
        yield from map(_read, rows)
        if len(rows) < AT_ONCE:
            return


def one(session: Session, public_id: str) -> PublicFinding:
    """A published result; NotFound also for one that is not published."""
    row = session.execute(_query(Wanted()).where(Finding.public_id == public_id)).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return _read(row)


def looks(session: Session, public_id: str) -> tuple[str, str]:
    """Around a published result: the published result that it looks at again, and that of the look that followed; "" for none."""
    row = session.execute(select(Inspection.id, Inspection.earlier_id).join(Finding, Finding.inspection_id == Inspection.id).where(Finding.public_id == public_id)).one()
    return _newest_of(session, Inspection.id == row.earlier_id), _newest_of(session, Inspection.earlier_id == row.id)


def _newest_of(session: Session, which: ColumnElement[bool]) -> str:
    query = select(Finding.public_id).join(FindingPublication, FindingPublication.finding_id == Finding.id).join(Inspection, Inspection.id == Finding.inspection_id)
    return session.scalar(query.where(which).order_by(FindingPublication.id.desc()).limit(1)) or ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A result as it stands beside its disclosure. items: codes of what was checked; unmet: those not met, with their notes."""

    public_id: str
    verdict: str
    checked_on: str
    published_at: datetime
    bureau: str
    items: tuple[str, ...]
    unmet: tuple[tuple[str, str], ...]
    agrees: bool | None
    statement: str
    corrects: str


_OF_DISCLOSURE = Statement(
    """
SELECT f.public_id, f.verdict, f.content AS document, p.published_at, b.name AS bureau, r.agrees, r.statement
FROM inspection i JOIN finding f ON f.inspection_id = i.id JOIN finding_publication p ON p.finding_id = f.id JOIN bureau b ON b.id = i.bureau_id
LEFT JOIN finding_reply r ON r.finding_id = f.id
WHERE i.disclosure_id = :disclosure_id ORDER BY p.id DESC LIMIT 5
""",
    instants=("published_at",),
    documents=("document",),
)


def beside(look: Look | Session, disclosure_id: int) -> tuple[Beside, ...]:
    """The newest results of a disclosure, the newest first; one keyed look."""
    return tuple(
        Beside(
            row.public_id, row.verdict, row.document["checked_on"], row.published_at, row.bureau, tuple(each["code"] for each in row.document["items"]),
            tuple((each["code"], each["note"]) for each in row.document["items"] if each["answer"] == "not_met"), None if row.agrees is None else bool(row.agrees), row.statement or "",
            row.document["corrects"],
        )
        for row in _OF_DISCLOSURE.all(look, {"disclosure_id": disclosure_id})
    )  # fmt: skip


def years(session: Session) -> list[int]:
    """Years in which results were published, the newest first."""
    first, last = session.execute(select(func.min(FindingPublication.published_at), func.max(FindingPublication.published_at))).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def places(session: Session) -> list[str]:
    """Codes of the counties and districts whose enterprises have published results."""
    query = select(Enterprise.division_code).distinct().join(Inspection, Inspection.enterprise_id == Enterprise.id).join(Finding, Finding.inspection_id == Inspection.id)
    return sorted(session.scalars(query.join(FindingPublication, FindingPublication.finding_id == Finding.id)))


def _query(wanted: Wanted) -> Select[Any]:
    published = select(FindingPublication.finding_id)
    query: Any = (
        select(Finding, FindingPublication.published_at, Inspection.kind, Bureau.name.label("bureau"), Disclosure.public_id.label("disclosure"), Disclosure.number, Enterprise.name.label("enterprise"),
               Enterprise.credit_code, Enterprise.division_code, FindingReply, _CORRECTED.public_id.label("corrects"), _CORRECTING.public_id.label("corrected_by"))
        .join(FindingPublication, FindingPublication.finding_id == Finding.id).join(Inspection, Inspection.id == Finding.inspection_id).join(Bureau, Bureau.id == Inspection.bureau_id)
        .join(Disclosure, Disclosure.id == Inspection.disclosure_id).join(Enterprise, Enterprise.id == Inspection.enterprise_id).outerjoin(FindingReply, FindingReply.finding_id == Finding.id)
        .outerjoin(_CORRECTED, (_CORRECTED.id == Finding.corrects_id) & _CORRECTED.id.in_(published)).outerjoin(_CORRECTING, (_CORRECTING.corrects_id == Finding.id) & _CORRECTING.id.in_(published))
    )  # fmt: skip
    whole: Select[Any] = query.where(*_clauses(wanted))
    return whole


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(FindingPublication.published_at.desc(), FindingPublication.id.desc())


def _clauses(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.verdict:
        yield Finding.verdict == wanted.verdict
    if wanted.kind:
        yield Inspection.kind == wanted.kind
    if wanted.division:
        yield territory.lies_in(Enterprise.division_code, wanted.division)
    if wanted.year:
        yield FindingPublication.published_at >= first_instant(date(wanted.year, 1, 1))
        yield FindingPublication.published_at < first_instant(date(wanted.year + 1, 1, 1))
    if wanted.text:
        yield or_(Enterprise.credit_code == wanted.text.upper(), anycase(Disclosure.number).contains(wanted.text.lower(), autoescape=True), anycase(Enterprise.name).contains(wanted.text.lower(), autoescape=True))


def _read(row: Row[Any]) -> PublicFinding:
    finding, published_at, kind, bureau, disclosure, number, enterprise, credit_code, division_code, reply, corrects, corrected_by = tuple(row)
    said = Reply(reply.agrees, reply.statement, reply.replied_at) if reply else None
    return PublicFinding(
        finding.public_id, finding.verdict, kind, json.loads(finding.content), finding.content_hash, finding.concluded_at, published_at, bureau, disclosure, number, enterprise, credit_code, division_code,
        said, corrects or "", corrected_by or "",
    )  # fmt: skip
