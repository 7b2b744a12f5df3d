"""A look at the demonstration."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from registry.db import Database


@pytest.fixture
def told(demo_database: Database) -> Iterator[Session]:
    """A session that only reads."""
    with demo_database.reading() as session:
        yield session
