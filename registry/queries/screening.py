"""What looking again reads in bulk: what was said before, which standards are named, and which of them are no longer plainly in force."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from registry.models import (
    CatalogueConfirmation,
    CatalogueStandard,
    Disclosure,
    Enterprise,
    EnterpriseMember,
    Indicator,
    Message,
    Screening,
    ScreeningMatter,
    VersionReference,
)
from registry.queries import catalogue
from registry.rules import catalogue as rules
from registry.rules.screening_references import Known, Named
from registry.rules.self_check_world import enterprise_standard

LOT = 5000
"""Keys in one statement: SQLite takes some thirty thousand values."""


@dataclass(frozen=True, slots=True)
class Head:
    """A disclosure with its newest version; own and referring: what was said when it was looked at last."""

    disclosure_id: int
    version_id: int
    number: str
    compact_key: str
    basis: str
    enterprise_id: int = 0
    own: list[dict[str, Any]] = field(default_factory=list)
    referring: list[dict[str, Any]] = field(default_factory=list)


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
    columns = (Screening.disclosure_id, Screening.version_id, Disclosure.number, Disclosure.compact_key, Disclosure.basis, Screening.enterprise_id, Screening.own, Screening.referring)
    query = select(*columns).join(Disclosure, Disclosure.id == Screening.disclosure_id)
    query = query.where(Screening.disclosure_id.in_(disclosure_ids), Screening.version_id == Disclosure.latest_version_id, Screening.rules == edition)
    return [Head(*row) for row in session.execute(query)]


def named(session: Session, heads_: Iterable[Head], today: date) -> dict[int, list[Named]]:
    """By disclosure the standards that its newest version names and of which there may be something to say.

    The database leaves out the many that are plainly in force; a number without a year is always handed out.
    """
    found: dict[int, list[Named]] = {}
    of_version: dict[int, list[Named]] = {}
    for head in heads_:
        own = [] if enterprise_standard(head.basis, head.number) else [Named(head.compact_key, head.number, declared=True)]
        found[head.disclosure_id] = of_version[head.version_id] = own
    for version_id, key, number in _references(session, of_version, today):
        of_version[version_id].append(Named(key, number))
    return found


def _references(session: Session, version_ids: Collection[int], today: date) -> Iterator[tuple[int, str, str]]:
    """References, and the first standard that each method cites."""
    references = select(VersionReference.version_id, VersionReference.compact_key, VersionReference.number).where(VersionReference.version_id.in_(version_ids), VersionReference.relation != "joint")
    methods = select(Indicator.version_id, Indicator.method_key, literal("")).where(Indicator.version_id.in_(version_ids), Indicator.method_key.is_not(None))
    for mine, column in ((references, VersionReference.compact_key), (methods, Indicator.method_key)):
        for ways in (mine.join(CatalogueStandard, CatalogueStandard.compact_key == column).where(notable(today)), mine.where(column.not_like("%:%:%"))):
            for row in session.execute(ways):
                yield row[0], row[1] or "", row[2]


def known(session: Session, keys: Collection[str], today: date) -> dict[str, Known]:
    """By the key under which it is named, each standard of which there may be something to say; of a number without a year the newest edition."""
    rows: dict[str, Any] = {}
    for lot in _lots(sorted(keys)):
        undated = [key for key in lot if key.count(":") == 1]
        rows |= {row.undated_key: row for row in session.execute(_newest_editions(undated))} if undated else {}
        rows |= {row.compact_key: row for row in session.execute(_STANDARDS.where(CatalogueStandard.compact_key.in_(lot), notable(today)))}
    standards = {row.id: row for row in rows.values()}
    said, days = catalogue.newest_confirmations(session, list(standards)), catalogue.succession_days(session, standards.values())
    found = {each: _known(row, said.get(each), days.get(each), today) for each, row in standards.items()}
    return {key: found[row.id] for key, row in rows.items()}


_STANDARDS = select(
    CatalogueStandard.id, CatalogueStandard.compact_key, CatalogueStandard.undated_key, CatalogueStandard.number, CatalogueStandard.title, CatalogueStandard.in_force_on,
    CatalogueStandard.withdrawn_on, CatalogueStandard.withdrawn_sources, CatalogueStandard.replaced_by,
)  # fmt: skip
"""What a standard's state follows from; rows of it stand for whole ones, which cost several times as much to load."""


def _known(row: Any, word: CatalogueConfirmation | None, successor_on: date | None, today: date) -> Known:
    state = rules.state(row, rules.Confirmation(word.withdrawn, word.withdrawn_on) if word else None, today, successor_on)
    withdrawn_on = (word.withdrawn_on or (row.withdrawn_on if word.withdrawn else None)) if word else row.withdrawn_on
    return Known(row.number, row.title, state, withdrawn_on, row.replaced_by or "")


def notable(today: date) -> ColumnElement[bool]:
    """Standards that are, or may be, anything but in force for good."""
    spoken = exists().where(CatalogueConfirmation.standard_id == CatalogueStandard.id)
    return or_(CatalogueStandard.withdrawn_sources > 0, CatalogueStandard.withdrawn_on.is_not(None), CatalogueStandard.replaced_by.is_not(None), CatalogueStandard.in_force_on > today, spoken)


def _newest_editions(undated_keys: Collection[str]) -> Any:
    newest = select(func.max(CatalogueStandard.compact_key)).where(CatalogueStandard.undated_key.in_(undated_keys)).group_by(CatalogueStandard.undated_key)
    return _STANDARDS.where(CatalogueStandard.compact_key.in_(newest))


def _lots(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), LOT):
        yield keys[start : start + LOT]


def matters(session: Session, disclosure_ids: Collection[int]) -> dict[int, list[Matter]]:
    """By disclosure its open matters, and those that a bureau excused."""
    columns = (ScreeningMatter.id, ScreeningMatter.disclosure_id, ScreeningMatter.code, ScreeningMatter.place, ScreeningMatter.facts, ScreeningMatter.settled_by)
    query = select(*columns).where(ScreeningMatter.disclosure_id.in_(disclosure_ids), or_(ScreeningMatter.settled_at.is_(None), ScreeningMatter.settled_by == "excused"))
    found: dict[int, list[Matter]] = {}
    for *row, settled_by in session.execute(query.order_by(ScreeningMatter.id)):
        found.setdefault(row[1], []).append(Matter(row[0], row[1], row[2], row[3], row[4], settled_by == "excused"))
    return found


def matter(session: Session, matter_id: int) -> tuple[ScreeningMatter, Disclosure, Enterprise] | None:
    """A matter, locked until the transaction ends, with what and whom it is about."""
    query = select(ScreeningMatter, Disclosure, Enterprise).join(Disclosure, Disclosure.id == ScreeningMatter.disclosure_id).join(Enterprise, Enterprise.id == ScreeningMatter.enterprise_id)
    row = session.execute(query.where(ScreeningMatter.id == matter_id).with_for_update(of=ScreeningMatter)).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def untold(session: Session, enterprise_ids: Collection[int], kind: str) -> dict[int, tuple[int, date]]:
    """By enterprise how many open matters are newer than the last message about matters, and the first day on which one of these is due."""
    member = select(EnterpriseMember.enterprise_id, func.max(Message.created_at)).join(Message, Message.account_id == EnterpriseMember.account_id)
    told = dict(session.execute(member.where(EnterpriseMember.enterprise_id.in_(enterprise_ids), Message.kind == kind).group_by(EnterpriseMember.enterprise_id)).all())
    open_ones = select(ScreeningMatter.enterprise_id, ScreeningMatter.told_at, ScreeningMatter.due_on)
    found: dict[int, tuple[int, date]] = {}
    for enterprise_id, told_at, due_on in session.execute(open_ones.where(ScreeningMatter.enterprise_id.in_(enterprise_ids), ScreeningMatter.settled_at.is_(None))):
        if enterprise_id not in told or told_at > told[enterprise_id]:
            count, first = found.get(enterprise_id, (0, due_on))
            found[enterprise_id] = (count + 1, min(first, due_on))
    return found


def people(session: Session, enterprise_ids: Collection[int]) -> dict[int, tuple[Enterprise, list[int]]]:
    """By enterprise itself and the accounts that act for it."""
    found: dict[int, tuple[Enterprise, list[int]]] = {}
    query = select(Enterprise, EnterpriseMember.account_id).join(EnterpriseMember, EnterpriseMember.enterprise_id == Enterprise.id)
    for enterprise, account_id in session.execute(query.where(Enterprise.id.in_(enterprise_ids), EnterpriseMember.ended_at.is_(None)).order_by(EnterpriseMember.id)):
        found.setdefault(enterprise.id, (enterprise, []))[1].append(account_id)
    return found


def provisional(session: Session) -> Sequence[ScreeningMatter]:
    """Open matters whose day was counted through a year without a notice."""
    return session.scalars(select(ScreeningMatter).where(ScreeningMatter.settled_at.is_(None), ScreeningMatter.provisional.is_(True))).all()


def of_disclosure(session: Session, disclosure_id: int) -> Screening | None:
    """The newest look at a disclosure, None where nobody has looked or it has ended."""
    return session.get(Screening, disclosure_id)


def of_disclosures(session: Session, disclosure_ids: Collection[int]) -> dict[int, Screening]:
    """The newest look at each disclosure, read anew."""
    query = select(Screening).where(Screening.disclosure_id.in_(disclosure_ids)).execution_options(populate_existing=True)
    return {each.disclosure_id: each for each in session.scalars(query)}


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
