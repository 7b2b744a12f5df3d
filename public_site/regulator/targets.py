"""Targets of my office's plans: kept with their source and deadline, changed, ended; and how far each is."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site import params
from public_site.access import access
from public_site.database import reading, transaction
from public_site.pages.statistics_shown import aimed
from public_site.params import Form
from public_site.words import statistics as words
from registry.actions import targets as actions
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.plain import Look
from registry.queries import bureaus, public_statistics
from registry.queries import targets as queries
from registry.rules import permission
from registry.rules.permission import Scope
from registry.rules.target import MOST, WANTED, Aim

bp = Blueprint("regulator_targets", __name__)
ROOM = "/regulator/targets"
_FIRST = date(1988, 1, 1)


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    today = legal_day(utc_now())
    with reading() as session:
        rows = queries.of_bureaus(session, [office.bureau_id for office in g.actor.offices])
        shown = []
        for row, bureau in rows:
            course = public_statistics.course(Look.of(session), row.division_code, row.start_on, [row.measure])
            shown.append((row, aimed(queries.aim(row), bureau, course[row.measure], today), _may(row.bureau_id, row.division_code)))
        return render_template("regulator/targets.html", shown=shown, words=words, may_keep=bool(_offices()), room=ROOM)


@bp.route(f"{ROOM}/new", methods=["GET", "POST"])
@access("bureau")
def new() -> ResponseReturnValue:
    permission.require(g.actor, "target.keep", Scope(bureau_id=_bureau_id()))
    if request.method == "GET":
        return _form(Form({"public": "yes", "start": "0"}))
    return _kept(None)


@bp.route(f"{ROOM}/<int:target_id>", methods=["GET", "POST"])
@access("bureau")
def change(target_id: int) -> ResponseReturnValue:
    """A target is changed by keeping another in its place."""
    with reading() as session:
        row = queries.get(session, target_id)
        permission.require(g.actor, "target.keep", Scope(bureau_id=row.bureau_id, division_code=row.division_code))
        values = _values(row.bureau_id, queries.aim(row))
    return _form(Form(values), target_id) if request.method == "GET" else _kept(target_id)


@bp.post(f"{ROOM}/<int:target_id>/end")
@access("bureau")
def end(target_id: int) -> ResponseReturnValue:
    with transaction() as session:
        actions.end(session, actor=g.actor, target_id=target_id, now=utc_now())
    flash(_("已结束，统计页不再显示"), "good")
    return redirect(ROOM)


def _kept(target_id: int | None) -> ResponseReturnValue:
    try:
        aim = _typed()
        with transaction() as session:
            actions.keep(session, actor=g.actor, bureau_id=_bureau_id(), aim=aim, replaces=target_id, now=utc_now())
    except Invalid as refused:
        return _form(Form.refused(request.form, refused), target_id), 422
    flash(_("已保存"), "good")
    return redirect(ROOM)


def _typed() -> Aim:
    """Raises Invalid with every wrong field."""
    with params.reading(request.form) as typed:
        return Aim(
            typed.choice("measure", WANTED), typed.text("title"), typed.day("start_on") or _FIRST, typed.integer("start", least=0, most=MOST, default=0), typed.day("due_on") or _FIRST,
            typed.integer("wanted", least=1, most=MOST), typed.text("source"), typed.address("source_url", required=False), typed.flag("public"),
        )  # fmt: skip


def _values(bureau_id: int, aim: Aim) -> Mapping[str, str]:
    return {
        "bureau": str(bureau_id), "measure": aim.measure, "title": aim.title, "start_on": aim.start_on.isoformat(), "start": str(aim.start), "due_on": aim.due_on.isoformat(), "wanted": str(aim.wanted),
        "source": aim.source, "source_url": aim.source_url, "public": "yes" if aim.public else "",
    }  # fmt: skip


def _offices() -> list[int]:
    return [office.bureau_id for office in g.actor.offices if permission.allowed(g.actor, "target.keep", Scope(bureau_id=office.bureau_id))]


def _may(bureau_id: int, division_code: str) -> bool:
    return permission.allowed(g.actor, "target.keep", Scope(bureau_id=bureau_id, division_code=division_code))


def _bureau_id() -> int:
    """The office that keeps it: the chosen one, or the only one in which the person may."""
    chosen, mine = request.form.get("bureau", ""), _offices()
    return next((each for each in mine if str(each) == chosen), mine[0] if mine else g.actor.offices[0].bureau_id)


def _form(form: Form, target_id: int | None = None) -> str:
    with reading() as session:
        offices = [(each.id, each.name) for each in bureaus.by_ids(session, _offices())]
    return render_template("regulator/target_form.html", form=form, target_id=target_id, offices=offices, measures=[(code, words.measure(code)) for code in WANTED], room=ROOM)
