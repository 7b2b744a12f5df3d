"""Dated facts as a bureau's desk lists them: with who recorded them, what became of them, and which orders are open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from registry.models import Account, Bureau, Disclosure, Enterprise, Rectification, Standing
from registry.queries import standings
from registry.queries.bureaus import within
from registry.queries.prefixes import anycase
from registry.rules import permission, powers, standing
from registry.rules.permission import Actor, Office, Scope
from registry.rules.status import CLOSINGS

PAGE = 50
STATES = ("standing", "corrected", "order_open", "order_overdue")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters; empty: anything. since, until: effective days, both included. state: one of STATES."""

    kind: str = ""
    result: str = ""
    state: str = ""
    division: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact with its surroundings. corrected_by: id of the fact that corrects it."""

    fact: Standing
    enterprise: Enterprise
    bureau: Bureau
    recorder: str
    disclosure: Disclosure | None
    corrected_by: int | None


def listed(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, *, page: int = 1) -> tuple[list[Recorded], int]:
    """A page of facts about enterprises in the territory, the newest first, and how many there are."""
    clauses = tuple(_clauses(offices, wanted, today))
    count = session.scalar(select(func.count(Standing.id)).join(Enterprise, Enterprise.id == Standing.enterprise_id).where(*clauses)) or 0
    return _read(session, _ROWS.where(*clauses).order_by(Standing.id.desc()).limit(PAGE).offset((page - 1) * PAGE)), count


def exported(session: Session, offices: Sequence[Office], wanted: Wanted, today: date, *, most: int) -> Iterator[Recorded]:
    """All that fit, at most `most`, the newest first."""
    query = _ROWS.where(*_clauses(offices, wanted, today)).order_by(Standing.id.desc()).limit(most).execution_options(yield_per=500)
    yield from (Recorded(*row) for row in session.execute(query))


def one(session: Session, standing_id: int) -> Recorded:
    """The fact; NotFound."""
    standings.get(session, standing_id)
    return _read(session, _ROWS.where(Standing.id == standing_id))[0]


def about(session: Session, enterprise_id: int, disclosure_id: int | None = None) -> list[Recorded]:
    """What was recorded about an enterprise; with a disclosure, about it or the enterprise as a whole. The newest first."""
    query = _ROWS.where(Standing.enterprise_id == enterprise_id)
    if disclosure_id is not None:
        query = query.where((Standing.disclosure_id == disclosure_id) | Standing.disclosure_id.is_(None))
    return _read(session, query.order_by(Standing.id.desc()))


def overdue(session: Session, offices: Sequence[Office], today: date) -> tuple[int, date | None]:
    """How many open orders are past their day, and the earliest of these days."""
    query = select(func.count(Standing.id), func.min(Standing.until)).join(Enterprise, Enterprise.id == Standing.enterprise_id)
    found = session.execute(query.where(*_clauses(offices, Wanted(state="order_overdue"), today))).one()
    return found[0], found[1]


def open_by_hand(session: Session, actor: Actor, today: date, most: int) -> list[Recorded]:
    """Open orders to rectify that somebody of the actor's offices recorded as a fact alone, the first due day first.

    An order that is followed step by step (`Rectification`) has a clock of its own and is not among them.
    """
    followed = exists().where(Rectification.number == Standing.document, Rectification.disclosure_id == Standing.disclosure_id)
    query = _ROWS.where(Standing.bureau_id.in_([office.bureau_id for office in actor.offices]), Standing.enterprise_id.not_in(actor.enterprises), ~followed, *_in_state("order_open", today))
    return _read(session, query.order_by(Standing.until, Standing.id).limit(most))


def order_is_open(session: Session, standing_id: int, today: date) -> bool:
    """Whether the fact is an order to rectify that nobody closed, corrected or took back."""
    return session.scalar(select(Standing.id).where(Standing.id == standing_id, *_in_state("order_open", today))) is not None


def newest_id(session: Session, enterprise_id: int) -> int:
    """The last fact recorded about an enterprise; 0 without one. A form that has seen another one is stale."""
    return session.scalar(select(func.max(Standing.id)).where(Standing.enterprise_id == enterprise_id)) or 0


def refused_kinds(session: Session, actor: Actor, enterprise: Enterprise, disclosure_id: int | None, *, second_person: bool = True) -> dict[str, str]:
    """Kinds that this person may not record about this subject, with the code of the reason.

    Standardization Law Art. 39 and 42: provincial_only; Art. 38: approver_only, and second_person where
    the setting PUBLIC_NOTICE_SECOND_APPROVER wants one.
    """
    scope, refused = Scope(division_code=enterprise.division_code), {}
    for kind in kinds(disclosure_id):
        verb = standing.VERBS.get(kind, "standing.record")
        if not permission.offices(actor, verb, scope):
            refused[kind] = "provincial_only" if powers.RULES[verb].level == "province" else "approver_only"
    if second_person and "publicly_noted" not in refused and _gave_the_order(session, actor, enterprise.id, disclosure_id):
        refused["publicly_noted"] = "second_person"
    return refused


def open_orders(session: Session, offices: Sequence[Office], today: date) -> set[tuple[int, int | None]]:
    """Orders to rectify that nobody has closed, in the territory of the offices: enterprise, and the disclosure or None for the firm as a whole."""
    query = select(Standing.enterprise_id, Standing.disclosure_id).join(Enterprise, Enterprise.id == Standing.enterprise_id)
    return {(row.enterprise_id, row.disclosure_id) for row in session.execute(query.where(within(Enterprise.division_code, offices), *_in_state("order_open", today)))}


def kinds(disclosure_id: int | None) -> tuple[str, ...]:
    """Kinds that can be said of an enterprise as a whole (None) or of one disclosure."""
    foreign = standing.OF_A_DISCLOSURE if disclosure_id is None else standing.OF_AN_ENTERPRISE
    return tuple(kind for kind in standing.KINDS if kind not in foreign)


def _gave_the_order(session: Session, actor: Actor, enterprise_id: int, disclosure_id: int | None) -> bool:
    orders = [each for each in standings.of_enterprise(session, enterprise_id) if each.kind == "rectification_ordered" and each.disclosure_id == disclosure_id]
    return bool(orders) and orders[0].recorded_by_id == actor.account_id


_later = aliased(Standing)
_ROWS: Select[Any] = (
    select(Standing, Enterprise, Bureau, Account.name, Disclosure, select(_later.id).where(_later.corrects_id == Standing.id).scalar_subquery())
    .join(Enterprise, Enterprise.id == Standing.enterprise_id)
    .join(Bureau, Bureau.id == Standing.bureau_id)
    .join(Account, Account.id == Standing.recorded_by_id)
    .outerjoin(Disclosure, Disclosure.id == Standing.disclosure_id)
)


def _read(session: Session, query: Select[Any]) -> list[Recorded]:
    return [Recorded(*row) for row in session.execute(query)]


def _clauses(offices: Sequence[Office], wanted: Wanted, today: date) -> Iterator[ColumnElement[bool]]:
    yield within(Enterprise.division_code, offices)
    columns = ((Standing.kind, wanted.kind), (Standing.result, wanted.result), (Enterprise.division_code, wanted.division))
    yield from (column == value for column, value in columns if value)
    if wanted.since:
        yield Standing.effective_on >= wanted.since
    if wanted.until:
        yield Standing.effective_on <= wanted.until
    if wanted.state:
        yield from _in_state(wanted.state, today)
    if text := wanted.text.strip():
        yield anycase(Enterprise.name).contains(text.lower(), autoescape=True) | (Enterprise.credit_code == text.upper()) | anycase(Standing.document).contains(text.lower(), autoescape=True)


def _in_state(state: str, today: date) -> Iterator[ColumnElement[bool]]:
    corrected = exists().where(_later.corrects_id == Standing.id)
    if state == "corrected":
        yield corrected | Standing.annulled.is_(True)
        return
    yield ~corrected & Standing.annulled.is_(False)
    if state != "standing":
        yield (Standing.kind == "rectification_ordered") & ~_closed()
    if state == "order_overdue":
        yield Standing.until < today


def _closed() -> ColumnElement[bool]:
    """A closing, or the province's last word, ends every order about the same subject that was recorded before it (registry.rules.status)."""
    closing, taken_back = aliased(Standing), aliased(Standing)
    same = and_(closing.enterprise_id == Standing.enterprise_id, func.coalesce(closing.disclosure_id, 0) == func.coalesce(Standing.disclosure_id, 0))
    stands = closing.annulled.is_(False) & ~exists().where(taken_back.corrects_id == closing.id)
    return exists().where(closing.kind.in_(CLOSINGS), closing.id > Standing.id, same, stands)
