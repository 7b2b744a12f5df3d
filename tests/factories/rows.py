"""A row of any table with whatever its columns need, for tests that ask the same of all tables."""

from datetime import date, datetime

from sqlalchemy import Column, func, insert, select
from sqlalchemy.orm import Session

from registry.db import Base

GIVEN: dict[type, object] = {int: 1, str: "x", bool: False, dict: {}, list: []}


def some_row(session: Session, table: str, now: datetime) -> int:
    """The id of the table's first row; where it is empty, one is made, with the rows that it points at."""
    made = Base.metadata.tables[table]
    found = session.scalar(select(func.min(made.c.id)))
    if found is None:
        values = {column.name: _value(session, column, now) for column in made.columns if not column.nullable and not column.primary_key}
        found = session.execute(insert(made).values(values).returning(made.c.id)).scalar_one()
    return int(found)


def _value(session: Session, column: Column[object], now: datetime) -> object:
    for key in column.foreign_keys:
        return some_row(session, key.column.table.name, now)
    kind = getattr(column.type, "impl", column.type).python_type
    return {datetime: now, date: now.date()}.get(kind, GIVEN.get(kind))
