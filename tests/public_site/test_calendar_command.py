"""`registry calendar`: what an operator types, and what comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from public_site.cli import main
from registry.db import Database
from registry.queries import calendar as queries

HEAD = "year,day,works,occasion,notice\n"
GOOD = HEAD + "2027,2027-01-01,no,元旦,国办发明电〔2026〕1号（示例）\n"

Registry = Callable[..., Result]


@pytest.fixture
def registry(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    for name, value in {"DATABASE_URL": database_url, "FILES_URL": str(tmp_path / "files"), "SECRET_KEY": "tests-only-" + "k" * 32}.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, ["calendar", *words])


def _file(folder: Path, content: str | bytes) -> str:
    path = folder / "2027.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_an_operator_imports_next_years_notice(registry: Registry, database: Database, tmp_path: Path) -> None:
    said = registry("import", _file(tmp_path, "\ufeff" + GOOD))
    assert (said.exit_code, said.output) == (0, "2027: 1 days are new or changed.\n")
    assert registry("years").output == "2027  国办发明电〔2026〕1号（示例）\n"
    with database.reading() as session:
        assert queries.known(session).years == {2027}


def test_bad_rows_are_named_by_their_line_and_nothing_changes(registry: Registry, database: Database, tmp_path: Path) -> None:
    said = registry("import", _file(tmp_path, GOOD + "2027,1 January,no,元旦,x\n2027,2027-05-01,perhaps,劳动节,x\n"))
    assert said.exit_code == 1
    assert said.output == "line 3: the day is no date, such as 2027-01-01\nline 4: works must be yes or no\nError: Nothing was imported.\n"
    with database.reading() as session:
        assert queries.known(session).years == set()


@pytest.mark.parametrize(("content", "sentence"), [
    ("day,works\n", "2027.csv has no column year, notice."), (b"\xff\xfe\x00", "2027.csv is no CSV file in UTF-8."), (HEAD, "There is no day in it. Nothing was imported."), ("", "2027.csv has no column year, day, works, notice."),
])  # fmt: skip
def test_a_file_that_is_no_calendar_is_refused_in_a_sentence(registry: Registry, tmp_path: Path, content: str | bytes, sentence: str) -> None:
    said = registry("import", _file(tmp_path, content))
    assert (said.exit_code, said.output) == (1, f"Error: {sentence}\n")


def test_what_ships_is_loaded_once(registry: Registry) -> None:
    assert [registry("load").output for _ in range(2)] == ["New: 2024, 2025, 2026.\n", "New: none.\n"]
