"""Read standard numbers as people write them, and give each one form and one key.

Nothing is ever refused: a number that cannot be read keeps its text and is found by it.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from registry.rules import standard_number_text as text_rules
from registry.rules.industry_codes import INDUSTRY_CODES
from registry.rules.standard_number_forms import READERS, Reading, StandardClass

__all__ = ["StandardClass", "StandardNumber", "find_all", "parse"]

# Readable numbers are far shorter; beyond these lengths (characters) nothing is read, only kept.
_READ_AT_MOST: Final = 160
_KEEP_AT_MOST: Final = 200
_CLEAN_AT_MOST: Final = 2_000
_SEARCH_AT_MOST: Final = 100_000

_REMARK: Final = re.compile(r"(?P<number>.+?[-:](?:19|20)[0-9]{2}[ER]?)(?P<remark>[ (,;、。《\[\u3400-\u9fff].{0,60})")
_SHEET: Final = re.compile(r"第?(?P<sheet>[0-9]{1,2})号修改单")
# An adopted standard carries two numbers: GB/T 19001—2016/ISO 9001:2015 is the national one (GB/T 20000.2).
_ADOPTION: Final = re.compile(r"(?P<number>.{1,60}?-(?:19|20)[0-9]{2}[ER]?)(?:/|[ ,(]{1,2}(?:IDT|EQV|NEQ|MOD)[ ,]?)(?:ISO|IEC)[A-Z0-9/ .:,)-]{1,60}")
_DIGITS_ALONE: Final = re.compile(r"(?P<digits>[0-9]{1,10}(?:\.[0-9]{1,6}){0,4})(?:-(?:19|20)[0-9]{2})?")
_DIGITS_OF_SERIAL: Final = re.compile(r"[0-9](?:[0-9.-]*[0-9])?")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9])[ /-](?=[0-9])")

_TAIL: Final = r"[0-9]{1,8}(?:\.[0-9]{1,5}){0,3}S?(?:-[0-9]{1,4}){0,2}"
_DATED_TAIL: Final = r"[0-9]{1,8}(?:\.[0-9]{1,5}){0,3}[-:](?:19|20)?[0-9]{2}"
_END: Final = r"(?:/XG[0-9]{1,2}(?:-[0-9]{4})?)?(?![0-9A-Z])"
_INDUSTRY: Final = "|".join(INDUSTRY_CODES)
# A bare two-letter code is believed only with /T or a year: HB 85 is a hardness, not an aviation standard.
_MENTION: Final = re.compile(
    r"(?<![A-Z0-9])(?<![A-Z]/)(?:"
    rf"Q/[A-Z0-9]{{1,24}}(?: [A-Z]{{1,8}})?[ -]?{_TAIL}"
    rf"|T/[A-Z]{{2,15}}[ -]?{_TAIL}"
    rf"|(?:GBZ/?T?|GB[/ ]?[TZ]) ?{_TAIL}|GB ?(?=[0-9]{{3}}|[0-9.]+[-:]){_TAIL}"
    rf"|DB[SJ]?[0-9]{{2,6}}(?:/[TZ]?|[TZ ]) ?{_TAIL}"
    rf"|(?:{_INDUSTRY}|CJJ|JGJ)(?:/(?:{_INDUSTRY}))?(?:/[TZ]|[TZ]) ?{_TAIL}"
    rf"|(?:{_INDUSTRY}|CJJ|JGJ|JJ[GF]|EN|BS) ?{_DATED_TAIL}"
    r"|(?:ISO|IEC)(?:[/ ](?:IEC|TR|TS|IEEE))? ?[0-9]{3,6}(?:-[0-9]{1,3}){0,2}(?:[-:](?:19|20)[0-9]{2})?"
    r"|(?:ASTM|AATCC) ?[A-Z]{0,2} ?[0-9]{1,5}(?:\.[0-9]{1,3})?(?:-[0-9]{2,4}[A-Z]?)?"
    rf"){_END}"
)


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """One standard number.

    code, serial: `GB/T` and `32614`; an enterprise number that cannot be split has all of it in code, serial "".
    year: four digits as a rule, "16a" for ASTM, "1988E" for a translation, "" for an undated reference.
    canonical: the form that pages show. compact: the key under which spellings meet, with the year;
    compact_undated: the same without it. bare: the digits that people type alone, `32614`.
    mandatory: what the number itself says (Standardization Law Art. 2), None where it says nothing.
    amendment: the sheet that the number means, `XG1-2020` in GB 10648-2013/XG1-2020, else "".
    """

    raw: str
    klass: StandardClass
    code: str
    serial: str
    year: str
    canonical: str
    compact: str
    compact_undated: str
    bare: str
    mandatory: bool | None
    amendment: str


def parse(raw: str) -> StandardNumber:
    """Read one number from text of any length. Never raises; what cannot be read is of the class unreadable."""
    return _parse(raw) if len(raw) <= _KEEP_AT_MOST else _parse.__wrapped__(raw)


# A draft names the same few standards in dozens of methods, and every look at it reads them all again.
@lru_cache(maxsize=8192)
def _parse(raw: str) -> StandardNumber:
    shown = text_rules.clean(raw[:_CLEAN_AT_MOST])
    if len(raw) <= _CLEAN_AT_MOST and len(shown) <= _READ_AT_MOST and (reading := _read(shown)):
        return _number(raw, reading)
    return _unreadable(raw, shown)


def find_all(text: str) -> list[StandardNumber]:
    """The different numbers that a text mentions, in its order; the text's first 100,000 characters are searched."""
    return list(_find_all(text) if len(text) <= _KEEP_AT_MOST else _find_all.__wrapped__(text))


@lru_cache(maxsize=8192)
def _find_all(text: str) -> tuple[StandardNumber, ...]:
    searched = text_rules.strokes(text_rules.clean(text[:_SEARCH_AT_MOST]))
    mentioned = (parse(found[0]) for found in _MENTION.finditer(searched))
    return tuple({number.compact: number for number in mentioned if number.klass is not StandardClass.UNREADABLE}.values())


def _read(shown: str) -> Reading | None:
    text = _without_remark(text_rules.without_label(text_rules.strokes(shown)))
    return next((reading for reader in READERS if (reading := reader(text))), None)


def _without_remark(text: str) -> str:
    """The number before a remark such as `B类`; a remark that holds another number is left, so nothing is dropped."""
    if adopted := _ADOPTION.fullmatch(text):
        return adopted["number"]
    noted = _REMARK.fullmatch(text)
    if noted is None or re.search(r"[0-9]{3}|XG", noted["remark"]):
        return text
    sheet = _SHEET.search(noted["remark"])
    if sheet and not re.search("含|包括", noted["remark"]):
        return f"{noted['number']}/XG{sheet['sheet']}"
    return noted["number"]


def _number(raw: str, reading: Reading) -> StandardNumber:
    sheet = reading.amendment.split("-")[0].split(":")[0] if reading.amendment else ""
    undated = f"{reading.klass}:{_key(reading)}" + (f"+{sheet}" if sheet else "")
    digits = _DIGITS_OF_SERIAL.search(reading.serial)
    return StandardNumber(
        raw=raw,
        klass=reading.klass,
        code=reading.code,
        serial=reading.serial,
        year=reading.year,
        canonical=_canonical(reading),
        compact=f"{undated}:{reading.year.upper()}" if reading.year else undated,
        compact_undated=undated,
        bare=digits[0] if digits else "",
        mandatory=_mandatory(reading),
        amendment=reading.amendment,
    )


def _canonical(reading: Reading) -> str:
    number = f"{reading.code} {reading.serial}" if reading.serial else reading.code
    year = f"{reading.mark}{reading.year}" if reading.year else ""
    return number + year + (f"/{reading.amendment}" if reading.amendment else "")


def _key(reading: Reading) -> str:
    """Code and serial without their punctuation.

    A separator between two digits of the serial stays, since 10-12 is not 101-2. Between code and serial it stays
    too, except for enterprise numbers, where nobody can tell where the code ends.
    """
    code, serial = _bare(reading.code), "-".join(map(_bare, _BETWEEN_DIGITS.split(reading.serial)))
    apart = reading.klass is not StandardClass.ENTERPRISE and code[-1:].isdigit() and serial[:1].isdigit()
    return f"{code}-{serial}" if apart else code + serial


def _bare(text: str) -> str:
    return text if text.isalnum() else _letters_and_digits(text)


@lru_cache(maxsize=4096)
def _letters_and_digits(text: str) -> str:
    return "".join([character for character in text if character.isalnum() or character == "."])


def _mandatory(reading: Reading) -> bool | None:
    """GB and GBZ bind, and so did old industry and local standards without /T; an association's never do."""
    match reading.klass:
        case StandardClass.NATIONAL if reading.code not in {"GB", "GB/T", "GB/Z"}:
            return None
        case StandardClass.ASSOCIATION:
            return False
        case StandardClass.ENTERPRISE | StandardClass.INTERNATIONAL:
            return None
        case _:
            return not reading.code.endswith(("/T", "/Z"))


def _unreadable(raw: str, shown: str) -> StandardNumber:
    """Kept by its own text; a long text by a digest and its beginning, so that the key fits an index."""
    if len(raw) > _CLEAN_AT_MOST or len(shown) > _KEEP_AT_MOST:
        digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        shown = f"#{digest} {shown[:_READ_AT_MOST]}".strip()
    key = f"{StandardClass.UNREADABLE}:{shown.upper()}"
    alone = _DIGITS_ALONE.fullmatch(text_rules.strokes(shown))
    return StandardNumber(raw, StandardClass.UNREADABLE, "", "", "", shown, key, key, alone["digits"] if alone else "", None, "")
