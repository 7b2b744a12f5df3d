"""What is disclosed: the list with its filters, and one number with everybody who discloses it."""

from dataclasses import asdict
from datetime import date
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy.orm import Session

from public_site import navigation, params
from public_site.access import access
from public_site.database import reading
from public_site.pages import badge_lines, filtering
from public_site.pages.machine import address, cursor, json_page, read_cursor, status_facts
from public_site.presenters import STATUSES
from public_site.security import public_page
from public_site.words import pages as named
from registry.db import utc_now
from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.queries import public_lists, public_people
from registry.queries.public_conditions import Wanted
from registry.queries.public_lists import LAST_PAGE, Found, ListedDisclosure
from registry.rules import standard_number
from registry.rules.status import Word

bp = Blueprint("standards", __name__)

ROOT = "/standards"

FIRST_YEAR = 2018  # disclosing became a duty on 2018-01-01
STATUS_WORDS = {word.value: STATUSES[word.value].word for word in Word}
YES = {"yes": ""}


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    today, page = legal_day(utc_now()), params.page_number(request.args, most=LAST_PAGE)
    with reading() as session:
        wanted, holder = _wanted(today, session)
        found = public_lists.disclosures(session, wanted, today, page=page)
    filters = _filters(wanted, holder, today)
    return public_page(Response(render_template("pages/standards.html", found=found, wanted=wanted, filters=filters, page=page, last_page=LAST_PAGE)))


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    today, after = legal_day(utc_now()), read_cursor(request.args.get("after", "")[:200])
    with reading() as session:
        wanted, _holder = _wanted(today, session)
        found = public_lists.disclosures(session, wanted, today, after=after, counted=after is None)
    return json_page({"count": _count(found), "disclosures": [row_facts(row) for row in found.rows], "next": _next(found)})


@bp.get(f"{ROOT}/<path:number>.json")
@access("public")
def number_twin(number: str) -> ResponseReturnValue:
    today, read = legal_day(utc_now()), standard_number.parse(number)
    with reading() as session:
        known = public_lists.known(session, read, today)
        found = public_lists.numbered(session, read, today, page=params.page_number(request.args, most=LAST_PAGE))
    if not known and not found.rows:
        raise NotFound("not_found")
    return json_page({"number": read.canonical, "class": read.klass, "catalogue": [asdict(each) for each in known], "count": _count(found), "disclosures": [row_facts(row) for row in found.rows]})


@bp.get(f"{ROOT}/<path:number>")
@access("public")
def number(number: str) -> ResponseReturnValue:
    """Any spelling leads to the canonical one; a number that nobody discloses says what was read."""
    read = standard_number.parse(number)
    if read.canonical != number:
        return redirect(f"{ROOT}/{quote(read.canonical)}", 301)
    today, page = legal_day(utc_now()), params.page_number(request.args, most=LAST_PAGE)
    with reading() as session:
        known = public_lists.known(session, read, today)
        found = public_lists.numbered(session, read, today, page=page)
    status = 200 if known or found.rows else 404
    return public_page(Response(render_template("pages/number.html", read=read, known=known, found=found, page=page, last_page=LAST_PAGE, named=named), status))


def row_facts(row: ListedDisclosure) -> dict[str, object]:
    """A row of a list for programs."""
    return {
        "public_id": row.public_id, "number": row.number, "class": row.klass, "basis": row.basis, "title": row.title, "subject": row.subject, "lower_stated": row.lower_stated,
        "enterprise": {"name": row.enterprise, "credit_code": row.credit_code, "division_code": row.division_code},
        "disclosed_at": row.disclosed_at, "status": status_facts(row.status), **badge_lines.facts(row.badges), "url": address(f"/disclosures/{row.public_id}.json"),
    }  # fmt: skip


def _wanted(today: date, session: Session) -> tuple[Wanted, str]:
    """What the address asks for; a value that is none is left out, since a public address should answer. And the holder's name."""
    holder = public_people.holder(session, request.args.get("enterprise", "")[:64])
    year = request.args.get("year", "")
    wanted = Wanted(
        text=filtering.asked_text(),
        klass=filtering.asked("class", named.CLASSES),
        status=filtering.asked("status", STATUS_WORDS),
        division=filtering.asked_division(),
        industry=filtering.asked_section(),
        subject=filtering.asked("subject", named.SUBJECTS),
        year=int(year) if year in _years(today) else 0,
        lower=bool(filtering.asked("lower", YES)),
        enterprise_id=holder[0] if holder else 0,
    )
    return wanted, holder[1] if holder else ""


def _years(today: date) -> dict[str, str]:
    return {str(year): str(year) for year in range(today.year, FIRST_YEAR - 1, -1)}


def _filters(wanted: Wanted, holder: str, today: date) -> filtering.Filters:
    filters = filtering.Filters()
    if wanted.text:
        filters.chip("q", _("“%(text)s”", text=wanted.text))
    if holder:
        filters.chip("enterprise", holder)
    filters.choose("status", _("状态"), STATUS_WORDS.items(), wanted.status)
    filters.choose("class", _("标准类别"), named.CLASSES.items(), wanted.klass)
    filters.choose("subject", _("产品或服务"), named.SUBJECTS.items(), wanted.subject)
    filters.choose("lower", _("明示"), [("yes", _("低于或少于推荐性标准"))], "yes" if wanted.lower else "")
    filters.choose("division", _("所在地"), filtering.division_options(wanted.division), wanted.division)
    filters.choose("industry", _("行业"), filtering.section_options(), wanted.industry)
    filters.choose("year", _("首次公开的年份"), _years(today).items(), str(wanted.year or ""))
    return filters


def _count(found: Found) -> dict[str, object] | None:
    return {"least": found.count.least, "exact": found.count.exact} if found.count else None


def _next(found: Found) -> str | None:
    """The address of the following rows; the cursor is opaque."""
    if not found.more:
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("after", "page")]
    last = found.rows[-1]
    return address(f"{ROOT}.json?{urlencode([*kept, ('after', cursor(last.disclosed_at, last.id))])}")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["badges_of"] = badge_lines.shown
    navigation.add_link(app, lambda: navigation.Link(pgettext("header", "标准"), ROOT))
