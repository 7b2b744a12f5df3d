"""Results of spot checks for everybody: the list with filters, one result, and both for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import database, reading
from public_site.pages import atom, filtering
from public_site.pages.filtering import Filters
from public_site.pages.machine import address, json_page
from public_site.presenters import day, division, standard_number
from public_site.regulator.export import Cell, line
from public_site.security import limiter, public_page
from public_site.templating import rendered
from public_site.words import inspections as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import public_findings as queries
from registry.queries.public_findings import PublicFinding, Wanted

bp = Blueprint("spot_check_results", __name__)
ROOT = "/spot-checks/results"
FEED = 50
LAST = queries.MOST // queries.PER_PAGE


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    page = params.page_number(request.args, most=LAST)
    with reading() as session:
        years = [str(each) for each in queries.years(session)]
        wanted = asked(years)
        found, count = queries.listed(session, wanted, page)
        filters = _filters(wanted, years, queries.places(session))
    body = rendered(
        "spot_checks/results.html", found=found, count=count, page=page, pages=-(-count // queries.PER_PAGE), groups=filters.groups, chips_chosen=filters.chips, words=words, wanted=wanted,
        query=request.query_string.decode("latin-1"),
    )  # fmt: skip
    return public_page(Response(body))


@bp.get(f"{ROOT}.json")
@access("public")
def index_twin() -> ResponseReturnValue:
    page = params.page_number(request.args, most=LAST)
    with reading() as session:
        found, count = queries.listed(session, asked([str(each) for each in queries.years(session)]), page)
    return json_page({"count": count, "page": page, "pages": -(-count // queries.PER_PAGE), "results": [facts(each) for each in found]})


@bp.get(f"{ROOT}.csv")
@access("public")
@limiter.limit("10/minute")
def table() -> ResponseReturnValue:
    """Every result that fits, with a byte order mark (RFC 4180)."""
    with reading() as session:
        wanted = asked([str(each) for each in queries.years(session)])
    response = Response(stream_with_context(_written(wanted)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="spot-checks-{legal_day(utc_now())}.csv"'
    return public_page(response)


@bp.get(f"{ROOT}.atom")
@access("public")
def feed() -> ResponseReturnValue:
    with reading() as session:
        found = queries.newest(session, asked([str(each) for each in queries.years(session)]), FEED)
    entries = [atom.Entry(address(f"{ROOT}/{each.public_id}"), f"{standard_number(each.number)} {words.VERDICTS[each.verdict]}", _summary(each), each.published_at) for each in found]
    return atom.feed(address(f"{ROOT}.atom"), address(ROOT), _("抽查结果"), found[0].published_at if found else utc_now(), entries)


@bp.get(f"{ROOT}/<public_id>")
@access("public")
def show(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        found = queries.one(session, public_id)
        before, after = queries.looks(session, public_id)
    return public_page(Response(rendered("spot_checks/result.html", found=found, document=found.document, words=words, before=before, after=after)))


@bp.get(f"{ROOT}/<public_id>.json")
@access("public")
def twin(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        return json_page(facts(queries.one(session, public_id)))


def asked(years: Sequence[str]) -> Wanted:
    """The filters of the address."""
    year = filtering.asked("year", dict.fromkeys(years))
    return Wanted(filtering.asked("verdict", words.VERDICTS), filtering.asked_division(), int(year or 0), filtering.asked("kind", words.KINDS), filtering.asked_text())


def facts(found: PublicFinding) -> dict[str, Any]:
    """A result for programs; `sha256` is that of the canonical JSON of `finding`."""
    reply = found.reply
    return {
        "public_id": found.public_id, "verdict": found.verdict, "kind": found.kind, "finding": found.document, "sha256": found.content_hash, "concluded_at": found.concluded_at,
        "published_at": found.published_at, "bureau": found.bureau, "enterprise": {"name": found.enterprise, "credit_code": found.credit_code, "url": address(f"/enterprises/{found.credit_code}.json")},
        "disclosure": {"public_id": found.disclosure, "number": found.number, "url": address(f"/disclosures/{found.disclosure}.json")},
        "reply": {"agrees": reply.agrees, "statement": reply.statement, "on": reply.replied_at} if reply else None,
        "corrects": found.corrects or None, "corrected_by": found.corrected_by or None, "url": address(f"{ROOT}/{found.public_id}"),
    }  # fmt: skip


def _filters(wanted: Wanted, years: Sequence[str], places: Sequence[str]) -> Filters:
    filters = Filters()
    filters.choose("verdict", _("结果"), words.VERDICTS.items(), wanted.verdict)
    filters.choose("kind", _("检查种类"), words.KINDS.items(), wanted.kind)
    filters.choose("year", _("公布年份"), [(each, each) for each in years], str(wanted.year or ""))
    filters.choose("division", _("地区"), filtering.filled_division_options(wanted.division, places), wanted.division)
    if wanted.text:
        filters.chip("q", wanted.text)
    return filters


def _summary(found: PublicFinding) -> str:
    said = f"{found.enterprise}{_('：')}{words.VERDICTS[found.verdict]}"
    return said + (f" {_('（已更正）')}" if found.corrected_by else "")


def _written(wanted: Wanted) -> Iterator[str]:
    yield "\ufeff" + line([
        _("结果编号"), _("检查日期"), _("公布日期"), _("结果"), _("检查种类"), _("标准编号"), _("标准名称"), _("企业"), _("统一社会信用代码"), _("地区"), _("检查部门"), _("不符合的项目"), _("企业的回复"),
        _("更正的是"), _("已更正为"), _("网址"),
    ])  # fmt: skip
    with database().reading() as session:
        for each in queries.every(session, wanted):
            yield line(_cells(each))


def _cells(each: PublicFinding) -> list[Cell]:
    return [
        each.public_id, day(legal_day(each.concluded_at)), day(legal_day(each.published_at)), str(words.VERDICTS[each.verdict]), str(words.KINDS[each.kind]), standard_number(each.number), each.title,
        each.enterprise, each.credit_code, division(each.division_code), each.bureau, " ".join(each.document["reasons"]), each.reply.statement if each.reply else "", each.corrects,
        each.corrected_by, address(f"{ROOT}/{each.public_id}"),
    ]  # fmt: skip
