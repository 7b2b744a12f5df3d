"""How wide the shipped font's words are, and their outlines: what is printed below a code looks the same in every file."""

from functools import lru_cache
from typing import Final

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from qr.fonts import FACE, FONT

NAME: Final = "zh"
"""What a PDF calls the font."""
_UNKNOWN: Final = ".notdef"


def width(text: str, size: float) -> float:
    """How wide one line of `text` is, in the unit of `size` (the font's em)."""
    return sum(map(_advance, text)) * size


def outlines(text: str, x: float, baseline: float, size: float) -> str:
    """One line of `text` as the path of an SVG (its y grows downwards), rounded to hundredths (of a millimetre: 2,540 dots an inch)."""
    pen = SVGPathPen(_glyphs(), ntos=_short)
    scale = size / _units()
    for character in text:
        _glyphs()[_named(character)].draw(TransformPen(pen, (scale, 0, 0, -scale, x, baseline)))
        x += _advance(character) * size
    return str(pen.getCommands())


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    return float(_glyphs()[_named(character)].width) / _units()


def _named(character: str) -> str:
    return str(_names().get(ord(character), _UNKNOWN))


@lru_cache(maxsize=1)
def _font() -> TTFont:
    return TTFont(FONT, fontNumber=FACE, lazy=True)


@lru_cache(maxsize=1)
def _names() -> dict[int, str]:
    return dict(_font().getBestCmap())


@lru_cache(maxsize=1)
def _glyphs():  # type: ignore[no-untyped-def]  # fontTools does not say what it is
    return _font().getGlyphSet()


@lru_cache(maxsize=1)
def _units() -> int:
    return int(_font()["head"].unitsPerEm)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
