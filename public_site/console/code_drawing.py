"""One drawing to download: the form at the desk, how large the drawing becomes, who can read it, and where its files are."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from public_site import drawing_advice, drawing_request, params, words
from public_site.drawing_request import USUAL, USUAL_DPI, Content
from public_site.params import Form
from public_site.presenters import number
from public_site.words import drawings as said
from public_site.words.label_kits import LEVELS
from qr import advice, drawing, layout, single
from qr.advice import Look
from qr.layout import Label
from registry.errors import Invalid, NotFound
from registry.queries import drawings, lots
from registry.queries.drawings import Drawable
from registry.rules.application_identifiers import costs_byte_mode

KINDS = ("svg", "png", "pdf")
MOST_LOTS = 200
"""Lots that are offered while one is typed: the newest."""
Options = list[tuple[object, ...]]


@dataclass(frozen=True)
class Drawn:
    """What comes of the form: the label's text and the lines below it, sentences, and a file's address by its kind; `no_png` says why there is none."""

    text: str
    below: list[str]
    numbered: bool
    advice: list[str]
    addresses: dict[str, str]
    no_png: str


@dataclass(frozen=True)
class Drawing:
    """The form with what it offers, and what comes of it: None while something is wrong."""

    form: Form
    options: dict[str, Options]
    drawn: Drawn | None


def of(session: Session, code: str, asked: Mapping[str, str], public_url: str) -> Drawing | None:
    """The drawing of a live code as it is asked for, usual where nothing is; None for an enterprise whose products are not public."""
    try:
        found = drawings.by_code(session, code)
    except NotFound:
        return None
    usual = _usual(found)
    values = {name: asked.get(name, "").strip() or value for name, value in usual.items()}
    try:
        content, look, dpi = _read(session, found, values)
    except Invalid as refused:
        return Drawing(Form.refused(values, refused), _options(session, found, USUAL_DPI), None)
    query = urlencode({name: value for name, value in values.items() if value != usual[name]})
    label = drawing_request.label(code, found, content, public_url)
    return Drawing(Form(values), _options(session, found, dpi), _drawn(label, content, look, dpi, f"/p/{code}/code", query))


def _usual(found: Drawable) -> dict[str, str]:
    """The form's fields as they stand before anything is chosen; what equals them is left out of a file's address."""
    return {
        "link": "gtin" if found.gtin else "short", "variant": "", "lot": "", "level": USUAL.level, "module": f"{USUAL.module:g}",
        "colour": USUAL.colour, "background": USUAL.background, "dpi": str(USUAL_DPI),
    }  # fmt: skip


def _read(session: Session, found: Drawable, values: Mapping[str, str]) -> tuple[Content, Look, int]:
    """What is asked for. Raises Invalid with every wrong field."""
    with params.reading(values) as typed:
        look, dpi = drawing_request.look(typed)
        content = drawing_request.content(typed, found)
        for field, missing in drawing_request.unknown(session, found, content).items():
            typed.refuse(field, missing)
    return content, look, dpi


def _options(session: Session, found: Drawable, dpi: int) -> dict[str, Options]:
    links = [(name, *both) for name, both in said.LINKS.items() if found.gtin or name == "short"]
    newest, _total = lots.lots(session, found.product_id, limit=MOST_LOTS)
    return {
        "link": [*links], "level": [(name, *both) for name, both in LEVELS.items()], "dpi": [(each, f"{each} dpi") for each in sorted({*advice.PRINTERS, dpi})],
        "module": [(str(width), _("%(dpi)s dpi %(dots)s 点", dpi=dpi, dots=dots)) for dots, width in advice.printer_dots(dpi)],
        "variant": [(each.variant, each.name) for each in lots.variants(session, found.product_id)], "lot": [(each.lot, each.produced_on) for each in newest],
        "colour": [*said.DARK.items()], "background": [*said.LIGHT.items()],
    }  # fmt: skip


def _drawn(label: Label, content: Content, look: Look, dpi: int, file: str, query: str) -> Drawn:
    no_png = _why_no_png(label, look, dpi)
    kinds = [kind for kind in KINDS if kind != "png" or not no_png]
    costs = [words.of("lower_case_costs")] if any(map(costs_byte_mode, content.parts.values())) else []
    sentences = [*_sizes(label, look), *drawing_advice.warnings(look), *([] if no_png else _png(look, dpi)), *costs]
    return Drawn(label.text, layout.words(label), bool(label.number), sentences, {kind: f"{file}.{kind}?{query}".rstrip("?") for kind in kinds}, no_png)


def _sizes(label: Label, look: Look) -> list[str]:
    whole = single.measure(label, look)
    with_words = _("连同下面的字，整幅宽 %(width)s 毫米、高 %(height)s 毫米。", width=number(f"{whole.width:.1f}"), height=number(f"{whole.height:.1f}"))
    return [drawing_advice.size(len(drawing.matrix(label.text, look.level)), look), with_words]


def _why_no_png(label: Label, look: Look, dpi: int) -> str:
    """A size that is well in SVG and PDF may be more than a bitmap holds."""
    try:
        single.measure_png(label, look, dpi)
    except Invalid as refused:
        return " ".join(words.of(code, **refused.facts) for code in refused.fields.values())
    return ""


def _png(look: Look, dpi: int) -> list[str]:
    """What whole dots make of the module, and who fails to read that though not what was asked."""
    known = drawing_advice.warnings(look)
    return [drawing_advice.whole_dots(look, dpi), *(each for each in drawing_advice.warnings(advice.printed(look, dpi)) if each not in known)]
