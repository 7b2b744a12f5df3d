"""Enterprises, their people, and what stands on their desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registry.errors import NotFound
from registry.models import (
    Account,
    Disclosure,
    Draft,
    Enterprise,
    EnterpriseFact,
    EnterpriseMember,
    EnterpriseName,
    Finding,
    FindingPublication,
    FindingReply,
    Inspection,
    Invitation,
    Rectification,
    ScreeningMatter,
    VerificationRequest,
)
from registry.queries import locking


@dataclass(frozen=True, slots=True)
class Desk:
    """What an enterprise's next step follows from."""

    enterprise: Enterprise
    role: str
    waiting: VerificationRequest | None
    decided: VerificationRequest | None
    """The newest request that the bureau decided."""
    drafts: int
    disclosures: int
    orders: int = 0
    """Delivered orders to rectify that have not ended."""
    findings: int = 0
    """Findings that may still be replied to as far as is known: neither published nor replied to."""
    matters: int = 0
    """What screening asks to be mended."""


def get(session: Session, enterprise_id: int, *, lock: bool = False) -> Enterprise:
    """The enterprise; NotFound. `lock` holds its row until the transaction ends."""
    found = session.get(Enterprise, enterprise_id, with_for_update=lock or None)
    if found is None:
        raise NotFound("not_found")
    return found


def by_credit_code(session: Session, credit_code: str) -> Enterprise | None:
    """The holder of a credit code of 18 characters."""
    return session.scalars(select(Enterprise).where(Enterprise.credit_code == credit_code)).one_or_none()


def by_ids(session: Session, ids: Sequence[int]) -> list[Enterprise]:
    """Enterprises by name."""
    return list(session.scalars(select(Enterprise).where(Enterprise.id.in_(ids)).order_by(Enterprise.name, Enterprise.id)))


def memberships(session: Session, account_id: int) -> dict[int, str]:
    """Enterprise id -> role, of memberships that have not ended."""
    rows = session.execute(select(EnterpriseMember.enterprise_id, EnterpriseMember.role).where(EnterpriseMember.account_id == account_id, EnterpriseMember.ended_at.is_(None)))
    return dict(rows.all())


def member(session: Session, enterprise_id: int, account_id: int) -> EnterpriseMember | None:
    """The person's membership, ended or not."""
    return session.scalars(select(EnterpriseMember).where(EnterpriseMember.enterprise_id == enterprise_id, EnterpriseMember.account_id == account_id)).one_or_none()


def members(session: Session, enterprise_id: int, *roles: str) -> list[EnterpriseMember]:
    """Memberships that have not ended (of the named roles only), oldest first."""
    query = select(EnterpriseMember).where(EnterpriseMember.enterprise_id == enterprise_id, EnterpriseMember.ended_at.is_(None))
    return list(session.scalars((query.where(EnterpriseMember.role.in_(roles)) if roles else query).order_by(EnterpriseMember.since, EnterpriseMember.id)))


def members_with_accounts(session: Session, enterprise_id: int) -> list[tuple[EnterpriseMember, Account]]:
    """Memberships, ended ones last, with their people."""
    query = select(EnterpriseMember, Account).join(Account, Account.id == EnterpriseMember.account_id).where(EnterpriseMember.enterprise_id == enterprise_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(EnterpriseMember.ended_at.is_not(None), EnterpriseMember.since, EnterpriseMember.id))]


def account_ids(session: Session, enterprise_id: int) -> list[int]:
    """The people to be told about what concerns the enterprise."""
    return [each.account_id for each in members(session, enterprise_id)]


def open_invitations(session: Session, enterprise_id: int) -> list[Invitation]:
    """Offers neither accepted nor revoked, newest first; some may have run out."""
    query = select(Invitation).where(Invitation.enterprise_id == enterprise_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Invitation.id.desc())))


def invitation_by_hash(session: Session, secret_hash: str) -> Invitation | None:
    """The invitation whose secret has this SHA-256, locked against a second click."""
    return session.scalars(select(Invitation).where(Invitation.secret_hash == secret_hash).with_for_update()).one_or_none()


def invitation(session: Session, invitation_id: int) -> Invitation:
    """The invitation; NotFound."""
    found = session.get(Invitation, invitation_id)
    if found is None:
        raise NotFound("not_found")
    return found


def names(session: Session, enterprise_id: int) -> list[EnterpriseName]:
    """Names and places, the one in force first."""
    query = select(EnterpriseName).where(EnterpriseName.enterprise_id == enterprise_id)
    return list(session.scalars(query.order_by(EnterpriseName.since.desc(), EnterpriseName.id.desc())))


def facts(session: Session, enterprise_id: int) -> list[EnterpriseFact]:
    """Marks and adoptions that have not ended."""
    query = select(EnterpriseFact).where(EnterpriseFact.enterprise_id == enterprise_id, EnterpriseFact.ended_at.is_(None))
    return list(session.scalars(query.order_by(EnterpriseFact.kind, EnterpriseFact.id)))


def fact(session: Session, fact_id: int, *, lock: bool = False) -> tuple[EnterpriseFact, Enterprise]:
    """A fact and whose it is; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    query = select(EnterpriseFact, Enterprise).join(Enterprise, Enterprise.id == EnterpriseFact.enterprise_id).where(EnterpriseFact.id == fact_id)
    return locking.pair(session, query, lock=lock)


def desks(session: Session, roles: dict[int, str]) -> list[Desk]:
    """What stands on the desks of the given enterprises (id -> role), by name."""
    ids = list(roles)
    counted = _counted(session, ids)
    requests = session.scalars(select(VerificationRequest).where(VerificationRequest.enterprise_id.in_(ids)).order_by(VerificationRequest.id)).all()
    waiting = {each.enterprise_id: each for each in requests if each.decided_at is None}
    decided = {each.enterprise_id: each for each in requests if each.decision in ("approved", "refused", "asked_back")}
    return [Desk(each, roles[each.id], waiting.get(each.id), decided.get(each.id), **{name: found.get(each.id, 0) for name, found in counted.items()}) for each in by_ids(session, ids)]


def _counted(session: Session, ids: list[int]) -> dict[str, dict[int, int]]:
    """By field of Desk: how many each enterprise has."""
    unread = ~exists().where(FindingPublication.finding_id == Finding.id) & ~exists().where(FindingReply.finding_id == Finding.id)
    rows: dict[str, tuple[InstrumentedAttribute[int], tuple[ColumnElement[bool], ...]]] = {
        "drafts": (Draft.enterprise_id, (Draft.disclosed_version_id.is_(None), Draft.discarded_at.is_(None))),
        "disclosures": (Disclosure.enterprise_id, ()),
        "orders": (Rectification.enterprise_id, (Rectification.due_on.is_not(None), Rectification.ended_at.is_(None))),
        "findings": (Inspection.enterprise_id, (Finding.inspection_id == Inspection.id, Finding.verdict != "not_evaluated", unread)),
        "matters": (ScreeningMatter.enterprise_id, (ScreeningMatter.settled_at.is_(None),)),
    }
    return {name: dict(session.execute(select(owner, func.count()).where(owner.in_(ids), *which).group_by(owner)).all()) for name, (owner, which) in rows.items()}
