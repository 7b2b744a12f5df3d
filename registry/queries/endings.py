"""Which disclosures their enterprise withdrew or let another one take over, and since when."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from registry.models import Disclosure, DisclosureSuccession, DisclosureWithdrawal


def withdrawal(session: Session, disclosure_id: int) -> DisclosureWithdrawal | None:
    """The withdrawal of a disclosure, also one that is still to come."""
    return session.scalars(select(DisclosureWithdrawal).where(DisclosureWithdrawal.disclosure_id == disclosure_id)).one_or_none()


def succession(session: Session, disclosure_id: int) -> DisclosureSuccession | None:
    """Which disclosure takes over, also when that is still to come."""
    return session.scalars(select(DisclosureSuccession).where(DisclosureSuccession.disclosure_id == disclosure_id)).one_or_none()


def withdrawal_days(session: Session, disclosure_ids: Collection[int]) -> dict[int, date]:
    """By disclosure, the day from which it is withdrawn."""
    return dict(session.execute(_WITHDRAWN, {"ids": list(disclosure_ids)}).all())


_WITHDRAWN = select(DisclosureWithdrawal.disclosure_id, DisclosureWithdrawal.effective_on).where(DisclosureWithdrawal.disclosure_id.in_(bindparam("ids", expanding=True)))
_SUPERSEDED = select(DisclosureSuccession.disclosure_id, DisclosureSuccession.effective_on).where(DisclosureSuccession.disclosure_id.in_(bindparam("ids", expanding=True)))
_UNDER = (
    select(Disclosure).where(Disclosure.enterprise_id == bindparam("enterprise"), Disclosure.compact_key == bindparam("key")).order_by(Disclosure.round.desc()).limit(1)
)


def succession_days(session: Session, disclosure_ids: Collection[int]) -> dict[int, date]:
    """By disclosure, the day from which another one takes over."""
    return dict(session.execute(_SUPERSEDED, {"ids": list(disclosure_ids)}).all())


def ended(session: Session, disclosure_id: int, today: date) -> bool:
    """Whether the enterprise has ended the disclosure by `today`."""
    days = (withdrawal_days(session, [disclosure_id]), succession_days(session, [disclosure_id]))
    return any(day <= today for each in days for day in each.values())


def standing_under(session: Session, enterprise_id: int, compact_key: str, today: date) -> Disclosure | None:
    """The enterprise's disclosure of a number that it has not ended by `today`."""
    found = session.scalars(_UNDER, {"enterprise": enterprise_id, "key": compact_key}).one_or_none()
    return found if found is not None and not ended(session, found.id, today) else None
