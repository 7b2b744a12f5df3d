"""How the value of each GS1 Application Identifier is built (GS1 General Specifications, section 3), for compressed links.

N is digits and X any text; `18` is exactly so many characters, `..20` at most so many. A value may have several parts.
"""

from functools import cache
from typing import Final, NamedTuple

_FORMATS: Final = {
    "N2": "20 7241",
    "N3": "422 424 426",
    "N4": "394n 8111",
    "N6": "11 12 13 15 16 17 31nn 32nn 33nn 34nn 35nn 36nn 395n 7006 8005",
    "N10": "7003",
    "N13": "410 411 412 413 414 415 416 417 7001",
    "N14": "01 02 03 8001",
    "N17": "402",
    "N18": "00 8006 8017 8018 8026",
    "N..4": "7004",
    "N..6": "242",
    "N..8": "30 37",
    "N..10": "8019",
    "N..12": "8011",
    "N..15": "390n 392n",
    "N3 N..12": "423 425",
    "N3 N..15": "391n 393n",
    "N3 X..9": "421",
    "N3 X..27": "703n",
    "N6 N..6": "7007",
    "N8 N..4": "8008",
    "N13 N..12": "255",
    "N13 X..17": "253",
    "N14 X..16": "8003",
    "X..2": "7010",
    "X..3": "427 7008",
    "X..10": "7009",
    "X..12": "7005",
    "X..20": "10 21 22 243 254 420 7020 7021 7022 710 711 712 713 714 715 716 717 8002 8012",
    "X..25": "8013 8020",
    "X..28": "235",
    "X..30": "240 241 250 251 400 401 403 7002 7023 8004 8010 90",
    "X..34": "8007",
    "X..50": "8009",
    "X..70": "8110 8112 8200",
    "X..90": "91 92 93 94 95 96 97 98 99",
}


class Part(NamedTuple):
    """One part of a value: digits or text, how many characters, and whether exactly so many."""

    digits: bool
    most: int
    fixed: bool


@cache
def parts(identifier: str) -> tuple[Part, ...]:
    """The parts of the identifier's value; none when the identifier is not known here."""
    for spelled in (identifier, identifier[:3] + "n", identifier[:2] + "nn"):
        if spelled in _table():
            return _table()[spelled]
    return ()


@cache
def length(first: str) -> int:
    """How many digits an identifier has that begins with these two; 0 when none does."""
    return next((len(each) for each in _table() if each.startswith(first)), 0)


@cache
def _table() -> dict[str, tuple[Part, ...]]:
    return {name: tuple(Part(part[0] == "N", int(part[1:].lstrip(".")), "." not in part) for part in written.split()) for written, names in _FORMATS.items() for name in names.split()}
