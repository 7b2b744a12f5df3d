"""What must be done by when, in one list across all that a bureau does; each kind of work gives its rows, here they are joined.

Kinds are read by the lists of their own desks, so that a clock is the same here and there. What has no legal clock comes
after what has one, the longest waiting first. A row belongs to persons where somebody was given it, else to the office.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import Bureau, Disclosure, Enterprise, Inspection, InspectionStep, ScreeningMatter
from registry.queries import calendar, case_list, desk_standings, disputes, draws, honours, inspection_list, province, rectification_list, verification
from registry.queries.bureaus import within
from registry.queries.matters import Matters
from registry.rules import permission, rectification, working_days
from registry.rules.permission import Actor
from registry.settings import Settings

PAGE = 50
MOST = 1000
"""Rows of a kind that are looked through, the most urgent ones."""
KINDS = ("case", "rectification", "order", "note", "province", "finding", "reply", "inspection", "recheck", "matter", "draw", "honour", "verification", "dispute")
WHOSE = ("mine", "office")
_RECHECKS = ("recheck_asked", "recheck_granted", "recheck_refused")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to be done. subject: what its page is addressed by. what: code of the deed. due: its last day, None without a legal clock.

    left: working days left, negative when late. late: the only reason for colour. bureau_id: the office, None where it follows
    from the territory. mine: it was given to the reader, or to somebody for whom the reader stands in; given: to anybody.
    """

    kind: str
    subject: str
    what: str
    number: str
    enterprise: str
    since: datetime
    due: date | None = None
    provisional: bool = False
    left: int | None = None
    late: bool = False
    bureau_id: int | None = None
    mine: bool = False
    given: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty: everything. bureau_id: 0 for all of the reader's offices."""

    kind: str = ""
    whose: str = ""
    bureau_id: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    session: Session
    actor: Actor
    settings: Settings
    today: date

    @property
    def own(self) -> frozenset[int | None]:
        """The reader and whoever the reader stands in for."""
        return frozenset({self.actor.account_id}) | self.actor.stands_in_for


def listed(session: Session, actor: Actor, wanted: Wanted, settings: Settings, today: date) -> list[Row]:
    """Everything that fits, the first due day first."""
    asked = _Asked(session, actor, settings, today)
    found = [row for source in _SOURCES for row in source(asked) if _fits(row, wanted)]
    return sorted(found, key=lambda row: (row.due or date.max, row.since, row.key))


def following(rows: list[Row], key: str) -> Row | None:
    """The row after the one with that key, from the first one again; the first one where the key is not there."""
    keys = [row.key for row in rows]
    at = keys.index(key) if key in keys else -1
    return next((row for row in (*rows[at + 1 :], *rows) if row.key != key), None)


def _fits(row: Row, wanted: Wanted) -> bool:
    if wanted.kind and row.kind != wanted.kind:
        return False
    if (wanted.whose == "mine" and not row.mine) or (wanted.whose == "office" and row.given):
        return False
    return (row.late or not wanted.late) and (not wanted.bureau_id or row.bureau_id in (None, wanted.bureau_id))


def _cases(asked: _Asked) -> Iterator[Row]:
    if not permission.allowed(asked.actor, "case.see"):
        return
    offices = {name: key for key, name in asked.session.execute(select(Bureau.id, Bureau.name))}
    for each in case_list.listed(asked.session, asked.actor, case_list.Wanted(), asked.settings, asked.today)[0]:
        clock = each.clock
        yield Row(
            "case", str(each.id), clock.code if clock else "close", each.number, each.enterprise, each.received_at, clock.due if clock else None, each.provisional, clock.left if clock else None,
            each.late, offices.get(each.bureau), each.handler_id in asked.own, each.handler_id is not None,
        )  # fmt: skip


def _rectifications(asked: _Asked) -> Iterator[Row]:
    for each in rectification_list.listed(asked.session, asked.actor, rectification_list.Wanted(), asked.today)[0]:
        row, state = each.row, each.state
        due = state.due if state.phase in ("running", "overdue") else None
        told = (row.number, each.enterprise.name, row.ordered_at, due.day if due else None, bool(due and due.provisional), state.left, state.late, row.bureau_id)
        yield Row("rectification", str(row.id), _deed(state), *told, row.ordered_by_id in asked.own, given=True)
        if state.drafted:
            yield Row("note", str(row.id), "publish_note", row.number, each.enterprise.name, row.ordered_at, bureau_id=row.bureau_id)


def _orders_by_hand(asked: _Asked) -> Iterator[Row]:
    """Orders to rectify that were recorded as facts, by the day in them."""
    known = calendar.known(asked.session)
    for each in desk_standings.open_by_hand(asked.session, asked.actor, asked.today, MOST):
        fact, due = each.fact, each.fact.until or each.fact.effective_on
        left, late = working_days.between(known, asked.today, due), asked.today > due
        number = fact.document or (each.disclosure.number if each.disclosure else each.enterprise.credit_code)
        yield Row(
            "order", str(fact.id), "settle_order" if late else "rectify", number, each.enterprise.name, fact.recorded_at, due, left=min(left, -1) if late else left, late=late,
            bureau_id=fact.bureau_id, mine=fact.recorded_by_id in asked.own, given=True,
        )  # fmt: skip


def _deed(state: rectification.State) -> str:
    """What the office waits for, or has to do next."""
    if state.extension_asked:
        return "answer_extension"
    if state.phase == "overdue" and not (state.noted or state.drafted):
        return "draft_note"
    return {"issued": "deliver", "mended": "look", "rechecking": "recheck"}.get(state.phase, "rectify")


def _province(asked: _Asked) -> Iterator[Row]:
    for each in province.waiting(asked.session, asked.actor, MOST):
        yield Row("province", str(each.case.id), each.case.wish, each.row.number, each.enterprise.name, each.case.asked_at, bureau_id=each.case.to_bureau_id)


def _inspections(asked: _Asked) -> Iterator[Row]:
    """Checks to be made, replies awaited, findings to publish."""
    kinds = {"replying": "reply", "publishing": "finding"}
    if not permission.allowed(asked.actor, "inspection.see") and not asked.actor.offices:
        return
    offices = {name: key for key, name in asked.session.execute(select(Bureau.id, Bureau.name))}
    for each in inspection_list.listed(asked.session, asked.actor, inspection_list.Wanted(), asked.settings, asked.today):
        clock, kind = each.clock, kinds.get(each.phase, "inspection")
        yield Row(
            kind, each.public_id, each.phase, each.number, each.enterprise, each.made_at, clock.due if clock else None, bool(clock and clock.provisional), clock.left if clock else None, each.late,
            offices.get(each.bureau), each.mine and kind == "inspection", kind == "inspection",
        )  # fmt: skip


def _rechecks(asked: _Asked) -> Iterator[Row]:
    """What enterprises asked for after a publication and nobody answered."""
    query = (
        select(InspectionStep.word, InspectionStep.at, Inspection.public_id, Inspection.bureau_id, Disclosure.number, Enterprise.name)
        .join(Inspection, Inspection.id == InspectionStep.inspection_id)
        .join(Disclosure, Disclosure.id == Inspection.disclosure_id)
        .join(Enterprise, Enterprise.id == Inspection.enterprise_id)
        .where(InspectionStep.word.in_(_RECHECKS), Inspection.bureau_id.in_([office.bureau_id for office in asked.actor.offices]), Inspection.enterprise_id.not_in(asked.actor.enterprises))
    )
    newest = {row.public_id: row for row in asked.session.execute(query.order_by(InspectionStep.id))}
    for row in newest.values():
        if row.word == "recheck_asked":
            yield Row("recheck", row.public_id, "recheck_asked", row.number, row.name, row.at, bureau_id=row.bureau_id)


def _matters(asked: _Asked) -> Iterator[Row]:
    """What screening asked enterprises to mend."""
    query = (
        select(ScreeningMatter, Disclosure.number, Enterprise.name)
        .join(Disclosure, Disclosure.id == ScreeningMatter.disclosure_id)
        .join(Enterprise, Enterprise.id == ScreeningMatter.enterprise_id)
        .where(ScreeningMatter.settled_at.is_(None), within(Enterprise.division_code, permission.offices(asked.actor, "screening.see")))
    )
    known = calendar.known(asked.session)
    for matter, number, name in asked.session.execute(query.order_by(ScreeningMatter.due_on, ScreeningMatter.id).limit(MOST)):
        left, late = working_days.between(known, asked.today, matter.due_on), asked.today > matter.due_on
        yield Row("matter", str(matter.id), "matter", number, name, matter.told_at, matter.due_on, matter.provisional, min(left, -1) if late else left, late)


def _draws(asked: _Asked) -> Iterator[Row]:
    """Populations that are frozen and wait to be drawn from."""
    for each in draws.of_bureaus(asked.session, [office.bureau_id for office in asked.actor.offices]):
        if each.draw.drawn_at is None and not each.newer:
            own = each.draw.frozen_by_id in asked.own
            yield Row("draw", str(each.draw.id), "draw", each.draw.public_id, each.draw.title, each.draw.frozen_at, bureau_id=each.draw.bureau_id, mine=own, given=True)


def _honours(asked: _Asked) -> Iterator[Row]:
    held = permission.offices(asked.actor, "honour.see")
    pages = -(-min(honours.listed(asked.session, held)[1], MOST) // honours.PAGE)
    for page in range(1, pages + 1):
        for each in honours.listed(asked.session, held, page=page)[0]:
            yield Row("honour", str(each.row.id), "honour", each.row.subject, each.enterprise.name, each.row.claimed_at)


def _verifications(asked: _Asked) -> Iterator[Row]:
    yield from _waiting(asked, "verification", verification.REQUESTS)


def _disputes(asked: _Asked) -> Iterator[Row]:
    yield from _waiting(asked, "dispute", disputes.DISPUTES)


def _waiting(asked: _Asked, kind: str, matters: Matters) -> Iterator[Row]:  # type: ignore[type-arg]
    """Whatever waits for a decision without a legal clock."""
    for matter, enterprise in matters.waiting(asked.session, asked.actor.offices, MOST):
        since = getattr(matter, matters.since.key)
        yield Row(kind, str(matter.id), matter.kind, enterprise.credit_code, enterprise.name, since)


_SOURCES: tuple[Callable[[_Asked], Iterator[Row]], ...] = (
    _cases, _rectifications, _orders_by_hand, _province, _inspections, _rechecks, _matters, _draws, _honours, _verifications, _disputes,
)  # fmt: skip
