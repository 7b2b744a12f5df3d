"""Two claims to one thing, decided by the bureau over whoever holds it. Until then nothing changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import gtin_holdings, members, messages
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Dispute, Enterprise, Product
from registry.queries import bureaus, enterprises, products, verification
from registry.queries import disputes as queries
from registry.rules import permission
from registry.rules.enterprise import DISPUTE_DECISIONS, LONGEST_REASON
from registry.rules.permission import Actor, Scope
from registry.rules.powers import Role

CLAIMS = ("credit_code", "owner")


def claim(session: Session, *, actor: Actor, kind: str, credit_code: str, statement: str, licence_sha256: str, now: datetime) -> Dispute:
    """Claim a registered enterprise: kind credit_code (somebody else registered it) or owner (its owner is lost).

    Raises Invalid, NotFound when nobody registered the code, Conflict: dispute_open (one's own claim waits),
    already_owner. The bureau's registrars are told; the enterprise's members learn of the decision.
    """
    permission.require(actor, "dispute.open")
    enterprise = enterprises.by_credit_code(session, credit_code)
    if enterprise is None:
        raise NotFound("not_found")
    _check_claim(kind, statement)
    if actor.role_in(enterprise.id) == Role.owner:
        raise Conflict("already_owner")
    if any(each.claimant_account_id == actor.account_id for each in queries.waiting(session, enterprise.id)):
        raise Conflict("dispute_open")
    dispute = Dispute(kind=kind, enterprise_id=enterprise.id, claimant_account_id=actor.account_id, statement=statement.strip(), licence_sha256=licence_sha256, opened_at=now)
    session.add(dispute)
    audit.record(session, actor, "dispute.opened", dispute, at=now, kind=kind)
    officers = bureaus.officer_ids(session, enterprise.division_code, "registrar")
    messages.tell(session, officers, "dispute.waiting", {"enterprise": enterprise.name, "kind": kind}, f"/regulator/disputes/{dispute.id}", now)
    return dispute


def decide(session: Session, *, actor: Actor, dispute_id: int, decision: str, reason: str, now: datetime) -> Dispute:
    """Uphold the claim or reject it, with a reason that both sides read.

    Upheld: credit_code makes the claimant owner and ends all former members; owner makes the claimant owner and ends the
    former owners only; gtin takes the GTIN from the holder's product and gives it to the claimant's. Of two officers at
    once the second gets Conflict("already_decided"); NotAllowed("own_matter") for a party of the dispute.
    """
    dispute, enterprise = queries.DISPUTES.get(session, dispute_id, lock=True)
    permission.require(actor, "owner.replace" if dispute.kind == "owner" else "dispute.decide", Scope(division_code=enterprise.division_code))
    if dispute.claimant_account_id == actor.account_id or actor.role_in(enterprise.id) or actor.role_in(dispute.claimant_enterprise_id):
        raise NotAllowed("own_matter")
    if dispute.decided_at is not None:
        raise Conflict("already_decided")
    _check_decision(decision, reason)
    told = _parties(session, dispute)
    dispute.decision, dispute.reason, dispute.decided_at, dispute.decided_by_id = decision, reason.strip(), now, actor.account_id
    if decision == "upheld":
        _uphold(session, dispute, enterprise, now)
    audit.record(session, actor, f"dispute.{decision}", dispute, at=now, kind=dispute.kind)
    messages.tell(session, told, f"dispute.{decision}", {"enterprise": enterprise.name, "kind": dispute.kind, "reason": reason.strip()}, "/console", now)
    return dispute


def _check_claim(kind: str, statement: str) -> None:
    wrong = {} if kind in CLAIMS else {"kind": "choose_one"}
    if not statement.strip():
        wrong["statement"] = "required"
    elif len(statement) > LONGEST_REASON:
        wrong["statement"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)


def _check_decision(decision: str, reason: str) -> None:
    wrong = {} if decision in DISPUTE_DECISIONS else {"decision": "choose_one"}
    if not reason.strip():
        wrong["reason"] = "reason_required"
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = "reason_too_long"
    if wrong:
        raise Invalid(wrong)


def _parties(session: Session, dispute: Dispute) -> list[int]:
    """Who reads the decision: the claimant, the claimant's enterprise and everybody of the holder's."""
    told = [dispute.claimant_account_id, *enterprises.account_ids(session, dispute.enterprise_id)]
    if dispute.claimant_enterprise_id is not None:
        told += enterprises.account_ids(session, dispute.claimant_enterprise_id)
    return list(dict.fromkeys(told))


def _uphold(session: Session, dispute: Dispute, enterprise: Enterprise, now: datetime) -> None:
    if dispute.kind == "gtin":
        _give_gtin(session, dispute, now)
        return
    roles = (Role.owner,) if dispute.kind == "owner" else ()
    for member in enterprises.members(session, enterprise.id, *roles):
        member.ended_at = now
    members.join(session, enterprise.id, dispute.claimant_account_id, Role.owner, now)
    for invitation in enterprises.open_invitations(session, enterprise.id):
        invitation.revoked_at = now  # a former owner must not come back by an invitation of their own
    for asked in verification.waiting(session, enterprise.id):
        asked.decision, asked.decided_at = "retracted", now


def _give_gtin(session: Session, dispute: Dispute, now: datetime) -> None:
    winner = queries.product(session, dispute.product_id)
    holder = queries.gtin_holder(session, dispute.gtin or "")
    if winner is None or (holder is not None and holder.id not in (winner.id, dispute.holder_product_id)):
        raise Conflict("gtin_moved")
    if holder is not None and holder is not winner:
        _change_gtin(session, holder, None, now)
    _change_gtin(session, winner, dispute.gtin, now)


def _change_gtin(session: Session, product: Product, gtin: str | None, now: datetime) -> None:
    before, product.gtin = product.gtin, gtin
    session.flush()  # at no moment two holders
    gtin_holdings.follow(session, product, now)
    fact = {"from": {"name": product.name, "gtin": before or ""}, "to": {"name": product.name, "gtin": gtin or ""}}
    ledger.record(session, "product.changed", "product", products.code_of(session, product.id), fact, at=now)
