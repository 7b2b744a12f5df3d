"""What a transaction does when somebody else holds the database."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from registry.db import Database


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_database_that_another_writer_holds_too_long_is_an_error_that_the_worker_waits_out(database: Database) -> None:
    path = database.engine.url.database
    assert path
    with database.reading() as session:
        session.execute(text("PRAGMA busy_timeout=0"))  # the pool's one connection, which the writer borrows next
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"), database.transaction() as session:
            session.execute(text("SELECT 1"))
