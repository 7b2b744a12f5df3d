"""Standards profiles: the links of an enterprise with their readings, and what a profile states."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from registry.errors import NotFound
from registry.models import Bureau, Disclosure, Enterprise, ProfileReading, StandardsProfile, Standing
from registry.queries import badges, honours, public_lists, public_people
from registry.queries.badges import Badges
from registry.queries.honours import Told
from registry.queries.public import PublicStanding
from registry.queries.public_conditions import Wanted
from registry.queries.public_lists import ListedDisclosure
from registry.queries.public_people import PublicEnterprise
from registry.rules.standing import PUBLIC

MOST_SHOWN = 200
MOST_READINGS = 200


@dataclass(frozen=True, slots=True)
class Check:
    """A public fact that a bureau recorded about one disclosure. public_id, number: of the disclosure."""

    public_id: str
    number: str
    fact: PublicStanding


@dataclass(frozen=True, slots=True)
class Stated:
    """What a profile states: declared by the enterprise, checked by bureaus, computed by the registry or by who publishes boards. Public facts only.

    bureaus: by honour the name of the bureau that confirmed it. more: further disclosures than these are public.
    """

    firm: PublicEnterprise
    disclosures: tuple[ListedDisclosure, ...]
    more: bool
    checks: tuple[Check, ...]
    honours: tuple[Told, ...]
    bureaus: dict[int, str]
    badges: Badges


def get(session: Session, profile_id: int) -> StandardsProfile:
    """The link; NotFound."""
    found = session.get(StandardsProfile, profile_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_hash(session: Session, secret_hash: str) -> StandardsProfile | None:
    """The link whose secret has this SHA-256."""
    return session.scalars(select(StandardsProfile).where(StandardsProfile.secret_hash == secret_hash)).one_or_none()


def of_enterprise(session: Session, enterprise_id: int) -> list[StandardsProfile]:
    """Every link that the enterprise ever made, the newest first."""
    return list(session.scalars(select(StandardsProfile).where(StandardsProfile.enterprise_id == enterprise_id).order_by(StandardsProfile.id.desc())))


def open_count(session: Session, enterprise_id: int, today: date) -> int:
    """How many links open today."""
    held = select(func.count(StandardsProfile.id)).where(StandardsProfile.enterprise_id == enterprise_id, StandardsProfile.revoked_at.is_(None), StandardsProfile.ends_on >= today)
    return session.scalar(held) or 0


def readings(session: Session, profile_ids: Collection[int]) -> dict[int, list[ProfileReading]]:
    """By link its newest readings, the newest first."""
    found: dict[int, list[ProfileReading]] = {each: [] for each in profile_ids}
    for profile_id in profile_ids:
        query = select(ProfileReading).where(ProfileReading.profile_id == profile_id).order_by(ProfileReading.id.desc()).limit(MOST_READINGS)
        found[profile_id] = list(session.scalars(query))
    return found


def reading_counts(session: Session, enterprise_id: int) -> dict[int, int]:
    """By link how often it was read."""
    query = select(ProfileReading.profile_id, func.count(ProfileReading.id)).join(StandardsProfile, StandardsProfile.id == ProfileReading.profile_id)
    return dict(session.execute(query.where(StandardsProfile.enterprise_id == enterprise_id).group_by(ProfileReading.profile_id)).all())


def stated(session: Session, enterprise_id: int, today: date) -> Stated:
    """What the enterprise's profile states today; NotFound for one that no bureau has verified."""
    firm = public_people.enterprise(session, session.get_one(Enterprise, enterprise_id).credit_code, today)
    found = public_lists.disclosures(session, Wanted(enterprise_id=firm.id), today, counted=False, per_page=MOST_SHOWN)
    confirmed = tuple(honours.confirmed_of(session, firm.id))
    names = {row.id: row.name for row in session.scalars(select(Bureau).where(Bureau.id.in_([each.steps[-1].bureau_id for each in confirmed])))}
    told = {each.row.id: names.get(each.steps[-1].bureau_id or 0, "") for each in confirmed}
    return Stated(firm, found.rows, found.more, tuple(_checks(session, firm.id, today)), confirmed, told, badges.of_enterprise(session, firm.id, today))


def _checks(session: Session, enterprise_id: int, today: date) -> list[Check]:
    later = aliased(Standing)
    query = select(Disclosure.public_id, Disclosure.number, Standing, Bureau.name).join(Disclosure, Disclosure.id == Standing.disclosure_id).join(Bureau, Bureau.id == Standing.bureau_id)
    stands = (Standing.kind.in_(PUBLIC), Standing.effective_on <= today, Standing.annulled.is_(False), ~exists().where(later.corrects_id == Standing.id))
    rows = session.execute(query.where(Standing.enterprise_id == enterprise_id, *stands).order_by(Standing.effective_on.desc(), Standing.id.desc()).limit(MOST_SHOWN))
    return [
        Check(public_id, number, PublicStanding(row.kind, row.effective_on, row.until, row.result, row.document, row.source, row.source_url, bureau, about_enterprise=False))
        for public_id, number, row, bureau in rows
    ]
