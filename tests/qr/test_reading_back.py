"""Whatever is drawn is read back by independent readers: at printers' resolutions, blurred, tilted, and with a blot."""

import io
from random import Random

import pytest
from PIL import Image

from qr import advice, drawing, links, plate, single
from qr.advice import Look
from qr.archive import FORMATS
from qr.layout import Label
from tests.qr.readers import READERS, blotted, blurred, opencv, seen, tilted, zbar, zxing

TEXT = links.gtin_link("https://bz.example.cn", "09520000000011", lot="L2026")
LABEL = Label(TEXT, "Q/EXAMPLE 001-2026", "7ZK4M0QX5C", "bz.example.cn")
TRIALS, AT_LEAST = 100, 95


@pytest.mark.parametrize("dpi", advice.PRINTERS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_is_read_as_it_is_out_of_focus_and_from_the_side(kind: str, dpi: int) -> None:
    picture = seen(kind, single.draw(kind, LABEL, Look(), dpi=dpi), dpi)
    module = Look().module * dpi / advice.INCH
    for spoilt in (picture, blurred(picture, module), tilted(picture)):
        assert sum(reader(spoilt, TEXT) for reader in READERS) >= 2
    assert all(reader(picture, TEXT) for reader in READERS)


@pytest.mark.parametrize("dpi", advice.PRINTERS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_is_read_with_a_blot_that_leaves_the_finders_clear(kind: str, dpi: int) -> None:
    picture, random = seen(kind, single.draw(kind, LABEL, Look(), dpi=dpi), dpi), Random(f"{kind} {dpi}")
    count = len(drawing.matrix(TEXT))
    spoilt = [blotted(picture, count, random) for _ in range(TRIALS)]
    assert sum(zxing(each, TEXT) for each in spoilt) >= AT_LEAST
    assert sum(zbar(each, TEXT) for each in spoilt) >= AT_LEAST


def test_the_reader_that_needs_the_timing_patterns_reads_too_when_they_are_clear() -> None:
    picture, random = seen("png", single.draw("png", LABEL, Look(), dpi=300), 300), Random(1)
    spoilt = [blotted(picture, len(drawing.matrix(TEXT)), random, clear=7) for _ in range(TRIALS)]
    assert sum(opencv(each, TEXT) for each in spoilt) >= AT_LEAST


@pytest.mark.parametrize("level", advice.LEVELS)
def test_every_level_and_a_coloured_code_are_read(level: str) -> None:
    look = Look(level=level, colour="#10305a", background="#fff6d8", quiet=6)
    for kind in FORMATS:
        assert sum(reader(seen(kind, single.draw(kind, LABEL, look), 300), TEXT) for reader in READERS) >= 2


@pytest.mark.parametrize("size", plate.SIZES)
def test_a_door_plate_is_read(size: str) -> None:
    drawn = plate.draw_plate(plate.Plate(LABEL, "三门县示例家政服务有限公司", "居家养老上门照护服务（示例）"), size)
    picture = seen("pdf", drawn, 100)
    assert sum(reader(picture, TEXT) for reader in READERS) >= 2


def test_a_png_says_its_resolution_and_every_module_is_whole_dots() -> None:
    for dpi, dots in ((203, 4), (300, 5), (600, 10)):
        picture = Image.open(io.BytesIO(single.png(LABEL, Look(), dpi)))
        assert round(picture.info["dpi"][0]) == dpi
        across = seen("png", single.png(LABEL, Look(), dpi), dpi)
        row = across[4 * dots + dots // 2]
        dark = [place for place, value in enumerate(row) if value == 0]
        assert len(dark) % dots == 0
        assert row[dark[0] : dark[0] + 7 * dots].max() == 0, "the finder's upper edge is seven modules"
        assert row[dark[0] + 7 * dots] == 255
