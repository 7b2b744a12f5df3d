"""What a document of the search index is made of: a few SELECTs for many subjects at once, and only what public pages show.

Each look takes ids and hands back the facts of those that are public; the index shall hold nothing of the others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.models import (
    CatalogueStandard,
    ConceptSynonym,
    Disclosure,
    Enterprise,
    EnterpriseName,
    IndicatorConcept,
    Product,
    ProductCategory,
)
from registry.plain import Look
from registry.queries import badges, catalogue, index_rows
from registry.queries.badges import Badges
from registry.queries.index_facts import CategoryWords, DisclosureFacts, EnterpriseFacts, Followed, Holder, IndicatorFacts, ProductFacts, StandardFacts, Words
from registry.queries.public_people import deregistered
from registry.rules.catalogue import Facts
from registry.rules.status import Status

MOST_PRODUCTS = 20
"""So many names of products stand in the document of a disclosure."""


def words(session: Session) -> Words:
    """The vocabularies as they are now."""
    rows = session.execute(select(ProductCategory.id, ProductCategory.code, ProductCategory.path, ProductCategory.name, ProductCategory.synonyms)).all()
    named = {row.code: (row.name, *row.synonyms) for row in rows}
    paths = {row.code: tuple(code for code in row.path.split("/") if code in named) for row in rows}
    return Words(
        {code: CategoryWords(path, tuple(name for each in path for name in named[each])) for code, path in paths.items()},
        {row.id: row.code for row in rows},
        {id_: (code, name) for id_, code, name in session.execute(select(IndicatorConcept.id, IndicatorConcept.code, IndicatorConcept.name))},
        dict(session.execute(select(ConceptSynonym.key, ConceptSynonym.concept_id)).all()),
    )


_TABLES = {"disclosure": Disclosure, "product": Product, "enterprise": Enterprise, "standard": CatalogueStandard}


def ids_behind(session: Session, kind: str, after: int, limit: int) -> list[int]:
    """The next ids of a kind, public or not."""
    table: Any = _TABLES[kind]
    return list(session.scalars(select(table.id).where(table.id > after).order_by(table.id).limit(limit)))


def ids_between(session: Session, kind: str, first: int, last: int) -> list[int]:
    """The ids of a kind from `first` to `last`, public or not."""
    table: Any = _TABLES[kind]
    return list(session.scalars(select(table.id).where(table.id.between(first, last)).order_by(table.id)))


def count(session: Session, kind: str) -> int:
    """How many there are of a kind, public or not."""
    table: Any = _TABLES[kind]
    return session.scalar(select(func.count()).select_from(table)) or 0


def disclosures(session: Session, ids: Collection[int], today: date, vocabulary: Words) -> list[DisclosureFacts]:
    """Disclosures of verified enterprises, as their latest version says."""
    look = _look(session)
    rows = index_rows.DISCLOSURES.all(look, list(ids))
    known = _statuses(look, rows, today)
    indicators = _indicators(look, [row.version_id for row in rows], vocabulary)
    products, categories = _products_of(look, [row.id for row in rows], vocabulary)
    worn = badges.of_many(look, known, today)
    return [
        DisclosureFacts(
            row.id, row.public_id, row.number, row.klass, (row.compact_key, row.undated_key, row.bare_key), row.title, row.subject, row.lower_stated, row.disclosed_at,
            max(filter(None, (row.changed_at, row.withdrawn_at, row.superseded_at))), _holder(row), known[row.id], row.ics, row.ccs, tuple(indicators[row.version_id]),
            tuple(products[row.id]), tuple(dict.fromkeys([*_own_category(row.content), *sorted(categories[row.id])])), worn.get(row.id, badges.NONE),
        )
        for row in rows
        if row.id in known
    ]  # fmt: skip


def products(session: Session, ids: Collection[int], today: date, vocabulary: Words) -> list[ProductFacts]:
    """Products of verified enterprises that were not merged into another."""
    look = _look(session)
    rows = index_rows.PRODUCTS.all(look, list(ids))
    codes, (standards, worn) = _codes(look, list(ids)), _followed(look, list(ids), today)
    gone = deregistered(session, list({row.enterprise_id for row in rows}), today)
    return [
        ProductFacts(
            row.id, row.kind, row.name, row.generic_name, row.brand, row.models, row.gtin, vocabulary.category_codes.get(row.category_id or 0, ""), tuple(codes[row.id]), row.created_at,
            max([row.created_at, *(linked_at for _, linked_at in standards[row.id])]), _holder(row), tuple(each for each, _ in standards[row.id]), row.enterprise_id in gone, worn.get(row.id, badges.NONE),
        )
        for row in rows
    ]  # fmt: skip


def enterprises(session: Session, ids: Collection[int], today: date, _vocabulary: Words) -> list[EnterpriseFacts]:
    """Verified enterprises with the names they had."""
    rows = session.execute(_ENTERPRISES.where(Enterprise.id.in_(ids), Enterprise.verified_at.is_not(None))).all()
    had: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
    names = select(EnterpriseName.enterprise_id, EnterpriseName.name, EnterpriseName.recorded_at).where(EnterpriseName.enterprise_id.in_(ids))
    for enterprise_id, name, recorded_at in session.execute(names.order_by(EnterpriseName.id.desc())):
        had[enterprise_id].append((name, recorded_at))
    gone = deregistered(session, list(ids), today)
    return [
        EnterpriseFacts(
            _holder(row),
            tuple(dict.fromkeys(name for name, _ in had[row.enterprise_id] if name != row.enterprise)),
            max([row.verified_at, *(at for _, at in had[row.enterprise_id])]),
            row.enterprise_id in gone,
        )
        for row in rows
    ]


def standards(session: Session, ids: Collection[int], today: date, _vocabulary: Words) -> list[StandardFacts]:
    """Standards of the reference catalogue with their state on the day."""
    rows: Sequence[Any] = session.execute(_STANDARDS.where(CatalogueStandard.id.in_(ids))).all()
    states = catalogue.states(session, rows, today)
    return [
        StandardFacts(
            row.id, row.number, row.klass, (row.compact_key, row.undated_key, row.bare_key), row.title, states[row.id].word.value, row.issued_on, row.in_force_on, row.ics, row.ccs,
        )
        for row in rows
    ]  # fmt: skip


_CATEGORY = '"category":{"code":"'
_HOLDER = (Enterprise.id.label("enterprise_id"), Enterprise.name.label("enterprise"), Enterprise.credit_code, Enterprise.division_code, Enterprise.industry_code, Enterprise.town, Enterprise.verified_at)
_ENTERPRISES = select(*_HOLDER)
_STANDARDS = select(CatalogueStandard.id, *(getattr(CatalogueStandard, name) for name in Facts.__dataclass_fields__))


def _look(session: Session) -> Look:
    """Plain statements see what was written, not what is about to be."""
    session.flush()
    return Look.of(session)


def _statuses(look: Look, rows: Iterable[Any], today: date) -> dict[int, Status]:
    return index_rows.statuses(look, {row.id: index_rows.Ends(row.enterprise_id, row.withdrawn_on, row.superseded_on) for row in rows}, today)


def _holder(row: Any) -> Holder:
    return Holder(row.enterprise_id, row.enterprise, row.credit_code, row.division_code, row.industry_code, row.town, row.verified_at)


def _own_category(content: str) -> Iterable[str]:
    """Canonical JSON (RFC 8785) has one way to write it, and no quote inside a text goes unescaped; reading it all takes ten times as long."""
    _, found, rest = content.partition(_CATEGORY)
    return (rest[: rest.index('"')],) if found and rest[0] != '"' else ()


def _indicators(look: Look, version_ids: Sequence[int], vocabulary: Words) -> defaultdict[int, list[IndicatorFacts]]:
    found: defaultdict[int, list[IndicatorFacts]] = defaultdict(list)
    concepts, mapped = vocabulary.concepts, vocabulary.mapped
    for version_id, concept_id, name, key, unit, low, high, method, *others in index_rows.INDICATORS.raw(look, version_ids):
        meant = concept_id if concept_id is not None else mapped.get(key)
        code, own = concepts.get(meant or 0, ("", ""))
        found[version_id].append(IndicatorFacts(code, own, name, unit or "", low, high, method, " ".join(filter(None, others))))
    return found


def _products_of(look: Look, ids: Sequence[int], vocabulary: Words) -> tuple[defaultdict[int, list[str]], defaultdict[int, set[str]]]:
    """By disclosure: the first names of its products, and the categories of all of them."""
    named: defaultdict[int, list[str]] = defaultdict(list)
    placed: defaultdict[int, set[str]] = defaultdict(set)
    for disclosure_id, name, category_id in index_rows.PRODUCTS_OF.raw(look, ids):
        if len(named[disclosure_id]) < MOST_PRODUCTS:
            named[disclosure_id].append(name)
        if code := vocabulary.category_codes.get(category_id or 0):
            placed[disclosure_id].add(code)
    return named, placed


def _codes(look: Look, product_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for product_id, code in index_rows.CODES.raw(look, product_ids):
        found[product_id].append(code)
    return found


def _followed(look: Look, product_ids: Sequence[int], today: date) -> tuple[defaultdict[int, list[tuple[Followed, datetime]]], dict[int, Badges]]:
    """By product what it follows and since when, and what boards and authorities say of that."""
    rows = index_rows.FOLLOWED.all(look, product_ids)
    known = _statuses(look, rows, today)
    each_worn, worn = badges.of_many(look, known, today), dict[int, Badges]()
    found: defaultdict[int, list[tuple[Followed, datetime]]] = defaultdict(list)
    for row in rows:
        if row.id in known:
            found[row.product_id].append((Followed(row.number, row.klass, known[row.id]), row.linked_at))
        if row.id in each_worn:
            worn[row.product_id] = worn.get(row.product_id, badges.NONE) + each_worn[row.id]
    return found, worn
