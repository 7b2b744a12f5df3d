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
from registry.rules import office_contact, permission
from registry.rules.enterprise import LONGEST_NAME
from registry.rules.office_contact import OfficeContact
from registry.rules.permission import Actor, Scope
from registry.rules.powers import BUREAU_ROLES, LEVELS, Role


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
    reached, unreadable = office_contact.read(phone, email, address)
    wrong |= unreadable
    if wrong:
        raise Invalid(wrong)
    if queries.by_name(session, name.strip()) is not None:
        raise Conflict("bureau_exists")
    bureau = Bureau(name=name.strip(), level=level, division_code=division_code, created_at=now)
    _publish(bureau, reached)
    session.add(bureau)
    session.flush()
    audit.record(session, actor, "bureau.added", bureau, at=now, bureau_id=bureau.id)
    return bureau


def contact_of(bureau: Bureau) -> OfficeContact:
    """How the public reaches the bureau now."""
    return OfficeContact(bureau.phone or "", bureau.email or "", bureau.address or "")


def edit_contact(
    session: Session, *, actor: Actor, bureau_id: int, phone: str, email: str, address: str, before: OfficeContact | None = None, now: datetime
) -> Bureau:
    """Say how the public reaches the bureau (Standardization Law Art. 35); "" takes a field away.

    `before` is what the person saw: Conflict("changed_meanwhile") when somebody changed it since; None does not ask.
    Raises Invalid with every wrong field.
    """
    bureau = queries.get(session, bureau_id, lock=True)
    permission.require(actor, "bureau.edit", Scope(bureau_id=bureau.id))
    stands = contact_of(bureau)
    if before is not None and before != stands:
        raise Conflict("changed_meanwhile")
    wanted, wrong = office_contact.read(phone, email, address)
    if wrong:
        raise Invalid(wrong)
    if changed := wanted.differs(stands):
        _publish(bureau, wanted)
        audit.record(session, actor, "bureau.contact_edited", bureau, at=now, bureau_id=bureau.id, fields=",".join(changed))
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


def _publish(bureau: Bureau, reached: OfficeContact) -> None:
    bureau.phone, bureau.email, bureau.address = reached.phone or None, reached.email or None, reached.address or None


def _check_roles(roles: Sequence[str]) -> None:
    if not roles or not set(roles) <= set(BUREAU_ROLES):
        raise Invalid({"roles": "choose_one"})


def _keep_a_registrar(session: Session, bureau_id: int, account_id: int) -> None:
    if [each.account_id for each in queries.registrars(session, bureau_id)] == [account_id]:
        raise Conflict("last_registrar")
