"""What happens to orders to rectify without anybody's decision: the enterprise mends, or a calendar is imported.

Called in the transaction of what happened, by the action that had asked for permission; the audit names who did that.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import standings
from registry.actions.rectification_rows import Held, add, looked_at, tell_enterprise, tell_office
from registry.legal_time import legal_day
from registry.models import DisclosureVersion, Rectification, RectificationStep
from registry.queries import enterprises
from registry.queries import rectifications as queries
from registry.rules import permission
from registry.rules.permission import Actor


def corrected(session: Session, *, actor: Actor, version: DisclosureVersion, now: datetime) -> None:
    """A further version of a disclosure was made public: an order about it that is open holds it from now on, and its office is told."""
    if found := _open(session, version.disclosure_id, now):
        _link(session, actor, found, RectificationStep(word="corrected", version_id=version.id), now)


def ended(session: Session, *, actor: Actor, disclosure_id: int, effective_on: date, now: datetime) -> None:
    """The enterprise withdrew the disclosure from a day on, or let another one take over: that settles it, on that day."""
    if found := _open(session, disclosure_id, now):
        _link(session, actor, found, RectificationStep(word="withdrawn", counts_on=effective_on), now)


def recount(session: Session, *, actor: Actor, now: datetime) -> int:
    """Count every running order's last day anew after a calendar was imported; how many changed. Enterprise and office are told of each that moved."""
    permission.require(actor, "rectification.follow")
    return sum(_recounted(session, actor, row, now) for row in queries.running(session))


def _open(session: Session, disclosure_id: int, now: datetime) -> Held | None:
    row = queries.open_of_disclosure(session, disclosure_id)
    if row is None:
        return None
    return looked_at(session, queries.get(session, row.id, lock=True), enterprises.get(session, row.enterprise_id), legal_day(now))


def _link(session: Session, actor: Actor, found: Held, step: RectificationStep, now: datetime) -> None:
    add(session, actor, found, step, now)
    tell_office(session, found, "rectification.mended", now)


def _recounted(session: Session, actor: Actor, row: Rectification, now: datetime) -> bool:
    firm = enterprises.get(session, row.enterprise_id, lock=True)
    found = looked_at(session, queries.get(session, row.id, lock=True), firm, legal_day(now))
    due = found.state.due
    if due is None or (due.day, due.provisional) == (row.due_on, row.provisional):
        return False
    moved = due.day != row.due_on
    row.due_on, row.provisional = due.day, due.provisional
    audit.record(session, actor, "rectification.recounted", row, at=now, number=row.number, due=due.day.isoformat(), provisional=due.provisional)
    if moved:
        if fact := queries.order_fact(session, found.steps):
            standings.redate(session, actor=actor, standing_id=fact.id, until=due.day, now=now)
        tell_enterprise(session, found, "rectification.recounted", now, due=due.day.isoformat())
        tell_office(session, found, "rectification.recounted", now, due=due.day.isoformat())
    return True
