"""What became public in my territory: a list to narrow, sort and take out, and one disclosure with everything a bureau may see of it."""

from collections.abc import Iterator
from itertools import groupby

from flask import Blueprint, Response, current_app, g, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import private_files
from public_site.access import access
from public_site.database import reading, transaction
from public_site.pages import indicator_rows
from public_site.pages.headlines import headline, notices
from public_site.presenters import division, status
from public_site.regulator import export, home, narrowing
from public_site.regulator.narrowing import Asked
from public_site.words import pages as named
from public_site.words import regulator as words
from public_site.words.self_check import ARTICLES, GROUPS
from registry.actions import readings
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.models import Disclosure, Enterprise
from registry.queries import desk_disclosures as queries
from registry.queries import desk_remarks, desk_standings, disclosures, enterprises, public
from registry.queries.desk_disclosures import ListedVersion, Wanted
from registry.rules import permission
from registry.rules.permission import Actor, Office, Scope
from registry.rules.self_check import Remark, Severity
from registry.rules.standard_number import StandardClass
from registry.rules.status import Word

bp = Blueprint("regulator_disclosures", __name__)
NEW_DAYS = 7


@bp.get("/regulator/disclosures")
@access("bureau")
def index() -> ResponseReturnValue:
    held, asked, today = narrowing.offices(), Asked(), legal_day(utc_now())
    page, sort = narrowing.page(queries.LAST_PAGE), sorted_by()
    with reading() as session:
        places = queries.divisions(session, held)
        wanted = read(asked, places)
        found = queries.listed(session, held, wanted, today, sort=sort, page=page)
        return render_template(
            "regulator/disclosures.html", found=found, page=page, sort=sort, form=asked.form(), choices=choices(session, held, wanted, places), named=named,
            exports=export.addresses(request.path), most=export.MOST, headline=headline,
        )  # fmt: skip


@bp.get("/regulator/disclosures.<any(csv,xlsx):form>")
@access("bureau")
def taken_out(form: str) -> ResponseReturnValue:
    held, asked, now = narrowing.offices(), Asked(), utc_now()
    with transaction() as session:
        readings.take_out(session, actor=g.actor, what="disclosures", form=form, now=now)
    with reading() as session:
        wanted = read(asked, queries.divisions(session, held))
        found = queries.exported(session, held, wanted, legal_day(now), most=export.MOST + 1, sort=sorted_by())
        return export.answer(form, f"disclosures-{legal_day(now)}", [*head(), _("状态"), _("明示低于或少于推荐性标准"), _("网址")], ([*cells(each), *_further(each)] for each in found))


@bp.get("/regulator/disclosures/<public_id>")
@access("bureau")
def show(public_id: str) -> ResponseReturnValue:
    today = legal_day(utc_now())
    with reading() as session:
        disclosure, enterprise = seen(session, public_id)
        found = public.disclosure(session, public_id, today=today)
        rows, _compared = indicator_rows.rows(found)
        latest = disclosures.latest_version(session, disclosure)
        remarks = desk_remarks.today(session, latest.id, today, text_required=current_app.extensions["settings"].text_required)
        return render_template(
            "regulator/disclosure.html", found=found, enterprise=enterprise, rows=rows, headline=headline(found.status), notices=notices(found.status), named=named, words=words,
            orders=[each for each in found.status.notices if each.kind.startswith("rectification_")], recorded=desk_standings.about(session, enterprise.id, disclosure.id),
            texts=[each for each in reversed(disclosures.versions_of(session, disclosure.id)) if each.text_sha256], remarks=by_severity(remarks), articles=ARTICLES, checked=latest,
            may_record=permission.allowed(g.actor, "standing.record", Scope(division_code=enterprise.division_code)),
            may_title=permission.allowed(g.actor, "title.record", Scope(division_code=enterprise.division_code)),
        )  # fmt: skip


@bp.get("/regulator/disclosures/<public_id>/versions/<int:sequence>/text.pdf")
@access("bureau")
def text(public_id: str, sequence: int) -> Response:
    """The text that was handed in, published or not; whoever reads it is written down."""
    with transaction() as session:
        version = readings.open_text(session, actor=g.actor, public_id=public_id, sequence=sequence, now=utc_now())
    opened = private_files.files().open(version.text_sha256 or "")
    return private_files.sealed(send_file(opened, mimetype="application/pdf", as_attachment=True, download_name=f"{public_id}-{sequence}.pdf"))


def seen(session: Session, public_id: str) -> tuple[Disclosure, Enterprise]:
    """The disclosure and whose it is; NotFound outside the territory."""
    disclosure = disclosures.by_public_id(session, public_id)
    enterprise = enterprises.get(session, disclosure.enterprise_id)
    permission.require(g.actor, "desk.see", Scope(division_code=enterprise.division_code))
    return disclosure, enterprise


def read(asked: Asked, places: list[str], *, newest: bool = False, status_word: str = "") -> Wanted:
    """The filters of this list and of the one of remarks."""
    return Wanted(
        text=asked.words("q"), klass=asked.one("class", tuple(StandardClass)), basis=asked.one("basis", tuple(named.BASES)), subject=asked.one("subject", tuple(named.SUBJECTS)),
        change=asked.one("change", tuple(named.CHANGES)), status=status_word or asked.one("status", tuple(Word)), division=asked.one("division", places), town=asked.words("town"),
        lower=asked.flag("lower"), since=asked.day("since"), until=asked.day("until"), newest=newest,
    )  # fmt: skip


def choices(session: Session, held: tuple[Office, ...], wanted: Wanted, places: list[str]) -> dict[str, list[tuple[str, LazyString | str]]]:
    """Field to its options."""
    return {
        "class": list(named.CLASSES.items()), "basis": list(named.BASES.items()), "subject": list(named.SUBJECTS.items()), "change": list(named.CHANGES.items()),
        "status": [(word.value, status(word.value).word) for word in Word], "division": [(code, division(code)) for code in places],
        "town": [(town, town) for town in queries.towns(session, held, wanted.division)],
    }  # fmt: skip


def sorted_by() -> str:
    """?sort=number, or -number the other way round."""
    asked = request.args.get("sort", "")
    return asked if asked.removeprefix("-") in queries.SORTS else "-disclosed"


def by_severity(remarks: tuple[Remark, ...]) -> list[tuple[Severity, object, list[Remark]]]:
    """Severity, its words, its remarks; the gravest first."""
    return [(severity, GROUPS[severity], list(each)) for severity, each in groupby(remarks, key=lambda remark: remark.severity)]


def cells(row: ListedVersion) -> list[export.Cell]:
    """What each exported row of this room begins with."""
    return [
        row.number, row.title, named.CLASSES[row.klass], named.BASES[row.basis], named.SUBJECTS[row.subject], row.enterprise, row.credit_code, division(row.division_code), row.town,
        row.sequence, named.CHANGES[row.change], row.disclosed_at,
    ]  # fmt: skip


def head() -> list[str]:
    """Names of the columns of `cells`."""
    return [_("标准编号"), _("标准名称"), _("标准类别"), _("标准来源"), _("产品或服务"), _("企业"), _("统一社会信用代码"), _("所在地"), _("乡镇街道"), _("版本"), _("变化"), _("公开时间")]


def _further(row: ListedVersion) -> Iterator[export.Cell]:
    yield status(headline(row.status)).word
    yield named.YES if row.lower_stated else named.NO
    yield f"{current_app.extensions['settings'].public_url.rstrip('/')}/disclosures/{row.public_id}"


def _new(session: Session, actor: Actor) -> home.Waiting:
    today = legal_day(utc_now())
    since = today.fromordinal(today.toordinal() - NEW_DAYS + 1)
    count = queries.count(session, permission.offices(actor, "desk.see"), Wanted(since=since), today)
    return home.Waiting(_("最近 %(days)s 天新公开", days=NEW_DAYS), f"/regulator/disclosures?since={since}", count)


home.COUNTED.append(_new)
