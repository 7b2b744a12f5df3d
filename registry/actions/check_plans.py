"""A year's plan of spot checks: begun empty or as a copy, saved as it is typed, put into force for ever, and anew with a next version."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, canonical, ledger
from registry.errors import Conflict, Invalid
from registry.models import CheckPlan, CheckPlanVersion
from registry.queries import bureaus
from registry.queries import check_plans as queries
from registry.rules import check_plan, names, permission, public_id
from registry.rules.check_plan import FIRST_YEAR, LAST_YEAR, Item, Plan
from registry.rules.permission import Actor, Scope

SALT_BITS = 128


@dataclass(frozen=True, slots=True)
class _Frame:
    plan: CheckPlan
    bureau: str
    sequence: int

    def document(self) -> dict[str, object]:
        return {"plan": self.plan.public_id, "bureau": self.bureau, "year": str(self.plan.year), "version": self.sequence}


def begin(session: Session, *, actor: Actor, bureau_id: int, year: str, copy_of: int | None = None, random: Callable[[int], int], now: datetime) -> CheckPlan:
    """Begin a bureau's plan for a year: with one empty item, or with everything of an earlier plan of the same bureau.

    `random(bits)` gives random bits. Raises Invalid: year.
    """
    permission.require(actor, "plan.edit", Scope(bureau_id=bureau_id))
    if not (year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR):
        raise Invalid({"year": "year_wrong" if year else "required"})
    typed = Plan(items=(Item(),))
    if copy_of is not None:
        copied = queries.get(session, copy_of)
        permission.require(actor, "plan.edit", queries.scope(copied))
        typed = Plan.from_json(copied.draft)
    address = public_id.drawn(random, partial(queries.public_id_taken, session))
    row = CheckPlan(public_id=address, bureau_id=bureau_id, year=int(year), draft=typed.to_json(), revision=1, created_by_id=actor.account_id, created_at=now, changed_at=now)
    session.add(row)
    audit.record(session, actor, "plan.begun", row, at=now, copy_of=copy_of)
    return row


def save(session: Session, *, actor: Actor, plan_id: int, plan: Plan, revision: int, now: datetime) -> CheckPlan:
    """Keep what was typed, complete or not. Raises Conflict("changed_meanwhile", by, at, revision)."""
    row = _own(session, actor, plan_id, "plan.edit", revision)
    row.draft, row.changed_at = names.storable_whole(plan.to_json()), now
    audit.record(session, actor, "plan.saved", row, at=now)
    session.flush()
    return row


def publish(session: Session, *, actor: Actor, plan_id: int, revision: int, random: Callable[[int], int], now: datetime) -> CheckPlanVersion:
    """Put the draft into force as a version that never changes; its hash and its public part go to the ledger.

    Raises Invalid with every wrong field (rules.check_plan), Conflict: changed_meanwhile, nothing_changed.
    """
    row = _own(session, actor, plan_id, "plan.publish", revision)
    typed = Plan.from_json(row.draft)
    wrong = check_plan.check(typed, queries.categories_known(session, typed))
    if wrong:
        raise Invalid(wrong)
    before = queries.latest(session, [row.id]).get(row.id)
    if before is not None and queries.read(before) == typed:
        raise Conflict("nothing_changed")
    frame = _Frame(row, bureaus.get(session, row.bureau_id).name, before.sequence + 1 if before else 1).document()
    content = canonical.text(check_plan.whole(typed, frame, f"{random(SALT_BITS):032x}"))
    version = CheckPlanVersion(
        plan_id=row.id, sequence=frame["version"], title=typed.title[:300], content=content, content_hash=canonical.digest(content),
        public_content=canonical.text(check_plan.public_part(typed, frame)), published_by_id=actor.account_id, published_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    row.changed_at = now
    ledger.record(session, "plan.published", "check_plan", row.public_id, {**frame, "title": typed.title, "content_hash": version.content_hash}, at=now)
    audit.record(session, actor, "plan.published", version, at=now, bureau_id=row.bureau_id, plan=row.id, version=version.sequence)
    return version


def discard(session: Session, *, actor: Actor, plan_id: int, revision: int, now: datetime) -> None:
    """Throw the draft away: a plan that never was in force is gone, another one's draft is again what is in force."""
    row = _own(session, actor, plan_id, "plan.edit", revision)
    newest = queries.latest(session, [row.id]).get(row.id)
    audit.record(session, actor, "plan.discarded", row, at=now, published=newest is not None)
    if newest is None:
        session.delete(row)
    else:
        row.draft, row.changed_at = queries.read(newest).to_json(), now
    session.flush()


def _own(session: Session, actor: Actor, plan_id: int, verb: str, revision: int) -> CheckPlan:
    row = queries.get(session, plan_id, lock=True)
    permission.require(actor, verb, queries.scope(row))
    if row.revision != revision:
        raise Conflict("changed_meanwhile", by=queries.saver(session, row.id), at=row.changed_at, revision=row.revision)
    return row
