"""Standards profiles: the enterprise makes a link for a named reader, revokes it, and is shown each reading."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import ProfileReading, StandardsProfile
from registry.queries import enterprises
from registry.queries import profiles as queries
from registry.rules import names, permission, profile
from registry.rules.permission import Actor, Scope
from registry.rules.secret import digest


def make(session: Session, *, actor: Actor, enterprise_id: int, reader: str, ends_on: date | None, secret: str, now: datetime) -> StandardsProfile:
    """Make a link for `reader`. `secret`: 256 random bits as text, of which only the hash is kept.

    Raises Invalid (reader, ends_on), Conflict: verify_first, profiles_many.
    """
    firm = enterprises.get(session, enterprise_id, lock=True)
    permission.require(actor, "profile.make", Scope(firm.id, firm.division_code))
    if firm.verified_at is None:
        raise Conflict("verify_first")
    today = legal_day(now)
    wrong = profile.wrong_fields(reader, ends_on, today)
    if wrong or ends_on is None:
        raise Invalid(wrong)
    if queries.open_count(session, firm.id, today) >= profile.MOST_OPEN:
        raise Conflict("profiles_many")
    made = StandardsProfile(secret_hash=digest(secret), enterprise_id=firm.id, reader=names.storable(reader), ends_on=ends_on, made_by_id=actor.account_id or 0, made_at=now)
    session.add(made)
    audit.record(session, actor, "profile.made", made, at=now)
    return made


def revoke(session: Session, *, actor: Actor, profile_id: int, now: datetime) -> StandardsProfile:
    """Let a link open nothing any more. Conflict("profile_over") where it already does."""
    held = queries.get(session, profile_id)
    permission.require(actor, "profile.make", Scope(held.enterprise_id))
    if not profile.is_open(held.ends_on, revoked=held.revoked_at is not None, today=legal_day(now)):
        raise Conflict("profile_over")
    held.revoked_at = now
    audit.record(session, actor, "profile.revoked", held, at=now)
    return held


def read(session: Session, *, secret: str, form: str, now: datetime) -> StandardsProfile:
    """Open a link and write down that it was read, when and as what (page, json, print), and nothing of the reader.

    NotFound("profile_unknown") for a wrong, an ended and a revoked one alike.
    """
    held = queries.by_hash(session, digest(secret))
    if held is None or not profile.is_open(held.ends_on, revoked=held.revoked_at is not None, today=legal_day(now)):
        raise NotFound("profile_unknown")
    session.add(ProfileReading(profile_id=held.id, at=now, format=form))
    return held
