"""The worker's part in front-runners: once a legal day it suspends what only the day brings."""

from typing import TYPE_CHECKING

from registry import jobs
from registry.actions import front_runners
from registry.rules.permission import SYSTEM

if TYPE_CHECKING:
    from public_site.worker import Bench


def look(at: "Bench", _lease: jobs.Lease) -> None:
    """Arrange tomorrow's look first, so that no failure ends the row of days; done twice it finds nothing."""
    with at.database.transaction() as session:
        front_runners.wake(session, at.now())
    after: int | None = 0
    while after is not None:
        with at.database.transaction() as session:
            after = front_runners.look(session, actor=SYSTEM, now=at.now(), after=after)
