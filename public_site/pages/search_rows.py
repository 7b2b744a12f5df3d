"""A found row as facts for programs and as cells for spreadsheets; as HTML it is written by search_hits."""

from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _

from public_site import presenters
from public_site.pages import badge_lines
from public_site.pages.headlines import headline, of_product
from public_site.pages.machine import address, status_facts
from public_site.pages.spoken import tables
from public_site.words import catalogue as catalogued
from public_site.words import pages as named
from public_site.words import search as words
from registry.queries.found import Found, FoundDisclosure, FoundEnterprise, FoundProduct, FoundStandard
from search.engine import Tier


def place(found: Found) -> str:
    """Where it lies on this site."""
    match found:
        case FoundDisclosure():
            return f"/disclosures/{found.public_id}"
        case FoundProduct():
            return f"/products/{found.code}"
        case FoundEnterprise():
            return f"/enterprises/{found.credit_code}"
        case _:
            return f"/standards/{_quoted(found.number)}"


_quoted = lru_cache(maxsize=4096)(quote)


def called(found: Found) -> str:
    """A title for lists that have one line."""
    return f"{found.number} {presenters.title_marks(found.title)}" if isinstance(found, (FoundDisclosure, FoundStandard)) else found.name


def product_state(found: FoundProduct) -> str:
    """The code of its first line (presenters.STATUSES)."""
    return of_product((each.status for each in found.followed), code_revoked=found.code_revoked, disputed=found.disputed, deregistered=found.deregistered)


def facts(found: Found, tier: Tier | None) -> dict[str, Any]:
    """The row for programs. `tier`: why it was found; null where the engine did not say."""
    told: dict[str, Any] = {"kind": found.kind, "tier": tier.name.lower() if tier else None, "url": address(f"{place(found)}.json")}
    holder = {"name": found.enterprise, "credit_code": found.credit_code, "division_code": found.division_code} if isinstance(found, (FoundDisclosure, FoundProduct)) else None
    match found:
        case FoundDisclosure():
            told |= {"public_id": found.public_id, "number": found.number, "class": found.klass, "basis": found.basis, "title": found.title, "subject": found.subject, "lower_stated": found.lower_stated}
            return told | {"enterprise": holder, "disclosed_at": found.disclosed_at, "changed_at": found.changed_at, "status": status_facts(found.status)} | badge_lines.facts(found.badges)
        case FoundProduct():
            told |= {"code": found.code, "name": found.name, "subject": found.subject, "brand": found.brand, "gtin": found.gtin, "ended": found.ended, "enterprise": holder}
            return told | {"status": product_state(found), "disclosures": [each.public_id for each in found.followed]} | badge_lines.facts(found.badges)
        case FoundEnterprise():
            return told | {"name": found.name, "credit_code": found.credit_code, "division_code": found.division_code, "industry_code": found.industry_code, "deregistered": found.deregistered}
        case _:
            told |= {"number": found.number, "class": found.klass, "title": found.title, "mandatory": found.mandatory, "ics": found.ics, "ccs": found.ccs}
            return told | {"issued_on": found.issued_on, "in_force_on": found.in_force_on, "replaced_by": found.replaced_by, "status": {"word": found.state.word.value, "since": found.state.since}}


def head() -> list[str]:
    """What the columns of `cells` are called."""
    return [_("种类"), _("编号"), _("名称"), _("状态"), _("标准类别"), _("企业"), _("统一社会信用代码"), _("所在地"), _("日期"), _("网址")]


def cells(found: Found) -> list[str | date | None]:
    """One line of a spreadsheet."""
    kind, where = tables(words).KINDS[found.kind], address(place(found))
    match found:
        case FoundDisclosure():
            of = [found.number, found.title, presenters.status(headline(found.status)).word, tables(named).CLASSES[found.klass], found.enterprise, found.credit_code, presenters.division(found.division_code)]
            return [kind, *map(str, of), presenters.legal(found.disclosed_at).date(), where]
        case FoundProduct():
            of = [found.gtin or found.code, found.name, presenters.status(product_state(found)).word, "", found.enterprise, found.credit_code, presenters.division(found.division_code)]
            return [kind, *map(str, of), presenters.legal(found.created_at).date(), where]
        case FoundEnterprise():
            state = str(presenters.status("deregistered").word) if found.deregistered else ""
            return [kind, found.credit_code, found.name, state, "", found.name, found.credit_code, presenters.division(found.division_code), presenters.legal(found.verified_at).date(), where]
        case _:
            known = tables(catalogued)
            return [kind, found.number, found.title, known.STATES[found.state.word], known.CLASSES[found.klass], found.issuer or "", "", "", found.issued_on, where]
