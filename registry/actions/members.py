"""Who acts for an enterprise: owners, editors, viewers. There is always an owner."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Enterprise, EnterpriseMember
from registry.queries import enterprises as queries
from registry.rules import permission
from registry.rules.permission import Actor, Scope
from registry.rules.powers import ENTERPRISE_ROLES, Role


def change_role(session: Session, *, actor: Actor, enterprise_id: int, account_id: int, role: str, now: datetime) -> EnterpriseMember:
    """Give a member another role. Conflict("last_owner") for the last owner."""
    enterprise, member = _member(session, actor, enterprise_id, account_id)
    if role not in ENTERPRISE_ROLES:
        raise Invalid({"role": "not_a_choice"})
    if role != Role.owner:
        _keep_an_owner(session, member)
    member.role = role
    audit.record(session, actor, "member.role_changed", member, at=now, account=account_id, role=role)
    messages.tell(session, [account_id], "member.role_changed", {"enterprise": enterprise.name, "role": role}, f"/console/{enterprise.credit_code}", now)
    return member


def end(session: Session, *, actor: Actor, enterprise_id: int, account_id: int, now: datetime) -> EnterpriseMember:
    """End somebody's membership. Conflict("last_owner") for the last owner."""
    enterprise, member = _member(session, actor, enterprise_id, account_id)
    _keep_an_owner(session, member)
    member.ended_at = now
    audit.record(session, actor, "member.ended", member, at=now, account=account_id)
    messages.tell(session, [account_id], "member.ended", {"enterprise": enterprise.name}, "/console", now)
    return member


def leave(session: Session, *, actor: Actor, enterprise_id: int, now: datetime) -> EnterpriseMember:
    """End one's own membership. Conflict("last_owner") for the last owner."""
    member = _current(session, enterprise_id, actor.account_id or 0)
    permission.require(actor, "member.leave", Scope(account_id=member.account_id))
    _keep_an_owner(session, member)
    member.ended_at = now
    audit.record(session, actor, "member.left", member, at=now)
    return member


def join(session: Session, enterprise_id: int, account_id: int, role: str, now: datetime) -> EnterpriseMember:
    """Add a member for another action; somebody who comes back takes up the old row, the audit keeps the story."""
    member = queries.member(session, enterprise_id, account_id)
    if member is None:
        member = EnterpriseMember(enterprise_id=enterprise_id, account_id=account_id)
        session.add(member)
    member.role, member.since, member.ended_at = role, now, None
    return member


def _member(session: Session, actor: Actor, enterprise_id: int, account_id: int) -> tuple[Enterprise, EnterpriseMember]:
    enterprise = queries.get(session, enterprise_id, lock=True)
    permission.require(actor, "enterprise.members", Scope(enterprise.id, enterprise.division_code))
    return enterprise, _current(session, enterprise_id, account_id)


def _current(session: Session, enterprise_id: int, account_id: int) -> EnterpriseMember:
    queries.get(session, enterprise_id, lock=True)  # two owners who leave at once must not both leave
    member = queries.member(session, enterprise_id, account_id)
    if member is None or member.ended_at is not None:
        raise NotFound("not_found")
    return member


def _keep_an_owner(session: Session, member: EnterpriseMember) -> None:
    if [each.account_id for each in queries.members(session, member.enterprise_id, Role.owner)] == [member.account_id]:
        raise Conflict("last_owner")
