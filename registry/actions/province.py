"""What only a province may do when an order is overdue: void the standard (Standardization Law Art. 39), revoke its number (Art. 42).

A county or city asks; its province's approvers grant, refuse or send back. Nobody else comes past `registry.rules.permission`.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import messages, standings
from registry.actions.rectification_rows import Held, add, allow, held, looked_at, tell_enterprise, tell_office
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Bureau, ProvinceCase, RectificationStep
from registry.queries import bureaus, enterprises
from registry.queries import province as queries
from registry.queries import rectifications as orders
from registry.rules import names, permission
from registry.rules import second_person as rules
from registry.rules.permission import Actor
from registry.rules.rectification import DECISIONS, LONGEST, LONGEST_DOCUMENT
from registry.rules.standing import Fact

FACTS = {"void_standard": "standard_voided", "revoke_number": "number_revoked"}
DESK = "/regulator/province"


def escalate(session: Session, *, actor: Actor, rectification_id: int, revision: int, wish: str, statement: str, now: datetime, second_person: bool = True) -> ProvinceCase:
    """Ask the province; its approvers are told. `second_person`: the setting PUBLIC_NOTICE_SECOND_APPROVER.

    Raises NotAllowed("another_person") for who gave the order; Invalid (wish: not one that these items allow or that is settled; statement); Conflict: rectification_not_overdue,
    rectification_provisional, rectification_step_not_now (the province has it already), no_province_here.
    """
    found = held(session, actor, "province.escalate", rectification_id, revision, legal_day(now))
    allow(found, "escalated")
    rules.require(actor, [found.row.ordered_by_id], wanted=second_person)
    wrong = {} if wish in orders.wishes_left(found.row, orders.province_cases(session, found.row.id)) else {"wish": "province_wish_not_here" if wish else "choose_one"}
    said = names.storable(statement)
    if not said or len(said) > LONGEST:
        wrong["statement"] = "reason_too_long" if said else "required"
    if wrong:
        raise Invalid(wrong, longest=LONGEST)
    to = queries.over(session, found.row.bureau_id)
    if to is None:
        raise Conflict("no_province_here")
    case = ProvinceCase(
        rectification_id=found.row.id, wish=wish, from_bureau_id=found.row.bureau_id, to_bureau_id=to.id, statement=said, asked_by_id=actor.account_id, asked_at=now,
    )  # fmt: skip
    session.add(case)
    audit.record(session, actor, "province.asked", case, at=now, bureau_id=to.id, number=found.row.number, wish=wish)
    add(session, actor, found, RectificationStep(word="escalated", reason=said), now)
    _tell_province(session, found, case, to, now)
    return case


def decide(session: Session, *, actor: Actor, case_id: int, revision: int, decision: str, reason: str, document: str, now: datetime) -> ProvinceCase:
    """Grant (which records the fact, ends the order and needs the decision's `document` number), refuse, or send back; each with a reason.

    Raises Invalid (decision, reason, document); NotAllowed: provincial_only for any lower office, own_matter, another_person for
    who asked; NotFound elsewhere; Conflict: changed_meanwhile, rectification_over, province_decided_already, rectification_step_not_now.
    """
    case = queries.get(session, case_id)
    permission.require(actor, "province.decide", queries.scope(session, case))
    firm = enterprises.get(session, orders.get(session, case.rectification_id).enterprise_id, lock=True)
    row, case = orders.get(session, case.rectification_id, lock=True), queries.get(session, case_id, lock=True)
    if actor.role_in(firm.id) is not None:
        raise NotAllowed("own_matter")
    if case.asked_by_id == actor.account_id:
        raise NotAllowed("another_person")
    if case.decision is not None:
        raise Conflict("province_decided_already")
    if case.revision != revision:
        raise Conflict("changed_meanwhile")
    kept = _checked(decision, reason, document)
    found = looked_at(session, row, firm, legal_day(now))
    allow(found, f"province_{decision}")
    case.decision, case.reason, case.document, case.decided_by_id, case.decided_at = decision, kept, document.strip() or None, actor.account_id, now
    if decision == "granted":
        case.standing_id = _recorded(session, actor, found, case, now)
    add(session, actor, found, RectificationStep(word=f"province_{decision}", reason=kept, standing_id=case.standing_id), now)
    audit.record(session, actor, f"province.{decision}", case, at=now, bureau_id=case.to_bureau_id, number=row.number, wish=case.wish)
    tell_office(session, found, f"province.{decision}", now, reason=kept)
    if decision == "granted":
        tell_enterprise(session, found, "province.granted", now, reason=kept)
    return case


def _checked(decision: str, reason: str, document: str) -> str:
    wrong = {} if decision in DECISIONS else {"decision": "choose_one"}
    kept = names.storable(reason)
    if not kept or len(kept) > LONGEST:
        wrong["reason"] = "reason_too_long" if kept else "required"
    if decision == "granted" and not document.strip():
        wrong["document"] = "document_missing"
    elif len(document) > LONGEST_DOCUMENT:
        wrong["document"] = "text_long"
    if wrong:
        raise Invalid(wrong, longest=LONGEST)
    return kept


def _recorded(session: Session, actor: Actor, found: Held, case: ProvinceCase, now: datetime) -> int:
    """The fact that everybody reads, as the province's own."""
    fact = Fact(FACTS[case.wish], found.today, session.get_one(Bureau, case.to_bureau_id).name, document=(case.document or ""), note=case.reason or "")
    recorded = standings.record(session, actor=actor, enterprise_id=found.enterprise.id, disclosure_id=found.row.disclosure_id, fact=fact, now=now)
    session.flush()
    return recorded.id


def _tell_province(session: Session, found: Held, case: ProvinceCase, to: Bureau, now: datetime) -> None:
    session.flush()
    own = enterprises.account_ids(session, found.enterprise.id)
    there = [place.account_id for place, _account in bureaus.people(session, to.id) if place.ended_at is None and "approver" in place.roles and place.account_id not in own]
    facts = {"number": found.row.number, "enterprise": found.enterprise.name, "wish": case.wish}
    messages.tell(session, there, "province.asked", facts, f"{DESK}/{case.id}", now)
