"""The front page: one question, what is new, three readers."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.database import reading
from public_site.security import public_page
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.queries import public_home

bp = Blueprint("home", __name__)

# One of each kind that people type: a number, its digits, a product, a service.
EXAMPLE_QUERIES = ("GB/T 990002-2024", "990002", "输送带", "家政服务")


@bp.get("/")
@access("public")
def index() -> ResponseReturnValue:
    with reading() as session:
        front = public_home.front(session, legal_day(utc_now()))
    return public_page(Response(render_template("pages/home.html", examples=EXAMPLE_QUERIES, front=front)))
