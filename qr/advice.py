"""What makes a printed code readable: refusals and warnings by level, module size, quiet zone and colour. Pure; codes and numbers.

Module sizes: GS1 General Specifications, symbol specification table for 2D barcodes at retail points of sale (0.396 to
0.990 mm); 0.33 mm is the floor for telephones. Contrast: symbol contrast of ISO/IEC 15415, the difference of the
reflectances of light and dark, of which 70 % earns grade 4 (A), 55 % 3 (B), 40 % 2 (C), 20 % 1 (D); GS1 asks for an
overall grade of 1.5 measured at 660 nm, so nothing below grade 2 is drawn. Colours are those of a screen, as they are
typed; ink and material change them, so a printed code is still to be measured.
"""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from qr.drawing import QUIET
from registry.errors import Invalid

LEVELS: Final = ("M", "Q", "H")
LEVEL_FOR: Final = {"flat": "M", "film": "Q", "curved": "Q", "rubbed": "Q", "sign": "H"}
"""Error correction by what is printed on; L for nothing."""
REFUSED_BELOW: Final = 0.25
"""Millimetres a module, as all sizes here."""
TELEPHONE_LEAST: Final = 0.33
TILL_LEAST: Final = 0.396
TILL_MOST: Final = 0.990
MODULE_MOST: Final = 50.0
QUIET_MOST: Final = 40
DPI_LEAST: Final = 100
DPI_MOST: Final = 2400
PRINTERS: Final = (203, 300, 600)
"""Dots an inch of common printers."""
CONTRAST_LEAST: Final = 0.40
CONTRAST_GOOD: Final = 0.70
INCH: Final = 25.4
FACTS: Final = {
    "module_least": REFUSED_BELOW, "module_most": MODULE_MOST, "quiet_least": QUIET, "quiet_most": QUIET_MOST, "dpi_least": DPI_LEAST, "dpi_most": DPI_MOST, "contrast_least": round(CONTRAST_LEAST * 100),
}  # fmt: skip
"""What the words for a refusal need; contrast in percent."""
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_ROUNDING: Final = 0.05  # dots: 0.339 mm at 300 dpi is 4.004 dots and means 4


@dataclass(frozen=True, slots=True)
class Look:
    """How a code is to be drawn: `module` in millimetres, `quiet` in modules, colours as #rrggbb."""

    level: str = "M"
    module: float = 0.423
    quiet: int = QUIET
    colour: str = "#000000"
    background: str = "#ffffff"


def check(look: Look) -> None:
    """Raises Invalid with every refusal, field by field."""
    if wrong := refusals(look):
        raise Invalid(wrong, **FACTS)


def refusals(look: Look) -> dict[str, str]:
    """Field -> code for what is not drawn; empty when all is well."""
    wrong = {"level": _level(look.level), "module": _module(look.module), "quiet": _quiet(look.quiet)} | _colours(look.colour, look.background)
    return {field: code for field, code in wrong.items() if code}


def warnings(look: Look) -> list[str]:
    """Codes of what is drawn though some reader may fail on it; for a look without refusals, the gravest first."""
    found = []
    if _below(look.module, TELEPHONE_LEAST):
        found.append("drawing_below_telephone")
    elif _below(look.module, TILL_LEAST):
        found.append("drawing_below_till")
    elif _below(TILL_MOST, look.module):
        found.append("drawing_above_till")
    if contrast(look.colour, look.background) < CONTRAST_GOOD:
        found.append("drawing_contrast_low")
    if red_contrast(look.colour, look.background) < CONTRAST_LEAST:
        found.append("drawing_red_light")
    return found


def contrast(dark: str, light: str) -> float:
    """Symbol contrast for a camera: reflectance of `light` minus that of `dark`, -1 to 1, by luminance (Rec. ITU-R BT.709)."""
    return _luminance(light) - _luminance(dark)


def red_contrast(dark: str, light: str) -> float:
    """Symbol contrast under the red light (660 nm) of a laser or LED till scanner, -1 to 1: only the red channel counts."""
    return _channels(light)[0] - _channels(dark)[0]


def dots(module: float, dpi: int) -> int:
    """Whole printer dots for a module of so many millimetres: never fewer than asked but for a rounding of a twentieth of a dot."""
    return max(1, math.ceil(module * dpi / INCH - _ROUNDING))


def millimetres(count: int, dpi: int) -> float:
    """How wide so many dots are."""
    return count * INCH / dpi


def printed(look: Look, dpi: int) -> Look:
    """The look as a printer of `dpi` makes it: modules of whole dots."""
    return replace(look, module=millimetres(dots(look.module, dpi), dpi))


def printer_dots(dpi: int) -> list[tuple[int, Decimal]]:
    """Module sizes in whole dots at `dpi`, from the smallest that is drawn to the largest that tills read: (dots, mm to 3 places)."""
    widths = ((count, millimetres(count, dpi)) for count in range(1, math.floor(TILL_MOST * dpi / INCH) + 1))
    return [(count, Decimal(f"{width:.3f}")) for count, width in widths if not _below(width, REFUSED_BELOW)]


def _level(level: str) -> str:
    if level in LEVELS:
        return ""
    return "drawing_level_low" if level == "L" else "drawing_level"


def _module(module: float) -> str:
    if not math.isfinite(module) or _below(module, REFUSED_BELOW):
        return "drawing_module_small"
    return "drawing_module_large" if module > MODULE_MOST else ""


def _quiet(quiet: int) -> str:
    if quiet < QUIET:
        return "drawing_quiet_narrow"
    return "drawing_quiet_wide" if quiet > QUIET_MOST else ""


def _colours(dark: str, light: str) -> dict[str, str]:
    wrong = {field: "drawing_colour" for field, colour in (("colour", dark), ("background", light)) if not _COLOUR.fullmatch(colour)}
    if wrong:
        return wrong
    if contrast(dark, light) < 0:
        return {"colour": "drawing_inverted"}
    return {"colour": "drawing_contrast"} if contrast(dark, light) < CONTRAST_LEAST else {}


def _below(one: float, other: float) -> bool:
    return one < other - 1e-9


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    """Linear red, green and blue, 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
