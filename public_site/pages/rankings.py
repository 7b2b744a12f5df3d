"""Leader-boards by category, and the medal table of regions."""

from itertools import groupby
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from public_site import navigation
from public_site.access import access
from public_site.database import looking
from public_site.i18n import language
from public_site.navigation import address_with
from public_site.pages import atom, filtering
from public_site.pages.filtering import Filters
from public_site.pages.machine import address, json_page
from public_site.pages.ranking_heads import ROOT
from public_site.pages.ranking_schemes import titled
from public_site.presenters import count, day, division
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import rankings_public as words
from registry.db import utc_now
from registry.queries import public_ranking_lists as lists
from registry.queries.public_ranking_lists import Wanted
from registry.queries.public_rankings import digits
from registry.rules import medals

bp = Blueprint("rankings", __name__)

MOST_MEDALS = 200


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    with looking() as look:
        options = lists.options(look)
        wanted = _wanted(options)
        found = lists.boards(look, wanted, after=_after())
    more = found[lists.PER_PAGE - 1].public_id if len(found) > lists.PER_PAGE else ""
    grouped = [(_called(boards[0]), boards) for boards in (list(same) for _path, same in groupby(found[: lists.PER_PAGE], lambda each: each.path))]
    query = "&".join(f"{name}={value}" for name, value in (("level", wanted.level), ("division", wanted.division)) if value)
    return public_page(Response(rendered("rankings/index.html", grouped=grouped, more=more, after=_after(), filters=_filters(options, wanted), titled=titled, words=words, query=f"?{query}" if query else "")))


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    with looking() as look:
        found = lists.boards(look, _wanted(lists.options(look)), after=_after())
    last = found[lists.PER_PAGE - 1].public_id if len(found) > lists.PER_PAGE else ""
    onward = address_with(after=last).replace(request.path, f"{ROOT}.json") if last else ""
    return json_page({"rankings": [_facts(each) for each in found[: lists.PER_PAGE]], "next": address(onward) if onward else None})


@bp.get(f"{ROOT}.atom")
@access("public")
def feed() -> ResponseReturnValue:
    with looking() as look:
        found = lists.boards(look, _wanted(lists.options(look)), newest=True)[: lists.PER_PAGE]
    entries = [atom.Entry(address(f"{ROOT}/{each.public_id}"), titled(each.title, each.content), _summary(each), each.published_at) for each in found]
    here = request.query_string.decode("ascii", "ignore")
    kept = f"?{here}" if here else ""
    return atom.feed(address(f"{ROOT}.atom{kept}"), address(f"{ROOT}{kept}"), _("排行榜"), max((each.updated for each in entries), default=utc_now()), entries)


@bp.get(f"{ROOT}/medals")
@access("public")
def medal_table() -> ResponseReturnValue:
    """Regions by what their enterprises have on the leader-boards that stand."""
    kind = filtering.asked("by", medals.DIGITS) or "county"
    with looking() as look:
        options = lists.options(look)
        wanted = _wanted(options)
        found = medals.table(lists.medals(look, wanted), kind, digits(wanted.division) if wanted.division else "")
    filters = _filters(options, wanted, levels=False)
    filters.groups.insert(0, {"words": _("按"), "options": [{"words": str(word), "address": address_with(by=each), "count": None, "chosen": each == kind} for each, word in words.KINDS.items()]})
    return public_page(Response(rendered("rankings/medals.html", rows=found[:MOST_MEDALS], total=len(found), filters=filters, words=words, kind=kind)))


def _wanted(options: list[Any]) -> Wanted:
    """?category=, ?year=, ?division= and ?level=, each only where it means something."""
    paths, years = _paths(options), {str(each.year) for each in options}
    year = filtering.asked("year", dict.fromkeys(years))
    level = filtering.asked("level", {"1": 1, "2": 2, "3": 3})
    return Wanted(paths.get(request.args.get("category", ""), ""), int(year or 0), filtering.asked_division(), int(level or 0))


def _paths(options: list[Any]) -> dict[str, str]:
    """Category to its path; those above count too."""
    found: dict[str, str] = {}
    for each in options:
        parts = each.path.rstrip("/").split("/")
        found |= {code: "/".join(parts[: place + 1]) + "/" for place, code in enumerate(parts)}
    return found


def _after() -> str:
    return request.args.get("after", "")[:64]


def _filters(options: list[Any], wanted: Wanted, *, levels: bool = True) -> Filters:
    filters, here = Filters(), request.args.get("category", "")
    categories = list({each.code: (each.code, (language() == "en" and each.name_en) or each.name) for each in options}.values())
    filters.choose("category", _("产品类别"), categories, here if wanted.path else "")
    filters.choose("year", _("年度"), [(str(year), str(year)) for year in sorted({each.year for each in options}, reverse=True)], str(wanted.year or ""))
    if levels:
        filters.choose("level", _("有这一等级"), [(str(level), str(word)) for level, word in words.GRADES.items()], str(wanted.level or ""))
    filters.choose("division", _("地区"), filtering.division_options(wanted.division), wanted.division)
    return filters


def _called(row: Any) -> str:
    return str((language() == "en" and row.category_name_en) or row.category_name)


def _summary(row: Any) -> str:
    return str(_("%(category)s · %(issuer)s · %(day)s · %(graded)s 项列入等级", category=_called(row), issuer=row.issuer, day=day(row.as_of), graded=count(row.graded)))


def _facts(row: Any) -> dict[str, object]:
    return {
        "public_id": row.public_id, "title": row.title, "category": row.category, "year": row.year, "division_code": row.division_code, "division": division(row.division_code) if row.division_code else None,
        "issuer": row.issuer, "as_of": row.as_of, "published_at": row.published_at, "graded": row.graded, "excluded": row.excluded, "levels": row.levels, "url": address(f"{ROOT}/{row.public_id}.json"),
    }  # fmt: skip


def init_app(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link(pgettext("header", "排行榜"), ROOT))
