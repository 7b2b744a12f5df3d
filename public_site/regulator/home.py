"""What waits in my territory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import navigation
from public_site.access import access
from public_site.database import reading
from registry.queries import bureaus, disputes, verification
from registry.queries.matters import Wanted
from registry.rules.permission import Actor

bp = Blueprint("regulator", __name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work: what it is called, where it is done, how much there is and since when; parts of it, each with its address."""

    words: str
    address: str
    count: int
    since: datetime | None = None
    parts: tuple[tuple[str, str], ...] = ()


def _requests(session: Session, actor: Actor) -> Waiting:
    return Waiting(_("待核验的企业"), "/regulator/verifications", verification.REQUESTS.count(session, actor.offices, Wanted()), verification.REQUESTS.oldest(session, actor.offices))


def _disputes(session: Session, actor: Actor) -> Waiting:
    return Waiting(_("待处理的争议"), "/regulator/disputes", disputes.DISPUTES.count(session, actor.offices, Wanted()), disputes.DISPUTES.oldest(session, actor.offices))


def _facts(session: Session, actor: Actor) -> Waiting:
    claimed = bureaus.claimed_facts(session, actor)
    return Waiting(_("待核对的标志和采标"), "/regulator/facts", len(claimed), claimed[0][0].recorded_at if claimed else None)


COUNTED: list[Callable[[Session, Actor], Waiting | None]] = [_requests, _disputes, _facts]
"""Rooms add theirs; None: that work is not this person's to see."""


@bp.get("/regulator")
@access("bureau")
def home() -> ResponseReturnValue:
    with reading() as session:
        waiting = [each for count in COUNTED if (each := count(session, g.actor)) is not None]
        offices = bureaus.by_ids(session, [office.bureau_id for office in g.actor.offices])
        return render_template("regulator/home.html", waiting=waiting, offices=offices)


def _link() -> navigation.Link | None:
    actor = g.get("actor")
    return navigation.Link(_("监管工作台"), "/regulator") if actor is not None and actor.offices else None


def init_app(app: Flask) -> None:
    navigation.add_changing_link(app, _link)
