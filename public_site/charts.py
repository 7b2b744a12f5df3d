"""Numbers as bars: where each one stands, in percent of the drawing, so that it is as wide as its page and its words stay as large.

Drawn by templates/components/chart.html; style in static/css/chart.css. Values in, places out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FLOOR, CEILING = 88.0, 12.0  # percent from above; the words of the days stand below, those of the highest bar above
GAP = 0.2  # of a bar's room


@dataclass(frozen=True, slots=True)
class Bar:
    """Left edge, width, upper edge and height in percent; what it is called and how much it is."""

    x: float
    width: float
    y: float
    height: float
    words: str
    value: int

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def anchor(self) -> str:
        """How a word above the bar must be set, so that it stays inside."""
        return "start" if self.middle < 10 else "end" if self.middle > 90 else "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars from left to right, and the highest one (the last of several); None when all are nought."""

    bars: tuple[Bar, ...]
    most: Bar | None
    total: int


def chart(values: Sequence[tuple[str, int]]) -> Chart:
    """One bar for each (words, number from 0)."""
    top = max((value for _words, value in values), default=0)
    room = 100 / max(1, len(values))
    bars = tuple(_bar(place, room, words, value, top) for place, (words, value) in enumerate(values))
    most = next((each for each in reversed(bars) if each.value == top), None) if top else None
    return Chart(bars, most, sum(value for _words, value in values))


def _bar(place: int, room: float, words: str, value: int, top: int) -> Bar:
    height = (FLOOR - CEILING) * value / top if top else 0
    return Bar(round(room * (place + GAP / 2), 3), round(room * (1 - GAP), 3), round(FLOOR - height, 2), round(height, 2), words, value)
