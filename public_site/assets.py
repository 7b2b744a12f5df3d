"""Addresses of static files, with a version of the content in them, so that they may be kept for a year."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

ONE_YEAR = 365 * 24 * 3600


def static_url(path: str) -> str:
    """The address of static file `path` with its version; raises FileNotFoundError for a file that is not there."""
    versions: dict[str, str] = current_app.extensions["static_versions"]
    if path not in versions or current_app.debug:
        content = (Path(current_app.static_folder or "") / path).read_bytes()
        versions[path] = url_for("static", filename=path, v=sha256(content).hexdigest()[:10])
    return versions[path]


def _may_be_kept(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        kept = f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else "public, no-cache"
        response.headers["Cache-Control"] = kept
    return response


def init_app(app: Flask) -> None:
    app.extensions["static_versions"] = {}
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_may_be_kept)
