"""An office's orders to rectify as a list, by the day on which each is due.

Where an order stands follows from its steps and the calendar, so the open ones are counted through in memory, at most MOST.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from registry.models import Bureau, Disclosure, Enterprise, Rectification
from registry.queries import rectifications
from registry.queries.prefixes import anycase
from registry.rules.permission import Actor
from registry.rules.rectification import State

PAGE = 30
MOST = 3000
OVER = "over"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty: any that is open. phase: one of registry.rules.rectification.PHASES, or OVER for all that ended."""

    phase: str = ""
    text: str = ""
    """An order's number, part of the enterprise's name, or its credit code."""
    late: bool = False
    provisional: bool = False
    drafted: bool = False
    """A public note waits for another person."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row."""

    row: Rectification
    enterprise: Enterprise
    disclosure: Disclosure
    bureau: Bureau
    state: State


def listed(session: Session, actor: Actor, wanted: Wanted, today: date) -> tuple[list[Listed], bool]:
    """The orders of the actor's offices that fit, next due day first (ended ones: newest first), and whether these are all of them."""
    query = (
        select(Rectification, Enterprise, Disclosure, Bureau)
        .join(Enterprise, Enterprise.id == Rectification.enterprise_id)
        .join(Disclosure, Disclosure.id == Rectification.disclosure_id)
        .join(Bureau, Bureau.id == Rectification.bureau_id)
        .where(*_clauses(actor, wanted))
    )
    order = Rectification.ended_at.desc() if wanted.phase == OVER else Rectification.ordered_at
    rows = session.execute(query.order_by(order, Rectification.id).limit(MOST + 1)).all()
    states = rectifications.states(session, [row[0] for row in rows[:MOST]], today)
    found = [each for each in (Listed(*row, states[row[0].id]) for row in rows[:MOST]) if _fits(each, wanted)]
    if wanted.phase != OVER:
        found.sort(key=lambda each: (each.state.due.day if each.state.due else date.max, each.row.id))
    return found, len(rows) <= MOST


def following(session: Session, actor: Actor, rectification_id: int, today: date) -> int | None:
    """The open order after this one in the list, from the first one again; None without another."""
    ids = [each.row.id for each in listed(session, actor, Wanted(), today)[0]]
    at = ids.index(rectification_id) if rectification_id in ids else -1
    return next((each for each in (*ids[at + 1 :], *ids) if each != rectification_id), None)


def _clauses(actor: Actor, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield Rectification.bureau_id.in_([office.bureau_id for office in actor.offices])
    yield Rectification.enterprise_id.not_in(actor.enterprises)
    yield Rectification.ended_at.is_not(None) if wanted.phase == OVER else Rectification.ended_at.is_(None)
    if wanted.text:
        upper: Any = wanted.text.upper()
        yield or_(Rectification.number == upper, Enterprise.credit_code == upper, anycase(Enterprise.name).contains(wanted.text.lower(), autoescape=True))


def _fits(found: Listed, wanted: Wanted) -> bool:
    state = found.state
    if wanted.phase not in ("", OVER) and state.phase != wanted.phase:
        return False
    provisional = state.due is not None and state.due.provisional
    return (state.late or not wanted.late) and (provisional or not wanted.provisional) and (state.drafted or not wanted.drafted)
