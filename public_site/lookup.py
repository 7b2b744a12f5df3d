"""Suggestions while somebody types, as JSON: standards, concepts, categories, divisions, industries.

Public facts only, and the same for everybody, so caches may keep them for a few minutes.
"""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import reading
from public_site.i18n import language
from public_site.security import limiter, public_page
from public_site.words.catalogue import CLASSES, STATES
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.models.vocabulary import ProductCategory
from registry.queries import catalogue, catalogue_search, vocabulary
from registry.queries.vocabulary import Suggestion
from registry.reference import divisions, industries
from registry.rules import unit

bp = Blueprint("lookup", __name__, url_prefix="/lookup")

LIMIT = 12
LONGEST = 100
KEEP = 300  # seconds
OFTEN = limiter.limit("240/minute")  # somebody who types fast sends four a second


@bp.get("/standards")
@access("public")
@OFTEN
def standards() -> ResponseReturnValue:
    """?q= any spelling, digits, or a part of number or title: number, title, class, and what it is today."""
    with reading() as session:
        found = catalogue_search.find(session, _typed(), LIMIT)
        states = catalogue.states(session, found, legal_day(utc_now()))
        return _found(
            {
                "number": each.number, "title": each.title, "class": each.klass, "class_words": str(CLASSES[each.klass]), "mandatory": each.mandatory,
                "state": states[each.id].word, "state_words": str(STATES[states[each.id].word]), "replaced_by": each.replaced_by,
            }
            for each in found
        )  # fmt: skip


@bp.get("/concepts")
@access("public")
@OFTEN
def concepts() -> ResponseReturnValue:
    """?q= a name or a part of it, &category= a code: concepts with all that the indicator grid needs; `exact`: the name means this concept."""
    with reading() as session:
        matched = vocabulary.match(session, _typed())
        return _found({**_concept(each), "exact": each.concept is matched} for each in vocabulary.suggest(session, _typed(), request.args.get("category", "")[:LONGEST], LIMIT))


@bp.get("/categories")
@access("public")
@OFTEN
def categories() -> ResponseReturnValue:
    """?q= a name or synonym: code, name, and what it lies under."""
    with reading() as session:
        found = vocabulary.suggest_categories(session, _typed(), LIMIT)
        return _found({"code": each.code, "name": _name(each), "kind": each.kind, "path": [_name(above) for above in vocabulary.category_trail(session, each)[:-1]]} for each in found)


@bp.get("/divisions")
@access("public")
@OFTEN
def find_divisions() -> ResponseReturnValue:
    """?q= a name or code: code, name, full name, level."""
    found = divisions.search(_typed(), LIMIT) if _typed() else []
    return _found({"code": each.code, "name": each.name, "full_name": divisions.full_name(each.code), "level": each.level} for each in found)


@bp.get("/industries")
@access("public")
@OFTEN
def find_industries() -> ResponseReturnValue:
    """?q= a name or code of GB/T 4754: code and name."""
    found = industries.search(_typed(), LIMIT) if _typed() else []
    return _found({"code": each.code, "name": each.name} for each in found)


def _typed() -> str:
    return request.args.get("q", "").strip()[:LONGEST]


def _found(rows: Any) -> Response:
    return public_page(jsonify(found=list(rows)), seconds=KEEP)


def _name(row: ProductCategory) -> str:
    return row.name_en if language() == "en" else row.name


def _concept(suggestion: Suggestion) -> dict[str, Any]:
    concept = suggestion.concept
    return {
        "code": concept.code, "name": concept.name, "name_en": concept.name_en, "spelling": suggestion.spelling, "kind": concept.kind, "quantity": concept.quantity,
        "units": _units(concept.quantity, concept.default_unit), "default_unit": concept.default_unit, "direction": concept.direction, "grades": concept.grades,
        "conditions": concept.conditions, "method": concept.method,
    }  # fmt: skip


def _units(quantity: str, first: str | None) -> Sequence[str]:
    """Symbols of the quantity, the concept's own unit first."""
    return list(dict.fromkeys(symbol for symbol in (first, *(each.symbol for each in unit.of_quantity(quantity))) if symbol))
