"""Bureaus and their people. The first bureau and its first registrar come from the terminal; the rest by invitation."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Account, Bureau, BureauMember
from registry.queries import bureaus as queries
from registry.reference import divisions
from registry.rules import permission
from registry.rules.enterprise import LONGEST_NAME
from registry.rules.permission import BUREAU_ROLES, LEVELS, Actor, Role, Scope


def add(
    session: Session, *, actor: Actor, name: str, level: str, division_code: str, phone: str | None = None, email: str | None = None, address: str | None = None, now: datetime
) -> Bureau:
    """Add a bureau of `level` (county, city, province) over a division of that level; the system only.

    Raises Invalid with every wrong field, Conflict("bureau_exists") for a name that is taken.
    """
    permission.require(actor, "bureau.add")
    wrong = {} if 2 <= len(name.strip()) <= LONGEST_NAME else {"name": "enterprise_name_length"}
    if level not in LEVELS:
        wrong["level"] = "not_a_choice"
    division = divisions.find(division_code)
    if division is None or division.historic:
        wrong["division_code"] = "division_unknown"
    elif level in LEVELS and division.level != level:
        wrong["division_code"] = "division_of_another_level"
    if wrong:
        raise Invalid(wrong)
    if queries.by_name(session, name.strip()) is not None:
        raise Conflict("bureau_exists")
    bureau = Bureau(name=name.strip(), level=level, division_code=division_code, phone=phone, email=email, address=address, created_at=now)
    session.add(bureau)
    session.flush()
    audit.record(session, actor, "bureau.added", bureau, at=now, bureau_id=bureau.id)
    return bureau


def appoint(session: Session, *, actor: Actor, bureau_id: int, account_id: int, roles: Sequence[str], now: datetime) -> BureauMember:
    """Give somebody a place with `roles` in the bureau, or other roles in it. Conflict("last_registrar")."""
    bureau = queries.get(session, bureau_id)
    permission.require(actor, "bureau.members", Scope(bureau_id=bureau.id))
    _check_roles(roles)
    if session.get(Account, account_id) is None:
        raise NotFound("not_found")
    if Role.registrar not in roles:
        _keep_a_registrar(session, bureau.id, account_id)
    place = seat(session, bureau.id, account_id, roles, now)
    audit.record(session, actor, "bureau.appointed", place, at=now, account=account_id, roles=",".join(place.roles))
    messages.tell(session, [account_id], "bureau.appointed", {"bureau": bureau.name, "roles": ",".join(place.roles)}, "/regulator", now)
    return place


def dismiss(session: Session, *, actor: Actor, bureau_id: int, account_id: int, now: datetime) -> BureauMember:
    """End somebody's place in the bureau. Conflict("last_registrar") for the last who can invite others."""
    bureau = queries.get(session, bureau_id)
    permission.require(actor, "bureau.members", Scope(bureau_id=bureau.id))
    place = queries.member(session, bureau.id, account_id)
    if place is None or place.ended_at is not None:
        raise NotFound("not_found")
    _keep_a_registrar(session, bureau.id, account_id)
    place.ended_at = now
    audit.record(session, actor, "bureau.dismissed", place, at=now, account=account_id)
    messages.tell(session, [account_id], "bureau.dismissed", {"bureau": bureau.name}, "/account", now)
    return place


def seat(session: Session, bureau_id: int, account_id: int, roles: Sequence[str], now: datetime) -> BureauMember:
    """Write the place for another action; somebody who comes back takes up the old row, the audit keeps the story."""
    place = queries.member(session, bureau_id, account_id)
    if place is None:
        place = BureauMember(bureau_id=bureau_id, account_id=account_id, since=now)
        session.add(place)
    elif place.ended_at is not None:
        place.since, place.ended_at = now, None
    place.roles = [str(role) for role in BUREAU_ROLES if role in roles]
    return place


def _check_roles(roles: Sequence[str]) -> None:
    if not roles or not set(roles) <= set(BUREAU_ROLES):
        raise Invalid({"roles": "choose_one"})


def _keep_a_registrar(session: Session, bureau_id: int, account_id: int) -> None:
    if [each.account_id for each in queries.registrars(session, bureau_id)] == [account_id]:
        raise Conflict("last_registrar")
