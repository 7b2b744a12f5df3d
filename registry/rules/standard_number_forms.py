"""The written forms of standard numbers, one reader for each, tried in a fixed order.

The order matters: occupational health `GBZ` before guidance `GB/Z`, local `DB33` before the earthquake industry `DB`,
light industry `QB/T` apart from enterprise `Q/B`. Every pattern is bounded, so that no text takes long to refuse.
Sources: Standardization Law Art. 2 (kinds), SAMR Order 83 Art. 22 (enterprise numbers), GB/T 1.1-2020 (year and rule).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.rules.industry_codes import INDUSTRY_CODES, MINISTRY_SERIES


class StandardClass(StrEnum):
    """Who issues standards of this series."""

    NATIONAL = "national"
    NATIONAL_OCCUPATIONAL_HEALTH = "national_occupational_health"
    INDUSTRY = "industry"
    LOCAL = "local"
    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"
    INTERNATIONAL = "international"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of a number as one reader saw them; `mark` is what the canonical form writes before the year."""

    klass: StandardClass
    code: str
    serial: str = ""
    year: str = ""
    amendment: str = ""
    mark: str = "-"


_SERIAL: Final = r"(?P<serial>[0-9]{1,10}(?:\.[0-9]{1,6}){0,4})"
_LONG_YEAR: Final = r"(?:19|20)[0-9]{2}"
_YEAR: Final = rf"(?:[-: ](?P<year>{_LONG_YEAR}[ER]?)|[-:](?P<short>[0-9]{{2}}))?"
_AMENDMENT: Final = rf"(?:[/ ]?(?P<amendment>XG[0-9]{{1,2}}(?:-{_LONG_YEAR})?))?"
_TAIL: Final = _SERIAL + _YEAR + _AMENDMENT
_KIND: Final = r"(?P<kind>[/ ]?[TZ])?"

_HEALTH: Final = re.compile(r"(?P<stem>GBZ)(?P<kind>[/ ]?T)?[/ ]?" + _TAIL)
_NATIONAL: Final = re.compile(r"(?P<stem>GBJ|GB)" + _KIND + r"[/ ]?" + _TAIL)
_MILITARY: Final = re.compile(r"(?P<stem>GJB)" + _KIND + r"[/ ]?(?P<serial>[0-9]{1,6}(?:\.[0-9]{1,4})?[A-Z]?)" + _YEAR + _AMENDMENT)
_METROLOGY: Final = re.compile(r"(?P<stem>JJ[GFD]) ?(?P<office>\([^()]{1,8}\))? ?" + _TAIL)
_SAMPLES: Final = re.compile(rf"(?P<stem>GSB|GBW) ?(?P<serial>[A-Z]?[0-9]{{1,8}}(?:[- ][0-9]{{1,6}}){{0,2}}?)(?:-(?P<year>{_LONG_YEAR}))?")
_INDUSTRY: Final = re.compile(r"(?P<stem>[A-Z]{2}(?:/[A-Z]{2})?|" + "|".join(sorted(MINISTRY_SERIES)) + ")" + _KIND + r"[/ ]?" + _TAIL)
_LOCAL: Final = re.compile(r"(?P<stem>DB[SJ]? ?[0-9]{2}(?:[0-9]{2}){0,2}|DG[0-9]{4}|SZDB)(?:(?P<kind>[/ ]?[TZ])[/ ]?|[/ ])" + _TAIL)
_ASSOCIATION_SERIAL: Final = r"(?P<serial>(?:(?<=[ -])[A-Z]{1,3})?[0-9]{1,10}(?:[.-][0-9]{1,6}){0,4}?[A-Z]{0,2})"
_ASSOCIATION: Final = re.compile(rf"T/(?P<stem>[A-Z]{{1,15}}(?:/[A-Z]{{2,15}})?)[ /-]?{_ASSOCIATION_SERIAL}(?:[-: ](?P<year>{_LONG_YEAR}E?))?")
_ENGINEERING: Final = re.compile(r"(?P<stem>CECS)(?:/?G)?[: ]?" + _TAIL)

_BODIES: Final = r"(?:ISO|IEC|ITU-[TR]|IEEE|OIML|CAC|CODEX|DIN|EN|BS|NF|JIS|KS|GOST|UL|API|SAE|AS|NZS)"
_COLON_BODY: Final = re.compile(
    rf"(?P<code>{_BODIES}(?:[/ ](?:{_BODIES}|TR|TS|PAS|GUIDE|DIS|FDIS|STAN|RCP)){{0,3}})[ /]?"
    rf"(?P<serial>[A-Z]{{0,2}}[ .]?[0-9]{{1,7}}(?:[.-][0-9]{{1,5}}){{0,3}}?)(?:[-:](?P<year>{_LONG_YEAR}))?"
    rf"(?:[/+ ](?P<amendment>(?:AMD|COR|A) ?[0-9]{{1,2}}(?::{_LONG_YEAR})?))?"
)
_HYPHEN_BODY: Final = re.compile(
    r"(?P<code>ASTM|AATCC|ANSI|ASME)[ /]?(?P<serial>[A-Z]{0,4}[ .]?[0-9]{1,6}(?:\.[0-9]{1,4}){0,2})"
    r"(?:[-:](?P<year>(?:[0-9]{2}){1,2}[A-Z]?(?:\([0-9]{4}\))?(?:E[0-9])?))?"
)

_ENTERPRISE: Final = re.compile(r"Q/(?P<body>[0-9A-Z\u3400-\u9fff().+&·/ -]{1,80})")
_ENTERPRISE_YEAR: Final = re.compile(rf"(?P<body>.*[^-: ])[-: ](?P<year>{_LONG_YEAR})")
_STEM: Final = r"(?P<stem>.*[A-Z\u3400-\u9fff)])[ /-]{0,3}"
_DIGITS: Final = r"[0-9]+(?:[. -][0-9]+)*"
# In this order: the letter S after the serial marks a food standard and may carry a digit of its own.
_ENTERPRISE_SPLITS: Final = (
    re.compile(rf"{_STEM}(?P<serial>{_DIGITS}S[0-9]{{0,2}})"),
    re.compile(rf"{_STEM}(?P<serial>{_DIGITS}[A-Z]{{0,2}})"),
    re.compile(rf"(?P<stem>[0-9]{{4,20}})[ /-](?P<serial>{_DIGITS}S?)"),
)
_SLASHLESS: Final = re.compile(rf"(?P<kind>[QT]) ?(?P<rest>[A-Z]{{2,12}}[ -]?[0-9]{{1,10}}(?:\.[0-9]{{1,6}})?S?[-:]{_LONG_YEAR})")


def international(text: str) -> Reading | None:
    """`ISO/IEC 17050-1:2004` with a colon before the year, `ASTM D471-16a` with a hyphen and a lower-case suffix."""
    if found := _COLON_BODY.fullmatch(text):
        return _foreign(found, found["year"] or "", found["amendment"] or "", ":")
    if found := _HYPHEN_BODY.fullmatch(text):
        return _foreign(found, (found["year"] or "").lower(), "", "-")
    return None


def _foreign(found: re.Match[str], year: str, amendment: str, mark: str) -> Reading:
    serial = found["serial"].strip(" .").replace(" ", "")
    return Reading(StandardClass.INTERNATIONAL, found["code"], serial, year, amendment.replace(" ", ""), mark)


def enterprise(text: str) -> Reading | None:
    """`Q/` and an enterprise's code; a number whose code and serial cannot be told apart keeps all of it as code."""
    if not (found := _ENTERPRISE.fullmatch(text)):
        return None
    body = found["body"].strip()
    dated = _ENTERPRISE_YEAR.fullmatch(body)
    if dated and (parts := _split(dated["body"])):
        return Reading(StandardClass.ENTERPRISE, *parts, dated["year"])
    return Reading(StandardClass.ENTERPRISE, *(_split(body) or (f"Q/{body}", "")))


def _split(body: str) -> tuple[str, str] | None:
    for pattern in _ENTERPRISE_SPLITS:
        if found := pattern.fullmatch(body):
            return f"Q/{found['stem']}", found["serial"]
    return None


def association(text: str) -> Reading | None:
    """`T/CAQP 015-2020`, and the older `CECS` series of the engineering construction association."""
    if found := _ASSOCIATION.fullmatch(text):
        return Reading(StandardClass.ASSOCIATION, f"T/{found['stem']}", found["serial"], found["year"] or "")
    return _dated(StandardClass.ASSOCIATION, _ENGINEERING.fullmatch(text))


def local(text: str) -> Reading | None:
    """`DB33/T 2301-2020`, `DB3310/T 45-2019`, food `DBS33/ 3009-2018`: digits of GB/T 2260 follow the letters."""
    return _dated(StandardClass.LOCAL, _LOCAL.fullmatch(text))


def national(text: str) -> Reading | None:
    """`GB`, `GB/T`, `GB/Z`, the occupational health series `GBZ`, metrology `JJG(电子)` and reference samples `GSB`."""
    if reading := _dated(StandardClass.NATIONAL_OCCUPATIONAL_HEALTH, _HEALTH.fullmatch(text)):
        return reading
    if found := _SAMPLES.fullmatch(text):
        return Reading(StandardClass.NATIONAL, found["stem"], found["serial"], found["year"] or "")
    if found := _METROLOGY.fullmatch(text):
        return _dated(StandardClass.NATIONAL, found, found["stem"] + (found["office"] or ""))
    return _dated(StandardClass.NATIONAL, _NATIONAL.fullmatch(text) or _MILITARY.fullmatch(text))


def industry(text: str) -> Reading | None:
    """Two letters of the table of industries, with `/T` or without: `QB/T 1002-2015`, `NB/SH/T 0911-2015`."""
    found = _INDUSTRY.fullmatch(text)
    if found is None or not all(part in INDUSTRY_CODES or part in MINISTRY_SERIES for part in found["stem"].split("/")):
        return None
    return _dated(StandardClass.INDUSTRY, found)


def without_slash(text: str) -> Reading | None:
    """`QSM001-2023` and `TCAQP015-2020`: the slash was forgotten; only a full, dated number is believed."""
    if not (found := _SLASHLESS.fullmatch(text)):
        return None
    written = f"{found['kind']}/{found['rest']}"
    return enterprise(written) if found["kind"] == "Q" else association(written)


def _dated(klass: StandardClass, found: re.Match[str] | None, code: str = "") -> Reading | None:
    if found is None:
        return None
    return Reading(klass, code or _code(found), found["serial"], _year(found), found["amendment"] or "")


def _code(found: re.Match[str]) -> str:
    kind = (found.groupdict().get("kind") or "").strip("/ ")
    return found["stem"].replace(" ", "") + (f"/{kind}" if kind else "")


def _year(found: re.Match[str]) -> str:
    """Four digits; numbers before 1995 were printed with two: GB 9684-88 is of 1988."""
    if short := found["short"]:
        return ("19" if short >= "50" else "20") + str(short)
    return found["year"] or ""


READERS: Final[tuple[Callable[[str], Reading | None], ...]] = (
    international, enterprise, association, local, national, industry, without_slash,
)  # fmt: skip
