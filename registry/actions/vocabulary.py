"""Vocabularies: loaded once, then kept by the bureau. What was disclosed is never rewritten; names are mapped beside it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry import audit, index_queue, seed
from registry.errors import Invalid, NotAllowed
from registry.models.vocabulary import CategoryConcept, ConceptSynonym, IndicatorConcept, ProductCategory
from registry.queries import index_reach
from registry.queries import vocabulary as queries
from registry.rules import names, permission
from registry.rules import vocabulary as rules
from registry.rules.permission import Actor
from registry.rules.standard_number_text import clean
from registry.rules.vocabulary import ConceptForm


def load(session: Session, *, actor: Actor, now: datetime) -> dict[str, int]:
    """Bring in the vocabularies that ship; what a bureau changed since stays. Returns how many of each kind are new."""
    permission.require(actor, "vocabulary.keep")
    new = {"categories": _load_categories(session), "concepts": 0, "synonyms": 0, "suggestions": 0}
    concepts, holders = {each.code: each for each in queries.concepts(session)}, queries.holders(session)
    rows = list(seed.rows("vocabulary/concepts.csv"))
    fresh = {row["code"]: _shipped_concept(row, now) for row in rows if row["code"] not in concepts}
    session.add_all(fresh.values())
    session.flush()
    concepts |= fresh
    new["concepts"] = len(fresh)
    for row in rows:
        new["synonyms"] += _name(session, concepts[row["code"]], [row["name"], *seed.words(row["synonyms"])], holders, None)
    new["suggestions"] = _load_suggestions(session, concepts)
    audit.record(session, actor, "vocabulary.load", None, at=now, **new)
    return new


def map_name(session: Session, *, actor: Actor, name: str, concept_code: str, now: datetime) -> ConceptSynonym:
    """A free name means a concept from now on, in every disclosure that has it. Raises Invalid({"concept" or "name": code})."""
    permission.require(actor, "vocabulary.keep")
    wrong = {} if names.key(name) else {"name": "required"}
    if queries.match(session, name):
        wrong["name"] = "name_mapped_already"
    meant = queries.find_concept(session, concept_code)
    if meant is None:
        wrong["concept"] = "concept_not_listed" if concept_code else "required"
    if wrong or meant is None:
        raise Invalid(wrong)
    spelling = ConceptSynonym(concept_id=meant.id, text=clean(name)[:300], key=names.key(name), mapped_by_id=actor.account_id)
    session.add(spelling)
    audit.record(session, actor, "vocabulary.map_name", spelling, at=now, concept=meant.code)
    return spelling


def unmap_name(session: Session, *, actor: Actor, synonym_id: int, now: datetime) -> IndicatorConcept:
    """Take a mapping back that was a mistake; the concept's own name and spellings that shipped stay."""
    permission.require(actor, "vocabulary.keep")
    spelling = queries.synonym(session, synonym_id)
    meant = spelling.concept
    if spelling.mapped_by_id is None or spelling.key == names.key(meant.name):
        raise NotAllowed("synonym_stays")
    audit.record(session, actor, "vocabulary.unmap_name", meant, at=now, concept=meant.code, name_key=spelling.key[:60])
    index_queue.queue_found(session, "disclosure", index_reach.disclosing_under(spelling.key), not_before=now)  # nothing names them afterwards
    session.delete(spelling)
    session.flush()
    return meant


def create_concept(session: Session, *, actor: Actor, form: ConceptForm, now: datetime) -> IndicatorConcept:
    """A new concept with its spellings. Raises Invalid with every wrong field; a name or synonym means one concept only."""
    permission.require(actor, "vocabulary.keep")
    wrong, holders = rules.problems(form, quantities()), queries.holders(session)
    spellings = {"name": [form.name], "synonyms": rules.several(form.synonyms)}
    taken = {field: rules.taken(words, holders, "") for field, words in spellings.items()}
    wrong |= {field: "name_taken" for field, words in taken.items() if words and field not in wrong}
    if wrong:
        raise Invalid(wrong, words="、".join(word for words in taken.values() for word in words), most=rules.MOST_WORDS, longest=rules.LONGEST_NAME)
    concept = _concept(form, rules.code_from(form.name_en, {each.code for each in queries.concepts(session)}), now)
    session.add(concept)
    session.flush()
    _name(session, concept, [form.name, *spellings["synonyms"]], holders, actor.account_id)
    audit.record(session, actor, "vocabulary.create_concept", concept, at=now, concept=concept.code)
    return concept


def name_category(session: Session, *, actor: Actor, code: str, synonyms: str, now: datetime) -> ProductCategory:
    """Say anew under which other names a category is found. Raises Invalid({"synonyms": code})."""
    permission.require(actor, "vocabulary.keep")
    category, words = queries.category(session, code), rules.several(synonyms)
    holders = {names.key(text): each.code for each in queries.categories(session) for text in (each.name, *each.synonyms)}
    if len(words) > rules.MOST_WORDS or any(len(word) > rules.LONGEST_NAME for word in words):
        raise Invalid({"synonyms": "too_many_words"}, most=rules.MOST_WORDS, longest=rules.LONGEST_NAME)
    if taken := rules.taken(words, holders, code):
        raise Invalid({"synonyms": "name_taken"}, words="、".join(taken))
    category.synonyms = words
    audit.record(session, actor, "vocabulary.name_category", category, at=now, category=code, synonyms=len(words))
    return category


def quantities() -> dict[str, tuple[str, str]]:
    """The quantities that a concept can have: code -> Chinese and English name."""
    return {row["quantity"]: (row["name"], row["name_en"]) for row in seed.rows("vocabulary/quantities.csv")}


def _concept(form: ConceptForm, code: str, now: datetime) -> IndicatorConcept:
    return IndicatorConcept(
        code=code, name=clean(form.name), name_en=clean(form.name_en), kind=form.kind, quantity=form.quantity, default_unit=form.default_unit or None,
        direction=form.direction, grades=rules.several(form.grades), conditions=rules.coded(form.conditions), method=clean(form.method) or None, created_at=now,
    )  # fmt: skip


def _shipped_concept(row: dict[str, str], now: datetime) -> IndicatorConcept:
    form = ConceptForm(row["name"], row["name_en"], row["kind"], row["quantity"], row["default_unit"], row["direction"], row["synonyms"], row["grades"], row["conditions"], row["method"])
    return _concept(form, row["code"], now)


def _name(session: Session, concept: IndicatorConcept, spellings: Iterable[str], holders: dict[str, str], mapped_by_id: int | None) -> int:
    """Add the spellings that nobody has yet; how many those are."""
    before = len(holders)
    for text in spellings:
        if names.key(text) not in holders:
            holders[names.key(text)] = concept.code
            session.add(ConceptSynonym(concept_id=concept.id, text=text, key=names.key(text), mapped_by_id=mapped_by_id))
    return len(holders) - before


def _load_categories(session: Session) -> int:
    paths = {each.code: each.path for each in queries.categories(session)}
    before = len(paths)
    for row in seed.rows("vocabulary/categories.csv"):
        if row["code"] in paths:
            continue
        paths[row["code"]] = paths.get(row["parent"], "") + row["code"] + "/"
        session.add(
            ProductCategory(
                code=row["code"], parent_code=row["parent"] or None, path=paths[row["code"]], name=row["name"], name_en=row["name_en"],
                kind=row["kind"], industry_code=row["industry"] or None, synonyms=seed.words(row["synonyms"]),
            )
        )
    session.flush()
    return len(paths) - before


def _load_suggestions(session: Session, concepts: dict[str, IndicatorConcept]) -> int:
    places, known = {each.code: each.id for each in queries.categories(session)}, queries.suggested_pairs(session)
    wanted = [(places[code], concepts[row["code"]].id) for row in seed.rows("vocabulary/concepts.csv") for code in seed.words(row["categories"])]
    fresh = [pair for pair in dict.fromkeys(wanted) if pair not in known]
    if fresh:
        session.execute(insert(CategoryConcept), [{"category_id": category_id, "concept_id": concept_id} for category_id, concept_id in fresh])
    return len(fresh)
