"""The public receipt as a PDF of one sheet of A4: the same bytes for the same receipt, always."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from fpdf import FPDF

from qr import drawing
from qr.fonts import FACE, FONT

MARGIN = 20.0  # mm, as all lengths here
TERM = 45.0
CODE = 42.0
LINE = 7.0


class Printed(Protocol):
    """What a receipt says."""

    @property
    def title(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, str]: ...
    @property
    def address(self) -> str: ...
    @property
    def how_to_check(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def disclosed_at(self) -> datetime: ...
    @property
    def language(self) -> str: ...


def draw(receipt: Printed) -> bytes:
    """The sheet. Nothing in it depends on when it is drawn: its date is that of the disclosure."""
    pdf = sheet(receipt.title, receipt.language, receipt.disclosed_at)
    _words(pdf, receipt)
    _code(pdf, receipt)
    return bytes(pdf.output())


def sheet(title: str, language: str, dated: datetime) -> FPDF:
    """An empty sheet of A4 in the registry's typeface, dated by what it tells of."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(dated)
    pdf.set_title(title)
    pdf.set_lang("zh-CN" if language == "zh" else "en")
    pdf.set_producer("")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.add_font("zh", fname=FONT, collection_font_number=FACE)
    pdf.add_page()
    return pdf


def _words(pdf: FPDF, receipt: Printed) -> None:
    paragraph(pdf, receipt.title, 24, 14)
    paragraph(pdf, receipt.says, 12, LINE)
    pdf.ln(4)
    for term, fact in receipt.facts.items():
        fact_row(pdf, term, fact)
    pdf.ln(4)


def fact_row(pdf: FPDF, term: str, fact: str) -> None:
    """Term and fact beside each other; whichever is longer makes the row's height."""
    pdf.set_font("zh", size=11)
    top = pdf.get_y()
    pdf.set_text_color(85)
    pdf.multi_cell(TERM, LINE, term, align="L", new_x="LEFT", new_y="NEXT")
    below = pdf.get_y()
    pdf.set_text_color(0)
    pdf.set_xy(MARGIN + TERM, top)
    pdf.multi_cell(pdf.epw - TERM, LINE, fact, align="L", wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(max(below, pdf.get_y()) + 1)
    pdf.set_draw_color(214)
    pdf.line(MARGIN, pdf.get_y(), MARGIN + pdf.epw, pdf.get_y())
    pdf.ln(1)


def _code(pdf: FPDF, receipt: Printed) -> None:
    """The code as dark rectangles, with its quiet zone, and the address under it as text."""
    modules = drawing.matrix(receipt.address)
    module = CODE / (len(modules) + 2 * drawing.QUIET)
    left, top = MARGIN - drawing.QUIET * module, pdf.get_y()
    pdf.set_fill_color(0)
    for x, y, width in drawing.runs(modules):
        pdf.rect(left + (x + drawing.QUIET) * module, top + (y + drawing.QUIET) * module, width * module, module, style="F")
    pdf.set_y(top + CODE)
    paragraph(pdf, receipt.address, 11, LINE)
    paragraph(pdf, receipt.how_to_check, 10, 6)
    paragraph(pdf, receipt.operator, 10, 6)


def paragraph(pdf: FPDF, words: str, size: int, height: float) -> None:
    """Words over the sheet's whole width, `height` for each line, and a small space below."""
    pdf.set_font("zh", size=size)
    pdf.multi_cell(pdf.epw, height, words, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)
