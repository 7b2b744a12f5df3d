"""A bureau's inspections as a list, by the day on which the next thing is due; those without a clock after them, the oldest first.

Clocks are derived, not stored (`registry.rules.inspection`), so at most MOST inspections are counted through.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlalchemy.orm import Session, aliased

from registry.models import Bureau, Disclosure, Enterprise, Inspection, InspectionAnswer, InspectionStep, Inspector
from registry.queries import calendar, inspections
from registry.queries.prefixes import anycase
from registry.rules import deadline, inspection
from registry.rules.deadline import Clock
from registry.rules.inspection import Limits
from registry.rules.permission import Actor

PAGE = 30
MOST = 3000
WHOSE = ("mine", "office")
_FIRST, _SECOND = aliased(Inspector), aliased(Inspector)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty: any. phase: one of rules.inspection.PHASES, "published" for what is done; without it, all that is not."""

    phase: str = ""
    whose: str = ""
    text: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class ListedInspection:
    """One row. mine: the reader is one of the pair. clock: the one that ends first of those that run."""

    id: int
    public_id: str
    kind: str
    number: str
    disclosure: str
    enterprise: str
    credit_code: str
    bureau: str
    first: str
    second: str
    made_at: datetime
    mine: bool
    phase: str
    clock: Clock | None
    alarmed: bool

    @property
    def late(self) -> bool:
        return self.clock is not None and self.clock.late


@dataclass(frozen=True, slots=True)
class Counts:
    """For the desk's home."""

    open: int
    mine: int
    to_publish: int
    late: int
    since: datetime | None


def listed(session: Session, actor: Actor, wanted: Wanted, limits: Limits, today: date) -> list[ListedInspection]:
    """Those that fit, next due day first; of published ones the newest first."""
    rows = session.execute(_query(actor, wanted).limit(MOST)).all()
    found = [each for each in _counted(session, actor, rows, limits, today) if _fits(each, wanted)]
    if wanted.phase != "published":
        found.sort(key=lambda each: (each.clock.due if each.clock else date.max, each.made_at, each.id))
    return found


def counts(session: Session, actor: Actor, limits: Limits, today: date) -> Counts:
    """What waits in the actor's offices."""
    found = listed(session, actor, Wanted(), limits, today)
    since = min((each.made_at for each in found), default=None)
    return Counts(len(found), sum(each.mine for each in found), sum(each.phase == "publishing" for each in found), sum(each.late for each in found), since)


def following(session: Session, actor: Actor, public_id: str, limits: Limits, today: date) -> str | None:
    """The next open inspection after this one in the list: one's own first for an inspector; from the beginning again at the end. None without another."""
    return next_of(listed(session, actor, Wanted(), limits, today), public_id)


def own_open(found: Sequence[ListedInspection]) -> list[str]:
    """Public ids of those that the reader still has to answer or to confirm."""
    return [each.public_id for each in found if each.mine and each.phase in ("checking", "confirming")]


def next_of(found: Sequence[ListedInspection], public_id: str) -> str | None:
    """As `following`, of a list that was read already."""
    ids = own_open(found) or [each.public_id for each in found]
    at = ids.index(public_id) if public_id in ids else -1
    return next((each for each in (*ids[at + 1 :], *ids) if each != public_id), None)


def _query(actor: Actor, wanted: Wanted) -> Any:
    query = (
        select(
            Inspection.id, Inspection.public_id, Inspection.kind, Disclosure.number, Disclosure.public_id.label("disclosure"), Enterprise.name.label("enterprise"), Enterprise.credit_code,
            Bureau.name.label("bureau"), _FIRST.name.label("first"), _SECOND.name.label("second"), Inspection.made_at, _FIRST.account_id.label("one"), _SECOND.account_id.label("two"),
        )
        .join(Disclosure, Disclosure.id == Inspection.disclosure_id).join(Enterprise, Enterprise.id == Inspection.enterprise_id).join(Bureau, Bureau.id == Inspection.bureau_id)
        .join(_FIRST, _FIRST.id == Inspection.first_id).join(_SECOND, _SECOND.id == Inspection.second_id)
    )  # fmt: skip
    query = query.where(Inspection.bureau_id.in_({each.bureau_id for each in actor.offices}), Inspection.enterprise_id.not_in(actor.enterprises), *_clauses(actor, wanted))
    return query.order_by(Inspection.ended_at.desc() if wanted.phase == "published" else Inspection.made_at, Inspection.id)


def _clauses(actor: Actor, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield Inspection.ended_at.is_not(None) if wanted.phase == "published" else Inspection.ended_at.is_(None)
    if wanted.whose == "mine":
        own = {actor.account_id} | actor.stands_in_for
        yield or_(_FIRST.account_id.in_(own), _SECOND.account_id.in_(own))
    if wanted.text:
        upper = wanted.text.upper()
        yield or_(Inspection.public_id == upper, Enterprise.credit_code == upper, Disclosure.number.contains(wanted.text, autoescape=True), anycase(Enterprise.name).contains(wanted.text.lower(), autoescape=True))


def _counted(session: Session, actor: Actor, rows: Sequence[Row[Any]], limits: Limits, today: date) -> Iterator[ListedInspection]:
    known, ids = calendar.known(session), [row.id for row in rows]
    steps, answered = inspections.steps(session, ids), _last_answers(session, ids)
    own = {actor.account_id} | actor.stands_in_for
    for row in rows:
        taken = steps.get(row.id, [])
        found = inspections.as_rules(taken)
        clocks = inspection.clocks(found, limits, known, today)
        reply_over = any(each.code == "reply" and each.done is None and each.late for each in clocks)
        running = deadline.running([each for each in clocks if not (each.code == "reply" and reply_over)])
        told = {name: getattr(row, name) for name in ("id", "public_id", "kind", "number", "disclosure", "enterprise", "credit_code", "bureau", "first", "second", "made_at")}
        phase = inspection.phase(found, _confirmed(taken, answered.get(row.id)), reply_over)
        yield ListedInspection(**told, mine=bool(own & {row.one, row.two}), phase=phase, clock=running, alarmed=any(each.word == "alarmed" for each in found))


def _confirmed(taken: Sequence[InspectionStep], answered: datetime | None) -> str:
    """The content of the last confirmation, unless something was answered after it."""
    last = next((each for each in reversed(taken) if each.word == "confirmed"), None)
    return last.facts["content"] if last and (answered is None or answered <= last.at) else ""


def _last_answers(session: Session, ids: Collection[int]) -> dict[int, datetime]:
    query = select(InspectionAnswer.inspection_id, func.max(InspectionAnswer.received_at)).where(InspectionAnswer.inspection_id.in_(ids)).group_by(InspectionAnswer.inspection_id)
    return {row[0]: row[1] for row in session.execute(query)}


def _fits(found: ListedInspection, wanted: Wanted) -> bool:
    return (found.phase == wanted.phase or wanted.phase in ("", "published")) and (found.late or not wanted.late)
