"""Inspections of my office: open ones by what is due next, mine, late ones first in red; counted on the desk's home."""

from flask import Blueprint, current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading
from public_site.regulator import home, narrowing
from public_site.regulator.narrowing import Asked
from public_site.words import inspections as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import inspection_list as queries
from registry.queries.inspection_list import Wanted
from registry.rules.inspection import PHASES
from registry.rules.permission import Actor

bp = Blueprint("regulator_inspections", __name__)
ROOM = "/regulator/inspections"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    asked, today = Asked(), legal_day(utc_now())
    wanted = Wanted(phase=asked.one("phase", PHASES), whose=asked.one("whose", queries.WHOSE), text=asked.words("q"), late=asked.flag("late"))
    with reading() as session:
        found = queries.listed(session, g.actor, wanted, current_app.extensions["settings"], today)
    pages = -(-len(found) // queries.PAGE)
    page = min(narrowing.page(pages or 1), pages or 1)
    return render_template("regulator/inspections.html", found=found[(page - 1) * queries.PAGE : page * queries.PAGE], count=len(found), page=page, pages=pages, form=asked.form(), words=words)


def _waiting(session: Session, actor: Actor) -> home.Waiting:
    found = queries.counts(session, actor, current_app.extensions["settings"], legal_day(utc_now()))
    parts = [
        (_("我检查的 %(count)s 件", count=found.mine), f"{ROOM}?whose=mine"), (_("待公布 %(count)s 件", count=found.to_publish), f"{ROOM}?phase=publishing"),
        (_("已超期 %(count)s 件", count=found.late), f"{ROOM}?late=yes"),
    ]  # fmt: skip
    return home.Waiting(_("抽查检查"), ROOM, found.open, found.since, tuple(parts) if found.open else ())


home.COUNTED.append(_waiting)
