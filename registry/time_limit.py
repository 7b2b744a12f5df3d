"""A time limit on what a session asks, kept by the database itself: SQLite is interrupted, PostgreSQL cancels the statement.

Why: a look-up that people wait for must end even where its statement turns out to be slow. What it costs: nothing that can
be measured. When not to use it: round anything that writes.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

STEPS = 20_000
"""How many of SQLite's instructions, less than a millisecond of them, pass between two looks at the clock."""


class TooLong(Exception):
    """The time is over; the transaction can ask nothing more."""


@contextmanager
def within(session: Session, seconds: float) -> Iterator[None]:
    """Let the statements of this block take at most `seconds` (together on SQLite, each on PostgreSQL). Raises TooLong."""
    connection = session.connection()
    driver = connection.connection.driver_connection
    assert driver is not None
    sqlite = connection.dialect.name == "sqlite"
    try:
        if sqlite:
            until = time.monotonic() + seconds
            driver.set_progress_handler(lambda: time.monotonic() > until, STEPS)
        else:
            session.execute(text(f"SET LOCAL statement_timeout = {max(1, round(seconds * 1000))}"))
        yield
    except OperationalError as error:
        if "interrupt" in str(error.orig) or type(error.orig).__name__ == "QueryCanceled":
            raise TooLong from None
        raise
    finally:
        if sqlite:
            driver.set_progress_handler(None, 0)
