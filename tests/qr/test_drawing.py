"""What is drawn can be read back, and is the same every time."""

import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from qr import drawing

PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=120)


@given(PRINTABLE, st.sampled_from(["M", "Q", "H"]))
def test_an_independent_reader_reads_back_what_was_drawn(text: str, level: str) -> None:
    modules = drawing.matrix(text, level)
    side = len(modules) + 2 * drawing.QUIET
    picture = Image.new("L", (side, side), 255)
    for x, y, width in drawing.runs(modules):
        picture.paste(0, (x + drawing.QUIET, y + drawing.QUIET, x + drawing.QUIET + width, y + drawing.QUIET + 1))
    picture = picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


@given(PRINTABLE)
def test_runs_cover_exactly_the_dark_modules(text: str) -> None:
    modules = drawing.matrix(text)
    dark = {(x, y) for y, row in enumerate(modules) for x, module in enumerate(row) if module}
    assert {(x + step, y) for x, y, width in drawing.runs(modules) for step in range(width)} == dark


def test_an_upper_case_link_takes_a_smaller_symbol_than_bytes_would() -> None:
    assert len(drawing.matrix("HTTPS://BZ.CN/01/06901234567892")) == 25


def test_a_title_cannot_break_out_of_the_drawing() -> None:
    assert "<script>" not in drawing.svg("X", title='"><script>alert(1)</script>')
