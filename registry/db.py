"""Sessions, transactions and column types that mean the same on SQLite and PostgreSQL.

The one place that commits. SQLite runs with WAL and synchronous=FULL (an acknowledged commit survives a power loss),
and every writing transaction begins IMMEDIATE: a deferred one that reads and then writes fails at once with
'database is locked' whatever the busy timeout says. Reading transactions are DEFERRED and may not write.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, String, TypeDecorator, create_engine, event
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from registry.plain import Look

MIGRATIONS = Path(__file__).parent / "migrations"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def utc_now() -> datetime:
    """The only clock; entry points read it once and pass it down."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite keeps no zone, so both databases hold naive UTC and Python only ever sees aware UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """A JSON document, kept as text with Chinese readable in both databases."""

    impl = JSON
    cache_ok = True


class Base(DeclarativeBase):
    """All tables share one naming convention, so that migrations can name every constraint on both databases."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, str: String, dict[str, Any]: Json, list[Any]: Json}


class Database:
    """An engine, its two kinds of transaction, and a quick look."""

    def __init__(self, url: str) -> None:
        from registry import founding, outbox  # late: they know every table, and tables need Base

        self.url = normal_url(url)
        self.engine = _engine(self.url)
        self._sqlite = self.engine.dialect.name == "sqlite"
        self._arguments = self.engine.dialect.create_connect_args(self.engine.url)
        self._threads, self._opened = threading.local(), list[Any]()
        immediate = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        self._writer = sessionmaker(immediate, expire_on_commit=False)
        self._founder: sessionmaker[Session] = sessionmaker(immediate, class_=founding.Founding, expire_on_commit=False)
        self._reader = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        outbox.watch(self._writer)
        outbox.watch(self._founder)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing transaction: committed when the block ends, rolled back when it raises."""
        with self._writer() as session:
            yield session
            session.commit()

    @contextmanager
    def founding(self) -> Iterator[Session]:
        """A writing transaction on a registry that nobody uses yet; see `registry.founding`."""
        with self._founder() as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look; whatever is changed in it is thrown away."""
        with self._reader() as session:
            yield session
            session.rollback()

    @contextmanager
    def looking(self) -> Iterator[Look]:
        """A consistent look for `registry.plain` alone: no session, a tenth of its cost. Whatever is changed is thrown away."""
        if self._sqlite:
            driver = self._own()
            driver.execute("BEGIN")
            try:
                yield Look(driver, sqlite=True)
            finally:
                driver.rollback()
            return
        borrowed = self.engine.raw_connection()
        try:
            yield Look(borrowed.driver_connection, sqlite=False)
        finally:
            borrowed.close()  # the pool rolls back

    def _own(self) -> Any:
        """This thread's own SQLite connection for looks: opening one is cheap, borrowing one from the pool costs as much as a page's queries."""
        own = self._threads
        if getattr(own, "process", None) != os.getpid():  # never carried over a fork
            own.driver, own.process = self.engine.dialect.connect(*self._arguments[0], **self._arguments[1]), os.getpid()
            _prepare_sqlite(own.driver, None)
            self._opened.append(own.driver)
        return own.driver

    def close(self) -> None:
        self.engine.dispose()
        while self._opened:
            self._opened.pop().close()
        self._threads = threading.local()


def normal_url(url: str) -> str:
    """The URL with its driver named and an SQLite file's folder made."""
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    return parsed.render_as_string(hide_password=False)


def _engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=url.startswith("postgresql"), json_serializer=partial(json.dumps, ensure_ascii=False))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry | None) -> None:
    connection.isolation_level = None  # pysqlite must send no BEGIN of its own
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "cache_size=-65536", "mmap_size=1073741824"):
        connection.execute("PRAGMA " + pragma)


def _begin_sqlite(connection: Any) -> None:
    # Straight to the driver: the way through SQLAlchemy costs more than a query. What an event raises nobody wraps, and the worker waits out SQLAlchemy's errors alone.
    begin = "BEGIN " + connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    try:
        connection.connection.driver_connection.execute(begin)
    except sqlite3.Error as error:
        raise OperationalError(begin, None, error) from error


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema to `revision`; the only way a schema changes."""
    from alembic import command  # imported late: the web server has no need of it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = normal_url(url)
    command.upgrade(config, revision)
