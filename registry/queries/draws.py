"""Draws of spot checks: what is frozen, what excludes, what was drawn, and everything by which it can be recomputed."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import first_instant
from registry.models import (
    Bureau,
    CheckPlan,
    CheckPlanVersion,
    Disclosure,
    DisclosureVersion,
    Draw,
    DrawObject,
    Enterprise,
    Inspection,
    InspectionStep,
    Inspector,
    LedgerEntry,
    Rectification,
)
from registry.queries import desk_standings
from registry.queries.check_plans import Found
from registry.rules import draw as rules
from registry.rules.permission import Office, Scope

PAGE = 50
_STREAMED = 5000
_OBJECT = select(DrawObject.public_id, DrawObject.credit_code, DrawObject.klass, DrawObject.industry, DrawObject.town, DrawObject.salt, DrawObject.leaf_hash, DrawObject.excluded, DrawObject.disclosure_id, DrawObject.enterprise_id)


@dataclass(frozen=True, slots=True)
class Held:
    """A draw with its plan and office. `newer`: the same item was frozen anew, so that this one is never drawn."""

    draw: Draw
    plan: CheckPlan
    version: CheckPlanVersion
    bureau: Bureau
    newer: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn object as everybody reads it. first, second: (key, name) of the inspectors."""

    order: int
    disclosure: str
    number: str
    title: str
    credit_code: str
    enterprise: str
    first: tuple[str, str]
    second: tuple[str, str]
    inspection: str


@dataclass(frozen=True, slots=True)
class Stratum:
    """For those who may read classes."""

    klass: str
    industry: str
    town: str
    objects: int
    excluded: int


def get(session: Session, draw_id: int, *, lock: bool = False) -> Draw:
    """The draw; NotFound."""
    found = session.get(Draw, draw_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound("not_found")
    return found


def held(session: Session, row: Draw) -> Held:
    """The draw with what stands round it."""
    version = session.get_one(CheckPlanVersion, row.plan_version_id)
    return Held(row, session.get_one(CheckPlan, version.plan_id), version, session.get_one(Bureau, row.bureau_id), frozen_anew(session, row))


def by_public_id(session: Session, public_id: str) -> Draw:
    """The draw at a public address; NotFound."""
    found = session.scalars(select(Draw).where(Draw.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def scope(row: Draw) -> Scope:
    """What every action on a draw is asked with."""
    return Scope(bureau_id=row.bureau_id)


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a draw."""
    return session.scalar(select(Draw.id).where(Draw.public_id == public_id)) is not None


def frozen_anew(session: Session, row: Draw) -> bool:
    """Whether the same item of the same plan was frozen again before this draw was made."""
    if row.drawn_at is not None:
        return False
    plans = select(CheckPlanVersion.id).where(CheckPlanVersion.plan_id == select(CheckPlanVersion.plan_id).where(CheckPlanVersion.id == row.plan_version_id).scalar_subquery())
    return session.scalar(select(Draw.id).where(Draw.id > row.id, Draw.item == row.item, Draw.plan_version_id.in_(plans)).limit(1)) is not None


def of_bureaus(session: Session, bureau_ids: Collection[int]) -> list[Held]:
    """Draws of these offices, the newest first."""
    return [held(session, row) for row in session.scalars(select(Draw).where(Draw.bureau_id.in_(bureau_ids)).order_by(Draw.id.desc()).limit(200))]


def drawn_since(session: Session, found: Collection[Found], since: date) -> set[int]:
    """Enterprises that were drawn on or after the day, by whichever office."""
    drawn = select(Inspection.enterprise_id).where(Inspection.kind == "drawn", Inspection.made_at >= first_instant(since)).distinct()
    return {each.enterprise_id for each in found} & set(session.scalars(drawn))


def under_rectification(session: Session, bureau: Bureau, found: Collection[Found], today: date) -> set[int]:
    """Disclosures with an open order to rectify, or whose enterprise as a whole has one."""
    orders = desk_standings.open_orders(session, [Office(bureau.id, bureau.level, bureau.division_code, frozenset())], today)
    opened = set(session.scalars(select(Rectification.disclosure_id).where(Rectification.ended_at.is_(None))))
    return {each.disclosure_id for each in found if each.disclosure_id in opened or (each.enterprise_id, each.disclosure_id) in orders or (each.enterprise_id, None) in orders}


def population(session: Session, draw_id: int) -> Iterator[tuple[rules.Object, str]]:
    """The frozen objects with their salts, a portion in memory at a time."""
    for row in session.execute(_OBJECT.where(DrawObject.draw_id == draw_id).order_by(DrawObject.id).execution_options(yield_per=_STREAMED)):
        yield rules.Object(row.public_id, row.credit_code, row.klass, row.industry, row.town, bytes.fromhex(row.leaf_hash), row.excluded or ""), row.salt


def leaves(session: Session, draw_id: int) -> list[bytes]:
    """All leaf hashes, those of excluded objects too."""
    return [bytes.fromhex(each) for each in session.scalars(select(DrawObject.leaf_hash).where(DrawObject.draw_id == draw_id))]


def own_objects(session: Session, enterprise_id: int) -> list[tuple[DrawObject, Draw, Bureau]]:
    """Where an enterprise stood in frozen lists, the newest first."""
    query = select(DrawObject, Draw, Bureau).join(Draw, Draw.id == DrawObject.draw_id).join(Bureau, Bureau.id == Draw.bureau_id).where(DrawObject.enterprise_id == enterprise_id)
    return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(Draw.id.desc(), DrawObject.id).limit(200))]


def own_inspections(session: Session, enterprise_id: int) -> Sequence[Inspection]:
    """Inspections that began with a draw, of one enterprise."""
    return session.scalars(select(Inspection).where(Inspection.enterprise_id == enterprise_id, Inspection.kind == "drawn")).all()


def own_object(session: Session, draw_id: int, enterprise_id: int, public_id: str) -> DrawObject:
    """One object of the enterprise in a draw; NotFound."""
    found = session.scalars(select(DrawObject).where(DrawObject.draw_id == draw_id, DrawObject.enterprise_id == enterprise_id, DrawObject.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def versions_now(session: Session, public_ids: Collection[str]) -> dict[str, tuple[int, int, int]]:
    """By public id: disclosure, enterprise and newest version, for what was drawn."""
    found, ids = dict[str, tuple[int, int, int]](), list(public_ids)
    for start in range(0, len(ids), 500):
        query = select(Disclosure.public_id, Disclosure.id, Disclosure.enterprise_id, Disclosure.latest_version_id).where(Disclosure.public_id.in_(ids[start : start + 500]))
        found |= {row.public_id: (row.id, row.enterprise_id, row.latest_version_id or 0) for row in session.execute(query)}
    return found


def result(session: Session, row: Draw) -> list[Line]:
    """What was drawn, in its order, with the inspectors who were matched at the draw (a later replacement is a step of the inspection)."""
    frozen = {str(each["key"]): str(each["name"]) for each in row.inspectors}
    return [_line(each, frozen) for each in session.execute(_result(row.id))]


def some_of_result(session: Session, row: Draw, page: int) -> list[Line]:
    """One page of it."""
    frozen = {str(each["key"]): str(each["name"]) for each in row.inspectors}
    return [_line(each, frozen) for each in session.execute(_result(row.id).limit(PAGE).offset((page - 1) * PAGE))]


def strata(session: Session, draw_id: int) -> list[Stratum]:
    """How many objects take part in each stratum and how many were excluded; one with none left is skipped. Only for whoever may read classes."""
    columns = (DrawObject.klass, DrawObject.industry, DrawObject.town)
    excluded = func.count(DrawObject.excluded)
    query = select(*columns, func.count().label("objects"), excluded.label("excluded")).where(DrawObject.draw_id == draw_id).group_by(*columns).order_by(*columns)
    return [Stratum(row.klass, row.industry, row.town, row.objects - row.excluded, row.excluded) for row in session.execute(query)]


def excluded(session: Session, draw_id: int) -> dict[str, int]:
    """How many were left out, by reason."""
    query = select(DrawObject.excluded, func.count()).where(DrawObject.draw_id == draw_id, DrawObject.excluded.is_not(None)).group_by(DrawObject.excluded)
    return {str(row[0]): int(row[1]) for row in session.execute(query)}


def inspection_ids(session: Session, draw_id: int) -> dict[int, int]:
    """Inspections of a draw by their place in it."""
    return {row.order_no: row.id for row in session.execute(select(Inspection.id, Inspection.order_no).where(Inspection.draw_id == draw_id))}


def account_ids(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Accounts of matched inspectors by their key in the draw."""
    query = select(Inspector.id, Inspector.account_id).where(Inspector.id.in_([int(each) for each in keys]), Inspector.account_id.is_not(None))
    return {str(row.id): row.account_id for row in session.execute(query)}


def ledger_facts(session: Session, row: Draw) -> dict[str, Mapping[str, Any]]:
    """What the public ledger says of a draw: frozen, and drawn where it was."""
    entries = session.scalars(select(LedgerEntry).where(LedgerEntry.subject_kind == "draw", LedgerEntry.subject == row.public_id).order_by(LedgerEntry.id))
    return {each.kind.partition(".")[2]: json.loads(each.content)["fact"] for each in entries}


def _result(draw_id: int) -> Select[Any]:
    query = select(
        Inspection.order_no, Inspection.public_id, InspectionStep.facts, Disclosure.public_id.label("disclosure"), Disclosure.number, DisclosureVersion.title,
        Enterprise.credit_code, Enterprise.name,
    )  # fmt: skip
    query = query.join(InspectionStep, (InspectionStep.inspection_id == Inspection.id) & (InspectionStep.word == "drawn"))
    query = query.join(Disclosure, Disclosure.id == Inspection.disclosure_id).join(DisclosureVersion, DisclosureVersion.id == Inspection.version_id)
    return query.join(Enterprise, Enterprise.id == Inspection.enterprise_id).where(Inspection.draw_id == draw_id).order_by(Inspection.order_no)


def _line(row: Any, frozen: Mapping[str, str]) -> Line:
    pair = [(str(each), frozen.get(str(each), "")) for each in row.facts["inspectors"]]
    return Line(row.order_no, row.disclosure, row.number, row.title, row.credit_code, row.name, pair[0], pair[1], row.public_id)
