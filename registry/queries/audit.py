"""Who did what in a territory, for its auditors: actions on its enterprises, of its bureaus, and of its bureaus' people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from registry.models import Account, AuditEntry, Bureau, BureauMember, Enterprise
from registry.queries.bureaus import within
from registry.queries.desk_disclosures import between
from registry.queries.prefixes import anycase
from registry.rules.permission import Office

PAGE = 50
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty: anything. person: part of a name, or a whole address. since, until: legal days, both included."""

    person: str = ""
    action: str = ""
    enterprise: str = ""
    """Part of a name, or a credit code."""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One action; names are as they are today. `person` is None for the system and for strangers."""

    entry: AuditEntry
    person: str | None
    address: str | None
    enterprise: str | None
    credit_code: str | None
    bureau: str | None


def listed(session: Session, offices: Sequence[Office], wanted: Wanted, *, before: int = 0, limit: int = PAGE) -> list[Entry]:
    """The newest entries that fit, from the one before the id `before` on (0: from the newest)."""
    query = _ROWS.where(_visible(offices), *_clauses(wanted)).order_by(AuditEntry.id.desc()).limit(limit)
    return [Entry(*row) for row in session.execute(query.where(AuditEntry.id < before) if before else query)]


def exported(session: Session, offices: Sequence[Office], wanted: Wanted, *, most: int) -> Iterator[Entry]:
    """All that fit, at most `most`, the newest first."""
    before, left = 0, most
    while left and (found := listed(session, offices, wanted, before=before, limit=min(left, _AT_ONCE))):
        yield from found
        before, left = found[-1].entry.id, left - len(found)


_ROWS = (
    select(AuditEntry, Account.name, Account.email, Enterprise.name, Enterprise.credit_code, Bureau.name)
    .outerjoin(Account, Account.id == AuditEntry.account_id)
    .outerjoin(Enterprise, Enterprise.id == AuditEntry.enterprise_id)
    .outerjoin(Bureau, Bureau.id == AuditEntry.bureau_id)
)


def _visible(offices: Sequence[Office]) -> ColumnElement[bool]:
    """What concerns an enterprise is seen where the enterprise lies; the rest of a colleague's actions while in the office."""
    own = [office.bureau_id for office in offices]
    in_office = exists().where(
        BureauMember.account_id == AuditEntry.account_id, BureauMember.bureau_id.in_(own), BureauMember.since <= AuditEntry.at,
        or_(BureauMember.ended_at.is_(None), BureauMember.ended_at >= AuditEntry.at),
    )  # fmt: skip
    return or_(within(Enterprise.division_code, offices), AuditEntry.bureau_id.in_(own), AuditEntry.enterprise_id.is_(None) & in_office)


def _clauses(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield from between(AuditEntry.at, wanted.since, wanted.until)
    if wanted.action:
        yield AuditEntry.action == wanted.action
    if person := wanted.person.strip():
        yield or_(_part(Account.name, person), Account.email == person.lower(), Account.phone == person)
    if enterprise := wanted.enterprise.strip():
        yield or_(_part(Enterprise.name, enterprise), Enterprise.credit_code == enterprise.upper())


def _part(column: Any, text: str) -> ColumnElement[bool]:
    return anycase(column).contains(text.lower(), autoescape=True)
