"""Yearly bulletins as they were published: to read and print, as PDF, as a sheet and as JSON. A correction is a further one; both stay."""

from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.bulletin_pdf import draw
from public_site.bulletin_sections import sections
from public_site.database import reading
from public_site.pages import filtering
from public_site.pages.machine import address, json_page
from public_site.presenters import standard_number
from public_site.regulator.export import Cell, answer
from public_site.security import limiter, public_page
from public_site.words import statistics as words
from registry.queries import bulletins as queries
from registry.queries.bulletins import Published

bp = Blueprint("bulletins", __name__)
ROOT = "/bulletins"


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    with reading() as session:
        found = queries.listed(session, division_code=filtering.asked_division())
    return public_page(Response(render_template("statistics/bulletins.html", found=found)))


@bp.get(f"{ROOT}/<public_id>")
@access("public")
def page(public_id: str) -> ResponseReturnValue:
    found = _found(public_id)
    return public_page(Response(render_template("statistics/bulletin.html", found=found, row=found, figures=found.figures, sections=sections(found.figures), words=words, title=_title(found))))


@bp.get(f"{ROOT}/<public_id>.json")
@access("public")
def twin(public_id: str) -> ResponseReturnValue:
    """`content` is the canonical text whose SHA-256 is `content_hash`, told in the public ledger."""
    found = _found(public_id)
    return json_page({
        "public_id": found.public_id, "bureau": found.bureau, "division_code": found.division_code, "year": found.year, "sequence": found.sequence, "newest": found.newest,
        "published_at": found.published_at, "preface": found.preface or None, "content": found.figures, "content_hash": found.content_hash, "ledger_hash": found.ledger_hash,
        "url": address(f"{ROOT}/{public_id}"),
    })  # fmt: skip


@bp.get(f"{ROOT}/<public_id>.pdf")
@access("public")
@limiter.limit("20/minute")
def pdf(public_id: str) -> ResponseReturnValue:
    found = _found(public_id)
    made = Response(draw(found, _title(found), address(f"{ROOT}/{public_id}"), sections(found.figures)), mimetype="application/pdf")
    made.headers.set("Content-Disposition", "inline", filename=f"bulletin-{public_id}.pdf")
    made.headers["Vary"] = "Accept-Language, Cookie"
    return public_page(made)


@bp.get(f"{ROOT}/<public_id>.xlsx")
@access("public")
@limiter.limit("20/minute")
def sheet(public_id: str) -> ResponseReturnValue:
    found = _found(public_id)
    return answer("xlsx", f"bulletin-{public_id}", [_("部分"), _("项目"), _("数量"), _("占比（%%）"), _("企业"), _("评价结果"), _("检查结束"), _("网址")], _rows(found))


def _found(public_id: str) -> Published:
    with reading() as session:
        return queries.published(session, public_id)


def _title(found: Published) -> str:
    return str(_("%(bureau)s %(year)s 年企业标准监督检查通报", bureau=found.bureau, year=found.year))


def _rows(found: Published) -> Iterator[Sequence[Cell]]:
    if found.preface:
        yield [_("前言"), found.preface]
    for heading, _whole, lines in sections(found.figures):
        for name, number, part in lines:
            yield [heading, name, number, part]
    for each in found.figures["results"]:
        yield [_("逐项结果"), standard_number(each["number"]), None, None, each["enterprise"], str(words.VERDICTS[each["verdict"]]), each["concluded_on"], address(f"/spot-checks/results/{each['public_id']}")]
