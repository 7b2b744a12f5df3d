"""A bulletin as a PDF on A4: the same bytes for the same bulletin, always."""

from collections.abc import Sequence

from flask_babel import gettext as _
from fpdf import FPDF

from public_site.bulletin_sections import Section
from public_site.i18n import language
from public_site.presenters import moment, standard_number
from public_site.receipt_pdf import LINE, MARGIN, paragraph, sheet
from public_site.words import statistics as words
from registry.queries.bulletins import Published

NUMBER = 25.0  # mm
def draw(found: Published, title: str, address: str, sections: Sequence[Section]) -> bytes:
    """Preface, sections of figures, the single results, and by what the text can be checked."""
    pdf = sheet(title, language(), found.published_at)
    paragraph(pdf, title, 18, 10)
    if found.sequence > 1:
        paragraph(pdf, _("第 %(sequence)s 期（更正）", sequence=found.sequence), 11, LINE)
    if found.preface:
        paragraph(pdf, found.preface, 11, LINE)
    for heading, _whole, lines in sections:
        paragraph(pdf, heading, 14, 9)
        for name, number, part in lines:
            _row(pdf, name, (f"{number:,}", f"{part}%" if part else ""))
        pdf.ln(4)
    if found.figures["results"]:
        paragraph(pdf, _("逐项结果"), 14, 9)
    for each in found.figures["results"]:
        _row(pdf, f"{standard_number(each['number'])}  {each['enterprise']}", (str(words.VERDICTS[each["verdict"]]), each["concluded_on"]))
    pdf.ln(4)
    for said in (_("%(bureau)s，%(at)s（北京时间）发布", bureau=found.bureau, at=moment(found.published_at)), address, f"SHA-256 {found.content_hash}"):
        paragraph(pdf, said, 9, 5)
    return bytes(pdf.output())


def _row(pdf: FPDF, name: str, cells: tuple[str, str]) -> None:
    """A name that may take several lines, and two cells at the right; never torn apart between two sheets."""
    pdf.set_font("zh", size=10)
    width = pdf.epw - 2 * NUMBER
    height = 6.0 * len(pdf.multi_cell(width, 6, name, align="L", wrapmode="CHAR", dry_run=True, output="LINES"))
    if pdf.will_page_break(height):
        pdf.add_page()
    top = pdf.get_y()
    pdf.multi_cell(width, 6, name, align="L", wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT")
    below = pdf.get_y()
    pdf.set_xy(MARGIN + width, top)
    for cell in cells:
        pdf.cell(NUMBER, 6, cell, align="R")
    pdf.set_xy(MARGIN, below)
    pdf.set_draw_color(214)
    pdf.line(MARGIN, below, MARGIN + pdf.epw, below)
