"""The public list of disclosures: newest first, twenty a page, counted only as far as a reader needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from registry.models import Disclosure, DisclosureVersion, Enterprise
from registry.models.catalogue import CatalogueStandard
from registry.queries import badges, catalogue
from registry.queries.badges import Badges
from registry.queries.public_conditions import MOST_FOUND, Choice, Wanted, chosen
from registry.queries.public_status import statuses
from registry.rules.catalogue import State
from registry.rules.standard_number import StandardNumber
from registry.rules.status import Status

PER_PAGE = 20
LAST_PAGE = MOST_FOUND // PER_PAGE
COUNTED = 20_000
"""So many of the newest disclosures are looked at to count; beyond them the count is a lower bound."""


@dataclass(frozen=True, slots=True)
class ListedDisclosure:
    """One row of a list."""

    id: int
    public_id: str
    number: str
    klass: str
    basis: str
    title: str
    subject: str
    lower_stated: bool
    enterprise: str
    credit_code: str
    division_code: str
    disclosed_at: datetime
    """Of the first version."""
    status: Status
    badges: Badges
    """What boards and authorities say of it."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are: exactly, or at least."""

    least: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list. `more`: another one follows."""

    rows: tuple[ListedDisclosure, ...]
    more: bool
    count: Count | None = None


def disclosures(session: Session, wanted: Wanted, today: date, *, page: int = 1, after: tuple[datetime, int] | None = None, counted: bool = True, per_page: int = PER_PAGE) -> Found:
    """A page of disclosures, newest first. `after` (instant and id of the last row seen) goes on from there instead of a page."""
    choice = chosen(session, wanted, today)
    beyond = [tuple_(Disclosure.disclosed_at, Disclosure.id) < after] if after else []
    query = select(Disclosure.id).where(Disclosure.latest_version_id.is_not(None), *choice.clauses, *beyond)
    newest = query.order_by(Disclosure.disclosed_at.desc(), Disclosure.id.desc())
    ids = session.scalars(newest.limit(per_page + 1).offset(0 if after else (page - 1) * per_page)).all()
    return Found(listed(session, ids[:per_page], today), len(ids) > per_page, count(session, choice) if counted else None)


def count(session: Session, choice: Choice) -> Count:
    """How many meet the conditions; where they may be many, only the newest are looked at, and beyond those it is a lower bound."""
    at, before = Disclosure.disclosed_at, [Disclosure.disclosed_at < choice.until] if choice.until else []
    oldest = None if choice.few else session.scalar(select(at).where(*before).order_by(at.desc()).limit(1).offset(COUNTED))
    seen = [] if oldest is None else [at > oldest]
    met = select(Disclosure.id).where(Disclosure.latest_version_id.is_not(None), *seen, *choice.clauses).limit(MOST_FOUND + 1).subquery()
    found = session.scalar(select(func.count()).select_from(met)) or 0
    return Count(min(found, MOST_FOUND), oldest is None and found <= MOST_FOUND)


def listed(session: Session, ids: Sequence[int], today: date) -> tuple[ListedDisclosure, ...]:
    """Rows for these ids, in their order, each with its status and badges."""
    found = {row.id: row for row in session.execute(_ROWS.where(Disclosure.id.in_(ids)))} if ids else {}
    known = statuses(session, {row.id: row.enterprise_id for row in found.values()}, today)
    worn = badges.of_many(session, known, today) if known else {}
    names = [name for name in ListedDisclosure.__dataclass_fields__ if name not in ("status", "badges")]
    return tuple(ListedDisclosure(**{name: getattr(found[each], name) for name in names}, status=known[each], badges=worn.get(each, badges.NONE)) for each in ids if each in known)


def numbered(session: Session, number: StandardNumber, today: date, *, page: int = 1) -> Found:
    """Everybody who discloses a number, newest first; of one without a year, everybody who discloses any of its editions."""
    wanted = Wanted(number_key=number.compact) if number.year else Wanted(undated_key=number.compact_undated)
    return disclosures(session, wanted, today, page=page)


@dataclass(frozen=True, slots=True)
class KnownStandard:
    """What the catalogue holds of a standard, its state on the day, and which lists say so."""

    number: str
    title: str
    klass: str
    mandatory: bool
    issued_on: date | None
    in_force_on: date | None
    withdrawn_on: date | None
    replaced_by: str | None
    issuer: str | None
    word: str
    since: date | None
    sources: tuple[str, ...]


def known(session: Session, number: StandardNumber, today: date) -> tuple[KnownStandard, ...]:
    """What the catalogue says about a number; of one without a year all editions, the newest first."""
    rows = [*catalogue.by_keys(session, [number.compact]).values()] if number.year else [*catalogue.editions(session, number.compact_undated)]
    states = catalogue.states(session, rows, today)
    return tuple(_known(session, row, states[row.id]) for row in rows)


def _known(session: Session, row: CatalogueStandard, state: State) -> KnownStandard:
    named = tuple(each.source for each in catalogue.sources(session, row.id))
    return KnownStandard(row.number, row.title, row.klass, row.mandatory, row.issued_on, row.in_force_on, row.withdrawn_on, row.replaced_by, row.issuer, state.word.value, state.since, named)


_ROWS = (
    select(
        Disclosure.id, Disclosure.enterprise_id, Disclosure.public_id, Disclosure.number, Disclosure.klass, Disclosure.basis, Disclosure.disclosed_at,
        DisclosureVersion.title, DisclosureVersion.subject, DisclosureVersion.lower_stated, Enterprise.name.label("enterprise"), Enterprise.credit_code, Enterprise.division_code,
    )
    .join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
    .join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
)  # fmt: skip
