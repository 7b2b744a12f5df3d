"""The links that codes carry: composed for print, read again, and nothing else in between.

With a GTIN it is an uncompressed GS1 Digital Link (URI Syntax 1.4, primary key 01 with the qualifiers 22, 10 and 21, or 235
alone); without one it is `/D/` and the product's short code. Scheme, host and path are printed in upper case, which keeps
the text in QR's alphanumeric mode (GB/T 18284), and read in either case. Variant, lot and serial are kept exactly, after
one percent-decoding.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from registry.rules import gtin as gtin_rules
from registry.rules import scan_code
from registry.rules.application_identifiers import CHARACTERS, LONGEST, LOT, SERIAL, VARIANT

GTIN: Final = "01"
SHORT: Final = "D"
THIRD_PARTY: Final = "235"
"""A serial number that a third party controls (TPCSN); the registry registers none."""
QUALIFIERS: Final = (VARIANT, LOT, SERIAL, THIRD_PARTY)
READINGS_AT_MOST: Final = 8

_GTIN_LENGTH: Final = 14
_LONGEST: Final = {VARIANT: LONGEST, LOT: LONGEST, SERIAL: LONGEST, THIRD_PARTY: 28}
_AFTER: Final = {GTIN: QUALIFIERS, VARIANT: (LOT, SERIAL), LOT: (SERIAL,), SERIAL: (), THIRD_PARTY: ()}
"""Which qualifier may follow which (GS1 Barcode Syntax Dictionary: 01 takes 22,10,21 or 235)."""
_NUMBERED: Final = re.compile("[0-9]{2,4}")
"""How every identifier of GS1 looks."""
_ESCAPE_BROKEN: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


class Malformed(StrEnum):
    """Why a text is no link of this registry."""

    NO_LINK = "no_link"
    ESCAPE = "escape"
    GTIN_LENGTH = "gtin_length"
    GTIN_DIGITS = "gtin_digits"
    GTIN_CHECK_DIGIT = "gtin_check_digit"
    QUALIFIER_UNKNOWN = "qualifier_unknown"
    QUALIFIER_ORDER = "qualifier_order"
    QUALIFIER_VALUE = "qualifier_value"
    SHORT_CODE = "short_code"


@dataclass(frozen=True, slots=True)
class GtinLink:
    """A GS1 Digital Link of a trade item; a qualifier that is not named is empty."""

    gtin: str
    variant: str = ""
    lot: str = ""
    serial: str = ""
    third_party: str = ""

    @property
    def qualifiers(self) -> tuple[tuple[str, str], ...]:
        """The named qualifiers in the standard's order, such as (("10", "L1"), ("21", "S1"))."""
        given = ((VARIANT, self.variant), (LOT, self.lot), (SERIAL, self.serial), (THIRD_PARTY, self.third_party))
        return tuple((key, value) for key, value in given if value)

    @property
    def path(self) -> str:
        """The canonical path, qualifiers percent-encoded."""
        return f"/{GTIN}/{self.gtin}" + "".join(f"/{key}/{quote(value, safe='')}" for key, value in self.qualifiers)

    @property
    def levels(self) -> tuple["GtinLink", ...]:
        """This link and every less granular one, the trade item itself first."""
        named = self.qualifiers
        return tuple(_link(self.gtin, dict(named[:count])) for count in range(len(named) + 1))


@dataclass(frozen=True, slots=True)
class ShortLink:
    """The link of a product by its short code."""

    code: str

    @property
    def path(self) -> str:
        """The canonical path."""
        return f"/{SHORT}/{self.code}"


Link = GtinLink | ShortLink


def gtin_link(public_url: str, gtin14: str, variant: str = "", lot: str = "", serial: str = "") -> str:
    """What is printed for a GTIN of 14 digits, such as HTTPS://BZ.CN/01/06901234567892/10/L%2F1."""
    return _root(public_url) + GtinLink(gtin14, variant, lot, serial).path


def short_link(public_url: str, code: str) -> str:
    """What is printed for a product without a GTIN, such as HTTPS://BZ.CN/D/7ZK4M0QX5C."""
    return _root(public_url) + ShortLink(code).path


def parse(path: str) -> Link | Malformed:
    """The link in a path as it was sent, still percent-encoded. One slash at the end is tolerated."""
    if _ESCAPE_BROKEN.search(path):
        return Malformed.ESCAPE
    return _read([_decoded(segment) for segment in _segments(path)])


def readings(path: str) -> Iterator[Link | Malformed]:
    """Every link that a path may mean whose escapes the web server has already decoded, at most `READINGS_AT_MOST`.

    The first takes each slash for a separator; the others take some for a part of a variant, lot or serial (`%2F`).
    Which one was printed only the registry can tell: the first that it knows, else the first. What stands where an
    identifier must and is not even a number can only be such a part.
    """
    segments = _segments(path)
    first, others = _read(segments), list[Link]()
    if segments[0] == GTIN and isinstance(given := _gtin(segments[1:2]), str):
        others = [_link(given, named) for named in islice(_joined(segments[2:], _AFTER[GTIN]), READINGS_AT_MOST)]
    if not others or not isinstance(first, Malformed) or all(map(_NUMBERED.fullmatch, segments[2::2])):
        yield first
    yield from islice((link for link in others if link != first), READINGS_AT_MOST - 1)


def _root(public_url: str) -> str:
    return public_url.rstrip("/").upper()


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").removesuffix("/").split("/")


def _decoded(segment: str) -> str:
    """Latin-1 keeps every byte a character: what is not ASCII fits no qualifier, and short codes are read as UTF-8 below."""
    return unquote_to_bytes(segment.encode("utf-8", "surrogatepass")).decode("latin-1") if "%" in segment else segment


def _read(segments: Sequence[str]) -> Link | Malformed:
    kind, rest = segments[0], segments[1:]
    if kind == GTIN:
        given = _gtin(rest[:1])
        return given if isinstance(given, Malformed) else _qualified(given, rest[1:])
    if kind.upper() == SHORT:
        code = scan_code.parse(_as_typed(rest[0])) if len(rest) == 1 else None
        return ShortLink(code) if code else Malformed.SHORT_CODE
    return Malformed.NO_LINK


def _as_typed(latin: str) -> str:
    """A short code may have been typed in full width: its bytes are UTF-8."""
    try:
        return latin.encode("latin-1").decode()
    except UnicodeError:
        return latin


def _gtin(segments: Sequence[str]) -> str | Malformed:
    digits = segments[0] if segments else ""
    if not (digits.isascii() and digits.isdecimal()):
        return Malformed.GTIN_DIGITS if digits else Malformed.GTIN_LENGTH
    if len(digits) != _GTIN_LENGTH:
        return Malformed.GTIN_LENGTH
    return digits if gtin_rules.check_digit(digits[:-1]) == digits[-1] else Malformed.GTIN_CHECK_DIGIT


def _qualified(gtin: str, segments: Sequence[str]) -> GtinLink | Malformed:
    named: dict[str, str] = {}
    follow = _AFTER[GTIN]
    for key, value in zip(segments[::2], [*segments[1::2], ""], strict=False):
        if key not in follow:
            return Malformed.QUALIFIER_ORDER if key in _LONGEST else Malformed.QUALIFIER_UNKNOWN
        if not _fits(key, value):
            return Malformed.QUALIFIER_VALUE
        named[key], follow = value, _AFTER[key]
    return _link(gtin, named)


def _joined(segments: Sequence[str], follow: Sequence[str]) -> Iterator[dict[str, str]]:
    """Every way to take the segments for qualifiers with slashes in their values."""
    if not segments:
        yield {}
    elif segments[0] in follow:
        for end in range(2, len(segments) + 1):
            value = "/".join(segments[1:end])
            if len(value) > _LONGEST[segments[0]]:
                return
            if _fits(segments[0], value):
                yield from ({segments[0]: value, **others} for others in _joined(segments[end:], _AFTER[segments[0]]))


def _fits(key: str, value: str) -> bool:
    return 0 < len(value) <= _LONGEST[key] and CHARACTERS.issuperset(value)


def _link(gtin: str, named: dict[str, str]) -> GtinLink:
    return GtinLink(gtin, named.get(VARIANT, ""), named.get(LOT, ""), named.get(SERIAL, ""), named.get(THIRD_PARTY, ""))
