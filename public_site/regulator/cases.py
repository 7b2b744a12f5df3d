"""Reports and complaints of my territory: the list by the day on which each is due, as a file, and counted on the desk's home.

Nothing here says who reported: neither a row, nor a cell of the file, nor a count.
"""

from flask import Blueprint, Flask, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading, transaction
from public_site.presenters import division
from public_site.regulator import export, home, narrowing
from public_site.regulator.narrowing import Asked
from public_site.words import cases as words
from public_site.words import reports as named
from registry.actions import readings
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import case_list as queries
from registry.queries.case_list import ListedCase, Wanted
from registry.rules import permission
from registry.rules.permission import Actor
from registry.rules.report import KINDS

bp = Blueprint("regulator_cases", __name__)
ROOM = "/regulator/cases"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    permission.require(g.actor, "case.see")
    asked, today = Asked(), legal_day(utc_now())
    with reading() as session:
        found, whole = queries.listed(session, g.actor, _read(asked), current_app.extensions["settings"], today)
    pages = -(-len(found) // queries.PAGE)
    page = min(narrowing.page(pages or 1), pages or 1)
    return render_template(
        "regulator/cases.html", found=found[(page - 1) * queries.PAGE : page * queries.PAGE], count=len(found), whole=whole, most=queries.MOST, page=page, pages=pages, today=today,
        form=asked.form(), named=named, words=words, kinds=[(each, named.KINDS[each]) for each in KINDS], exports=export.addresses(ROOM),
    )  # fmt: skip


@bp.get(f"{ROOM}.<any(csv,xlsx):form>")
@access("bureau")
def taken_out(form: str) -> ResponseReturnValue:
    permission.require(g.actor, "case.see")
    wanted, now = _read(Asked()), utc_now()
    with transaction() as session:
        readings.take_out(session, actor=g.actor, what="cases", form=form, now=now)
    with reading() as session:
        found, _whole = queries.listed(session, g.actor, wanted, current_app.extensions["settings"], legal_day(now))
    head = [
        _("编号"), _("种类"), _("问题种类"), _("状态"), _("收到时间"), _("企业"), _("统一社会信用代码"), _("产品或服务"), _("办理部门"), _("所在地"), _("经办人员"), _("期限事项"), _("截止日期"),
        _("剩余工作日"), _("超期"), _("暂定"), _("办结时间"),
    ]  # fmt: skip
    return export.answer(form, f"cases-{legal_day(now)}", head, map(_cells, found))


def may_see_cases() -> bool:
    """Whether the desk's navigation leads here."""
    return permission.allowed(g.actor, "case.see")


def init_app(app: Flask) -> None:
    app.jinja_env.globals["may_see_cases"] = may_see_cases


def _read(asked: Asked) -> Wanted:
    return Wanted(
        kind=asked.one("kind", KINDS), phase=asked.one("phase", tuple(named.PHASES)), whose=asked.one("whose", queries.WHOSE), text=asked.words("q"), late=asked.flag("late"),
        provisional=asked.flag("provisional"),
    )  # fmt: skip


def _cells(row: ListedCase) -> list[export.Cell]:
    clock = row.clock
    return [
        row.number, named.KINDS[row.kind], named.PROBLEMS[row.problem], named.PHASES[row.phase], row.received_at, row.enterprise, row.credit_code, row.product, row.bureau,
        division(row.division_code), row.handler, named.CLOCKS[clock.code] if clock else "", clock.due if clock else None, clock.left if clock else None,
        _("是") if row.late else _("否"), _("是") if row.provisional else _("否"), row.closed_at,
    ]  # fmt: skip


def _waiting(session: Session, actor: Actor) -> home.Waiting | None:
    if not permission.allowed(actor, "case.see"):
        return None
    found = queries.counts(session, actor, current_app.extensions["settings"], legal_day(utc_now()))
    parts = [
        (_("待经办 %(count)s 件", count=found.untaken), f"{ROOM}?whose=nobody"), (_("我经办 %(count)s 件", count=found.mine), f"{ROOM}?whose=mine"),
        (_("已超期 %(count)s 件", count=found.late), f"{ROOM}?late=yes"),
    ]  # fmt: skip
    return home.Waiting(_("举报和投诉"), ROOM, found.open, found.since, tuple(parts) if found.open else ())


home.COUNTED.append(_waiting)
