"""Where printed links lead: GS1 Digital Links under /01/, short codes under /D/, and compressed links at the root.

People are led to the answer page; programs may ask for the linkset, for one type of link, for JSON. Who resolves, and
what this resolver can do, stands under /.well-known/gs1resolver. Plain scans are mostly answered before Flask
(public_site/scan_door.py), by the same decision.
"""

from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import BaseConverter

from public_site import misses, printed_links, scan_counting, words
from public_site.access import access
from public_site.database import looking
from public_site.pages import resolved
from public_site.security import public_page
from public_site.words import answers as said
from public_site.words import resolving as named
from qr import compression, links, linkset, resolving
from qr.links import GtinLink, Link, Malformed
from qr.resolving import Answer, Asked, Body
from registry.errors import NotFound
from registry.queries import resolving as queries

bp = Blueprint("resolving", __name__)
SAME_AS = "owl:sameAs"


class Anything(BaseConverter):
    """The rest of a path, whatever it is: what is a link and what is not, qr.links says."""

    regex = ".*?"
    part_isolating = False


class Compressed(BaseConverter):
    """One segment that may be a compressed link: a GTIN takes ten characters at least."""

    regex = "[A-Za-z0-9_-]{10,1000}"


@bp.get("/01/<anything:gtin>", merge_slashes=False)
@access("public")
def gtin(gtin: str) -> ResponseReturnValue:
    answered = list(printed_links.readings(request.environ))
    if all(isinstance(each, Malformed) for each in answered) and (expanded := _half_compressed(gtin)):
        return _expanded(expanded)
    return _answered(answered)


@bp.get("/D/<anything:code>", merge_slashes=False)
@bp.get("/d/<anything:code>", merge_slashes=False)
@access("public")
def short(code: str) -> ResponseReturnValue:  # noqa: ARG001 - read as it was sent, not as the router decoded it
    return _answered(list(printed_links.readings(request.environ)))


@bp.get("/<compressed:compressed>")
@access("public")
def compressed(compressed: str) -> ResponseReturnValue:
    if expanded := compression.expand(compressed):
        return _expanded(expanded)
    raise NotFound("not_found")


@bp.get("/.well-known/gs1resolver")
@access("public")
def description() -> ResponseReturnValue:
    """What this resolver is (GS1-Conformant Resolver 1.2, section 3)."""
    settings = current_app.extensions["settings"]
    response = public_page(
        jsonify(
            {
                "name": settings.operator_name,
                "resolverRoot": _public_url(),
                "supportedPrimaryKeys": [links.GTIN],
                "supportedLinkType": [{"namespace": linkset.VOCABULARY, "prefix": "gs1:"}],
                "linkTypeDefaultCanBeLinkset": False,
                "contact": {"fn": settings.operator_name},
                "jsonLdContextLocation": linkset.CONTEXT,
            }
        ),
        seconds=3600,
    )
    response.headers.extend(resolving.CORS)
    return response


def _half_compressed(rest: str) -> str | None:
    """/01/GTIN/SEGMENT: all but the GTIN is compressed."""
    digits, _, segment = rest.removesuffix("/").partition("/")
    return compression.expand_after(digits, segment) if isinstance(links.parse(f"/{links.GTIN}/{digits}"), GtinLink) else None


def _expanded(address: str) -> Response:
    """The answer to the uncompressed link, which is told as the same thing."""
    path, _, query = address.partition("?")
    answer = _answered([links.parse(path)], also=query)
    answer.headers.add("Link", f'<{_public_url()}{address}>; rel="{SAME_AS}"')
    return answer


def _answered(readings: list[Link | Malformed], also: str = "") -> Response:
    asked = printed_links.asked(request.environ)
    if also:
        asked = Asked("&".join(filter(None, (also, asked.query))), asked.accept, asked.languages)
    with looking() as look:
        link, found = resolving.known(readings, lambda each: printed_links.look(look, each))
        answer = resolving.decide(_public_url(), asked, link, found, lambda: queries.named(look, found.product_id if found else 0))
        body: dict[str, Any] = {}
        if answer.body is Body.LINKSET and found and not isinstance(link, Malformed):
            body = linkset.linkset(_public_url(), found.code, link, queries.named(look, found.product_id))
        elif answer.body is Body.CHOICES and not isinstance(link, Malformed):
            body = linkset.choices(_public_url(), link, answer.targets)
    if answer.scan and found:
        scan_counting.count(request.environ, found.code_id)
    if answer.body is Body.UNKNOWN:
        misses.count()
    return _with_headers(_shown(answer, link, asked, body), answer)


def _shown(answer: Answer, link: Link | Malformed, asked: Asked, body: dict[str, Any]) -> Response:
    match answer.body:
        case Body.NONE:
            response = Response(status=answer.status)
            del response.headers["Content-Type"]
            return response
        case Body.LINKSET | Body.CHOICES:
            if resolving.for_people(asked.accept, otherwise=answer.body is Body.CHOICES):
                return resolved.page("resolving/links.html", answer.status, groups=resolved.groups(body))
            return resolved.as_linkset(body, answer.status, asked.accept)
        case Body.MALFORMED:
            return _refused(answer, asked, "link_malformed", str(named.MALFORMED[str(link)]))
        case Body.NO_SUCH_TYPE:
            return _refused(answer, asked, "no_such_link", "")
        case Body.UNKNOWN:
            kind = "serial_unknown" if isinstance(link, GtinLink) and (link.serial or link.third_party) else "code_unknown"
            return _refused(answer, asked, kind, str(said.ADVICE[kind]))


def _refused(answer: Answer, asked: Asked, kind: str, advice: str) -> Response:
    """A plain page for people, RFC 9457's shape for programs."""
    if resolving.for_people(asked.accept, otherwise=True):
        return resolved.page("answers/refused.html", answer.status, title=words.of(kind), advice=advice)
    return resolved.problem(answer.status, kind, words.of(kind), advice)


def _with_headers(response: Response, answer: Answer) -> Response:
    for name, value in answer.headers:
        response.headers.add(name, value)
    return response


def _public_url() -> str:
    url: str = current_app.extensions["settings"].public_url
    return url.rstrip("/")


@bp.after_request
def _open_to_other_sites(response: Response) -> Response:
    """Pages of other sites may ask what they may (CORS, Fetch standard); what they read says so itself."""
    if request.method == "OPTIONS":
        response.headers.extend(resolving.CORS)
        response.headers["Access-Control-Allow-Methods"] = resolving.METHODS
        response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"anything": Anything, "compressed": Compressed}
    misses.init_app(app)
