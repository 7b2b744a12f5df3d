"""Public addresses that nobody can guess by counting: ten characters of the alphabet of printed codes, 50 random bits."""

from typing import Final

from registry.rules.scan_code import ALPHABET

BITS: Final = 50


def of(bits: int) -> str:
    """The address for `BITS` random bits."""
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, BITS, 5))
