"""A new index is built aside; whatever goes wrong, the old one answers and no change is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from registry import index_queue
from registry.db import Database, utc_now
from registry.index_queue import LEASE, REBUILD
from registry.models import Enterprise
from search import building, indexer, rebuild
from search.engine import SearchEngine
from search.indexer import Drainer
from tests.factories import people, shelves
from tests.factories.disclosures import disclosed
from tests.factories.products import registered
from tests.search.following import differences, drain, engine_in, found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    opened = engine_in(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def firm_id(database: Database, now: datetime) -> int:
    """An enterprise with a disclosure and a product."""
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        actor = people.member(session, now, firm)
        disclosed(session, now, actor, firm)
        registered(session, now, actor, firm)
    return firm.id


def _move(database: Database, firm_id: int, division_code: str) -> None:
    with database.transaction() as session:
        session.get_one(Enterprise, firm_id).division_code = division_code


def _at(stage: str, act: Callable[[], object]) -> rebuild.Progress:
    """Do something once, when the rebuild has come to a stage."""
    left = [act]

    def progress(reached: str, _done: int, _total: int) -> None:
        if reached == stage and left:
            left.pop()()

    return progress


def test_the_first_index_holds_all_that_is_public_and_needs_no_queue(database: Database, engine: SearchEngine, firm_id: int) -> None:
    done = rebuild.rebuild(database, engine, "rebuild")
    assert (done.name, done.documents, done.refused) == (engine.active(), len(found(engine)), ())
    assert {kind for kind, _ in found(engine)} == {"disclosure", "product", "enterprise", "standard"}
    assert drain(database, engine) == 0
    assert differences(database, engine).faults == ()


@pytest.mark.parametrize("stage", ["load", "compare"])
def test_what_changes_while_an_index_is_built_is_in_it_and_the_old_one_follows_meanwhile(database: Database, engine: SearchEngine, firm_id: int, stage: str) -> None:
    old = rebuild.rebuild(database, engine, "first").name

    def change() -> None:
        _move(database, firm_id, "331003")
        drain(database, engine)
        assert engine.active() == old
        assert len(found(engine, region="331003")) == 3

    done = rebuild.rebuild(database, engine, "second", progress=_at(stage, change))
    assert engine.active() == done.name != old
    assert len(found(engine, region="331003")) == 3
    assert engine.status().others == ()
    with database.reading() as session:
        assert index_queue.kept(session, 10) == []
    drain(database, engine)
    assert differences(database, engine).faults == ()


def test_one_that_breaks_off_leaves_the_old_index_and_nothing_else(database: Database, engine: SearchEngine, firm_id: int) -> None:
    old = rebuild.rebuild(database, engine, "first").name

    def stop() -> None:
        _move(database, firm_id, "331003")
        drain(database, engine)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        rebuild.rebuild(database, engine, "second", progress=_at("compare", stop))
    assert (engine.active(), engine.status().others) == (old, ())
    assert differences(database, engine).faults == ()
    assert drain(database, engine) > 0  # what was kept for the new one is looked at once more
    rebuild.rebuild(database, engine, "third")
    assert differences(database, engine).faults == ()


def test_an_index_that_is_not_what_was_written_never_answers(database: Database, engine: SearchEngine, firm_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    old = rebuild.rebuild(database, engine, "first").name
    monkeypatch.setattr(rebuild, "_held", lambda _generation: iter([(4, 1)]))
    with pytest.raises(rebuild.Broken, match="differs at"):
        rebuild.rebuild(database, engine, "second")
    assert (engine.active(), engine.status().others) == (old, ())


def test_two_at_once_are_refused(database: Database, engine: SearchEngine, firm_id: int) -> None:
    def again() -> None:
        with pytest.raises(rebuild.Running):
            rebuild.rebuild(database, engine, "second")

    assert rebuild.rebuild(database, engine, "first", progress=_at("load", again)).documents > 0


def test_a_drainer_that_was_at_it_during_the_switch_forgets_nothing(database: Database, engine: SearchEngine, firm_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild.rebuild(database, engine, "first")
    _move(database, firm_id, "331003")
    real = indexer.apply

    def slow(*given: object, **named: object) -> set[tuple[str, int]]:
        refused = real(*given, **named)  # type: ignore[arg-type]
        monkeypatch.setattr(indexer, "apply", real)
        rebuild.rebuild(database, engine, "second")
        return refused

    monkeypatch.setattr(indexer, "apply", slow)
    drainer = Drainer(database, engine, "drainer")
    with pytest.raises(indexer.LeaseLost):
        drainer.drain_once(utc_now())
    drainer.close()
    assert drain(database, engine) > 0
    assert differences(database, engine).faults == ()


def test_several_processes_build_the_same_index(database: Database, engine: SearchEngine, firm_id: int) -> None:
    assert rebuild.rebuild(database, engine, "rebuild", processes=2).documents == len(found(engine))
    assert building.processes(database) == 0
    assert differences(database, engine).faults == ()


def _die(url: str, folder: Path, where: str) -> None:
    """Be killed in the middle of a rebuild, or between applying and forgetting."""
    database, engine = Database(url), engine_in(folder)

    def kill(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if where == "apply":
        index_queue.finish = kill
        drain(database, engine, "drainer")
    elif where == "switch":
        index_queue.fence = kill
        rebuild.rebuild(database, engine, "killed")
    else:
        rebuild.rebuild(database, engine, "killed", progress=_at(where, kill))


@pytest.mark.parametrize("where", ["load", "compare", "switch", "apply"])
def test_killed_at_the_worst_moment_nothing_is_lost(database: Database, database_url: str, engine: SearchEngine, firm_id: int, tmp_path: Path, where: str) -> None:
    rebuild.rebuild(database, engine, "first")
    _move(database, firm_id, "331003")
    died = get_context("spawn").Process(target=_die, args=(database_url, tmp_path, where))
    died.start()
    died.join()
    assert died.exitcode == -signal.SIGKILL
    if where != "apply":
        with database.reading() as session:
            assert index_queue.rebuilding(session, now=utc_now())
        with pytest.raises(rebuild.Running):
            rebuild.rebuild(database, engine, "too early")
    with database.transaction() as session:  # a minute later
        for name in (REBUILD, index_queue.DRAINER):
            if lease := index_queue.read(session, name):
                lease.until = lease.until and lease.until - LEASE[REBUILD]
    drain(database, engine)
    assert differences(database, engine).faults == ()
    assert engine.status().others == ()
    assert len(found(engine, region="331003")) == 3


def test_killed_at_random_while_writing_draining_and_rebuilding(tmp_path: Path) -> None:
    """In a process of its own, since it forks."""
    done = subprocess.run([sys.executable, "-m", "tests.torture.killing", str(tmp_path)], capture_output=True, text=True, env=os.environ | {"TORTURE": os.environ.get("TORTURE", "20")}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
