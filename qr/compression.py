"""Compressed links, taken apart again.

Two ways are in use. The older one packs identifiers and values into base 64 (GS1 Digital Link: Compression; GS1 Digital
Link 1.1, section 3), the whole link or all but the GTIN. The newer one carries what an RFID tag holds behind `eh`
(hexadecimal) or `ex` (base 64) (GS1 Digital Link URI: Compression for EPC binary strings 1.0); see qr/epc.py.
"""

import re
from functools import cache
from math import ceil, log2
from typing import Final
from urllib.parse import quote

from qr import application_formats, epc
from qr.bits import BASE64, Bits, Truncated
from qr.links import GTIN, QUALIFIERS

LONGEST: Final = 1000
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_-]{10,1000}")
_OPTIMISED: Final = {
    "0A": "01 22", "0B": "01 10", "0C": "01 21", "0D": "01 17", "0E": "01 7003", "0F": "01 30", "1A": "01 10 21 17", "1B": "01 15", "1C": "01 11", "1D": "01 16", "1E": "01 91", "1F": "01 10 15",
    **{f"{2 + first}{'ABCDEF'[place]}": f"01 3{1 + first}0{place}" for first in (0, 1) for place in range(6)},
    "9A": "8010 8011", "9B": "8017 8019", "9C": "8018 8019", "9D": "414 254",
    **{f"A{place}": f"01 392{place}" for place in range(10)},
}  # fmt: skip
"""Bytes that stand for several identifiers in a row."""
_HEX: Final = "0123456789abcdef"


def expand(segment: str) -> str | None:
    """The uncompressed path of a compressed trade item, with its other identifiers as a query; None when it is none.

    `segment` is the whole path but for the slash before it, as it was sent.
    """
    if not _SEGMENT.fullmatch(segment):
        return None
    try:
        values = epc.read(segment) if epc.claims(segment) else _unpacked(segment)
    except (Truncated, ValueError):
        return None
    return _address(values)


def expand_after(gtin: str, segment: str) -> str | None:
    """The same where only what follows /01/GTIN/ is compressed."""
    if not 2 <= len(segment) <= LONGEST or not set(segment) <= set(BASE64):
        return None
    try:
        return _address({GTIN: gtin} | _unpacked(segment))
    except (Truncated, ValueError):
        return None


def _address(values: dict[str, str]) -> str | None:
    if GTIN not in values:
        return None
    path = "".join(f"/{each}/{quote(values[each], safe='')}" for each in (GTIN, *QUALIFIERS) if each in values)
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items() if name not in (GTIN, *QUALIFIERS))
    return f"{path}?{query}" if query else path


def _unpacked(segment: str) -> dict[str, str]:
    """Every identifier and value. Raises ValueError or Truncated for what is no compressed link."""
    bits, values = Bits.of_base64(segment), dict[str, str]()
    while bits.left > 8:
        first = f"{bits.number(8):02X}"
        if first[0] == "F":
            bits.back(4)
            name = "".join(BASE64[bits.number(6)] for _ in range(bits.number(7)))
            values[name] = _text(bits, bits.number(3), bits.number(7))
            continue
        for identifier in _identifiers(bits, first):
            values[identifier] = _value(bits, identifier)
    if bits.left and bits.number(bits.left):
        raise ValueError("something is left over")
    return values


def _identifiers(bits: Bits, first: str) -> list[str]:
    if not first.isdecimal():
        if first not in _OPTIMISED:
            raise ValueError("a reserved byte")
        return _OPTIMISED[first].split()
    return [first + "".join(str(bits.number(4)) for _ in range(application_formats.length(first) - 2))]


def _value(bits: Bits, identifier: str) -> str:
    parts = application_formats.parts(identifier)
    if not parts:
        raise ValueError("an unknown identifier")
    return "".join(_part(bits, part) for part in parts)


def _part(bits: Bits, part: application_formats.Part) -> str:
    if part.digits:
        return _digits(bits, part.most if part.fixed else bits.number(length_bits(part.most)))
    encoding = bits.number(3)
    return _text(bits, encoding, part.most if part.fixed else bits.number(length_bits(part.most)))


def _text(bits: Bits, encoding: int, length: int) -> str:
    """The standard's encodings: 0 digits, 1 and 2 hexadecimal in lower and upper case, 3 base 64, 4 seven bits a character."""
    match encoding:
        case 0:
            return _digits(bits, length)
        case 1:
            return "".join(_HEX[bits.number(4)] for _ in range(length))
        case 2:
            return "".join(_HEX[bits.number(4)] for _ in range(length)).upper()
        case 3:
            return "".join(BASE64[bits.number(6)] for _ in range(length))
        case 4:
            return "".join(chr(bits.number(7)) for _ in range(length))
        case _:
            raise ValueError("a reserved encoding")


def _digits(bits: Bits, length: int) -> str:
    text = str(bits.number(value_bits(length))).zfill(length) if length else ""
    if len(text) > length:
        raise ValueError("more digits than announced")
    return text


@cache
def length_bits(most: int) -> int:
    """Bits that tell a length up to `most`, by the standard's formula."""
    return ceil(log2(most) + 0.01)


@cache
def value_bits(digits: int) -> int:
    """Bits of so many digits, by the standard's formula."""
    return ceil(digits * log2(10) + 0.01)
