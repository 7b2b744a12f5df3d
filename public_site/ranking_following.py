"""The worker's thread that keeps the live rankings beside what is disclosed."""

from public_site import following
from public_site.worker import Bench
from registry.actions import live_rankings
from registry.queries import live_rankings as queries
from registry.rules.permission import SYSTEM


def follow(at: Bench) -> None:
    """Work until the worker stops (`public_site.following`)."""
    following.follow(at, drain, "rankings", "the live rankings could not follow")


def drain(at: Bench) -> int:
    """One round; how many tasks were done."""
    with at.database.looking() as look:
        if not queries.work(look, now=at.now()):
            return 0
    with at.database.transaction() as session:
        return live_rankings.follow(session, actor=SYSTEM, now=at.now())
