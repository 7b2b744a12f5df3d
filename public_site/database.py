"""What handlers read and write in; the database itself belongs to the app."""

from contextlib import AbstractContextManager

from flask import current_app
from sqlalchemy.orm import Session

from registry.db import Database
from registry.plain import Look


def database() -> Database:
    """The current app's database."""
    found: Database = current_app.extensions["database"]
    return found


def transaction() -> AbstractContextManager[Session]:
    """`with transaction() as session:` commits when the block ends, rolls back when it raises."""
    return database().transaction()


def reading() -> AbstractContextManager[Session]:
    """`with reading() as session:` for a page that changes nothing."""
    return database().reading()


def looking() -> AbstractContextManager[Look]:
    """`with looking() as look:` for a page that reads with `registry.plain` alone."""
    return database().looking()
