"""The links of a product as a GS1-conformant resolver offers them (GS1-Conformant Resolver 1.2; RFC 9264).

Each level of a link, from the trade item to what was asked for, has the registry's own page of it; the trade item has
also the links that its enterprise set. What was asked for has the one default link, whose target is always described by
a descriptive type as well.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from qr.links import GtinLink, Link
from registry.queries.resolving import NamedProduct, TypedLinkRow

VOCABULARY: Final = "https://ref.gs1.org/voc/"
CONTEXT: Final = "https://ref.gs1.org/standards/resolver/linkset-context"
MEDIA_TYPE: Final = "application/linkset+json"
OWN: Final = "gs1:registryEntry"
DEFAULT: Final = "gs1:defaultLink"
HTML: Final = "text/html"
JSON: Final = "application/json"
JSON_LD: Final = "application/ld+json"

_PREFIXES: Final = (VOCABULARY, "http://ref.gs1.org/voc/", "https://gs1.org/voc/", "http://gs1.org/voc/", "https://www.gs1.org/voc/")
_FORMATS: Final = {"pdf": "application/pdf", "json": JSON, "xml": "application/xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "mp4": "video/mp4", "txt": "text/plain", "csv": "text/csv"}
_NAME: Final = re.compile(r"gs1:[A-Za-z0-9]{1,60}")


@dataclass(frozen=True, slots=True)
class Target:
    """One link: `link_type` as gs1:NAME, `languages` empty for any."""

    link_type: str
    href: str
    title: str
    media_type: str
    languages: tuple[str, ...] = ()


def type_named(asked: str) -> str:
    """A link type as gs1:NAME, whether asked for by prefix or by whole address; anything else as it is."""
    for prefix in _PREFIXES:
        if asked.startswith(prefix):
            return f"gs1:{asked.removeprefix(prefix)}"
    return asked


def page_path(code: str, link: Link, *, twin: bool = False) -> str:
    """The answer page of a short code; variant, lot and serial travel along. `twin` for the same as JSON."""
    path = f"/p/{code}.json" if twin else f"/p/{code}"
    if isinstance(link, GtinLink) and (carried := [(name, value) for name, value in (("variant", link.variant), ("lot", link.lot), ("serial", link.serial)) if value]):
        path += "?" + urlencode(carried)
    return path


def own(public_url: str, code: str, link: Link, product: NamedProduct) -> list[Target]:
    """The registry's own page of a level, for people and for programs."""
    title, root = _title(product.name, link), public_url.rstrip("/")
    page, twin = root + page_path(code, link), root + page_path(code, link, twin=True)
    return [Target(OWN, page, title, HTML, ("zh", "en")), Target(OWN, twin, title, JSON)]


def set_by_enterprise(product: NamedProduct) -> list[Target]:
    """The enterprise's own links: http and https only, whatever the table may hold."""
    return [_outside(row) for row in product.links if urlsplit(row.href).scheme in ("http", "https") and _NAME.fullmatch(row.link_type)]


def linkset(public_url: str, code: str, link: Link, product: NamedProduct) -> dict[str, Any]:
    """The linkset of a link, the level that was asked for first; valid against the schema that the standard publishes."""
    levels: tuple[Link, ...] = link.levels if isinstance(link, GtinLink) else (link,)
    contexts = []
    for level in reversed(levels):
        targets = own(public_url, code, level, product) + (set_by_enterprise(product) if level == levels[0] else [])
        context: dict[str, Any] = {"anchor": public_url.rstrip("/") + level.path, "description": _title(product.name, level)}
        if level == link:
            context[_address(DEFAULT)] = [{"href": targets[0].href, "title": targets[0].title}]
        contexts.append(context | _by_type(targets))
    return {"linkset": contexts}


def choices(public_url: str, link: Link, targets: tuple[Target, ...]) -> dict[str, Any]:
    """Some links of a level as a linkset of their own."""
    return {"linkset": [{"anchor": public_url.rstrip("/") + link.path} | _by_type(targets)]}


def written(body: dict[str, Any], media_type: str) -> bytes:
    """A linkset as JSON, Chinese readable; for JSON-LD with the context inside, else with nothing beside it."""
    return json.dumps({"@context": CONTEXT} | body if media_type == JSON_LD else body, ensure_ascii=False, separators=(",", ":")).encode()


def _by_type(targets: tuple[Target, ...] | list[Target]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for each in targets:
        described = {"href": each.href, "title": each.title, "type": each.media_type}
        found.setdefault(_address(each.link_type), []).append(described | ({"hreflang": list(each.languages)} if each.languages else {}))
    return found


def _address(link_type: str) -> str:
    return VOCABULARY + link_type.removeprefix("gs1:")


def _outside(row: TypedLinkRow) -> Target:
    ending = urlsplit(row.href).path.rpartition(".")[2].lower()
    return Target(row.link_type, row.href, row.title, _FORMATS.get(ending, HTML), (row.language,) if row.language else ())


def _title(name: str, link: Link) -> str:
    return " · ".join([name, *(value for _key, value in link.qualifiers)]) if isinstance(link, GtinLink) else name
