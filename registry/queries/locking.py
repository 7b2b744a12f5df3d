"""A row that others may want to decide upon at the same moment."""

from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import Session

from registry.errors import NotFound

Row = TypeVar("Row")
Owner = TypeVar("Owner")


def pair(session: Session, query: Select[Row, Owner], *, lock: bool) -> tuple[Row, Owner]:
    """The one row that `query` finds with what it belongs to; NotFound. `lock` holds both until the transaction ends and reads them anew."""
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found[0], found[1]
