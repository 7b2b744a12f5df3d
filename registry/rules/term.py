"""Terms that are counted in calendar months (民法典 Art. 201 and 202: by the corresponding day of the last month; without one, its last day)."""

from calendar import monthrange
from datetime import date, timedelta


def last_day(first: date, months: int) -> date:
    """The last day of a term of so many months that begins with `first`: 12 months from 2026-11-23 end with 2027-11-22."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, length) if first.day > length else date(year, month + 1, first.day) - timedelta(days=1)
