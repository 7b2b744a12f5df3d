"""Assessment bodies: a bureau admits one and ends its admission; the body's own people and the bureau keep who acts for it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotFound
from registry.models import AssessmentBody, AssessmentMember
from registry.queries import assessment as queries
from registry.queries import bureaus
from registry.rules import assessment_body, permission, public_id
from registry.rules import credit_code as codes
from registry.rules.assessment_body import Admission
from registry.rules.enterprise import LONGEST_REASON
from registry.rules.permission import Actor, Scope

ROOM = "/regulator/assessment-bodies"


def admit(session: Session, *, actor: Actor, bureau_id: int, admission: Admission, random: Callable[[int], int], now: datetime) -> AssessmentBody:
    """Admit an assessment body (国市监标准〔2018〕84号); one whose admission ended is admitted anew, without its former people.

    `random(bits)` gives random bits. Raises Invalid with every wrong field, body_admitted_already among the codes.
    """
    bureau = bureaus.get(session, bureau_id)
    permission.require(actor, "body.admit", Scope(division_code=bureau.division_code))
    if wrong := assessment_body.wrong_fields(admission):
        raise Invalid(wrong)
    code = codes.parse(admission.credit_code).code
    body = queries.body_by_credit_code(session, code) or AssessmentBody(credit_code=code, public_id=public_id.of(random(public_id.BITS)), ended_at=now)
    if body.ended_at is None:
        raise Invalid({"credit_code": "body_admitted_already"})
    body.name, body.document, body.website = admission.name.strip(), admission.document.strip(), admission.website.strip() or None
    body.bureau_id, body.admitted_by_id, body.admitted_at, body.ended_at, body.ended_reason = bureau.id, actor.account_id or 0, now, None, None
    _added(session, body)
    audit.record(session, actor, "body.admitted", body, at=now)
    ledger.record(session, "assessment_body.admitted", "assessment_body", body.public_id, _public(body) | {"bureau": bureau.name}, at=now)
    return body


def end(session: Session, *, actor: Actor, body_id: int, reason: str, now: datetime) -> AssessmentBody:
    """End the admission: its people publish nothing more, and what it published stays. They are told the reason.

    Raises Invalid, Conflict("body_ended").
    """
    body = queries.body(session, body_id, lock=True)
    permission.require(actor, "body.admit", queries.place(session, body))
    _check_reason(reason)
    _require_admitted(body)
    told = queries.account_ids(session, body.id)
    body.ended_at, body.ended_reason = now, reason.strip()
    for place, _account in queries.people(session, body.id):
        place.ended_at = place.ended_at or now
    for offer in queries.open_invitations(session, body.id):
        offer.revoked_at = now
    audit.record(session, actor, "body.ended", body, at=now)
    ledger.record(session, "assessment_body.ended", "assessment_body", body.public_id, _public(body) | {"reason": body.ended_reason}, at=now)
    messages.tell(session, told, "body.ended", {"body": body.name, "reason": body.ended_reason}, "/account", now)
    return body


def dismiss(session: Session, *, actor: Actor, body_id: int, account_id: int, now: datetime) -> AssessmentMember:
    """End somebody's place in the body; the bureau can invite others when the last one leaves."""
    body = queries.body(session, body_id)
    permission.require(actor, "body.members", scope_of(body))
    place = queries.member(session, body.id, account_id)
    if place is None or place.ended_at is not None:
        raise NotFound("not_found")
    place.ended_at = now
    audit.record(session, actor, "body.dismissed", place, at=now, bureau_id=body.bureau_id, account=account_id)
    messages.tell(session, [account_id], "body.dismissed", {"body": body.name}, "/account", now)
    return place


def seat(session: Session, body_id: int, account_id: int, now: datetime) -> AssessmentMember:
    """Write the place for another action; somebody who comes back takes up the old row, the audit keeps the story."""
    place = queries.member(session, body_id, account_id)
    if place is None:
        place = AssessmentMember(body_id=body_id, account_id=account_id, since=now)
        session.add(place)
    elif place.ended_at is not None:
        place.since, place.ended_at = now, None
    return place


def scope_of(body: AssessmentBody) -> Scope:
    """The body and the bureau that admitted it, which keep its people together."""
    return Scope(bureau_id=body.bureau_id, body_id=body.id)


def _added(session: Session, body: AssessmentBody) -> None:
    """The unique key decides between two bureaus that admit at once."""
    try:
        with session.begin_nested():
            session.add(body)
    except IntegrityError:
        raise Invalid({"credit_code": "body_admitted_already"}) from None


def _public(body: AssessmentBody) -> dict[str, object]:
    return {"name": body.name, "credit_code": body.credit_code, "document": body.document}


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "reason_required"})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": "reason_too_long"})


def _require_admitted(body: AssessmentBody) -> None:
    if body.ended_at is not None:
        raise Conflict("body_ended")
