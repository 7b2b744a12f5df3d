"""The ground the tests stand on: each test has a migrated database of its own, on both engines."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from registry.db import Base, Database

SKIPPING = "import pytest\n@pytest.mark.skip(reason='no wish')\ndef test_nothing() -> None: ...\n"


def test_a_database_is_migrated_and_empty(database: Database) -> None:
    tables = set(inspect(database.engine).get_table_names())
    assert tables >= set(Base.metadata.tables)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM account")) == 0


@pytest.mark.parametrize("visit", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(session: Session, visit: int) -> None:
    assert session.scalar(text("SELECT count(*) FROM product_category")) == 0
    session.execute(text("INSERT INTO alembic_version (version_num) VALUES ('a second row')"))
    assert session.scalar(text("SELECT count(*) FROM alembic_version")) == 2


@pytest.mark.parametrize(("ci", "outcome"), [("true", 1), ("", 0)])
def test_a_skip_is_a_failure_exactly_where_ci_is_set(tmp_path: Path, ci: str, outcome: int) -> None:
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.fixtures.honesty", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path]
    run = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(root), "CI": ci}, capture_output=True, text=True, check=False)
    assert run.returncode == outcome, run.stdout
    assert "no wish" in run.stdout or not ci
