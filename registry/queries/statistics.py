"""Counters as pages and files read them, what subjects added to them, and whether the two agree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from registry.models import Job
from registry.plain import Look
from registry.queries import statistic_statements as statements
from registry.rules import statistic as rules
from registry.rules.statistic import SUBJECTS, Cell, Share

PORTION = 500
"""Subjects that are read at once."""
_MANY = 20_000


def shares(session: Session, kind: str, ids: Sequence[int]) -> dict[int, Share]:
    """What these subjects added so far, by id."""
    return {row.subject_id: _share(row) for row in statements.SHARES[kind].all(Look.of(session), ids)}


def portion(session: Session, kind: str, after: int) -> tuple[list[int], bool]:
    """Ids of the next subjects behind `after`, with those that have a share and are no more; and whether there are further ones."""
    look = Look.of(session)
    ids = [row.id for row in statements.EVERYTHING[kind].all(look, {"after": after, "most": PORTION})]
    full = len(ids) == PORTION
    last = ids[-1] if full else 2**62
    left = [row.id for row in statements.LEFT_OVER[kind].all(look, {"after": after, "last": last})]
    return sorted({*ids, *left}), full


def touched(session: Session, tasks: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Kind to subjects whose share may be another one now: those named, the enterprise of a disclosure (it may be its first), what an enterprise takes along when it moves, a finding that another corrects."""
    look, found = Look.of(session), {kind: set[int]() for kind in SUBJECTS}
    named: dict[str, set[int]] = {}
    for kind, subject_id in tasks:
        named.setdefault(kind, set()).add(subject_id)
    for kind in SUBJECTS:
        found[kind] |= named.get(kind, set())
    movers = sorted(named.get("holder", set()))
    found["enterprise"] |= {*movers, *(row.enterprise_id for row in statements.HOLDERS.all(look, sorted(found["disclosure"])))}
    found["finding"] |= {row.corrects_id for row in statements.CORRECTED.all(look, sorted(found["finding"]))}
    for kind, of_holders in statements.OF_HOLDERS.items():
        found[kind] |= {row.id for row in of_holders.all(look, movers)}
    return {kind: sorted(ids) for kind, ids in found.items() if ids}


def differences(session: Session) -> dict[Cell, tuple[int, int]]:
    """Counters that are not what the shares add up to: what stands, and what should. Both as of one moment, so it is the first thing that a session is asked."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    wanted = _added_up(session)
    found: dict[Cell, tuple[int, int]] = {}
    for cell, stands in _standing(session):
        expected = wanted.pop(cell, 0)
        if stands != expected:
            found[cell] = (stands, expected)
    return found | {cell: (0, expected) for cell, expected in wanted.items() if expected}


def standing(session: Session, cells: Sequence[Cell]) -> dict[Cell, int]:
    """These counters as they stand; nought for none."""
    look = Look.of(session)
    return {cell: next((row.count for row in statements.COUNTER.all(look, dict(zip(_KEY, cell, strict=True)))), 0) for cell in cells}


def due(session: Session, ids: Sequence[int], today: date) -> list[tuple[int, date]]:
    """Orders to rectify among these whose last day has not passed, with that day."""
    return [(row.id, row.due_on) for row in statements.RECTIFICATIONS.all(Look.of(session), ids) if row.due_on and row.due_on >= today]


def arranged(session: Session, kind: str, now: datetime) -> bool:
    """Whether a job of the kind waits for a later hour."""
    return session.scalar(select(Job.id).where(Job.ended_at.is_(None), Job.not_before > now, Job.kind == kind).limit(1)) is not None


_KEY = ("division_code", "industry", "month", "measure")


def _added_up(session: Session) -> Counter[Cell]:
    """Summed up where it lies and carried to what lies above afterwards: one county's month has many subjects."""
    look, leaves = Look.of(session), Counter[tuple[str, str, str, str]]()
    for kind in SUBJECTS:
        after = 0
        while rows := statements.ALL_SHARES.all(look, {"kind": kind, "after": after, "most": _MANY}):
            for row in rows:
                for measure, month, count in row.counts:
                    leaves[row.division_code, row.industry, month, measure] += count
            after = rows[-1].subject_id
    found: Counter[Cell] = Counter()
    for (division, industry, month, measure), count in leaves.items():
        for cell, number in rules.cells(Share(division, industry, ((measure, month, count),))):
            found[cell] += number
    return found


def _standing(session: Session) -> Iterator[tuple[Cell, int]]:
    look, after = Look.of(session), dict.fromkeys(_KEY, "")
    while rows := statements.COUNTERS.all(look, after | {"most": _MANY}):
        for row in rows:
            yield (row.division_code, row.industry, row.month, row.measure), row.count
        after = dict(zip(_KEY, rows[-1][:4], strict=True))


def _share(row: Any) -> Share:
    return Share(row.division_code, row.industry, tuple((measure, month, count) for measure, month, count in row.counts))
