"""Three independent readers, the files as pictures at a printer's resolution, and what happens to codes on the way.

zbar and OpenCV look at a picture in three sizes, as a telephone looks at a code in several frames.
"""

import io
from collections.abc import Callable, Iterator
from random import Random

import cv2
import numpy as np
import pypdfium2
import resvg_py
import zxingcpp
from PIL import Image
from pyzbar import pyzbar

Picture = np.ndarray
SCALES = (1, 2, 3)


def zxing(picture: Picture, text: str) -> bool:
    return [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


def zbar(picture: Picture, text: str) -> bool:
    return any([found.data.decode() for found in pyzbar.decode(size, symbols=[pyzbar.ZBarSymbol.QRCODE])] == [text] for size in _sizes(picture))


def opencv(picture: Picture, text: str) -> bool:
    return any(cv2.QRCodeDetector().detectAndDecode(size)[0] == text for size in _sizes(picture))


READERS: tuple[Callable[[Picture, str], bool], ...] = (zxing, zbar, opencv)


def _sizes(picture: Picture) -> Iterator[Picture]:
    yield picture
    for scale in SCALES[1:]:
        yield cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)


def seen(kind: str, file: bytes, dpi: int, page: int = 0) -> Picture:
    """A drawn file as `dpi` shows it, in grey."""
    if kind == "pdf":
        with pypdfium2.PdfDocument(file) as document:
            return np.array(document[page].render(scale=dpi / 72).to_pil().convert("L"))
    return np.array(Image.open(io.BytesIO(file if kind == "png" else bytes(resvg_py.svg_to_bytes(svg_string=file.decode(), dpi=dpi)))).convert("L"))


def blurred(picture: Picture, module: float) -> Picture:
    """Out of focus by two fifths of a module (`module` in dots, the standard deviation)."""
    return cv2.GaussianBlur(picture, (0, 0), 0.4 * module)


def tilted(picture: Picture) -> Picture:
    """Seen from the side and turned by 12 degrees."""
    border = max(picture.shape) // 4
    wide = cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_CONSTANT, value=255)
    height, width = wide.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = np.float32([[width * 0.06, height * 0.02], [width * 0.97, height * 0.08], [width * 0.92, height * 0.97], [0, height * 0.9]])
    leaning = cv2.warpPerspective(wide, cv2.getPerspectiveTransform(corners, moved), (width, height), borderValue=255)
    return cv2.warpAffine(leaning, cv2.getRotationMatrix2D((width / 2, height / 2), 12, 1), (width, height), borderValue=255)


def symbol_of(picture: Picture) -> tuple[int, int, int]:
    """Left, top and side of the symbol in dots, by its finder patterns."""
    [found] = zxingcpp.read_barcodes(picture)
    corner, opposite = found.position.top_left, found.position.top_right
    return corner.x, corner.y, opposite.x - corner.x + 1


def blotted(picture: Picture, count: int, random: Random, *, clear: int = 0) -> Picture:
    """A black or white square of 5 % of the symbol (`count` modules a side) that leaves the finder patterns clear, and `clear` rows and columns."""
    left, top, side = symbol_of(picture)
    blot, finder, first = round((0.05 * side * side) ** 0.5), 8 * side // count, clear * side // count
    while True:
        x, y = random.randrange(first, side - blot), random.randrange(first, side - blot)
        if not any(x < fx + finder and x + blot > fx and y < fy + finder and y + blot > fy for fx, fy in ((0, 0), (side - finder, 0), (0, side - finder))):
            break
    spoilt = picture.copy()
    spoilt[top + y : top + y + blot, left + x : left + x + blot] = random.choice((0, 255))
    return spoilt
