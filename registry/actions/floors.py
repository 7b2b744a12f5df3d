"""Floors: what a standard asks for, entered by a bureau from its text. A floor is ended or replaced, never changed."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, seed
from registry.errors import Conflict, Invalid
from registry.models.catalogue import Floor
from registry.models.vocabulary import IndicatorConcept
from registry.queries import catalogue as queries
from registry.queries import vocabulary as words
from registry.rules import floor as rules
from registry.rules import permission
from registry.rules.floor import FloorForm
from registry.rules.permission import Actor


def enter(session: Session, *, actor: Actor, standard_id: int, form: FloorForm, now: datetime) -> Floor:
    """What a standard asks for of one concept, under one condition. Raises Invalid with every wrong field."""
    permission.require(actor, "catalogue.keep")
    floor = _floor(session, actor, standard_id, form, now, None)
    audit.record(session, actor, "floor.enter", floor, at=now, concept=form.concept)
    return floor


def replace(session: Session, *, actor: Actor, floor_id: int, form: FloorForm, now: datetime) -> Floor:
    """End a floor and enter another in its place. Raises Invalid, and Conflict when it has ended meanwhile."""
    permission.require(actor, "catalogue.keep")
    before = _live(session, floor_id)
    floor = _floor(session, actor, before.standard_id, form, now, before)
    before.ended_at = now
    audit.record(session, actor, "floor.replace", floor, at=now, concept=form.concept, replaces=before.id)
    return floor


def end(session: Session, *, actor: Actor, floor_id: int, now: datetime) -> Floor:
    """Take a floor back. Raises Conflict when it has ended meanwhile."""
    permission.require(actor, "catalogue.keep")
    floor = _live(session, floor_id)
    floor.ended_at = now
    audit.record(session, actor, "floor.end", floor, at=now)
    return floor


def load_demonstration(session: Session, *, actor: Actor, now: datetime) -> int:
    """Floors of the invented standards; how many are new. Their standards and concepts must be there already."""
    permission.require(actor, "catalogue.keep")
    known, new = _known(session), 0
    for row in seed.rows("catalogue/floors.csv"):
        standard = queries.by_number(session, row.pop("number"))
        if standard is None:
            raise Invalid({"number": "standard_unknown"})
        if (standard.id, row["concept"], row["condition"]) not in known:
            _floor(session, actor, standard.id, FloorForm(**row), now, None)
            new += 1
    audit.record(session, actor, "floor.load_demonstration", None, at=now, new=new)
    return new


def _known(session: Session) -> set[tuple[int, str, str]]:
    numbers = {row["number"] for row in seed.rows("catalogue/floors.csv")}
    shipped = [standard.id for number in numbers if (standard := queries.by_number(session, number))]
    return {(floor.standard_id, concept.code, floor.condition_code or "") for floor, concept in queries.floors(session, shipped, ended=True)}


def _live(session: Session, floor_id: int) -> Floor:
    floor = queries.floor(session, floor_id)
    if floor.ended_at is not None:
        raise Conflict("floor_ended")
    return floor


def _floor(session: Session, actor: Actor, standard_id: int, form: FloorForm, now: datetime, before: Floor | None) -> Floor:
    standard, tidy = queries.get(session, standard_id), rules.tidy(form)
    concept = _concept(session, standard.id, tidy, before)
    floor = Floor(
        standard_id=standard.id, concept_id=concept.id, operator=tidy.operator, low=tidy.low or None, high=tidy.high or None, unit=tidy.unit or None, grade=tidy.grade or None,
        text=tidy.text or None, condition_code=tidy.condition or None, method=tidy.method or None, source=tidy.source, recorded_by_id=actor.account_id, recorded_at=now,
    )  # fmt: skip
    session.add(floor)
    session.flush()
    return floor


def _concept(session: Session, standard_id: int, form: FloorForm, before: Floor | None) -> IndicatorConcept:
    """The concept meant, after every field was looked at. A standard asks for one value of a concept under one condition."""
    found = words.find_concept(session, form.concept)
    if found is None:
        wrong = {"concept": "concept_not_listed" if form.concept else "required"} | ({} if form.source else {"source": "required"})
        raise Invalid(wrong)
    wrong = rules.problems(form, found.quantity, found.grades, found.conditions)
    twins = (floor for floor, concept in queries.floors(session, [standard_id]) if concept is found and (floor.condition_code or "") == form.condition)
    if any(twin is not before for twin in twins):
        wrong["concept"] = "floor_twice"
    if wrong:
        raise Invalid(wrong, longest=rules.LONGEST)
    return found
