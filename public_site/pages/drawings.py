"""A product's code as a file to print: SVG, PNG at whole printer dots, or PDF in millimetres.

?level= ?module= (mm) ?quiet= (modules) ?colour= and ?background= (#rrggbb) ?dpi= (PNG) ?link=gtin|short, and a registered
?variant=, ?lot= or ?serial= of a product with a GTIN. One address is one file, always; it has an ETag.
"""

from flask import Blueprint, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from public_site import drawing_request, params
from public_site.access import access
from public_site.database import reading
from public_site.security import public_page
from qr import single
from qr.advice import Look
from qr.layout import Label
from registry.errors import NotFound
from registry.queries import drawings
from registry.rules import scan_code

bp = Blueprint("drawings", __name__)
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


@bp.get("/p/<code>/code.<any(svg, png, pdf):kind>")
@access("public")
def drawing(code: str, kind: str) -> ResponseReturnValue:
    read = scan_code.parse(code)
    if read is None:
        raise NotFound("not_found")
    if read != code:
        return redirect(f"/p/{read}/code.{kind}?{request.query_string.decode('latin-1')}".rstrip("?"), 301)
    with reading() as session:
        label, look, dpi = _asked(session, read, kind)
    answer = Response(single.draw(kind, label, look, dpi=dpi), mimetype=TYPES[kind])
    answer.headers.set("Content-Disposition", "inline", filename=f"{read}.{kind}")
    return public_page(answer)


def _asked(session: Session, code: str, kind: str) -> tuple[Label, Look, int]:
    """What is drawn, how, and the printer's dots an inch. Raises Invalid with every wrong parameter, NotFound for what is revoked or not registered."""
    found = drawings.by_code(session, code)
    if found.revoked:
        raise NotFound("drawing_code_revoked")
    with params.reading(request.args) as typed:
        look, dpi = drawing_request.look(typed, whole_dots=kind == "png")
        content = drawing_request.content(typed, found)
    for missing in drawing_request.unknown(session, found, content).values():
        raise NotFound(missing)
    return drawing_request.label(code, found, content, current_app.extensions["settings"].public_url), look, dpi
