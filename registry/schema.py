"""How far the database's schema is, against what this code needs."""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from registry.db import MIGRATIONS, Database


def needed() -> str | None:
    """The newest revision that this code knows."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def found(database: Database) -> str | None:
    """The revision of the database; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
