"""The counters: looking again at a subject takes back what it added and adds what it adds now, so that doing it twice changes nothing.

Whoever looks again holds the table of shares, so that no two add for one subject. Differences are put right by what is
missing and not by what should stand: so a follower may go on meanwhile.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry import audit, jobs
from registry.legal_time import first_instant, legal_day
from registry.models import DeskTask, Job, Statistic, StatisticShare
from registry.queries import desk_tasks
from registry.queries import statistics as queries
from registry.queries.statistic_facts import Gathering
from registry.rules import permission
from registry.rules import statistic as rules
from registry.rules.permission import Actor
from registry.rules.statistic import Cell, Share

COMPARE = "statistics.compare"
HOUR = timedelta(hours=3)
"""After midnight in the legal zone, when what the day brought has been followed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A portion that was looked at again. `last`: the id to go on behind, None at the end. `mended`: subjects whose share was another one."""

    last: int | None
    seen: int
    mended: int


def follow(session: Session, tasks: Sequence[tuple[str, int]], *, now: datetime) -> None:
    """Count what these subjects add now: (kind, id) of `DeskTask`. Kinds that nothing is counted of are passed over."""
    for kind, ids in queries.touched(session, tasks).items():
        for start in range(0, len(ids), queries.PORTION):
            _count(session, kind, ids[start : start + queries.PORTION], now)
    if ("rules", 0) in tasks:
        jobs.enqueue(session, COMPARE, {}, now=now)
    elif tasks:
        wake(session, now)


def recount(session: Session, *, actor: Actor, kind: str, after: int = 0, now: datetime) -> Looked:
    """Look again at the next portion of all subjects of a kind, whatever anybody queued."""
    permission.require(actor, "statistics.count")
    ids, full = queries.portion(session, kind, after)
    return Looked(ids[-1] if full else None, len(ids), _count(session, kind, ids, now))


def mend(session: Session, *, actor: Actor, found: Mapping[Cell, tuple[int, int]], shares: int, now: datetime) -> int:
    """Put counters right that do not add up (`queries.statistics.differences`); how many. One that changed meanwhile is left for the next time. `shares`: how many shares were other ones."""
    permission.require(actor, "statistics.count")
    _alone(session)
    stands = queries.standing(session, sorted(found))
    missing = Counter({cell: wanted - was for cell, (was, wanted) in found.items() if stands[cell] == was})
    _add(session, missing)
    audit.record(session, actor, "statistics.mended", None, at=now, counters=len(missing), shares=shares)
    return len(missing)


def wake(session: Session, now: datetime) -> Job | None:
    """See that the counters are compared in the next night; None where that is arranged."""
    if queries.arranged(session, COMPARE, now):
        return None
    return jobs.enqueue(session, COMPARE, {}, now=now, not_before=first_instant(legal_day(now) + timedelta(days=1)) + HOUR)


def _count(session: Session, kind: str, ids: Sequence[int], now: datetime) -> int:
    """How many of the subjects have another share now."""
    _alone(session)
    today = legal_day(now)
    facts, before = Gathering(session, today).facts(kind, ids), queries.shares(session, kind, ids)
    after = {subject_id: rules.share(each) for subject_id, each in facts.items()}
    changed = [subject_id for subject_id in ids if before.get(subject_id) != after.get(subject_id)]
    if changed:
        moved: Counter[Cell] = Counter()
        for subject_id in changed:
            _turn(moved, before.get(subject_id), -1)
            _turn(moved, after.get(subject_id), 1)
        _add(session, moved)
        _write(session, kind, changed, before, after)
    if kind == "rectification":
        _look_when_due(session, ids, now)
    return len(changed)


def _turn(moved: Counter[Cell], share: Share | None, sign: int) -> None:
    for cell, count in rules.cells(share) if share else ():
        moved[cell] += sign * count


def _add(session: Session, moved: Mapping[Cell, int]) -> None:
    rows = [dict(zip(("division_code", "industry", "month", "measure", "count"), (*cell, count), strict=True)) for cell, count in sorted(moved.items()) if count]
    if rows:
        dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        made = dialect.insert(Statistic.__table__)
        added = made.on_conflict_do_update(index_elements=["division_code", "industry", "month", "measure"], set_={"count": Statistic.__table__.c.count + made.excluded.count})
        session.connection().execute(added, rows)


def _write(session: Session, kind: str, changed: Sequence[int], before: Mapping[int, Share], after: Mapping[int, Share]) -> None:
    if gone := [subject_id for subject_id in changed if subject_id in before]:
        session.execute(delete(StatisticShare).where(StatisticShare.kind == kind, StatisticShare.subject_id.in_(gone)).execution_options(synchronize_session=False))
    rows = [
        {"kind": kind, "subject_id": subject_id, "division_code": share.division_code, "industry": share.industry, "counts": [list(each) for each in share.counts]}
        for subject_id in changed
        if (share := after.get(subject_id))
    ]
    if rows:
        session.execute(insert(StatisticShare), rows)


def _look_when_due(session: Session, ids: Sequence[int], now: datetime) -> None:
    """An order is overdue from the day after its last one, without anybody writing."""
    wanted = {(subject_id, first_instant(day + timedelta(days=1))) for subject_id, day in queries.due(session, ids, legal_day(now))}
    known = desk_tasks.expected(session, "rectification", ids, {instant for _, instant in wanted}) if wanted else set()
    if missing := sorted(wanted - known):
        session.execute(insert(DeskTask), [{"kind": "rectification", "subject_id": subject_id, "not_before": instant} for subject_id, instant in missing])


def _alone(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE statistic_share IN SHARE ROW EXCLUSIVE MODE"))
