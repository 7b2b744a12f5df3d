"""Addresses of static files, with a version of the content in them, so that they may be kept for a year."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, request

from public_site import i18n

ONE_YEAR = 365 * 24 * 3600


def _maker(app: Flask) -> Callable[[str], str]:
    """The `static_url` of the templates: the address of a static file; FileNotFoundError for one that is not there."""
    versions: dict[str, str] = {}

    def static_url(path: str) -> str:
        if path not in versions or app.debug:
            content = (Path(app.static_folder or "") / path).read_bytes()
            versions[path] = f"{app.static_url_path}/{quote(path)}?v={sha256(content).hexdigest()[:10]}"
        return versions[path]

    return static_url if app.debug else i18n.constant(static_url)


def may_be_kept(response: Response) -> None:
    """A versioned file for a year, any other only after asking again."""
    if request.endpoint == "static" and response.status_code in (200, 206, 304):
        kept = f"public, max-age={ONE_YEAR}, immutable" if "v" in request.args else "public, no-cache"
        response.headers["Cache-Control"] = kept


def init_app(app: Flask) -> None:
    app.jinja_env.globals["static_url"] = _maker(app)
