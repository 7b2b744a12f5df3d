"""An enterprise ends a disclosure: it withdraws it, or another of its disclosures takes over. Both are rows of their own;
the page and every printed code keep answering.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import front_runners, messages, rectification_following
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureSuccession, DisclosureWithdrawal, Enterprise
from registry.queries import disclosures, endings, enterprises
from registry.rules import names, permission
from registry.rules.permission import Actor, Scope
from registry.rules.self_check_form import LATEST, LONGEST_STATEMENT


def withdraw(session: Session, *, actor: Actor, disclosure_id: int, effective_on: date | None, reason: str, now: datetime) -> DisclosureWithdrawal:
    """Withdraw from a day on, today at the earliest. Raises Invalid, Conflict("withdrawn_already")."""
    disclosure, enterprise = _own(session, actor, disclosure_id)
    if endings.withdrawal(session, disclosure.id):
        raise Conflict("withdrawn_already", public_id=disclosure.public_id)
    day = _checked(effective_on, reason, now)
    row = DisclosureWithdrawal(disclosure_id=disclosure.id, effective_on=day, reason=names.storable(reason), recorded_by_id=actor.account_id, recorded_at=now)
    session.add(row)
    _make_known(session, actor, "disclosure.withdrawn", disclosure, enterprise, row, now)
    return row


def supersede(session: Session, *, actor: Actor, disclosure_id: int, successor_id: int, effective_on: date | None, reason: str, now: datetime) -> DisclosureSuccession:
    """Another disclosure of the same enterprise takes over from a day on, today at the earliest.

    Raises Invalid (successor: successor_unknown, successor_is_itself, successor_ended, successor_in_circle),
    Conflict("superseded_already").
    """
    disclosure, enterprise = _own(session, actor, disclosure_id)
    if endings.succession(session, disclosure.id):
        raise Conflict("superseded_already", public_id=disclosure.public_id)
    wrong = _successor_problem(session, disclosure, successor_id, legal_day(now))
    day = _checked(effective_on, reason, now, wrong)
    row = DisclosureSuccession(
        disclosure_id=disclosure.id, successor_id=successor_id, effective_on=day, reason=names.storable(reason), recorded_by_id=actor.account_id, recorded_at=now
    )
    session.add(row)
    _make_known(session, actor, "disclosure.superseded", disclosure, enterprise, row, now, successor=disclosures.get(session, successor_id).public_id)
    return row


def _own(session: Session, actor: Actor, disclosure_id: int) -> tuple[Disclosure, Enterprise]:
    disclosure = disclosures.get(session, disclosure_id)
    permission.require(actor, "disclosure.end", Scope(disclosure.enterprise_id))
    enterprise = enterprises.get(session, disclosure.enterprise_id, lock=True)  # one ending after the other: no circles, no second row
    return disclosure, enterprise


def _checked(effective_on: date | None, reason: str, now: datetime, successor_problem: str = "") -> date:
    wrong = {"successor": successor_problem} if successor_problem else {}
    if effective_on is None or effective_on > LATEST:
        wrong["effective_on"] = "date_unreadable"
    elif effective_on < legal_day(now):
        wrong["effective_on"] = "date_past"
    if not names.storable(reason) or len(reason) > LONGEST_STATEMENT:
        wrong["reason"] = "text_long" if reason.strip() else "reason_missing"
    if wrong or effective_on is None:
        raise Invalid(wrong)
    return effective_on


def _successor_problem(session: Session, disclosure: Disclosure, successor_id: int, today: date) -> str:
    if successor_id == disclosure.id:
        return "successor_is_itself"
    try:
        successor = disclosures.get(session, successor_id)
    except NotFound:
        return "successor_unknown"
    if successor.enterprise_id != disclosure.enterprise_id:
        return "successor_unknown"
    following = endings.succession(session, successor.id)
    while following:
        if following.successor_id == disclosure.id:
            return "successor_in_circle"
        following = endings.succession(session, following.successor_id)
    return "successor_ended" if endings.ended(session, successor.id, today) else ""


def _make_known(
    session: Session, actor: Actor, kind: str, disclosure: Disclosure, enterprise: Enterprise, row: DisclosureWithdrawal | DisclosureSuccession, now: datetime, **more: str
) -> None:
    facts = {"number": disclosure.number, "enterprise": enterprise.name, "effective_on": row.effective_on.isoformat()} | more
    audit.record(session, actor, kind, row, at=now, enterprise_id=enterprise.id, public_id=disclosure.public_id)
    ledger.record(session, kind, "disclosure", disclosure.public_id, facts | {"reason": row.reason}, at=now)
    messages.tell(session, enterprises.account_ids(session, enterprise.id), kind, facts, f"/disclosures/{disclosure.public_id}", now)
    front_runners.suspend(session, actor=actor, disclosure_id=disclosure.id, now=now)
    rectification_following.ended(session, actor=actor, disclosure_id=disclosure.id, effective_on=row.effective_on, now=now)
