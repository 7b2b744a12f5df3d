"""Bureaus, their people, and what lies in their territory."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, false, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import Account, Bureau, BureauMember, Enterprise, EnterpriseFact, Invitation
from registry.rules.permission import Actor, Office

_DIGITS = {"province": 2, "city": 4, "county": 6}


def within(column: SQLColumnExpression[str], offices: Iterable[Office]) -> ColumnElement[bool]:
    """Rows whose division lies in the territory of one of the offices; an index on the column serves it."""
    prefixes = sorted({office.division_code[: _DIGITS[office.level]] for office in offices})
    return or_(false(), *(and_(column >= prefix.ljust(6, "0"), column <= prefix.ljust(6, "9")) for prefix in prefixes))


def get(session: Session, bureau_id: int, *, lock: bool = False) -> Bureau:
    """The bureau; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    found = session.get(Bureau, bureau_id, with_for_update=lock or None)
    if found is None:
        raise NotFound("not_found")
    return found


def by_name(session: Session, name: str) -> Bureau | None:
    """The bureau of that name."""
    return session.scalars(select(Bureau).where(Bureau.name == name)).first()


def by_ids(session: Session, ids: Iterable[int]) -> list[Bureau]:
    """Bureaus by division."""
    return list(session.scalars(select(Bureau).where(Bureau.id.in_(list(ids))).order_by(Bureau.division_code, Bureau.id)))


def over(session: Session, division_code: str) -> list[Bureau]:
    """The bureaus whose territory holds the division, the nearest first."""
    codes = [division_code, division_code[:4] + "00", division_code[:2] + "0000"]
    found = session.scalars(select(Bureau).where(Bureau.division_code.in_(codes))).all()
    return sorted(found, key=lambda each: (codes.index(each.division_code), each.id))


def member(session: Session, bureau_id: int, account_id: int) -> BureauMember | None:
    """The person's place in the bureau, ended or not."""
    return session.scalars(select(BureauMember).where(BureauMember.bureau_id == bureau_id, BureauMember.account_id == account_id)).one_or_none()


def people(session: Session, bureau_id: int) -> list[tuple[BureauMember, Account]]:
    """The bureau's people, those who left last."""
    query = select(BureauMember, Account).join(Account, Account.id == BureauMember.account_id).where(BureauMember.bureau_id == bureau_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(BureauMember.ended_at.is_not(None), BureauMember.since, BureauMember.id))]


def registrars(session: Session, bureau_id: int) -> list[BureauMember]:
    """Who keeps the bureau's people, locked so that two who leave at once do not both leave."""
    query = select(BureauMember).where(BureauMember.bureau_id == bureau_id, BureauMember.ended_at.is_(None)).order_by(BureauMember.id).with_for_update()
    return [each for each in session.scalars(query) if "registrar" in each.roles]


def offices(session: Session, account_id: int) -> tuple[Office, ...]:
    """The person's places in bureaus."""
    query = select(BureauMember, Bureau).join(Bureau, Bureau.id == BureauMember.bureau_id).where(BureauMember.account_id == account_id, BureauMember.ended_at.is_(None))
    return tuple(Office(bureau.id, bureau.level, bureau.division_code, frozenset(place.roles)) for place, bureau in session.execute(query.order_by(Bureau.id)))


def officer_ids(session: Session, division_code: str, role: str) -> list[int]:
    """Accounts with `role` in the nearest bureau over the division that has such people, to be told that something waits."""
    for bureau in over(session, division_code):
        found = session.scalars(select(BureauMember).where(BureauMember.bureau_id == bureau.id, BureauMember.ended_at.is_(None)).order_by(BureauMember.id))
        if ids := [each.account_id for each in found if role in each.roles]:
            return ids
    return []


def open_invitations(session: Session, bureau_id: int) -> list[Invitation]:
    """Offers neither accepted nor revoked, newest first; some may have run out."""
    query = select(Invitation).where(Invitation.bureau_id == bureau_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Invitation.id.desc())))


def claimed_facts(session: Session, actor: Actor, *, limit: int = 200) -> list[tuple[EnterpriseFact, Enterprise]]:
    """Facts that enterprises of the actor's territory claimed and nobody confirmed, oldest first."""
    query = select(EnterpriseFact, Enterprise).join(Enterprise, Enterprise.id == EnterpriseFact.enterprise_id)
    waiting = query.where(EnterpriseFact.confirmed_at.is_(None), EnterpriseFact.ended_at.is_(None), within(Enterprise.division_code, actor.offices))
    return [(row[0], row[1]) for row in session.execute(waiting.order_by(EnterpriseFact.id).limit(limit))]
