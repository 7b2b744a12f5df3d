"""What a bureau does with a report or a complaint: take it, decide, tell the reporter, hand it over, close it.

Each is a step that stays. Only the case's handler takes steps, except that an approver may give the case to somebody else.
Audit and messages hold the case's number and what was done, never a word of the reporter's or of what was told or noted.

`revision` is the case's as the page showed it: whoever looked before somebody else's step, or before the reporter
added something, gets Conflict("changed_meanwhile"). NotFound for who may not know of the case, NotAllowed("own_matter") for
people of the enterprise that was reported, since reporters stay confidential (Standardization Law Art. 35).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from registry import audit
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotAllowed
from registry.models import Bureau, CaseStep, ReportCase
from registry.queries import bureaus, enterprises
from registry.queries import cases as queries
from registry.rules import case_form, permission
from registry.rules.case_form import LONGEST, StepForm
from registry.rules.permission import Actor, Scope


def take(session: Session, *, actor: Actor, case_id: int, revision: int, now: datetime) -> ReportCase:
    """Make a case that nobody deals with one's own; done twice it is done once. Raises Conflict("case_taken_already")."""
    case, bureau = _seen(session, actor, case_id)
    _may_take(session, actor, case, bureau)
    if case.handler_id == actor.account_id:
        return case
    if case.handler_id is not None:
        raise Conflict("case_taken_already")
    _unchanged(case, revision)
    case.handler_id = actor.account_id
    _add(session, actor, case, "case.taken", CaseStep(word="taken"), now)
    return case


def assign(session: Session, *, actor: Actor, case_id: int, revision: int, account_id: int, why: str, now: datetime) -> ReportCase:
    """Give the case to another of the bureau's handlers, who alone may then read who reported; for when somebody leaves or is away.

    Raises Invalid: account_id (not one of queries.cases.handlers, or already the handler), why (nothing or too much).
    """
    case, bureau = _seen(session, actor, case_id)
    permission.require(actor, "case.assign", _scope(case, bureau))
    _unchanged(case, revision)
    wrong = {} if account_id in queries.handler_ids(session, case, bureau) and account_id != case.handler_id else {"account_id": "choose_one"}
    if not why.strip() or len(why) > LONGEST:
        wrong["why"] = "reason_too_long" if why.strip() else "required"
    if wrong:
        raise Invalid(wrong)
    if "taken" not in queries.state(session, case).next:
        raise Conflict("case_closed_here")
    case.handler_id = account_id
    _add(session, actor, case, "case.assigned", CaseStep(word="taken", noted=why.strip()), now, to=str(account_id))
    _tell(session, case, "case.assigned", [account_id], now)
    return case


def step(session: Session, *, actor: Actor, case_id: int, revision: int, form: StepForm, now: datetime) -> CaseStep:
    """Take one of the steps that registry.rules.report allows now, but for a hand-over. Raises Invalid with every wrong field."""
    case = _own(session, actor, case_id, revision)
    if wrong := case_form.wrong(form, queries.state(session, case)):
        raise Invalid(wrong, longest=LONGEST)
    if form.word == "handed_over":
        raise Invalid({"to": "choose_one"})
    if form.word == "closed":
        case.closed_at = now
    return _add(session, actor, case, f"case.{form.word}", _row(form), now, reason=form.reason)


def hand_over(session: Session, *, actor: Actor, case_id: int, revision: int, to_id: int | None, form: StepForm, now: datetime) -> CaseStep:
    """Give the case to the bureau of the place where the enterprise really does business, or to the one above (SAMR Order 20 Art. 12, 25).

    The present handler can no longer read who reported; the other bureau's handlers are told. It may be done before anybody
    has taken the case, by whoever may take it. Raises Invalid: to (no bureau, or the same one), and what `step` raises.
    """
    case = _own(session, actor, case_id, revision)
    wrong = case_form.wrong(form, queries.state(session, case))
    if to_id is None or to_id == case.bureau_id:
        wrong["to"] = "choose_one" if to_id is None else "case_same_bureau"
    if wrong or to_id is None:
        raise Invalid(wrong, longest=LONGEST)
    receiver, row = bureaus.get(session, to_id), _row(form)
    row.bureau_id = receiver.id
    _add(session, actor, case, "case.handed_over", row, now, to=receiver.name)
    case.bureau_id, case.handler_id = receiver.id, None
    _tell(session, case, "case.handed_over", queries.handler_ids(session, case, receiver), now)
    return row


def _seen(session: Session, actor: Actor, case_id: int) -> tuple[ReportCase, Bureau]:
    """The case, locked, and the bureau that is responsible."""
    case = queries.locked(session, case_id)
    bureau = bureaus.get(session, case.bureau_id)
    require_sight(actor, case, bureau)
    return case, bureau


def require_sight(actor: Actor, case: ReportCase, bureau: Bureau) -> None:
    """Pass, or raise: whether the actor may see the case, which its enterprise's people never may, whatever office they hold."""
    permission.require(actor, "case.see", _scope(case, bureau))
    if actor.role_in(case.enterprise_id) is not None:
        raise NotAllowed("own_matter")


def _own(session: Session, actor: Actor, case_id: int, revision: int) -> ReportCase:
    """The actor's case, or one that nobody has taken and the actor may take, as it was when they looked."""
    case, bureau = _seen(session, actor, case_id)
    _unchanged(case, revision)  # first, so that a former handler reads what happened
    permission.require(actor, "case.take", _scope(case, bureau))
    if case.handler_id is None:
        _may_take(session, actor, case, bureau)
    else:
        permission.require(actor, "case.step", _scope(case, bureau))
    return case


def _may_take(session: Session, actor: Actor, case: ReportCase, bureau: Bureau) -> None:
    """A bureau above takes over only by a hand-over, or where the responsible one has nobody: few people may read who reported."""
    permission.require(actor, "case.take", _scope(case, bureau))
    if actor.account_id not in queries.handler_ids(session, case, bureau):
        raise NotAllowed("case_of_another_bureau")


def _scope(case: ReportCase, bureau: Bureau) -> Scope:
    return Scope(division_code=bureau.division_code, bureau_id=bureau.id, account_id=case.handler_id)


def _unchanged(case: ReportCase, revision: int) -> None:
    if case.revision != revision:
        raise Conflict("changed_meanwhile")


def _row(form: StepForm) -> CaseStep:
    return CaseStep(word=form.word, reason=form.reason or None, told=form.told or None, noted=form.noted or None)


def _add(session: Session, actor: Actor, case: ReportCase, action: str, row: CaseStep, now: datetime, *, reason: str = "", to: str = "") -> CaseStep:
    """Write the step and who took it. The case's revision grows with every step, though most change no column of the case."""
    row.case_id, row.at, row.account_id = case.id, now, actor.account_id
    session.add(row)
    flag_modified(case, "handler_id")
    audit.record(session, actor, action, case, at=now, number=case.number, told=bool(row.told), reason=reason, to=to)
    return row


def _tell(session: Session, case: ReportCase, kind: str, account_ids: Sequence[int | None], now: datetime) -> None:
    facts = {"number": case.number, "kind": case.kind, "enterprise": enterprises.get(session, case.enterprise_id).name}
    messages.tell(session, [each for each in account_ids if each is not None], kind, facts, f"/regulator/cases/{case.id}", now)
