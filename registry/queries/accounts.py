"""Reads about people: who they are, where they are signed in, for whom they act."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import (
    Account,
    AssessmentBody,
    AssessmentMember,
    Attempt,
    Bureau,
    BureauMember,
    Confirmation,
    Enterprise,
    EnterpriseMember,
    Message,
    RecoveryCode,
    SignIn,
)
from registry.queries import inspectors
from registry.rules.contact import Channel, Contact
from registry.rules.permission import Actor, Office


def get(session: Session, account_id: int) -> Account | None:
    """The open account, or None."""
    account = session.get(Account, account_id)
    return account if account is not None and account.closed_at is None else None


def own(session: Session, actor: Actor) -> Account:
    """The actor's own open account; raises NotFound for a stranger."""
    account = None if actor.account_id is None else get(session, actor.account_id)
    if account is None:
        raise NotFound("not_found")
    return account


def by_contact(session: Session, contact: Contact) -> Account | None:
    """The account that is kept under the address, confirmed or not."""
    return session.scalars(select(Account).where(_column(contact) == contact.address)).one_or_none()


def actor(session: Session, account_id: int | None, *, second_factor: bool, origin: str, today: date | None = None) -> Actor:
    """Who asks, with the enterprises and offices they act for today; a stranger when there is no such open account.

    `today`: the legal day on which the person stands in for colleagues; None: for nobody.
    """
    account = None if account_id is None else get(session, account_id)
    if account is None:
        return Actor(origin=origin)
    offices = _offices(session, account.id)
    return Actor(
        account_id=account.id,
        enterprises=_enterprises(session, account.id),
        offices=offices,
        bodies=_bodies(session, account.id),
        stands_in_for=inspectors.stood_in_for(session, account.id, today) if offices and today else frozenset(),
        second_factor=second_factor,
        confirmed=account.email_confirmed_at is not None or account.phone_confirmed_at is not None,
        origin=origin,
    )


def enterprise_id(session: Session, credit_code: str) -> int | None:
    """The enterprise that the code of an address names."""
    return session.scalar(select(Enterprise.id).where(Enterprise.credit_code == credit_code))


def sign_in(session: Session, token_hash: str, *, idle_hours: int, now: datetime) -> SignIn | None:
    """The live sign-in with the token: not ended, not expired, not idle for too long."""
    return session.scalars(select(SignIn).where(SignIn.token_hash == token_hash, *_live(idle_hours, now))).one_or_none()


def sign_ins(session: Session, account_id: int, *, idle_hours: int, now: datetime) -> list[SignIn]:
    """Where the person is signed in, last used first."""
    return list(session.scalars(select(SignIn).where(SignIn.account_id == account_id, *_live(idle_hours, now)).order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


def is_half(session: Session, sign_in: SignIn) -> bool:
    """Whether the person has a second factor and has not given it in this browser."""
    account = get(session, sign_in.account_id)
    return account is not None and account.totp_confirmed_at is not None and sign_in.second_factor_at is None


def unended(session: Session, account_id: int) -> list[SignIn]:
    """Every sign-in that nobody has ended, idle ones too."""
    return list(session.scalars(select(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))))


def confirmation(session: Session, secret_hash: str, *, now: datetime) -> Confirmation | None:
    """The unused, unexpired confirmation whose account still holds the address, or does not yet when it is to change to it.

    Locked, so that two tries at one code are two.
    """
    query = select(Confirmation).where(Confirmation.secret_hash == secret_hash, Confirmation.used_at.is_(None), Confirmation.expires_at > now)
    found = session.scalars(query.with_for_update()).one_or_none()
    account = get(session, found.account_id) if found else None
    if found is None or account is None:
        return None
    return found if found.purpose == "change" or found.address in (account.email, account.phone) else None


def open_confirmations(session: Session, account_id: int) -> list[Confirmation]:
    """Links and codes of the account that nobody has used."""
    return list(session.scalars(select(Confirmation).where(Confirmation.account_id == account_id, Confirmation.used_at.is_(None))))


def recovery_code(session: Session, account_id: int, code_hash: str) -> RecoveryCode | None:
    """The unused recovery code, locked."""
    query = select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
    return session.scalars(query.with_for_update()).first()


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many recovery codes are unused."""
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))) or 0


def attempts(session: Session, keys: list[str], *, lock: bool = False) -> dict[str, Attempt]:
    """The rows of failures by key; locked in one order, so that two guessers do not wait for each other."""
    query = select(Attempt).where(Attempt.key.in_(keys)).order_by(Attempt.key)
    return {row.key: row for row in session.scalars(query.with_for_update() if lock else query)}


def unread_messages(session: Session, account_id: int) -> list[Message]:
    """The messages that the person has not marked as read."""
    return list(session.scalars(select(Message).where(Message.account_id == account_id, Message.read_at.is_(None))))


def _column(contact: Contact) -> ColumnElement[str | None]:
    return Account.email.expression if contact.channel is Channel.email else Account.phone.expression


def _live(idle_hours: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return SignIn.ended_at.is_(None), SignIn.expires_at > now, SignIn.seen_at > now - timedelta(hours=idle_hours)


def _enterprises(session: Session, account_id: int) -> dict[int, str]:
    return dict(session.execute(_ENTERPRISES, {"account": account_id}).all())


def _offices(session: Session, account_id: int) -> tuple[Office, ...]:
    return tuple(Office(row.id, row.level, row.division_code, frozenset(row.roles)) for row in session.execute(_OFFICES, {"account": account_id}))


def _bodies(session: Session, account_id: int) -> frozenset[int]:
    return frozenset(session.scalars(_BODIES, {"account": account_id}))


_ENTERPRISES = select(EnterpriseMember.enterprise_id, EnterpriseMember.role).where(EnterpriseMember.account_id == bindparam("account"), EnterpriseMember.ended_at.is_(None))
_OFFICES = (
    select(Bureau.id, Bureau.level, Bureau.division_code, BureauMember.roles)
    .join(BureauMember, BureauMember.bureau_id == Bureau.id)
    .where(BureauMember.account_id == bindparam("account"), BureauMember.ended_at.is_(None))
    .order_by(Bureau.id)
)
_BODIES = (
    select(AssessmentMember.body_id)
    .join(AssessmentBody, AssessmentBody.id == AssessmentMember.body_id)
    .where(AssessmentMember.account_id == bindparam("account"), AssessmentMember.ended_at.is_(None), AssessmentBody.ended_at.is_(None))
)
