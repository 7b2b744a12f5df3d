"""Where the `type` of a problem leads (RFC 9457, 3.1.1): what the code means, for whoever writes a program."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from public_site import errors, words
from public_site.access import access
from public_site.security import public_page
from registry.errors import NotFound

bp = Blueprint("problems", __name__)


@bp.get("/problems/<kind>")
@access("public")
def page(kind: str) -> ResponseReturnValue:
    meaning, advice = _explained(kind)
    return public_page(Response(render_template("pages/problem.html", kind=kind, meaning=meaning, advice=advice)), seconds=3600)


def _explained(kind: str) -> tuple[str, str]:
    """What happened, and what can be done where that is the same every time. NotFound for a code that no error carries."""
    for status, (title, advice) in errors.ADVICE.items():
        if kind == f"http_{status}":
            return str(title), str(advice)
    if kind == "http_500":
        return str(errors.UNKNOWN[0]), str(errors.UNKNOWN[1])
    if kind == "form_expired":
        return str(errors.EXPIRED[0]), str(errors.EXPIRED[1])
    if kind.startswith("field.") or not words.known(kind):
        raise NotFound("not_found")
    return words.meaning(kind), ""
