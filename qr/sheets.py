"""Sheets of labels as they are sold, sheets of one's own, and single labels for roll printers. Millimetres. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from registry.errors import Invalid

A4: Final = (210.0, 297.0)
PAGE_LEAST: Final = 10.0
PAGE_MOST: Final = 1200.0
LABELS_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with equal labels in rows; `across` and `down` is the way from one label's corner to the next one's."""

    page_width: float
    page_height: float
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float

    @property
    def count(self) -> int:
        """Labels a page."""
        return self.columns * self.rows

    def corners(self) -> Iterator[tuple[float, float]]:
        """Left and top of every label, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield self.left + column * self.across, self.top + row * self.down


def _a4(columns: int, rows: int, width: float, height: float, gap: float = 0.0, rows_gap: float = 0.0) -> Sheet:
    left = (A4[0] - columns * width - (columns - 1) * gap) / 2
    top = (A4[1] - rows * height - (rows - 1) * rows_gap) / 2
    return Sheet(*A4, columns, rows, width, height, left, top, width + gap, height + rows_gap)


COMMON: Final = {
    "a4-2x4-105x74": _a4(2, 4, 105, 74),
    "a4-2x7-99.1x38.1": _a4(2, 7, 99.1, 38.1, 2.5),
    "a4-3x7-63.5x38.1": _a4(3, 7, 63.5, 38.1, 2.5),
    "a4-3x8-63.5x33.9": _a4(3, 8, 63.5, 33.9, 2.5),
    "a4-3x8-70x37": _a4(3, 8, 70, 37),
    "a4-4x10-48.5x25.4": _a4(4, 10, 48.5, 25.4),
    "a4-5x13-38.1x21.2": _a4(5, 13, 38.1, 21.2, 2.5),
}
"""Grids of A4 label sheets in offices, named columns x rows - width x height."""
ROLLS: Final = ((40.0, 30.0), (50.0, 30.0), (60.0, 40.0), (80.0, 50.0), (100.0, 70.0))
"""Common single labels of thermal printers: width and height."""


def own(page_width: float, page_height: float, width: float, height: float, *, margin: float = 10.0, gap: float = 0.0) -> Sheet:
    """As many labels of one's own size as a page holds inside its margin. Raises Invalid, field by field, when there is none."""
    wrong = {name: "sheet_size" for name, value in (("page_width", page_width), ("page_height", page_height)) if not PAGE_LEAST <= value <= PAGE_MOST}
    wrong |= {name: "sheet_size" for name, value in (("width", width), ("height", height)) if not PAGE_LEAST <= value <= PAGE_MOST}
    wrong |= {name: "sheet_gap" for name, value in (("margin", margin), ("gap", gap)) if not 0 <= value <= PAGE_MOST}
    if wrong:
        raise Invalid(wrong, least=PAGE_LEAST, most=PAGE_MOST)
    columns, rows = _fitting(page_width, width, margin, gap), _fitting(page_height, height, margin, gap)
    if not columns or not rows or columns * rows > LABELS_MOST:
        raise Invalid({name: "sheet_does_not_fit" for name, fits in (("width", columns), ("height", rows)) if not fits} or {"width": "sheet_labels_many"}, most=LABELS_MOST)
    left = (page_width - columns * width - (columns - 1) * gap) / 2
    top = (page_height - rows * height - (rows - 1) * gap) / 2
    return Sheet(page_width, page_height, columns, rows, width, height, left, top, width + gap, height + gap)


def roll(width: float, height: float) -> Sheet:
    """One label a page, for printers with a roll. Raises Invalid, field by field."""
    return own(width, height, width, height, margin=0.0)


def _fitting(page: float, label: float, margin: float, gap: float) -> int:
    return max(0, math.floor((page - 2 * margin + gap + 1e-9) / (label + gap)))
