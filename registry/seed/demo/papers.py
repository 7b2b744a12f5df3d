"""Small real PDFs and a picture that say of themselves that they prove nothing."""

from datetime import UTC, datetime
from io import BytesIO

from fpdf import FPDF
from PIL import Image, ImageDraw

from registry.actions import files
from registry.uploads import Examined

_WRITTEN = datetime(2024, 1, 2, tzinfo=UTC)
_TITLES = ("Textile conveyor belts", "Outdoor jackets", "Copper alloy ball valves", "Athletic shoes", "Injection moulds", "Home-based elderly care")


def licence() -> Examined:
    """What stands in for every business licence and authorisation."""
    lines = ("DEMONSTRATION", "This page stands in for a business licence.", "It proves nothing, and the enterprise is invented.")
    return files.examine(_pdf(lines), "licence")


def texts() -> list[Examined]:
    """Texts of a handful of invented enterprise standards."""
    return [files.examine(_pdf(("DEMONSTRATION", title, "Invented text of an invented enterprise standard.", "1 Scope", "2 Normative references", "3 Requirements", "4 Test methods")), "text") for title in _TITLES]


def photo() -> Examined:
    """What stands in for a photograph: a drawn label on a drawn box."""
    drawn = Image.new("RGB", (640, 480), "#c8b48c")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((140, 110, 500, 370), fill="white", outline="#333333", width=4)
    for line, text in enumerate(("DEMONSTRATION", "invented label", "Q/HLXJ 001")):
        pen.text((170, 140 + 70 * line), text, fill="#222222", font_size=36)
    saved = BytesIO()
    drawn.save(saved, "PNG")
    return files.examine(saved.getvalue(), "photo")


def _pdf(lines: tuple[str, ...]) -> bytes:
    made = FPDF()
    made.set_creation_date(_WRITTEN)
    made.add_page()
    made.set_font("helvetica", size=16)
    for line in lines:
        made.cell(0, 12, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(made.output())
