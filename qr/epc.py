"""Trade items as RFID and NFC tags hold them (EPC Tag Data Standard 2.2): SGTIN-96, SGTIN-198, SGTIN+ and DSGTIN+.

A link carries the tag's bits behind `eh` in lower-case hexadecimal or behind `ex` in base 64 (GS1 Digital Link URI:
Compression for EPC binary strings 1.0, section 4.2). What follows the serial of an SGTIN+ or DSGTIN+ says nothing that
resolving needs, and is not read.
"""

from typing import Final

from qr.bits import BASE64, Bits
from qr.links import GTIN
from registry.rules.application_identifiers import LONGEST, SERIAL
from registry.rules.gtin import check_digit

_HEADERS: Final = {0x30: "SGTIN-96", 0x36: "SGTIN-198", 0xF7: "SGTIN+", 0xFB: "DSGTIN+"}
_PARTITIONS: Final = ((40, 12, 4, 1), (37, 11, 7, 2), (34, 10, 10, 3), (30, 9, 14, 4), (27, 8, 17, 5), (24, 7, 20, 6), (20, 6, 24, 7))
"""Bits and digits of the company prefix, then of the indicator and item reference (Table 14-2)."""
_DATES: Final = ("11", "13", "15", "16", "17", "7006", "7007")
_URN_40: Final = "\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789"
_HEXADECIMAL: Final = "0123456789abcdef"


def claims(segment: str) -> bool:
    """Whether a path's one segment says that it carries a tag's bits."""
    return segment.startswith("ex") or (segment.startswith("eh") and set(segment[2:]) <= set(_HEXADECIMAL))


def read(segment: str) -> dict[str, str]:
    """GTIN, serial and, for DSGTIN+, the date. Raises ValueError for bits that are no trade item."""
    bits = Bits.of_hexadecimal(segment[2:]) if segment.startswith("eh") else Bits.of_base64(segment[2:])
    match _HEADERS.get(bits.number(8)):
        case "SGTIN-96":
            bits.number(3)
            return {GTIN: _partitioned(bits), SERIAL: str(bits.number(38))}
        case "SGTIN-198":
            bits.number(3)
            return {GTIN: _partitioned(bits), SERIAL: _seven_bits(bits)}
        case "SGTIN+":
            bits.number(4)
            return {GTIN: _decimals(bits), SERIAL: _alphanumeric(bits)}
        case "DSGTIN+":
            bits.number(4)
            date = {_DATES[kind]: _day(bits)} if (kind := bits.number(4)) < len(_DATES) else {}
            return {GTIN: _decimals(bits), SERIAL: _alphanumeric(bits)} | date
        case _:
            raise ValueError("no trade item")


def _partitioned(bits: Bits) -> str:
    partition = bits.number(3)
    if partition >= len(_PARTITIONS):
        raise ValueError("a reserved partition")
    prefix_bits, prefix_digits, item_bits, item_digits = _PARTITIONS[partition]
    prefix, item = str(bits.number(prefix_bits)).zfill(prefix_digits), str(bits.number(item_bits)).zfill(item_digits)
    if len(prefix) > prefix_digits or len(item) > item_digits:
        raise ValueError("more digits than the partition holds")
    body = item[0] + prefix + item[1:]
    return body + check_digit(body)


def _seven_bits(bits: Bits) -> str:
    """Twenty characters, the unused ones zero (14.4.2)."""
    text = "".join(chr(bits.number(7)) for _ in range(LONGEST)).rstrip("\0")
    if not text or "\0" in text:
        raise ValueError("a serial with holes")
    return text


def _decimals(bits: Bits) -> str:
    """A digit in four bits each (14.5.4)."""
    digits = [bits.number(4) for _ in range(14)]
    if max(digits) > 9:
        raise ValueError("no digit")
    return "".join(map(str, digits))


def _day(bits: Bits) -> str:
    """YYMMDD in sixteen bits (14.5.8)."""
    year, month, day = bits.number(7), bits.number(4), bits.number(5)
    if year > 99 or not 1 <= month <= 12:
        raise ValueError("no date")
    return f"{year:02}{month:02}{day:02}"


def _alphanumeric(bits: Bits) -> str:
    """An encoding in three bits, a length in five, then the characters (14.5.6)."""
    encoding, length = bits.number(3), bits.number(5)
    if not 0 < length <= LONGEST:
        raise ValueError("no serial")
    match encoding:
        case 0:
            return _integer(bits, length)
        case 1 | 2:
            text = "".join(_HEXADECIMAL[bits.number(4)] for _ in range(length))
            return text.upper() if encoding == 1 else text
        case 3:
            return "".join(BASE64[bits.number(6)] for _ in range(length))
        case 4:
            return "".join(chr(bits.number(7)) for _ in range(length))
        case 5:
            return _urn_code_40(bits, length)
        case _:
            raise ValueError("a reserved encoding")


def _integer(bits: Bits, length: int) -> str:
    text = str(bits.number((10**length - 1).bit_length())).zfill(length)
    if len(text) > length:
        raise ValueError("more digits than announced")
    return text


def _urn_code_40(bits: Bits, length: int) -> str:
    """Three characters in sixteen bits (14.5.6.5)."""
    text = ""
    for _ in range(-(-length // 3)):
        group = bits.number(16) - 1
        if not 0 <= group < 64_000:
            raise ValueError("no group of three")
        text += "".join(_URN_40[each] for each in (group // 1600, group // 40 % 40, group % 40) if each)
    if len(text) != length:
        raise ValueError("another length than announced")
    return text
