"""Looking again at what was disclosed: which remarks there are, how grave, which an enterprise is asked to mend, and which are told to all.

The list's order follows from the gravest remark; what is shown are the remarks, each with what it rests on. Sources:
Standardization Law Art. 21 and 27; SAMR Order 83 Art. 14 and 15; SAMR's public answer of 2024-05-29: whoever declares a
withdrawn standard counts as not producing to a standard.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from registry.rules import self_check_lines
from registry.rules.self_check_remark import Remark as Checked
from registry.rules.self_check_remark import Severity

EDITION: Final = 1
"""Raised with every change of these rules or of the self-check's: everything is looked at again."""
RISKS: Final = (3, 2, 1, 0)
LONGEST_PLACE: Final = 64
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Remark:
    """code: what is said. place: what it is about (key of a standard, indicator, field, public id of another disclosure), "" for the whole.

    place has at most LONGEST_PLACE characters. facts: texts that the sentence and its link need; days as YYYY-MM-DD.
    """

    code: str
    place: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As JSON; `read` takes it back."""
        return {"code": self.code, "place": self.place, "facts": dict(self.facts)}


def read(stored: Mapping[str, Any]) -> Remark:
    """A remark from its JSON."""
    return Remark(stored["code"], stored["place"], stored["facts"])


@dataclass(frozen=True, slots=True)
class Kind:
    """risk: place in the list, 0 (only good to know) to 3. asked: the enterprise is asked to mend it by a day; remarks with one
    word here are one matter under changing codes. told: after that day the public page says so.
    """

    risk: int
    asked: str = ""
    told: bool = False


KINDS: Final = {
    "implemented_withdrawn": Kind(3, "implemented", told=True), "implemented_replaced": Kind(3, "implemented", told=True), "implemented_ends": Kind(2, "implemented"),
    "implemented_withdrawn_said": Kind(1, "implemented_said"), "implemented_replaced_said": Kind(1, "implemented_said"), "implemented_ends_said": Kind(1), "implemented_upcoming": Kind(0),
    "cited_withdrawn": Kind(2, "cited", told=True), "cited_replaced": Kind(2, "cited", told=True), "cited_ends": Kind(1, "cited"),
    "cited_withdrawn_said": Kind(1, "cited_said"), "cited_replaced_said": Kind(1, "cited_said"), "cited_ends_said": Kind(0), "cited_upcoming": Kind(0),
    "enterprise_deregistered": Kind(3), "enterprise_unverified": Kind(1), "renamed": Kind(1), "no_product": Kind(1, "no_product"),
    "alike": Kind(2), "same_text": Kind(2), "jumped": Kind(2),
    "below_mandatory": Kind(3, "below_mandatory", told=True), "below_mandatory_answered": Kind(3, "below_mandatory_answered", told=True),
}  # fmt: skip
"""What only time brings, and the self-check's remarks whose weight is not that of their severity.

One source alone never decides against anybody (`_said`): the enterprise is asked, the public page says nothing.
"""
_BLOCKING: Final = 2
_OF_TIME: Final = ("reference_withdrawn", "reference_replaced", "reference_upcoming", "reference_ends", "reference_unknown")
"""Words of the self-check that are said here from the catalogue as it is now (registry.rules.screening_references)."""
_MOOT: Final = ("in_force_before_disclosed", "products_none", "lower_will_be_shown", "lower_stated_needlessly", "product_unknown", "reference_unreadable", "number_disclosed_already")
"""What matters only while one discloses."""


def kind(remark: Remark) -> Kind:
    """How grave a remark is and what follows from it."""
    known = KINDS.get(remark.code)
    if known:
        return known
    match remark.facts.get("severity"):
        case Severity.must_mend | Severity.must_state:
            return Kind(_BLOCKING, remark.code, told=True)
        case Severity.question:
            return Kind(1)
    return Kind(0)


def risk(*remarks: Iterable[Remark]) -> int:
    """Order of the list: that of the gravest remark, 0 where nothing is remarked upon."""
    return max((kind(each).risk for some in remarks for each in some), default=0)


def ordered(remarks: Iterable[Remark]) -> list[Remark]:
    """The gravest first; those of one weight in the order found."""
    return sorted(remarks, key=lambda each: -kind(each).risk)


def of_self_check(remarks: Iterable[Checked], disclosed_on: date) -> Iterator[Remark]:
    """The self-check's remarks as they hold of something public already, each place once; answered questions stay answered.

    A method was not asked for before SAMR Order 83 was in force (2024-01-01): of an older version it is only told.
    """
    seen: set[tuple[str, str]] = set()
    for each in remarks:
        if each.word in (*_OF_TIME, *_MOOT) or each.answer:
            continue
        place = (each.subject or each.facts.get("name") or each.field)[:LONGEST_PLACE]
        older = each.word == "method_missing" and disclosed_on < self_check_lines.METHODS_SINCE
        severity = Severity.worth_knowing if older else each.severity
        if (each.word, place) not in seen:
            seen.add((each.word, place))
            yield Remark(each.word, place, dict(each.facts) | {"severity": str(severity), "item": each.code, "article": each.article, "field": each.field})


def renamed(then: str, now: str) -> Iterator[Remark]:
    """The enterprise has another name than the version that stands says."""
    if then and now and then != now:
        yield Remark("renamed", "", {"then": then, "now": now})


def without_product(since: date | None, today: date) -> Iterator[Remark]:
    """since: from when on nothing follows the standard; None while something does."""
    if since and today >= since + YEAR:
        yield Remark("no_product", "", {"since": since.isoformat()})


def year_over(since: date | None, today: date) -> date | None:
    """The coming day on which nothing has followed the standard for a year: it has to be looked at again."""
    day = since + YEAR if since else None
    return day if day and day > today else None


def asked(remarks: Iterable[Remark]) -> dict[tuple[str, str], Remark]:
    """The remarks that an enterprise is asked to mend, by matter: what is asked and what it is about. Nothing of one that is deregistered."""
    found: dict[tuple[str, str], Remark] = {}
    for each in remarks:
        if each.code == "enterprise_deregistered":
            return {}
        if word := kind(each).asked:
            found.setdefault((word, each.place), each)
    return found


def asked_from(remark: Remark, today: date) -> date:
    """The day from which the time to mend counts: an end that was announced counts from the day it comes."""
    day = remark.facts.get("day", "") if remark.code.endswith("_ends") else ""
    return max(today, date.fromisoformat(day)) if day else today
