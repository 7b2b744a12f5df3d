"""Sheets of labels as PDF: many different codes with the words below them, quickly and in bounded memory.

A long run is drawn in parts of whole sheets, so that whoever makes a kit can stop and go on (parts that are on the disk
are not drawn again):

    sheet, look = sheets.COMMON["a4-3x8-70x37"], advice.Look()
    with symbols.processes(2) as pool:
        for number, part in enumerate(symbols.batches(labels, part_size(sheet))):
            path = folder / f"{number:05d}.pdf"
            if not path.exists():
                path.write_bytes(draw_part(part, sheet, look, pool=pool, on_page=told))   # write aside and rename
    join(sorted(folder.glob("*.pdf")), out)

`draw_sheets` is just that, for whoever needs no stop. The same labels give the same bytes, in as many processes as it
may be, as long as parts have the same size.

The words are set with fpdf2, the codes are appended to each page with pikepdf: one path and one fill a code. fpdf2 draws
such a path only through its private `_out`; its public `rect` takes three times as long, its drawing context thirty.
`pikepdf.Page.contents_add` is public, and parts are joined with pikepdf anyway.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from fpdf import FPDF

from qr import advice, lettering, symbols
from qr.advice import Look
from qr.fonts import FACE, FONT
from qr.layout import Label, Layout, within
from qr.sheets import Sheet
from qr.symbols import Symbol

__all__ = ["PADDING", "Label", "draw_part", "draw_sheets", "drawn_module", "join", "part_size"]

PADDING = 1.5
"""Millimetres inside a label's edge that stay empty, as label printers and cutters need."""
PART = 2000
"""Labels of a part, roughly: about ten seconds of one process and a few megabytes."""
DRAWN = datetime(2000, 1, 1, tzinfo=UTC)
"""The date inside every PDF: the same drawing is the same file on whatever day it is made."""
_POINT = 72 / advice.INCH
_MARK = 1.0  # mm, half of a crop mark's arm; less than PADDING
_HAIR = 0.1
Told = Callable[[int], None]


def part_size(sheet: Sheet) -> int:
    """How many labels make a part: whole sheets, about PART labels."""
    return max(1, PART // sheet.count) * sheet.count


def drawn_module(label: Label, sheet: Sheet, look: Look, *, largest: bool = True) -> float:
    """The module in millimetres that `label` gets on `sheet`, to be advised on (`advice.warnings`).

    Raises Invalid as `draw_part` does: call it for the longest text before a kit is begun.
    """
    advice.check(look)
    return _laid_out(label, symbols.symbol(label.text, look.level).side, sheet, look, largest=largest).module


def draw_sheets(labels: Iterable[Label], sheet: Sheet, look: Look, out: Path, *, largest: bool = True, crop_marks: bool = False, processes: int = 1, on_page: Told | None = None) -> int:
    """Write all labels to `out` and return how many they were; `on_page` is told the labels done so far after each sheet.

    `largest`: each code as large as its label allows, up to what tills read; otherwise exactly `look.module`.
    Raises Invalid (fields of `advice.check`, `sheet`) when a label does not fit; `out` is then not written.
    """
    done = 0
    with TemporaryDirectory() as folder, symbols.processes(processes) as pool:
        paths: list[Path] = []
        for batch in symbols.batches(labels, part_size(sheet)):
            paths.append(Path(folder) / f"{len(paths):05d}.pdf")
            before = done
            paths[-1].write_bytes(draw_part(batch, sheet, look, largest=largest, crop_marks=crop_marks, pool=pool, on_page=lambda here, before=before: on_page and on_page(before + here)))  # type: ignore[misc]
            done += len(batch)
        join(paths, out)
    return done


def draw_part(labels: Iterable[Label], sheet: Sheet, look: Look, *, largest: bool = True, crop_marks: bool = False, pool: Executor | None = None, on_page: Told | None = None) -> bytes:
    """The labels on as many pages as they take, as one PDF held in memory: give it `part_size(sheet)` labels at most.

    `pool` (`symbols.processes`) draws the symbols; `on_page` is told the labels of this part done so far.
    """
    advice.check(look)
    page, codes, done = document(sheet.page_width, sheet.page_height), list[bytes](), 0
    page.set_text_color(*rgb(look.colour))
    paper = b"".join(ground(left, sheet.page_height - top - sheet.height, sheet.width, sheet.height, look) for left, top in sheet.corners())
    for batch in symbols.batches(symbols.drawn(labels, partial(symbols.of_labels, level=look.level), pool), sheet.count):
        page.add_page()
        codes.append(_page(page, batch, sheet, look, largest=largest) + (_crop_marks(sheet) if crop_marks else b""))
        done += len(batch)
        if on_page:
            on_page(done)
    return with_codes(page, codes, [paper] * len(codes))


def join(parts: Sequence[Path], out: Path) -> None:
    """Write the pages of all parts, in their order, as one PDF; pages are copied from file to file, not held in memory."""
    with ExitStack() as opened, pikepdf.new() as whole:
        for part in parts:
            whole.pages.extend(opened.enter_context(pikepdf.open(part)).pages)
        whole.save(out, deterministic_id=True)


def document(width: float, height: float) -> FPDF:
    """An empty PDF with pages of millimetres and the shipped font, the same bytes on any day."""
    pdf = FPDF(unit="mm", format=(width, height))
    pdf.set_creation_date(DRAWN)
    pdf.set_producer("")
    pdf.set_margin(0)
    pdf.set_auto_page_break(False)
    pdf.add_font(lettering.NAME, fname=FONT, collection_font_number=FACE)
    return pdf


def write_lines(pdf: FPDF, layout: Layout, left: float = 0.0, top: float = 0.0) -> None:
    """The layout's words on the current page."""
    for line in layout.lines:
        pdf.set_font(lettering.NAME, size=line.size * _POINT)
        pdf.text(left + line.x, top + line.baseline, line.text)


def code_at(symbol: Symbol, module: float, left: float, bottom: float, look: Look) -> bytes:
    """Operators that fill the symbol's modules; `left` and `bottom` of the lowest row in millimetres from the page's lower left."""
    scale = module * _POINT
    return b"q %s rg %.4f 0 0 %.4f %.4f %.4f cm\n%sf Q\n" % (_fill(look.colour), scale, scale, left * _POINT, bottom * _POINT, symbol.path)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of #rrggbb, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def ground(left: float, bottom: float, width: float, height: float, look: Look) -> bytes:
    """Operators that fill the background; none for white, which is the paper's own."""
    if look.background.lower() == "#ffffff":
        return b""
    return b"q %s rg %.4f %.4f %.4f %.4f re f Q\n" % (_fill(look.background), left * _POINT, bottom * _POINT, width * _POINT, height * _POINT)


def with_codes(pdf: FPDF, codes: Sequence[bytes], grounds: Sequence[bytes] = ()) -> bytes:
    """The file with each page's codes over its words, and its ground below them."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf.output())) as drawn:
        for number, code in enumerate(codes):
            drawn.pages[number].contents_add(code)
            if number < len(grounds) and grounds[number]:
                drawn.pages[number].contents_add(grounds[number], prepend=True)
        drawn.save(out, deterministic_id=True)
    return out.getvalue()


def _page(page: FPDF, batch: list[tuple[Label, Symbol]], sheet: Sheet, look: Look, *, largest: bool) -> bytes:
    """Set the words of a sheet's labels and return the operators of their codes."""
    codes = []
    for (label, symbol), (left, top) in zip(batch, sheet.corners(), strict=False):
        layout = _laid_out(label, symbol.side, sheet, look, largest=largest)
        left, top = left + PADDING, top + PADDING
        write_lines(page, layout, left, top)
        codes.append(code_at(symbol, layout.module, left + layout.x, sheet.page_height - top - layout.y - symbol.side * layout.module, look))
    return b"".join(codes)


def _laid_out(label: Label, count: int, sheet: Sheet, look: Look, *, largest: bool) -> Layout:
    return within(label, count, look, sheet.width - 2 * PADDING, sheet.height - 2 * PADDING, largest=largest)


def _crop_marks(sheet: Sheet) -> bytes:
    """A thin cross on every corner of every label."""
    corners = {(x + over, y + below) for x, y in sheet.corners() for over in (0.0, sheet.width) for below in (0.0, sheet.height)}
    crosses = (_cross(x * _POINT, (sheet.page_height - y) * _POINT) for x, y in sorted(corners))
    return b"q 0 G %.4f w\n%sQ\n" % (_HAIR * _POINT, b"".join(crosses))


def _cross(x: float, y: float) -> bytes:
    arm = _MARK * _POINT
    return b"%.4f %.4f m %.4f %.4f l %.4f %.4f m %.4f %.4f l S\n" % (x - arm, y, x + arm, y, x, y - arm, x, y + arm)


def _fill(colour: str) -> bytes:
    red, green, blue = rgb(colour)
    return b"%.4f %.4f %.4f" % (red / 255, green / 255, blue / 255)
