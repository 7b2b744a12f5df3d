"""Names that fit what is being typed, for the boxes of places and industries."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from public_site.access import access
from public_site.presenters import division as division_name
from registry.reference import divisions, industries

bp = Blueprint("console_suggestions", __name__)
MOST = 12


@bp.get("/console/suggestions/divisions")
@access("signed_in")
def places() -> ResponseReturnValue:
    """{"options": [...]}: whole addresses, best first."""
    return jsonify(options=[division_name(each.code) for each in divisions.search(_typed(), MOST)])


@bp.get("/console/suggestions/industries")
@access("signed_in")
def trades() -> ResponseReturnValue:
    """{"options": [...]}: code and name, best first."""
    return jsonify(options=[f"{each.code} {each.name}" for each in industries.search(_typed(), MOST)])


def _typed() -> str:
    return request.args.get("q", "").strip()[:40]
