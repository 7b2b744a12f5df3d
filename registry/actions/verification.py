"""An enterprise shows its licence, a bureau looks at it: the first time, and when name or place change."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import messages
from registry.actions.enterprises import record_name
from registry.errors import Conflict, Invalid, NotAllowed
from registry.models import Enterprise, VerificationRequest
from registry.queries import bureaus, enterprises
from registry.queries import verification as queries
from registry.rules import permission
from registry.rules.enterprise import DECISIONS, LONGEST_REASON, REQUEST_KINDS, name_and_place
from registry.rules.permission import Actor, Scope


def request(
    session: Session, *, actor: Actor, enterprise_id: int, kind: str, name: str, division_code: str, town: str, licence_sha256: str, licence_name: str, message: str, now: datetime
) -> VerificationRequest:
    """Ask the bureau to look at the licence: kind first, rename or move. The bureau's registrars are told.

    Raises Invalid, and Conflict: request_open (a matter of this kind waits), already_verified, verify_first.
    """
    enterprise = enterprises.get(session, enterprise_id)
    permission.require(actor, "enterprise.request", Scope(enterprise.id, enterprise.division_code))
    asked = VerificationRequest(
        enterprise_id=enterprise.id, kind=kind, name=name.strip(), division_code=division_code, town=town.strip() or None, licence_sha256=licence_sha256, licence_name=licence_name,
        message=message.strip() or None, submitted_by_id=actor.account_id, submitted_at=now,
    )
    _check(asked, enterprise)
    if any(each.kind == kind for each in queries.waiting(session, enterprise.id)):
        raise Conflict("request_open")
    session.add(asked)
    audit.record(session, actor, "verification.requested", asked, at=now, kind=kind)
    officers = bureaus.officer_ids(session, queries.place(asked, enterprise), "registrar")
    messages.tell(session, officers, "verification.waiting", {"enterprise": enterprise.name}, f"/regulator/verifications/{asked.id}", now)
    return asked


def retract(session: Session, *, actor: Actor, request_id: int, now: datetime) -> VerificationRequest:
    """The enterprise takes its request back, to mend it. Conflict("already_decided")."""
    asked, enterprise = queries.REQUESTS.get(session, request_id, lock=True)
    permission.require(actor, "enterprise.request", Scope(enterprise.id, enterprise.division_code))
    _still_open(asked)
    asked.decision, asked.decided_at, asked.decided_by_id = "retracted", now, actor.account_id
    audit.record(session, actor, "verification.retracted", asked, at=now)
    return asked


def decide(session: Session, *, actor: Actor, request_id: int, decision: str, reason: str, now: datetime) -> VerificationRequest:
    """Approve, refuse or ask back (both with a reason); the enterprise's members are told.

    Decided where the enterprise lies today, a move where it moves to. Of two officers at once the second gets
    Conflict("already_decided"); nobody decides for an enterprise of their own (NotAllowed "own_matter").
    """
    asked, enterprise = queries.REQUESTS.get(session, request_id, lock=True)
    permission.require(actor, "verification.decide", Scope(division_code=queries.place(asked, enterprise)))
    if actor.role_in(enterprise.id) or asked.submitted_by_id == actor.account_id:
        raise NotAllowed("own_matter")
    _still_open(asked)
    _check_decision(decision, reason)
    asked.decision, asked.reason, asked.decided_at, asked.decided_by_id = decision, reason.strip() or None, now, actor.account_id
    if decision == "approved":
        _approve(session, asked, enterprise, now)
    audit.record(session, actor, f"verification.{decision}", asked, at=now, kind=asked.kind)
    facts = {"enterprise": enterprise.name, "reason": reason.strip()}
    messages.tell(session, enterprises.account_ids(session, enterprise.id), f"verification.{decision}", facts, f"/console/{enterprise.credit_code}/verification", now)
    return asked


def _check(asked: VerificationRequest, enterprise: Enterprise) -> None:
    if asked.kind not in REQUEST_KINDS:
        raise Invalid({"kind": "not_a_choice"})
    if asked.kind == "first" and enterprise.verified_at is not None:
        raise Conflict("already_verified")
    if asked.kind != "first" and enterprise.verified_at is None:
        raise Conflict("verify_first")
    wrong = name_and_place(asked.name, asked.division_code, asked.town or "")
    if asked.kind == "rename" and asked.name == enterprise.name:
        wrong["name"] = "name_unchanged"
    if asked.kind == "move" and (asked.division_code, asked.town) == (enterprise.division_code, enterprise.town):
        wrong["division_code"] = "place_unchanged"
    if len(asked.message or "") > LONGEST_REASON:
        wrong["message"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)


def _check_decision(decision: str, reason: str) -> None:
    wrong = {} if decision in DECISIONS else {"decision": "choose_one"}
    if decision in ("refused", "asked_back") and not reason.strip():
        wrong["reason"] = "reason_required"
    if len(reason) > LONGEST_REASON:
        wrong["reason"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)


def _still_open(asked: VerificationRequest) -> None:
    if asked.decided_at is not None:
        raise Conflict("already_decided")


def _approve(session: Session, asked: VerificationRequest, enterprise: Enterprise, now: datetime) -> None:
    before = {"name": enterprise.name, "division": enterprise.division_code}
    if asked.kind == "first":
        enterprise.verified_at = now
    if asked.kind in ("first", "rename"):
        enterprise.name = asked.name
    if asked.kind in ("first", "move"):
        enterprise.division_code, enterprise.town = asked.division_code, asked.town
    after = {"name": enterprise.name, "division": enterprise.division_code}
    if after != before:
        record_name(session, enterprise, now)
    kind = {"first": "enterprise.verified", "rename": "enterprise.renamed", "move": "enterprise.moved"}[asked.kind]
    ledger.record(session, kind, "enterprise", enterprise.credit_code, after if asked.kind == "first" else {"from": before, "to": after}, at=now)
