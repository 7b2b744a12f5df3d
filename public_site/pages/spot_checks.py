"""Spot checks for everybody: plans in force, and draws with commitment, seed, drawn objects and inspectors; also on a hall's screen.

What would give a credit-risk class away is on none of these pages: no stratum, no fraction, no number of an object.
"""

from collections.abc import Iterable

from flask import Blueprint, Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import auth, navigation
from public_site.access import access
from public_site.database import reading, transaction
from public_site.navigation import address_with
from public_site.pages.machine import address, json_page
from public_site.params import page_number
from public_site.regulator import witness_links
from public_site.security import limiter, public_page, secret_address
from public_site.words import spot_checks as words
from registry.actions import draws as actions
from registry.db import utc_now
from registry.queries import check_plans, draw_bundles, draws
from registry.queries import public_draws as queries
from registry.queries.draws import Line
from registry.queries.public_draws import ShownDraw, Wanted
from registry.reference import industries
from registry.rules import check_plan

bp = Blueprint("spot_checks", __name__)
ROOT = "/spot-checks"


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    wanted = _wanted()
    with reading() as session:
        found, count = queries.listed(session, wanted)
        body = render_template(
            "spot_checks/list.html", plans=queries.plans(session, wanted), draws=found, count=count, wanted=wanted, pages=-(-count // queries.PAGE), words=words,
            groups=_groups(wanted, [(each.id, each.name) for each in queries.bureaus(session)], queries.years(session)),
        )  # fmt: skip
    return public_page(Response(body))


@bp.get(f"{ROOT}.json")
@access("public")
def index_twin() -> ResponseReturnValue:
    wanted = _wanted()
    with reading() as session:
        found, count = queries.listed(session, wanted)
        plans = [{"address": address(f"{ROOT}/plans/{each.plan.public_id}"), "content_hash": each.version.content_hash, **check_plans.public_content(each.version)} for each in queries.plans(session, wanted)]
        return json_page({"plans": plans, "count": count, "draws": [_facts(each) for each in found]})


@bp.get(f"{ROOT}/plans/<public_id>")
@bp.get(f"{ROOT}/plans/<public_id>/versions/<int:sequence>")
@access("public")
def plan(public_id: str, sequence: int | None = None) -> ResponseReturnValue:
    with reading() as session:
        found = queries.plan(session, public_id.upper(), sequence)
        body = render_template("spot_checks/plan.html", found=found, content=check_plans.public_content(found.version), words=words, trade=_trade)
    return public_page(Response(body))


def _trade(codes: str) -> str:
    """Codes of industries (GB/T 4754) with their names."""
    return "、".join(f"{code} {found.name}" if (found := industries.find(code)) else code for code in check_plan.listed(codes.upper()))


@bp.get(f"{ROOT}/plans/<public_id>.json")
@access("public")
def plan_twin(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        found = queries.plan(session, public_id.upper())
        return json_page({**check_plans.public_content(found.version), "content_hash": found.version.content_hash, "published_at": found.version.published_at})


@bp.get(f"{ROOT}/draws/<public_id>")
@access("public")
def draw(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        row = draws.by_public_id(session, public_id.upper())
        pages = max(1, -(-(row.drawn or 0) // draws.PAGE))
        page = min(page_number(request.args), pages)
        lines = draws.some_of_result(session, row, page) if row.drawn_at else []
        body = render_template("spot_checks/draw.html", row=queries.shown(session, row), lines=lines, page=page, pages=pages, words=words)
    return public_page(Response(body), seconds=10)


@bp.get(f"{ROOT}/draws/<public_id>.json")
@access("public")
def draw_twin(public_id: str) -> ResponseReturnValue:
    with reading() as session:
        row = draws.by_public_id(session, public_id.upper())
        return json_page(_facts(queries.shown(session, row)) | {"result": _result(draws.result(session, row) if row.drawn_at else [])})


@bp.get(f"{ROOT}/draws/<public_id>/wall")
@access("public")
def wall(public_id: str) -> ResponseReturnValue:
    """For a hall's screen: the commitment, then the seed, then what was drawn; it looks again by itself until it is drawn."""
    with reading() as session:
        row = draws.by_public_id(session, public_id.upper())
        body = render_template("spot_checks/wall.html", row=queries.shown(session, row), lines=draws.result(session, row) if row.drawn_at else [], words=words)
    return public_page(Response(body), seconds=1)


@bp.get(f"{ROOT}/draws/<public_id>/bundle/<token>")
@access("personal")
@secret_address()
@limiter.limit("20/minute")
def bundle(public_id: str, token: str) -> ResponseReturnValue:
    """Not public: for who holds a link that the auditor made; each reading is on record."""
    auth.load()
    link = witness_links.number(token, public_id.upper())
    with transaction() as session:
        row = actions.read_by_witness(session, actor=g.actor, public_id=public_id.upper(), link=link, now=utc_now())
        return witness_links.sealed("".join(draw_bundles.pieces(session, row)), row.public_id)


def init_app(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link(_("抽查"), ROOT))


def _wanted() -> Wanted:
    bureau, year = request.args.get("bureau", ""), request.args.get("year", "")
    return Wanted(*(int(each) if each.isascii() and each.isdecimal() and len(each) < 10 else 0 for each in (bureau, year)), page=page_number(request.args))


def _groups(wanted: Wanted, offices: Iterable[tuple[int, str]], years: Iterable[int]) -> list[dict[str, object]]:
    options = {"bureau": (_("部门"), wanted.bureau_id, [(str(key), name) for key, name in offices]), "year": (_("年度"), wanted.year, [(str(year), str(year)) for year in years])}
    return [
        {
            "words": said,
            "options": [
                {"words": name, "address": address_with(**{field: value or None, "page": None}), "count": None, "chosen": (value or "0") == str(chosen)} for value, name in (("", _("全部")), *several)
            ],
        }
        for field, (said, chosen, several) in options.items()
    ]


def _facts(each: ShownDraw) -> dict[str, object]:
    found = {name: getattr(each, name) for name in ShownDraw.__dataclass_fields__}
    if each.drawn_at is None:
        for name in ("seed", "witness_words", "drawn", "result_hash"):
            del found[name]
    return {"address": address(f"{ROOT}/draws/{each.public_id}"), **found}


def _result(lines: Iterable[Line]) -> list[dict[str, object]]:
    return [
        {
            "order": each.order, "disclosure": each.disclosure, "number": each.number, "title": each.title, "credit_code": each.credit_code, "enterprise": each.enterprise,
            "inspectors": [{"key": key, "name": name} for key, name in (each.first, each.second)],
        }
        for each in lines
    ]  # fmt: skip
