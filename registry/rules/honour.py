"""Honours: what an enterprise may claim, by what one thing is told from another, and what a claim must say.

Kinds follow the published incentive plans of Chengxiang District (2021) and Sanmen County (2023): standards drafted, secretariats
of committees, pilots, awards, front-runners, research, chief standards officers, patents that join standards.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from registry.rules import names, standard_number
from registry.rules.enterprise import LONGEST_LINE, is_web_address
from registry.rules.secret import digest
from registry.rules.standard_number import StandardClass

LEVELS: Final = ("international", "national", "industry", "local", "association")
"""Of a standard that others follow."""
_TITLES: Final = ("national", "provincial")
GRADES: Final[dict[str, tuple[str, ...]]] = {
    "drafted_standard": LEVELS,
    "secretariat": ("technical_committee", "subcommittee", "working_group"),
    "pilot": _TITLES,
    "award": ("national_first", "national_second", "national_third", "provincial_first", "provincial_second", "provincial_third"),
    "front_runner": _TITLES,
    "chief_standards_officer": (),
    "patent_in_standard": (*LEVELS, "enterprise"),
    "research": _TITLES,
}
"""Kind to its grades; none where the kind knows none."""
KINDS: Final = tuple(GRADES)
NUMBERED: Final = ("drafted_standard", "front_runner", "patent_in_standard")
"""Kinds whose subject is a standard's number."""
PLACED: Final = ("drafted_standard",)
"""Kinds that count the place among those who drafted."""
PERSONAL: Final = ("chief_standards_officer",)
"""Kinds that are about a person, whom no public page names."""
LAST_PLACE: Final = 99
FIRST_DAY: Final = date(1988, 1, 1)
LONGEST_REASON: Final = 2000
_LONGEST_KEY: Final = 64

WAITING, CONFIRMED, REFUSED, WITHDRAWN, ANNULLED = "waiting", "confirmed", "refused", "withdrawn", "annulled"
AFTER: Final = {WAITING: (CONFIRMED, REFUSED, WITHDRAWN), CONFIRMED: (ANNULLED, WITHDRAWN)}
"""What may follow a word; nothing follows the others. A claim without a step waits."""
_LEVEL_OF: Final = {StandardClass.NATIONAL_OCCUPATIONAL_HEALTH: "national"}
"""Classes of numbers that are called otherwise than their level."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as typed. place: among the drafters, from 1, None where unread. subject: the standard's number, the committee, the project."""

    kind: str
    grade: str = ""
    subject: str = ""
    title: str = ""
    place: int | None = None
    revised: bool = False
    achieved_on: date | None = None
    source: str = ""
    source_url: str = ""


def subject_key(kind: str, subject: str) -> str:
    """The key under which spellings of one thing meet, at most 64 characters: a standard's number with its year, or the name without punctuation."""
    key = standard_number.parse(subject).compact if kind in NUMBERED else names.key(subject)
    return key if len(key) <= _LONGEST_KEY else digest(key)


def public_subject(kind: str, subject: str) -> str:
    """What everybody may read of the subject: nothing where a paper that appoints a person may name that person."""
    return "" if kind in PERSONAL else subject


def level_of(number: str) -> str:
    """The level that a standard's number tells: one of LEVELS, enterprise, or "unreadable"."""
    klass = standard_number.parse(number).klass
    return _LEVEL_OF.get(klass, klass.value)


def wrong_fields(claim: Claim, today: date) -> dict[str, str]:
    """Field -> code for every field that cannot stand."""
    if claim.kind not in KINDS:
        return {"kind": "choose_one"}
    wrong = {} if claim.grade in (GRADES[claim.kind] or ("",)) else {"grade": "choose_one"}
    return wrong | _texts(claim) | _number(claim) | _place(claim) | _day(claim, today)


def _texts(claim: Claim) -> dict[str, str]:
    typed = {name: getattr(claim, name).strip() for name in ("subject", "title", "source", "source_url")}
    wrong = {name: "required" for name in ("subject", "source") if not typed[name]}
    wrong |= {name: "line_too_long" for name, text in typed.items() if len(text) > LONGEST_LINE}
    if typed["source_url"] and not is_web_address(typed["source_url"]):
        wrong.setdefault("source_url", "not_an_address")
    return wrong


def _number(claim: Claim) -> dict[str, str]:
    """A standard is paid for by its number with the year: an undated one could mean several."""
    if claim.kind not in NUMBERED or not claim.subject.strip():
        return {}
    number = standard_number.parse(claim.subject)
    if number.klass is StandardClass.UNREADABLE:
        return {"subject": "honour_number_unreadable"}
    if not number.year:
        return {"subject": "honour_number_undated"}
    told = level_of(claim.subject)
    return {"grade": "honour_grade_other"} if claim.kind != "front_runner" and claim.grade in GRADES[claim.kind] and told != claim.grade else {}


def _place(claim: Claim) -> dict[str, str]:
    if claim.kind not in PLACED:
        return {"place": "honour_place_unasked"} if claim.place is not None else {}
    if claim.place is None:
        return {"place": "required"}
    return {} if 1 <= claim.place <= LAST_PLACE else {"place": "honour_place_wrong"}


def _day(claim: Claim, today: date) -> dict[str, str]:
    if claim.achieved_on is None:
        return {"achieved_on": "required"}
    if claim.achieved_on > today:
        return {"achieved_on": "day_in_the_future"}
    return {} if claim.achieved_on >= FIRST_DAY else {"achieved_on": "not_a_date"}
