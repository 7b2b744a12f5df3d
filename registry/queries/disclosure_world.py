"""Gathers what the self-check must know beside a draft, with a fixed number of queries however long the draft is."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from registry.models import CatalogueStandard, Disclosure, Draft, IndicatorConcept, Product, ProductCategory, StoredFile
from registry.queries import catalogue, endings, enterprises, standings
from registry.rules.content import Content
from registry.rules.self_check_references import named
from registry.rules.self_check_world import Cited, Concept, Floor, World
from registry.rules.standard_number import StandardNumber, parse


def world(session: Session, enterprise_id: int, content: Content, today: date, *, draft: Draft | None = None, text_required: bool = False) -> World:
    """What `self_check.check` needs for `content`; `draft` tells what is changed when it is a change."""
    enterprise, key = enterprises.get(session, enterprise_id), parse(content.number).compact
    changed = session.get(Disclosure, draft.disclosure_id) if draft and draft.disclosure_id else None
    taken = endings.standing_under(session, enterprise_id, key, today) if changed is None and content.number.strip() else None
    numbers = {number.compact: number for number, _ in named(content).values()}
    known = cited(session, numbers, today)
    return World(
        verified=enterprise.verified_at is not None,
        deregistered=standings.deregistered(session, enterprise_id, today),
        credit_code=enterprise.credit_code,
        purpose=draft.purpose if draft else "disclose",
        concepts=_concepts(session, {line.concept for line in content.lines} | {floor.concept for each in known.values() for floor in each.floors}),
        standards=known,
        disclosed_as=taken.public_id if taken else "",
        held_by_another=_held_by_another(session, enterprise_id, key),
        changed_number=changed.compact_key if changed else "",
        changed_basis=changed.basis if changed else "",
        text_required=text_required,
        category_known=not content.category or session.scalar(_CATEGORY, {"code": content.category}) is not None,
        foreign_products=_foreign(session, enterprise_id, content.products),
        unknown_files=_unknown_files(session, content),
    )


def catalogue_rows(session: Session, numbers: Mapping[str, StandardNumber]) -> dict[str, CatalogueStandard]:
    """By the key of the number as it was named, the standard meant: that edition, or of an undated number the newest one."""
    found = catalogue.by_keys(session, numbers.keys())
    for key, number in numbers.items():
        if key not in found and not number.year and (newest := next(iter(catalogue.editions(session, number.compact_undated, 1)), None)):
            found[key] = newest
    return found


def cited(session: Session, numbers: Mapping[str, StandardNumber], today: date) -> dict[str, Cited]:
    """Standards of the catalogue by the key of the number as it was named, as they are on the day, with what they ask for."""
    rows = catalogue_rows(session, numbers)
    standards = {row.id: row for row in rows.values()}.values()
    confirmed = catalogue.newest_confirmations(session, [row.id for row in standards])
    states, floors = catalogue.states(session, standards, today, confirmed), _floors(session, standards)
    known = {}
    for key, row in rows.items():
        state, word = states[row.id], confirmed.get(row.id)
        withdrawn = word.withdrawn_on if word else row.withdrawn_on
        ahead = min((day for day in (withdrawn, state.successor_on) if day and day > today), default=None)
        known[key] = Cited(row.number, row.title, row.mandatory, state.word, state.since, state.certain, ahead, row.replaced_by or "", floors.get(row.id, ()))
    return known


def _floors(session: Session, standards: Collection[CatalogueStandard]) -> dict[int, tuple[Floor, ...]]:
    found: dict[int, tuple[Floor, ...]] = {}
    for row, concept in catalogue.floors(session, [each.id for each in standards]):
        floor = Floor(concept.code, row.operator, row.low or "", row.high or "", row.unit or "", row.grade or "", row.text or "", row.condition_code or "")
        found[row.standard_id] = (*found.get(row.standard_id, ()), floor)
    return found


def _concepts(session: Session, codes: Collection[str]) -> dict[str, Concept]:
    wanted = [code for code in codes if code]
    rows = session.scalars(_CONCEPTS, {"codes": wanted}) if wanted else ()
    return {row.code: Concept(row.code, row.name, row.quantity, row.direction, tuple(row.grades), tuple(row.conditions)) for row in rows}


def _held_by_another(session: Session, enterprise_id: int, compact_key: str) -> bool:
    return session.scalar(_OTHER, {"key": compact_key, "enterprise": enterprise_id}) is not None


_CONCEPTS = select(IndicatorConcept).where(IndicatorConcept.code.in_(bindparam("codes", expanding=True)))
_OTHER = (
    select(Disclosure.id)
    .where(Disclosure.compact_key == bindparam("key"), Disclosure.enterprise_id != bindparam("enterprise"), Disclosure.basis != "implemented")
    .limit(1)
)
_CATEGORY = select(ProductCategory.id).where(ProductCategory.code == bindparam("code"))
_OWN = select(Product.id).where(Product.id.in_(bindparam("ids", expanding=True)), Product.enterprise_id == bindparam("enterprise"), Product.ended_at.is_(None))


def _unknown_files(session: Session, content: Content) -> tuple[str, ...]:
    named_files = {name: sha256 for name, sha256 in (("text", content.text_sha256), ("authorisation", content.authorisation_sha256)) if sha256}
    stored = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(named_files.values())))) if named_files else set()
    return tuple(name for name, sha256 in named_files.items() if sha256 not in stored)


def _foreign(session: Session, enterprise_id: int, product_ids: tuple[int, ...]) -> tuple[int, ...]:
    if not product_ids:
        return ()
    own = set(session.scalars(_OWN, {"ids": product_ids, "enterprise": enterprise_id}))
    return tuple(each for each in product_ids if each not in own)
