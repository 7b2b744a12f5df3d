"""Policies that pay for honours, and their published versions."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, AuditEntry, Bureau, PolicyVersion, SubsidyPolicy
from registry.rules.permission import Actor, Scope
from registry.rules.policy import Policy


def get(session: Session, policy_id: int, *, lock: bool = False) -> SubsidyPolicy:
    """The policy; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    found = session.get(SubsidyPolicy, policy_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def scope(policy: SubsidyPolicy) -> Scope:
    """What every action on a policy is asked with."""
    return Scope(bureau_id=policy.bureau_id)


def mine(session: Session, actor: Actor) -> list[tuple[SubsidyPolicy, Bureau, PolicyVersion | None]]:
    """Policies of the person's offices with their newest version, the newest policy first."""
    query = select(SubsidyPolicy, Bureau).join(Bureau, Bureau.id == SubsidyPolicy.bureau_id).where(SubsidyPolicy.bureau_id.in_([each.bureau_id for each in actor.offices]))
    rows = session.execute(query.order_by(SubsidyPolicy.id.desc())).all()
    return [(row[0], row[1], latest(session, row[0].id)) for row in rows]


def in_force(session: Session, bureau_ids: list[int]) -> list[tuple[SubsidyPolicy, PolicyVersion]]:
    """Each policy of the bureaus that was published, with its newest version."""
    held = session.scalars(select(SubsidyPolicy).where(SubsidyPolicy.bureau_id.in_(bureau_ids)).order_by(SubsidyPolicy.id.desc())).all()
    return [(each, version) for each in held if (version := latest(session, each.id))]


def versions(session: Session, policy_id: int) -> list[PolicyVersion]:
    """What was published of a policy, the newest first."""
    return list(session.scalars(select(PolicyVersion).where(PolicyVersion.policy_id == policy_id).order_by(PolicyVersion.sequence.desc())))


def latest(session: Session, policy_id: int) -> PolicyVersion | None:
    """The newest published version."""
    return session.scalars(select(PolicyVersion).where(PolicyVersion.policy_id == policy_id).order_by(PolicyVersion.sequence.desc()).limit(1)).one_or_none()


def version(session: Session, policy_id: int, sequence: int) -> PolicyVersion:
    """One published version; NotFound."""
    found = session.scalars(select(PolicyVersion).where(PolicyVersion.policy_id == policy_id, PolicyVersion.sequence == sequence)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def version_by_id(session: Session, version_id: int) -> PolicyVersion:
    """One published version; NotFound."""
    found = session.get(PolicyVersion, version_id)
    if found is None:
        raise NotFound("not_found")
    return found


def read(version: PolicyVersion) -> Policy:
    """The policy as it was published."""
    return Policy.from_json(document(version))


def document(version: PolicyVersion) -> Mapping[str, Any]:
    """The published JSON: the policy's own keys, and policy, version and bureau."""
    found: Mapping[str, Any] = json.loads(version.content)
    return found


def saver(session: Session, policy_id: int) -> str:
    """Name of the person who saved the draft last; "" when nobody did."""
    query = select(Account.name).join(AuditEntry, AuditEntry.account_id == Account.id)
    saved = query.where(AuditEntry.action.in_(("policy.saved", "policy.begun")), AuditEntry.subject_kind == "subsidy_policy", AuditEntry.subject_id == policy_id)
    return session.scalars(saved.order_by(AuditEntry.id.desc()).limit(1)).first() or ""


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a policy."""
    return session.scalar(select(SubsidyPolicy.id).where(SubsidyPolicy.public_id == public_id)) is not None
