"""What is counted, and what one subject adds to the counters: a pure function from its facts to its share.

A count belongs to one month: that of the disclosure, of the check's end, of the order, of the achievement. What changes
with time (in force, overdue) is looked at again and counts for the same month, so that the sum over all months is how
many there are now. A subject counts where its enterprise has its place today (GB/T 2260) and in the section of its trade
(GB/T 4754). An honour counts once for each enterprise that has it.
Groups of items follow the published bulletins of spot checks (duty to disclose, timeliness, number and name, legality,
indicators and methods).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from registry.rules.honour import GRADES, LEVELS
from registry.rules.standard_number_forms import StandardClass
from registry.rules.status import Word

SUBJECTS: Final = ("enterprise", "disclosure", "product", "finding", "rectification", "honour")
"""Kinds of subjects that have a share."""
KLASSES: Final = tuple(each.value for each in StandardClass)
VERDICTS: Final = ("conforming", "minor_defect", "nonconforming")
NOT_EVALUATED: Final = "not_evaluated"
REASONS: Final = ("withdrawn", "deregistered")
"""Why nothing was evaluated: the enterprise ended the disclosure between draw and check, or is no more."""
FAULTS: Final[Mapping[str, tuple[str, ...]]] = {
    "duty": ("L1",), "timeliness": ("L7", "L8"), "number": ("L4",), "legality": ("L2", "L3"), "indicators": ("L5", "L6"), "form": ("N1", "N2", "N3", "N4", "N5", "N6"),
}  # fmt: skip
"""Group of the bulletins to the items of the inspector's list."""
UPPER: Final = tuple(each for each in LEVELS if each != "association")
"""Levels that the plans count together as 国际、国家、行业、地方标准."""
LED: Final = 1
"""The place among the drafters that leads (主导)."""
_GROUP: Final = {item: group for group, items in FAULTS.items() for item in items}


def _measures() -> tuple[str, ...]:
    disclosed = ["disclosures", *(f"disclosures.{each}" for each in KLASSES), "disclosures.product", "disclosures.service"]
    current = ["current", *(f"current.{each}" for each in KLASSES)]
    held = ["versions", "indicators", "enterprises", "enterprises.disclosing", "products", "products.current"]
    checked = ["checks", *(f"checks.{each}" for each in (*VERDICTS, NOT_EVALUATED, *REASONS)), "rechecks", *(f"faults.{each}" for each in FAULTS)]
    ordered = [f"rectifications{each}" for each in ("", ".on_time", ".late", ".overdue", ".open")]
    honours = [f"honours.{each}" for each in GRADES] + [f"honours.drafted_standard.{each}" for each in (*LEVELS, "upper")] + [f"honours.led.{each}" for each in LEVELS]
    return (*disclosed, *current, *held, *checked, *ordered, *honours)


MEASURES: Final = _measures()
"""Every counter, in the order in which files list them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enterprise is, and its trade: six digits (GB/T 2260), a code of GB/T 4754 or ""."""

    division_code: str
    industry_code: str = ""


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """A verified enterprise; `first_disclosed_on` None: it has disclosed nothing."""

    place: Place
    verified_on: date
    first_disclosed_on: date | None


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """`versions_on`: the legal day of each version. `indicators`: of the newest version. `word`: the status today."""

    place: Place
    klass: str
    subject: str
    disclosed_on: date
    versions_on: tuple[date, ...]
    indicators: int
    word: Word


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """`ended`: no longer made; of a product that another took the place of there are no facts."""

    place: Place
    created_on: date
    ended: bool


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A published finding that no published one corrects. `failed`: items that were not met. `reason`: why nothing was evaluated."""

    place: Place
    concluded_on: date
    recheck: bool
    verdict: str
    failed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RectificationFacts:
    """An order that was not taken back. `in_time` None: not known yet."""

    place: Place
    ordered_on: date
    in_time: bool | None
    closed: bool


@dataclass(frozen=True, slots=True)
class HonourFacts:
    """A confirmed honour."""

    place: Place
    kind: str
    grade: str
    drafter: int | None
    achieved_on: date


Facts = EnterpriseFacts | DisclosureFacts | ProductFacts | FindingFacts | RectificationFacts | HonourFacts
Cell = tuple[str, str, str, str]
"""Division, industry, month, measure; "" stands for all of them."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one subject adds: (measure, month, number from 1), by measure and month."""

    division_code: str
    industry: str
    counts: tuple[tuple[str, str, int], ...]


def share(facts: Facts) -> Share:
    """What the subject with these facts adds to the counters."""
    found: Counter[tuple[str, str]] = Counter()
    match facts:
        case EnterpriseFacts():
            _enterprise(found, facts)
        case DisclosureFacts():
            _disclosure(found, facts)
        case ProductFacts():
            _add(found, facts.created_on, "products", *(() if facts.ended else ("products.current",)))
        case FindingFacts():
            _finding(found, facts)
        case RectificationFacts():
            _rectification(found, facts)
        case HonourFacts():
            _honour(found, facts)
    return Share(facts.place.division_code, facts.place.industry_code[:1], tuple((measure, month, count) for (measure, month), count in sorted(found.items())))


def cells(one: Share) -> Iterable[tuple[Cell, int]]:
    """Every counter that a share adds to: its county, city, province and all; its industry and all; its month, year and all."""
    industries = ("", one.industry) if one.industry else ("",)
    for division in places(one.division_code):
        for industry in industries:
            for measure, month, count in one.counts:
                for span in (month, month[:4], ""):
                    yield (division, industry, span, measure), count


@lru_cache(maxsize=4096)
def places(division_code: str) -> tuple[str, ...]:
    """The division itself, what it lies in by its digits, and "" for all."""
    return (*dict.fromkeys(division_code[:size].ljust(6, "0") for size in (6, 4, 2)), "") if division_code else ("",)


def month_of(day: date) -> str:
    """2026-11."""
    return f"{day.year:04d}-{day.month:02d}"


def rate(part: int, whole: int) -> float | None:
    """A share of the whole in per cent with one digit; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def _add(found: Counter[tuple[str, str]], day: date, *measures: str) -> None:
    month = month_of(day)
    for measure in measures:
        found[measure, month] += 1


def _enterprise(found: Counter[tuple[str, str]], facts: EnterpriseFacts) -> None:
    _add(found, facts.verified_on, "enterprises")
    if facts.first_disclosed_on:
        _add(found, facts.first_disclosed_on, "enterprises.disclosing")


def _disclosure(found: Counter[tuple[str, str]], facts: DisclosureFacts) -> None:
    _add(found, facts.disclosed_on, "disclosures", f"disclosures.{facts.klass}", f"disclosures.{facts.subject}")
    if facts.word is Word.current:
        _add(found, facts.disclosed_on, "current", f"current.{facts.klass}")
    for day in facts.versions_on:
        _add(found, day, "versions")
    if facts.indicators:
        found["indicators", month_of(facts.disclosed_on)] += facts.indicators


def _finding(found: Counter[tuple[str, str]], facts: FindingFacts) -> None:
    """A second look after a rectification is counted apart: the pass rate is that of what was drawn."""
    if facts.recheck:
        return _add(found, facts.concluded_on, "rechecks")
    _add(found, facts.concluded_on, "checks", f"checks.{facts.verdict}")
    if facts.verdict == NOT_EVALUATED:
        return _add(found, facts.concluded_on, *(f"checks.{each}" for each in REASONS if each == facts.reason))
    return _add(found, facts.concluded_on, *(f"faults.{group}" for group in sorted({_GROUP[item] for item in facts.failed if item in _GROUP})))


def _rectification(found: Counter[tuple[str, str]], facts: RectificationFacts) -> None:
    _add(found, facts.ordered_on, "rectifications")
    if facts.in_time is not None:
        _add(found, facts.ordered_on, "rectifications.on_time" if facts.in_time else "rectifications.late")
    if not facts.closed:
        _add(found, facts.ordered_on, "rectifications.open", *(("rectifications.overdue",) if facts.in_time is False else ()))


def _honour(found: Counter[tuple[str, str]], facts: HonourFacts) -> None:
    _add(found, facts.achieved_on, f"honours.{facts.kind}")
    if facts.kind == "drafted_standard":
        _add(found, facts.achieved_on, f"honours.drafted_standard.{facts.grade}")
        if facts.grade in UPPER:
            _add(found, facts.achieved_on, "honours.drafted_standard.upper")
        if facts.drafter == LED:
            _add(found, facts.achieved_on, f"honours.led.{facts.grade}")
