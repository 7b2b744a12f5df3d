"""What the worker and an operator do for screening and counters: look again, count anew at night and by hand, and catch up after a lock."""

import dataclasses
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import event, select, update

from public_site import desk_following, worker
from public_site.cli import main
from registry import jobs
from registry.actions import statistics
from registry.db import Database, utc_now
from registry.models import AuditEntry, Job, Screening, Statistic
from registry.rules.screening import EDITION
from registry.settings import Settings
from tests.factories import people
from tests.factories.disclosures import disclosed

Registry = Callable[..., Result]
OF_ALL = (Statistic.division_code == "", Statistic.industry == "", Statistic.month == "", Statistic.measure == "disclosures")


@pytest.fixture
def bench(settings: Settings, database: Database) -> Iterator[worker.Bench]:
    """A worker in whose registry one enterprise has disclosed one standard, and everything was looked at."""
    moment = utc_now() - timedelta(hours=1)
    with database.transaction() as session:
        firm = people.enterprise(session, moment)
        disclosed(session, moment, people.member(session, moment, firm), firm)
    made = worker.bench(settings)
    _drain(made)
    yield made
    made.database.close()


@pytest.fixture
def registry(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Type `registry ...` in a terminal."""
    for name, value in (("DATABASE_URL", settings.database_url), ("FILES_URL", settings.files_url), ("SECRET_KEY", "tests-only-" + "k" * 32)):
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, list(words))


def _drain(at: worker.Bench) -> None:
    while desk_following.drain(at):
        pass


def _spoil(database: Database) -> None:
    """A counter says five too many, as after a restored copy."""
    with database.transaction() as session:
        session.execute(update(Statistic).where(*OF_ALL).values(count=Statistic.count + 5))


def _counted(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(Statistic.count).where(*OF_ALL)).one()


def test_an_operator_has_everything_looked_at_again_and_sees_how_far_that_is(bench: worker.Bench, registry: Registry, database: Database) -> None:
    before = registry("screening", "status")
    assert before.output.startswith("Waiting: 0.")
    assert f"Rules of edition {EDITION}; 0 disclosures were looked at by other ones." in before.output
    assert "will be looked at again" in registry("screening", "rescreen").output
    assert "Waiting: 1, since 2" in registry("screening", "status").output
    with database.reading() as session:
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "screening.rescreen"))
        assert (entry.account_id, entry.origin) == (None, "terminal")
    _drain(bench)
    assert registry("screening", "status").output == before.output


def test_counters_that_agree_are_left_and_those_that_do_not_are_put_right_and_told_by_the_end(bench: worker.Bench, registry: Registry, database: Database) -> None:
    agreeing = registry("statistics", "compare")
    assert (agreeing.exit_code, agreeing.output.splitlines()[-1].endswith("0 added something else than before, 0 counters put right.")) == (0, True)
    _spoil(database)
    differing = registry("statistics", "compare")
    assert (differing.exit_code, differing.output.splitlines()[-1].endswith(" 1 counters put right.")) == (1, True)
    assert _counted(database) == 1
    _spoil(database)
    assert registry("statistics", "recount").exit_code == 0
    assert _counted(database) == 1
    assert registry("statistics", "compare").exit_code == 0


def test_each_night_the_counters_are_compared_put_right_and_the_next_night_is_arranged(bench: worker.Bench, database: Database) -> None:
    assert worker.step(bench, worker.LONG), "of a new registry at once"
    with database.transaction() as session:
        assert statistics.wake(session, utc_now()) is None, "the next night is arranged"
    _spoil(database)
    assert not worker.step(bench, worker.LONG), "not before the night"
    assert _counted(database) == 6
    night = utc_now() + timedelta(days=2)
    assert worker.step(dataclasses.replace(bench, now=lambda: night), worker.LONG)
    assert _counted(database) == 1
    with database.transaction() as session:
        nights: list[Job] = [each for each in jobs.listed(session, open_only=False) if each.kind == statistics.COMPARE]
        assert [each.ended_at is not None for each in nights] == [False, True, True]
        assert nights[0].not_before > night


class Turns(threading.Event):
    """Where the thread would wait, the next of these happens instead."""

    def __init__(self, *turns: Callable[[], object]) -> None:
        super().__init__()
        self._turns = [*turns, self.set]

    def wait(self, timeout: float | None = None) -> bool:
        self._turns.pop(0)()
        return self.is_set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL does not lock a whole database
def test_a_worker_that_begins_while_sqlite_is_locked_catches_up_when_it_is_not(bench: worker.Bench, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        session.execute(update(Screening).values(rules=EDITION - 1))
    event.listen(bench.database.engine, "checkout", lambda raw, *_more: raw.execute("PRAGMA busy_timeout=1"))
    another = sqlite3.connect(Path(settings.database_url.removeprefix("sqlite:///")), isolation_level=None)
    another.execute("BEGIN IMMEDIATE")
    stop = Turns(another.rollback)
    desk_following.follow(dataclasses.replace(bench, stop=stop))
    another.close()
    with database.reading() as session:
        assert session.scalars(select(Screening.rules)).all() == [EDITION]
