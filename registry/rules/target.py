"""How far a target is: what there is beside what a straight line from the start to the deadline would have by now.

A plan names a number and a day and no way between them; the straight line is this registry's yardstick, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from registry.rules.enterprise import LONGEST_LINE, is_web_address
from registry.rules.honour import GRADES, LEVELS
from registry.rules.statistic import month_of

WANTED: Final = (
    "disclosures", "current", "enterprises.disclosing", "products", "indicators", "checks", *(f"honours.drafted_standard.{each}" for each in ("upper", *LEVELS)),
    *(f"honours.led.{each}" for each in LEVELS), *(f"honours.{each}" for each in GRADES),
)  # fmt: skip
"""Measures that a target may be about."""
MOST: Final = 100_000_000
STATES: Final = ("reached", "on_course", "behind", "missed")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as values. start: what there was on `start_on`."""

    measure: str
    title: str
    start_on: date
    start: int
    due_on: date
    wanted: int
    source: str
    source_url: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """state: one of STATES. now: what there is today, or on the due day when that has passed. expected: what the line has on that day.

    line: (share of the time from start to deadline, number) at the end of each month, 0 to 1; the last one is today or the due day.
    """

    state: str
    now: int
    expected: int
    line: tuple[tuple[float, int], ...]


def progress(aim: Aim, months: Mapping[str, int], total: int, today: date) -> Progress:
    """`months`: the measure by month from the start on (YYYY-MM); `total`: of all months there are."""
    until = min(today, aim.due_on)
    first, last = month_of(aim.start_on), month_of(until)
    inside = {month: count for month, count in months.items() if month >= first}
    before = total - sum(inside.values())
    line, count = [(0.0, before)], before
    for month in sorted(each for each in inside if each <= last):
        count += inside[month]
        line.append((_share(aim, min(_end(month), until)), count))
    line.append((_share(aim, until), count))
    return Progress(_state(aim, count, today), count, expected(aim, until), tuple(dict(line).items()))


def expected(aim: Aim, day: date) -> int:
    """What the straight line has on a day, rounded down."""
    if day >= aim.due_on:
        return aim.wanted
    return aim.start + int((aim.wanted - aim.start) * _share(aim, day))


def wrong_fields(aim: Aim) -> dict[str, str]:
    """Field to code for every field that cannot stand."""
    wrong = {} if aim.measure in WANTED else {"measure": "choose_one"}
    for name in ("title", "source"):
        if not (text := getattr(aim, name).strip()) or len(text) > LONGEST_LINE:
            wrong[name] = "line_too_long" if text else "required"
    if aim.source_url and not is_web_address(aim.source_url):
        wrong["source_url"] = "not_an_address"
    if not 0 <= aim.start <= MOST:
        wrong["start"] = "target_number_wrong"
    if not 1 <= aim.wanted <= MOST:
        wrong["wanted"] = "target_number_wrong"
    elif aim.wanted <= aim.start:
        wrong["wanted"] = "target_reached_at_start"
    if aim.due_on <= aim.start_on:
        wrong["due_on"] = "target_due_before_start"
    return wrong


def _state(aim: Aim, count: int, today: date) -> str:
    if count >= aim.wanted:
        return "reached"
    if today > aim.due_on:
        return "missed"
    return "on_course" if count >= expected(aim, today) else "behind"


def _share(aim: Aim, day: date) -> float:
    return round(max(0, (day - aim.start_on).days) / (aim.due_on - aim.start_on).days, 4)


def _end(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date.fromordinal((date(year + 1, 1, 1) if number == 12 else date(year, number + 1, 1)).toordinal() - 1)


def top(aim: Aim, line: Sequence[tuple[float, int]]) -> int:
    """The highest number that a drawing has to hold."""
    return max(aim.wanted, aim.start, *(count for _, count in line), 1)
