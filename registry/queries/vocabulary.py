"""Looks at the vocabularies: concepts, their spellings, categories, and the free names that are not mapped yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.models.disclosure import Disclosure, Indicator
from registry.models.vocabulary import CategoryConcept, ConceptSynonym, IndicatorConcept, ProductCategory
from registry.rules import names
from registry.rules import vocabulary as rules


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept that fits what was typed, and the spelling by which it fits."""

    concept: IndicatorConcept
    spelling: str


@dataclass(frozen=True, slots=True)
class FreeName:
    """A name in disclosed indicators that no concept has: its key, one spelling of it, in how many indicators and disclosures."""

    key: str
    name: str
    indicators: int
    disclosures: int


def find_concept(session: Session, code: str) -> IndicatorConcept | None:
    """The concept with this code, or None."""
    return session.scalars(select(IndicatorConcept).where(IndicatorConcept.code == code)).one_or_none()


def concept(session: Session, code: str) -> IndicatorConcept:
    """The concept with this code; NotFound."""
    found = find_concept(session, code)
    if found is None:
        raise NotFound("concept_not_found")
    return found


def concept_ids(session: Session, codes: Collection[str]) -> dict[str, int]:
    """Ids of concepts by code; codes that no concept has are left out."""
    return dict(session.execute(_CONCEPT_IDS, {"codes": list(codes)}).all()) if codes else {}


def category_name(session: Session, code: str) -> str:
    """The name of the category with this code, empty for none."""
    return session.scalar(_CATEGORY_NAME, {"code": code}) or ""


_CONCEPT_IDS = select(IndicatorConcept.code, IndicatorConcept.id).where(IndicatorConcept.code.in_(bindparam("codes", expanding=True)))
_CATEGORY_NAME = select(ProductCategory.name).where(ProductCategory.code == bindparam("code"))


def concepts(session: Session) -> Sequence[IndicatorConcept]:
    """All concepts by name."""
    return session.scalars(select(IndicatorConcept).order_by(IndicatorConcept.name, IndicatorConcept.id)).all()


def match(session: Session, name: str) -> IndicatorConcept | None:
    """The concept that a typed name means, or None: the name stays free and is not comparable."""
    return by_keys(session, [names.key(name)]).get(names.key(name))


def by_keys(session: Session, keys: Collection[str]) -> dict[str, IndicatorConcept]:
    """Concepts by the key (`rules.names.key`) of a spelling; for a pasted block in one query."""
    found = session.execute(select(ConceptSynonym.key, IndicatorConcept).join(IndicatorConcept).where(ConceptSynonym.key.in_(keys)))
    return dict(found.all())


def meant_concept() -> ColumnElement[int | None]:
    """The concept of an `Indicator` row: as disclosed, else what its free name was mapped to since."""
    mapped = select(ConceptSynonym.concept_id).where(ConceptSynonym.key == Indicator.name_key).correlate(Indicator).scalar_subquery()
    return func.coalesce(Indicator.concept_id, mapped)


def suggest(session: Session, typed: str, category_code: str = "", limit: int = 12) -> list[Suggestion]:
    """Concepts that fit what was typed, the category's own (and its parents') first; rules.vocabulary.ranked says how.

    A bureau keeps some hundred concepts, so all spellings are read.
    """
    spellings = session.execute(select(IndicatorConcept.code, ConceptSynonym.text).join(ConceptSynonym))
    fitting = rules.ranked(typed, spellings, own_codes(session, category_code))
    chosen = dict(list(fitting.items())[:limit])
    rows = {row.code: row for row in session.scalars(select(IndicatorConcept).where(IndicatorConcept.code.in_(chosen)))}
    return [Suggestion(rows[code], spelling) for code, spelling in chosen.items()]


def own_codes(session: Session, category_code: str) -> list[str]:
    """Codes of the concepts that matter for a category: its own first, then those of what it lies under."""
    held = find_category(session, category_code) if category_code else None
    if held is None:
        return []
    above = held.path.rstrip("/").split("/")
    query = select(IndicatorConcept.code).join(CategoryConcept).join(ProductCategory, ProductCategory.id == CategoryConcept.category_id)
    return list(session.scalars(query.where(ProductCategory.code.in_(above)).order_by(func.length(ProductCategory.path).desc(), CategoryConcept.id)))


def synonyms(session: Session, concept_id: int) -> Sequence[ConceptSynonym]:
    """The spellings of a concept, its own name first."""
    return session.scalars(select(ConceptSynonym).where(ConceptSynonym.concept_id == concept_id).order_by(ConceptSynonym.id)).all()


def synonym(session: Session, synonym_id: int) -> ConceptSynonym:
    """One spelling; NotFound."""
    found = session.get(ConceptSynonym, synonym_id)
    if found is None:
        raise NotFound("not_found")
    return found


def holders(session: Session) -> dict[str, str]:
    """Key of a spelling -> code of the concept that has it."""
    return dict(session.execute(select(ConceptSynonym.key, IndicatorConcept.code).join(IndicatorConcept)).all())


def free_names(session: Session, like: str = "", limit: int = 50, offset: int = 0) -> list[FreeName]:
    """Free names of what is disclosed now, the most used first; names mapped since are left out. `like`: a part of the name."""
    shown = func.min(Indicator.name)
    query = select(Indicator.name_key, shown, func.count(), func.count(Disclosure.id.distinct())).join(Disclosure, Disclosure.latest_version_id == Indicator.version_id)
    query = query.where(Indicator.concept_id.is_(None), Indicator.name_key.not_in(select(ConceptSynonym.key)))
    if key := names.key(like):
        query = query.where(Indicator.name_key.contains(key, autoescape=True))
    rows = session.execute(query.group_by(Indicator.name_key).order_by(func.count().desc(), Indicator.name_key).limit(limit).offset(offset))
    return [FreeName(*row) for row in rows]


def free_name(session: Session, key: str) -> FreeName:
    """One free name by its key; NotFound when nobody discloses it or it is mapped."""
    found = next((each for each in free_names(session, key) if each.key == key), None)
    if found is None:
        raise NotFound("not_found")
    return found


def categories(session: Session) -> Sequence[ProductCategory]:
    """The tree, each category behind its parent."""
    return session.scalars(select(ProductCategory).order_by(ProductCategory.path)).all()


def find_category(session: Session, code: str) -> ProductCategory | None:
    """The category with this code, or None."""
    return session.scalars(select(ProductCategory).where(ProductCategory.code == code)).one_or_none()


def category(session: Session, code: str) -> ProductCategory:
    """The category with this code; NotFound."""
    found = find_category(session, code)
    if found is None:
        raise NotFound("category_not_found")
    return found


def suggest_categories(session: Session, typed: str, limit: int = 12) -> list[ProductCategory]:
    """Categories whose name or synonym fits what was typed, the closest first."""
    rows = {row.code: row for row in categories(session)}
    fitting = rules.ranked(typed, ((row.code, text) for row in rows.values() for text in (row.name, row.name_en, *row.synonyms)))
    return [rows[code] for code in list(fitting)[:limit]] if names.key(typed) else []


def category_trail(session: Session, held: ProductCategory) -> list[ProductCategory]:
    """The category with all it lies under, from the root."""
    above = select(ProductCategory).where(ProductCategory.code.in_(held.path.rstrip("/").split("/")))
    return list(session.scalars(above.order_by(func.length(ProductCategory.path))))


def suggested_pairs(session: Session) -> set[tuple[int, int]]:
    """Category and concept ids that belong together."""
    return set(session.execute(select(CategoryConcept.category_id, CategoryConcept.concept_id)))
