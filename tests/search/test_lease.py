"""Who works on the index keeps its lease however long it takes, and learns when another has it."""

import time
from collections.abc import Callable

from registry import index_queue
from registry.db import Database, utc_now
from registry.index_queue import DRAINER
from search.lease import Kept

OFTEN = 0.005
PATIENCE = 20.0


def _taken(database: Database) -> int:
    with database.transaction() as session:
        token = index_queue.take(session, DRAINER, "first", now=utc_now())
    assert token is not None
    return token


def _comes_true(met: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not (found := met()) and time.monotonic() < until:
        pass
    return found


def test_a_lease_is_renewed_while_the_work_lasts_and_no_longer(database: Database) -> None:
    def ends() -> object:
        with database.reading() as session:
            lease = index_queue.read(session, DRAINER)
            return lease and lease.until

    token = _taken(database)
    before = ends()
    with Kept(database, DRAINER, token, OFTEN) as lease:
        assert _comes_true(lambda: ends() != before)
        assert not lease.lost
    after = ends()
    with database.transaction() as session:
        index_queue.release(session, DRAINER, token)
    assert after is not None
    assert ends() is None


def test_whoever_lost_a_lease_learns_it_and_does_not_take_it_back(database: Database) -> None:
    with Kept(database, DRAINER, _taken(database), OFTEN) as lease:
        with database.transaction() as session:
            second = index_queue.seize(session, DRAINER, "second", now=utc_now())
        assert _comes_true(lambda: lease.lost)
    with database.transaction() as session:
        assert index_queue.hold(session, DRAINER, second, now=utc_now())
