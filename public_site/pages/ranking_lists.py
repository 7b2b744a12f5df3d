"""The list of one core indicator of a leader-board, in bands; and what would change if the board were compiled today."""

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from public_site import params
from public_site.access import access
from public_site.database import looking, reading
from public_site.i18n import language
from public_site.pages import filtering, ranking_dots, ranking_heads, ranking_rows
from public_site.pages.machine import json_page
from public_site.pages.ranking_board import LAST
from public_site.pages.ranking_frame import asks
from public_site.pages.ranking_heads import ROOT, Head
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.db import utc_now
from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import live_rankings, public_rankings, rankings
from registry.queries.live_rankings import Changed
from registry.rules.board import LIST_PAGE

bp = Blueprint("ranking_lists", __name__, url_prefix=ROOT)

PER_PAGE = 50


@bp.get("/<public_id>/indicators/<int:indicator>")
@access("public")
def single(public_id: str, indicator: int) -> ResponseReturnValue:
    """Counted from 1 in the scheme's order."""
    number, today = params.page_number(request.args, most=LAST), legal_day(utc_now())
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        if not 1 <= indicator <= len(head.row.lists):
            raise NotFound("not_found")
        banded = _banded(look, head, indicator - 1, number) if head.row.lists[indicator - 1]["published"] else []
    listed = head.row.lists[indicator - 1]
    total = sum(listed["bands"].values())
    body = rendered(
        "rankings/single.html", head=head, row=head.row, ask=asks(head)[indicator - 1], listed=listed, banded=banded, total=total, page=number, pages=-(-total // LIST_PAGE), words=words,
        since=lambda entry: ranking_rows.since(entry, today),
    )  # fmt: skip
    return public_page(Response(body))


def _banded(look: Look, head: Head, place: int, page: int) -> list[tuple[int, list[tuple[Any, str]]]]:
    """(level, [(entry, what it promises)]) of a page, the best band first."""
    spoken, numbered = language(), public_rankings.list_page(look, head.now.id, place, page)
    rows = public_rankings.numbered(look, head.now.id, [order for order, _level in numbered])
    found: dict[int, list[tuple[Any, str]]] = {}
    for order, level in numbered:
        reading = ranking_dots.read(public_rankings.readings(rows[order].judged)[place])
        found.setdefault(level, []).append((rows[order], ranking_dots.said(head.frozen, reading, spoken)))
    return list(found.items())


@bp.get("/<public_id>/live")
@access("public")
def live(public_id: str) -> ResponseReturnValue:
    """Of a ranking that a newer one took the place of nothing is said: the newest is what changes are counted against."""
    head, counts, change, changed, waiting = _changes(public_id)
    more = changed[PER_PAGE - 1].disclosure_id if len(changed) > PER_PAGE else 0
    body = rendered(
        "rankings/live.html", head=head, row=head.row, counts=counts, change=change, differing=changed[:PER_PAGE], more=more, waiting=waiting, words=words, grades=ranking_rows.grade_words(language()),
    )  # fmt: skip
    return public_page(Response(body))


@bp.get("/<public_id>/live.json")
@access("public")
def live_twin(public_id: str) -> ResponseReturnValue:
    head, counts, change, changed, waiting = _changes(public_id)
    rows = [{"public_id": each.public_id, "number": each.number, "enterprise": each.enterprise, "level": each.level, "stars": each.stars, "points": each.points, "reason": each.reason} for each in changed[:PER_PAGE]]
    return json_page({"ranking": head.row.public_id, "against": head.now.newest, "counts": counts, "change": change, "behind": waiting, "entries": rows, "next_after": changed[PER_PAGE - 1].disclosure_id if len(changed) > PER_PAGE else None})


def _changes(public_id: str) -> tuple[Head, dict[str, int], str, list[Changed], bool]:
    after = request.args.get("after", "")
    behind = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    with reading() as session:
        head = ranking_heads.head(Look.of(session), public_id)
        version = live_rankings.live_version(session, rankings.find(session, public_id).ranking)
        counts = live_rankings.counts(session, version) if version and not head.superseded else {}
        change = filtering.asked("change", counts) or next((each for each in words.CHANGES if each in counts), "")
        changed = live_rankings.changed(session, version, change, after=behind, limit=PER_PAGE + 1) if version and change else []
        return head, counts, change, changed, live_rankings.waiting(session, now=utc_now())
