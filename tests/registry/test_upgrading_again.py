"""Each start brings the registry to today's tables; where it has them, that reads none of its rows."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from registry import db


def _without_its_parent(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("INSERT INTO enterprise_name (id, enterprise_id, name, division_code, since, recorded_at) VALUES (1, 1, '某某橡胶有限公司（示例）', '331022', '2026-01-01', '2026-01-01')")


def test_rows_without_parents_are_looked_for_where_tables_change_and_not_at_every_start(tmp_path: Path) -> None:
    path = tmp_path / "registry.sqlite3"
    db.upgrade(f"sqlite:///{path}", "0004")
    _without_its_parent(path)
    db.upgrade(f"sqlite:///{path}", "0004")
    with pytest.raises(RuntimeError, match="rows without their parents"):
        db.upgrade(f"sqlite:///{path}")
