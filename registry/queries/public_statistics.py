"""Counters for the public page, each read by its key; nothing is added up here but what a reader would."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from registry.plain import Look, Statement

ROWS = ("disclosures", "current", "enterprises.disclosing", "checks", "checks.conforming")
"""What the tables of places and of industries tell of each."""
YEARS = 12
"""So many years, the last one included, are offered."""
_SIZES = (0, 1, 5, 15, 25, 40)
"""How many codes one statement takes; what is missing is filled up with the last one."""
_IN_ROWS = ", ".join(f"'{each}'" for each in ROWS)
_YEARS = ", ".join(f":y{place}" for place in range(YEARS))

# Each part of a page is one row, whose numbers stand in one text: every row that SQLite hands out lets other threads go first.
_TOTALS = "SELECT 'totals' AS part, {join}(measure || '=' || count, ',') AS said FROM statistic WHERE division_code = :division AND industry = :industry AND month = :span AND count > 0"
_COUNTED = "SELECT 'years', {join}(month || '=' || count, ',') FROM statistic WHERE division_code = :division AND industry = :industry AND month IN ({years}) AND measure = 'disclosures' AND count > 0"
_MONTHS = "SELECT 'months', {join}(month || '=' || count, ',') FROM statistic WHERE division_code = :division AND industry = :industry AND month BETWEEN :first AND :last AND measure = 'disclosures' AND count > 0"
_PLACES = "SELECT 'places', {join}(division_code || '|' || measure || '=' || count, ',') FROM statistic WHERE division_code IN ({places}) AND industry = :industry AND month = :span AND measure IN ({rows}) AND count > 0"
_TRADES = "SELECT 'industries', {join}(industry || '|' || measure || '=' || count, ',') FROM statistic WHERE division_code = :division AND industry IN ({trades}) AND month = :span AND measure IN ({rows}) AND count > 0"
_AIMS = "SELECT 'targets', 'public=1' WHERE EXISTS (SELECT 1 FROM target WHERE division_code = :division AND ended_at IS NULL AND public)"
_EVERYTHING = Statement("SELECT month, measure, count FROM statistic WHERE division_code = :division AND industry = :industry AND count > 0 ORDER BY month, measure")
_TARGETS = Statement(
    """
SELECT t.id, t.measure, t.title, t.wanted, t.start_on, t.start, t.due_on, t.source, t.source_url, t.public, b.name AS bureau
FROM target t JOIN bureau b ON b.id = t.bureau_id WHERE t.division_code = :division AND t.ended_at IS NULL AND t.public ORDER BY t.due_on, t.id
""",
    days=("start_on", "due_on"),
)
_COURSE = Statement("SELECT month, measure, count FROM statistic WHERE division_code = :division AND industry = '' AND month >= :first AND count > 0")
_ALL = Statement("SELECT measure, count FROM statistic WHERE division_code = :division AND industry = '' AND month = '' AND count > 0")


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers of one place, trade and year. `totals` by measure, `years` and `months` what was disclosed in each, `places` and `industries` by code their ROWS. `aimed`: there are public targets."""

    totals: Counter[str]
    years: dict[str, int]
    months: dict[str, int]
    places: dict[str, dict[str, int]]
    industries: dict[str, dict[str, int]]
    aimed: bool


def counted(look: Look, division: str, industry: str, year: str, *, last: int, places: Sequence[str], trades: Sequence[str]) -> Counted:
    """Everything of a page in one statement. `last`: the last of the years; `places` and `trades`: codes of the tables, none for no table."""
    values: dict[str, object] = {"division": division, "industry": industry, "span": year, "first": f"{year}-01", "last": f"{year}-12"}
    values |= {f"y{place}": str(last - place) for place in range(YEARS)}
    size = next(each for each in _SIZES if each >= len(places))
    values |= {f"p{place}": places[min(place, len(places) - 1)] for place in range(size)} | {f"t{place}": code for place, code in enumerate(trades)}
    found = dict(_statement(look.sqlite, size, len(trades), year != "").raw(look, values))
    return Counted(
        Counter(_read(found["totals"])), _read(found["years"]), _read(found.get("months")), _nested(found.get("places")), _nested(found.get("industries")), "targets" in found
    )


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
    held = dict(_ALL.raw(look, {"division": division}))
    for measure in measures:
        found[measure][""] = held.get(measure, 0)
    return found


@cache
def _statement(sqlite: bool, places: int, trades: int, months: bool) -> Statement:
    parts = [_TOTALS, _COUNTED, *([_MONTHS] if months else []), *([_PLACES] if places else []), *([_TRADES] if trades else []), _AIMS]
    named = {"years": _YEARS, "rows": _IN_ROWS, "places": ", ".join(f":p{place}" for place in range(places)), "trades": ", ".join(f":t{place}" for place in range(trades))}
    return Statement(" UNION ALL ".join(parts).format(join="group_concat" if sqlite else "string_agg", **named))


def _read(text: str | None) -> dict[str, int]:
    """a=1,b=2"""
    if not text:
        return {}
    return {name: int(number) for name, number in [each.split("=") for each in text.split(",")]}


def _nested(text: str | None) -> dict[str, dict[str, int]]:
    """code|a=1,code|b=2"""
    found: dict[str, dict[str, int]] = {}
    for key, number in _read(text).items():
        code, measure = key.split("|")
        found.setdefault(code, {})[measure] = number
    return found
