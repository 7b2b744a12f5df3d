"""The working-day calendar: a year's notice of the State Council General Office is taken in as a list of days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from registry import audit, seed
from registry.actions import rectification_following, screening_matters
from registry.models import CalendarYear, SpecialDay
from registry.queries import calendar as queries
from registry.rules import permission
from registry.rules.permission import Actor

SHIPPED = (2024, 2025, 2026)
COLUMNS = ("year", "day", "works", "notice")
LONGEST_NOTICE = 300
_WORKS = {"yes": True, "no": False}

Row = tuple[int, Mapping[Any, object]]
"""Line number in the file, and the row by its columns."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be read: its line and a code: year_unreadable, day_unreadable, day_of_another_year, works_unreadable, notice_missing or day_twice."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did. With `problems` nothing was taken in. changed: days that say something new."""

    years: tuple[int, ...] = ()
    changed: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    year: int
    day: date
    works: bool
    notice: str


def import_rows(session: Session, *, actor: Actor, rows: Iterable[Row], now: datetime) -> Outcome:
    """Take the days of one or more notices in, all or none: a year half known would count wrong dates in silence."""
    permission.require(actor, "calendar.import")
    told, problems = _read(rows)
    if problems or not told:
        return Outcome(problems=tuple(problems))
    years = {each.year: each.notice for each in told}
    changed = _keep_days(session, told)
    _keep_years(session, years, now)
    rectification_following.recount(session, actor=actor, now=now)
    screening_matters.recount(session)
    audit.record(session, actor, "calendar.imported", None, at=now, years=", ".join(map(str, sorted(years))), days=len(told), changed=changed)
    return Outcome(tuple(sorted(years)), changed)


def load(session: Session, *, actor: Actor, now: datetime) -> Outcome:
    """The years that ship, as far as they are not known yet: what an operator imported stays."""
    known = {each.year for each in queries.years(session)}
    rows = (row for year in SHIPPED if year not in known for row in seed.rows(f"calendar/{year}.csv"))
    return import_rows(session, actor=actor, rows=enumerate(rows, 2), now=now)


def _read(rows: Iterable[Row]) -> tuple[list[_Told], list[Problem]]:
    told: dict[date, _Told] = {}
    problems: list[Problem] = []
    for line, row in rows:
        try:
            read = _one(row)
        except ValueError as wrong:
            problems.append(Problem(line, str(wrong)))
            continue
        if read.day in told:
            problems.append(Problem(line, "day_twice"))
        told[read.day] = read
    return list(told.values()), problems


def _one(row: Mapping[Any, object]) -> _Told:
    cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    if not (cells["year"].isascii() and cells["year"].isdigit() and 2000 <= int(cells["year"]) <= 2200):
        raise ValueError("year_unreadable")
    try:
        day = date.fromisoformat(cells["day"])
    except ValueError:
        raise ValueError("day_unreadable") from None
    year = int(cells["year"])
    if day.year not in (year, year - 1):
        raise ValueError("day_of_another_year")
    if cells["works"] not in _WORKS:
        raise ValueError("works_unreadable")
    if not cells["notice"]:
        raise ValueError("notice_missing")
    return _Told(year, day, _WORKS[cells["works"]], cells["notice"][:LONGEST_NOTICE])


def _keep_days(session: Session, told: list[_Told]) -> int:
    known = queries.days(session, [each.day for each in told])
    changed = [each for each in told if each.day not in known or known[each.day].works != each.works]
    for each in changed:
        if each.day in known:
            known[each.day].works = each.works
        else:
            session.add(SpecialDay(day=each.day, works=each.works))
    return len(changed)


def _keep_years(session: Session, years: Mapping[int, str], now: datetime) -> None:
    for year, notice in years.items():
        known = session.get(CalendarYear, year)
        if known is None:
            session.add(CalendarYear(year=year, source=notice, imported_at=now))
        elif known.source != notice:
            known.source, known.imported_at = notice, now
    session.flush()
