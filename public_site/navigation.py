"""Links of the header, and this page's address with another query. A room adds a function that returns its link, or None."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, request


@dataclass(frozen=True)
class Link:
    """`words` as shown, `address` where it leads."""

    words: str
    address: str

    @property
    def current(self) -> bool:
        """Whether the page shown is this one or below it."""
        return request.path == self.address or (self.address != "/" and request.path.startswith(self.address.rstrip("/") + "/"))


def add_link(app: Flask, link: Callable[[], Link | None]) -> None:
    """Let `link` be asked on every page; call it from a room's `init_app`."""
    app.extensions["header_links"].append(link)


def address_with(**changes: object) -> str:
    """This page's address with some of the query changed: a value replaces, None removes, a list gives several."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes and name != "lang"]
    for name, value in changes.items():
        several = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
        kept += [(name, str(each)) for each in several]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def init_app(app: Flask) -> None:
    makers: list[Callable[[], Link | None]] = []
    app.extensions["header_links"] = makers
    app.jinja_env.globals["header_links"] = lambda: [link for make in makers if (link := make()) is not None]
    app.jinja_env.globals["address_with"] = address_with
