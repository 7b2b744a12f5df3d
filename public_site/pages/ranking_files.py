"""A published ranking for programs: JSON with a cursor, CSV, Atom, and all that anybody needs to recompute it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, send_file, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.database import database, looking
from public_site.i18n import language
from public_site.pages import atom, ranking_board, ranking_dots, ranking_heads
from public_site.pages.machine import address, json_page
from public_site.pages.ranking_heads import ROOT, Head, concept
from public_site.presenters import count, division
from public_site.regulator.export import Cell, line
from public_site.security import limiter, public_page
from public_site.words import rankings_public as words
from registry.db import Database
from registry.plain import Look
from registry.queries import public_rankings, ranking_bundles, rankings
from registry.standalone import recompute_ranking

bp = Blueprint("ranking_files", __name__, url_prefix=ROOT)

AT_ONCE = 500
FEED = 50
KEEP = 3600


@bp.get("/<public_id>.json")
@access("public")
def twin(public_id: str) -> ResponseReturnValue:
    """Entries by order number behind ?after=, the not graded ones last."""
    wanted = ranking_board.asked()
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        rows = _behind(look, head, wanted)
    more = address(f"{head.base}.json?{_kept(wanted)}after={rows[rankings.PER_PAGE - 1].order_no}") if len(rows) > rankings.PER_PAGE else None
    return json_page({**_facts(head), "entries": [_entry(head, row) for row in rows[: rankings.PER_PAGE]], "next": more})


@bp.get("/<public_id>.csv")
@access("public")
@limiter.limit("10/minute")
def table(public_id: str) -> ResponseReturnValue:
    """Every entry, with the value and the level of each core indicator."""
    with looking() as look:
        head = ranking_heads.head(look, public_id)
    response = Response(stream_with_context(_written(database(), head)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="ranking-{public_id}.csv"'
    return public_page(response, seconds=KEEP)


def _written(opened: Database, head: Head) -> Iterator[str]:
    """CSV (RFC 4180) with a byte order mark, a portion in memory at a time; nothing in it becomes a formula."""
    yield "\ufeff" + line(_columns(head))
    with opened.looking() as look:
        for row in _rows(look, head):
            yield line(row)


def _columns(head: Head) -> list[str]:
    cores = [concept(head.frozen, ask.concept, language()) for ask in head.frozen.ready.cores]
    return [_("名次"), _("等级"), _("星级"), _("得分"), _("企业"), _("统一社会信用代码"), _("地区"), _("标准编号"), _("标准名称"), *(part for name in cores for part in (name, _("%(name)s：水平", name=name))), _("未列入的原因"), _("网址")]


@bp.get("/<public_id>.atom")
@access("public")
def feed(public_id: str) -> ResponseReturnValue:
    """The first entries of the board, and a newer ranking of the scheme where there is one."""
    with looking() as look:
        head = ranking_heads.head(look, public_id)
        rows = public_rankings.rows(look, head.now.id, 1, min(FEED, head.row.graded))
    entries = [atom.Entry(address(f"{head.base}/entries/{row.public_id}"), _title(row), f"{row.number} {row.title}", head.row.published_at) for row in rows]
    if head.superseded:
        entries.insert(0, atom.Entry(address(f"{ROOT}/{head.now.newest}"), _("同一评估方案已发布了更新的排行榜"), head.title, head.row.published_at))
    return atom.feed(address(f"{head.base}.atom"), head.address, head.title, head.row.published_at, entries)


@bp.get("/<public_id>/bundle.json")
@access("public")
@limiter.limit("10/minute")
def bundle(public_id: str) -> ResponseReturnValue:
    """All inputs and results as one canonical text, a portion in memory at a time."""
    with looking() as look:
        ranking_heads.head(look, public_id)
    opened = database()

    def pieces() -> Iterator[str]:
        with opened.reading() as session:
            yield from ranking_bundles.pieces(session, rankings.find(session, public_id))

    response = Response(stream_with_context(pieces()), mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="bundle.json"'
    return public_page(response, seconds=KEEP)


@bp.get("/<public_id>/recompute.py")
@access("public")
def script(public_id: str) -> ResponseReturnValue:
    """The stand-alone script that reads the bundle and prints the same list."""
    with looking() as look:
        ranking_heads.head(look, public_id)
    return public_page(send_file(Path(recompute_ranking.__file__), mimetype="text/x-python", as_attachment=True, download_name="recompute.py"), seconds=KEEP)


def _behind(look: Look, head: Head, wanted: ranking_board.Wanted) -> list[Any]:
    most = rankings.PER_PAGE + 1
    first, last = head.frozen.span(wanted.level) if wanted.level else (1, head.row.graded + head.row.excluded)
    start = max(first, wanted.after + 1)
    if wanted.division:
        return public_rankings.rows_within(look, head.now.id, wanted.division, (start, last), most)
    return public_rankings.rows(look, head.now.id, start, min(start + most - 1, last))


def _kept(wanted: ranking_board.Wanted) -> str:
    return "".join(f"{name}={value}&" for name, value in (("level", wanted.level), ("division", wanted.division)) if value)


def _facts(head: Head) -> dict[str, object]:
    row = head.row
    return {
        "public_id": row.public_id, "title": row.title, "category": row.category, "year": row.year, "division_code": row.division_code, "issuer": head.now.issuer, "as_of": row.as_of,
        "published_at": row.published_at, "graded": row.graded, "excluded": row.excluded, "levels": row.levels, "lists": row.lists,
        "order": "Within one place the order carries no meaning.", "newest": head.now.newest, "inputs_hash": head.now.inputs_hash, "result_hash": head.now.result_hash,
        "ledger_hash": head.frozen.ledger_hash, "scheme": {"public_id": row.scheme_id, "version": row.sequence, "sha256": row.content_hash, "url": address(f"/schemes/{row.scheme_id}/versions/{row.sequence}.json")},
        "links": {"page": head.address, "bundle": address(f"{head.base}/bundle.json"), "script": address(f"{head.base}/recompute.py")},
    }  # fmt: skip


def _entry(head: Head, row: Any) -> dict[str, object]:
    return {
        "order": row.order_no, "place": row.place, "level": row.level, "stars": row.stars, "points": row.points, "reason": row.reason, "public_id": row.public_id, "number": row.number,
        "title": row.title, "enterprise": row.enterprise, "credit_code": row.credit_code, "division_code": row.division_code, "judged": json.loads(row.judged),
        "url": address(f"{head.base}/entries/{row.public_id}.json"), "disclosure": address(f"/disclosures/{row.public_id}.json"),
    }  # fmt: skip


def _rows(look: Look, head: Head) -> Iterator[Sequence[Cell]]:
    total, spoken = head.row.graded + head.row.excluded, language()
    levels = ranking_dots.level_words(spoken)
    for first in range(1, total + 1, AT_ONCE):
        for row in public_rankings.rows(look, head.now.id, first, first + AT_ONCE - 1):
            readings = [ranking_dots.read(text) for text in public_rankings.readings(row.judged)]
            values = [part for each in readings for part in (ranking_dots.said(head.frozen, each, spoken), levels[each.level])]
            why = "" if row.level else "；".join(ranking_board.reasons(head, row.judged))
            grade = str(words.GRADES[row.level]) if row.level else ""
            yield [row.place, grade, row.stars, row.points, row.enterprise, row.credit_code, division(row.division_code), row.number, row.title, *values, why, address(f"{head.base}/entries/{row.public_id}")]


def _title(row: Any) -> str:
    return str(_("第 %(place)s 名 · %(grade)s · %(enterprise)s", place=count(row.place), grade=words.GRADES[row.level], enterprise=row.enterprise))
