"""A product's code as a file to print: SVG, PNG at whole printer dots, or PDF in millimetres.

?level= ?module= (mm) ?quiet= (modules) ?colour= and ?background= (#rrggbb) ?dpi= (PNG) ?link=gtin|short, and a registered
?variant=, ?lot= or ?serial= of a product with a GTIN. One address is one file, always; it has an ETag.
"""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from public_site import params
from public_site.access import access
from public_site.database import reading
from public_site.security import public_page
from qr import advice, links, single
from qr.advice import Look
from qr.layout import Label
from registry.errors import NotFound
from registry.queries import drawings, lots
from registry.queries.drawings import Drawable
from registry.rules import scan_code
from registry.rules.application_identifiers import LONGEST

bp = Blueprint("drawings", __name__)
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
LINKS = ("gtin", "short")
PARTS = {"variant": lots.variant, "lot": lots.lot, "serial": lots.serial}


@bp.get("/p/<code>/code.<any(svg, png, pdf):kind>")
@access("public")
def drawing(code: str, kind: str) -> ResponseReturnValue:
    read = scan_code.parse(code)
    if read is None:
        raise NotFound("not_found")
    if read != code:
        return redirect(f"/p/{read}/code.{kind}?{request.query_string.decode('latin-1')}".rstrip("?"), 301)
    look, dpi = _look(kind)
    with reading() as session:
        label = _label(session, read)
    answer = Response(single.draw(kind, label, look, dpi=dpi), mimetype=TYPES[kind])
    answer.headers.set("Content-Disposition", "inline", filename=f"{read}.{kind}")
    return public_page(answer)


def _look(kind: str) -> tuple[Look, int]:
    """What is asked for, and the printer's dots an inch. Raises Invalid with every wrong parameter."""
    usual = Look()
    with params.reading(request.args) as typed:
        level = typed.choice("level", ("L", *advice.LEVELS), default=usual.level)
        module = typed.number("module", required=False)
        quiet = typed.integer("quiet", least=0, most=advice.QUIET_MOST, default=usual.quiet)
        dpi = typed.integer("dpi", least=advice.DPI_LEAST, most=advice.DPI_MOST, default=300)
        look = Look(level, usual.module if module is None else float(module), quiet, _colour("colour", usual.colour), _colour("background", usual.background))
        drawn = advice.printed(look, dpi) if kind == "png" and "module" not in typed.wrong and look.module > 0 else look
        for field, code in advice.refusals(drawn).items():
            typed.refuse(field, code, **advice.FACTS)
    return look, dpi


def _colour(name: str, usual: str) -> str:
    """With or without its number sign, which an address must escape."""
    return "#" + request.args.get(name, usual).strip().removeprefix("#").lower()


def _label(session: Session, code: str) -> Label:
    """What the code says and what stands below it. Raises NotFound for what is revoked or not registered."""
    found = drawings.by_code(session, code)
    if found.revoked:
        raise NotFound("drawing_code_revoked")
    with params.reading(request.args) as typed:
        link = typed.choice("link", LINKS, default="gtin" if found.gtin else "short")
        parts = {name: typed.text(name, required=False, longest=LONGEST) for name in PARTS}
        asked = [name for name, part in parts.items() if part]
        if link == "gtin" and not found.gtin:
            typed.refuse("link", "drawing_no_gtin")
        elif link == "short" and asked:
            typed.refuse(asked[0], "drawing_part_needs_gtin")
    _registered(session, found, parts)
    public_url = current_app.extensions["settings"].public_url
    text = links.gtin_link(public_url, found.gtin, **parts) if link == "gtin" else links.short_link(public_url, code)
    return Label(text, found.number, code, urlsplit(public_url).netloc.lower())


def _registered(session: Session, found: Drawable, parts: dict[str, str]) -> None:
    unknown = [name for name, part in parts.items() if part and PARTS[name](session, found.product_id, part) is None]
    if unknown:
        raise NotFound(f"drawing_{unknown[0]}_unknown")
