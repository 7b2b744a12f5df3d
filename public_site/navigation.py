"""Links of the header, and this page's address with another query. A room adds a function that returns its link, or None."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import Flask, current_app, request

from public_site.i18n import LANGUAGES, language


@dataclass(frozen=True)
class Link:
    """`words` as shown, `address` where it leads."""

    words: str
    address: str


def add_link(app: Flask, link: Callable[[], Link]) -> None:
    """Show a link on every page, in the language of the page and otherwise always the same; call it from a room's `init_app`."""
    app.extensions["header_links"].append(lru_cache(len(LANGUAGES))(lambda _spoken: link()))


def add_changing_link(app: Flask, link: Callable[[], Link | None]) -> None:
    """Let `link` be asked anew on every page."""
    app.extensions["header_links"].append(lambda _spoken: link())


def header_links() -> list[tuple[str, str, bool]]:
    """Words and address of each link, and whether the page shown is that one or below it."""
    here, spoken = request.path, language()
    found = [link for make in current_app.extensions["header_links"] if (link := make(spoken)) is not None]
    return [(each.words, each.address, here == each.address or (each.address != "/" and here.startswith(f"{each.address}/"))) for each in found]


def address_with(**changes: object) -> str:
    """This page's address with some of the query changed: a value replaces, None removes, a list gives several."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes and name != "lang"]
    for name, value in changes.items():
        several = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
        kept += [(name, str(each)) for each in several]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def init_app(app: Flask) -> None:
    app.extensions["header_links"] = []
    app.jinja_env.globals.update(header_links=header_links, address_with=address_with)
