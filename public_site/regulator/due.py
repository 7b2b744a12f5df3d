"""What must be done by when: one list across everything that waits at my desk, the first due day first."""

from flask import Blueprint, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site.access import access
from public_site.database import reading
from public_site.regulator import home, narrowing
from public_site.regulator.narrowing import Asked
from public_site.words import due as words
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import bureaus
from registry.queries import due as queries
from registry.queries.due import KINDS, WHOSE, Row, Wanted
from registry.rules.permission import Actor

bp = Blueprint("regulator_due", __name__)
ROOM = "/regulator/due"
_PAGES = {
    "case": "/regulator/cases", "rectification": "/regulator/rectifications", "order": "/regulator/standings", "note": "/regulator/rectifications", "province": "/regulator/province", "inspection": "/inspect",
    "finding": "/regulator/inspections", "reply": "/regulator/inspections", "recheck": "/regulator/inspections", "matter": "/regulator/screening/matters", "draw": "/regulator/draws",
    "honour": "/regulator/honours", "verification": "/regulator/verifications", "dispute": "/regulator/disputes",
}  # fmt: skip


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    asked = Asked()
    with reading() as session:
        offices = [(str(each.id), each.name) for each in bureaus.by_ids(session, [office.bureau_id for office in g.actor.offices])]
        found = _listed(session, _read(asked, [key for key, _name in offices]))
    pages = -(-len(found) // queries.PAGE)
    page = min(narrowing.page(pages or 1), pages or 1)
    return render_template(
        "regulator/due.html", found=found[(page - 1) * queries.PAGE : page * queries.PAGE], first=found[0] if found else None, count=len(found), late=sum(row.late for row in found), page=page,
        pages=pages, form=asked.form(), words=words, address=address, kinds=[(kind, words.KINDS[kind]) for kind in KINDS], offices=offices,
        standing_in=bool(g.actor.stands_in_for),
    )  # fmt: skip


@bp.get(f"{ROOM}/next")
@access("bureau")
def following() -> ResponseReturnValue:
    """On to the next row of the list as it is narrowed: ?after=KEY, without it the first one."""
    asked = Asked()
    with reading() as session:
        found = _listed(session, _read(asked, [str(office.bureau_id) for office in g.actor.offices]))
    row = queries.following(found, request.args.get("after", "")[:100])
    return redirect(address(row) if row else ROOM)


def address(row: Row) -> str:
    """Where the row is decided."""
    kind = "finding" if row.kind == "inspection" and not row.mine else row.kind  # only the pair opens the checklist
    return f"{_PAGES[kind]}/{row.subject}"


def _read(asked: Asked, offices: list[str]) -> Wanted:
    chosen = asked.one("office", offices)
    return Wanted(asked.one("kind", KINDS), asked.one("whose", WHOSE), int(chosen or 0), asked.flag("late"))


def _listed(session: Session, wanted: Wanted) -> list[Row]:
    return queries.listed(session, g.actor, wanted, current_app.extensions["settings"], legal_day(utc_now()))


def _waiting(session: Session, actor: Actor) -> home.Waiting:
    """First on the desk's home: all of it, and what of it is late or one's own."""
    found = queries.listed(session, actor, Wanted(), current_app.extensions["settings"], legal_day(utc_now()))
    parts = (
        (_("已超期 %(count)s 件", count=sum(row.late for row in found)), f"{ROOM}?late=yes"),
        (_("我的 %(count)s 件", count=sum(row.mine for row in found)), f"{ROOM}?whose=mine"),
    )  # fmt: skip
    return home.Waiting(_("全部期限"), ROOM, len(found), min((row.since for row in found), default=None), parts if found else ())


home.COUNTED.insert(0, _waiting)
