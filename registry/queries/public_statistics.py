"""Counters for the public page, each read by its key; nothing is added up here but what a reader would."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from registry.plain import Look, Statement

ROWS = ("disclosures", "current", "enterprises.disclosing", "checks", "checks.conforming")
"""What the tables of places and of industries tell of each."""
YEARS = 12
"""So many years, the last one included, are offered."""
_ROWS = ", ".join(f"'{each}'" for each in ROWS)

_TOTALS = Statement("SELECT measure, count FROM statistic WHERE division_code = :division AND industry = :industry AND month = :span")
_MONTHS = Statement("SELECT month, count FROM statistic WHERE division_code = :division AND industry = :industry AND month BETWEEN :first AND :last AND measure = :measure")
_EVERYTHING = Statement("SELECT month, measure, count FROM statistic WHERE division_code = :division AND industry = :industry AND count > 0 ORDER BY month, measure")
_TARGETS = Statement(
    """
SELECT t.id, t.measure, t.title, t.wanted, t.start_on, t.start, t.due_on, t.source, t.source_url, t.public, b.name AS bureau
FROM target t JOIN bureau b ON b.id = t.bureau_id WHERE t.division_code = :division AND t.ended_at IS NULL AND t.public ORDER BY t.due_on, t.id
""",
    days=("start_on", "due_on"),
)
_COURSE = Statement("SELECT month, measure, count FROM statistic WHERE division_code = :division AND industry = '' AND month >= :first AND count > 0")


def totals(look: Look, division: str, industry: str, span: str) -> dict[str, int]:
    """Measure to number; `span` a year or "" for all of them. What is not there is nought."""
    return {measure: count for measure, count in _TOTALS.raw(look, {"division": division, "industry": industry, "span": span}) if count}


def months(look: Look, division: str, industry: str, year: str, measure: str = "disclosures") -> dict[str, int]:
    """Month of the year (YYYY-MM) to number."""
    return dict(_MONTHS.raw(look, {"division": division, "industry": industry, "first": f"{year}-01", "last": f"{year}-12", "measure": measure}))  # type: ignore[arg-type]


def years(look: Look, division: str, industry: str, last: int) -> dict[str, int]:
    """Year to what was disclosed in it, of the last YEARS years."""
    keys = {f"k{place}": str(last - place) for place in range(YEARS)}
    return dict(_years().raw(look, {"division": division, "industry": industry} | keys))  # type: ignore[arg-type]


def industries(look: Look, division: str, codes: Sequence[str], span: str) -> dict[str, dict[str, int]]:
    """Section to its ROWS."""
    return _by_key(_several("industry", len(codes)).raw(look, {"division": division, "span": span} | _keys(codes)))


def divisions(look: Look, codes: Sequence[str], industry: str, span: str) -> dict[str, dict[str, int]]:
    """Division to its ROWS."""
    return _by_key(_several("division_code", len(codes)).raw(look, {"industry": industry, "span": span} | _keys(codes))) if codes else {}


def everything(look: Look, division: str, industry: str) -> list[tuple[Any, ...]]:
    """(month, measure, number) of every counter of a place and a trade."""
    return _EVERYTHING.raw(look, {"division": division, "industry": industry})


def targets(look: Look, division: str) -> list[Any]:
    """Public targets of exactly this division, those that are due first before the others."""
    return _TARGETS.all(look, {"division": division})


def course(look: Look, division: str, since: date, measures: Sequence[str]) -> dict[str, dict[str, int]]:
    """Measure to its months since a day's month (YYYY-MM), and "" to all of them."""
    found: dict[str, dict[str, int]] = {each: {} for each in measures}
    for month, measure, count in _COURSE.raw(look, {"division": division, "first": f"{since.year:04d}-{since.month:02d}"}):
        if measure in found and len(month) == 7:
            found[measure][month] = count
    held = totals(look, division, "", "")
    for measure in measures:
        found[measure][""] = held.get(measure, 0)
    return found


def _keys(codes: Sequence[str]) -> dict[str, str]:
    return {f"k{place}": code for place, code in enumerate(codes)}


@cache
def _years() -> Statement:
    places = ", ".join(f":k{place}" for place in range(YEARS))
    return Statement(f"SELECT month, count FROM statistic WHERE division_code = :division AND industry = :industry AND month IN ({places}) AND measure = 'disclosures' AND count > 0")  # noqa: S608 - places only


@cache
def _several(column: str, size: int) -> Statement:
    places, other = ", ".join(f":k{place}" for place in range(size)), "division_code = :division" if column == "industry" else "industry = :industry"
    return Statement(f"SELECT {column}, measure, count FROM statistic WHERE {other} AND {column} IN ({places}) AND month = :span AND measure IN ({_ROWS}) AND count > 0")  # noqa: S608 - constants of this file and places


def _by_key(rows: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for key, measure, count in rows:
        found.setdefault(key, {})[measure] = count
    return found
