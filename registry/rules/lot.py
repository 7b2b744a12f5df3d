"""When a lot, a variant or a list of serials cannot be registered."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from registry.rules import application_identifiers

EARLIEST: Final = date(1980, 1, 1)
"""Before any code was printed on anything: an earlier day is a slip of the pen."""
MOST_RANDOM: Final = 100_000
MOST_LISTED: Final = 100_000
LONGEST_NAME: Final = 100


def identifier_problem(value: str) -> str | None:
    """Why the text is not registered as a variant, lot or serial, None when it can be."""
    return application_identifiers.problem(value) or application_identifiers.unprintable(value)


def day_problem(produced_on: date, today: date) -> str | None:
    """Why nothing was made on that day."""
    if produced_on > today:
        return "produced_in_future"
    return "produced_too_early" if produced_on < EARLIEST else None


def list_problem(serials: Sequence[str]) -> tuple[str, str] | None:
    """The first thing that is wrong with a list of serials as (code, the serial that it is about), None when nothing is."""
    if not serials:
        return "serials_missing", ""
    if len(serials) > MOST_LISTED:
        return "serials_too_many", ""
    for each in serials:
        if wrong := identifier_problem(each):
            return wrong, each
    twice, times = Counter(serials).most_common(1)[0]
    return ("serials_twice", twice) if times > 1 else None
