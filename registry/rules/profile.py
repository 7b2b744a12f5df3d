"""Standards profiles: a link that an enterprise gives to a bank or a buyer, until a day, and what may be wrong with one."""

from datetime import date, timedelta
from typing import Final

from registry.rules import names
from registry.rules.enterprise import LONGEST_LINE

LONGEST_DAYS: Final = 366
"""A link ends within a year: who still needs it asks again."""
MOST_OPEN: Final = 20
FORMATS: Final = ("page", "json", "print")


def wrong_fields(reader: str, ends_on: date | None, today: date) -> dict[str, str]:
    """Field -> code. reader: for whom the link is made. ends_on: the last day on which it opens."""
    wrong = {} if names.storable(reader) else {"reader": "required"}
    if len(reader) > LONGEST_LINE:
        wrong["reader"] = "line_too_long"
    if ends_on is None:
        wrong["ends_on"] = "required"
    elif not today < ends_on <= today + timedelta(days=LONGEST_DAYS):
        wrong["ends_on"] = "profile_end_wrong"
    return wrong


def is_open(ends_on: date, *, revoked: bool, today: date) -> bool:
    """Whether the link opens the profile today."""
    return not revoked and today <= ends_on
