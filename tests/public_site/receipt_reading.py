"""Reads a receipt's PDF as a reader's eyes would: its words by the font's own table, its code from the dark rectangles."""

import re
from io import BytesIO

import pikepdf


def words(content: bytes) -> str:
    """All that is written on the first sheet, without spaces and line ends."""
    with pikepdf.open(BytesIO(content)) as pdf:
        page = pdf.pages[0]
        font = next(iter(page.Resources.Font.values()))
        letters = _letters(font.ToUnicode.read_bytes())
        shown = [bytes(each) for operands, operator in pikepdf.parse_content_stream(page) if str(operator) in ("Tj", "TJ") for each in _strings(operands)]
    glyphs = b"".join(shown)
    return "".join(letters.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2)).replace(" ", "")


def dark_modules(content: bytes, side: int) -> set[tuple[int, int]]:
    """Column and row of each dark module, in a symbol of `side` modules, wherever it stands on the first sheet."""
    with pikepdf.open(BytesIO(content)) as pdf:
        drawn = [[float(each) for each in operands] for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]) if str(operator) == "re"]
    boxes = [(x, max(y, y + height), width) for x, y, width, height in drawn]
    left, top = min(x for x, _, _ in boxes), max(y for _, y, _ in boxes)
    module = (max(x + width for x, _, width in boxes) - left) / side
    return {(round((x - left) / module) + step, round((top - y) / module)) for x, y, width in boxes for step in range(round(width / module))}


def _letters(table: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"^<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>$", table, re.MULTILINE)
    return {bytes.fromhex(glyph.decode()): bytes.fromhex(letter.decode()).decode("utf-16-be") for glyph, letter in pairs}


def _strings(operands: object) -> list[pikepdf.String]:
    found: list[pikepdf.String] = []
    for each in operands:  # type: ignore[attr-defined]
        found += [each] if isinstance(each, pikepdf.String) else [part for part in each if isinstance(part, pikepdf.String)]
    return found
