"""What every step of an order to rectify has in common: the order as the person saw it, the row, the audit, who is told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from registry import audit
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotAllowed
from registry.models import Disclosure, Enterprise, Rectification, RectificationStep
from registry.queries import bureaus, enterprises
from registry.queries import rectifications as queries
from registry.rules import names, permission
from registry.rules.permission import Actor
from registry.rules.rectification import ENDS, LONGEST, State

DESK = "/regulator/rectifications"


@dataclass(frozen=True, slots=True)
class Held:
    """An order that a transaction holds, with its steps and where it stands today."""

    row: Rectification
    enterprise: Enterprise
    steps: tuple[RectificationStep, ...]
    state: State
    today: date


def held(session: Session, actor: Actor, verb: str, rectification_id: int, revision: int, today: date) -> Held:
    """The order, locked, as the person saw it.

    Raises NotFound or NotAllowed (own_matter too: nobody decides about the enterprise they act for); Conflict("changed_meanwhile").
    """
    row = queries.get(session, rectification_id)
    enterprise = enterprises.get(session, row.enterprise_id, lock=True)  # the enterprise first, as whoever discloses does
    row = queries.get(session, rectification_id, lock=True)
    permission.require(actor, verb, queries.scope(row, enterprise))
    if verb != "rectification.ask" and actor.role_in(enterprise.id) is not None:
        raise NotAllowed("own_matter")
    if row.revision != revision:
        raise Conflict("changed_meanwhile")
    return looked_at(session, row, enterprise, today)


def looked_at(session: Session, row: Rectification, enterprise: Enterprise, today: date) -> Held:
    """The same without asking who wants it."""
    steps = queries.steps(session, [row.id])[row.id]
    return Held(row, enterprise, tuple(steps), queries.state(session, row, today), today)


def allow(found: Held, word: str) -> None:
    """Pass, or raise Conflict with why this step may not follow now."""
    if word in found.state.next:
        return
    if found.state.closed:
        raise Conflict("rectification_over")
    if word in ("extension_asked", "extended") and any(each.word in ("extended", "extension_refused") for each in found.steps):
        raise Conflict("rectification_extended_already")
    if word in ("note_drafted", "noted", "escalated") and found.state.late and found.state.due and found.state.due.provisional:
        raise Conflict("rectification_provisional")
    if word in ("note_drafted", "noted", "escalated") and not found.state.late:
        raise Conflict("rectification_not_overdue")
    raise Conflict("rectification_step_not_now")


def reason(typed: str, field: str = "reason") -> str:
    """The words that a step needs; Invalid({field: required or reason_too_long})."""
    kept = names.storable(typed)
    if not kept or len(kept) > LONGEST:
        raise Invalid({field: "reason_too_long" if kept else "required"}, longest=LONGEST)
    return kept


def add(session: Session, actor: Actor, found: Held, step: RectificationStep, now: datetime) -> RectificationStep:
    """Write the step and who took it. The order's revision grows with every step, though most change no column of it."""
    row = found.row
    step.rectification_id, step.at, step.account_id = row.id, now, actor.account_id
    step.counts_on = step.counts_on or found.today
    session.add(step)
    if step.word in ENDS:
        row.ended_at = now
    flag_modified(row, "days")
    audit.record(session, actor, f"rectification.{step.word}", row, at=now, number=row.number)
    return step


def tell_enterprise(session: Session, found: Held, kind: str, now: datetime, **facts: object) -> None:
    """Everybody who acts for the enterprise."""
    path = f"/console/{found.enterprise.credit_code}/rectifications/{found.row.number}"
    messages.tell(session, enterprises.account_ids(session, found.enterprise.id), kind, _facts(session, found, facts), path, now)


def tell_office(session: Session, found: Held, kind: str, now: datetime, roles: Collection[str] = ("handler", "approver"), **facts: object) -> None:
    """The people of the office that gave the order who may act on it."""
    there = [place.account_id for place, _account in bureaus.people(session, found.row.bureau_id) if place.ended_at is None and set(roles) & set(place.roles)]
    messages.tell(session, _not_own(session, found.enterprise, there), kind, _facts(session, found, facts), f"{DESK}/{found.row.id}", now)


def _facts(session: Session, found: Held, more: dict[str, object]) -> dict[str, object]:
    number = session.get_one(Disclosure, found.row.disclosure_id).number
    return {"number": found.row.number, "standard": number, "enterprise": found.enterprise.name} | more


def _not_own(session: Session, enterprise: Enterprise, account_ids: Iterable[int]) -> list[int]:
    own = enterprises.account_ids(session, enterprise.id)
    return [each for each in account_ids if each not in own]
