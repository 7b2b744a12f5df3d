"""Links by which witnesses take a draw's bundle. What the record says of them is all there is: made with a last day, perhaps recalled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from registry.models import Account, AuditEntry, Draw

MADE, RECALLED = "draw.link_made", "draw.link_recalled"


@dataclass(frozen=True, slots=True)
class Link:
    """number: of the entry of the record that made it. until: its last day."""

    number: int
    until: date
    made_at: datetime
    made_by: str


def live(session: Session, row: Draw, today: date) -> list[Link]:
    """Links of a draw that open its bundle on `today`, the oldest first."""
    told = _told(session, row)
    recalled = {entry.facts["link"] for entry, _name in told if entry.action == RECALLED}
    made = [Link(entry.id, date.fromisoformat(entry.facts["until"]), entry.at, name or "") for entry, name in told if entry.action == MADE]
    return [each for each in made if each.number not in recalled and each.until >= today]


def _told(session: Session, row: Draw) -> Sequence[Row[AuditEntry, str]]:
    query = select(AuditEntry, Account.name).outerjoin(Account, Account.id == AuditEntry.account_id)
    query = query.where(AuditEntry.action.in_((MADE, RECALLED)), AuditEntry.subject_kind == "draw", AuditEntry.subject_id == row.id).order_by(AuditEntry.id)
    return session.execute(query).all()
