"""What looking again sees in my territory, by risk: the reasons in words, what was asked by when, and taking a task back.

The order of the list follows from the gravest remark. It is no judgement of an enterprise, and nothing here is public.
"""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.presenters import division
from public_site.regulator import export, home, narrowing
from public_site.regulator.narrowing import Asked
from public_site.screening_said import sentence
from public_site.words import screening as words
from registry.actions import readings
from registry.actions import screening as actions
from registry.db import utc_now
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.queries import desk_disclosures
from registry.queries import screening_list as queries
from registry.queries.screening_list import Row, Wanted
from registry.rules import permission
from registry.rules.permission import Actor, Scope

bp = Blueprint("regulator_screening", __name__)
ROOM = "/regulator/screening"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    held, asked, page, today = narrowing.offices("screening.see"), Asked(), narrowing.page(queries.LAST_PAGE), legal_day(utc_now())
    with reading() as session:
        places = desk_disclosures.divisions(session, held)
        wanted = _read(asked, places)
        found = queries.listed(session, held, wanted, today, page)
        towns = desk_disclosures.towns(session, held, wanted.division)
    choices = {
        "risk": [(code, words.RISKS[code]) for code in words.RISKS], "kind": list(words.KINDS.items()), "asked": list(words.ASKED.items()),
        "division": [(code, division(code)) for code in places], "town": [(town, town) for town in towns],
    }  # fmt: skip
    return render_template("regulator/screening.html", found=found, page=page, form=asked.form(), choices=choices, words=words, said=sentence, today=today, exports=export.addresses(ROOM), most=export.MOST)


@bp.get(f"{ROOM}.<any(csv,xlsx):form>")
@access("bureau")
def taken_out(form: str) -> ResponseReturnValue:
    held, asked, now = narrowing.offices("screening.see"), Asked(), utc_now()
    with transaction() as session:
        readings.take_out(session, actor=g.actor, what="screening", form=form, now=now)
    head = [_("标准编号"), _("标准名称"), _("企业"), _("统一社会信用代码"), _("所在地"), _("乡镇街道"), _("次序"), _("提示"), _("要求处理的截止日期"), _("筛查时间")]
    with reading() as session:
        wanted = _read(asked, desk_disclosures.divisions(session, held))
        rows = (cells for row in queries.exported(session, held, wanted, legal_day(now), export.MOST + 1) for cells in _cells(row))
        return export.answer(form, f"screening-{legal_day(now)}", head, rows)


@bp.get(f"{ROOM}/matters/<int:matter_id>")
@access("bureau")
def matter(matter_id: int) -> ResponseReturnValue:
    return _page(matter_id, Form())


@bp.post(f"{ROOM}/matters/<int:matter_id>/excuse")
@access("bureau")
def excuse(matter_id: int) -> ResponseReturnValue:
    try:
        with transaction() as session:
            actions.excuse(session, actor=g.actor, matter_id=matter_id, words=request.form.get("words", ""), now=utc_now())
    except Invalid as refused:
        return _page(matter_id, Form.refused(request.form, refused)), 422
    except Conflict:
        flash(_("这一项已经处理完毕"), "warn")
        return redirect(url_for(".matter", matter_id=matter_id))
    flash(_("已撤回，企业会收到通知"), "good")
    return redirect(url_for(".index"))


def _page(matter_id: int, form: Form) -> str:
    with reading() as session:
        found, enterprise = queries.matter(session, matter_id)
        scope = Scope(division_code=enterprise.division_code)
        permission.require(g.actor, "screening.see", scope)
        return render_template(
            "regulator/screening_matter.html", matter=found, enterprise=enterprise, said=sentence, words=words, form=form, today=legal_day(utc_now()),
            may_excuse=found.settled_at is None and permission.allowed(g.actor, "matter.excuse", scope),
        )  # fmt: skip


def _read(asked: Asked, places: list[str]) -> Wanted:
    return Wanted(
        risk=asked.one("risk", tuple(words.RISKS)), kind=asked.one("kind", tuple(words.KINDS)), asked=asked.one("asked", tuple(words.ASKED)), division=asked.one("division", places),
        town=asked.words("town"), text=asked.words("q"),
    )  # fmt: skip


def _cells(row: Row) -> list[list[export.Cell]]:
    """One line a remark."""
    due = {(each.code, each.facts.get("number", "")): each.due_on for each in row.matters}
    about = [row.number, row.title, row.enterprise, row.credit_code, division(row.division_code), row.town, words.RISKS[str(row.risk)]]
    return [[*about, sentence(each), due.get((each["code"], each["facts"].get("number", ""))), row.looked_at] for each in row.remarks]


def _waiting(session: Session, actor: Actor) -> home.Waiting | None:
    held = permission.offices(actor, "screening.see")
    if not held:
        return None
    today = legal_day(utc_now())
    gravest, overdue = (queries.count(session, held, wanted, today) for wanted in (Wanted(risk="3"), Wanted(asked="overdue")))
    parts = ((_("已过期没有处理 %(count)s 项", count=overdue), f"{ROOM}?asked=overdue"),) if overdue else ()
    return home.Waiting(_("筛查中最要紧的公开"), f"{ROOM}?risk=3", gravest, None, parts)


home.COUNTED.append(_waiting)
