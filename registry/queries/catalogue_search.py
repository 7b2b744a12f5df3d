"""Finds standards while somebody types: by any spelling, the bare digits, a part of the number or of the title.

Indexed looks come first; a scan over keys or titles is the last one and stops at `_SCANNED_AT_MOST` hits.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from registry.models.catalogue import CatalogueStandard
from registry.queries.prefixes import anycase, begins, bytewise
from registry.rules import standard_number
from registry.rules.standard_number import StandardClass
from registry.rules.standard_number_text import clean, strokes

_SCANNED_AT_MOST = 60
_LONGEST_QUERY = 100
_MOST_WORDS = 5

_LISTED = (StandardClass.NATIONAL, StandardClass.INDUSTRY, StandardClass.LOCAL, StandardClass.ASSOCIATION, StandardClass.INTERNATIONAL)
"""Classes of which lists are imported, and whose first letters people type."""

_ID = select(CatalogueStandard.id)


def find(session: Session, typed: str, limit: int = 12) -> list[CatalogueStandard]:
    """Standards that fit what was typed, the closest first; nothing for nothing."""
    text, found = clean(typed[:_LONGEST_QUERY]), dict[int, None]()
    for query in _indexed(text) if text else ():
        if len(found) < limit:
            found |= dict.fromkeys(session.scalars(query.limit(limit)))
    for query in _scans(text, found_already=bool(found)) if text else ():
        if len(found) < limit:
            found |= dict.fromkeys(session.scalars(query.limit(_SCANNED_AT_MOST)))
    rows = {row.id: row for row in session.scalars(select(CatalogueStandard).where(CatalogueStandard.id.in_(list(found)[:limit])))}
    return [rows[each] for each in list(found)[:limit]]


def _indexed(text: str) -> Iterator[Select[int]]:
    number, part = standard_number.parse(text), _part(text)
    if number.klass is not StandardClass.UNREADABLE:
        yield _ID.where(CatalogueStandard.compact_key == number.compact)
        yield _ID.where(CatalogueStandard.undated_key == number.compact_undated).order_by(CatalogueStandard.compact_key.desc())
        yield _ID.where(begins(CatalogueStandard.compact_key, number.compact)).order_by(bytewise(CatalogueStandard.compact_key))
    elif text[0].isdigit():
        yield _ID.where(begins(CatalogueStandard.bare_key, part)).order_by(bytewise(CatalogueStandard.bare_key), CatalogueStandard.compact_key.desc())
    if text[0].isascii() and text[0].isalpha():
        yield _ID.where(or_(*(begins(CatalogueStandard.compact_key, f"{klass}:{part}") for klass in _LISTED)))
    if number.bare and number.klass in _LISTED:  # GB is typed for GB/T, and the year from memory
        yield _ID.where(CatalogueStandard.bare_key == number.bare).order_by(CatalogueStandard.compact_key.desc())


def _scans(text: str, *, found_already: bool) -> Iterator[Select[int]]:
    part = _part(text)
    digits = any(character.isdigit() for character in part) and part.isascii()
    if digits and not found_already:
        yield _ID.where(CatalogueStandard.compact_key.contains(part, autoescape=True)).order_by(CatalogueStandard.compact_key.desc())
    if not digits:
        yield from _titles(text.split()[:_MOST_WORDS])


def _titles(words: Sequence[str]) -> Iterator[Select[int]]:
    """Titles that begin with the words first; among them what is not withdrawn, and short before long."""
    for fits in (begins(CatalogueStandard.title, " ".join(words)), and_(*map(_in_title, words))):
        some = _ID.where(fits).limit(_SCANNED_AT_MOST).subquery()
        yield _ID.where(CatalogueStandard.id.in_(select(some.c.id))).order_by(CatalogueStandard.withdrawn_sources, func.length(CatalogueStandard.title), CatalogueStandard.id)


def _in_title(word: str) -> ColumnElement[bool]:
    return anycase(CatalogueStandard.title).contains(word.lower(), autoescape=True)


def _part(text: str) -> str:
    """What is typed as it stands in a key: `T 32614-2016` as T32614:2016."""
    plain = strokes(text).replace(" ", "").replace("/", "")
    digits, dash, year = plain.rpartition("-")
    return f"{digits}:{year}" if dash and len(year) == 4 and year[:2] in ("19", "20") else plain
