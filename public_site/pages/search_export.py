"""A search as a file for spreadsheets: CSV or XLSX, up to 10,000 rows. Nothing in it becomes a formula (public_site.regulator.export)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable

from public_site.access import access
from public_site.pages import search_facets, search_rows
from public_site.pages.search import finding
from public_site.presenters import count
from public_site.regulator.export import FORMS, Cell, answer
from public_site.security import limiter
from registry.db import utc_now
from registry.legal_time import legal_day
from search.engine import LAST_RESULT
from search.query import SearchQuery

bp = Blueprint("search_export", __name__)

AT_ONCE = 500


@bp.get(f"{search_facets.ROOT}.<any({', '.join(FORMS)}):form>")
@access("public")
@limiter.limit("10/minute")
def export(form: str) -> ResponseReturnValue:
    """The rows of the search in its order. 503 while the engine does not answer: half a list would look like a whole one."""
    query = replace(SearchQuery.from_args(request.args), page=1, per_page=AT_ONCE, after="")
    return answer(form, f"search-{legal_day(utc_now()).isoformat()}", search_rows.head(), _lines(query))


def _lines(query: SearchQuery) -> Iterator[Sequence[Cell]]:
    for seen in range(0, LAST_RESULT, AT_ONCE):
        found = finding(facets=False, exactly=True, query=query)
        if found.answer is None:
            raise ServiceUnavailable
        yield from (search_rows.cells(each) for each, _tier in found.rows)
        if found.last is None or len(found.answer.hits) < AT_ONCE:
            return
        query = replace(query, after=found.last.cursor)
        if seen + AT_ONCE == LAST_RESULT:
            yield [_("只导出前 %(most)s 项，请增加条件后分次导出，或用 .json 页的 next 地址继续往后读", most=count(LAST_RESULT))]
