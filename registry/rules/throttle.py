"""How long a guesser waits. The pause grows with failures, and for what belongs to somebody else it stays short.

A stranger can make an account fail as often as he likes, so a pause on the whole account is capped at half a minute and
does not apply to devices that the holder has signed in from before; only pauses on the guesser himself grow long.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Schedule:
    """`free` failures cost nothing, the next costs `first`, each further one twice as much, never more than `most`."""

    free: int
    first: timedelta
    most: timedelta


class Kind(StrEnum):
    """What failures are counted for."""

    pair = "pair"
    """One account seen from one client address."""
    device = "device"
    """One account seen from a device that its holder has used."""
    client = "client"
    account = "account"
    second_pair = "second_pair"
    second_account = "second_account"
    ask_pair = "ask_pair"
    """A message asked for: one address asked from one client."""
    ask_client = "ask_client"
    ask_address = "ask_address"
    report_client = "report_client"
    """Reports sent from one client, which may be a shop's whole network: a pause is never long."""
    photo_client = "photo_client"
    """Photographs sent from one client."""
    follow_client = "follow_client"
    """Wrong numbers or secrets of cases from one client."""
    follow_pair = "follow_pair"
    """The same for one case from one client."""
    follow_number = "follow_number"
    """The same for one case from wherever: never long, so that nobody can shut its reporter out."""


FORGOTTEN_AFTER = timedelta(hours=24)
_GUESS = Schedule(3, timedelta(seconds=2), timedelta(minutes=15))
_GENTLE = Schedule(10, timedelta(seconds=1), timedelta(seconds=30))
SCHEDULES = {
    Kind.pair: _GUESS,
    Kind.device: _GUESS,
    Kind.client: Schedule(20, timedelta(seconds=2), timedelta(minutes=15)),
    Kind.account: _GENTLE,
    Kind.second_pair: _GUESS,
    Kind.second_account: _GENTLE,
    Kind.ask_pair: Schedule(2, timedelta(seconds=30), timedelta(hours=1)),
    Kind.ask_client: Schedule(20, timedelta(seconds=30), timedelta(hours=1)),
    Kind.ask_address: Schedule(4, timedelta(seconds=15), timedelta(minutes=2)),
    Kind.report_client: Schedule(20, timedelta(seconds=10), timedelta(minutes=3)),
    Kind.photo_client: Schedule(60, timedelta(seconds=5), timedelta(minutes=1)),
    Kind.follow_client: Schedule(20, timedelta(seconds=2), timedelta(minutes=5)),
    Kind.follow_pair: _GUESS,
    Kind.follow_number: _GENTLE,
}


def pause(kind: Kind, failures: int) -> timedelta:
    """How long after the last of `failures` the next try is refused."""
    schedule = SCHEDULES[kind]
    if failures <= schedule.free:
        return timedelta(0)
    doublings = min(failures - schedule.free - 1, 20)  # beyond that every schedule is at its most
    return min(schedule.most, schedule.first * (1 << doublings))


def counted(failures: int, last_at: datetime, now: datetime) -> int:
    """The failures that still count: all of them, or none after a quiet day."""
    return 0 if now - last_at >= FORGOTTEN_AFTER else failures
