"""Codes outlive host names: what is asked of a host under which codes were printed before leads on to PUBLIC_URL.

Path and query stay as they were. Whether a link is known, and whether it is counted, is found out there.
"""

from urllib.parse import quote

from flask import Flask, Response, current_app, redirect, request

from public_site import printed_links
from registry.settings import Settings

_KEPT = "/:@!$&'()*+,;=~-._%"


def of(settings: Settings) -> frozenset[str]:
    """The hosts of FORMER_HOSTS, in lower case and without a port. PUBLIC_URL's own host is none: it would lead to itself."""
    named = {bare(each.strip()) for each in settings.former_hosts.split(",")}
    return frozenset(named - {"", bare(settings.public_url.partition("//")[2].strip("/"))})


def bare(host: str) -> str:
    """A Host header without its port and its last dot, in lower case."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host).lower().rstrip(".")


def _lead_on() -> Response | None:
    if bare(request.environ.get("HTTP_HOST", "")) not in current_app.extensions["former_hosts"]:
        return None
    sent = printed_links.sent_path(request.environ) or quote(request.environ.get("PATH_INFO", "").encode("latin-1", "replace"), safe=_KEPT.replace("%", ""))
    query = request.query_string.decode("latin-1")
    target = current_app.extensions["settings"].public_url.rstrip("/") + quote("/" + sent.lstrip("/"), safe=_KEPT)
    return redirect(target + (f"?{quote(query, safe=_KEPT + '?')}" if query else ""), 308)  # type: ignore[return-value]  # werkzeug's own Response


def init_app(app: Flask) -> None:
    app.extensions["former_hosts"] = of(app.extensions["settings"])
    if app.extensions["former_hosts"]:
        app.before_request(_lead_on)
