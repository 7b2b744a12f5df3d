"""A small door in front of Flask for what is asked most: a plain scan of a code that exists, and its linkset.

Why: codes are scanned far more often than anything else is read, every scan must reach this process to be counted, and
the answer is a redirect without a body; programs fetch linksets as often. Flask's own way through a request costs several
times what finding the code does. What it costs: a second place that answers these addresses. It decides nothing itself:
the link is read, looked up and answered by the functions that the route uses (public_site/pages/resolving.py), and a test
asks both doors the same. When not to use it: for anything else. Whatever does not end in one of these two answers falls
through to Flask, which knows languages, pages, errors and limits.
"""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask

from public_site import printed_links
from public_site.security import LONGEST_ADDRESS
from qr import linkset, resolving
from qr.links import Malformed
from qr.resolving import Asked, Body
from registry.queries import resolving as queries

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Opened(NamedTuple):
    """An answer that is ready to be sent."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class ScanDoor:
    """WSGI application round `inside`, which belongs to `app`. Must stand behind ProxyFix, whose address and host it believes."""

    def __init__(self, app: Flask, inside: "WSGIApplication") -> None:
        self._app = app
        self._inside = inside
        self._public_url = app.extensions["settings"].public_url.rstrip("/")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path[:4] == "/01/" or path[:3] in ("/D/", "/d/"):
            opened = self._open(environ, path)
            if opened is not None:
                start_response(opened.status, opened.headers)
                return [opened.body]
        return self._inside(environ, start_response)

    def _open(self, environ: "WSGIEnvironment", path: str) -> Opened | None:
        """The redirect or the linkset; None for whatever Flask must answer."""
        if environ["REQUEST_METHOD"] != "GET" or _is_for_flask(environ, path):
            return None
        asked = printed_links.asked(environ)
        if not resolving.plain(asked) and (not resolving.wants_linkset(asked) or resolving.for_people(asked.accept, otherwise=False)):
            return None
        try:
            return self._answer(environ, asked)
        except Exception:  # noqa: BLE001 - the route behind meets the same failure, and logs and says it properly
            return None

    def _answer(self, environ: "WSGIEnvironment", asked: Asked) -> Opened | None:
        with self._app.extensions["database"].looking() as looking:
            link, found = resolving.known(printed_links.readings(environ), partial(printed_links.look, looking))
            if found is None or isinstance(link, Malformed):
                return None
            answer = resolving.decide(self._public_url, asked, link, found, partial(queries.named, looking, found.product_id))
            product = queries.named(looking, found.product_id) if answer.body is Body.LINKSET else None
        if answer.scan:
            self._app.extensions["scans"].count(environ, found.code_id)
            return Opened("307 Temporary Redirect", [*answer.headers, ("Content-Length", "0")], b"")
        if product is None:
            return None
        media_type = resolving.media_type(asked.accept)
        body = linkset.written(linkset.linkset(self._public_url, found.code, link, product), media_type)
        return Opened("200 OK", [*answer.headers, ("Content-Type", media_type), ("Content-Length", str(len(body)))], body)


def _is_for_flask(environ: "WSGIEnvironment", path: str) -> bool:
    """Too long, or with a zero byte."""
    query = environ.get("QUERY_STRING", "")
    return len(path) + len(query) > LONGEST_ADDRESS or "\0" in path or "%00" in query
