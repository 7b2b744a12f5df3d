"""A saved search as a feed (Atom, RFC 4287): what is new under it comes first, whatever order the page had."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable

from public_site.access import access
from public_site.pages import atom, search_facets, search_rows
from public_site.pages.machine import address
from public_site.pages.search import finding
from public_site.presenters import division
from registry.db import utc_now
from registry.legal_time import first_instant
from registry.queries.found import Found, FoundDisclosure, FoundEnterprise, FoundProduct
from search.query import SearchQuery

bp = Blueprint("search_feed", __name__)

ENTRIES = 50
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@bp.get(f"{search_facets.ROOT}.atom")
@access("public")
def feed() -> ResponseReturnValue:
    query = replace(SearchQuery.from_args(request.args), sort="newest", page=1, per_page=ENTRIES, after="")
    found = finding(facets=False, exactly=True, query=query)
    if found.answer is None:
        raise ServiceUnavailable
    shown = SearchQuery.from_args(request.args)
    return _feed(shown, [each for each, _tier in found.rows])


def _feed(query: SearchQuery, rows: list[Found]) -> Response:
    own, page = address(search_facets.address(query, ".atom")), address(search_facets.address(query))
    chosen = [str(words) for words, _address in search_facets.chips(query)]
    title = _("搜索：%(text)s", text=" · ".join(filter(None, [query.text, *_plain(chosen)])) or _("全部"))
    return atom.feed(own, page, title, max(map(_changed, rows), default=utc_now()), map(_entry, rows))


def _entry(found: Found) -> atom.Entry:
    return atom.Entry(address(search_rows.place(found)), search_rows.called(found), _summary(found), _changed(found))


def _summary(found: Found) -> str:
    if isinstance(found, (FoundDisclosure, FoundProduct)):
        return f"{found.enterprise} · {division(found.division_code)}"
    return f"{found.credit_code} · {division(found.division_code)}" if isinstance(found, FoundEnterprise) else found.issuer or ""


def _changed(found: Found) -> datetime:
    match found:
        case FoundDisclosure():
            return found.changed_at
        case FoundProduct():
            return found.created_at
        case FoundEnterprise():
            return found.verified_at
        case _:
            since = found.issued_on or found.in_force_on
            return first_instant(since) if since else _NEVER


def _plain(words: list[str]) -> list[str]:
    """Without the marks of another language."""
    return [re.sub(r"<[^>]+>", "", each) for each in words]
