"""One leader-board: what an evaluation scheme made of a category on a day, page by page, for telephones and for a hall's screen."""

import json

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from public_site import params
from public_site.access import access
from public_site.database import looking
from public_site.pages import filtering, ranking_frame, ranking_heads, ranking_rows
from public_site.pages.ranking_frame import Page, Wanted
from public_site.pages.ranking_heads import ROOT, Head
from public_site.pages.ranking_words import sentence
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import board_rows, public_rankings
from registry.queries.board_rows import PER_PAGE
from registry.rules.judged import Judged

bp = Blueprint("ranking_board", __name__, url_prefix=ROOT)

LAST = 10**9


@bp.get("/<public_id>")
@access("public")
def page(public_id: str) -> ResponseReturnValue:
    if public_id != public_id.upper():
        return redirect(f"{ROOT}/{public_id.upper()}", 301)
    wanted, today = asked(), legal_day(utc_now())
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        found = graded(look, head, wanted)
        shown = ranking_rows.entries(look, head, found.rows, today) if found.rows else ""
    return public_page(Response(ranking_frame.whole(head, wanted, found, shown, screen="screen" in request.args)))


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
        rows = board_rows.within(look, head.now.id, wanted.division, (max(first, wanted.after + 1), last), PER_PAGE + 1)
        count = head.frozen.within(wanted.division, wanted.level or None)
        return Page(rows[:PER_PAGE], count, 0, rows[PER_PAGE - 1][0] if len(rows) > PER_PAGE else 0)
    start = first + (wanted.page - 1) * PER_PAGE
    count = last - first + 1
    return Page(board_rows.page(look, head.now.id, start, min(start + PER_PAGE - 1, last)), count, _pages(count), 0)


def reasons(head: Head, judged: str) -> list[str]:
    """Every reason of an entry in words, the decisive one first."""
    return [sentence(head.frozen, each) for each in Judged.from_json(json.loads(judged)).reasons]


def _pages(count: int) -> int:
    return -(-count // PER_PAGE)
