"""Statuses of a page's rows, with four statements however many rows there are; derived, never stored."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import DisclosureSuccession, DisclosureVersion, DisclosureWithdrawal, Standing
from registry.rules.status import StandingFact, Status, VersionDates, derive

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_VERSION = select(
    DisclosureVersion.disclosure_id, DisclosureVersion.sequence, DisclosureVersion.in_force_from, DisclosureVersion.valid_until, DisclosureVersion.lower_stated, DisclosureVersion.disclosed_at
).where(DisclosureVersion.disclosure_id.in_(_IDS))  # fmt: skip
_STANDING = select(
    Standing.id, Standing.enterprise_id, Standing.disclosure_id, Standing.kind, Standing.effective_on, Standing.until, Standing.result, Standing.corrects_id, Standing.annulled
).where(Standing.enterprise_id.in_(bindparam("holders", expanding=True)), or_(Standing.disclosure_id.is_(None), Standing.disclosure_id.in_(_IDS)))  # fmt: skip
_ENDINGS = {ending: select(ending.disclosure_id, ending.effective_on).where(ending.disclosure_id.in_(_IDS)) for ending in (DisclosureWithdrawal, DisclosureSuccession)}


def statuses(session: Session, holders: Mapping[int, int], today: date) -> dict[int, Status]:
    """By disclosure id, its status on `today`; `holders` maps disclosure to enterprise."""
    if not holders:
        return {}
    dates, facts = _dates(session, holders), _facts(session, holders)
    withdrawn = _days(session, DisclosureWithdrawal, holders)
    superseded = _days(session, DisclosureSuccession, holders)
    return {
        each: derive(today, dates[each], withdrawn_on=withdrawn.get(each), superseded_on=superseded.get(each), standings=facts[None, holder] + facts[each, holder])
        for each, holder in holders.items()
        if each in dates
    }


def _dates(session: Session, ids: Collection[int]) -> dict[int, list[VersionDates]]:
    found: dict[int, list[VersionDates]] = {}
    for row in session.execute(_VERSION, {"ids": list(ids)}):
        found.setdefault(row.disclosure_id, []).append(VersionDates(row.sequence, row.in_force_from, row.valid_until, row.lower_stated, legal_day(row.disclosed_at)))
    return found


def _facts(session: Session, holders: Mapping[int, int]) -> defaultdict[tuple[int | None, int], list[StandingFact]]:
    found: defaultdict[tuple[int | None, int], list[StandingFact]] = defaultdict(list)
    for row in session.execute(_STANDING, {"holders": list(set(holders.values())), "ids": list(holders)}):
        found[row.disclosure_id, row.enterprise_id].append(StandingFact.of(row))
    return found


def _days(session: Session, ending: type[DisclosureWithdrawal] | type[DisclosureSuccession], ids: Collection[int]) -> dict[int, date]:
    return dict(session.execute(_ENDINGS[ending], {"ids": list(ids)}).all())
