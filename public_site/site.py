"""The Flask application, with a short way for pages that are the same for everybody.

Why: what guards forms, sign-ins and limited routes costs a public page more than its queries, and does nothing for it.
What it costs: a GET of a route with the access rule "public" meets no `before_request` and `after_request` function but
those named here; a route that is limited by decorator asks its limit itself, at the view. When not to look here: every
other request goes Flask's own way.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request, Response, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from public_site import access, assets, i18n, security


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; who sends no cookie gets an empty one without a signer being made."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if "HTTP_COOKIE" not in request.environ or self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)


class Site(Flask):
    """Flask with the short way."""

    session_interface = Sessions()

    def preprocess_request(self) -> ResponseReturnValue | None:
        if not self._short():
            return super().preprocess_request()
        security.refuse_too_much()
        return None

    def process_response(self, response: Response) -> Response:
        if not self._short():
            return super().process_response(response)
        finish(response)
        held = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - as below
        if held or held.modified:
            self.session_interface.save_session(self, held, response)
        return response

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view here is a coroutine; Flask would inspect five functions for it at each request."""
        return func

    def _short(self) -> bool:
        asked = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's own name for it; asked once instead of at each use of the proxy
        return asked.method == "GET" and asked.endpoint is not None and access.rule_of(self, asked.endpoint) == "public"


def finish(response: Response) -> Response:
    """What every answer gets; one function, since Flask looks each registered one over anew for each answer."""
    assets.may_be_kept(response)
    i18n.remember(response)
    security.what_caches_may_keep(response)
    security.number_failures(response)
    return response
