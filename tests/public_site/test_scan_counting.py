"""Counting scans in a living process: what a crash may lose, what a stop may not, whom it believes, what it keeps."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask, request
from sqlalchemy import select
from werkzeug.test import create_environ

from public_site import scan_counting
from public_site.access import access
from public_site.app import create_app
from public_site.cli import main
from public_site.scan_counting import ScanCounter
from qr.regions import Regions
from registry.db import Database
from registry.models import ScanCode, ScanCount
from registry.settings import Settings, SettingsError
from tests.architecture.sources import ROOT
from tests.factories import people
from tests.factories.codes import coded
from tests.fixtures.postgres import free_port

TELEPHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1"}
ADDRESS = "60.163.7.7"


def asked(method: str = "GET", address: str = ADDRESS, **headers: str) -> dict[str, Any]:
    """The environ of a request for a printed link."""
    return create_environ("/D/AAAAAAAAAA", method=method, headers=TELEPHONE | {name.replace("_", "-"): value for name, value in headers.items()}, environ_overrides={"REMOTE_ADDR": address})


@pytest.fixture
def code(database: Database, now: datetime) -> ScanCode:
    with database.transaction() as session:
        return coded(session, now, people.enterprise(session, now))


@pytest.fixture
def counter(database: Database) -> Iterator[ScanCounter]:
    made = ScanCounter(database, Regions())
    yield made
    made.stop()


def written(database: Database) -> dict[tuple[date, str], int]:
    with database.reading() as session:
        return {(each.day, each.region): each.scans for each in session.scalars(select(ScanCount))}


def test_a_scan_is_counted_on_the_legal_day_of_shanghai(counter: ScanCounter, database: Database, code: ScanCode) -> None:
    for moment in (datetime(2026, 11, 22, 15, 59, 59, 999999, tzinfo=UTC), datetime(2026, 11, 22, 16, 0, tzinfo=UTC), datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC)):
        counter.count(asked(), code.id, moment)
    counter.flush()
    assert written(database) == {(date(2026, 11, 22), "unknown"): 1, (date(2026, 11, 23), "unknown"): 2}


def test_only_what_a_reader_opens_is_counted(counter: ScanCounter, database: Database, code: ScanCode) -> None:
    for environ in (asked("HEAD"), asked("OPTIONS"), asked(Sec_Purpose="prefetch"), asked(Purpose="prefetch"), asked(X_Moz="prefetch"), asked(X_Purpose="preview"), asked(User_Agent="Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)")):
        counter.count(environ, code.id)
    counter.flush()
    assert written(database) == {}
    counter.count(asked(), code.id)
    counter.flush()
    assert list(written(database).values()) == [1]


@contextmanager
def regional(settings: Settings, tmp_path: Path, proxies: int) -> Iterator[Flask]:
    """An application with a table of regions, whose address /trial/scan counts as a scan of code 1."""
    table = tmp_path / "regions.csv"
    table.write_text("network,division\n60.163.0.0/16,331000\n60.163.7.0/24,331022\n")
    app = create_app(replace(settings, regions_file=str(table), trusted_proxies=proxies))

    @app.get("/trial/scan")
    @access("public")
    def scan() -> str:
        scan_counting.count(request.environ, 1)
        return "counted"

    yield app
    app.extensions["scans"].stop()
    app.extensions["database"].close()


@pytest.mark.parametrize(
    ("proxies", "region"),
    [(0, "unknown"), (1, "331000"), (2, "331022"), (3, "unknown")],
    ids=["nobody is believed", "the last proxy is", "the last two are", "more than there are"],
)
def test_the_region_is_that_of_the_address_the_trusted_proxies_tell(settings: Settings, tmp_path: Path, database: Database, code: ScanCode, proxies: int, region: str) -> None:
    with regional(settings, tmp_path, proxies) as app:
        app.test_client().get("/trial/scan", headers={**TELEPHONE, "X-Forwarded-For": "60.163.7.7, 60.163.1.1"}, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
    assert [where for _day, where in written(database)] == [region]


def test_an_application_with_a_table_that_makes_no_sense_does_not_start(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("60.163.0.0/16,331000\n60.163.0.0/99,331000\n")
    with pytest.raises(SettingsError, match=r"^REGIONS_FILE, line 2: '60\.163\.0\.0/99' is no network"):
        create_app(replace(settings, regions_file=str(tmp_path / "regions.csv")))


def test_nothing_of_who_asked_is_kept(counter: ScanCounter, database: Database, code: ScanCode, capfd: pytest.CaptureFixture[str]) -> None:
    import gc

    mark = "SecretPhone/31337"
    counter.count(asked(address="60.163.77.77", User_Agent=f"Mozilla/5.0 {mark}"), code.id)
    gc.collect()
    held = [each for each in gc.get_referents(counter, *vars(counter).values(), vars(counter._buffer), counter._buffer._sums) if isinstance(each, (str, dict))]
    assert not [each for each in held if mark in str(each) or "60.163.77.77" in str(each)]
    counter.flush()
    with database.reading() as session:
        assert [(each.code_id, each.region, each.scans) for each in session.scalars(select(ScanCount))] == [(code.id, "unknown", 1)]
    assert "60.163.77.77" not in "".join(capfd.readouterr())


def test_while_the_database_is_away_scans_wait_and_are_written_when_it_is_back(database: Database, code: ScanCode, tmp_path: Path) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/registry")
    counter = ScanCounter(away, Regions())
    for _each in range(3):
        counter.count(asked(), code.id)
        counter.flush()
    counter._database = database
    counter.count(asked(), code.id)
    counter.stop()
    assert list(written(database).values()) == [4]


def test_a_code_that_vanished_does_not_keep_the_others_waiting(counter: ScanCounter, database: Database, code: ScanCode) -> None:
    for number in (code.id, code.id + 99):
        counter.count(asked(), number)
    counter.flush()
    assert list(written(database).values()) == [1]
    assert counter._buffer.take() == {}


def test_threads_that_count_while_it_is_written_lose_nothing(counter: ScanCounter, database: Database, code: ScanCode) -> None:
    def scan() -> None:
        for _each in range(500):
            counter.count(asked_once, code.id)

    asked_once = asked()
    threads = [threading.Thread(target=scan) for _each in range(4)]
    for each in threads:
        each.start()
    while any(each.is_alive() for each in threads):
        counter.flush()
    counter.stop()
    assert sum(written(database).values()) == 2000


def test_after_a_stop_the_next_scan_starts_the_writing_again(counter: ScanCounter, database: Database, code: ScanCode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_counting, "EVERY", 0.01)
    for expected in (1, 2):
        counter.count(asked(), code.id)
        thread = counter._thread
        counter.stop()
        assert thread is not None
        thread.join(5)
        assert not thread.is_alive()
        assert list(written(database).values()) == [expected]


# What a process of its own does with `counter` and `environ`; it says what it has counted so far.
PROCESS = """
import sys, time
from public_site.scan_counting import ScanCounter
from qr.regions import Regions
from registry.db import Database
counter, code = ScanCounter(Database(sys.argv[1]), Regions()), int(sys.argv[2])
environ = {"REQUEST_METHOD": "GET", "REMOTE_ADDR": "60.163.7.7", "HTTP_USER_AGENT": "Mozilla/5.0"}
"""
ENDLESS = """
number = 0
while True:
    before = time.monotonic()
    counter.count(environ, code)
    number += 1
    print(number, before, flush=True)
    time.sleep(0.002)
"""
ENDING = """
for number in range(1000):
    counter.count(environ, code)
"""
FORKING = """
import os
counter.count(environ, code)
child = os.fork()
counter.count(environ, code)
if child:
    assert os.waitpid(child, 0)[1] == 0
"""
IN_A_THREAD = """
import threading
thread = threading.Thread(target=counter.count, args=(environ, code), daemon=True)
thread.start()
thread.join()
"""


def process(database_url: str, code: ScanCode, does: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PROCESS + does, database_url, str(code.id)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_killed_process_loses_its_last_second_and_no_more(database: Database, database_url: str, code: ScanCode) -> None:
    with process(database_url, code, ENDLESS) as endless:
        assert endless.stdout is not None
        said = []
        while not said or said[-1][1] - said[0][1] < 2.5:
            number, moment = endless.stdout.readline().split()
            said.append((int(number), float(moment)))
        os.kill(endless.pid, signal.SIGKILL)
        said += [(int(number), float(moment)) for number, moment in (line.split() for line in endless.stdout.read().splitlines() if line.count(" ") == 1)]
    kept, (counted, killed) = sum(written(database).values()), said[-1]
    assert kept <= counted + 1
    lost = [moment for number, moment in said if number > kept]
    # A second between two writings, and what the writing itself takes on a busy machine.
    assert killed - min(lost, default=killed) < scan_counting.EVERY + 0.75
    assert kept >= 1


@pytest.mark.parametrize(("does", "scans"), [(ENDING, 1000), (FORKING, 3), (IN_A_THREAD, 1)], ids=["ends", "forks", "counts in a server's thread"])
def test_a_process_that_ends_in_order_writes_what_is_left_once(database: Database, database_url: str, code: ScanCode, does: str, scans: int) -> None:
    with process(database_url, code, does) as ending:
        assert ending.wait(30) == 0
    assert sum(written(database).values()) == scans


def opened(bind: str, method: str, path: str, forwarded: str) -> int:
    """The status that a telephone behind a proxy gets."""
    with closing(HTTPConnection(bind, timeout=20)) as connection:
        connection.request(method, path, headers={**TELEPHONE, "X-Forwarded-For": forwarded})
        return connection.getresponse().status


def listens(bind: str, server: subprocess.Popen[str]) -> None:
    """Return when the server takes connections; its process says that it started a moment before."""
    host, _, port = bind.rpartition(":")
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server ended by itself")


def test_the_web_server_writes_the_scan_that_came_just_before_its_stop(database: Database, database_url: str, code: ScanCode, tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text("60.163.7.0/24,331022\n")
    bind = f"127.0.0.1:{free_port()}"
    own = {"DATABASE_URL": database_url, "SECRET_KEY": "tests-only-" + "k" * 32, "BIND": bind, "REGIONS_FILE": str(tmp_path / "regions.csv"), "TRUSTED_PROXIES": "1"}
    with subprocess.Popen([sys.executable, "-m", "public_site.cli", "web"], cwd=ROOT, env={**os.environ, **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            listens(bind, server)
            statuses = [opened(bind, method, f"/D/{code.code}", forwarded) for method, forwarded in (("HEAD", ADDRESS), ("GET", f"8.8.8.8, {ADDRESS}"))]
        finally:
            server.send_signal(signal.SIGTERM)
        rest = server.stdout.read()
    assert (statuses, server.returncode) == ([307, 307], 0)
    assert [(region, scans) for (_day, region), scans in written(database).items()] == [("331022", 1)]
    assert ADDRESS not in rest


def test_a_table_of_regions_that_makes_no_sense_is_refused_in_one_sentence(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "regions.csv").write_text("60.163.7.0/24,三门县\n")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("REGIONS_FILE", str(tmp_path / "regions.csv"))
    refused = CliRunner().invoke(main, ["web"])
    assert (refused.exit_code, refused.output) == (2, "Error: REGIONS_FILE, line 1: '三门县' is no division code such as 331022.\n")


def test_the_applications_counter_stands_where_the_door_and_the_route_find_it(app: Flask, database: Database, code: ScanCode) -> None:
    with app.test_request_context("/D/AAAAAAAAAA", headers=TELEPHONE) as context:
        scan_counting.count(context.request.environ, code.id)
    app.extensions["scans"].flush()
    assert list(written(database).values()) == [1]
