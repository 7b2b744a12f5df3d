"""Screening as it is read: the bureau's list by risk, an enterprise's dated tasks, and one matter with what it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Disclosure, DisclosureVersion, Enterprise, Screening, ScreeningMatter
from registry.queries.bureaus import within
from registry.queries.prefixes import anycase
from registry.rules import screening, standard_number
from registry.rules.permission import Office
from registry.rules.screening import KINDS, Remark

PAGE = 50
MOST_COUNTED = 10_000
LAST_PAGE = MOST_COUNTED // PAGE
MOST_MATTERS = 200
CODES = {
    "implemented": tuple(code for code in KINDS if code.startswith("implemented_")), "cited": tuple(code for code in KINDS if code.startswith("cited_")),
    "ends": tuple(code for code in KINDS if "_ends" in code), "enterprise": ("enterprise_deregistered", "renamed"), "no_product": ("no_product",), "alike": ("alike", "same_text"), "jumped": ("jumped",),
}  # fmt: skip
"""Filter to the codes it holds; self_check: whatever the self-check remarks upon."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer narrows the list by. risk: "3" to "0", "" for all that is more than good to know. asked: open, overdue or none."""

    risk: str = ""
    kind: str = ""
    asked: str = ""
    division: str = ""
    town: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """A dated task as a list shows it."""

    id: int
    code: str
    facts: dict[str, Any]
    told_at: datetime
    due_on: date
    provisional: bool
    settled_at: datetime | None
    settled_by: str | None
    public_id: str
    number: str
    title: str

    @property
    def stored(self) -> dict[str, Any]:
        """As a stored remark."""
        return {"code": self.code, "facts": self.facts}


@dataclass(frozen=True, slots=True)
class Row:
    """One disclosure with everything that is remarked upon, the gravest first."""

    disclosure_id: int
    public_id: str
    number: str
    title: str
    enterprise: str
    credit_code: str
    division_code: str
    town: str | None
    risk: int
    looked_at: datetime
    remarks: tuple[dict[str, Any], ...]
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page; `count` stops at MOST_COUNTED, and then `exact` is False."""

    rows: tuple[Row, ...]
    count: int
    exact: bool
    pages: int


def listed(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, page: int = 1) -> Found:
    """A page of disclosures in the territory, the gravest first."""
    query = _narrowed(select(Screening.disclosure_id), offices, wanted, today)
    count = session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())) or 0
    ids = session.scalars(_ordered(query).limit(PAGE).offset((page - 1) * PAGE)).all()
    return Found(tuple(rows(session, ids)), min(count, MOST_COUNTED), count <= MOST_COUNTED, min(-(-count // PAGE), LAST_PAGE))


def exported(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, most: int) -> Iterator[Row]:
    """All that fit, read a page at a time."""
    ids = session.scalars(_ordered(_narrowed(select(Screening.disclosure_id), offices, wanted, today)).limit(most)).all()
    for start in range(0, len(ids), PAGE):
        yield from rows(session, ids[start : start + PAGE])


def rows(session: Session, ids: Sequence[int]) -> Iterator[Row]:
    """The disclosures with these ids, in their order."""
    columns = (
        Disclosure.id, Disclosure.public_id, Disclosure.number, DisclosureVersion.title, Enterprise.name, Enterprise.credit_code, Enterprise.division_code, Enterprise.town,
        Screening.risk, Screening.looked_at, Screening.own, Screening.referring,
    )  # fmt: skip
    query = select(*columns).join(Screening, Screening.disclosure_id == Disclosure.id).join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    found = {row[0]: row for row in session.execute(query.join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id).where(Disclosure.id.in_(ids)))}
    asked: dict[str, list[Matter]] = {}
    for matter in _matters(session, select_open().where(ScreeningMatter.disclosure_id.in_(ids))):
        asked.setdefault(matter.public_id, []).append(matter)
    for each in ids:
        if each in found:
            row = found[each]
            remarks = screening.ordered(screening.read(one) for one in [*row.own, *row.referring])
            cells: list[Any] = [*row[:-2], tuple(one.stored() for one in remarks), tuple(asked.get(row.public_id, ()))]
            yield Row(*cells)


def count(session: Session, offices: Sequence[Office], wanted: Wanted, today: date) -> int:
    """How many disclosures fit, at most MOST_COUNTED."""
    return session.scalar(select(func.count()).select_from(_narrowed(select(Screening.disclosure_id), offices, wanted, today).limit(MOST_COUNTED).subquery())) or 0


def select_open() -> Select[Any]:
    """Open matters with their disclosures, those due first first."""
    return _MATTERS.where(ScreeningMatter.settled_at.is_(None)).order_by(ScreeningMatter.due_on, ScreeningMatter.id)


_COLUMNS = (
    ScreeningMatter.id, ScreeningMatter.code, ScreeningMatter.facts, ScreeningMatter.told_at, ScreeningMatter.due_on, ScreeningMatter.provisional, ScreeningMatter.settled_at,
    ScreeningMatter.settled_by, Disclosure.public_id, Disclosure.number, DisclosureVersion.title,
)  # fmt: skip
_MATTERS = select(*_COLUMNS).join(Disclosure, Disclosure.id == ScreeningMatter.disclosure_id).join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)


def _matters(session: Session, query: Select[Any]) -> list[Matter]:
    return [Matter(*row) for row in session.execute(query)]


def of_enterprise(session: Session, enterprise_id: int) -> tuple[list[Matter], list[Matter], list[Row]]:
    """What an enterprise is asked, what was settled last, and its disclosures with remarks for which no day is set."""
    mine = ScreeningMatter.enterprise_id == enterprise_id
    settled = _MATTERS.where(mine, ScreeningMatter.settled_at.is_not(None)).order_by(ScreeningMatter.settled_at.desc(), ScreeningMatter.id.desc()).limit(20)
    graver = select(Screening.disclosure_id).where(Screening.enterprise_id == enterprise_id, Screening.risk > 0).order_by(Screening.risk.desc(), Screening.disclosure_id).limit(MOST_MATTERS)
    found = [row for row in rows(session, session.scalars(graver).all()) if any(map(unasked, row.remarks))]
    return _matters(session, select_open().where(mine).limit(MOST_MATTERS)), _matters(session, settled), found


def unasked(stored: dict[str, Any]) -> bool:
    """Whether a remark is more than good to know and yet no task."""
    known = screening.kind(Remark(stored["code"], stored["place"], stored["facts"]))
    return known.risk > 0 and not known.asked


def asked_count(session: Session, enterprise_id: int) -> int:
    """How many open matters an enterprise has."""
    return session.scalar(select(func.count()).select_from(ScreeningMatter).where(ScreeningMatter.enterprise_id == enterprise_id, ScreeningMatter.settled_at.is_(None))) or 0


def matter(session: Session, matter_id: int) -> tuple[Matter, Enterprise]:
    """A matter and whose it is; NotFound."""
    row = session.execute(_MATTERS.add_columns(ScreeningMatter.enterprise_id).where(ScreeningMatter.id == matter_id)).one_or_none()
    if row is None:
        raise NotFound("not_found")
    return Matter(*row[:-1]), session.get_one(Enterprise, row[-1])


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(Screening.risk.desc(), Screening.disclosure_id)


def _narrowed(query: Select[Any], offices: Sequence[Office], wanted: Wanted, today: date) -> Select[Any]:
    narrowed = query.where(within(Screening.division_code, offices), Screening.risk == int(wanted.risk) if wanted.risk else Screening.risk > 0)
    return narrowed.where(*_clauses(wanted, today))


def _clauses(wanted: Wanted, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.division:
        yield Screening.division_code == wanted.division
    if wanted.kind:
        yield _says(wanted.kind)
    if wanted.asked:
        mine = exists().where(ScreeningMatter.disclosure_id == Screening.disclosure_id, ScreeningMatter.settled_at.is_(None))
        yield {"open": mine.where(ScreeningMatter.due_on >= today), "overdue": mine.where(ScreeningMatter.due_on < today), "none": ~mine}[wanted.asked]
    if wanted.town or wanted.text.strip():
        yield Screening.disclosure_id.in_(_named(wanted))


def _says(kind: str) -> ColumnElement[bool]:
    """Remarks lie as JSON; a territory is small enough to look inside."""
    if kind == "self_check":
        return cast(Screening.own, Text).contains('"severity":', autoescape=True)
    texts = [cast(column, Text) for column in (Screening.own, Screening.referring)]
    return or_(*(text.contains(f'"code": "{code}"', autoescape=True) for code in CODES[kind] for text in texts))


def _named(wanted: Wanted) -> Select[Any]:
    query = select(Disclosure.id).join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    if wanted.town:
        query = query.where(Enterprise.town == wanted.town)
    if text := wanted.text.strip():
        key = standard_number.parse(text).compact
        parts = [anycase(column).contains(text.lower(), autoescape=True) for column in (Disclosure.number, Enterprise.name)]
        query = query.where(or_(*parts, Disclosure.compact_key == key, Disclosure.undated_key == key, Enterprise.credit_code == text.upper()))
    return query
