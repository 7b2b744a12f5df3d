"""Runs the migrations on SQLite and PostgreSQL, each whole revision in one transaction.

SQLite's batch mode rebuilds a table by copying and dropping it. With foreign keys on, the drop would fail or take
children with it, so they are off while migrating and checked before the commit. It also drops the table's triggers
in silence: whoever batch-alters a table of `GUARDED` calls `guards.restore` afterwards, and a test counts triggers.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, TypeDecorator, text

from registry import models  # noqa: F401 - fills the metadata
from registry.db import Base, Database


def _render(kind: str, subject: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types into a migration as what they are in the database, so that old migrations never import us."""
    if kind == "type" and isinstance(subject, TypeDecorator) and type(subject).__module__ == "registry.db":
        return f"sa.{type(subject.impl_instance).__name__}()"
    return False


def _migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=_render, transactional_ddl=True, compare_server_default=True)
    with context.begin_transaction():
        before = context.get_context().get_current_heads()
        context.run_migrations()
        changed = context.get_context().get_current_heads() != before  # the check reads every row: minutes at a nation's size, and each start upgrades
        if sqlite and changed and (broken := connection.execute(text("PRAGMA foreign_key_check")).fetchall()):
            raise RuntimeError(f"the migration leaves rows without their parents: {broken[:5]}")
    if sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def run() -> None:
    database = Database(context.config.attributes["url"])
    try:
        with database.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
            _migrate(connection)
    finally:
        database.close()


run()
