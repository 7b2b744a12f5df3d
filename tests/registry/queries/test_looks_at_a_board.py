"""Looks at a board find what they want by an index; SQLite, which knows no sizes, would walk through all of its entries."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from registry.db import Database
from registry.errors import NotFound
from registry.plain import Look
from registry.queries import board_rows, live_rankings, public_ranking_lists, public_rankings
from registry.queries.public_ranking_lists import Wanted

PLACES = ("330000", "331000", "331022")


class Explained:
    """The driver, which also says how each question is answered."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.ways: list[str] = []

    def execute(self, sql: str, values: Mapping[str, Any]) -> Any:
        self.ways += [row[3] for row in self.driver.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        return self.driver.execute(sql, values)


def _entry(look: Look) -> None:
    with pytest.raises(NotFound):
        public_rankings.entry(look, 1, "NOTHING")


LOOKS: list[Callable[[Look], object]] = [
    _entry,
    *(lambda look, code=code: public_rankings.rows_within(look, 1, code, (1, 9), 9) for code in PLACES),
    *(lambda look, code=code: board_rows.within(look, 1, code, (1, 9), 9) for code in PLACES),
    lambda look: board_rows.page(look, 1, 1, 9),
    *(lambda look, code=code: public_ranking_lists.boards(look, Wanted(division=code, level=2)) for code in PLACES),
    lambda look: public_ranking_lists.boards(look, Wanted(level=2)),
    lambda look: live_rankings.changed(look, 1, "down", after=5),
]


@pytest.fixture
def database(sqlite_template: Path) -> Iterator[Database]:
    """Empty: SQLite chooses as it does before anybody has counted its rows."""
    database = Database(f"sqlite:///{sqlite_template}")
    yield database
    database.close()


@pytest.mark.parametrize("look", LOOKS)
def test_no_look_walks_through_a_board(database: Database, look: Callable[[Look], object]) -> None:
    with database.looking() as real:
        explained = Explained(real.driver)
        look(Look(explained, sqlite=True))
    assert explained.ways
    assert [way for way in explained.ways if "(ranking_id=?)" in way or "SEARCH l USING PRIMARY" in way or way.startswith("SCAN")] == []


def test_the_live_ranking_asks_the_published_one_for_its_entry_alone(database: Database) -> None:
    ways: list[str] = []
    with database.reading() as session:
        driver = session.connection().connection.driver_connection
        assert driver
        event.listen(session.connection(), "before_cursor_execute", lambda _c, _cursor, sql, values, *_more: ways.extend(row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {sql}", values)))
        live_rankings.stands(session, 1, [1, 2, 3])
    assert ways
    assert [way for way in ways if "(ranking_id=?)" in way] == []
