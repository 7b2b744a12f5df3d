"""The shipped font prints what a Chinese disclosure is made of."""

import hashlib
import warnings

from fontTools.ttLib import TTCollection
from fpdf import FPDF

from qr.fonts import FACE, FONT

SHA256 = "2420e8078af796b19a3f6ef13de527a1a91c1e7171eea115926c614ced1009b3"
SIGNS = "≥≤≠≈±×÷·°℃‰Ω①⑳㎡㎥㎜³²½μ∞“”‘’《》【】（）、。，；：→—…"


def test_the_font_is_the_unaltered_file_whose_licence_is_shipped() -> None:
    assert hashlib.sha256(FONT.read_bytes()).hexdigest() == SHA256
    assert "Apache License" in (FONT.parent / "LICENSE-Apache-2.0.txt").read_text()
    assert "Wada Laboratory" in (FONT.parent / "LICENSE-Ume-Font.txt").read_text()


def test_the_font_has_every_sign_that_indicators_need_and_every_gb2312_character() -> None:
    known = TTCollection(FONT).fonts[FACE].getBestCmap()
    gb2312 = {bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) if (row, cell) < (0xD7, 0xFA) or row > 0xD7}
    assert len(gb2312) == 6763
    assert sorted(sign for sign in gb2312 | set(SIGNS) if ord(sign) not in known) == []


def test_a_chinese_pdf_is_made_without_a_warning() -> None:
    pdf = FPDF()
    pdf.add_font("zh", fname=FONT, collection_font_number=FACE)
    pdf.add_page()
    pdf.set_font("zh", size=12)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pdf.multi_cell(0, 8, "三门县胶带 拉伸强度 " + SIGNS)
    assert bytes(pdf.output()).startswith(b"%PDF-")
