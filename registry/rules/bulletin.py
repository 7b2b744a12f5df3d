"""A year's bulletin: the sections of published bulletins of spot checks, from the counters and the findings of the year.

Order of the sections and what percentages refer to follow Shanxi's bulletin of 2024: groups of faults and deregistered
holders in per cent of the whole sample, verdicts in per cent of what was evaluated. Percentages are texts with one digit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from registry.rules.statistic import FAULTS, NOT_EVALUATED, REASONS, VERDICTS, rate

FORMAT: Final = "bulletin/1"
FIRST_YEAR: Final = 2000
LONGEST_PREFACE: Final = 5000
MOST_RESULTS: Final = 20_000
DISCLOSED: Final = ("disclosures", "current", "enterprises.disclosing", "products", "indicators")


@dataclass(frozen=True, slots=True)
class Result:
    """A published finding of the year: its public id, what was checked and whose it is."""

    public_id: str
    number: str
    enterprise: str
    credit_code: str
    verdict: str
    concluded_on: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose bulletin, of which year."""

    bureau: str
    division_code: str
    year: int


def content(frame: Frame, totals: Mapping[str, int], results: Sequence[Result]) -> dict[str, Any]:
    """The document; `totals`: measures of the division in the year (`registry.rules.statistic.MEASURES`)."""
    held = {name: totals.get(name, 0) for name in _NEEDED}
    sample = held["checks"]
    evaluated = sample - held[f"checks.{NOT_EVALUATED}"]
    ordered_known = held["rectifications.on_time"] + held["rectifications.late"]
    return {
        "format": FORMAT, "bureau": frame.bureau, "division_code": frame.division_code, "year": frame.year,
        "disclosed": {name: held[name] for name in DISCLOSED},
        "sample": {"drawn": sample, "evaluated": evaluated, "rechecks": held["rechecks"]} | {reason: part(held[f"checks.{reason}"], sample) for reason in REASONS},
        "verdicts": {verdict: part(held[f"checks.{verdict}"], evaluated) for verdict in VERDICTS},
        "faults": {fault: part(held[f"faults.{fault}"], sample) for fault in FAULTS},
        "rectifications": {"ordered": held["rectifications"], "on_time": part(held["rectifications.on_time"], ordered_known), "late": part(held["rectifications.late"], ordered_known), "open": held["rectifications.open"]},
        "results": [asdict(each) for each in results],
    }  # fmt: skip


def part(number: int, whole: int) -> dict[str, Any]:
    """A number and its share of the whole: {"count": 19, "per_cent": "4.6"}, "" of nothing."""
    found = rate(number, whole)
    return {"count": number, "per_cent": "" if found is None else f"{found:.1f}"}


def wrong_fields(year: str, today_year: int) -> dict[str, str]:
    """Field to code for a year that is none, or is still to come."""
    read = year.isascii() and year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= today_year
    return {} if read else {"year": "bulletin_year_wrong"}


def wrong_preface(preface: str, sequence: int) -> dict[str, str]:
    """A correction says what it corrects."""
    if len(preface) > LONGEST_PREFACE:
        return {"preface": "bulletin_preface_long"}
    return {"preface": "bulletin_reason_missing"} if sequence > 1 and not preface else {}


_NEEDED: Final = (
    *DISCLOSED, "checks", "rechecks", f"checks.{NOT_EVALUATED}", *(f"checks.{each}" for each in (*REASONS, *VERDICTS)),
    *(f"faults.{each}" for each in FAULTS), "rectifications", "rectifications.on_time", "rectifications.late", "rectifications.open",
)  # fmt: skip
