"""The county's last step (Standardization Law Art. 38): an order is overdue, one person drafts a public note, another one publishes it.

Never on a provisional date. `second_person`: the setting PUBLIC_NOTICE_SECOND_APPROVER. Errors as in `registry.actions.rectifications`,
and Conflict: rectification_not_overdue, rectification_provisional.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.actions import rectification_rows, standings
from registry.actions.rectification_rows import Held, add, allow, held, tell_office
from registry.legal_time import legal_day
from registry.models import Bureau, RectificationStep
from registry.rules import second_person as rules
from registry.rules.permission import Actor
from registry.rules.standing import Fact


def draft(session: Session, *, actor: Actor, rectification_id: int, revision: int, statement: str, now: datetime) -> RectificationStep:
    """Write what everybody would read; the office's approvers are told that it waits. Raises Invalid(statement)."""
    found = held(session, actor, "rectification.step", rectification_id, revision, legal_day(now))
    allow(found, "note_drafted")
    step = add(session, actor, found, RectificationStep(word="note_drafted", reason=rectification_rows.reason(statement, "statement")), now)
    tell_office(session, found, "rectification.note_drafted", now, roles=("approver",))
    return step


def drop(session: Session, *, actor: Actor, rectification_id: int, revision: int, reason: str, now: datetime) -> RectificationStep:
    """Do not publish what was drafted, and say why; another draft may follow."""
    found = held(session, actor, "rectification.step", rectification_id, revision, legal_day(now))
    allow(found, "note_dropped")
    return add(session, actor, found, RectificationStep(word="note_dropped", reason=rectification_rows.reason(reason)), now)


def publish(session: Session, *, actor: Actor, rectification_id: int, revision: int, now: datetime, second_person: bool = True) -> RectificationStep:
    """Make the draft public as it is. Raises NotAllowed: another_person for who drafted or ordered it."""
    found = held(session, actor, "public_notice.publish", rectification_id, revision, legal_day(now))
    allow(found, "noted")
    rules.require(actor, prepared_by(found.row.ordered_by_id, found.steps), wanted=second_person)
    fact = Fact("publicly_noted", found.today, session.get_one(Bureau, found.row.bureau_id).name, document=found.row.number, note=_draft(found))
    noted = standings.record(session, actor=actor, enterprise_id=found.enterprise.id, disclosure_id=found.row.disclosure_id, fact=fact, now=now, second_person=second_person)
    session.flush()
    return add(session, actor, found, RectificationStep(word="noted", standing_id=noted.id), now)


def prepared_by(ordered_by_id: int, steps: tuple[RectificationStep, ...]) -> list[int | None]:
    """Whose work a public note rests on: who gave the order, and who wrote the draft that waits."""
    drafts = [each.account_id for each in steps if each.word == "note_drafted"]
    return [ordered_by_id, *drafts[-1:]]


def _draft(found: Held) -> str:
    return next(each.reason or "" for each in reversed(found.steps) if each.word == "note_drafted")
