"""Addresses for machines that look after the site: health, figures, robots, icon."""

import hmac

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from public_site import metrics
from public_site.access import access
from public_site.database import reading
from public_site.searching import searching
from public_site.security import public_page
from registry import index_queue
from registry.db import utc_now

bp = Blueprint("service", __name__)

ROBOTS = """User-agent: *
Disallow: /console/
Disallow: /regulator/
Disallow: /account/
Disallow: /api/
"""


@bp.get("/health/live")
@access("public")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="live")


@bp.get("/health/ready")
@access("public")
def ready() -> ResponseReturnValue:
    """The database answers too; 503 when it does not. `search_lag_seconds`: since when the search index is behind."""
    try:
        with reading() as session:
            session.execute(text("SELECT 1"))
            lag = index_queue.lag(session, now=utc_now())
    except SQLAlchemyError:
        current_app.logger.warning("the database does not answer")
        return jsonify(status="database does not answer"), 503
    return jsonify(status="ready", search_lag_seconds=round(max(lag, 0.0), 1))


@bp.get("/metrics")
@access("public")
def figures() -> ResponseReturnValue:
    """For whoever names METRICS_TOKEN as a bearer token; to all others, and without one, there is nothing here."""
    token = current_app.extensions["settings"].metrics_token
    if not token or not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        abort(404)
    try:
        with reading() as session:
            return Response(metrics.text(session, searching()), content_type=metrics.CONTENT_TYPE)
    except SQLAlchemyError:
        current_app.logger.warning("the database does not answer")
        return Response(status=503)


@bp.get("/robots.txt")
@access("public")
def robots() -> ResponseReturnValue:
    return public_page(Response(ROBOTS, mimetype="text/plain"), seconds=3600)


@bp.get("/favicon.ico")
@access("public")
def icon() -> ResponseReturnValue:
    """Some programs ask for this name whatever the page says."""
    return public_page(current_app.send_static_file("img/favicon.svg"), seconds=3600)
