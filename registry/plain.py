"""Statements that go straight to the database driver: rows come back as named tuples, and go in as they are.

Why: a page that answers in a millisecond spends most of it on the machinery that turns statements into rows. What it
costs: types are named by hand, and nothing checks columns before the statement runs. When not to use it: everywhere but
on the public pages that are read most, and for what is written by the ten thousand.
"""

import json
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

_NAMED = re.compile(r"(?<!:):(\w+)")
_INDEXED = re.compile(r" INDEXED BY \w+")


class Look:
    """One consistent look through the driver's own connection; `Database.looking` opens it, `of` borrows a session's."""

    __slots__ = ("driver", "sqlite")

    def __init__(self, driver: Any, *, sqlite: bool) -> None:
        self.driver = driver
        self.sqlite = sqlite

    @classmethod
    def of(cls, asked: "Look | Session") -> "Look":
        """The look itself, or one inside the session's transaction."""
        if isinstance(asked, Look):
            return asked
        connection = asked.connection()
        return cls(connection.connection.driver_connection, sqlite=connection.dialect.name == "sqlite")


class Statement:
    """A SELECT with `:name` parameters. `days`, `instants`, `flags` and `documents` name the columns of these types.

    SQLite hands them out as texts and numbers, PostgreSQL as values; rows always hold dates, aware instants, booleans and
    read JSON. `INDEXED BY` is for SQLite alone, which has no statistics to choose by.
    """

    def __init__(self, sql: str, *, days: Iterable[str] = (), instants: Iterable[str] = (), flags: Iterable[str] = (), documents: Iterable[str] = ()) -> None:
        self._sqlite = sql
        self._postgresql = _NAMED.sub(r"%(\1)s", _INDEXED.sub("", sql).replace("%", "%%"))
        self._readers: dict[str, Callable[[Any], Any]] = {}
        for names, reader in ((days, day), (instants, _instant), (flags, bool), (documents, _document)):
            self._readers |= dict.fromkeys(names, reader)
        self._row: Callable[..., Any] | None = None
        self._places: list[tuple[int, Callable[[Any], Any]]] = []

    def all(self, asked: Look | Session, values: Mapping[str, Any]) -> list[Any]:
        """Every row as a named tuple, inside the look's or the session's transaction."""
        look = Look.of(asked)
        cursor = look.driver.execute(self._sqlite if look.sqlite else self._postgresql, values)
        if self._row is None:
            self._learn([column[0] for column in cursor.description])
        return [self._read(row) for row in cursor.fetchall()]

    def raw(self, asked: Look | Session, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row as the driver gives it: for many rows of texts and numbers alone."""
        look = Look.of(asked)
        rows: list[tuple[Any, ...]] = look.driver.execute(self._sqlite if look.sqlite else self._postgresql, values).fetchall()
        return rows

    def one(self, asked: Look | Session, values: Mapping[str, Any]) -> Any | None:
        """The first row, or None."""
        return next(iter(self.all(asked, values)), None)

    def _learn(self, names: list[str]) -> None:
        """Take the columns' names from the first answer; they are the same for every later one."""
        self._places = [(names.index(name), reader) for name, reader in self._readers.items()]
        named: Any = namedtuple("Row", names)  # type: ignore[misc]
        self._row = named._make

    def _read(self, row: Any) -> Any:
        assert self._row is not None
        if not self._places:
            return self._row(row)
        cells = list(row)
        for place, reader in self._places:
            if cells[place] is not None:
                cells[place] = reader(cells[place])
        return self._row(cells)


class Insertion:
    """An INSERT of rows of texts and numbers, many to a statement, inside the session's transaction.

    SQLite keeps a journal of its own for every statement on a table with triggers: fifty rows share one here. Nothing is
    converted, and neither the unit of work nor its outbox sees the rows: not for tables that the index looks at.
    """

    AT_ONCE = 50

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self._head, self._width = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", len(columns)  # noqa: S608 - names of our own

    def run(self, session: Session, rows: Sequence[Sequence[str | int | None]]) -> None:
        """Write the rows, whose cells stand in the order of the columns."""
        look = Look.of(session)
        row = "(" + ", ".join(["?" if look.sqlite else "%s"] * self._width) + ")"
        cursor, whole = look.driver.cursor(), len(rows) - len(rows) % self.AT_ONCE
        full = [tuple(chain.from_iterable(rows[start : start + self.AT_ONCE])) for start in range(0, whole, self.AT_ONCE)]
        for count, cells in ((self.AT_ONCE, full), (1, rows[whole:])):
            if cells:
                cursor.executemany(self._head + ", ".join([row] * count), cells)


def day(stored: str | date) -> date:
    """A day from what the driver gives of it."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _instant(stored: str | datetime) -> datetime:
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found.replace(tzinfo=UTC)


def _document(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored
