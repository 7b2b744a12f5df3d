"""The front page: one question, three readers."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.security import public_page

bp = Blueprint("home", __name__)

# One of each kind that people type: a number, its digits, a product, a service.
EXAMPLE_QUERIES = ("GB/T 990002-2024", "990002", "输送带", "家政服务")


@bp.get("/")
@access("public")
def index() -> ResponseReturnValue:
    return public_page(Response(render_template("pages/home.html", examples=EXAMPLE_QUERIES)))
