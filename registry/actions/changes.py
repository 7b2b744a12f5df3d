"""Which changes a disclosure still takes."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry.errors import Conflict
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion
from registry.queries import endings

CHANGE_OF = {"amend": "amendment", "correct": "correction"}
"""A draft's purpose to the version's change."""


def require_open(session: Session, disclosure: Disclosure, latest: DisclosureVersion, purpose: str, now: datetime, correction_days: int) -> None:
    """Pass, or raise Conflict: disclosure_ended (withdrawn or superseded), correction_over (`until`; then it is an amendment)."""
    if endings.ended(session, disclosure.id, legal_day(now)):
        raise Conflict("disclosure_ended", public_id=disclosure.public_id)
    until = latest.disclosed_at + timedelta(days=correction_days)
    if purpose == "correct" and now > until:
        raise Conflict("correction_over", public_id=disclosure.public_id, until=until)
