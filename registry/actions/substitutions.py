"""While somebody is away a colleague of the same bureau does what they would do (代理): set by themselves or by an approver, with days."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import messages
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.models import Substitution
from registry.queries import inspectors as queries
from registry.rules import inspector as rules
from registry.rules import names, permission
from registry.rules.permission import Actor, Scope

LONGEST_REASON = 200


def put_in(
    session: Session, *, actor: Actor, bureau_id: int, account_id: int, substitute_id: int, first_on: date | None, last_on: date | None, reason: str = "", now: datetime
) -> Substitution:
    """Let `substitute_id` stand in for `account_id` from the first to the last legal day; both are told.

    Nobody puts themselves in somebody else's place: who has a colleague's work today was named by another person.
    Raises Invalid with every wrong field.
    """
    permission.require(actor, "substitution.set", Scope(bureau_id=bureau_id, account_id=account_id))
    wrong = rules.absence_problems(first_on, last_on, legal_day(now)) | _people_problems(session, actor, bureau_id, account_id, substitute_id)
    if len(reason) > LONGEST_REASON:
        wrong["reason"] = "reason_too_long"
    if wrong or first_on is None or last_on is None:
        raise Invalid(wrong)
    if queries.overlapping(session, bureau_id, account_id, first_on, last_on):
        raise Invalid({"first_on": "substituted_already"})
    row = Substitution(
        bureau_id=bureau_id, account_id=account_id, substitute_id=substitute_id, first_on=first_on, last_on=last_on, reason=names.storable(reason) or None, set_by_id=actor.account_id, set_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "substitution.set", row, at=now, account=account_id, substitute=substitute_id)
    _tell(session, "substitution.set", row, now)
    return row


def end(session: Session, *, actor: Actor, substitution_id: int, now: datetime) -> Substitution:
    """End a substitution at once, by who is away or an approver. Raises Conflict("substitution_ended")."""
    row = queries.substitution(session, substitution_id)
    permission.require(actor, "substitution.set", Scope(bureau_id=row.bureau_id, account_id=row.account_id))
    if row.ended_at is not None:
        raise Conflict("substitution_ended")
    row.ended_at = now
    audit.record(session, actor, "substitution.ended", row, at=now)
    _tell(session, "substitution.ended", row, now)
    return row


def _people_problems(session: Session, actor: Actor, bureau_id: int, account_id: int, substitute_id: int) -> dict[str, str]:
    wrong = {name: "not_a_colleague" for name, each in (("account_id", account_id), ("substitute_id", substitute_id)) if not queries.member_in(session, bureau_id, each)}
    if substitute_id == account_id:
        wrong["substitute_id"] = "substitute_is_the_same"
    elif substitute_id == actor.account_id:
        wrong["substitute_id"] = "substitute_of_oneself"
    return wrong


def _tell(session: Session, kind: str, row: Substitution, now: datetime) -> None:
    called = {each.id: each.name for each in queries.colleagues(session, row.bureau_id)}
    facts = {"away": called.get(row.account_id, ""), "substitute": called.get(row.substitute_id, ""), "first_on": row.first_on.isoformat(), "last_on": row.last_on.isoformat()}
    messages.tell(session, [row.account_id, row.substitute_id], kind, facts, "/regulator/substitutions", now)
