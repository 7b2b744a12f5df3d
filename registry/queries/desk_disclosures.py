"""What became public in a bureau's territory, version by version: narrowed, sorted, counted as far as needed, exported."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from registry.legal_time import first_instant
from registry.models import Disclosure, DisclosureVersion, Enterprise
from registry.queries import public_conditions
from registry.queries.bureaus import within
from registry.queries.prefixes import anycase
from registry.queries.public_status import statuses
from registry.rules import standard_number
from registry.rules.permission import Office
from registry.rules.status import Status

_version = aliased(DisclosureVersion)  # conditions on a status ask about other versions of the disclosure, which must not be taken for this one
PAGE = 50
MOST_COUNTED = 10_000
LAST_PAGE = MOST_COUNTED // PAGE
_AT_ONCE = 500

SORTS: Mapping[str, InstrumentedAttribute[str] | InstrumentedAttribute[datetime]] = {
    "disclosed": _version.disclosed_at, "number": Disclosure.number, "title": _version.title, "enterprise": Enterprise.name,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer narrows the list by; empty: anything. since, until: legal days of Asia/Shanghai, both included."""

    text: str = ""
    """Part of a title, of a number in any spelling, or of the enterprise's name; or its credit code."""
    klass: str = ""
    basis: str = ""
    subject: str = ""
    change: str = ""
    status: str = ""
    """Headline of the disclosure today (registry.rules.status.Word)."""
    division: str = ""
    town: str = ""
    lower: bool = False
    since: date | None = None
    until: date | None = None
    newest: bool = False
    """Only the newest version of each disclosure."""


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """One row: a version that became public, and what its disclosure is today."""

    version_id: int
    disclosure_id: int
    public_id: str
    number: str
    klass: str
    basis: str
    title: str
    subject: str
    sequence: int
    change: str
    lower_stated: bool
    disclosed_at: datetime
    enterprise_id: int
    enterprise: str
    credit_code: str
    division_code: str
    town: str | None
    status: Status


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `count` stops at MOST_COUNTED, and then `exact` is False."""

    rows: tuple[ListedVersion, ...]
    count: int
    exact: bool
    pages: int


def listed(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, *, sort: str = "-disclosed", page: int = 1) -> Found:
    """A page of versions in the territory of the offices. sort: a key of SORTS, with "-" before it the other way round."""
    query = _narrowed(select(_version.id), offices, wanted, today)
    count = session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())) or 0
    ids = session.scalars(query.order_by(*_order(sort)).limit(PAGE).offset((page - 1) * PAGE)).all()
    pages = min(-(-count // PAGE), LAST_PAGE)
    return Found(rows(session, ids, today), min(count, MOST_COUNTED), count <= MOST_COUNTED, pages)


def newest(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, *, most: int) -> tuple[ListedVersion, ...]:
    """The newest `most` versions that fit."""
    query = _narrowed(select(_version.id), offices, wanted, today)
    return rows(session, session.scalars(query.order_by(*_order("-disclosed")).limit(most)).all(), today)


def exported(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, *, most: int, sort: str = "-disclosed") -> Iterator[ListedVersion]:
    """All that fit, at most `most`, read a few hundred at a time so that memory stays small."""
    query = _narrowed(select(_version.id), offices, wanted, today)
    ids = session.scalars(query.order_by(*_order(sort)).limit(most)).all()
    for start in range(0, len(ids), _AT_ONCE):
        yield from rows(session, ids[start : start + _AT_ONCE], today)


def count(session: Session, offices: Sequence[Office], wanted: Wanted, today: date) -> int:
    """How many fit, at most MOST_COUNTED."""
    return session.scalar(select(func.count()).select_from(_narrowed(select(_version.id), offices, wanted, today).limit(MOST_COUNTED).subquery())) or 0


def rows(session: Session, ids: Sequence[int], today: date) -> tuple[ListedVersion, ...]:
    """The versions with these ids in their order, each with the status of its disclosure."""
    found = {row.version_id: row for row in session.execute(_joined(_COLUMNS).where(_version.id.in_(ids)))} if ids else {}
    known = statuses(session, {row.disclosure_id: row.enterprise_id for row in found.values()}, today)
    return tuple(ListedVersion(**{name: getattr(found[each], name) for name in _NAMES}, status=known[found[each].disclosure_id]) for each in ids)


def divisions(session: Session, offices: Sequence[Office]) -> list[str]:
    """Divisions of the territory in which enterprises are registered, for the filter."""
    return list(session.scalars(select(Enterprise.division_code).where(within(Enterprise.division_code, offices)).distinct().order_by(Enterprise.division_code)))


def towns(session: Session, offices: Sequence[Office], division: str = "", *, most: int = 100) -> list[str]:
    """Towns of the territory, or of one division in it, in which enterprises are registered."""
    query = select(Enterprise.town).where(within(Enterprise.division_code, offices), Enterprise.town.is_not(None), Enterprise.town != "")
    query = query.where(Enterprise.division_code == division) if division else query
    return [town for town in session.scalars(query.distinct().order_by(Enterprise.town).limit(most)) if town]


def between(column: InstrumentedAttribute[datetime], since: date | None, until: date | None) -> Iterator[ColumnElement[bool]]:
    """Instants on the legal days from `since` to `until`, both included."""
    if since:
        yield column >= first_instant(since)
    if until:
        yield column < first_instant(until + timedelta(days=1))


_COLUMNS = select(
    _version.id.label("version_id"), Disclosure.id.label("disclosure_id"), Disclosure.public_id, Disclosure.number, Disclosure.klass, Disclosure.basis,
    _version.title, _version.subject, _version.sequence, _version.change, _version.lower_stated, _version.disclosed_at,
    Disclosure.enterprise_id, Enterprise.name.label("enterprise"), Enterprise.credit_code, Enterprise.division_code, Enterprise.town,
)  # fmt: skip


_NAMES = [name for name in ListedVersion.__dataclass_fields__ if name != "status"]


def _joined(query: Any) -> Any:
    return query.join(Disclosure, Disclosure.id == _version.disclosure_id).join(Enterprise, Enterprise.id == Disclosure.enterprise_id)


def _order(sort: str) -> list[ColumnElement[Any]]:
    column, falling = SORTS.get(sort.removeprefix("-"), _version.disclosed_at), sort.startswith("-")
    return [each.desc() if falling else each.asc() for each in (column, _version.id)]


def _narrowed(query: Select[int], offices: Sequence[Office], wanted: Wanted, today: date) -> Select[int]:
    narrowed: Select[int] = _joined(query.select_from(_version)).where(within(Enterprise.division_code, offices), *_clauses(wanted, today))
    return narrowed


def _clauses(wanted: Wanted, today: date) -> Iterator[ColumnElement[bool]]:
    columns = ((Disclosure.klass, wanted.klass), (Disclosure.basis, wanted.basis), (_version.subject, wanted.subject), (_version.change, wanted.change))
    yield from (column == value for column, value in (*columns, (Enterprise.division_code, wanted.division), (Enterprise.town, wanted.town)) if value)
    yield from between(_version.disclosed_at, wanted.since, wanted.until)
    if wanted.lower:
        yield _version.lower_stated.is_(True)
    if wanted.newest:
        yield _version.id == Disclosure.latest_version_id
    if wanted.status:
        yield from (each.walks for each in public_conditions.conditions(public_conditions.Wanted(status=wanted.status), today))
    if wanted.text.strip():
        yield _says(wanted.text.strip())


def _says(text: str) -> ColumnElement[bool]:
    """A desk's territory is small enough to look inside every title; public lists cannot."""
    columns = (_version.title, Disclosure.number, Enterprise.name)
    parts = [anycase(column).contains(text.lower(), autoescape=True) for column in columns]
    number = standard_number.parse(text)
    return or_(*parts, Disclosure.compact_key == number.compact, Disclosure.undated_key == number.compact, Enterprise.credit_code == text.upper())
