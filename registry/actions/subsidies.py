"""Rounds of subsidies: opened on a policy's version, computed, looked at, lowered to the budget where it is not enough, published.

Publishing is another person's than computing, and it is then that what is paid once is written down: the database refuses
a second one, whoever publishes what at the same moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import honours, messages
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.models import Bureau, Enterprise, Entitlement, SubsidyRound
from registry.queries import bureaus, enterprises, policies
from registry.queries import honours as honour_queries
from registry.queries import subsidies as queries
from registry.rules import entitlement, names, permission, policy, public_id, second_person
from registry.rules.enterprise import LONGEST_LINE
from registry.rules.entitlement import Worth
from registry.rules.permission import Actor, Scope

LARGEST_BUDGET = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Opening:
    """The form of a new round. first_on, last_on: honours achieved from the one day to the other take part. budget: yuan."""

    title: str
    first_on: date | None
    last_on: date | None
    budget: int | None


def begin(session: Session, *, actor: Actor, policy_id: int, opening: Opening, random: Callable[[int], int], now: datetime) -> SubsidyRound:
    """Open a round on the newest version of a policy of the bureau's own. Raises Invalid with every wrong field, Conflict("policy_unpublished")."""
    held = policies.get(session, policy_id)
    permission.require(actor, "subsidy.compute", policies.scope(held))
    version = policies.latest(session, held.id)
    if version is None:
        raise Conflict("policy_unpublished")
    if wrong := _wrong(opening):
        raise Invalid(wrong)
    row = SubsidyRound(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), bureau_id=held.bureau_id, policy_version_id=version.id, title=names.storable(opening.title), first_on=opening.first_on, last_on=opening.last_on, budget=opening.budget, total=0,
        opened_by_id=actor.account_id or 0, opened_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "subsidy.opened", row, at=now, version=version.id)
    return row


def compute(session: Session, *, actor: Actor, round_id: int, revision: int, budget: int, random: Callable[[int], int], now: datetime) -> SubsidyRound:
    """Compute what every confirmed honour of the days is worth, afresh; titles that a bureau recorded are taken up first.

    Raises Invalid (budget), Conflict: changed_meanwhile, round_over.
    """
    row = _open(session, actor, round_id, "subsidy.compute", revision)
    if not 0 < budget <= LARGEST_BUDGET:
        raise Invalid({"budget": "policy_yuan_wrong"})
    row.budget = budget
    bureau = session.get_one(Bureau, row.bureau_id)
    honours.take_up_titles(session, actor=actor, offices=queries.territory(bureau), random=random, now=now)
    session.flush()
    _write(session, row, _worths(session, row, legal_day(now)), actor, now)
    audit.record(session, actor, "subsidy.computed", row, at=now, budget=row.budget, total=row.total)
    return row


def lower(session: Session, *, actor: Actor, round_id: int, revision: int, now: datetime) -> SubsidyRound:
    """Lower every amount in one proportion to the budget; the step stands in each sum. Raises Conflict: changed_meanwhile, round_over, round_not_computed, round_within_budget, round_outdated."""
    row = _open(session, actor, round_id, "subsidy.compute", revision)
    if row.computed_at is None:
        raise Conflict("round_not_computed")
    if row.total <= row.budget:
        raise Conflict("round_within_budget")
    worths = _current(session, row, legal_day(now))
    lowered = entitlement.lower([worth for _honour_id, worth in worths], row.budget)
    _write(session, row, [(honour_id, worth) for (honour_id, _), worth in zip(worths, lowered, strict=True)], actor, now)
    audit.record(session, actor, "subsidy.lowered", row, at=now, budget=row.budget, total=row.total)
    return row


def publish(session: Session, *, actor: Actor, round_id: int, revision: int, now: datetime) -> SubsidyRound:
    """Make the list public (公示), by another person than the one who computed it.

    Raises NotAllowed("another_person"); Conflict: changed_meanwhile, round_over, round_not_computed, round_over_budget (total,
    budget), round_outdated where an honour or a payment has changed since it was computed, paid_already.
    """
    row = _open(session, actor, round_id, "subsidy.publish", revision)
    second_person.require(actor, [row.computed_by_id], wanted=True)
    if row.computed_at is None:
        raise Conflict("round_not_computed")
    if row.total > row.budget:
        raise Conflict("round_over_budget", total=row.total, budget=row.budget)
    bureaus.get(session, row.bureau_id, lock=True)  # rounds of one bureau are published one after the other
    granted = queries.rows(session, row.id)
    honour_queries.hold(session, sorted({each.enterprise_id for each in granted}))
    current = dict(_current(session, row, legal_day(now)))
    row.published_by_id, row.published_at = actor.account_id, now
    _pay(session, granted, {honour_id: worth.key for honour_id, worth in current.items()})
    _make_known(session, actor, row, granted, now)
    return row


def stop(session: Session, *, actor: Actor, round_id: int, revision: int, now: datetime) -> SubsidyRound:
    """Give a round up that is not published; nothing of it is paid. Raises Conflict: changed_meanwhile, round_over."""
    row = _open(session, actor, round_id, "subsidy.compute", revision)
    row.stopped_at = now
    audit.record(session, actor, "subsidy.stopped", row, at=now)
    return row


def _wrong(opening: Opening) -> dict[str, str]:
    wrong = {} if names.storable(opening.title) else {"title": "required"}
    if len(opening.title) > LONGEST_LINE:
        wrong["title"] = "line_too_long"
    wrong |= {name: "required" for name in ("first_on", "last_on") if getattr(opening, name) is None}
    if opening.first_on and opening.last_on and opening.last_on < opening.first_on:
        wrong["last_on"] = "end_before_start"
    if opening.budget is None or not 0 < opening.budget <= LARGEST_BUDGET:
        wrong["budget"] = "policy_yuan_wrong"
    return wrong


def _open(session: Session, actor: Actor, round_id: int, verb: str, revision: int) -> SubsidyRound:
    row = queries.get(session, round_id, lock=True)
    permission.require(actor, verb, Scope(bureau_id=row.bureau_id))
    if row.published_at is not None or row.stopped_at is not None:
        raise Conflict("round_over")
    if row.revision != revision:
        raise Conflict("round_changed")
    return row


def _worths(session: Session, row: SubsidyRound, today: date) -> list[tuple[int, Worth]]:
    """Each honour's id with what it is worth now."""
    version = policies.read(policies.version_by_id(session, row.policy_version_id))
    found = queries.achieved(session, row, session.get_one(Bureau, row.bureau_id), today)
    ids = {each.number: honour_id for honour_id, each in found}
    limit = policy.yuan(version.limit)
    worths = entitlement.compute(policy.prices(version), [each for _honour_id, each in found], payer=row.bureau_id, limit=limit, paid=queries.paid(session, row.bureau_id))
    return [(ids[each.honour.number], each) for each in worths]


def _current(session: Session, row: SubsidyRound, today: date) -> list[tuple[int, Worth]]:
    """The same, where it is what the round holds; Conflict("round_outdated") where the world has moved on."""
    worths, held = _worths(session, row, today), queries.rows(session, row.id)
    if any(step["code"] == "lowered" for each in held for step in each.steps):
        lowered = entitlement.lower([worth for _honour_id, worth in worths], row.budget)
        worths = [(honour_id, worth) for (honour_id, _), worth in zip(worths, lowered, strict=True)]
    if [(each.honour_id, each.amount, each.policy_row) for each in held] != [(honour_id, worth.amount, worth.row) for honour_id, worth in worths]:
        raise Conflict("round_outdated")
    return worths


def _write(session: Session, row: SubsidyRound, worths: Sequence[tuple[int, Worth]], actor: Actor, now: datetime) -> None:
    session.execute(delete(Entitlement).where(Entitlement.round_id == row.id))
    session.add_all(
        Entitlement(
            round_id=row.id, honour_id=honour_id, enterprise_id=worth.honour.enterprise, policy_row=worth.row, paid_key=None, amount=worth.amount, steps=[step.to_json() for step in worth.steps],
        )
        for honour_id, worth in worths
    )  # fmt: skip
    row.total, row.computed_at, row.computed_by_id = entitlement.total(worth for _honour_id, worth in worths), now, actor.account_id
    session.flush()


def _pay(session: Session, granted: Sequence[Entitlement], keys: dict[int, str]) -> None:
    """Write down what is paid once; the database decides where another round came first."""
    try:
        with session.begin_nested():
            for each in granted:
                if each.amount:
                    each.paid_key = keys[each.honour_id]
    except IntegrityError:
        raise Conflict("paid_already") from None


def _make_known(session: Session, actor: Actor, row: SubsidyRound, granted: Sequence[Entitlement], now: datetime) -> None:
    bureau = session.get_one(Bureau, row.bureau_id)
    audit.record(session, actor, "subsidy.published", row, at=now, total=row.total)
    ledger.record(session, "subsidy.published", "subsidy_round", row.public_id, {"title": row.title, "bureau": bureau.name, "budget": str(row.budget), "total": str(row.total)}, at=now)
    for enterprise_id in sorted({each.enterprise_id for each in granted if each.amount}):
        amount = sum(each.amount for each in granted if each.enterprise_id == enterprise_id)
        facts = {"enterprise": session.get_one(Enterprise, enterprise_id).name, "title": row.title, "amount": f"{amount:,}", "bureau": bureau.name}
        messages.tell(session, enterprises.account_ids(session, enterprise_id), "subsidy.published", facts, f"/subsidies/{row.public_id}", now)
