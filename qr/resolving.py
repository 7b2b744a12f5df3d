"""What to answer for a printed link: decided from the link, what the registry knows of it, and how it was asked for.

A GS1-conformant resolver (GS1-Conformant Resolver 1.2, sections 2.4 to 2.13): 400 for a malformed link and 404 for an
unknown one, never 200 with an error inside; 307 to the default link unless the request asks for something better; the
whole query string is passed on; the linkset is offered on every answer. What is unknown of a lot or a variant walks up
to the product with a notice; an unknown serial never does, since that would vouch for a counterfeit.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote

from qr import linkset
from qr.links import GtinLink, Link, Malformed
from qr.linkset import HTML, JSON, JSON_LD, Target
from registry.queries.resolving import NamedProduct, Scanned

METHODS: Final = "GET, HEAD, OPTIONS"
CORS: Final = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "Link, Location"))
NO_STORE: Final = ("Cache-Control", "no-store")
VARY: Final = ("Vary", "Accept, Accept-Language")
UNKNOWN_LOT: Final = "unknown_lot"
UNKNOWN_VARIANT: Final = "unknown_variant"

_MACHINE: Final = (linkset.MEDIA_TYPE, JSON, "application/problem+json", JSON_LD)
_CONTEXT: Final = ("Link", f'<{linkset.CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="{JSON_LD}"')
_ANY_LANGUAGE: Final = 0.001  # a link without a language suits everybody, but less than one in a language that was asked for
_IN_AN_ADDRESS: Final = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Asked:
    """How a link was asked for: the query string as it was sent, and two headers."""

    query: str = ""
    accept: str = ""
    languages: str = ""


class Body(StrEnum):
    """What an answer shows."""

    NONE = "none"
    LINKSET = "linkset"
    CHOICES = "choices"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    NO_SUCH_TYPE = "no_such_type"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and what to show. `scan`: somebody read the printed link and was led to the answer page."""

    status: int
    body: Body = Body.NONE
    headers: tuple[tuple[str, str], ...] = ()
    targets: tuple[Target, ...] = ()
    scan: bool = False


def known(readings: Iterable[Link | Malformed], look: Callable[[Link], Scanned | None]) -> tuple[Link | Malformed, Scanned | None]:
    """The first reading of a link that is registered with all that it names, else the first; and what was found of it."""
    first: tuple[Link | Malformed, Scanned | None] | None = None
    for each in readings:
        found = None if isinstance(each, Malformed) else look(each)
        if not isinstance(each, Malformed) and found is not None and not _unregistered(each, found) and not _notices(each, found):
            return each, found
        first = first or (each, found)
    assert first is not None
    return first


def plain(asked: Asked) -> bool:
    """Whether nothing but the default link is asked for: how people scan."""
    return (not asked.query or not asked_type(asked.query)) and (not asked.accept or "json" not in asked.accept.lower() or _speaks(asked.accept) in (HTML, ""))


def wants_linkset(asked: Asked) -> bool:
    """Whether every link is asked for, by type or by media type."""
    wanted = asked_type(asked.query)
    return wanted in ("linkset", "all") or (not wanted and _speaks(asked.accept) == linkset.MEDIA_TYPE)


def for_people(accept: str, *, otherwise: bool) -> bool:
    """Whether the asker reads pages; `otherwise` when Accept names neither pages nor JSON."""
    return {HTML: True, "": otherwise}.get(_speaks(accept), False)


def media_type(accept: str) -> str:
    """How a linkset is called for who asks: by its own name unless JSON or JSON-LD is preferred."""
    return said if (said := _speaks(accept)) in (JSON, JSON_LD) else linkset.MEDIA_TYPE


def decide(public_url: str, asked: Asked, link: Link | Malformed, found: Scanned | None, name: Callable[[], NamedProduct]) -> Answer:
    """The answer to a link. `name` tells the product's name and links; it is called only where they matter."""
    if isinstance(link, Malformed):
        return Answer(400, Body.MALFORMED, (*CORS, NO_STORE))
    if found is None or _unregistered(link, found):
        return Answer(404, Body.UNKNOWN, (*CORS, NO_STORE))
    if plain(asked):
        return redirect(public_url, asked, link, found)
    return _negotiated(public_url, asked, link, found, name)


def redirect(public_url: str, asked: Asked, link: Link, found: Scanned) -> Answer:
    """To the answer page, on the same host: one hop, counted."""
    return Answer(307, Body.NONE, _leading(public_url, link, _page(asked, link, found)), scan=True)


def asked_type(query: str) -> str:
    """The link type that a query string asks for, as gs1:NAME, linkset or whatever was written; empty for none."""
    if "link" not in query and "%" not in query:
        return ""
    return next((linkset.type_named(value) for name, value in parse_qsl(query, max_num_fields=None) if name == "linkType"), "")


def _negotiated(public_url: str, asked: Asked, link: Link, found: Scanned, name: Callable[[], NamedProduct]) -> Answer:
    if wants_linkset(asked):
        return Answer(200, Body.LINKSET, (*CORS, NO_STORE, VARY, _CONTEXT, _offer(public_url, link)))
    wanted = asked_type(asked.query)
    if wanted == linkset.DEFAULT:
        return redirect(public_url, asked, link, found)
    product = name()
    offered = linkset.own(public_url, found.code, link, product) if wanted in ("", linkset.OWN) else [each for each in linkset.set_by_enterprise(product) if each.link_type == wanted]
    best = _best(offered, asked)
    if not best:
        return Answer(404, Body.NO_SUCH_TYPE, (*CORS, NO_STORE, VARY, _offer(public_url, link)))
    if len(best) > 1:
        return Answer(300, Body.CHOICES, (*CORS, NO_STORE, VARY, _offer(public_url, link)), best)
    return Answer(307, Body.NONE, (*_leading(public_url, link, _to(best[0], asked, link, found)), VARY))


def _to(target: Target, asked: Asked, link: Link, found: Scanned) -> str:
    if target.link_type == linkset.OWN:
        return _page(asked, link, found, twin=target.media_type == JSON)
    address, mark, fragment = target.href.partition("#")
    return _in_a_header(_with(address, asked.query) + mark + fragment)


def _page(asked: Asked, link: Link, found: Scanned, *, twin: bool = False) -> str:
    path = linkset.page_path(found.code, link, twin=twin)
    for notice in _notices(link, found):
        path = _with(path, f"notice={notice}")
    return _with(path, _in_a_header(asked.query)) if asked.query else path


def _with(address: str, query: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def _in_a_header(text: str) -> str:
    """What may stand in an address stays as it was sent; the rest, such as controls, is escaped octet by octet, of which WSGI makes characters."""
    return quote(text, safe=_IN_AN_ADDRESS, encoding="latin-1", errors="replace")


def _leading(public_url: str, link: Link, location: str) -> tuple[tuple[str, str], ...]:
    return (("Location", location), *CORS, NO_STORE, _offer(public_url, link))


def _offer(public_url: str, link: Link) -> tuple[str, str]:
    return "Link", f'<{public_url.rstrip("/")}{link.path}?linkType=linkset>; rel="linkset"; type="{linkset.MEDIA_TYPE}"'


def _unregistered(link: Link, found: Scanned) -> bool:
    """A serial that nobody registered, or one of a third party: the registry has none of these."""
    return isinstance(link, GtinLink) and (bool(link.third_party) or (bool(link.serial) and not found.serial))


def _notices(link: Link, found: Scanned) -> list[str]:
    if not isinstance(link, GtinLink):
        return []
    return [notice for notice, missing in ((UNKNOWN_VARIANT, link.variant and not found.variant), (UNKNOWN_LOT, link.lot and not found.lot)) if missing]


def _best(offered: list[Target], asked: Asked) -> tuple[Target, ...]:
    """The targets that suit language and media type best; pages before programs where that is all the same."""
    ranks = [(_in_languages(each, asked.languages), _as_media(each.media_type, asked.accept), each.media_type == HTML) for each in offered]
    return tuple(each for each, rank in zip(offered, ranks, strict=True) if rank == max(ranks))


def _in_languages(target: Target, header: str) -> float:
    wanted = _qualities(header)
    if not wanted:
        return 1.0
    return max((_quality_of_language(each, wanted) for each in target.languages), default=_ANY_LANGUAGE)


def _quality_of_language(language: str, wanted: dict[str, float]) -> float:
    """zh suits zh-CN and zh-Hans (RFC 4647, lookup)."""
    return max((quality for named, quality in wanted.items() if named.split("-")[0] in (language, "*")), default=0.0)


def _as_media(media_type: str, header: str) -> float:
    wanted = _qualities(header)
    if not wanted:
        return 1.0
    family = media_type.split("/")[0] + "/*"
    return next((wanted[each] for each in (media_type, family, "*/*") if each in wanted), 0.0)


@lru_cache(maxsize=512)
def _speaks(accept: str) -> str:
    """Of pages, the linkset and JSON the one that Accept prefers; pages before JSON; empty when it names none of them."""
    wanted = _qualities(accept)
    html = max(wanted.get(HTML, 0.0), wanted.get("application/xhtml+xml", 0.0))
    rest = wanted.get("*/*", 0.0)
    best = max((wanted.get(each, 0.0), -place) for place, each in enumerate(_MACHINE))
    if best[0] <= max(html, rest if best[1] else 0.0):
        return HTML if html else ""
    return _MACHINE[-best[1]]


@lru_cache(maxsize=512)
def _qualities(header: str) -> dict[str, float]:
    """Each value of an Accept header in lower case with its weight (RFC 9110, section 12.4.2); nonsense weighs 1."""
    found: dict[str, float] = {}
    for part in header[:1000].split(","):
        value, *parameters = (each.strip().lower() for each in part.split(";"))
        if value:
            found[value] = max(found.get(value, 0.0), next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0))
    return found


def _weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0) if text.replace(".", "", 1).isdigit() else 1.0
    except ValueError:
        return 1.0
