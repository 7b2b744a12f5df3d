"""The search: one box for standards, products, enterprises and the reference catalogue, as a page and for programs.

The engine says which, the registry says what. Whatever stands in the address is answered: what cannot be read is left out,
and only a cursor that is none is refused. Pages of a search are not for other search engines (noindex), and who asks for
many combinations of filters by script is slowed (search_allowance).
"""

from typing import Any

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import pgettext
from werkzeug.exceptions import BadRequest

from public_site import navigation, searching
from public_site.access import access
from public_site.pages import search_allowance, search_facets, search_rows, search_shown
from public_site.pages.machine import address, json_page
from public_site.pages.search_finding import Finding, find
from public_site.security import public_page
from public_site.templating import rendered
from registry.db import utc_now
from registry.legal_time import legal_day
from search.engine import COUNTED
from search.query import SearchQuery

bp = Blueprint("search", __name__)

FRESH = 2
"""Seconds for which a cache may show a search without asking again; what is disclosed is to be found at once."""
FACET_VALUES = 1000
"""Values of one facet that programs get, the most frequent."""


@bp.get(search_facets.ROOT)
@access("public")
def index() -> ResponseReturnValue:
    found = finding(exactly=bool(request.args.get("exactly")))
    return public_page(Response(rendered("search/page.html", found=search_shown.page(found, request.args.get("all", "")[:20]))), seconds=FRESH)


@bp.get(f"{search_facets.ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    """The same for programs; `next` goes on for ever, by a cursor. Facets come with the first answer alone. `corrected`: what was searched for, since what was typed is found nowhere as a whole."""
    found = finding(exactly=bool(request.args.get("exactly")))
    body: dict[str, Any] = {
        "query": found.query.to_args(),
        "state": found.state,
        "lag_seconds": round(found.lag, 1),
        "count": {"least": min(found.answer.total, COUNTED), "exact": found.answer.total <= COUNTED} if found.answer else None,
        "read": [{"kind": each.kind, "text": each.text, "as": each.shown, "valid": each.valid} for each in found.reading.recognised],
        "corrected": found.corrected or None,
        "meant": list(found.meant),
        "results": [search_rows.facts(each, tier) for each, tier in found.rows],
        "next": _next(found),
    }
    if found.answer and not found.query.after:
        body["facets"] = {field: dict(sorted(counts.items(), key=lambda each: -each[1])[:FACET_VALUES]) for field, counts in found.answer.facets.items()}
    answer = json_page(body)
    answer.status_code = {"slow": 503}.get(found.state, 200)
    return answer


def finding(*, facets: bool = True, exactly: bool = False, query: SearchQuery | None = None) -> Finding:
    """What the address asks for. Raises BadRequest for a cursor that is none, TooMany for too many combinations."""
    query = query or SearchQuery.from_args(request.args)
    search_allowance.ask(query)
    try:
        return find(query, legal_day(utc_now()), facets=facets and not query.after, exactly=exactly)
    except ValueError as error:
        if not query.after:
            raise
        raise BadRequest from error


def _next(found: Finding) -> str | None:
    """The address behind the last hit, which may be one whose row was dropped."""
    if not found.last or not found.answer or len(found.answer.hits) < found.query.per_page:
        return None
    args = found.query.to_args() | {"after": [found.last.cursor]} | ({"q": [found.corrected]} if found.corrected else {})
    return address(search_facets.address(SearchQuery.from_args({name: values for name, values in args.items() if name != "page"}), ".json"))


def init_app(app: Flask) -> None:
    searching.init_app(app)
    search_allowance.init_app(app)
    navigation.add_link(app, lambda: navigation.Link(pgettext("header", "搜索"), search_facets.ROOT))
