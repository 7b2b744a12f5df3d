"""Reporting a problem with a product, in two steps that work without script: what is wrong, then who says so.

Everybody is a stranger here: no cookie of a sign-in is read, and neither address nor account goes into any record. Spam
is held off without a puzzle: a form that comes back within seconds, a field that people do not see, pauses after many
reports from one address (seconds at first, minutes at most, since a shop shares one), and the same words twice are one case.
"""

import secrets
from datetime import timedelta

from flask import Blueprint, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from public_site import report_photos, report_sheet, words
from public_site.access import access
from public_site.database import reading, transaction
from public_site.i18n import language
from public_site.params import Form
from public_site.report_sheet import Sheet
from public_site.words import reports as named
from registry.actions import reports as actions
from registry.actions.reports import Sent
from registry.db import utc_now
from registry.errors import Conflict, Invalid, NotFound, TooMany
from registry.files import Files
from registry.legal_time import legal_day
from registry.queries import reports as queries
from registry.queries.reports import About
from registry.rules import report_form, scan_code
from registry.rules.permission import Actor
from registry.rules.report_form import FIRST_STEP, LONGEST

bp = Blueprint("reports", __name__)

QUICKEST = timedelta(seconds=3)
"""Nobody reads and fills in both steps in less."""
STRANGER = Actor()


@bp.url_value_preprocessor
def _room_for_photographs(_endpoint: str | None, _values: object) -> None:
    """Before anything reads the form."""
    request.max_content_length = report_photos.LARGEST_REQUEST


@bp.get("/p/<code>/report")
@access("public")
def start(code: str) -> ResponseReturnValue:
    read = _read_code(code)
    if read != code:
        return redirect(f"/p/{read}/report" + (f"?{request.query_string.decode('latin-1')}" if request.query_string else ""), 301)
    return _page(_about(read), report_sheet.fresh(read, request.args.get("lot", ""), request.args.get("serial", "")))


@bp.post("/p/<code>/report")
@access("public")
def go_on(code: str) -> ResponseReturnValue:
    """The pressed button says where to: next, back or send."""
    about = _about(_read_code(code))
    sheet = report_sheet.sent(about.code, request.form)
    if about.bureau is None or request.form.get("go") == "back":
        return _page(about, sheet)
    try:
        return _send(about, sheet) if request.form.get("go") == "send" else _next(about, sheet)
    except Invalid as error:
        return _page(about, sheet, error, step=1 if error.fields.keys() & {*FIRST_STEP, "photos"} else 2), 422
    except TooMany as error:
        wait = error.facts["retry_after"]
        return _page(about, sheet, step=2 if request.form.get("go") == "send" else 1, hindrance=words.of(error.code, **error.facts)), 429, {"Retry-After": str(wait)}
    except Conflict as error:
        return _page(about, sheet, step=2, hindrance=words.of(error.code)), 409


def _next(about: About, sheet: Sheet) -> ResponseReturnValue:
    """From the first step to the second."""
    refused = report_photos.add(sheet, request.files.getlist("photos"), request.form.getlist("drop"))
    wrong = {name: code for name, code in report_form.wrong(sheet.form).items() if name in FIRST_STEP}
    if sheet.outlived:
        refused = {"code": "photos_lost"}
    if refused:
        wrong["photos"] = str(refused.pop("code"))
    if wrong:
        raise Invalid(wrong, **refused)
    return _page(about, sheet, step=2)


def _send(about: About, sheet: Sheet) -> ResponseReturnValue:
    _refuse_machines(sheet)
    known, photos, now = len(sheet.photos), report_photos.read(sheet), utc_now()
    if sheet.outlived or len(photos) < known:
        raise Invalid({"photos": "photos_lost"})
    sent = Sent(sheet.secret, report_sheet.client(now), language(), sheet.lot, sheet.serial, photos)
    with transaction() as session:
        cases = actions.submit(session, actor=STRANGER, about=about, form=sheet.form, sent=sent, files=_files(), now=now, randbits=secrets.randbits)
        standings = [queries.standing(session, case, current_app.extensions["settings"], legal_day(now)) for case in cases]
    return render_template("reports/received.html", about=about, cases=list(zip(cases, standings, strict=True)), secret=sheet.secret, named=named)


def _refuse_machines(sheet: Sheet) -> None:
    if request.form.get("website", "").strip():
        raise Invalid({"website": "leave_empty"})
    if current_app.extensions["settings"].rate_limits and utc_now() - sheet.opened < QUICKEST:
        raise Invalid({"pace": "sent_too_fast"})


def _page(about: About, sheet: Sheet, error: Invalid | None = None, *, step: int = 1, hindrance: str = "") -> str:
    values = {name: getattr(sheet.form, name) for name in ("kind", "problem", *LONGEST)} | {"website": request.form.get("website", "")}
    form = Form.refused(values, error) if error else Form(values)
    return render_template("reports/form.html" if about.bureau else "reports/no_bureau.html", about=about, sheet=sheet, form=form, step=step, hindrance=hindrance, named=named, longest=LONGEST)


def _read_code(code: str) -> str:
    read = scan_code.parse(code)
    if read is None:
        raise NotFound("not_found")
    return read


def _about(code: str) -> About:
    with reading() as session:
        return queries.about(session, code)


def _files() -> Files:
    return Files(current_app.extensions["settings"].files_url)
