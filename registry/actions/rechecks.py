"""The enterprise asks that a published result be looked at again (复查); an approver decides, and the same pair goes.

Asked once for an inspection, within RECHECK_DAYS working days of publication; of a re-check's own result no further one is asked.
"""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import inspections, messages
from registry.actions.inspections import Bits
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Enterprise, Inspection, InspectionStep
from registry.queries import enterprises
from registry.queries import findings as queries
from registry.queries import inspections as inspection_queries
from registry.rules import permission, verdict
from registry.rules.inspection import Limits
from registry.rules.permission import Actor
from registry.rules.verdict import NOT_EVALUATED

DECISIONS = ("granted", "refused")


def ask(session: Session, *, actor: Actor, finding_id: int, statement: str, limits: Limits, now: datetime) -> InspectionStep:
    """Ask for a re-check, saying why. Raises Invalid: statement; Conflict: not_published_yet, recheck_asked_already, recheck_is_final, recheck_term_over, finding_corrected."""
    finding = queries.get(session, finding_id)
    permission.require(actor, "recheck.ask", queries.scope(session, finding))
    row = inspection_queries.locked(session, finding.inspection_id)
    _may_ask(session, finding.id, row, limits, now)
    if problem := ("required" if not statement.strip() else "text_long" if len(statement) > verdict.LONGEST_NOTE else ""):
        raise Invalid({"statement": problem}, longest=verdict.LONGEST_NOTE)
    row.ended_at = None
    step = inspections.add_step(session, row, "recheck_asked", actor, now, statement=statement.strip(), facts={"finding": finding.public_id})
    audit.record(session, actor, "recheck.asked", row, at=now, public_id=row.public_id)
    messages.tell(session, queries.approvers(session, row.bureau_id), "recheck.asked", inspection_queries.facts(session, row), f"/regulator/inspections/{row.public_id}", now)
    return step


def decide(session: Session, *, actor: Actor, inspection_id: int, decision: str, reason: str, now: datetime, random: Bits = secrets.randbits) -> Inspection | None:
    """Grant it, which orders the re-check, or refuse it with a reason that the enterprise reads.

    Raises Invalid: decision, reason; Conflict: recheck_not_asked (or decided already); NotAllowed("own_matter").
    """
    row = inspection_queries.locked(session, inspection_id)
    permission.require(actor, "recheck.decide", inspection_queries.scope(row))
    if actor.role_in(row.enterprise_id) is not None:
        raise NotAllowed("own_matter")
    if [each.word for each in queries.recheck_steps(session, row.id)] != ["recheck_asked"]:
        raise Conflict("recheck_not_asked")
    wrong = {} if decision in DECISIONS else {"decision": "choose_one"}
    if (decision == "refused" and not reason.strip()) or len(reason) > verdict.LONGEST_NOTE:
        wrong["reason"] = "text_long" if reason.strip() else "required"
    if wrong:
        raise Invalid(wrong, longest=verdict.LONGEST_NOTE)
    row.ended_at = now
    inspections.add_step(session, row, f"recheck_{decision}", actor, now, statement=reason.strip())
    audit.record(session, actor, f"recheck.{decision}", row, at=now, public_id=row.public_id)
    again = inspections.recheck(session, actor=actor, earlier=row, now=now, random=random) if decision == "granted" else None
    firm = session.get_one(Enterprise, row.enterprise_id)
    told = inspection_queries.facts(session, row) | ({"reason": reason.strip()} if reason.strip() else {})
    messages.tell(session, enterprises.account_ids(session, firm.id), f"recheck.{decision}", told, f"/console/{firm.credit_code}/findings", now)
    return again


def _may_ask(session: Session, finding_id: int, row: Inspection, limits: Limits, now: datetime) -> None:
    published = queries.publication(session, finding_id)
    if published is None:
        raise Conflict("not_published_yet")
    if queries.get(session, finding_id).verdict == NOT_EVALUATED or row.kind == "recheck":
        raise Conflict("recheck_is_final")
    if queries.corrected_by(session, finding_id):
        raise Conflict("finding_corrected")
    if queries.recheck_steps(session, row.id):
        raise Conflict("recheck_asked_already")
    due = queries.recheck_due(session, published, limits)
    if legal_day(now) > due.day and not due.provisional:
        raise Conflict("recheck_term_over")
