"""What happens in the demonstration and when: acts in the order of their moments, whatever the order they were planned in.

The registry's own records then read as if people had worked in it for years: ids, ledger and audit follow the clock.
"""

import heapq
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy.orm import Session

from registry.legal_time import first_instant

Act = Callable[[Session, datetime], object]

TODAY = date(2026, 11, 20)
"""The legal day on which the demonstration stands still."""


class Agenda:
    """A calendar of acts. An act may plan further ones; what would fall after `TODAY` never happens."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers = count()
        self._waiting: list[tuple[datetime, int, Act]] = []

    def on(self, day: date, act: Act) -> datetime | None:
        """Plan `act` for a moment in the working hours of `day`; returns it, None when the day lies behind the end."""
        if day > TODAY:
            return None
        moment = first_instant(day) + timedelta(hours=9, seconds=self._random.randrange(8 * 3600))
        self.at(moment, act)
        return moment

    def on_the_hour(self, day: date, hour: int, act: Act) -> None:
        """Plan `act` for an hour of `day`, without taking anything from chance: what others do when stays as it is."""
        if day <= TODAY:
            self.at(first_instant(day) + timedelta(hours=hour), act)

    def at(self, moment: datetime, act: Act) -> None:
        """Plan `act` for a moment; of two at one moment the first planned comes first."""
        heapq.heappush(self._waiting, (moment, next(self._numbers), act))

    def run(self, session: Session) -> None:
        """Let everything happen in one transaction."""
        while self._waiting:
            moment, _, act = heapq.heappop(self._waiting)
            act(session, moment)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
