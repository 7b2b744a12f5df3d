"""What public pages show of enterprises: verified ones only, and only their public fields (registry.rules.enterprise)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from registry.errors import NotFound
from registry.models import Bureau, Enterprise, EnterpriseFact, EnterpriseName, Standing
from registry.queries.prefixes import anycase, begins
from registry.queries.public import PublicStanding
from registry.queries.public_conditions import MOST_FOUND, division_head
from registry.queries.public_lists import PER_PAGE, Count
from registry.rules.enterprise import PUBLIC_FIELDS
from registry.rules.standard_number_text import clean

NAMES_SCANNED = 20_000
_LONGEST_TEXT = 100
_PUBLIC = tuple(name for name, public in PUBLIC_FIELDS.items() if public)


@dataclass(frozen=True, slots=True)
class EnterprisesWanted:
    """What a reader narrows the list of enterprises by; `text` is a name, an earlier one, its beginning, or a credit code."""

    text: str = ""
    division: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class ListedEnterprise:
    credit_code: str
    name: str
    division_code: str
    industry_code: str | None
    deregistered: bool
    disclosures: int


@dataclass(frozen=True, slots=True)
class FoundEnterprises:
    rows: tuple[ListedEnterprise, ...]
    more: bool
    count: Count


@dataclass(frozen=True, slots=True)
class NameSince:
    name: str
    division_code: str
    since: date


@dataclass(frozen=True, slots=True)
class PublicFact:
    """A mark or an adoption that the enterprise claims; `confirmed_at`: a bureau has looked."""

    kind: str
    statement: str
    source: str
    source_url: str | None
    since: date | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicEnterprise:
    """Everything on an enterprise's page. `fields` holds its public fields, by name."""

    id: int
    fields: Mapping[str, Any]
    names: tuple[NameSince, ...]
    """Newest first."""
    facts: tuple[PublicFact, ...]
    standings: tuple[PublicStanding, ...]

    @property
    def deregistered_on(self) -> date | None:
        return next((each.effective_on for each in self.standings if each.kind == "deregistered"), None)


def enterprises(session: Session, wanted: EnterprisesWanted, today: date, *, page: int = 1) -> FoundEnterprises:
    """A page of verified enterprises, the last verified first."""
    asked = _asked(wanted)
    query = select(Enterprise.id, Enterprise.credit_code, Enterprise.name, Enterprise.division_code, Enterprise.industry_code).where(*asked)
    rows = session.execute(query.order_by(Enterprise.verified_at.desc(), Enterprise.id.desc()).limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
    ids = [row.id for row in rows[:PER_PAGE]]
    gone, counts = deregistered(session, ids, today), _disclosed(session, ids)
    listed = tuple(ListedEnterprise(row.credit_code, row.name, row.division_code, row.industry_code, row.id in gone, counts.get(row.id, 0)) for row in rows[:PER_PAGE])
    return FoundEnterprises(listed, len(rows) > PER_PAGE, count(session, wanted))


def count(session: Session, wanted: EnterprisesWanted) -> Count:
    """How many verified enterprises are wanted; of very many only that they are."""
    met = session.scalar(select(func.count()).select_from(select(Enterprise.id).where(*_asked(wanted)).limit(MOST_FOUND + 1).subquery())) or 0
    return Count(min(met, MOST_FOUND), met <= MOST_FOUND)


def enterprise(session: Session, credit_code: str, today: date) -> PublicEnterprise:
    """The enterprise's public side. Raises NotFound for an unknown one and for one that no bureau has verified."""
    columns = [getattr(Enterprise, name) for name in _PUBLIC]
    row = session.execute(select(Enterprise.id, *columns).where(Enterprise.credit_code == credit_code, Enterprise.verified_at.is_not(None))).one_or_none()
    if row is None:
        raise NotFound("not_found")
    names = session.execute(select(EnterpriseName.name, EnterpriseName.division_code, EnterpriseName.since).where(EnterpriseName.enterprise_id == row.id).order_by(EnterpriseName.since.desc(), EnterpriseName.id.desc()))
    facts = session.execute(select(*(getattr(EnterpriseFact, name) for name in PublicFact.__dataclass_fields__)).where(EnterpriseFact.enterprise_id == row.id, EnterpriseFact.ended_at.is_(None)).order_by(EnterpriseFact.id))
    fields = {name: getattr(row, name) for name in _PUBLIC}
    return PublicEnterprise(row.id, fields, tuple(NameSince(*each) for each in names), tuple(PublicFact(*each) for each in facts), _standings(session, row.id, today))


def holder(session: Session, credit_code: str) -> tuple[int, str] | None:
    """Id and name of a verified enterprise."""
    found = session.execute(select(Enterprise.id, Enterprise.name).where(Enterprise.credit_code == credit_code, Enterprise.verified_at.is_not(None))).one_or_none()
    return (found.id, found.name) if found else None


def _asked(wanted: EnterprisesWanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [Enterprise.verified_at.is_not(None)]
    if wanted.division:
        asked.append(begins(Enterprise.division_code, division_head(wanted.division)))
    if wanted.industry:
        asked.append(begins(Enterprise.industry_code, wanted.industry))
    if typed := clean(wanted.text[:_LONGEST_TEXT]):
        asked.append(Enterprise.id.in_(_named(typed)))
    return asked


def _named(typed: str) -> Select[int]:
    ways = (
        select(Enterprise.id).where(or_(Enterprise.credit_code == typed.upper(), begins(Enterprise.name, typed))).limit(MOST_FOUND),
        select(EnterpriseName.enterprise_id).where(begins(EnterpriseName.name, typed)).limit(MOST_FOUND),
        _part_of_name(typed).limit(MOST_FOUND),
    )
    first, *others = (select(way.subquery()) for way in ways)
    return select(first.union_all(*others).subquery().c[0])


def _part_of_name(typed: str) -> Select[int]:
    newest = select(Enterprise.id, Enterprise.name).order_by(Enterprise.id.desc()).limit(NAMES_SCANNED).subquery()
    return select(newest.c.id).where(anycase(newest.c.name).contains(typed.lower(), autoescape=True))


def deregistered(session: Session, ids: list[int], today: date) -> set[int]:
    """Those of the enterprises that have ended by `today`."""
    corrected = select(Standing.corrects_id).where(Standing.enterprise_id.in_(ids), Standing.corrects_id.is_not(None))
    stands = (Standing.kind == "deregistered", Standing.effective_on <= today, Standing.annulled.is_(False), Standing.id.not_in(corrected))
    return set(session.scalars(select(Standing.enterprise_id).where(Standing.enterprise_id.in_(ids), *stands)))


_DISCLOSED = text("SELECT count(*) FROM (SELECT 1 FROM disclosure WHERE enterprise_id = :enterprise_id AND latest_version_id IS NOT NULL LIMIT 10001) AS counted")


def _disclosed(session: Session, ids: list[int]) -> dict[int, int]:
    return {each: session.connection().execute(_DISCLOSED, {"enterprise_id": each}).scalar_one() for each in ids}


def _standings(session: Session, enterprise_id: int, today: date) -> tuple[PublicStanding, ...]:
    """Facts about the enterprise as a whole that stand; orders to rectify stay on the desks (Standardization Law Art. 38)."""
    later = aliased(Standing)
    stands = (Standing.disclosure_id.is_(None), Standing.effective_on <= today, Standing.annulled.is_(False), ~exists().where(later.corrects_id == Standing.id))
    columns = (Standing.kind, Standing.effective_on, Standing.until, Standing.result, Standing.document, Standing.source, Standing.source_url, Bureau.name)
    query = select(*columns).join(Bureau, Bureau.id == Standing.bureau_id).where(Standing.enterprise_id == enterprise_id, *stands)
    rows = session.execute(query.where(~Standing.kind.startswith("rectification_")).order_by(Standing.effective_on.desc(), Standing.id.desc()))
    return tuple(PublicStanding(kind, on, until, result, document, source, url, bureau, True) for kind, on, until, result, document, source, url, bureau in rows)
