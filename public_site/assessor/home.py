"""Where somebody who judges begins: for whom they act, and what waits."""

from collections.abc import Callable

from flask import Blueprint, Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import navigation
from public_site.access import access
from public_site.auth import settings
from public_site.database import reading
from public_site.regulator.home import Waiting
from registry.queries import assessment
from registry.rules.permission import Actor

bp = Blueprint("assessor", __name__)

COUNTED: list[Callable[[Session, Actor], Waiting | None]] = []
"""Rooms add theirs; None: that work is not this person's to see."""


@bp.get("/assessor")
@access("assessor")
def home() -> ResponseReturnValue:
    with reading() as session:
        waiting = [each for count in COUNTED if (each := count(session, g.actor)) is not None]
        return render_template("assessor/home.html", waiting=waiting, issuers=assessment.issuers(session, g.actor))


def _link() -> navigation.Link | None:
    """A bureau's people see it where bureaus may run boards; the way there without it is on their own desk."""
    actor = g.get("actor")
    mine = actor is not None and (actor.bodies or (settings().government_boards and assessment.offices(actor)))
    return navigation.Link(_("评估工作台"), "/assessor") if mine else None


def init_app(app: Flask) -> None:
    navigation.add_changing_link(app, _link)
