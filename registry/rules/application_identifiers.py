"""Variant (22), lot (10) and serial (21) of a product, as GS1 defines them.

Each is 1 to 20 characters of the 82 that GS1 General Specifications, Figure 7.11-1, allow (the invariant part of
ISO/IEC 646). They are compared exactly: `ab` and `AB` are two lots, and nothing is trimmed, widened or normalised.
"""

import re
import string
from typing import Final

VARIANT: Final = "22"
LOT: Final = "10"
SERIAL: Final = "21"
QUALIFIERS: Final = (VARIANT, LOT, SERIAL)
"""In the order in which a GS1 Digital Link names them."""

LONGEST: Final = 20
CHARACTERS: Final = frozenset(string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_")

SERIAL_SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SERIAL_LENGTH: Final = 12

_BYTE_MODE: Final = re.compile(r"[a-z_]")


def problem(value: str) -> str | None:
    """Why the text cannot be the value of 22, 10 or 21: identifier_missing, identifier_too_long, identifier_characters; None when it can."""
    if not value:
        return "identifier_missing"
    if len(value) > LONGEST:
        return "identifier_too_long"
    return None if CHARACTERS.issuperset(value) else "identifier_characters"


def valid_variant(value: str) -> bool:
    """Whether the text is a consumer product variant as GS1 allows it."""
    return problem(value) is None


def valid_lot(value: str) -> bool:
    """Whether the text is a batch or lot number as GS1 allows it."""
    return problem(value) is None


def valid_serial(value: str) -> bool:
    """Whether the text is a serial number as GS1 allows it."""
    return problem(value) is None


def unprintable(value: str) -> str | None:
    """Why a valid value is not registered although GS1 allows it: identifier_dots for `.` and `..`; None otherwise.

    Browsers take them for the folder itself and the folder above, however they are escaped (WHATWG URL Standard,
    "double-dot path segment"), so no link could ever carry them.
    """
    return "identifier_dots" if value in {".", ".."} else None


def costs_byte_mode(value: str) -> bool:
    """Whether the value takes a printed link out of QR's alphanumeric mode (GB/T 18284: 0-9, A-Z, space and `$%*+-./:`).

    Lower case and `_` do; every other character is in that mode or is escaped with characters that are.
    """
    return bool(_BYTE_MODE.search(value))


def random_serial(number: int) -> str:
    """Twelve characters of upper case and digits for 60 random bits: they can neither be guessed nor counted through."""
    if not 0 <= number < 1 << 5 * SERIAL_LENGTH:
        raise ValueError("a random serial carries 60 bits")
    return "".join(SERIAL_SYMBOLS[number >> shift & 31] for shift in range(5 * (SERIAL_LENGTH - 1), -1, -5))
