"""What a telephone needs to open an inspector's sheet again without a network: the service worker, one for each release.

Served below /inspect/, so that it can reach nothing else of the site. Its address changes with the release, by which a browser
takes a new one in the old one's place; it keeps a sheet no longer than a sign-in lives without being used.
"""

from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app

from public_site.access import access

bp = Blueprint("inspecting_keeping", __name__)
WORKER = "/inspect/worker.js"


@bp.get(WORKER)
@access("public")
def worker() -> Response:
    """The script, asked for anew each time."""
    answer = current_app.send_static_file("js/inspect_worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def init_app(app: Flask) -> None:
    hours = app.extensions["settings"].session_idle_hours
    app.jinja_env.globals["sheet_worker"] = lambda: f"{WORKER}?v={_release(app.static_folder or '')}&hours={hours}"


@cache
def _release(folder: str) -> str:
    """Changes with the version, and with any script or style of it."""
    content = sha256(metadata.version("enterprise-standard-registry").encode())
    for each in sorted(Path(folder).glob("*/*.*s")):
        content.update(each.read_bytes())
    return content.hexdigest()[:12]
