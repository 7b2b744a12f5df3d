"""A found row in three lines for readers, as facts for programs, and as cells for spreadsheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from markupsafe import Markup, escape

from public_site import presenters
from public_site.i18n import language
from public_site.pages.headlines import headline, of_product
from public_site.pages.machine import address, status_facts
from public_site.pages.spoken import tables
from public_site.presenters import Status
from public_site.words import catalogue as catalogued
from public_site.words import pages as named
from public_site.words import search as words
from registry.queries.found import Found, FoundDisclosure, FoundEnterprise, FoundProduct, FoundStandard
from registry.reference import industries
from search.engine import Tier
from search.highlights import marked
from search.reading import Reading

MOST_FOLLOWED = 3
_DOT = Markup(" · ")


@dataclass(frozen=True, slots=True)
class Row:
    """What the template sets in place; markup where something is marked or in the other language. `compared`: name and value for /compare."""

    address: str
    first: str | Markup
    called: str
    state: Status | None
    marks: Sequence[str]
    title: str | Markup
    below: Markup
    compared: tuple[str, str] | None = None


def shown(found: Found, reading: Reading, *, mixed: bool) -> Row:
    """The row; `mixed` says its kind, where several are listed."""
    return _SHOWN[found.kind](found, reading, tables(words).KINDS[found.kind] if mixed else "")


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
            return f"/standards/{quote(found.number)}"


def called(found: Found) -> str:
    """A title for lists that have one line."""
    return f"{found.number} {presenters.title_marks(found.title)}" if isinstance(found, (FoundDisclosure, FoundStandard)) else found.name


def _chinese(text: str | Markup) -> str | Markup:
    return Markup('<span lang="zh-CN">{}</span>').format(text) if language() == "en" and text else text


def _marked(text: str, reading: Reading) -> Markup:
    return Markup("").join(Markup("<mark>{}</mark>").format(piece) if asked else escape(piece) for piece, asked in marked(text, reading))


def _titled(text: str, reading: Reading) -> str | Markup:
    inside = _marked(text, reading)
    return _chinese(inside if text.startswith("《") else Markup("《{}》").format(inside))


def _holder(found: FoundDisclosure | FoundProduct, reading: Reading) -> Markup:
    return Markup('<a href="/enterprises/{}">{}</a>').format(found.credit_code, _chinese(_marked(found.enterprise, reading)))


def _parts(*parts: str | Markup) -> Markup:
    return _DOT.join(part for part in parts if part)


def _day(day: date | datetime, sentence: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(presenters.iso(day), sentence)


def _disclosure(found: FoundDisclosure, reading: Reading, kind: str) -> Row:
    marks = [_("已明示低于或少于推荐性标准")] if found.lower_stated else []
    below = _parts(kind, _holder(found, reading), _chinese(presenters.division(found.division_code)), _day(found.disclosed_at, _("%(day)s 公开", day=presenters.day(found.disclosed_at))))
    return Row(place(found), presenters.standard_number(found.number), found.number, presenters.status(headline(found.status)), marks, _titled(found.title, reading), below, ("d", found.public_id))


def _product(found: FoundProduct, reading: Reading, kind: str) -> Row:
    marks = [_("已停产或停止服务")] if found.ended else []
    follows = [Markup('<a class="number" href="/disclosures/{}">{}</a>').format(each.public_id, presenters.standard_number(each.number)) for each in found.followed[:MOST_FOLLOWED]]
    more = [_("等 %(count)s 项", count=len(found.followed))] if len(found.followed) > MOST_FOLLOWED else []
    standards = Markup("{} {} {}").format(_("执行标准"), escape(_("、")).join(follows), "".join(more)) if follows else ""
    title = Markup('<span class="follows">{}</span>').format(_parts(_chinese(_marked(found.brand or "", reading)), standards)) if found.brand or standards else ""
    below = _parts(kind, _holder(found, reading), _chinese(presenters.division(found.division_code)), tables().SUBJECTS[found.subject])
    return Row(place(found), _chinese(_marked(found.name, reading)), found.name, presenters.status(_product_state(found)), marks, title, below, ("p", found.code))


def _product_state(found: FoundProduct) -> str:
    return of_product((each.status for each in found.followed), code_revoked=found.code_revoked, disputed=found.disputed, deregistered=found.deregistered)


def _enterprise(found: FoundEnterprise, reading: Reading, kind: str) -> Row:
    industry = industries.find(found.industry_code or "")
    below = _parts(kind, _chinese(presenters.division(found.division_code)), _chinese(industry.name) if industry else "")
    state = presenters.status("deregistered") if found.deregistered else None
    return Row(place(found), _chinese(_marked(found.name, reading)), found.name, state, (), Markup('<span class="second">{}</span>').format(found.credit_code), below)


def _standard(found: FoundStandard, reading: Reading, kind: str) -> Row:
    known = tables(catalogued)
    state = Status(known.STATES[found.state.word], catalogued.STATE_TONES[found.state.word], "")
    below = _parts(kind, known.CLASSES[found.klass], _("强制性") if found.mandatory else "", _chinese(_marked(found.issuer or "", reading)), _day(found.in_force_on, _("%(day)s 实施", day=presenters.day(found.in_force_on))) if found.in_force_on else "")
    return Row(place(found), presenters.standard_number(found.number), found.number, state, (), _titled(found.title, reading), below)


_SHOWN: dict[str, Callable[[Any, Reading, str], Row]] = {"disclosure": _disclosure, "product": _product, "enterprise": _enterprise, "standard": _standard}


def facts(found: Found, tier: Tier | None) -> dict[str, Any]:
    """The row for programs. `tier`: why it was found; null where the engine did not say."""
    told: dict[str, Any] = {"kind": found.kind, "tier": tier.name.lower() if tier else None, "url": address(f"{place(found)}.json")}
    holder = {"name": found.enterprise, "credit_code": found.credit_code, "division_code": found.division_code} if isinstance(found, (FoundDisclosure, FoundProduct)) else None
    match found:
        case FoundDisclosure():
            told |= {"public_id": found.public_id, "number": found.number, "class": found.klass, "basis": found.basis, "title": found.title, "subject": found.subject, "lower_stated": found.lower_stated}
            return told | {"enterprise": holder, "disclosed_at": found.disclosed_at, "changed_at": found.changed_at, "status": status_facts(found.status)}
        case FoundProduct():
            told |= {"code": found.code, "name": found.name, "subject": found.subject, "brand": found.brand, "gtin": found.gtin, "ended": found.ended, "enterprise": holder}
            return told | {"status": _product_state(found), "disclosures": [each.public_id for each in found.followed]}
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
            of = [found.gtin or found.code, found.name, presenters.status(_product_state(found)).word, "", found.enterprise, found.credit_code, presenters.division(found.division_code)]
            return [kind, *map(str, of), presenters.legal(found.created_at).date(), where]
        case FoundEnterprise():
            state = str(presenters.status("deregistered").word) if found.deregistered else ""
            return [kind, found.credit_code, found.name, state, "", found.name, found.credit_code, presenters.division(found.division_code), presenters.legal(found.verified_at).date(), where]
        case _:
            known = tables(catalogued)
            return [kind, found.number, found.title, known.STATES[found.state.word], known.CLASSES[found.klass], found.issuer or "", "", "", found.issued_on, where]
