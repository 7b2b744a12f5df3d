"""Enterprises register and keep what they tell of themselves."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.models import Enterprise, EnterpriseMember, EnterpriseName
from registry.queries import enterprises as queries
from registry.queries import verification as requests
from registry.rules import credit_code as codes
from registry.rules import permission
from registry.rules.enterprise import Profile, wrong_fields
from registry.rules.permission import Actor, Scope
from registry.rules.powers import Role


def register(session: Session, *, actor: Actor, credit_code: str, profile: Profile, now: datetime) -> Enterprise:
    """Register the holder of a unified social credit code (GB 32100-2015); who registers it becomes its owner.

    Raises Invalid with every wrong field, and Conflict("credit_code_taken") when the code is registered already:
    nothing of the holder is changed then, and the bureau decides once a dispute is opened.
    """
    permission.require(actor, "enterprise.register")
    wrong = wrong_fields(profile)
    if problem := codes.problem(credit_code):
        wrong["credit_code"] = f"credit_code_{problem}"
    if wrong:
        raise Invalid(wrong)
    enterprise = _added(session, codes.parse(credit_code).code, profile, now)
    session.add(EnterpriseMember(enterprise_id=enterprise.id, account_id=actor.account_id, role=Role.owner, since=now))
    record_name(session, enterprise, now)
    audit.record(session, actor, "enterprise.registered", enterprise, at=now, enterprise_id=enterprise.id)
    return enterprise


def edit(session: Session, *, actor: Actor, enterprise_id: int, profile: Profile, revision: int, now: datetime) -> Enterprise:
    """Save the profile.

    Name, division and town were compared with the licence, so once verified they change by a request only, and while a
    request waits not at all: Invalid("change_by_request", "locked_while_waiting"). Conflict("changed_meanwhile") when
    somebody saved since the form was opened.
    """
    enterprise = queries.get(session, enterprise_id)
    permission.require(actor, "enterprise.edit", Scope(enterprise.id, enterprise.division_code))
    if enterprise.revision != revision:
        raise Conflict("changed_meanwhile")
    changed = {name for name in ("name", "division_code", "town") if getattr(profile, name).strip() != (getattr(enterprise, name) or "")}
    wrong = wrong_fields(profile) | _locked(session, enterprise, changed)
    if wrong:
        raise Invalid(wrong)
    fill(enterprise, profile)
    if changed & {"name", "division_code"}:
        record_name(session, enterprise, now)
    audit.record(session, actor, "enterprise.edited", enterprise, at=now, enterprise_id=enterprise.id)
    return enterprise


def fill(enterprise: Enterprise, profile: Profile) -> None:
    """Write the profile's fields into the row; "" becomes NULL."""
    enterprise.name, enterprise.division_code = profile.name.strip(), profile.division_code
    for name in ("town", "industry_code", "address", "website", "contact_name", "contact_phone", "contact_email", "chief_standards_officer"):
        setattr(enterprise, name, getattr(profile, name).strip() or None)


def record_name(session: Session, enterprise: Enterprise, now: datetime) -> None:
    """Add the name and place in force from today to the history."""
    session.add(EnterpriseName(enterprise_id=enterprise.id, name=enterprise.name, division_code=enterprise.division_code, since=legal_day(now), recorded_at=now))


def _added(session: Session, code: str, profile: Profile, now: datetime) -> Enterprise:
    """The new row; the unique key decides between two who register at once."""
    enterprise = Enterprise(credit_code=code, created_at=now)
    fill(enterprise, profile)
    try:
        with session.begin_nested():
            session.add(enterprise)
    except IntegrityError:
        raise Conflict("credit_code_taken", credit_code=code) from None
    return enterprise


def _locked(session: Session, enterprise: Enterprise, changed: set[str]) -> dict[str, str]:
    if enterprise.verified_at is not None:
        return dict.fromkeys(changed, "change_by_request")
    return dict.fromkeys(changed, "locked_while_waiting") if changed and requests.waiting(session, enterprise.id) else {}
