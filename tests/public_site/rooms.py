"""A room with one page for each thing that can happen, for the tests of the shell."""

from pathlib import Path

from flask import Blueprint, abort, request

from public_site import access
from public_site.security import limiter
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from registry.settings import Settings

RAISED = {
    "missing": NotFound("not_found"),
    "forbidden": NotAllowed("not_allowed"),
    "changed": Conflict("conflict"),
    "often": TooMany("too_many", retry_after=30),
    "wrong": Invalid({"name": "required", "title": "too_long"}, longest=200),
    "broken": RuntimeError("a secret detail"),
}
STATUS = {"missing": 404, "forbidden": 403, "changed": 409, "often": 429, "wrong": 422, "broken": 500}


def shell_settings(folder: Path) -> Settings:
    """The shell needs no table, so a bare SQLite file does."""
    return Settings(database_url=f"sqlite:///{folder / 'shell.sqlite3'}", secret_key="k" * 32, public_url="http://localhost", rate_limits=False)


def trial_room() -> Blueprint:
    bp = Blueprint("trial", __name__, url_prefix="/trial")

    @bp.route("/raise/<name>", methods=["GET", "POST"])
    @bp.route("/raise/<name>.json")
    @access.access("public")
    def fail(name: str) -> str:
        raise RAISED[name]

    @bp.post("/form")
    @access.access("public")
    def form() -> dict[str, object]:
        return dict(request.form.items())

    @bp.get("/limited")
    @access.access("public")
    @limiter.limit("2/minute")
    def limited() -> str:
        return "ok"

    @bp.get("/open")
    def open_to_whom() -> str:
        return "nobody said who may read this"

    @bp.get("/misspelt")
    @access.access("pubilc")
    def misspelt() -> str:
        return "a rule that nobody registered"

    @bp.get("/gone")
    @access.access("public")
    def gone() -> str:
        abort(404)

    return bp
