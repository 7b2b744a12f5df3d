"""The yearly bulletin of my office: drafted from the year's figures, looked at, published for ever."""

import json
import secrets

from flask import Blueprint, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from public_site.access import access
from public_site.bulletin_sections import sections
from public_site.database import reading, transaction
from public_site.params import Form
from public_site.words import statistics as words
from registry.actions import bulletins as actions
from registry.db import utc_now
from registry.errors import Invalid
from registry.legal_time import legal_day
from registry.queries import bulletins as queries
from registry.queries import bureaus
from registry.rules import permission
from registry.rules.bulletin import LONGEST_PREFACE
from registry.rules.permission import Scope

bp = Blueprint("regulator_bulletins", __name__)
ROOM = "/regulator/bulletins"


@bp.get(ROOM)
@access("bureau")
def index() -> ResponseReturnValue:
    return _index(Form({"year": str(legal_day(utc_now()).year)}))


@bp.get(f"{ROOM}/draft")
@access("bureau")
def draft() -> ResponseReturnValue:
    """What would be published: ?bureau= and ?year=."""
    try:
        return _draft(Form(request.args), request.args.get("year", ""))
    except Invalid as refused:
        return _index(Form.refused(request.args, refused)), 422


@bp.post(f"{ROOM}/draft")
@access("bureau")
def publish() -> ResponseReturnValue:
    sent = request.form
    try:
        with transaction() as session:
            made = actions.publish(
                session, actor=g.actor, bureau_id=_bureau_id(), year=sent.get("year", ""), preface=sent.get("preface", ""), seen=sent.get("seen", ""), random=secrets.randbits, now=utc_now(),
            )  # fmt: skip
            session.flush()
            address = f"/bulletins/{made.public_id}"
    except Invalid as refused:
        if "year" in refused.fields:
            return _index(Form.refused(sent, refused)), 422
        return _draft(Form.refused(sent, refused), sent.get("year", "")), 422
    flash(_("已发布，并写进公开记录"), "good")
    return redirect(address)


def _offices() -> list[int]:
    return [office.bureau_id for office in g.actor.offices if permission.allowed(g.actor, "bulletin.publish", Scope(bureau_id=office.bureau_id))]


def _bureau_id() -> int:
    chosen, mine = request.values.get("bureau", ""), _offices()
    return next((each for each in mine if str(each) == chosen), mine[0] if mine else g.actor.offices[0].bureau_id)


def _index(form: Form) -> str:
    with reading() as session:
        published = queries.listed(session, bureau_ids=[office.bureau_id for office in g.actor.offices])
        offices = [(each.id, each.name) for each in bureaus.by_ids(session, _offices())]
    return render_template("regulator/bulletins.html", form=form, published=published, offices=offices, room=ROOM)


def _draft(form: Form, year: str) -> str:
    with reading() as session:
        made = actions.draft(session, actor=g.actor, bureau_id=_bureau_id(), year=year, today=legal_day(utc_now()))
        return render_template("regulator/bulletin_draft.html", form=form, made=made, figures=(figures := json.loads(made.content)), sections=sections(figures), words=words, room=ROOM, longest=LONGEST_PREFACE)
