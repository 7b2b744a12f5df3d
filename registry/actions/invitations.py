"""Offers to act for an enterprise, a bureau or an assessment body. Whoever holds the link and the named address may accept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import assessment_bodies, bureaus, members, messages
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Account, AssessmentBody, Bureau, Enterprise, Invitation
from registry.queries import assessment
from registry.queries import bureaus as bureau_queries
from registry.queries import enterprises as queries
from registry.rules import contact, permission
from registry.rules.permission import Actor, Scope
from registry.rules.powers import BUREAU_ROLES, ENTERPRISE_ROLES
from registry.rules.secret import digest

LIVES = timedelta(days=7)
ASSESSOR = "assessor"
"""The one role in an assessment body."""


def invite_member(session: Session, *, actor: Actor, enterprise_id: int, address: str, role: str, token: str, language: str, now: datetime) -> Invitation:
    """Offer a role in the enterprise; the link goes to `address` (e-mail or telephone). `token`: 256 random bits as text.

    An older open offer to the same address is revoked. Raises Invalid.
    """
    enterprise = queries.get(session, enterprise_id)
    permission.require(actor, "enterprise.members", Scope(enterprise.id, enterprise.division_code))
    to = _checked(address, [role], ENTERPRISE_ROLES, "role")
    _replace(queries.open_invitations(session, enterprise.id), to, now)
    return _offer(session, actor, to, Invitation(enterprise_id=enterprise.id, roles=[role]), enterprise.name, token, language, now)


def invite_officer(session: Session, *, actor: Actor, bureau_id: int, address: str, roles: Sequence[str], token: str, language: str, now: datetime) -> Invitation:
    """Offer roles in the bureau, as `invite_member` does in an enterprise."""
    bureau = bureau_queries.get(session, bureau_id)
    permission.require(actor, "bureau.members", Scope(bureau_id=bureau.id))
    to = _checked(address, roles, BUREAU_ROLES, "roles")
    _replace(bureau_queries.open_invitations(session, bureau.id), to, now)
    return _offer(session, actor, to, Invitation(bureau_id=bureau.id, roles=list(roles)), bureau.name, token, language, now)


def invite_assessor(session: Session, *, actor: Actor, body_id: int, address: str, token: str, language: str, now: datetime) -> Invitation:
    """Offer a place in the assessment body, as `invite_member` does in an enterprise. Conflict("body_ended")."""
    body = assessment.body(session, body_id)
    permission.require(actor, "body.members", assessment_bodies.scope_of(body))
    if body.ended_at is not None:
        raise Conflict("body_ended")
    to = _checked(address, [ASSESSOR], (ASSESSOR,), "roles")
    _replace(assessment.open_invitations(session, body.id), to, now)
    return _offer(session, actor, to, Invitation(body_id=body.id, roles=[ASSESSOR]), body.name, token, language, now)


def revoke(session: Session, *, actor: Actor, invitation_id: int, now: datetime) -> Invitation:
    """Take an offer back. Conflict("invitation_used") when it was accepted or revoked before."""
    invitation = queries.invitation(session, invitation_id)
    if invitation.bureau_id is not None:
        permission.require(actor, "bureau.members", Scope(bureau_id=invitation.bureau_id))
    elif invitation.body_id is not None:
        permission.require(actor, "body.members", assessment_bodies.scope_of(assessment.body(session, invitation.body_id)))
    else:
        enterprise = queries.get(session, invitation.enterprise_id or 0)
        permission.require(actor, "enterprise.members", Scope(enterprise.id, enterprise.division_code))
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Conflict("invitation_used")
    invitation.revoked_at = now
    audit.record(session, actor, "invitation.revoked", invitation, at=now)
    return invitation


def accept(session: Session, *, actor: Actor, token: str, now: datetime) -> Invitation:
    """Take up the offer. Who holds the role already, or a higher one, keeps the higher.

    NotFound for an unknown link, Conflict (invitation_used, invitation_expired), NotAllowed("invitation_for_another")
    unless the named address is a confirmed one of the actor's.
    """
    permission.require(actor, "invitation.accept")
    invitation = readable(session, token, now)
    if not holds(session.get(Account, actor.account_id), invitation.address):
        raise NotAllowed("invitation_for_another")
    invitation.accepted_at = now
    account_id = actor.account_id or 0
    if invitation.bureau_id is not None:
        held = bureau_queries.member(session, invitation.bureau_id, account_id)
        bureaus.seat(session, invitation.bureau_id, account_id, [*invitation.roles, *(held.roles if held and held.ended_at is None else [])], now)
    elif invitation.body_id is not None:
        assessment_bodies.seat(session, invitation.body_id, account_id, now)
    else:
        _join(session, invitation.enterprise_id or 0, account_id, invitation.roles[0], now)
    audit.record(session, actor, "invitation.accepted", invitation, at=now, roles=",".join(invitation.roles))
    return invitation


def readable(session: Session, token: str, now: datetime) -> Invitation:
    """The open offer behind a link. Raises NotFound, Conflict (invitation_used, invitation_expired)."""
    invitation = queries.invitation_by_hash(session, digest(token))
    if invitation is None:
        raise NotFound("invitation_unknown")
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Conflict("invitation_used")
    if invitation.expires_at <= now:
        raise Conflict("invitation_expired")
    return invitation


def holds(account: Account | None, address: str) -> bool:
    """Whether the address is a confirmed one of the account's."""
    if account is None:
        return False
    return (account.email == address and account.email_confirmed_at is not None) or (account.phone == address and account.phone_confirmed_at is not None)


def offered_by(session: Session, invitation: Invitation) -> Enterprise | Bureau | AssessmentBody:
    """Whose people the offer is about."""
    if invitation.bureau_id is not None:
        return bureau_queries.get(session, invitation.bureau_id)
    if invitation.body_id is not None:
        return assessment.body(session, invitation.body_id)
    return queries.get(session, invitation.enterprise_id or 0)


def _checked(address: str, roles: Sequence[str], known: tuple[str, ...], field: str) -> contact.Contact:
    wrong = {} if roles and set(roles) <= set(known) else {field: "choose_one"}
    try:
        to = contact.parse(address)
    except ValueError as unreadable:
        wrong["address"] = str(unreadable)
    if wrong:
        raise Invalid(wrong)
    return to


def _replace(earlier: list[Invitation], to: contact.Contact, now: datetime) -> None:
    for invitation in earlier:
        if invitation.address == to.address:
            invitation.revoked_at = now


def _offer(session: Session, actor: Actor, to: contact.Contact, invitation: Invitation, name: str, token: str, language: str, now: datetime) -> Invitation:
    invitation.address, invitation.secret_hash, invitation.invited_by_id = to.address, digest(token), actor.account_id or 0
    invitation.created_at, invitation.expires_at = now, now + LIVES
    session.add(invitation)
    audit.record(session, actor, "invitation.sent", invitation, at=now, roles=",".join(invitation.roles))
    facts = {"name": name, "path": f"/account/invitations/{token}", "days": LIVES.days}
    messages.send_secret(session, to.channel, to.address, "invitation", facts, language, now)
    return invitation


def _join(session: Session, enterprise_id: int, account_id: int, role: str, now: datetime) -> None:
    held = queries.member(session, enterprise_id, account_id)
    current = [held.role] if held is not None and held.ended_at is None else []
    highest = min([role, *current], key=ENTERPRISE_ROLES.index)
    if [highest] != current:
        members.join(session, enterprise_id, account_id, highest, now)
