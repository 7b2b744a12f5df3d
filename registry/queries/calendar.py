"""The working-day calendar as a value, and the rows behind it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.models import CalendarYear, SpecialDay
from registry.rules.working_days import Calendar


def known(session: Session) -> Calendar:
    """What was imported; an empty one counts Monday to Friday and calls every date provisional."""
    special = {row.day: row.works for row in session.execute(select(SpecialDay.day, SpecialDay.works))}
    return Calendar(special, frozenset(session.scalars(select(CalendarYear.year))))


def years(session: Session) -> list[CalendarYear]:
    """The years whose notice was imported."""
    return list(session.scalars(select(CalendarYear).order_by(CalendarYear.year)))


def days(session: Session, wanted: Iterable[date]) -> dict[date, SpecialDay]:
    """The special days among `wanted`."""
    return {row.day: row for row in session.scalars(select(SpecialDay).where(SpecialDay.day.in_(list(wanted))))}
