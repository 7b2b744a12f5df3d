"""Public addresses that nobody can guess by counting: ten characters of the alphabet of printed codes, 50 random bits."""

from collections.abc import Callable
from typing import Final

from registry.rules.scan_code import ALPHABET

BITS: Final = 50


def of(bits: int) -> str:
    """The address for `BITS` random bits."""
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, BITS, 5))


def drawn(random: Callable[[int], int], taken: Callable[[str], bool]) -> str:
    """An address that nothing has yet. `random(bits)` gives random bits; `taken` says whether something has the address."""
    while taken(made := of(random(BITS))):
        pass
    return made
