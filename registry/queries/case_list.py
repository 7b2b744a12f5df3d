"""A territory's reports and complaints as a list, by the day on which the next one is due.

Clocks are not stored: they follow from the steps and from a calendar that may be imported later. So the cases that fit are
counted through in memory, at most MOST of them, the ones that have waited longest; a list that is longer says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from registry.legal_time import legal_day
from registry.models import Account, Bureau, CaseStep, Enterprise, Product, ReportCase
from registry.queries import calendar, reports
from registry.queries.bureaus import within
from registry.queries.prefixes import anycase
from registry.rules import deadline, report
from registry.rules.deadline import Clock, Limits
from registry.rules.permission import Actor, offices
from registry.rules.report import Step

PAGE = 30
MOST = 3000
_AT_ONCE = 500
WHOSE = ("mine", "nobody")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty: any. phase: one of registry.rules.report.State, "closed" for what is done; without it, all that is not."""

    kind: str = ""
    phase: str = ""
    whose: str = ""
    text: str = ""
    """A case's number, part of the enterprise's name, or its credit code."""
    late: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One row. clock: the one that ends first of those that run. phase: of a closed case the one before it was closed."""

    id: int
    number: str
    kind: str
    problem: str
    received_at: datetime
    closed_at: datetime | None
    enterprise: str
    credit_code: str
    product: str | None
    bureau: str
    division_code: str
    handler_id: int | None
    handler: str | None
    phase: str
    clock: Clock | None
    late: bool
    """The clock that runs is past its day; of a closed case: one of them was."""
    provisional: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """For the desk's home. since: when the oldest open case was received."""

    open: int
    untaken: int
    mine: int
    late: int
    since: datetime | None

_ROWS: Any = (
    select(
        ReportCase.id, ReportCase.number, ReportCase.kind, ReportCase.problem, ReportCase.received_at, ReportCase.closed_at, Enterprise.name.label("enterprise"), Enterprise.credit_code,
        Product.name.label("product"), Bureau.name.label("bureau"), Bureau.division_code, ReportCase.handler_id, Account.name.label("handler"),
    )
    .join(Bureau, Bureau.id == ReportCase.bureau_id).join(Enterprise, Enterprise.id == ReportCase.enterprise_id)
    .outerjoin(Product, Product.id == ReportCase.product_id).outerjoin(Account, Account.id == ReportCase.handler_id)
)  # fmt: skip
_NAMES = [str(each.key) for each in _ROWS.selected_columns]


def listed(session: Session, actor: Actor, wanted: Wanted, limits: Limits, today: date) -> tuple[tuple[ListedCase, ...], bool]:
    """The cases that fit, next due day first (closed ones: newest first), and whether these are all of them."""
    rows = session.execute(_query(actor, wanted).limit(MOST + 1)).all()
    found = [each for each in _counted(session, rows[:MOST], limits, today) if _fits(each, wanted)]
    if wanted.phase != "closed":
        found.sort(key=lambda each: (each.clock.due if each.clock else date.max, each.received_at, each.id))
    return tuple(found), len(rows) <= MOST


def counts(session: Session, actor: Actor, limits: Limits, today: date) -> Counts:
    """What waits in the territory. Past MOST open cases it counts those that have waited longest."""
    found, _all = listed(session, actor, Wanted(), limits, today)
    mine = sum(each.handler_id in {actor.account_id} | actor.stands_in_for for each in found)
    return Counts(len(found), sum(each.handler_id is None for each in found), mine, sum(each.late for each in found), min((each.received_at for each in found), default=None))


def following(session: Session, actor: Actor, case_id: int, limits: Limits, today: date) -> int | None:
    """The open case after this one in the list of what the actor may act on (one's own, those of whom one stands in for, and nobody's), from the first one again; None without another."""
    found, _all = listed(session, actor, Wanted(), limits, today)
    ids = [each.id for each in found if each.id == case_id or each.handler_id in {None, actor.account_id} | actor.stands_in_for]
    at = ids.index(case_id) if case_id in ids else -1
    return next((each for each in (*ids[at + 1 :], *ids) if each != case_id), None)


def _query(actor: Actor, wanted: Wanted) -> Any:
    query = _ROWS.where(within(Bureau.division_code, offices(actor, "case.see")), ReportCase.enterprise_id.not_in(actor.enterprises), *_clauses(actor, wanted))
    return query.order_by(ReportCase.closed_at.desc() if wanted.phase == "closed" else ReportCase.received_at, ReportCase.id)


def _clauses(actor: Actor, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield ReportCase.closed_at.is_not(None) if wanted.phase == "closed" else ReportCase.closed_at.is_(None)
    if wanted.kind:
        yield ReportCase.kind == wanted.kind
    if wanted.whose:
        yield ReportCase.handler_id.is_(None) if wanted.whose == "nobody" else ReportCase.handler_id.in_({actor.account_id} | actor.stands_in_for)
    if wanted.text:
        upper = wanted.text.upper()
        yield or_(ReportCase.number == upper, Enterprise.credit_code == upper, anycase(Enterprise.name).contains(wanted.text.lower(), autoescape=True))


def _counted(session: Session, rows: Sequence[Row[Any]], limits: Limits, today: date) -> Iterator[ListedCase]:
    known = calendar.known(session)
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        ids = [row.id for row in part]
        steps, named = _steps(session, ids), reports.named(session, ids)
        for row in part:
            done, is_named = steps[row.id], row.id in named
            clocks = deadline.clocks(row.kind, done, limits, known, today, named=is_named)
            running, before = deadline.running(clocks), done[:-1] if row.closed_at else done
            late = any(each.late for each in clocks) if row.closed_at else running is not None and running.late
            phase, provisional = report.state(row.kind, before, named=is_named).phase, running is not None and running.provisional
            yield ListedCase(**dict(zip(_NAMES, row, strict=True)), phase=phase, clock=running, late=late, provisional=provisional)


def _steps(session: Session, ids: Collection[int]) -> defaultdict[int, list[Step]]:
    found: defaultdict[int, list[Step]] = defaultdict(list)
    query = select(CaseStep.case_id, CaseStep.word, CaseStep.at, CaseStep.told.is_not(None).label("told")).where(CaseStep.case_id.in_(ids))
    for row in session.execute(query.order_by(CaseStep.id)):
        found[row.case_id].append(Step(row.word, legal_day(row.at), told=bool(row.told)))
    return found


def _fits(found: ListedCase, wanted: Wanted) -> bool:
    if wanted.phase not in ("", "closed") and found.phase != wanted.phase:
        return False
    return (found.late or not wanted.late) and (found.provisional or not wanted.provisional)
