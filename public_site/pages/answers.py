"""The page that opens three seconds after a scan: who declares what, whether it stands today, and whether anybody checked.

No script, few bytes, the same for everybody, so that a proxy can carry a nation's scans. Whatever became of a product, its
standard or its code, the page says so in its first line. Nothing in the query is repeated unless the registry knows it.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from public_site import params, presenters, words
from public_site.access import access
from public_site.database import looking
from public_site.errors import wants_json
from public_site.i18n import language
from public_site.pages import answer_facts
from public_site.pages.machine import json_page
from public_site.security import public_page
from public_site.templating import rendered
from public_site.words import answers as named
from registry.db import utc_now
from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.queries import answers
from registry.queries.answers import Answer
from registry.rules import scan_code

bp = Blueprint("answers", __name__, url_prefix="/p")

FRESH = 30
"""Seconds for which a cache shows the page without asking; what a bureau records is seen after that."""
STALE = 60
LARGEST = 19_000
"""Octets of the page, so that with its two sheets it stays under 30 kB."""
LENGTHS = (24, 12, 6, 3, 0)
"""How many rows a table or list has, the first that fits."""
_LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query asks; how it was noticed on the way (notice=) does not matter, since it is looked up again. `wrong`: the sentence for a day that cannot be read or has not come."""

    lot: str
    serial: str
    variant: str
    typed: str
    on: date | None
    wrong: str


@bp.get("/<code>")
@access("public")
def page(code: str) -> ResponseReturnValue:
    read = scan_code.parse(code)
    if read is None:
        return refused("code_malformed")
    if read != code:
        return redirect(f"{bp.url_prefix}/{read}{'?' if request.query_string else ''}{request.query_string.decode('latin-1')}", 301)
    today = legal_day(utc_now())
    asked = _asked(today)
    try:
        found = _read(read, asked, today)
    except NotFound as error:
        return refused(error.code)
    return public_page(Response(_within(found, asked)), seconds=FRESH, stale=STALE)


@bp.get("/<code>.json")
@access("public")
def twin(code: str) -> ResponseReturnValue:
    read, today = scan_code.parse(code), legal_day(utc_now())
    if read is None:
        raise BadRequest
    return json_page(answer_facts.machine(_read(read, _asked(today), today)))


def refused(code: str) -> Response:
    """The page of a code that leads nowhere: code_malformed (400), code_unknown or serial_unknown (404). Raises for programs, which get RFC 9457's shape."""
    malformed = code == "code_malformed"
    if wants_json():
        raise BadRequest if malformed else NotFound(code)
    return Response(rendered("answers/refused.html", operator=presenters.operator_name(), switch=answer_facts.other_address(language()), title=words.of(code), advice=named.ADVICE[code]), 400 if malformed else 404)


def _read(code: str, asked: Asked, today: date) -> Answer:
    with looking() as look:
        return answers.answer(look, code, today=today, on=asked.on, lot=asked.lot, serial=asked.serial, variant=asked.variant)


def _asked(today: date) -> Asked:
    """The query; a scan of a product's own code has none."""
    if not request.query_string:
        return _NOTHING
    typed = request.args.get("on", "").strip()
    on, wrong = None, ""
    try:
        on = params.day_on_pack(typed) if typed else None
    except ValueError:
        wrong = words.of("not_a_date")
    if on and on > today:
        on, wrong = None, words.of("day_to_come")
    return Asked(request.args.get("lot", ""), request.args.get("serial", ""), request.args.get("variant", ""), typed[:_LONGEST_TYPED], on, wrong)


_NOTHING = Asked("", "", "", "", None, "")


def _within(found: Answer, asked: Asked) -> bytes:
    """The page as long as it may be; what does not fit stands on the disclosure's own page, to which it leads."""
    facts, body = answer_facts.shown(found), b""
    for most in LENGTHS:
        table = Markup("".join(facts["rows"][:most]))  # noqa: S704 - rows of our own template, which escapes
        body = rendered("answers/page.html", asked=asked, most=most, table=table, **facts).encode()
        if len(body) <= LARGEST:
            break
    return body
