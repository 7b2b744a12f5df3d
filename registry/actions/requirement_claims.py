"""Basic requirements: the enterprise asserts them with evidence, whoever runs the scheme confirms or refuses. The newest counts."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import front_runners, messages
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import RequirementClaim
from registry.queries import assessment, disclosures, enterprises, schemes
from registry.queries import requirement_claims as queries
from registry.rules import permission
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.permission import Actor, Scope
from registry.rules.scheme import Requirement

DECISIONS = ("confirmed", "refused")


def claim(
    session: Session, *, actor: Actor, scheme_id: int, disclosure_id: int, requirement: str, statement: str, models: str = "", evidence_sha256: str | None = None,
    evidence_name: str = "", now: datetime,
) -> RequirementClaim:  # fmt: skip
    """Assert that a disclosure meets a basic requirement of a scheme that is valid today; whoever runs the scheme is told.

    models: one a line, where asked for. Raises Invalid, NotFound for a scheme or requirement that does not ask this disclosure.
    """
    disclosure = disclosures.get(session, disclosure_id)
    enterprise = enterprises.get(session, disclosure.enterprise_id)
    permission.require(actor, "requirement.claim", Scope(enterprise.id, enterprise.division_code))
    asked = next(iter(queries.asked_of(session, enterprise, legal_day(now), scheme_id=scheme_id)), None)
    wanted = asked.requirement(requirement) if asked and any(each.id == disclosure_id for each, _version in asked.disclosures) else None
    if asked is None or wanted is None:
        raise NotFound("not_found")
    _check(wanted, statement.strip(), models.strip(), evidence_sha256)
    made = RequirementClaim(
        scheme_id=scheme_id, disclosure_id=disclosure_id, requirement=requirement, statement=statement.strip(), models=models.strip() or None, evidence_sha256=evidence_sha256,
        evidence_name=evidence_name or None, claimed_by_id=actor.account_id, claimed_at=now,
    )  # fmt: skip
    session.add(made)
    audit.record(session, actor, "claim.made", made, at=now, enterprise_id=enterprise.id, requirement=requirement)
    facts = {"enterprise": enterprise.name, "scheme": asked.version.title}
    messages.tell(session, assessment.judges(session, asked.scheme), "claim.waiting", facts, f"/assessor/claims/{made.id}", now)
    return made


def decide(session: Session, *, actor: Actor, claim_id: int, decision: str, reason: str, before: str = "", now: datetime) -> RequirementClaim:
    """Confirm a claim or refuse it with a reason; what was decided may be decided otherwise later. The enterprise's people are told.

    `before`: the decision that the person saw. Raises Invalid; Conflict: already_decided (somebody decided since),
    claim_replaced (asserted anew since); NotAllowed("own_matter").
    """
    found = queries.get(session, claim_id, lock=True)
    held, enterprise = found.claim, found.enterprise
    permission.require(actor, "requirement.decide", schemes.scope(found.scheme))
    if actor.role_in(enterprise.id):
        raise NotAllowed("own_matter")
    if (held.decision or "") != before:
        raise Conflict("already_decided")
    if not queries.counts(session, held):
        raise Conflict("claim_replaced")
    _check_decision(decision, reason.strip(), before)
    held.decision, held.reason, held.decided_by_id, held.decided_at = decision, reason.strip() or None, actor.account_id, now
    audit.record(session, actor, f"claim.{decision}", held, at=now, enterprise_id=enterprise.id, requirement=held.requirement)
    facts = {"enterprise": enterprise.name, "scheme": found.version.title, "requirement": held.requirement, "reason": held.reason or ""}
    messages.tell(session, enterprises.account_ids(session, enterprise.id), f"claim.{decision}", facts, f"/console/{enterprise.credit_code}/requirements", now)
    front_runners.suspend(session, actor=actor, disclosure_id=held.disclosure_id, now=now)
    return held


def _check(wanted: Requirement, statement: str, models: str, evidence: str | None) -> None:
    wrong = {} if statement else {"statement": "required"}
    if len(statement) > LONGEST_REASON:
        wrong["statement"] = "reason_too_long"
    if wanted.models and not models:
        wrong["models"] = "required"
    elif len(models) > LONGEST_REASON:
        wrong["models"] = "reason_too_long"
    if wanted.evidence and evidence is None:
        wrong["evidence"] = "file_required"
    if wrong:
        raise Invalid(wrong)


def _check_decision(decision: str, reason: str, before: str) -> None:
    wrong = {} if decision in DECISIONS and decision != before else {"decision": "choose_one"}
    if decision == "refused" and not reason:
        wrong["reason"] = "reason_required"
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)
