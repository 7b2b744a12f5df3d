"""What is set side by side: disclosures and products' main standards with their lines, floors and concepts.

A dozen statements however many are compared, so that a page of five costs hardly more than a page of two.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from registry.models import (
    CatalogueStandard,
    ConceptSynonym,
    Disclosure,
    DisclosureVersion,
    Dispute,
    Enterprise,
    Floor,
    IndicatorConcept,
    Product,
    ProductDisclosure,
    ScanCode,
    VersionReference,
)
from registry.queries.public_floors import Term
from registry.queries.public_lists import ListedDisclosure, listed
from registry.rules import names
from registry.rules.content import Line
from registry.rules.self_check_world import Concept
from registry.rules.self_check_world import Floor as FloorCells
from registry.rules.side_by_side import Measure
from registry.rules.side_by_side_floors import Asked

CORRESPONDING = ("corresponding_mandatory", "corresponding_recommended")


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants compared: a disclosure by its public id, or a product by its short code."""

    kind: str
    """disclosure or product."""
    code: str


@dataclass(frozen=True, slots=True)
class ComparedProduct:
    """A product in whose name its main standard is compared."""

    code: str
    name: str
    models: str | None
    revoked_at: datetime | None
    ended_at: datetime | None
    disputed: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One column: the version in force of a disclosure, what it declares, and the floors of its corresponding standards."""

    choice: Choice
    disclosure: ListedDisclosure
    product: ComparedProduct | None
    document: Mapping[str, Any]
    lines: tuple[Line, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """What can be compared, in the order of the choices. bare: products without a standard. unknown: choices that name nothing.

    measures and terms: every concept that a line or a floor names, for rules and for readers.
    """

    sides: tuple[Side, ...]
    bare: tuple[ComparedProduct, ...]
    unknown: tuple[Choice, ...]
    measures: Mapping[str, Measure]
    terms: Mapping[str, Term]


def sides(session: Session, choices: Sequence[Choice], today: date) -> Sides:
    """The columns of a comparison on `today`, and what became of the other choices."""
    products = _products(session, [each.code for each in choices if each.kind == "product"])
    meant = _ids(session, [each.code for each in choices if each.kind == "disclosure"])
    wanted = {each: meant.get(each.code) if each.kind == "disclosure" else _followed(products.get(each.code)) for each in choices}
    found = {row.id: row for row in listed(session, list({each for each in wanted.values() if each}), today)}
    versions = _versions(session, found.values())
    floors = _floors(session, [row.id for row in versions.values()])
    lines = _mapped(session, {key: tuple(Line(**line) for line in row.document["indicators"]) for key, row in versions.items()})
    codes = {line.concept for own in lines.values() for line in own} | {each.floor.concept for own in floors.values() for each in own}
    measures, terms = _concepts(session, codes - {""})
    made = tuple(
        Side(choice, found[key], _product(products.get(choice.code)) if choice.kind == "product" else None, versions[key].document, lines[key], floors.get(versions[key].id, ()))
        for choice, key in wanted.items()
        if key in found
    )
    bare = tuple(_product(products[each.code]) for each, key in wanted.items() if each.kind == "product" and each.code in products and key is None)
    return Sides(made, bare, tuple(each for each in choices if each.code not in (products if each.kind == "product" else meant)), measures, terms)


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    document: Mapping[str, Any]


def _products(session: Session, codes: Sequence[str]) -> dict[str, Row[Any]]:
    """By short code the product that is shown under it, with the id of its main disclosure; one that was merged leads on."""
    if not codes:
        return {}
    own, shown = aliased(Product), aliased(Product)
    main = select(ProductDisclosure.disclosure_id).where(ProductDisclosure.product_id == shown.id, ProductDisclosure.ended_at.is_(None))
    first = main.order_by(ProductDisclosure.main.desc(), ProductDisclosure.id).limit(1).correlate(shown).scalar_subquery()
    disputed = exists().where(Dispute.kind == "gtin", Dispute.decided_at.is_(None), or_(Dispute.product_id == shown.id, Dispute.holder_product_id == shown.id)).correlate(shown)
    query = select(ScanCode.code, shown.name, shown.models, ScanCode.revoked_at, shown.ended_at, disputed.label("disputed"), first.label("disclosure_id"))
    query = query.join(own, own.id == ScanCode.product_id).join(shown, shown.id == func.coalesce(own.merged_into_id, own.id)).join(Enterprise, Enterprise.id == shown.enterprise_id)
    return {row.code: row for row in session.execute(query.where(ScanCode.code.in_(codes), Enterprise.verified_at.is_not(None)))}


def _followed(row: Row[Any] | None) -> int | None:
    return None if row is None else row.disclosure_id


def _product(row: Row[Any] | None) -> ComparedProduct:
    assert row is not None
    return ComparedProduct(row.code, row.name, row.models, row.revoked_at, row.ended_at, bool(row.disputed))


def _ids(session: Session, public_ids: Sequence[str]) -> dict[str, int]:
    if not public_ids:
        return {}
    found = session.execute(select(Disclosure.public_id, Disclosure.id).where(Disclosure.public_id.in_(public_ids), Disclosure.latest_version_id.is_not(None)))
    return {row.public_id: row.id for row in found}


def _versions(session: Session, rows: Iterable[ListedDisclosure]) -> dict[int, _Version]:
    """By disclosure its version in force, or the first to come, with its document."""
    wanted = [(row.id, row.status.sequence) for row in rows]
    if not wanted:
        return {}
    query = select(DisclosureVersion.id, DisclosureVersion.disclosure_id, DisclosureVersion.content).where(tuple_(DisclosureVersion.disclosure_id, DisclosureVersion.sequence).in_(wanted))
    return {row.disclosure_id: _Version(row.id, json.loads(row.content)) for row in session.execute(query)}


def _floors(session: Session, version_ids: Sequence[int]) -> dict[int, tuple[Asked, ...]]:
    """By version the floors of the standards that it names as corresponding, as they stand today."""
    if not version_ids:
        return {}
    query = (
        select(VersionReference.version_id, CatalogueStandard.number, CatalogueStandard.mandatory, IndicatorConcept.code, Floor)
        .join(CatalogueStandard, CatalogueStandard.compact_key == VersionReference.compact_key)
        .join(Floor, Floor.standard_id == CatalogueStandard.id)
        .join(IndicatorConcept, IndicatorConcept.id == Floor.concept_id)
        .where(VersionReference.version_id.in_(version_ids), VersionReference.relation.in_(CORRESPONDING), Floor.ended_at.is_(None))
        .order_by(VersionReference.version_id, VersionReference.position, Floor.id)
    )
    found: dict[int, tuple[Asked, ...]] = {}
    for version_id, number, mandatory, code, row in session.execute(query):
        cells = FloorCells(code, row.operator, row.low or "", row.high or "", row.unit or "", row.grade or "", row.text or "", row.condition_code or "")
        found[version_id] = (*found.get(version_id, ()), Asked(number, mandatory, cells))
    return found


def _mapped(session: Session, lines: Mapping[int, tuple[Line, ...]]) -> dict[int, tuple[Line, ...]]:
    """The lines, and where a bureau has since said what a free name means, with that concept."""
    free = {names.key(line.name) for own in lines.values() for line in own if not line.concept}
    if not free:
        return dict(lines)
    query = select(ConceptSynonym.key, IndicatorConcept.code).join(IndicatorConcept, IndicatorConcept.id == ConceptSynonym.concept_id)
    known = {row.key: row.code for row in session.execute(query.where(ConceptSynonym.key.in_(free)))}
    return {key: tuple(line if line.concept else replace(line, concept=known.get(names.key(line.name), "")) for line in own) for key, own in lines.items()}


def _concepts(session: Session, codes: Iterable[str]) -> tuple[dict[str, Measure], dict[str, Term]]:
    rows = session.scalars(select(IndicatorConcept).where(IndicatorConcept.code.in_(set(codes)))).all()
    measures = {row.code: Measure(Concept(row.code, row.name, row.quantity, row.direction, tuple(row.grades), tuple(row.conditions)), row.default_unit or "") for row in rows}
    return measures, {row.code: Term(row.name, row.name_en, row.conditions) for row in rows}
