"""What protects reader and server on every answer: sizes, rate limits, CSRF, headers, and what caches may keep."""

import ipaddress
import random
import threading
import time
from base64 import b32encode
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, Response, current_app, g, request, session
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadRequest, RequestHeaderFieldsTooLarge, RequestURITooLarge

from registry.errors import TooMany

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
LARGEST_REQUEST = 25 * 1024 * 1024  # a file of 20 MB and the form round it
LARGEST_FORM = 5 * 1024 * 1024  # fields without files, all together
LONGEST_ADDRESS = 4096  # bytes, path and query
LARGEST_HEADERS = 16 * 1024  # bytes, all together
REQUESTS_PER_MINUTE = 1200  # of one client, all pages together
ONE_YEAR = 365 * 24 * 3600

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # not no-referrer: the CSRF check over https reads it
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_CHOSEN = "registry.referrer_policy"
_ALWAYS = list(HEADERS.items())
_OVER_HTTPS = [*_ALWAYS, ("Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains")]


_CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_IF_RANGE"})
"""Who sends none of these wants the whole answer; finding that out by Werkzeug's way costs a tenth of a page."""


def client_address() -> str:
    """Whom a rate limit counts: the address; for IPv6 its /64, since a whole one belongs to one subscriber."""
    given = request.remote_addr or "unknown"
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    return given if address.version == 4 else str(ipaddress.ip_network(f"{given}/64", strict=False))


csrf = CSRFProtect()
# Routes that cost much or let somebody guess carry @limiter.limit("5/minute").
limiter = Limiter(client_address, strategy="fixed-window")


class Counter:
    """Requests of each client in the running minute, in this process.

    Stands beside the limiter because that one's memory store starts a thread for nearly every hit.
    """

    def __init__(self) -> None:
        self._minute = 0
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()

    def count(self, address: str, now: float) -> int:
        """How often `address` has asked in the minute of `now` (seconds), this time included."""
        with self._lock:
            if now // 60 != self._minute:
                self._minute, self._seen = int(now // 60), {}
            self._seen[address] = self._seen.get(address, 0) + 1
            return self._seen[address]


def public_page(response: Response, *, seconds: int = 60, stale: int = 0) -> Response:
    """Let caches keep a public answer for `seconds`, with an ETag to ask again by.

    `stale`: for so many seconds more a cache may show what it has while it asks again (RFC 5861).

    An answer made for somebody who is signed in, or that sets a cookie, stays private whatever the handler said.
    """
    g.keep_seconds = f"{seconds}, stale-while-revalidate={stale}" if stale else str(seconds)
    return response


def what_caches_may_keep(response: Response) -> None:
    """Nothing, unless the page called itself public and this answer is the same for everybody."""
    if "Cache-Control" in response.headers:
        return
    keep = g.get("keep_seconds")
    if keep is None or response.status_code not in (200, 304) or _personal(response):
        response.headers["Cache-Control"] = "private, no-store"
        return
    response.headers["Cache-Control"] = f"public, max-age={keep}"
    if request.method in ("GET", "HEAD") and not response.is_streamed:
        response.add_etag()
        if not _CONDITIONS.isdisjoint(request.environ):
            response.make_conditional(request)


def _personal(response: Response) -> bool:
    held = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's own name for it; asked once instead of at each use of the proxy
    known_by = held.keys() - {"csrf_token"}  # a form's token says nothing about who asks
    return held.modified or bool(known_by) or "Set-Cookie" in response.headers or g.get("actor") is not None


def number_failures(response: Response) -> None:
    """Nobody quotes the number of an answer that is well."""
    if response.status_code >= 400 or "request_number" in g:
        response.headers["X-Request-Id"] = request_number()


class Protecting:
    """WSGI application round `inside` that adds the headers of every answer, whoever gave it. Stands inside ProxyFix, which knows the scheme."""

    def __init__(self, inside: "WSGIApplication") -> None:
        self._inside = inside

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        added = _OVER_HTTPS if environ["wsgi.url_scheme"] == "https" else _ALWAYS

        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            return start_response(status, headers + (_chosen(added, environ[_CHOSEN]) if _CHOSEN in environ else added), *failed)

        return self._inside(environ, start)


def _chosen(headers: list[tuple[str, str]], policy: str) -> list[tuple[str, str]]:
    return [(name, policy if name == "Referrer-Policy" else value) for name, value in headers]


def secret_address(*, form: bool = False) -> Callable[[View], View]:
    """Declare that the view's address is a secret: no page that it leads to learns it, this site's own neither, whatever is answered.

    form: the page holds one; then only the host is told, since the CSRF check over https asks whence a form comes. Stands
    directly below the rule of access.
    """
    policy = "strict-origin" if form else "no-referrer"

    def declare(view: View) -> View:
        @wraps(view)
        def hidden(*given: Any, **named: Any) -> Any:
            request.environ[_CHOSEN] = policy
            return view(*given, **named)

        return cast("View", hidden)

    return declare


def request_number() -> str:
    """The number that an error page asks the reader to quote: 8 letters and digits, without 0, 1, 8 and 9."""
    if "request_number" not in g:
        g.request_number = b32encode(random.randbytes(5)).decode()  # noqa: S311 - a number to quote, no secret; the system's randomness costs a call each time
    number: str = g.request_number
    return number


def refuse_too_much() -> None:
    """Stop a client that asks too often or too much at once; called before anything else on every request."""
    if not _uncounted() and current_app.extensions["request_counter"].count(client_address(), now := time.monotonic()) > REQUESTS_PER_MINUTE:
        raise TooMany("too_many", retry_after=60 - int(now % 60))
    environ = request.environ
    path, query = request.path, environ.get("QUERY_STRING", "")
    if len(path.encode()) + len(query) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    if sum([len(name) + len(value) for name, value in environ.items() if name[:5] == "HTTP_"]) > LARGEST_HEADERS:
        raise RequestHeaderFieldsTooLarge
    if "\0" in path or "%00" in query:
        raise BadRequest


@limiter.request_filter
def _uncounted() -> bool:
    """Static files and health checks are not counted; the setting is asked here since one limiter serves all apps of a process."""
    if not current_app.extensions["settings"].rate_limits:
        return True
    return request.endpoint == "static" or (request.endpoint or "").startswith("service.")


def init_app(app: Flask) -> None:
    app.config.update(RATELIMIT_STORAGE_URI=app.extensions["settings"].rate_limit_url)
    limiter.init_app(app)
    app.extensions["request_counter"] = Counter()
    app.before_request(refuse_too_much)
    csrf.init_app(app)
