"""Disclosures, their versions and their status, for desks and actions; public pages read theirs in `queries.public`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, Enterprise
from registry.queries import endings, standings, territory
from registry.queries.disclosure_world import world
from registry.rules.status import Status, VersionDates, derive

__all__ = [
    "Filter", "by_public_id", "get", "in_area", "latest_version", "of_enterprise", "public_id_taken", "rounds", "statuses", "version", "version_on", "versions_of", "world",
]  # fmt: skip


def get(session: Session, disclosure_id: int, *, lock: bool = False) -> Disclosure:
    """The disclosure; NotFound. `lock` holds its row until the transaction ends."""
    found = session.get(Disclosure, disclosure_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def by_public_id(session: Session, public_id: str) -> Disclosure:
    """The disclosure under a public address; NotFound."""
    found = session.scalars(select(Disclosure).where(Disclosure.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a disclosure."""
    return session.scalar(_TAKEN, {"public_id": public_id}) is not None


_TAKEN = select(Disclosure.id).where(Disclosure.public_id == bindparam("public_id"))
_ROUNDS = select(func.max(Disclosure.round)).where(Disclosure.enterprise_id == bindparam("enterprise"), Disclosure.compact_key == bindparam("key"))


def version(session: Session, version_id: int) -> DisclosureVersion:
    """The version; NotFound."""
    found = session.get(DisclosureVersion, version_id)
    if found is None:
        raise NotFound("not_found")
    return found


def latest_version(session: Session, disclosure: Disclosure) -> DisclosureVersion:
    """The newest version; NotFound for a disclosure that has none yet."""
    return version(session, disclosure.latest_version_id or 0)


def versions_of(session: Session, disclosure_id: int) -> Sequence[DisclosureVersion]:
    """All versions, the first first."""
    return session.scalars(select(DisclosureVersion).where(DisclosureVersion.disclosure_id == disclosure_id).order_by(DisclosureVersion.sequence)).all()


def version_on(session: Session, disclosure_id: int, day: date) -> DisclosureVersion | None:
    """The version in force on a day, as it was public on that day: a later correction does not rewrite what was promised."""
    begun = [each for each in versions_of(session, disclosure_id) if each.in_force_from <= day and legal_day(each.disclosed_at) <= day]
    return max(begun, key=lambda each: each.sequence, default=None)


def of_enterprise(session: Session, enterprise_id: int, *, limit: int = 100, offset: int = 0) -> Sequence[tuple[Disclosure, DisclosureVersion]]:
    """An enterprise's disclosures with their newest versions, the last changed first."""
    query = select(Disclosure, DisclosureVersion).join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
    rows = session.execute(query.where(Disclosure.enterprise_id == enterprise_id).order_by(DisclosureVersion.id.desc()).limit(limit).offset(offset))
    return [(disclosure, newest) for disclosure, newest in rows]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a bureau narrows its list by; empty: anything."""

    klass: str = ""
    basis: str = ""
    change: str = ""
    lower_stated: bool = False
    text: str = ""
    """Part of a title or number, or the beginning of the enterprise's name."""
    since: datetime | None = None
    until: datetime | None = None


def in_area(session: Session, division_code: str, wanted: Filter | None = None, *, limit: int = 50, offset: int = 0) -> Sequence[tuple[DisclosureVersion, Disclosure, Enterprise]]:
    """Versions made public by enterprises of a division or below it, the newest first."""
    query = select(DisclosureVersion, Disclosure, Enterprise).join(Disclosure, Disclosure.id == DisclosureVersion.disclosure_id).join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    query = query.where(territory.lies_in(Enterprise.division_code, division_code))
    filters = wanted or Filter()
    for column, value in ((Disclosure.klass, filters.klass), (Disclosure.basis, filters.basis), (DisclosureVersion.change, filters.change)):
        query = query.where(column == value) if value else query
    if filters.lower_stated:
        query = query.where(DisclosureVersion.lower_stated.is_(True))
    if filters.since:
        query = query.where(DisclosureVersion.disclosed_at >= filters.since)
    if filters.until:
        query = query.where(DisclosureVersion.disclosed_at < filters.until)
    if filters.text.strip():
        text = filters.text.strip()
        query = query.where(DisclosureVersion.title.contains(text, autoescape=True) | Disclosure.number.contains(text, autoescape=True) | Enterprise.name.startswith(text, autoescape=True))
    rows = session.execute(query.order_by(DisclosureVersion.disclosed_at.desc(), DisclosureVersion.id.desc()).limit(limit).offset(offset))
    return [(newest, disclosure, firm) for newest, disclosure, firm in rows]


def statuses(session: Session, disclosures: Collection[Disclosure], today: date) -> dict[int, Status]:
    """What each disclosure is on `today`, by id, with four queries however many they are."""
    ids = [each.id for each in disclosures]
    dates: dict[int, list[VersionDates]] = {}
    for each in session.scalars(select(DisclosureVersion).where(DisclosureVersion.disclosure_id.in_(ids))):
        dates.setdefault(each.disclosure_id, []).append(VersionDates(each.sequence, each.in_force_from, each.valid_until, each.lower_stated, legal_day(each.disclosed_at)))
    withdrawn, superseded = endings.withdrawal_days(session, ids), endings.succession_days(session, ids)
    recorded = standings.facts(session, {each.enterprise_id for each in disclosures})
    return {
        each.id: derive(
            today, dates[each.id], withdrawn_on=withdrawn.get(each.id), superseded_on=superseded.get(each.id),
            standings=[fact for about, fact in recorded.get(each.enterprise_id, []) if about in (None, each.id)],
        )
        for each in disclosures
        if each.id in dates
    }  # fmt: skip


def rounds(session: Session, enterprise_id: int, compact_key: str) -> int:
    """How often the enterprise has disclosed a number so far."""
    return session.scalar(_ROUNDS, {"enterprise": enterprise_id, "key": compact_key}) or 0
