"""The library of inspectors, whom each of them may not inspect, and who stands in for whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import first_instant
from registry.models import Account, BureauMember, Enterprise, EnterpriseMember, Inspection, Inspector, Recusal, Substitution
from registry.rules import inspector as rules


@dataclass(frozen=True, slots=True)
class Listed:
    """An inspector with the name of the account that inspects; None without one."""

    inspector: Inspector
    account: str | None


@dataclass(frozen=True, slots=True)
class Away:
    """A substitution with the names of both."""

    row: Substitution
    away: str
    substitute: str


def get(session: Session, inspector_id: int, *, lock: bool = False) -> Inspector:
    """The inspector; NotFound."""
    found = session.get(Inspector, inspector_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def of_bureau(session: Session, bureau_id: int) -> list[Listed]:
    """Everybody in the library, who has left last."""
    query = select(Inspector, Account.name).outerjoin(Account, Account.id == Inspector.account_id).where(Inspector.bureau_id == bureau_id)
    return [Listed(row[0], row[1]) for row in session.execute(query.order_by(Inspector.ended_at.is_not(None), Inspector.name, Inspector.id))]


def of_account(session: Session, account_id: int | None) -> list[Inspector]:
    """The person's own entries in libraries that have not ended."""
    return list(session.scalars(select(Inspector).where(Inspector.account_id == account_id, Inspector.account_id.is_not(None), Inspector.ended_at.is_(None)).order_by(Inspector.id)))


def names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Names of inspectors by id."""
    return {row.id: row.name for row in session.execute(select(Inspector.id, Inspector.name).where(Inspector.id.in_(ids)))}


def with_certificate(session: Session, bureau_id: int, certificate: str) -> Inspector | None:
    """Who holds the certificate in the bureau's library."""
    return session.scalars(select(Inspector).where(Inspector.bureau_id == bureau_id, Inspector.certificate == certificate)).one_or_none()


def with_account(session: Session, bureau_id: int, account_id: int) -> Inspector | None:
    """The open entry of an account in the bureau's library."""
    return session.scalars(select(Inspector).where(Inspector.bureau_id == bureau_id, Inspector.account_id == account_id, Inspector.ended_at.is_(None))).first()


def colleagues(session: Session, bureau_id: int, role: str = "") -> list[Account]:
    """Accounts with a place in the bureau now, with the role where one is named."""
    query = select(BureauMember, Account).join(Account, Account.id == BureauMember.account_id).where(BureauMember.bureau_id == bureau_id, BureauMember.ended_at.is_(None))
    return [account for place, account in session.execute(query.order_by(Account.name, Account.id)) if not role or role in place.roles]


def fit(session: Session, bureau_id: int, field: str, day: date) -> list[Inspector]:
    """Who can be matched on the day: in the library, with an account, with a certificate that covers the field."""
    open_ones = select(Inspector).where(Inspector.bureau_id == bureau_id, Inspector.ended_at.is_(None), Inspector.account_id.is_not(None)).order_by(Inspector.id)
    return [each for each in session.scalars(open_ones) if rules.fit(each.fields, each.certificate_until, field, day)]


def recusals(session: Session, inspector_id: int) -> list[tuple[Recusal, Enterprise]]:
    """What is on record for one inspector, the newest first, what has ended too. Read it through actions.inspectors, which writes that down."""
    query = select(Recusal, Enterprise).join(Enterprise, Enterprise.id == Recusal.enterprise_id).where(Recusal.inspector_id == inspector_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Recusal.ended_at.is_not(None), Recusal.id.desc()))]


def recusal(session: Session, inspector_id: int, recusal_id: int) -> Recusal:
    """One recusal of the inspector; NotFound."""
    found = session.get(Recusal, recusal_id)
    if found is None or found.inspector_id != inspector_id:
        raise NotFound("not_found")
    return found


def recused(session: Session, inspectors: Iterable[Inspector], day: date, same_firm_since: date | None) -> dict[int, set[str]]:
    """By inspector, credit codes of enterprises that they must not inspect on the day: what was told, firms that they act or
    acted for here, and firms that they inspected since `same_firm_since`.
    """
    people = {each.id: each.account_id for each in inspectors}
    found: dict[int, set[str]] = defaultdict(set)
    told = select(Recusal.inspector_id, Enterprise.credit_code).join(Enterprise, Enterprise.id == Recusal.enterprise_id).where(Recusal.inspector_id.in_(people), *_counts(day))
    acting = select(EnterpriseMember.account_id, Enterprise.credit_code).join(Enterprise, Enterprise.id == EnterpriseMember.enterprise_id)
    inspected = select(Inspection.first_id, Inspection.second_id, Enterprise.credit_code).join(Enterprise, Enterprise.id == Inspection.enterprise_id)
    for inspector_id, credit_code in session.execute(told):
        found[inspector_id].add(credit_code)
    by_account = {account_id: inspector_id for inspector_id, account_id in people.items()}
    for account_id, credit_code in session.execute(acting.where(EnterpriseMember.account_id.in_(by_account))):
        found[by_account[account_id]].add(credit_code)
    if same_firm_since is not None:
        for first, second, credit_code in session.execute(inspected.where(or_(Inspection.first_id.in_(people), Inspection.second_id.in_(people)), Inspection.made_at >= first_instant(same_firm_since))):
            for each in {first, second} & people.keys():
                found[each].add(credit_code)
    return found


def stood_in_for(session: Session, account_id: int, day: date) -> frozenset[int]:
    """Accounts of colleagues who are away on the legal day and whose work falls to this person; both must still be in the bureau."""
    query = select(Substitution.account_id, Substitution.bureau_id).where(Substitution.substitute_id == account_id, Substitution.first_on <= day, Substitution.last_on >= day, Substitution.ended_at.is_(None))
    rows = session.execute(query).all()
    if not rows:
        return frozenset()
    seats = select(BureauMember.bureau_id, BureauMember.account_id).where(BureauMember.bureau_id.in_({row.bureau_id for row in rows}), BureauMember.ended_at.is_(None))
    present = {(row.bureau_id, row.account_id) for row in session.execute(seats)}
    return frozenset(row.account_id for row in rows if {(row.bureau_id, row.account_id), (row.bureau_id, account_id)} <= present)


def substitution(session: Session, substitution_id: int) -> Substitution:
    """One substitution; NotFound."""
    found = session.get(Substitution, substitution_id)
    if found is None:
        raise NotFound("not_found")
    return found


def substitutions(session: Session, bureau_id: int, today: date) -> list[Away]:
    """Substitutions of the bureau that run or are to come, the earliest first."""
    rows = session.scalars(select(Substitution).where(Substitution.bureau_id == bureau_id, Substitution.last_on >= today, Substitution.ended_at.is_(None)).order_by(Substitution.first_on, Substitution.id)).all()
    called = {row.id: row.name for row in session.execute(select(Account.id, Account.name).where(Account.id.in_({each for row in rows for each in (row.account_id, row.substitute_id)})))}
    return [Away(each, called[each.account_id], called[each.substitute_id]) for each in rows]


def overlapping(session: Session, bureau_id: int, account_id: int, first: date, last: date) -> bool:
    """Whether somebody already stands in for the person on one of the days."""
    query = select(Substitution.id).where(Substitution.bureau_id == bureau_id, Substitution.account_id == account_id, Substitution.ended_at.is_(None))
    return session.scalar(query.where(Substitution.first_on <= last, Substitution.last_on >= first).limit(1)) is not None


def enterprise_in(session: Session, credit_code: str) -> Enterprise | None:
    """The enterprise with the code."""
    return session.scalars(select(Enterprise).where(Enterprise.credit_code == credit_code.strip().upper())).one_or_none()


def member_in(session: Session, bureau_id: int, account_id: int) -> bool:
    """Whether the person has a place in the bureau now."""
    query = select(BureauMember.id).where(BureauMember.bureau_id == bureau_id, BureauMember.account_id == account_id, BureauMember.ended_at.is_(None))
    return session.scalar(query) is not None


def _counts(day: date) -> tuple[ColumnElement[bool], ...]:
    return Recusal.ended_at.is_(None), Recusal.since <= day, or_(Recusal.until.is_(None), Recusal.until >= day)
