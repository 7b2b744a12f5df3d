"""Counting working days (工作日): Monday to Friday, but for what the State Council's yearly notice moves.

The calendar is a value. A year whose notice nobody imported counts Monday to Friday, and every date that was counted
through it is provisional. The day on which something arrives does not count; the next working day is the first one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """special: a weekday off (False), or a weekend's day on which people work (True). years: those whose notice is known."""

    special: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether people work on `day`, as far as is known."""
        return self.special.get(day, day.weekday() < SATURDAY)


@dataclass(frozen=True, slots=True)
class Due:
    """A day that was counted. provisional: it was counted through a year without a notice."""

    day: date
    provisional: bool


def after(calendar: Calendar, day: date, days: int) -> Due:
    """The `days`th working day after `day`, which itself does not count. 0 gives `day`.

    Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    found = day
    while days:
        found += _ONE_DAY
        days -= calendar.works(found)
    return Due(found, not _known(calendar, day, found))


def between(calendar: Calendar, day: date, until: date) -> int:
    """How many working days lie after `day` up to and with `until`; negative where `until` is the earlier one."""
    if until < day:
        return -between(calendar, until, day)
    return sum(calendar.works(day + timedelta(days=n)) for n in range(1, (until - day).days + 1))


def _known(calendar: Calendar, day: date, found: date) -> bool:
    counted_from = day if found == day else day + _ONE_DAY
    return all(year in calendar.years for year in range(counted_from.year, found.year + 1))
