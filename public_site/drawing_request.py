"""What is asked of one drawing, read alike for the file itself and for the desk's form: how it looks, and what it says."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from public_site.kit_drawing import host_of
from public_site.params import Typed, folded
from qr import advice, links
from qr.advice import Look
from qr.layout import Label
from registry.queries import lots
from registry.queries.drawings import Drawable
from registry.rules.application_identifiers import LONGEST

LINKS = ("gtin", "short")
PARTS = {"variant": lots.variant, "lot": lots.lot, "serial": lots.serial}
USUAL = Look()
USUAL_DPI = 300


@dataclass(frozen=True)
class Content:
    """Which link is printed, and which of the product's registered variant, lot and serial it holds; "" for none."""

    link: str
    parts: dict[str, str]


def look(typed: Typed, *, whole_dots: bool = False) -> tuple[Look, int]:
    """How the drawing looks, and the printer's dots an inch; refuses every wrong field. `whole_dots`: judge what that printer makes of it."""
    level = typed.choice("level", ("L", *advice.LEVELS), default=USUAL.level)
    module = typed.number("module", required=False)
    quiet = typed.integer("quiet", least=0, most=advice.QUIET_MOST, default=USUAL.quiet)
    dpi = typed.integer("dpi", least=advice.DPI_LEAST, most=advice.DPI_MOST, default=USUAL_DPI)
    asked = Look(level, USUAL.module if module is None else float(module), quiet, _colour(typed, "colour", USUAL.colour), _colour(typed, "background", USUAL.background))
    judged = advice.printed(asked, dpi) if whole_dots and "module" not in typed.wrong and asked.module > 0 else asked
    for field, code in advice.refusals(judged).items():
        typed.refuse(field, code, **advice.FACTS)
    return asked, dpi


def content(typed: Typed, found: Drawable) -> Content:
    """What the product's code is to say; refuses what a product without a GTIN, or a short code, cannot say."""
    link = typed.choice("link", LINKS, default="gtin" if found.gtin else "short")
    parts = {name: typed.text(name, required=False, longest=LONGEST) for name in PARTS}
    asked = [name for name, part in parts.items() if part]
    if link == "gtin" and not found.gtin:
        typed.refuse("link", "drawing_no_gtin")
    elif link == "short" and asked:
        typed.refuse(asked[0], "drawing_part_needs_gtin")
    return Content(link, parts)


def unknown(session: Session, found: Drawable, asked: Content) -> dict[str, str]:
    """Field -> code of each part that is not registered for the product."""
    return {name: f"drawing_{name}_unknown" for name, part in asked.parts.items() if part and PARTS[name](session, found.product_id, part) is None}


def label(code: str, found: Drawable, asked: Content, public_url: str) -> Label:
    """What is drawn: the link, and what stands below it."""
    text = links.gtin_link(public_url, found.gtin, **asked.parts) if asked.link == "gtin" else links.short_link(public_url, code)
    return Label(text, found.number, code, host_of(public_url))


def _colour(typed: Typed, name: str, usual: str) -> str:
    """With or without its number sign, which an address must escape."""
    return "#" + (folded(typed.text(name, required=False)) or usual).removeprefix("#").lower()
