"""Who may come in: every route names a rule, every rule is a registered check, and a route without one stays shut.

A room registers its checks in RULES. A check returns when the asker may enter and raises (NotAllowed, NotFound, or
an HTTP redirect through `flask.abort`) when not. The action behind the route asks permission once more.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden, InternalServerError

View = TypeVar("View", bound=Callable[..., Any])

RULES: dict[str, Callable[[], None]] = {}


def rule(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register the decorated check under `name`."""

    def register(check: Callable[[], None]) -> Callable[[], None]:
        RULES[name] = check
        return check

    return register


def access(name: str) -> Callable[[View], View]:
    """Declare the view's rule of access; stands directly above the function, below the route."""

    def declare(view: View) -> View:
        view.access_rule = name  # type: ignore[attr-defined]
        return view

    return declare


def rule_of(app: Flask, endpoint: str) -> str | None:
    """The rule that the endpoint declares, or None."""
    return getattr(app.view_functions.get(endpoint), "access_rule", None)


@rule("public")
def everybody() -> None:
    """Nothing is asked."""


def init_app(app: Flask) -> None:
    """Called after all rooms have joined, so that whoever finds out who is asking has run before the gate."""
    if "static" in app.view_functions:
        app.view_functions["static"].access_rule = "public"  # type: ignore[attr-defined]
    app.before_request(_gate)


def _gate() -> None:
    if request.endpoint is None:
        return
    check = RULES.get(rule_of(current_app, request.endpoint) or "")
    if check is None:
        if current_app.debug:
            raise InternalServerError(f"endpoint {request.endpoint} declares no known rule of access")
        raise Forbidden
    check()
