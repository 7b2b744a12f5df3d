"""From what was typed to one standard of the catalogue or one category, with or without script: settled at once, or one more choice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from public_site import presenters
from registry.models import CatalogueStandard
from registry.queries import catalogue, catalogue_search, vocabulary
from registry.rules import names
from registry.rules.content import Content
from registry.rules.self_check_world import enterprise_standard
from registry.rules.standard_number import StandardClass, parse

Offers = Mapping[str, list[tuple[str, str]]]
"""Field to (value, words) that fit what was typed there."""


@dataclass(frozen=True)
class Settled:
    """The form with what could be settled, and what is left to choose."""

    content: Content
    offers: Offers


def settle(session: Session, part: str, content: Content, before: Content) -> Settled:
    """Settle what changed on a page since `before`; what was offered once and typed again stays as typed."""
    match part:
        case "standard":
            with_category, categories = _category(session, content)
            settled, numbers = _number(session, with_category, before)
            return Settled(settled, categories | numbers)
        case "references":
            return _references(session, content, before)
        case _:
            return Settled(content, {})


def category_words(session: Session, code: str) -> str:
    """What the category's box shows: the name of a known code, else what was typed."""
    held = vocabulary.find_category(session, code) if code else None
    return held.name if held else code


def standard_words(row: CatalogueStandard) -> str:
    """GB/T 7984—2013《普通用途织物芯输送带》."""
    return f"{presenters.standard_number(row.number)}{presenters.title_marks(row.title)}"


def _category(session: Session, content: Content) -> tuple[Content, dict[str, list[tuple[str, str]]]]:
    typed = content.category
    if not typed or vocabulary.find_category(session, typed):
        return content, {}
    found = vocabulary.suggest_categories(session, typed)
    same = [each for each in found if names.key(typed) in {names.key(text) for text in (each.name, each.name_en, *each.synonyms)}]
    if len(same) == 1:
        return replace(content, category=same[0].code), {}
    return content, {"category": [(each.code, each.name) for each in found]}


def _number(session: Session, content: Content, before: Content) -> tuple[Content, dict[str, list[tuple[str, str]]]]:
    """Somebody else's standard is looked up: its own spelling and its title are taken from the catalogue."""
    if content.basis != "implemented" and enterprise_standard(content.basis, content.number):
        return content, {}
    number = parse(content.number)
    row = catalogue.by_keys(session, [number.compact]).get(number.compact) if content.number else None
    if row is not None:
        untouched = not content.title or (content.title == before.title and content.number != before.number)
        return replace(content, number=row.number, title=row.title if untouched else content.title), {}
    if not content.number or content.number == before.number or number.klass is StandardClass.ENTERPRISE:
        return content, {}
    found = catalogue_search.find(session, content.number)
    return content, {"number": [(each.number, standard_words(each)) for each in found]} if found else {}


def _references(session: Session, content: Content, before: Content) -> Settled:
    """Numbers take the catalogue's spelling; a new one that it lacks is looked for by its parts."""
    keys = {parse(row.number).compact for row in content.references if row.number}
    known = catalogue.by_keys(session, keys)
    same = {row.number for row in before.references}
    rows, offers = [], {}
    for place, row in enumerate(content.references):
        exact = known.get(parse(row.number).compact) if row.number else None
        rows.append(replace(row, number=exact.number) if exact else row)
        if exact is None and row.number and row.number not in same and (found := catalogue_search.find(session, row.number)):
            offers[f"references.{place}.number"] = [(each.number, standard_words(each)) for each in found]
    return Settled(replace(content, references=tuple(rows)), offers)
