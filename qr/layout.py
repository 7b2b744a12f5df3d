"""Where a code and the words below it stand, in millimetres from the top left. Pure."""

from dataclasses import dataclass
from typing import Final

from qr import advice, lettering
from qr.advice import Look
from registry.errors import Invalid

SMALLEST_WORDS: Final = 1.41
"""Four points: the smallest words that are still read, as the height of an em in millimetres."""
USUAL_WORDS: Final = 1.8
LARGEST_WORDS: Final = 12.0
LINE: Final = 1.3
"""From baseline to baseline, in ems."""
_ASCENT: Final = 0.94  # ems, of the shipped font
_FINEST: Final = advice.INCH / 600  # modules of a size that was not asked for are whole dots of the finest common printer


@dataclass(frozen=True, slots=True)
class Label:
    """A code and what stands below it.

    `text` is what the code says (`qr.links`), `number` the main standard's number or "" before anything is disclosed,
    `code` the product's short code, `host` the only host to trust, in lower case.
    """

    text: str
    number: str
    code: str
    host: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words: where its baseline begins, and how large an em is."""

    x: float
    baseline: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """`x` and `y`: where the first module begins, inside the quiet zone."""

    width: float
    height: float
    x: float
    y: float
    module: float
    lines: tuple[Line, ...]


def words(label: Label) -> list[str]:
    """What a reader is told below the code, a line each. Printed on goods, so in both languages whoever prints."""
    return [line for line in (label.number, label.code, f"只认 {label.host}", f"only trust {label.host}") if line]


def free(label: Label, count: int, look: Look) -> Layout:
    """A layout as large as code (`count` modules a side) and words need, with the module that was asked for."""
    side = (count + 2 * look.quiet) * look.module
    usual = min(max(side / 11, USUAL_WORDS), LARGEST_WORDS)
    lines = _set(label, usual, side)
    width = max(side, *(lettering.width(text, size) + 2 * look.module for text, size in lines))
    return _placed(lines, width, side, look.quiet * look.module, look.module)


def within(label: Label, count: int, look: Look, width: float, height: float, *, largest: bool = True) -> Layout:
    """A layout in a box of millimetres; with `largest` the largest module up to what tills read, else the one asked for.

    Where the words would leave the code too small for tills they are set as small and as tight as they may be.
    Raises Invalid: `label_narrow` or `label_small` for the sheet when words or code do not fit.
    """
    modules = count + 2 * look.quiet
    usual = _set(label, min(max(height / 14, USUAL_WORDS), LARGEST_WORDS), width)
    lines = usual if _room(usual, width, height) >= modules * (advice.TILL_LEAST if largest else look.module) else _set(label, SMALLEST_WORDS, width, tight=True)
    if any(lettering.width(text, size) > width for text, size in lines):
        raise Invalid({"sheet": "label_narrow"}, width=round(width, 1))
    room = _room(lines, width, height) / modules
    module = min(room, advice.TILL_MOST) // _FINEST * _FINEST if largest else look.module
    if module < advice.REFUSED_BELOW or module > room + 1e-9:
        raise Invalid({"sheet": "label_small"}, module=round(max(module, advice.REFUSED_BELOW), 3), room=round(max(room, 0), 3))
    return _lowered(_placed(lines, width, module * modules, look.quiet * module, module), height)


def _set(label: Label, size: float, width: float, *, tight: bool = False) -> list[tuple[str, float]]:
    """Every line with its size: smaller where it would be wider than `width`, but never too small to be read."""
    *others, chinese, english = words(label)
    texts = [*_joined(others, "  ", size, width if tight else 0), *_joined([chinese, english], " / ", size, width)]
    return [(text, max(min(size, size * width / lettering.width(text, size)), SMALLEST_WORDS)) for text in texts]


def _joined(texts: list[str], by: str, size: float, width: float) -> list[str]:
    together = by.join(texts)
    return [together] if together and lettering.width(together, size) <= width else texts


def _room(lines: list[tuple[str, float]], width: float, height: float) -> float:
    return min(width, height - sum(size for _, size in lines) * LINE)


def _placed(lines: list[tuple[str, float]], width: float, side: float, quiet: float, module: float) -> Layout:
    top, placed = side, []
    for text, size in lines:
        placed.append(Line((width - lettering.width(text, size)) / 2, top + _ASCENT * size, size, text))
        top += size * LINE
    return Layout(width, top, (width - side) / 2 + quiet, quiet, module, tuple(placed))


def _lowered(placed: Layout, height: float) -> Layout:
    """Centred from top to bottom in a box of `height`."""
    lower = (height - placed.height) / 2
    lines = tuple(Line(line.x, line.baseline + lower, line.size, line.text) for line in placed.lines)
    return Layout(placed.width, height, placed.x, placed.y + lower, placed.module, lines)
