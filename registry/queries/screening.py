"""What looking again reads in bulk: what was said before, which standards are named, and which of them are no longer plainly in force."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from registry.models import CatalogueConfirmation, CatalogueStandard, Disclosure, Enterprise, Indicator, Message, Screening, ScreeningMatter, VersionReference
from registry.queries import catalogue
from registry.rules.screening_references import Known, Named
from registry.rules.self_check_world import enterprise_standard

LOT = 5000
"""Keys in one statement: SQLite takes some thirty thousand values."""


@dataclass(frozen=True, slots=True)
class Head:
    """A disclosure whose newest version was looked at before."""

    disclosure_id: int
    enterprise_id: int
    own: list[dict[str, Any]]
    referring: list[dict[str, Any]]
    number: str
    compact_key: str
    basis: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A row of screening_matter that is open, or that a bureau excused."""

    id: int
    disclosure_id: int
    code: str
    place: str
    facts: dict[str, Any]
    excused: bool


def heads(session: Session, disclosure_ids: Collection[int], edition: int) -> list[Head]:
    """Of these disclosures those whose newest version was looked at by today's rules."""
    columns = (Screening.disclosure_id, Screening.enterprise_id, Screening.own, Screening.referring, Disclosure.number, Disclosure.compact_key, Disclosure.basis)
    query = select(*columns).join(Disclosure, Disclosure.id == Screening.disclosure_id)
    query = query.where(Screening.disclosure_id.in_(disclosure_ids), Screening.version_id == Disclosure.latest_version_id, Screening.rules == edition)
    return [Head(*row) for row in session.execute(query)]


def named(session: Session, heads_: Iterable[tuple[int, str, str, str]]) -> dict[int, list[Named]]:
    """By disclosure the standards that its newest version names. `heads_`: id, number, compact key and basis."""
    found: dict[int, list[Named]] = {}
    for disclosure_id, number, key, basis in heads_:
        found[disclosure_id] = [] if enterprise_standard(basis, number) else [Named(key, number, declared=True)]
    for disclosure_id, key, number in _references(session, found):
        found[disclosure_id].append(Named(key, number))
    return found


def _references(session: Session, ids: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """References, and the first standard that each method cites."""
    newest = select(Disclosure.id, VersionReference.compact_key, VersionReference.number).join(VersionReference, VersionReference.version_id == Disclosure.latest_version_id)
    for row in session.execute(newest.where(Disclosure.id.in_(ids), VersionReference.relation != "joint")):
        yield row[0], row[1], row[2]
    methods = select(Disclosure.id, Indicator.method_key).join(Indicator, Indicator.version_id == Disclosure.latest_version_id)
    for disclosure_id, key in session.execute(methods.where(Disclosure.id.in_(ids), Indicator.method_key.is_not(None)).distinct()):
        yield disclosure_id, key, ""


def known(session: Session, keys: Collection[str], today: date) -> dict[str, Known]:
    """By the key under which it is named, each standard of which there may be something to say; of a number without a year the newest edition."""
    rows: dict[str, CatalogueStandard] = {}
    for lot in _lots(sorted(keys)):
        rows |= {row.undated_key: row for row in session.scalars(_newest_editions([key for key in lot if key.count(":") == 1]))}
        rows |= {row.compact_key: row for row in session.scalars(select(CatalogueStandard).where(CatalogueStandard.compact_key.in_(lot), notable(today)))}
    standards = {row.id: row for row in rows.values()}
    states, said = catalogue.states(session, list(standards.values()), today), catalogue.newest_confirmations(session, list(standards))
    found = {}
    for key, row in rows.items():
        word = said.get(row.id)
        withdrawn_on = (word.withdrawn_on or (row.withdrawn_on if word.withdrawn else None)) if word else row.withdrawn_on
        found[key] = Known(row.number, row.title, states[row.id], withdrawn_on, row.replaced_by or "")
    return found


def notable(today: date) -> Any:
    """Standards that are, or may be, anything but in force for good."""
    spoken = exists().where(CatalogueConfirmation.standard_id == CatalogueStandard.id)
    return or_(CatalogueStandard.withdrawn_sources > 0, CatalogueStandard.withdrawn_on.is_not(None), CatalogueStandard.replaced_by.is_not(None), CatalogueStandard.in_force_on > today, spoken)


def _newest_editions(undated_keys: Collection[str]) -> Any:
    newest = select(func.max(CatalogueStandard.compact_key)).where(CatalogueStandard.undated_key.in_(undated_keys)).group_by(CatalogueStandard.undated_key)
    return select(CatalogueStandard).where(CatalogueStandard.compact_key.in_(newest))


def _lots(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), LOT):
        yield keys[start : start + LOT]


def matters(session: Session, disclosure_ids: Collection[int]) -> dict[int, list[Matter]]:
    """By disclosure its open matters, and those that a bureau excused."""
    columns = (ScreeningMatter.id, ScreeningMatter.disclosure_id, ScreeningMatter.code, ScreeningMatter.place, ScreeningMatter.facts, ScreeningMatter.settled_by)
    query = select(*columns).where(ScreeningMatter.disclosure_id.in_(disclosure_ids), or_(ScreeningMatter.settled_at.is_(None), ScreeningMatter.settled_by == "excused"))
    found: dict[int, list[Matter]] = {}
    for *row, settled_by in session.execute(query.order_by(ScreeningMatter.id)):
        found.setdefault(row[1], []).append(Matter(*row, settled_by == "excused"))
    return found


def matter(session: Session, matter_id: int) -> tuple[ScreeningMatter, Disclosure, Enterprise] | None:
    """A matter, locked until the transaction ends, with what and whom it is about."""
    query = select(ScreeningMatter, Disclosure, Enterprise).join(Disclosure, Disclosure.id == ScreeningMatter.disclosure_id).join(Enterprise, Enterprise.id == ScreeningMatter.enterprise_id)
    row = session.execute(query.where(ScreeningMatter.id == matter_id).with_for_update(of=ScreeningMatter)).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def untold(session: Session, enterprise_id: int, account_ids: Collection[int], kind: str) -> tuple[int, date | None]:
    """How many open matters are newer than the last message about matters, and the first day on which one is due."""
    last: datetime | None = session.scalar(select(func.max(Message.created_at)).where(Message.account_id.in_(account_ids), Message.kind == kind))
    query = select(func.count(), func.min(ScreeningMatter.due_on)).where(ScreeningMatter.enterprise_id == enterprise_id, ScreeningMatter.settled_at.is_(None))
    count, first = session.execute(query.where(ScreeningMatter.told_at > last) if last else query).one()
    return count, first


def provisional(session: Session) -> Sequence[ScreeningMatter]:
    """Open matters whose day was counted through a year without a notice."""
    return session.scalars(select(ScreeningMatter).where(ScreeningMatter.settled_at.is_(None), ScreeningMatter.provisional.is_(True))).all()


def of_disclosure(session: Session, disclosure_id: int) -> Screening | None:
    """The newest look at a disclosure, None where nobody has looked or it has ended."""
    return session.get(Screening, disclosure_id)


def outdated(session: Session, edition: int) -> bool:
    """Whether something was looked at by other rules, or never although there is something to look at."""
    if session.scalar(select(Screening.disclosure_id).where(Screening.rules != edition).limit(1)) is not None:
        return True
    looked = session.scalar(select(Screening.disclosure_id).limit(1))
    return looked is None and session.scalar(select(Disclosure.id).where(Disclosure.latest_version_id.is_not(None)).limit(1)) is not None


def summary(session: Session, edition: int) -> tuple[dict[int, int], int, int]:
    """Disclosures by risk, how many were looked at by other rules, and open matters."""
    by_risk = dict(session.execute(select(Screening.risk, func.count()).group_by(Screening.risk)).all())
    other = session.scalar(select(func.count()).select_from(Screening).where(Screening.rules != edition)) or 0
    return by_risk, other, session.scalar(select(func.count()).select_from(ScreeningMatter).where(ScreeningMatter.settled_at.is_(None))) or 0
