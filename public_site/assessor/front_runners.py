"""Candidates of the boards for which somebody decides: what suspended them, and restoring, suspending or ending with a reason."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import front_runner_page, params
from public_site.access import access
from public_site.assessor import home
from public_site.database import reading
from public_site.params import Form
from public_site.regulator.home import Waiting
from public_site.words import front_runners as said
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import front_runners as queries
from registry.rules.permission import Actor

bp = Blueprint("assessor_front_runners", __name__)
ROOM = "/assessor/front-runners"
PAGE = "assessor/front_runner.html"


@bp.get(ROOM)
@access("assessor")
def index() -> ResponseReturnValue:
    state, page = front_runner_page.listing_state(), params.page_number(request.args)
    with reading() as session:
        found, count = queries.of_actor(session, g.actor, legal_day(utc_now()), state=state, page=page)
        return render_template("assessor/front_runners.html", found=found, count=count, page=page, pages=-(-count // queries.PER_PAGE), state=state, said=said, room=ROOM)


@bp.get(f"{ROOM}/<int:front_runner_id>")
@access("assessor")
def show(front_runner_id: int) -> ResponseReturnValue:
    return front_runner_page.page(front_runner_id, Form(), PAGE)


@bp.post(f"{ROOM}/<int:front_runner_id>")
@access("assessor")
def decide(front_runner_id: int) -> ResponseReturnValue:
    return front_runner_page.decided(front_runner_id, PAGE, f"{ROOM}/{front_runner_id}")


def _suspended(session: Session, actor: Actor) -> Waiting:
    return Waiting(_("已暂停的领跑候选"), f"{ROOM}?state=suspended", queries.suspended_of(session, actor, legal_day(utc_now())))


home.COUNTED.append(_suspended)
