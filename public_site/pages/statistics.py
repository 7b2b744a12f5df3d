"""What is disclosed, checked and put right, by place, trade and month: for readers, and for programs as JSON and CSV."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import pgettext
from markupsafe import Markup, escape

from public_site import navigation
from public_site.access import access
from public_site.database import looking
from public_site.i18n import language
from public_site.pages import filtering, framing, statistics_rows, statistics_shown
from public_site.pages.framing import PLACE
from public_site.pages.machine import address, json_page
from public_site.pages.statistics_shown import ROOT, Aimed, Row, Shown, Wanted, measure_words, place_part, trade, where
from public_site.regulator.export import harmless
from public_site.security import limiter, public_page
from public_site.templating import rendered
from public_site.words import statistics as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import public_statistics as queries
from registry.rules.statistic import MEASURES, rate

bp = Blueprint("statistics", __name__)

FIRST_YEAR = 1988
"""Of the Standardization Law's first version: nothing is counted before."""


@bp.get(ROOT)
@access("public")
def page() -> ResponseReturnValue:
    shown = _shown()
    drawn = Markup(rendered("statistics/targets.html", targets=shown.targets, words=words) if shown.targets else "")  # noqa: S704 - a template's own text
    pieces = (escape(statistics_rows.title(shown.wanted)), escape(shown.wanted.address(".json")), framing.switch(), statistics_rows.body(shown, drawn))
    return public_page(Response(framing.filled(_frame(), pieces)))


def _frame() -> list[str]:
    """What stands round the page's own pieces: it is the same at every address, so it is rendered once for each language."""
    kept: dict[str, list[str]] = current_app.extensions.setdefault("statistics_frame", {})
    spoken = language()
    if spoken not in kept:
        kept[spoken] = rendered("statistics/page.html", title=PLACE, twin=PLACE, switch=PLACE, body=PLACE).split(PLACE)
    return kept[spoken]


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    shown = _shown()
    wanted = shown.wanted
    course = "months" if wanted.year else "years"
    return json_page({
        "division_code": wanted.division or None, "division": wanted.place or None, "industry": wanted.industry or None, "year": int(wanted.year) if wanted.year else None,
        "measures": {code: shown.totals[code] for code in MEASURES},
        "rates": {"conforming": rate(shown.totals["checks.conforming"], shown.evaluated), "rectified_in_time": shown.in_time},
        course: [{"period": period, "disclosures": number} for period, number in shown.course],
        "divisions": [_row(place_part(each[0]), where(each[0], wanted.industry, wanted.year, ".json"), each) for each in shown.places],
        "industries": [_row(trade(each[0]), where(wanted.division, each[0], wanted.year, ".json"), each) for each in shown.industries],
        "targets": [_target(each) for each in shown.targets],
        "url": address(wanted.address()),
    })  # fmt: skip


@bp.get(f"{ROOT}.csv")
@access("public")
@limiter.limit("30/minute")
def table() -> ResponseReturnValue:
    """Every counter of a place and a trade, by month, year and in all; RFC 4180 with a byte order mark."""
    wanted = _wanted(legal_day(utc_now()))
    with looking() as look:
        rows = queries.everything(look, wanted.division, wanted.industry)
    response = Response("\ufeff" + "".join(_lines(wanted, rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="statistics-{wanted.division or "all"}{wanted.industry}.csv"'
    return public_page(response)


def _lines(wanted: Wanted, rows: list[tuple[str, str, int]]) -> Iterator[str]:
    named = measure_words()
    yield _line(["division_code", "division", "industry", "period", "measure", "words", "count"])
    for span, measure, count in rows:
        if wanted.year in ("", span[:4]):
            yield _line([wanted.division, wanted.place, wanted.industry, span, measure, named.get(measure, measure), count])


def _line(cells: list[str | int]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([cell if isinstance(cell, int) else harmless(cell) for cell in cells])
    return text.getvalue()


def _shown() -> Shown:
    today = legal_day(utc_now())
    with looking() as look:
        return statistics_shown.shown(look, _wanted(today), today)


def _wanted(today: date) -> Wanted:
    """?division=, ?industry= and ?year=, each only where it means something."""
    if not request.environ.get("QUERY_STRING"):
        return Wanted()
    year = request.args.get("year", "")
    known = len(year) == 4 and year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year) <= today.year
    return Wanted(filtering.asked_division(), filtering.asked_section(), year if known else "")


def _row(name: str, found: str, row: Row) -> dict[str, object]:
    return {"code": row[0], "name": name, "url": address(found)} | dict(zip(queries.ROWS, row[1:], strict=True))


def _target(each: Aimed) -> dict[str, object]:
    aim, found = each.aim, each.progress
    return {
        "title": aim.title, "measure": aim.measure, "wanted": aim.wanted, "start_on": aim.start_on, "start": aim.start, "due_on": aim.due_on, "now": found.now, "expected_now": found.expected,
        "state": found.state, "bureau": each.bureau, "source": aim.source, "source_url": aim.source_url or None,
    }  # fmt: skip


def init_app(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link(pgettext("header", "统计"), ROOT))


