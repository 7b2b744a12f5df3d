"""Which encodation mode each stretch of a text takes, so that the symbol is the smallest there is (ISO/IEC 18004, 7.4).

`qrcode` splits out every run of digits that reaches a threshold, whatever the new segment's header costs: with its
`optimize=4` the lot "A1234B5678" takes more bits in three segments than in one, and in some links a whole version.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Mode = Literal[1, 2, 4]
"""Digits, the 45 characters of alphanumeric mode, bytes: the mode indicators of the standard, which qrcode uses too."""
_RUNS: Final = re.compile(rb"([0-9]+)|([A-Z $%*+\-./:]+)|([^0-9A-Z $%*+\-./:]+)")
_MODES: Final[tuple[Mode, ...]] = (1, 2, 4)
_SIXTHS: Final = {1: 20, 2: 33, 4: 48}
"""Sixths of a bit a character: three digits take 10 bits, two alphanumeric characters 11."""
_COUNT_BITS: Final = {9: dict(zip(_MODES, (10, 9, 8), strict=True)), 26: dict(zip(_MODES, (12, 11, 16), strict=True)), 40: dict(zip(_MODES, (14, 13, 16), strict=True))}
"""Bits of the character count by the last version of its group (ISO/IEC 18004, table 3)."""


class Segment(NamedTuple):
    """A stretch of the text in one of qrcode's modes."""

    mode: Mode
    content: bytes


class _Way(NamedTuple):
    """A cheapest way to some place of the text: its cost, and the modes of the runs so far."""

    sixths: int
    modes: tuple[Mode, ...]


def bits(segments: list[Segment], group: int) -> int:
    """What the segments take in the versions up to `group` (9, 26 or 40), in bits."""
    return sum(4 + _COUNT_BITS[group][each.mode] - -_SIXTHS[each.mode] * len(each.content) // 6 for each in segments)


def shortest(text: str, group: int) -> list[Segment]:
    """The split of the UTF-8 text that takes the fewest bits in the versions up to `group` (9, 26 or 40).

    No split inside a run is better: a character more in the denser mode never costs as much as it does in the other.
    """
    runs = [(found.lastindex or 0, found[0]) for found in _RUNS.finditer(text.encode())]
    ways: dict[Mode, _Way] = {}
    for place, (densest, content) in enumerate(runs):
        ways = {mode: _on(ways, mode, len(content), group, first=place == 0) for mode in _MODES[densest - 1 :]}
    best = min(ways.values(), key=lambda way: -(-way.sixths // 6), default=_Way(0, ()))
    return list(_joined(best.modes, [content for _, content in runs]))


def _on(ways: dict[Mode, _Way], mode: Mode, length: int, group: int, *, first: bool) -> _Way:
    """The cheapest way that ends with a run of `length` bytes in `mode`; a segment that ends is rounded up to whole bits."""
    header = 6 * (4 + _COUNT_BITS[group][mode])
    if first:
        return _Way(header + _SIXTHS[mode] * length, (mode,))
    came = (_Way(way.sixths if last == mode else -(-way.sixths // 6) * 6 + header, way.modes) for last, way in ways.items())
    cheapest = min(came, key=lambda way: way.sixths)
    return _Way(cheapest.sixths + _SIXTHS[mode] * length, (*cheapest.modes, mode))


def _joined(modes: tuple[Mode, ...], contents: list[bytes]) -> Iterator[Segment]:
    start = 0
    for place in range(1, len(modes) + 1):
        if place == len(modes) or modes[place] != modes[start]:
            yield Segment(modes[start], b"".join(contents[start:place]))
            start = place
