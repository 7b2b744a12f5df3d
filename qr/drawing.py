"""Draws QR codes (GB/T 18284, ISO/IEC 18004) from text: one input gives one drawing, always.

Drawings are made on demand and never stored. Sizes are in modules; whoever prints decides on millimetres.
"""

import re
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import qrcode
from qrcode import constants
from qrcode.util import BIT_LIMIT_TABLE, QRData

from qr import segments
from registry.errors import Invalid

QUIET: Final = 4
"""Modules of quiet zone on each side that readers need."""
Modules = tuple[tuple[bool, ...], ...]
_LEVELS: Final = {"M": constants.ERROR_CORRECT_M, "Q": constants.ERROR_CORRECT_Q, "H": constants.ERROR_CORRECT_H}


@lru_cache(maxsize=512)
def matrix(text: str, level: str = "M") -> Modules:
    """The symbol's modules without quiet zone, row by row, True for dark; the smallest version that holds `text`.

    `level` is M, Q or H (KeyError for any other). Raises Invalid for a text that no version holds.
    """
    version, split = _smallest(text, level)
    code = qrcode.QRCode(version, error_correction=_LEVELS[level], border=0)
    for segment in split:
        code.add_data(QRData(segment.content, mode=segment.mode))
    code.make(fit=False)
    return tuple(tuple(map(bool, row)) for row in code.modules)


def _smallest(text: str, level: str) -> tuple[int, list[segments.Segment]]:
    """The version and the split; the length of the counts changes after versions 9 and 26."""
    limits = BIT_LIMIT_TABLE[_LEVELS[level]]
    for first, last in ((1, 9), (10, 26), (27, 40)):
        split = segments.shortest(text, last)
        needed = segments.bits(split, last)
        if needed <= limits[last]:
            return next(version for version in range(first, last + 1) if needed <= limits[version]), split
    raise Invalid({"text": "drawing_text_long"})


def runs(modules: Modules) -> list[tuple[int, int, int]]:
    """Dark runs as (x, y, width) in modules: what a page or a PDF draws as rectangles of height 1."""
    return [(found.start(), y, found.end() - found.start()) for y, row in enumerate(modules) for found in re.finditer(b"\1+", bytes(row))]


def rectangles(modules: Modules) -> list[tuple[int, int, int, int]]:
    """Dark rectangles as (x, y, width, height) in modules: equal runs of neighbouring rows are one, about half as many."""
    open_since: dict[tuple[int, int], int] = {}
    done = []
    for y, row in enumerate([*modules, ()]):
        here = {found.span() for found in re.finditer(b"\1+", bytes(row))}
        done += [(start, since, end - start, y - since) for (start, end), since in open_since.items() if (start, end) not in here]
        open_since = {span: open_since.get(span, y) for span in sorted(here)}
    return done


def svg(text: str, *, title: str, level: str = "M") -> str:
    """A scalable drawing with its quiet zone, dark on white in every colour scheme; `title` is what is read aloud."""
    modules = matrix(text, level)
    side = len(modules) + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z" for x, y, width in runs(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" role="img" aria-label={quoteattr(title)}>'
        f'<title>{escape(title)}</title><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
