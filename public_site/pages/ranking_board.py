"""One leader-board: what an evaluation scheme made of a category on a day, page by page, for telephones and for a hall's screen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import looking
from public_site.i18n import language
from public_site.pages import filtering, ranking_heads, ranking_rows
from public_site.pages.filtering import Filters
from public_site.pages.ranking_heads import ROOT, Head, concept, condition, threshold
from public_site.pages.ranking_words import sentence
from public_site.presenters import division as division_name
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import public_rankings
from registry.queries.public_rankings import Frozen
from registry.queries.rankings import PER_PAGE
from registry.rules.judged import Judged

bp = Blueprint("ranking_board", __name__, url_prefix=ROOT)

LAST = 10**9


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a board: level 0 and division "" stand for all; `after`: order number behind which a division's page begins."""

    level: int
    division: str
    page: int
    after: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a page, how many there are in all, pages in all (0 where nobody counts), and where it goes on ("" at the end)."""

    rows: list[Any]
    count: int
    pages: int
    more: int


@bp.get("/<public_id>")
@access("public")
def page(public_id: str) -> ResponseReturnValue:
    if public_id != public_id.upper():
        return redirect(f"{ROOT}/{public_id.upper()}", 301)
    wanted, today = asked(), legal_day(utc_now())
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        found = graded(look, head, wanted)
        shown = ranking_rows.entries(look, head, found.rows, today)
    body = rendered(
        "rankings/board.html", head=head, row=head.row, scheme=head.frozen.scheme, asks=asks(head), shown=shown, found=found, wanted=wanted, filters=_filters(head.frozen, Wanted(wanted.level, wanted.division, 1, 0), language()),
        screen="screen" in request.args, one_band=len(head.row.levels) == 1,
    )  # fmt: skip
    return public_page(Response(body))


@bp.get("/<public_id>/not-graded")
@access("public")
def not_graded(public_id: str) -> ResponseReturnValue:
    """Who is not on the board, with every reason."""
    number, today = params.page_number(request.args, most=LAST), legal_day(utc_now())
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        first = head.row.graded + 1 + (number - 1) * PER_PAGE
        rows = public_rankings.rows(look, head.now.id, first, first + PER_PAGE - 1)
    listed = [(row, reasons(head, row.judged), ranking_rows.since(row, today)) for row in rows]
    return public_page(Response(rendered("rankings/not_graded.html", head=head, row=head.row, listed=listed, page=number, pages=_pages(head.row.excluded), words=words)))


def asked() -> Wanted:
    """?level=, ?division=, ?page= and ?after=, each only where it means something."""
    level = request.args.get("level", "")
    after = request.args.get("after", "")
    number = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0
    return Wanted(int(level) if level in ("1", "2", "3") else 0, filtering.asked_division(), params.page_number(request.args, most=LAST), number)


def graded(look: Look, head: Head, wanted: Wanted) -> Page:
    """The page that was asked for; a division's by its own index, without counting its pages."""
    first, last = head.frozen.span(wanted.level or None)
    if wanted.division:
        rows = public_rankings.rows_within(look, head.now.id, wanted.division, (max(first, wanted.after + 1), last), PER_PAGE + 1)
        count = head.frozen.within(wanted.division, wanted.level or None)
        return Page(rows[:PER_PAGE], count, 0, rows[PER_PAGE - 1].order_no if len(rows) > PER_PAGE else 0)
    start = first + (wanted.page - 1) * PER_PAGE
    count = last - first + 1
    return Page(public_rankings.rows(look, head.now.id, start, min(start + PER_PAGE - 1, last)), count, _pages(count), 0)


def asks(head: Head) -> list[dict[str, Any]]:
    """The core indicators with what each level asks for, by condition, and whether they have a list of their own."""
    return _asks(head.frozen, language())


@lru_cache(maxsize=256)
def _asks(frozen: Frozen, spoken: str) -> list[dict[str, Any]]:
    return [
        {
            "number": place + 1, "concept": concept(frozen, ask.concept, spoken), "published": listed["published"], "weight": frozen.scheme.cores[place].weight,
            "cases": [(condition(frozen, ask.concept, named), [threshold(ask, named, level, spoken) for level in (1, 2, 3)]) for named in ask.cases],
        }
        for place, (ask, listed) in enumerate(zip(frozen.ready.cores, frozen.row.lists, strict=True))
    ]  # fmt: skip


def reasons(head: Head, judged: str) -> list[str]:
    """Every reason of an entry in words, the decisive one first."""
    return [sentence(head.frozen, each) for each in Judged.from_json(json.loads(judged)).reasons]


@lru_cache(maxsize=1024)
def _filters(frozen: Frozen, wanted: Wanted, _spoken: str) -> Filters:
    """Levels that have entries, and the divisions on the way down to the chosen one and right below it."""
    base, found = f"{ROOT}/{frozen.row.public_id}", Filters()
    levels = [(str(level), str(words.GRADES[level]), frozen.within(wanted.division, level) if wanted.division else frozen.count(level)) for level in (1, 2, 3)]
    places = [(code, division_name(code), frozen.within(code, wanted.level or None)) for code in below(frozen, wanted.division)]
    chosen = {"level": str(wanted.level or ""), "division": wanted.division}
    for name, heading, options in (("level", _("等级"), levels), ("division", _("地区"), places)):
        shown = [{"words": label, "address": _address(base, chosen | {name: "" if value == chosen[name] else value}), "count": count, "chosen": value == chosen[name]} for value, label, count in options]
        found.groups += [{"words": heading, "options": shown}] if shown else []
        found.chips += [(label, _address(base, chosen | {name: ""})) for value, label, _count in options if value == chosen[name]]
    return found


def below(frozen: Frozen, chosen: str) -> list[str]:
    """Codes of the divisions above the chosen one, itself, and those right below it that have entries; at first the widest that tell entries apart."""
    counties = [each["division_code"] for each in frozen.row.medals]
    prefix = public_rankings.digits(chosen) if chosen else ""
    inside = [code for code in counties if code.startswith(prefix)]
    way = [chosen[:size].ljust(6, "0") for size in (2, 4, 6) if size <= len(prefix)]
    for size in (2, 4, 6):
        finer = sorted({code[:size].ljust(6, "0") for code in inside})
        if size > len(prefix) and (len(finer) > 1 or size == 6):
            return [*way, *(code for code in finer if code not in way)]
    return way


def _address(base: str, chosen: Mapping[str, str]) -> str:
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return f"{base}?{kept}" if kept else base


def _pages(count: int) -> int:
    return -(-count // PER_PAGE)
