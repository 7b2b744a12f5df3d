"""`registry search` builds the index, compares it and says how it stands; exit codes tell a script the same."""

from collections.abc import Callable
from datetime import datetime

import pytest
from click.testing import CliRunner, Result

from public_site.cli import main
from registry import index_queue
from registry.db import Database, utc_now
from registry.models import Enterprise
from registry.settings import Settings
from search.engines import open_engine
from tests.factories import people
from tests.search.following import drain


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    for name in ("database_url", "search_url", "files_url", "secret_key"):
        monkeypatch.setenv(name.upper(), getattr(settings, name))

    def command(*words: str) -> Result:
        return CliRunner().invoke(main, ["search", *words])

    return command


def test_without_an_index_status_and_verify_say_so(run: Callable[..., Result], database: Database) -> None:
    assert run("status").exit_code == 1
    refused = run("verify")
    assert (refused.exit_code, "registry search rebuild" in refused.output) == (1, True)


def test_an_index_is_built_compared_and_repaired(run: Callable[..., Result], database: Database, settings: Settings, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
    built = run("rebuild")
    assert built.exit_code == 0, built.output
    assert "1 documents" in built.output
    assert "building     [##############################] 1/1" in built.stderr
    assert run("verify").exit_code == 0
    with database.transaction() as session:
        session.get_one(Enterprise, firm.id).name = "改名后的企业（示例）"
    status = run("status")
    assert (status.exit_code, "1 due" in status.output) == (0, True)
    assert "1 stale" in run("verify").output
    repaired = run("verify", "--repair")
    assert (repaired.exit_code, "1 queued" in repaired.output) == (1, True)
    engine = open_engine(settings)
    assert drain(database, engine) == 2
    engine.close()
    assert run("verify").exit_code == 0


def test_a_second_rebuild_is_refused_in_a_sentence(run: Callable[..., Result], database: Database) -> None:
    with database.transaction() as session:
        index_queue.take(session, index_queue.REBUILD, "somebody", now=utc_now())
    refused = run("rebuild")
    assert (refused.exit_code, "Another rebuild is under way" in refused.output) == (1, True)
