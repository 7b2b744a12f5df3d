"""A session for filling a registry that nobody uses yet: the acts of years in one transaction.

Why: one after another, such acts look up the same few rows and write a line of the log each, and nobody else is there to
wait for. What it costs: the rows stay in memory, and the logs are read only after the commit. When not to use it: as
soon as anybody else may write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Table, event, insert
from sqlalchemy.orm import Session

from registry.db import Base
from registry.models.audit import AuditEntry
from registry.models.ledger import LedgerEntry

_LOGS = (AuditEntry, LedgerEntry)


class Founding(Session):
    """Rows stay at hand, locked for nobody and without savepoints; audit and ledger are written in one go, in their order."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._at_hand: dict[str, dict[int, object]] = {}
        self._logged: dict[type[Base], list[dict[str, Any]]] = {log: [] for log in _LOGS}
        event.listen(self, "before_commit", Founding._log)

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """Without its lock, and so without reading anew what this very transaction wrote."""
        if options.pop("with_for_update", None):
            options.pop("populate_existing", None)
        return self._kept(super().get(entity, ident, **options))

    def add(self, instance: object, *args: Any, **options: Any) -> None:
        if isinstance(instance, _LOGS):
            self._logged[type(instance)].append({name: value for name, value in vars(instance).items() if name != "_sa_instance_state"})
        else:
            super().add(self._kept(instance), *args, **options)

    def execute(self, statement: Any, *args: Any, **options: Any) -> Any:
        table = statement.table if getattr(statement, "is_dml", False) else None
        if table == LedgerEntry.__table__:
            self._log()
        if table is None or statement.is_insert:
            return super().execute(statement, *args, **options)
        self.flush()
        done = super().execute(statement, *args, **options)
        self._forget(table.name)
        return done

    @contextmanager
    def begin_nested(self) -> Iterator[None]:  # type: ignore[override]
        """No savepoint: what it guards against comes from others, and would end this transaction."""
        yield
        self.flush()

    def _kept(self, row: Any) -> Any:
        """The session itself holds its rows weakly, and would read each again as soon as an action is over."""
        if row is not None:
            self._at_hand.setdefault(row.__tablename__, {})[id(row)] = row
        return row

    def _forget(self, table: str) -> None:
        """Rows that a statement may have changed are read anew."""
        for row in self._at_hand.pop(table, {}).values():
            if row in self:
                self.expire(row)

    def _log(self) -> None:
        for log, rows in self._logged.items():
            if rows:
                super().execute(insert(cast("Table", log.__table__)), rows)
                rows.clear()
