"""Looks without a session: consistent, quick to open, and never a way to change anything."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import text

from registry.db import Database
from registry.plain import Insertion, Look, Statement
from tests.factories.people import enterprise

NAMES = Statement("SELECT name FROM enterprise ORDER BY id")


def names(look: Look) -> list[str]:
    return [row.name for row in NAMES.all(look, {})]


def test_a_look_sees_one_state_while_others_write(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        first = enterprise(session, now).name
    with database.looking() as look:
        assert names(look) == [first]
        with ThreadPoolExecutor(1) as other:
            other.submit(_write, database, now).result()
        if look.sqlite:  # PostgreSQL's reading transactions see each commit
            assert names(look) == [first]
    with database.looking() as look:
        assert len(names(look)) == 2


def _write(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        enterprise(session, now)


def test_whatever_a_look_changes_is_thrown_away(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        name = enterprise(session, now).name
    with database.looking() as look:
        look.driver.execute("UPDATE enterprise SET name = '改了'")
    with database.looking() as look:
        assert names(look) == [name]


def test_a_look_that_fails_leaves_nothing_open(database: Database, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="halfway"), database.looking() as look:
        names(look)
        raise RuntimeError("halfway")
    _write(database, now)
    with database.looking() as look:
        assert len(names(look)) == 1


def test_many_threads_look_at_once(database: Database, now: datetime) -> None:
    _write(database, now)

    def seen(_: int) -> int:
        with database.looking() as look:
            return len(names(look))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(seen, range(40))) == {1}
    database.close()
    with database.looking() as look:
        assert len(names(look)) == 1


@pytest.mark.parametrize("count", [1, Insertion.AT_ONCE, 2 * Insertion.AT_ONCE + 3])
def test_rows_go_in_as_they_are_however_many(database: Database, count: int) -> None:
    rows = [(f"{number}", "一" if number % 2 else None, number) for number in range(count)]
    with database.transaction() as session:
        session.execute(text("CREATE TABLE kept (name varchar(9), word varchar(9), number integer)"))
        Insertion("kept", ("name", "word", "number")).run(session, rows)
    with database.looking() as look:
        assert [tuple(row) for row in look.driver.execute("SELECT name, word, number FROM kept ORDER BY number").fetchall()] == rows
