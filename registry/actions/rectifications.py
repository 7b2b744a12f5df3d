"""An office orders an enterprise to rectify within a time limit (责令限期改正), delivers the notice, gives more time once, and closes the order.

`revision` is the order's as the page showed it: whoever looked before somebody else's step gets Conflict("changed_meanwhile").
What the enterprise does is linked by itself (`registry.actions.rectification_following`).
Other errors: NotFound outside the office, NotAllowed("own_matter"), Conflict: rectification_over, rectification_step_not_now.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.actions import inspections, rectification_rows, standings
from registry.actions.rectification_rows import Held, add, allow, held, tell_enterprise, tell_office
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Bureau, Rectification, RectificationStep, Standing
from registry.queries import calendar, disclosures, endings, enterprises, rectification_grounds
from registry.queries import rectifications as queries
from registry.rules import names, permission, rectification
from registry.rules.permission import Actor, Scope
from registry.rules.rectification import BASES, DELIVERIES, MOST_DAYS
from registry.rules.standing import Fact


def order(
    session: Session, *, actor: Actor, disclosure_id: int, items: Sequence[Mapping[str, str]], days: int, ground: str, now: datetime, random: Callable[[int], int], finding_id: int | None = None
) -> Rectification:
    """Order that these items ({"item", "statement"}) be put right within so many working days of delivery.

    ground: finding (with `finding_id`), screening, or case:NUMBER; the enterprise never reads which. Raises Invalid (items,
    statement.ITEM, days, ground); Conflict: disclosure_ended, rectification_open_already (`number`).
    """
    disclosure = disclosures.get(session, disclosure_id)
    firm = enterprises.get(session, disclosure.enterprise_id, lock=True)  # two orders at once wait for each other, and for what the enterprise does
    bureau_id = rectification_grounds.office(session, actor, disclosure, firm, ground, finding_id)
    permission.require(actor, "rectification.order", Scope(firm.id, bureau_id=bureau_id))
    if actor.role_in(firm.id) is not None:
        raise NotAllowed("own_matter")
    wrong = rectification.wrong_items(items) | ({} if 1 <= days <= MOST_DAYS else {"days": "rectification_days"})
    if wrong:
        raise Invalid(wrong, most=MOST_DAYS, longest=rectification.LONGEST)
    if endings.ended(session, disclosure.id, legal_day(now)):
        raise Conflict("disclosure_ended")
    if known := queries.open_of_disclosure(session, disclosure.id):
        raise Conflict("rectification_open_already", number=known.number)
    row = Rectification(
        number=_number(session, legal_day(now), random), bureau_id=bureau_id, enterprise_id=firm.id, disclosure_id=disclosure.id, finding_id=finding_id, ground=ground, days=days,
        items=[{"item": each["item"], "basis": list(BASES[each["item"]]), "statement": names.storable(each["statement"])} for each in items], ordered_by_id=actor.account_id, ordered_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(RectificationStep(rectification_id=row.id, word="ordered", at=now, counts_on=legal_day(now), account_id=actor.account_id))
    audit.record(session, actor, "rectification.ordered", row, at=now, number=row.number, days=days)
    tell_enterprise(session, rectification_rows.looked_at(session, row, firm, legal_day(now)), "rectification.ordered", now, days=days)
    return row


def deliver(session: Session, *, actor: Actor, rectification_id: int, revision: int, how: str, on: date | None, file_sha256: str | None, now: datetime) -> RectificationStep:
    """Record how and on which day the notice was delivered, with its proof, which nobody but the office reads. The days begin to count.

    Raises Invalid (how, on: date_unreadable, date_ahead, delivery_before_order; proof: file_required).
    """
    found = _allowed(session, actor, rectification_id, revision, "delivered", now)
    wrong = {} if how in DELIVERIES else {"how": "choose_one"}
    if on is None or on > found.today or on < legal_day(found.row.ordered_at):
        wrong["on"] = "date_unreadable" if on is None else "date_ahead" if on > found.today else "delivery_before_order"
    if not file_sha256:
        wrong["proof"] = "file_required"
    if wrong or on is None:
        raise Invalid(wrong)
    step = RectificationStep(word="delivered", counts_on=on, reason=how, file_sha256=file_sha256)
    due = _count(session, found, step)
    step.standing_id = _recorded(session, actor, found, "rectification_ordered", on, now, until=due)
    add(session, actor, found, step, now)
    tell_enterprise(session, found, "rectification.delivered", now, due=due.isoformat())
    return step


def ask_extension(session: Session, *, actor: Actor, rectification_id: int, revision: int, days: int, reason: str, now: datetime) -> RectificationStep:
    """The enterprise asks, once and in time, for so many further working days. Raises Invalid (days, reason), Conflict("rectification_extended_already")."""
    found = held(session, actor, "rectification.ask", rectification_id, revision, legal_day(now))
    allow(found, "extension_asked")
    step = add(session, actor, found, RectificationStep(word="extension_asked", days=_days(days), reason=rectification_rows.reason(reason)), now)
    tell_office(session, found, "rectification.extension_asked", now)
    return step


def extend(session: Session, *, actor: Actor, rectification_id: int, revision: int, days: int, reason: str, now: datetime) -> RectificationStep:
    """Give so many further working days, once, with the reason. Raises Invalid (days, reason), Conflict("rectification_extended_already")."""
    found = _allowed(session, actor, rectification_id, revision, "extended", now)
    step = RectificationStep(word="extended", counts_on=found.today, days=_days(days), reason=rectification_rows.reason(reason))
    due = _count(session, found, step)
    if fact := queries.order_fact(session, found.steps):
        step.standing_id = _numbered(session, standings.redate(session, actor=actor, standing_id=fact.id, until=due, now=now))
    add(session, actor, found, step, now)
    tell_enterprise(session, found, "rectification.extended", now, due=due.isoformat(), reason=step.reason)
    return step


def refuse_extension(session: Session, *, actor: Actor, rectification_id: int, revision: int, reason: str, now: datetime) -> RectificationStep:
    """Say no to the further days that were asked for."""
    found = _allowed(session, actor, rectification_id, revision, "extension_refused", now)
    return _said(session, actor, found, RectificationStep(word="extension_refused", reason=rectification_rows.reason(reason)), now)


def recheck(session: Session, *, actor: Actor, rectification_id: int, revision: int, now: datetime, random: Callable[[int], int]) -> RectificationStep:
    """Let the two inspectors who found it look again at what was put right. Raises Conflict("rectification_without_check") where nobody had inspected."""
    found = _allowed(session, actor, rectification_id, revision, "recheck", now)
    earlier = rectification_grounds.inspection(session, found.row)
    if earlier is None:
        raise Conflict("rectification_without_check")
    again = inspections.recheck(session, actor=actor, earlier=earlier, now=now, random=random)
    return add(session, actor, found, RectificationStep(word="recheck", inspection_id=again.id), now)


def not_mended(session: Session, *, actor: Actor, rectification_id: int, revision: int, reason: str, now: datetime) -> RectificationStep:
    """What the enterprise did does not put it right; the order runs on, and may be overdue already."""
    found = _allowed(session, actor, rectification_id, revision, "not_mended", now)
    return _said(session, actor, found, RectificationStep(word="not_mended", reason=rectification_rows.reason(reason)), now)


def close(session: Session, *, actor: Actor, rectification_id: int, revision: int, reason: str, now: datetime) -> RectificationStep:
    """It is put right; a public note that stands ends today. `reason` says what shows it."""
    found = _allowed(session, actor, rectification_id, revision, "closed", now)
    step = RectificationStep(word="closed", reason=rectification_rows.reason(reason))
    if queries.order_fact(session, found.steps):
        step.standing_id = _recorded(session, actor, found, "rectification_closed", found.today, now)
    if noted := queries.note_fact(session, found.steps):
        standings.redate(session, actor=actor, standing_id=noted.id, until=found.today, now=now)
    return _said(session, actor, found, step, now)


def cancel(session: Session, *, actor: Actor, rectification_id: int, revision: int, reason: str, now: datetime) -> RectificationStep:
    """Take back an order that should not have been given; it stays readable, and so does why."""
    found = _allowed(session, actor, rectification_id, revision, "cancelled", now)
    step = RectificationStep(word="cancelled", reason=rectification_rows.reason(reason))
    if fact := queries.order_fact(session, found.steps):
        step.standing_id = _numbered(session, standings.correct(session, actor=actor, standing_id=fact.id, fact=_same(fact), annul=True, now=now))
    return _said(session, actor, found, step, now)


def _allowed(session: Session, actor: Actor, rectification_id: int, revision: int, word: str, now: datetime) -> Held:
    found = held(session, actor, "rectification.step", rectification_id, revision, legal_day(now))
    allow(found, word)
    return found


def _said(session: Session, actor: Actor, found: Held, step: RectificationStep, now: datetime) -> RectificationStep:
    """A step whose reason the enterprise reads."""
    add(session, actor, found, step, now)
    tell_enterprise(session, found, f"rectification.{step.word}", now, reason=step.reason)
    return step


def _days(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": "rectification_days"}, most=MOST_DAYS)
    return days


def _count(session: Session, found: Held, step: RectificationStep) -> date:
    """Write the last day anew into the order's row, with the step that has just been taken."""
    due = rectification.counted(queries.as_rules([*found.steps, step]), found.row.days, calendar.known(session))
    assert due is not None  # both callers come after a delivery
    found.row.due_on, found.row.provisional = due.day, due.provisional
    return due.day


def _recorded(session: Session, actor: Actor, found: Held, kind: str, on: date, now: datetime, until: date | None = None) -> int:
    """The fact that the house knows orders by; its id, since a step is never changed once it is written."""
    fact = Fact(kind, on, session.get_one(Bureau, found.row.bureau_id).name, until=until, document=found.row.number)
    return _numbered(session, standings.record(session, actor=actor, enterprise_id=found.enterprise.id, disclosure_id=found.row.disclosure_id, fact=fact, now=now))


def _numbered(session: Session, fact: Standing) -> int:
    session.flush()
    return fact.id


def _same(fact: Standing) -> Fact:
    return Fact(fact.kind, fact.effective_on, fact.source, fact.until, fact.result or "", fact.document or "", fact.source_url or "", fact.note or "")


def _number(session: Session, day: date, random: Callable[[int], int]) -> str:
    while True:
        drawn = rectification.number(day, random)
        if not queries.number_taken(session, drawn):
            return drawn
