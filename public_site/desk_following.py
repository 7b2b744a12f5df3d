"""The worker's thread that lets screening and the counters follow what changes."""

import structlog

from public_site import following
from public_site.worker import PAUSE_WITHOUT_DATABASE, Bench
from registry.actions import desk_tasks, front_runners, screening, statistics
from registry.queries import desk_tasks as queries
from registry.rules.permission import SYSTEM

_log = structlog.get_logger("desks")


def follow(at: Bench) -> None:
    """Work until the worker stops (`public_site.following`)."""
    while not at.stop.is_set() and not _caught_up(at):
        at.stop.wait(PAUSE_WITHOUT_DATABASE)
    following.follow(at, drain, "desks", "screening and the counters could not follow")


def _caught_up(at: Bench) -> bool:
    """Rules that changed with a new release look at everything again; asked until the database answers."""
    try:
        with at.database.transaction() as session:
            if screening.catch_up(session, now=at.now()):
                _log.info("everything is looked at again: the rules have changed")
    except Exception as error:  # noqa: BLE001 - also the driver's own, when another process begins at the same moment and SQLite is locked
        _log.error("the database does not answer", error=type(error).__name__)
        return False
    return True


def drain(at: Bench) -> int:
    """One round; how many tasks were done. They are deleted where they are done, so a crash only repeats work."""
    with at.database.looking() as look:
        if not queries.work(look, now=at.now()):
            return 0
    now = at.now()
    with at.database.transaction() as session:
        tasks, task_ids = desk_tasks.take(session, now=now)
        desk_tasks.spread(session, tasks, now=now)
        screening.follow(session, tasks, now=now, days=at.settings.screening_days, text_required=at.settings.text_required)
        referring = {subject_id for kind, subject_id in tasks if kind in ("disclosure", queries.REFERRING)}
        front_runners.look_at_references(session, actor=SYSTEM, disclosure_ids=referring, now=now)
        if counted := [each for each in tasks if each[0] not in screening.ALONE]:
            statistics.follow(session, counted, now=now)
        desk_tasks.done(session, task_ids)
    return len(task_ids)
