"""Codes outlive host names: what is asked of a host under which codes were printed before leads on to PUBLIC_URL.

Path and query stay as they were. Whether a link is known, and whether it is counted, is found out there.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from public_site import printed_links
from registry.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_IN_A_PATH = "/:@!$&'()*+,;=~-._"


def of(settings: Settings) -> frozenset[str]:
    """The hosts of FORMER_HOSTS, in lower case and without a port. PUBLIC_URL's own host is none: it would lead to itself."""
    named = {bare(each.strip()) for each in settings.former_hosts.split(",")}
    return frozenset(named - {"", bare(settings.public_url.partition("//")[2].strip("/"))})


def bare(host: str) -> str:
    """A Host header without its port and its last dot, in lower case."""
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host).lower().rstrip(".")


class FormerHosts:
    """WSGI application round `inside` that leads requests for a former host on to PUBLIC_URL, before anything else looks at them."""

    def __init__(self, inside: "WSGIApplication", settings: Settings) -> None:
        self._inside = inside
        self._public_url = settings.public_url.rstrip("/")
        self._hosts = of(settings)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if bare(environ.get("HTTP_HOST", "")) not in self._hosts:
            return self._inside(environ, start_response)
        start_response("308 Permanent Redirect", [("Location", self._address(environ)), ("Content-Length", "0")])
        return [b""]

    def _address(self, environ: "WSGIEnvironment") -> str:
        sent = printed_links.sent_path(environ) or quote(environ.get("PATH_INFO", ""), safe=_IN_A_PATH, encoding="latin-1", errors="replace")
        path = "/" + quote(sent.lstrip("/"), safe=_IN_A_PATH + "%", encoding="latin-1", errors="replace")
        query = quote(environ.get("QUERY_STRING", ""), safe=_IN_A_PATH + "%?", encoding="latin-1", errors="replace")
        return self._public_url + path + (f"?{query}" if query else "")
