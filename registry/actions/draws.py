"""Draws of spot checks: a population frozen with a commitment, then objects and inspectors drawn by a seed that is told afterwards.

Nobody could have chosen the seed to suit: its commitment is public before the draw, and the witnesses' words are mixed in.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import draw_population, draw_writing
from registry.errors import Conflict, Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import CheckPlan, CheckPlanVersion, Draw, DrawObject
from registry.queries import bureaus, check_plans, witness_links
from registry.queries import draws as queries
from registry.rules import draw as rules
from registry.rules import merkle, names, permission, public_id
from registry.rules.check_plan import Item
from registry.rules.permission import Actor

SEED_BITS, SALT_BITS = 256, 128
LONGEST_WORDS = 300
Bits = Callable[[int], int]
_AT_ONCE = 2000


def freeze(session: Session, *, actor: Actor, plan_id: int, item: str, exclusion_months: int = 36, same_firm_months: int = 24, random: Bits, now: datetime) -> Draw:
    """Freeze the population of a plan's item and publish its hash, the plan's and the commitment to a seed that nobody has read.

    `random(bits)` gives random bits of a secure source. A later freezing of the same item takes the place of one that was not drawn.
    Raises Invalid({"item": code}): item_unknown, plan_not_in_force, year_not_planned, month_not_planned, population_empty,
    population_all_excluded, inspectors_missing; Conflict("too_few_inspectors", disclosure, credit_code).
    """
    plan = check_plans.get(session, plan_id, lock=True)
    permission.require(actor, "draw.freeze", check_plans.scope(plan))
    version, wanted, today = _planned(session, plan, item, legal_day(now))
    bureau = bureaus.get(session, plan.bureau_id)
    found = draw_population.frozen(session, bureau, wanted, today, exclusion_months, random)
    people = draw_population.people(session, bureau.id, wanted.field, today, same_firm_months, random)
    if len(people) < rules.PAIR:
        raise Invalid({"item": "inspectors_missing"})
    rules.check_enough((each for each, _found, _salt in found if not each.excluded), rules.candidates_of(people))
    population_hash, seed = merkle.root(each.leaf for each, _found, _salt in found).hex(), f"{random(SEED_BITS):064x}"
    excluded = sum(bool(each.excluded) for each, _found, _salt in found)
    row = Draw(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), bureau_id=bureau.id, plan_version_id=version.id, item=wanted.code, title=wanted.title, objects=len(found) - excluded, excluded=excluded,
        population_hash=population_hash, plan_hash=version.content_hash, commitment=rules.commitment(seed, population_hash), seed=seed, frozen_by_id=actor.account_id, frozen_at=now, inspectors=people,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _keep(session, (draw_population.columns(row.id, *each) for each in found))
    told = {"bureau": bureau.name, "plan": plan.public_id, "version": version.sequence, "item": wanted.code, "title": wanted.title, "objects": row.objects, "excluded": excluded}
    hashes = {"population_hash": population_hash, "plan_hash": row.plan_hash, "inspectors_hash": rules.inspectors_hash(people), "commitment": row.commitment}
    ledger.record(session, "draw.frozen", "draw", row.public_id, told | hashes, at=now)
    audit.record(session, actor, "draw.frozen", row, at=now, objects=row.objects, excluded=excluded)
    return row


def draw(session: Session, *, actor: Actor, draw_id: int, witness_words: str = "", witnesses: str = "", random: Bits, now: datetime) -> Draw:
    """Draw: tell the seed, take the objects and two inspectors each, begin their inspections, and tell the inspectors.

    Recusals that were told since the freezing count. Raises Invalid: witness_words, witnesses; Conflict: drawn_already,
    frozen_anew, population_changed, too_few_inspectors(disclosure, credit_code).
    """
    row = queries.get(session, draw_id, lock=True)
    permission.require(actor, "draw.make", queries.scope(row))
    words, people = names.storable(witness_words), names.storable(witnesses)
    if wrong := {name: "text_long" for name, each in (("witness_words", words), ("witnesses", people)) if len(each) > LONGEST_WORDS}:
        raise Invalid(wrong)
    if row.drawn_at is not None:
        raise Conflict("drawn_already")
    if queries.frozen_anew(session, row):
        raise Conflict("frozen_anew")
    version = check_plans.version(session, row.plan_version_id)
    wanted = _item(version, row.item)
    population = _unchanged(session, row)
    row.inspectors = draw_population.people_now(session, row, wanted.field, legal_day(now))
    key = rules.key(row.seed, words)
    matched = rules.match(rules.objects(population, wanted.percents, int(wanted.minimum), key, check_plans.salt(version)), rules.candidates_of(row.inspectors), key)
    result = [(each.drawn.disclosure, each.drawn.credit_code, each.first, each.second) for each in matched]
    row.witness_words, row.witnesses, row.drawn_by_id, row.drawn_at = words or None, people or None, actor.account_id, now
    row.drawn, row.result_hash = len(matched), rules.result_hash(result)
    session.flush()
    draw_writing.write(session, actor, row, matched, random, now)
    told = {"seed": row.seed, "witness_words": words, "commitment": row.commitment, "population_hash": row.population_hash, "drawn": row.drawn, "result_hash": row.result_hash}
    ledger.record(session, "draw.made", "draw", row.public_id, told, at=now)
    audit.record(session, actor, "draw.made", row, at=now, drawn=row.drawn)
    return row


def read_strata(session: Session, *, actor: Actor, draw_id: int, now: datetime) -> Sequence[queries.Stratum]:
    """How many objects each stratum holds, for whoever may read classes; the reading is written down. A stratum of which nothing is left is skipped by the draw."""
    row = queries.get(session, draw_id)
    permission.require(actor, "plan.see", queries.scope(row))
    permission.require(actor, "credit_class.read")
    audit.record(session, actor, "draw.strata_read", row, at=now)
    return queries.strata(session, row.id)


def take_bundle(session: Session, *, actor: Actor, draw_id: int, now: datetime) -> Draw:
    """The draw whose whole bundle, classes and salts too, the auditor is about to take; written down. Raises Conflict("not_drawn_yet")."""
    row = _for_auditor(session, actor, draw_id)
    audit.record(session, actor, "draw.bundle_taken", row, at=now)
    return row


def open_to_witnesses(session: Session, *, actor: Actor, draw_id: int, until: date | None, most_days: int = 30, now: datetime) -> int:
    """Write down that the auditor makes a link to the bundle for witnesses, with its last day, at most `most_days` ahead; the link's number.

    Raises Invalid: until; Conflict("not_drawn_yet").
    """
    row, today = _for_auditor(session, actor, draw_id), legal_day(now)
    if until is None or until < today or (until - today).days > most_days:
        raise Invalid({"until": "required" if until is None else "day_has_passed" if until < today else "link_too_long"})
    entry = audit.record(session, actor, "draw.link_made", row, at=now, until=until.isoformat())
    session.flush()
    return entry.id


def recall_link(session: Session, *, actor: Actor, draw_id: int, link: int, now: datetime) -> Draw:
    """Close a link before its day, and write that down. What was taken by it stays taken. Raises NotFound for one that is closed already."""
    row = _for_auditor(session, actor, draw_id)
    _live(session, row, link, now)
    audit.record(session, actor, "draw.link_recalled", row, at=now, link=link)
    return row


def read_by_witness(session: Session, *, actor: Actor, public_id: str, link: int, now: datetime) -> Draw:
    """The draw whose bundle somebody takes who holds an auditor's link (the caller has checked that it was made here).

    Written down with where it was asked from. Raises NotFound when the link's last day has passed or it was recalled.
    """
    row = queries.by_public_id(session, public_id)
    _live(session, row, link, now)
    audit.record(session, actor, "draw.bundle_read_by_link", row, at=now, link=link)
    return row


def _live(session: Session, row: Draw, link: int, now: datetime) -> None:
    if link not in {each.number for each in witness_links.live(session, row, legal_day(now))}:
        raise NotFound("not_found")


def _for_auditor(session: Session, actor: Actor, draw_id: int) -> Draw:
    row = queries.get(session, draw_id)
    permission.require(actor, "draw.bundle", queries.scope(row))
    if row.drawn_at is None:
        raise Conflict("not_drawn_yet")
    return row


def _planned(session: Session, plan: CheckPlan, code: str, today: date) -> tuple[CheckPlanVersion, Item, date]:
    version = check_plans.latest(session, [plan.id]).get(plan.id)
    if version is None:
        raise Invalid({"item": "plan_not_in_force"})
    wanted = check_plans.read(version).item(code)
    if wanted is None:
        raise Invalid({"item": "item_unknown"})
    if plan.year != today.year:
        raise Invalid({"item": "year_not_planned"}, year=plan.year)
    if str(today.month) not in wanted.months:
        raise Invalid({"item": "month_not_planned"}, months=",".join(wanted.months))
    return version, wanted, today


def _item(version: CheckPlanVersion, code: str) -> Item:
    found = check_plans.read(version).item(code)
    if found is None:
        raise Conflict("population_changed")
    return found


def _unchanged(session: Session, row: Draw) -> list[rules.Object]:
    """The frozen population, whose every leaf and whose root are computed anew first."""
    found = []
    for each, salt in queries.population(session, row.id):
        if rules.leaf(each.credit_code, each.disclosure, rules.hidden(salt, each.klass, each.industry, each.town, each.excluded)) != each.leaf:
            raise Conflict("population_changed", disclosure=each.disclosure)
        found.append(each)
    if merkle.root(each.leaf for each in found).hex() != row.population_hash or rules.commitment(row.seed, row.population_hash) != row.commitment:
        raise Conflict("population_changed")
    return found


def _keep(session: Session, several: Iterable[dict[str, Any]]) -> None:
    rows: list[dict[str, Any]] = []
    for columns in several:
        rows.append(columns)
        if len(rows) == _AT_ONCE:
            session.execute(insert(DrawObject), rows)
            rows = []
    if rows:
        session.execute(insert(DrawObject), rows)
