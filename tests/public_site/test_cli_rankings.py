"""`registry rankings` at a terminal."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from public_site.cli import main
from registry.db import Database
from registry.models import Ranking, RankingEntry
from registry.standalone import recompute_ranking
from tests.factories import people, schemes
from tests.factories import rankings as made

Registry = Callable[..., Result]


@pytest.fixture
def registry(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Type `registry ...` in a terminal."""
    for name, value in {"DATABASE_URL": database_url, "FILES_URL": str(tmp_path / "files"), "SECRET_KEY": "tests-only-" + "k" * 32}.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, list(words))


@pytest.fixture
def published(database: Database, now: datetime) -> str:
    """The public id of a published board of three belts, of which one misses an indicator."""
    with database.transaction() as session:
        assessor = made.assessor(session, now)
        firm = people.enterprise(session, now)
        owner = people.member(session, now, firm)
        for declared in (("25 MPa",), ("240 bar",), ("25 MPa", "")):
            made.belt(session, now, owner, firm, *declared)
        return made.published(session, now, assessor, schemes.published(session, now, assessor, made.scheme())).public_id


def test_a_board_is_recomputed_and_printed(registry: Registry, published: str) -> None:
    said = registry("rankings", "recompute", published)
    assert said.exit_code == 0, said.output
    assert [line.split()[:2] for line in said.output.splitlines()[:2]] == [["1", "*****"], ["1", "*****"]]
    assert "2 graded, 1 not graded" in said.output
    assert said.output.endswith("Everything agrees.\n")


def test_a_draft_is_compiled_and_a_changed_row_of_it_is_told(registry: Registry, database: Database, published: str) -> None:
    said = registry("rankings", "compile", "1")
    assert said.output == "Draft 2: 2 graded, 1 not graded.\n"
    with database.transaction() as session:
        session.scalars(select(RankingEntry).where(RankingEntry.ranking_id == 2, RankingEntry.order_no == 1)).one().level = 2
    said = registry("rankings", "recompute", "2")
    assert said.exit_code == 1
    assert "1 differences." in said.output


def test_the_bundle_is_written_and_the_script_reads_it(registry: Registry, database: Database, published: str, tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    assert registry("rankings", "bundle", published, str(path)).exit_code == 0
    with database.reading() as session:
        assert json.loads(path.read_text(encoding="utf-8"))["ledger"]["result_hash"] == session.scalars(select(Ranking.result_hash)).one()
    ran = subprocess.run([sys.executable, "-I", "-S", str(recompute_ranking.__file__), path], capture_output=True, check=False, env={"PYTHONIOENCODING": "utf-8"})
    assert (ran.returncode, ran.stdout.decode().count("*****")) == (0, 2)


def test_an_unknown_board_is_a_sentence(registry: Registry, published: str) -> None:
    said = registry("rankings", "recompute", "NOBODYKNOWS")
    assert said.exit_code == 1
    assert said.output.startswith("Error: ")
