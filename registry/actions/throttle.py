"""Counting failures and refusing the impatient. The pauses are rules/throttle.py; this keeps the counts."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.errors import TooMany
from registry.models import Attempt
from registry.queries import accounts as queries
from registry.rules import throttle
from registry.rules.secret import digest
from registry.rules.throttle import Kind


@dataclass(frozen=True, slots=True)
class Gate:
    """What failures are counted for: a kind and whom it is about, kept only as a hash."""

    kind: Kind
    about: str

    @property
    def key(self) -> str:
        return digest(f"{self.kind}|{self.about}")


def check(session: Session, gates: tuple[Gate, ...], *, now: datetime, lock: bool = False) -> None:
    """Pass, or raise TooMany with `retry_after` (seconds) while any gate is shut.

    With `lock` the gates stay as they are until the transaction ends: guesses sent at once are weighed one after the other.
    """
    rows = queries.attempts(session, [gate.key for gate in gates], lock=lock)
    wait = max(((row.free_at - now).total_seconds() for row in rows.values()), default=0)
    if wait > 0:
        raise TooMany("wait_before_next_try", retry_after=ceil(wait))


def count(session: Session, gates: tuple[Gate, ...], *, now: datetime) -> None:
    """A try that failed, or a message that was asked for."""
    for gate in sorted(gates, key=lambda each: each.key):
        row = _row(session, gate.key, now)
        row.failures = throttle.counted(row.failures, row.last_at, now) + 1
        row.last_at, row.free_at = now, now + throttle.pause(gate.kind, row.failures)


def forget(session: Session, gates: tuple[Gate, ...], *, now: datetime) -> None:
    """The right person came in: the failures of these gates no longer count."""
    for row in queries.attempts(session, [gate.key for gate in gates], lock=True).values():
        row.failures, row.free_at = 0, now


def _row(session: Session, key: str, now: datetime) -> Attempt:
    found = queries.attempts(session, [key], lock=True).get(key)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.add(row := Attempt(key=key, failures=0, last_at=now, free_at=now))
    except IntegrityError:  # the same failure was first counted by somebody else just now
        return queries.attempts(session, [key], lock=True)[key]
    return row
