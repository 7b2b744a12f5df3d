"""Draws QR codes (GB/T 18284, ISO/IEC 18004) from text: one input gives one drawing, always.

Drawings are made on demand and never stored. Sizes are in modules; whoever prints decides on millimetres.
"""

from functools import lru_cache
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

import qrcode
from qrcode import constants

QUIET: Final = 4
"""Modules of quiet zone on each side that readers need."""
Level = Literal["M", "Q", "H"]
_LEVELS: Final = {"M": constants.ERROR_CORRECT_M, "Q": constants.ERROR_CORRECT_Q, "H": constants.ERROR_CORRECT_H}


@lru_cache(maxsize=512)
def matrix(text: str, level: Level = "M") -> tuple[tuple[bool, ...], ...]:
    """The symbol's modules without quiet zone, row by row, True for dark; the smallest version that holds `text`."""
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
    code.add_data(text, optimize=4)  # the default of 20 puts short mixed text into one byte segment
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def runs(modules: tuple[tuple[bool, ...], ...]) -> list[tuple[int, int, int]]:
    """Dark runs as (x, y, width) in modules: what a page or a PDF draws as rectangles of height 1."""
    found = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                found.append((start, y, x - start))
            x += 1
    return found


def svg(text: str, *, title: str, level: Level = "M") -> str:
    """A scalable drawing with its quiet zone, dark on white in every colour scheme; `title` is what is read aloud."""
    modules = matrix(text, level)
    side = len(modules) + 2 * QUIET
    path = "".join(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z" for x, y, width in runs(modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" role="img" aria-label={quoteattr(title)}>'
        f'<title>{escape(title)}</title><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
