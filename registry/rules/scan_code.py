"""Short codes of products: nine random symbols (45 bits) and a check symbol, all of Crockford's base32.

The check is a weighted sum over GF(32), not Crockford's own modulo 37, whose extra symbols leave the alphanumeric mode
of QR codes (GB/T 18284). The weights are different powers of a generator, so every wrong symbol and every swap of two
symbols, neighbours or not, is noticed.
"""

from collections.abc import Callable
from functools import reduce
from typing import Final

from registry.rules.standard_number_text import clean

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
BITS: Final = 45

_REDUCTION: Final = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
_TYPED_AT_MOST: Final = 64


def encode(number: int) -> str:
    """The ten characters of a number of 45 bits; ValueError for any other number."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("a short code carries 45 bits")
    symbols = [number >> shift & 31 for shift in range(BITS - 5, -1, -5)]
    return "".join(ALPHABET[symbol] for symbol in [*symbols, _check(symbols)])


def parse(raw: str) -> str | None:
    """The code that a person typed or a scanner read, None when it is none.

    Case, width, spaces and hyphens do not matter; O reads as 0, I and L as 1.
    """
    typed = clean(raw).upper().translate(_READ_AS) if len(raw) <= _TYPED_AT_MOST else ""
    if len(typed) != LENGTH or not set(typed) <= set(ALPHABET):
        return None
    *symbols, check = map(ALPHABET.index, typed)
    return typed if _check(symbols) == check else None


def random_code(randbits: Callable[[int], int]) -> str:
    """A new code from the caller's source of randomness, such as `secrets.randbits`."""
    return encode(randbits(BITS))


def _check(symbols: list[int]) -> int:
    """Horner's rule: the symbol at place i from the right weighs x^i, and the check symbol itself x^0."""
    return reduce(lambda total, symbol: _times_x(total ^ symbol), symbols, 0)


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ _REDUCTION if doubled & 32 else doubled
