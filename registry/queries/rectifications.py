"""Orders to rectify: the rows behind one, where it stands, and the facts that were recorded with it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models import (
    Account,
    Bureau,
    Disclosure,
    DisclosureVersion,
    Enterprise,
    Finding,
    Inspection,
    ProvinceCase,
    Rectification,
    RectificationStep,
    Standing,
)
from registry.queries import bureaus, calendar, enterprises, standings
from registry.rules import permission, rectification
from registry.rules.permission import Actor, Scope
from registry.rules.rectification import State, Step


@dataclass(frozen=True, slots=True)
class Opened:
    """An order with everything that its page shows. people: names by account; versions: sequence numbers by version."""

    row: Rectification
    bureau: Bureau
    enterprise: Enterprise
    disclosure: Disclosure
    version: DisclosureVersion
    finding: Finding | None
    steps: tuple[RectificationStep, ...]
    state: State
    province: tuple[ProvinceCase, ...]
    people: dict[int, str]
    versions: dict[int, int]
    rechecks: dict[int, str]
    """Public ids by inspection."""
    wishes: tuple[str, ...]
    """What the province may still be asked for."""


def get(session: Session, rectification_id: int, *, lock: bool = False) -> Rectification:
    """The order; NotFound. `lock` holds it until the transaction ends and reads it anew."""
    query = select(Rectification).where(Rectification.id == rectification_id)
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True) if lock else query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def of_enterprise_by_number(session: Session, enterprise_id: int, number: str) -> Rectification:
    """An enterprise's order by what stands on its notice; NotFound."""
    found = session.scalars(select(Rectification).where(Rectification.number == number, Rectification.enterprise_id == enterprise_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def number_taken(session: Session, number: str) -> bool:
    """Whether an order has that number."""
    return session.scalar(select(Rectification.id).where(Rectification.number == number)) is not None


def open_of_disclosure(session: Session, disclosure_id: int) -> Rectification | None:
    """The order about a disclosure that has not ended; there is never more than one."""
    return session.scalars(select(Rectification).where(Rectification.disclosure_id == disclosure_id, Rectification.ended_at.is_(None)).order_by(Rectification.id)).first()


def running(session: Session) -> list[Rectification]:
    """Every order that was delivered and has not ended, for whoever counts its days anew."""
    query = select(Rectification).where(Rectification.ended_at.is_(None), Rectification.due_on.is_not(None)).order_by(Rectification.id)
    return list(session.scalars(query))


def of_enterprise(session: Session, enterprise_id: int) -> list[Rectification]:
    """The enterprise's orders, the newest first."""
    return list(session.scalars(select(Rectification).where(Rectification.enterprise_id == enterprise_id).order_by(Rectification.id.desc())))


def steps(session: Session, rectification_ids: Collection[int]) -> dict[int, list[RectificationStep]]:
    """By order, what happened, oldest first."""
    found: dict[int, list[RectificationStep]] = {each: [] for each in rectification_ids}
    for row in session.scalars(select(RectificationStep).where(RectificationStep.rectification_id.in_(rectification_ids)).order_by(RectificationStep.id)):
        found[row.rectification_id].append(row)
    return found


def as_rules(rows: Iterable[RectificationStep]) -> list[Step]:
    """The rows as the rules read them."""
    return [Step(row.word, row.counts_on, row.days or 0) for row in rows]


def states(session: Session, rows: Sequence[Rectification], today: date) -> dict[int, State]:
    """Where each order stands on `today`, by id."""
    known, taken = calendar.known(session), steps(session, [row.id for row in rows])
    return {row.id: rectification.state(as_rules(taken[row.id]), row.days, known, today) for row in rows}


def state(session: Session, row: Rectification, today: date) -> State:
    """Where one order stands."""
    return states(session, [row], today)[row.id]


def order_fact(session: Session, rows: Iterable[RectificationStep]) -> Standing | None:
    """The fact rectification_ordered as it stands now, corrections followed; None where none stands."""
    return fact_now(session, next((row.standing_id for row in rows if row.word == "delivered"), None))


def note_fact(session: Session, rows: Iterable[RectificationStep]) -> Standing | None:
    """The public note as it stands now."""
    return fact_now(session, next((row.standing_id for row in rows if row.word == "noted"), None))


def fact_now(session: Session, standing_id: int | None) -> Standing | None:
    """What became of a fact by its corrections; None where it was taken back, or never was."""
    fact = standings.get(session, standing_id) if standing_id else None
    while fact is not None and (corrected := standings.correction_of(session, fact.id)):
        fact = corrected
    return None if fact is None or fact.annulled else fact


def scope(row: Rectification, enterprise: Enterprise) -> Scope:
    """Whose matter an order is: the enterprise's and the office's that gave it, wherever the enterprise moves to."""
    return Scope(enterprise.id, bureau_id=row.bureau_id)


def require_sight(actor: Actor, row: Rectification, enterprise: Enterprise) -> None:
    """Pass, or raise: the enterprise's people and the office that gave the order."""
    permission.require(actor, "rectification.see", scope(row, enterprise))


def province_cases(session: Session, rectification_id: int) -> list[ProvinceCase]:
    """What the province was asked for in an order, oldest first."""
    return list(session.scalars(select(ProvinceCase).where(ProvinceCase.rectification_id == rectification_id).order_by(ProvinceCase.id)))


def wishes_left(row: Rectification, cases: Iterable[ProvinceCase]) -> tuple[str, ...]:
    """What the province may still be asked for: what it refused is settled, what it sent back may be asked again."""
    settled = {each.wish for each in cases if each.decision != "sent_back"}
    return tuple(wish for wish in rectification.wishes(row.items) if wish not in settled)


def opened(session: Session, row: Rectification, today: date) -> Opened:
    """The order and what stands beside it."""
    disclosure = session.get_one(Disclosure, row.disclosure_id)
    taken, cases = steps(session, [row.id])[row.id], province_cases(session, row.id)
    people = {row.ordered_by_id, *(each.account_id for each in taken), *(each.decided_by_id for each in cases)}
    versions = {each.version_id for each in taken if each.version_id}
    return Opened(
        row, bureaus.get(session, row.bureau_id), enterprises.get(session, row.enterprise_id), disclosure, session.get_one(DisclosureVersion, disclosure.latest_version_id),
        session.get(Finding, row.finding_id) if row.finding_id else None, tuple(taken), rectification.state(as_rules(taken), row.days, calendar.known(session), today), tuple(cases),
        names(session, people), {row.id: row.sequence for row in session.scalars(select(DisclosureVersion).where(DisclosureVersion.id.in_(versions)))},
        {row.id: row.public_id for row in session.scalars(select(Inspection).where(Inspection.id.in_({each.inspection_id for each in taken if each.inspection_id})))}, wishes_left(row, cases),
    )  # fmt: skip


def names(session: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people by account."""
    return {row.id: row.name for row in session.execute(select(Account.id, Account.name).where(Account.id.in_({each for each in account_ids if each})))}
