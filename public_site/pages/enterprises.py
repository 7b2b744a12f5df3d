"""Enterprises as the public may know them: verified ones, with what they disclose, make and were found to do."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import NamedTuple

from flask import Blueprint, Flask, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from public_site import navigation, params
from public_site.access import access
from public_site.database import reading
from public_site.pages import badge_lines, filtering
from public_site.pages.machine import address, json_page
from public_site.pages.standards import row_facts
from public_site.security import public_page
from public_site.words import honours as said
from public_site.words import pages as named
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import badges, public_honours, public_lists, public_people, public_products
from registry.queries.badges import Badges
from registry.queries.public_conditions import Wanted
from registry.queries.public_honours import PublicHonour
from registry.queries.public_lists import LAST_PAGE, ListedDisclosure
from registry.queries.public_people import EnterprisesWanted, PublicEnterprise
from registry.queries.public_products import ListedProduct
from registry.reference import industries
from registry.rules.status import RANK

bp = Blueprint("public_enterprises", __name__)

ROOT = "/enterprises"

MOST_SHOWN = 100


class _Held(NamedTuple):
    """What an enterprise's page shows. more: further disclosures than these are public."""

    firm: PublicEnterprise
    disclosures: tuple[ListedDisclosure, ...]
    more: bool
    products: tuple[ListedProduct, ...]
    badges: Badges
    honours: tuple[PublicHonour, ...]


@bp.get(ROOT)
@access("public")
def index() -> ResponseReturnValue:
    page = params.page_number(request.args, most=LAST_PAGE)
    wanted = _wanted()
    with reading() as session:
        found = public_people.enterprises(session, wanted, legal_day(utc_now()), page=page)
    return public_page(Response(render_template("pages/enterprises.html", found=found, wanted=wanted, filters=_filters(wanted), page=page, last_page=LAST_PAGE, industry_name=industry_name)))


@bp.get(f"{ROOT}.json")
@access("public")
def twin() -> ResponseReturnValue:
    page = params.page_number(request.args, most=LAST_PAGE)
    with reading() as session:
        found = public_people.enterprises(session, _wanted(), legal_day(utc_now()), page=page)
    rows = [{"credit_code": row.credit_code, "name": row.name, "division_code": row.division_code, "industry_code": row.industry_code, "deregistered": row.deregistered, "disclosures": row.disclosures, "url": address(f"/enterprises/{row.credit_code}.json")} for row in found.rows]
    return json_page({"count": {"least": found.count.least, "exact": found.count.exact}, "page": page, "more": found.more, "enterprises": rows})


@bp.get(f"{ROOT}/<credit_code>")
@access("public")
def page(credit_code: str) -> ResponseReturnValue:
    if credit_code != credit_code.upper():
        return redirect(f"{ROOT}/{credit_code.upper()}", 301)
    held = _read(credit_code)
    by_status = sorted(held.disclosures, key=lambda row: RANK.index(row.status.word))
    return public_page(Response(render_template(
        "pages/enterprise.html", firm=held.firm, fields=held.firm.fields, disclosures=by_status, more=held.more, products=held.products, badges=badge_lines.shown(held.badges), honours=held.honours, said=said,
        named=named, industry_name=industry_name,
    )))  # fmt: skip


@bp.get(f"{ROOT}/<credit_code>.json")
@access("public")
def enterprise_twin(credit_code: str) -> ResponseReturnValue:
    held = _read(credit_code)
    return json_page({**facts(held.firm, held.disclosures, held.more, held.products), "honours": [asdict(each) for each in held.honours], **badge_lines.facts(held.badges)})


def facts(firm: PublicEnterprise, disclosures: tuple[ListedDisclosure, ...], more: bool, products: tuple[ListedProduct, ...]) -> Mapping[str, object]:
    """The enterprise for programs: public fields only."""
    return {
        **firm.fields,
        "deregistered_on": firm.deregistered_on,
        "names": [{"name": each.name, "division_code": each.division_code, "since": each.since} for each in firm.names],
        "facts": [{"kind": each.kind, "statement": each.statement, "source": each.source, "source_url": each.source_url, "since": each.since, "confirmed": each.confirmed_at is not None} for each in firm.facts],
        "standings": [{"kind": each.kind, "effective_on": each.effective_on, "until": each.until, "source": each.source, "source_url": each.source_url, "bureau": each.bureau} for each in firm.standings],
        "disclosures": [row_facts(row) for row in disclosures],
        "more_disclosures": address(f"/standards.json?enterprise={firm.fields['credit_code']}") if more else None,
        "products": [{"name": each.name, "ended": each.ended, "url": address(f"/products/{each.code}.json")} for each in products],
    }


def industry_name(code: str | None) -> str:
    """The industry in words, its section first; "" for none."""
    return " · ".join(each.name for each in industries.path(code or ""))


def _read(credit_code: str) -> _Held:
    today = legal_day(utc_now())
    with reading() as session:
        firm = public_people.enterprise(session, credit_code, today)
        found = public_lists.disclosures(session, Wanted(enterprise_id=firm.id), today, counted=False, per_page=MOST_SHOWN)
        worn, honours = badges.of_enterprise(session, firm.id, today), public_honours.of_enterprise(session, firm.id)
        return _Held(firm, found.rows, found.more, public_products.of_enterprise(session, firm.id), worn, honours)


def _wanted() -> EnterprisesWanted:
    return EnterprisesWanted(filtering.asked_text(), filtering.asked_division(), filtering.asked_section())


def _filters(wanted: EnterprisesWanted) -> filtering.Filters:
    filters = filtering.Filters()
    if wanted.text:
        filters.chip("q", _("“%(text)s”", text=wanted.text))
    filters.choose("division", _("所在地"), filtering.division_options(wanted.division), wanted.division)
    filters.choose("industry", _("行业"), filtering.section_options(), wanted.industry)
    return filters


def init_app(app: Flask) -> None:
    navigation.add_link(app, lambda: navigation.Link(pgettext("header", "企业"), ROOT))
