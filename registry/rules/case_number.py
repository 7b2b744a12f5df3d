"""What a reporter keeps: the number of a case and the secret that opens it.

A number says what and when, JB20261122-4T9K2M7: kind (JB 举报, TS 投诉), day of receipt, six random symbols of
Crockford's base32 (30 bits, so that a neighbour's number cannot be told from one's own) and their check symbol. The
secret is 20 such symbols (100 bits); only its hash is kept.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from registry.rules import scan_code
from registry.rules.report import PREFIX
from registry.rules.standard_number_text import clean

BITS: Final = 30
SECRET_BITS: Final = 100
_TYPED_AT_MOST: Final = 100
_NUMBER: Final = re.compile(r"(JB|TS)(\d{8})([0-9A-Z]{7})", re.ASCII)
_SPARE: Final = scan_code.LENGTH - 7
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make(kind: str, day: date, randbits: Callable[[int], int]) -> str:
    """A new number for a case of `kind` (report or complaint) that was received on the legal `day`."""
    return f"{PREFIX[kind]}{day:%Y%m%d}-{scan_code.encode(randbits(BITS))[_SPARE:]}"


def parse(raw: str) -> str | None:
    """The number that a person typed, None when it is none. Case, width, spaces and hyphens do not matter."""
    found = _NUMBER.fullmatch(_symbols(raw))
    if found is None:
        return None
    code = scan_code.parse("0" * _SPARE + found[3])
    return f"{found[1]}{found[2]}-{code[_SPARE:]}" if code else None


def make_secret(number: int) -> str:
    """The secret of 100 random bits, as it is shown: five groups of four symbols."""
    symbols = "".join(scan_code.ALPHABET[number >> shift & 31] for shift in range(SECRET_BITS - 5, -1, -5))
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def plain_secret(raw: str) -> str:
    """What is hashed and compared: the symbols without what people add or mistake (O is 0, I and L are 1)."""
    return _symbols(raw).translate(_READ_AS)


def _symbols(raw: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015\u2212]", "", clean(raw).upper()) if len(raw) <= _TYPED_AT_MOST else ""
