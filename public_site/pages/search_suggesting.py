"""Suggestions while somebody types in the search box, as JSON: what is really there, each with its address."""

from dataclasses import replace

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import looking, reading
from public_site.pages import search_facets, search_rows
from public_site.pages.search_finding import KINDS
from public_site.pages.spoken import tables
from public_site.searching import searching
from public_site.security import public_page
from public_site.words import search as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import found as rows
from registry.queries import keyed
from registry.queries.found import Found, FoundDisclosure, FoundProduct
from search.engine import Away, Held, Titled, TooSlow
from search.query import SearchQuery
from search.reading import begun, read

bp = Blueprint("search_suggesting", __name__)

MOST = 8
ASKED = 16
"""So many are asked for: the same standard disclosed by several enterprises is suggested once."""
SECONDS = 0.3
KEEP = 30


@bp.get(f"{search_facets.ROOT}/suggest.json")
@access("public")
def suggest() -> ResponseReturnValue:
    """?q= what is typed so far, &kind= one kind: words, a second line, kind and address of up to eight."""
    query = SearchQuery.from_args(request.args)
    ids = _ids(replace(query, page=1, after="", sort="relevance")) if query.text else []
    with looking() as look:
        found = rows.by_ids(look, ids[:ASKED], legal_day(utc_now()))
    distinct = {search_rows.called(each): each for each in reversed(found)}
    return public_page(jsonify(found=[_told(called, each) for called, each in reversed(distinct.items())][:MOST]), seconds=KEEP)


def _ids(query: SearchQuery) -> list[tuple[str, int]]:
    try:
        return _asked(query)
    except (Away, TooSlow):
        with reading() as session:
            return keyed.look_up(session, query.text, query.kind or KINDS, SECONDS)[0]


def _asked(query: SearchQuery) -> list[tuple[str, int]]:
    """Numbers and codes by their beginning; words by titles, the last one as far as it is typed."""
    here = searching()
    asked, held = read(query, here.vocabulary()).ask, Held()
    if asked.exact or asked.prefixes:
        own = [(each.field, phrase[0]) for each in asked.units if each.field == "enterprise" for phrase in each.phrases]
        held = Held(asked.exact, (*asked.prefixes, *(pair for pair in asked.exact if pair[0] == "numbers"), *own), asked.names)
    return list(here.suggest(held, Titled(*begun(query.text, here.vocabulary())), filters=query.filters(), limit=ASKED, enough=MOST))


def _told(called: str, found: Found) -> dict[str, str]:
    kind = tables(words).KINDS[found.kind]
    second = f"{found.enterprise} · {kind}" if isinstance(found, (FoundDisclosure, FoundProduct)) else kind
    return {"words": called, "second": second, "lang": "zh-CN", "kind": found.kind, "address": search_rows.place(found)}
