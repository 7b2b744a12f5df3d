"""A standards profile behind its link: what the enterprise declares, what bureaus checked, what was computed, each with its source.

Who holds the link reads it, so no cache, search engine or next page may learn the address. A wrong, an ended and a revoked
link are answered alike.
"""

from datetime import date

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import transaction
from public_site.pages import badge_lines, enterprises
from public_site.pages.machine import address, json_page
from public_site.security import limiter, secret_address
from public_site.words import honours as said
from public_site.words import pages as named
from registry.actions import profiles as actions
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import profiles as queries
from registry.queries.honours import Told
from registry.queries.profiles import Check, Stated
from registry.rules import honour

bp = Blueprint("profiles", __name__)
ROOT = "/profiles/<profile_secret>"
LIMIT = "30/minute"


@bp.get(ROOT)
@access("public")
@secret_address()
@limiter.limit(LIMIT)
def page(profile_secret: str) -> ResponseReturnValue:
    return _page(profile_secret, "page")


@bp.get(f"{ROOT}/print")
@access("public")
@secret_address()
@limiter.limit(LIMIT)
def printed(profile_secret: str) -> ResponseReturnValue:
    """The same for paper: everything open, nothing to press."""
    return _page(profile_secret, "print")


@bp.get(f"{ROOT}.json")
@access("public")
@secret_address()
@limiter.limit(LIMIT)
def twin(profile_secret: str) -> ResponseReturnValue:
    ends_on, stated = _read(profile_secret, "json")
    return _kept_by_nobody(json_page({
        "as_of": utc_now(), "open_until": ends_on,
        "declared_by_enterprise": {name: value for name, value in enterprises.facts(stated.firm, stated.disclosures, stated.more, ()).items() if name not in ("products", "standings", "facts")},
        "checked_by_bureau": {"standings": enterprises.facts(stated.firm, (), False, ())["standings"], "checks": [_check(each) for each in stated.checks], "honours": [_honour(each, stated.bureaus[each.row.id]) for each in stated.honours]},
        "computed": badge_lines.facts(stated.badges),
    }))  # fmt: skip


def _kept_by_nobody(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page(secret: str, form: str) -> Response:
    ends_on, stated = _read(secret, form)
    return _kept_by_nobody(Response(render_template(
        "profiles/page.html", ends_on=ends_on, stated=stated, fields=stated.firm.fields, badges=badge_lines.shown(stated.badges), said=said, named=named, subject=honour.public_subject, secret=secret,
        now=utc_now(), printed=form == "print", industry_name=enterprises.industry_name,
    )))  # fmt: skip


def _read(secret: str, form: str) -> tuple[date, Stated]:
    """The day on which the link ends, and what is stated; the reading is written down."""
    now = utc_now()
    with transaction() as session:
        held = actions.read(session, secret=secret, form=form, now=now)
        return held.ends_on, queries.stated(session, held.enterprise_id, legal_day(now))


def _check(each: Check) -> dict[str, object]:
    fact = each.fact
    return {
        "disclosure": address(f"/disclosures/{each.public_id}"), "number": each.number, "kind": fact.kind, "result": fact.result, "effective_on": fact.effective_on, "bureau": fact.bureau,
        "document": fact.document, "source": fact.source, "source_url": fact.source_url,
    }  # fmt: skip


def _honour(each: Told, bureau: str) -> dict[str, object]:
    row = each.row
    return {
        "kind": row.kind, "grade": row.grade, "subject": honour.public_subject(row.kind, row.subject), "title": honour.public_subject(row.kind, row.title), "place": row.place, "revised": row.revised,
        "achieved_on": row.achieved_on, "source": row.source, "source_url": row.source_url, "confirmed_at": each.steps[-1].at, "confirmed_by": bureau,
    }  # fmt: skip
