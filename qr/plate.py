"""A door plate for a service: one large code with who offers what by which standard, as PDF, in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fpdf import FPDF

from qr import advice, lettering, symbols
from qr.advice import Look
from qr.labels import code_at, document, ground, rgb, with_codes
from qr.layout import SMALLEST_WORDS, Label, words
from registry.errors import Invalid

SIZES: Final = {"a4": (210.0, 297.0), "a5": (148.0, 210.0), "a6": (105.0, 148.0)}
"""Upright; width and height in millimetres."""
CLAIM: Final = ("扫码查看本服务执行的标准", "Scan to see which standard this service follows")
"""Printed on a door in both languages, whoever draws it."""
_MARGIN: Final = 0.07  # of the width, as are the sizes of words below
_NAME: Final = 0.062
_SERVICE: Final = 0.05
_CLAIM: Final = 0.036
_FOOT: Final = 0.034
_LEAD: Final = 1.35
_LINES_MOST: Final = 3
_NEVER_FIRST: Final = "、，。；：！？）》」』”’"
_POINT: Final = 72 / advice.INCH


@dataclass(frozen=True, slots=True)
class Plate:
    """What stands on the plate: the label (code, number, short code, host) and the names of enterprise and service."""

    label: Label
    enterprise: str
    service: str


def draw_plate(plate: Plate, size: str = "a5", look: Look = Look(level="H")) -> bytes:  # noqa: B008 - frozen
    """The plate as PDF of one page, the code as wide as the plate allows (`look.module` is not asked).

    Raises Invalid: `size` for an unknown one, `enterprise` or `service` for names that three lines do not hold, and what
    `advice.check` refuses.
    """
    if size not in SIZES:
        raise Invalid({"size": "plate_size"})
    advice.check(look)
    width, height = SIZES[size]
    pdf = document(width, height)
    pdf.add_page()
    pdf.set_text_color(*rgb(look.colour))
    above = _below(pdf, list(_head(plate, width)), width, width * _MARGIN)
    foot = [(text, width * _FOOT) for text in (*CLAIM, *words(plate.label))]
    top_of_foot = height - width * _MARGIN - sum(em for _, em in foot) * _LEAD
    _below(pdf, foot, width, top_of_foot)
    return with_codes(pdf, [_code(plate.label, look, width, height, above, top_of_foot)], [ground(0, 0, width, height, look)])


def _head(plate: Plate, width: float) -> Iterator[tuple[str, float]]:
    """The names' lines with their sizes; a long name takes more lines, a word too wide for one is set smaller."""
    for field, name, em in (("enterprise", plate.enterprise, width * _NAME), ("service", plate.service, width * _SERVICE)):
        lines = _wrapped(name, em, width * (1 - 2 * _MARGIN))
        if len(lines) > _LINES_MOST:
            raise Invalid({field: "plate_name_long"})
        yield from ((line, em) for line in lines)


def _wrapped(text: str, em: float, width: float) -> list[str]:
    """Broken wherever the line is full, as Chinese is; an embedded Latin word moves to the next line whole if that holds it."""
    lines, line = [], ""
    for character in " ".join(text.split()):
        if line and character not in _NEVER_FIRST and lettering.width(line + character, em) > width:
            kept, _, word = line.rpartition(" ")
            whole = kept and character.isascii() and word.isascii() and character != " "
            lines.append(kept if whole else line)
            line = word if whole else ""
        line += character if line or character != " " else ""
    return [*lines, line] if line else lines


def _below(pdf: FPDF, lines: list[tuple[str, float]], width: float, top: float) -> float:
    """Set the lines centred from `top` down; returns where they end. What is too wide is set smaller."""
    room = width * (1 - _MARGIN)
    for text, em in lines:
        fitting = max(min(em, em * room / lettering.width(text, em)), SMALLEST_WORDS)
        pdf.set_font(lettering.NAME, size=fitting * _POINT)
        pdf.text((width - lettering.width(text, fitting)) / 2, top + em, text)
        top += em * _LEAD
    return top


def _code(label: Label, look: Look, width: float, height: float, above: float, below: float) -> bytes:
    """The code, quiet zone included, as large as the room between the words, in the middle of it."""
    symbol = symbols.symbol(label.text, look.level)
    module = min(width, below - above) / (symbol.side + 2 * look.quiet)
    left, top = (width - module * symbol.side) / 2, (above + below - module * symbol.side) / 2
    return code_at(symbol, module, left, height - top - module * symbol.side, look)
