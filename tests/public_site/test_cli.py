"""The command `registry`: what an operator types, and what comes back."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from public_site.cli import main
from registry import jobs
from registry.actions import label_kits
from registry.db import Database, utc_now
from registry.models import AuditEntry, Bureau, BureauMember, CatalogueStandard, IndicatorConcept, Job
from tests.architecture.sources import ROOT
from tests.factories import people
from tests.fixtures.postgres import free_port

Registry = Callable[..., Result]


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "FILES_URL": str(tmp_path / "files"), "SECRET_KEY": "tests-only-" + "k" * 32}


@pytest.fixture
def registry(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Type `registry ...` in a terminal."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(main, list(words))


def _waiting(database: Database, count: int = 1) -> list[int]:
    with database.transaction() as session:
        made = [jobs.enqueue(session, "secret.send", {"address": "wang@example.com", "facts": {"code": "042917"}}, now=utc_now() - timedelta(seconds=1)) for _ in range(count)]
        session.flush()
        return [job.id for job in made]


def test_help_names_every_command(registry: Registry) -> None:
    said = registry("--help")
    assert said.exit_code == 0
    for command in ("run", "web", "worker", "upgrade", "jobs", "bureau", "catalogue", "vocabulary", "settings", "secret"):
        assert command in said.output
        assert registry(command, "--help").exit_code == 0


def test_a_new_database_is_upgraded_and_says_so(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    early = CliRunner().invoke(main, ["jobs"])
    assert (early.exit_code, early.output) == (2, "Error: The database is not up to date. Run `registry upgrade` first.\n")
    assert CliRunner().invoke(main, ["upgrade"]).output.startswith("The database went from revision none to ")
    assert CliRunner().invoke(main, ["upgrade"]).output.startswith("The database is up to date")
    assert CliRunner().invoke(main, ["jobs"]).output == "No open jobs.\n"


def test_a_database_of_a_newer_version_is_left_alone(registry: Registry, database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    said = registry("upgrade")
    assert (said.exit_code, said.output) == (2, "Error: The database was made by a newer version of the registry. Install that version.\n")


def test_a_wrong_setting_ends_every_command_with_its_sentence(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADS", "16")
    for command in ("run", "web", "worker", "upgrade", "jobs", "settings"):
        said = registry(command)
        assert (said.exit_code, said.output) == (2, "Error: THREADS must lie between 1 and 15, not 16.\n")


def test_a_database_that_is_away_is_said_in_a_sentence(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/registry")
    said = registry("jobs")
    assert said.exit_code == 2
    assert "The database does not answer" in said.output


def test_settings_are_shown_without_secrets(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILER_URL", "smtp://registry:hunter22@mail.example:587")
    monkeypatch.setenv("SMS_TOKEN", "hunter22")
    said = registry("settings").output
    assert "MAILER_URL=smtp://registry:***@mail.example:587   (set)" in said
    assert "THREADS=4\n    Threads that answer requests" in said
    assert "hunter22" not in said
    assert "tests-only" not in said


def test_a_printed_secret_is_long_and_never_the_same(registry: Registry) -> None:
    one, other = registry("secret").output.strip(), registry("secret").output.strip()
    assert one != other
    assert len(one) == 64


def test_jobs_are_listed_shown_retried_and_cancelled_without_what_they_carry(registry: Registry, database: Database) -> None:
    first, second = _waiting(database, 2)
    with database.transaction() as session:
        lease = jobs.take(session, "first", now=utc_now(), kinds=("secret.send",))
        assert lease is not None
        jobs.fail(session, lease, "the mail server answered 451", now=utc_now())
    listed, shown = registry("jobs").output, registry("jobs", "show", str(first)).output
    assert "the mail server answered 451" in listed
    assert "secret.send" in shown
    assert not [private for private in ("wang", "042917") if private in listed + shown]
    assert registry("jobs", "retry", str(first)).output == f"Job {first} is due now.\n"
    assert registry("jobs", "cancel", str(second)).output == f"Job {second} is cancelled.\n"
    assert registry("jobs", "cancel", str(second)).exit_code == 1
    assert registry("jobs", "show", "999999").exit_code == 1
    assert "cancelled" in registry("jobs", "list", "--all").output
    with database.reading() as session:
        assert session.scalars(select(AuditEntry.action).where(AuditEntry.origin == "terminal").order_by(AuditEntry.id)).all() == ["job.retried", "job.cancelled"]


def test_a_failed_job_is_still_to_be_seen(registry: Registry, database: Database) -> None:
    (number,) = _waiting(database)
    with database.transaction() as session:
        job, now = session.get_one(Job, number), utc_now()
        while job.ended_at is None:
            lease = jobs.take(session, "first", now=now, kinds=("secret.send",))
            assert lease is not None
            jobs.fail(session, lease, "the gateway answered 503", now=now)
            now = job.not_before
    assert "failed      8 tries" in registry("jobs", "list", "--all").output


def test_a_health_check_tells_whether_a_worker_lives_and_the_queue_moves(registry: Registry, database: Database) -> None:
    assert registry("jobs", "check").exit_code == 1
    with database.transaction() as session:
        jobs.beat(session, "first", now=utc_now())
    assert registry("jobs", "check").exit_code == 0
    with database.transaction() as session:
        jobs.enqueue(session, "message.send", {}, now=utc_now() - timedelta(hours=1))
    assert registry("jobs", "check").exit_code == 1


def test_labels_that_queue_behind_labels_are_no_alarm_while_some_are_being_made(registry: Registry, database: Database) -> None:
    with database.transaction() as session:
        jobs.beat(session, "first", now=utc_now())
        for _ in range(2):
            jobs.enqueue(session, label_kits.MAKE, {}, now=utc_now() - timedelta(hours=1))
    assert registry("jobs", "check").exit_code == 1
    with database.transaction() as session:
        assert jobs.take(session, "first", now=utc_now(), kinds=(label_kits.MAKE,)) is not None
    assert registry("jobs", "check").exit_code == 0


def test_the_first_bureau_is_added_with_its_first_person(registry: Registry, database: Database) -> None:
    with database.transaction() as session:
        people.person(session, utc_now(), email="chen@example.com")
        people.person(session, utc_now(), email="lin@example.com")
    name = "三门县市场监督管理局（示例）"
    wrong = registry("bureau", "add", name, "--level", "city", "--division", "331022", "--person", "chen@example.com")
    assert wrong.exit_code == 1
    assert registry("bureau", "add", name, "--level", "county", "--division", "331022", "--person", "nobody@example.com").exit_code == 1
    added = registry("bureau", "add", name, "--level", "county", "--division", "331022", "--person", "Chen@Example.com", "--role", "registrar", "--role", "auditor")
    assert added.output == f"{name} is added, and Chen@Example.com acts for it.\n", added.output
    assert registry("bureau", "add", name, "--level", "county", "--division", "331022").exit_code == 1
    assert registry("bureau", "appoint", name, "lin@example.com", "--role", "handler").exit_code == 0
    with database.reading() as session:
        assert len(session.scalars(select(Bureau)).all()) == 1
        assert [sorted(each) for each in session.scalars(select(BureauMember.roles).order_by(BureauMember.id))] == [["auditor", "registrar"], ["handler"]]


def test_a_bureau_says_how_the_public_reaches_it(registry: Registry, database: Database) -> None:
    name = "三门县市场监督管理局（示例）"
    words = ("bureau", "add", name, "--level", "county", "--division", "331022", "--address", "示例广场1号")
    refused = registry(*words, "--phone", "none", "--email", "none")
    assert refused.exit_code == 1
    assert "phone: Enter a telephone number" in refused.output
    assert "email: " in refused.output
    assert registry(*words, "--phone", "０５７６-83300000", "--email", "Jubao@example.org").exit_code == 0
    assert registry("bureau", "contact", name).output == "phone    0576-83300000\nemail    jubao@example.org\naddress  示例广场1号\n"
    assert registry("bureau", "contact", name, "--phone", "12315", "--email", "").output == "phone    12315\nemail    -\naddress  示例广场1号\n"
    assert registry("bureau", "contact", name, "--email", "none").exit_code == 1
    assert registry("bureau", "contact", "没有的局").exit_code == 1
    with database.reading() as session:
        stands = session.scalars(select(Bureau)).one()
        assert (stands.phone, stands.email, stands.address) == ("12315", None, "示例广场1号")
        assert session.scalars(select(AuditEntry.origin).where(AuditEntry.action == "bureau.contact_edited")).all() == ["terminal"]


def test_a_list_of_standards_is_imported_once_and_its_bad_rows_are_named(registry: Registry, database: Database, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("\ufeffstd_no,title_zh,status,issue_date,impl_date\nGB/T 7984-2013,普通用途织物芯输送带,现行,2013-12-17,2014-10-01\n,没有编号,现行,,\n")
    first, again = registry("catalogue", "import", str(listed), "--source", "test list"), registry("catalogue", "import", str(listed), "--source", "test list")
    assert "1 new, 0 changed, 0 as before, 1 not imported." in first.output
    assert "line 3" in first.output
    assert "0 new, 0 changed, 1 as before, 1 not imported." in again.output
    nowhere = registry("catalogue", "import", str(tmp_path / "nowhere.csv"))
    assert nowhere.exit_code == 2
    assert "does not exist" in nowhere.output
    with database.reading() as session:
        assert session.scalars(select(CatalogueStandard.number)).all() == ["GB/T 7984-2013"]


def test_what_ships_is_loaded_once(registry: Registry, database: Database) -> None:
    for words in (("vocabulary", "load"), ("catalogue", "load")):
        assert registry(*words).exit_code == 0
        assert " 0 " in f" {registry(*words).output.replace(':', ' ')} "
    with database.reading() as session:
        assert len(session.scalars(select(IndicatorConcept.id)).all()) >= 150
        assert len(session.scalars(select(CatalogueStandard.id)).all()) >= 100


@pytest.fixture
def running(environment: dict[str, str], tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`registry run` on a free port, with everything that it says on its standard output."""
    port = free_port()
    own = {**os.environ, **environment, "BIND": f"127.0.0.1:{port}", "PUBLIC_URL": f"http://127.0.0.1:{port}", "MAILER_URL": f"file:{tmp_path / 'mail'}", "WORKER_SECONDS": "0.05", "DEMONSTRATION": "yes"}
    with subprocess.Popen([sys.executable, "-m", "public_site.cli", "run"], cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        if process.poll() is None:
            process.terminate()


def _until(process: subprocess.Popen[str], *words: str) -> dict[str, str]:
    """The first line with each of `words` among what the process says from now on."""
    found: dict[str, str] = {}
    assert process.stdout is not None
    while len(found) < len(words):
        line = process.stdout.readline()
        assert line, f"ended without {set(words) - found.keys()}"
        found |= {word: line for word in words if word in line}
    return found


def _closed(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(address.rsplit(":", 1)[1]))) != 0


def test_run_serves_pages_and_does_jobs_until_it_is_stopped(running: subprocess.Popen[str], database: Database) -> None:
    said = _until(running, "answers at", "owner@example.com")
    address = said["answers at"].split()[4]
    assert "Owner of an enterprise" in said["owner@example.com"]
    with urlopen(f"{address}/health/ready") as answer:
        assert answer.status == 200
    with database.transaction() as session:
        jobs.enqueue(session, "message.send", {"message_id": 999_999}, now=utc_now())
    _until(running, '"job failed"')
    running.send_signal(signal.SIGTERM)
    _until(running, "worker stops", "Granian shutdown completed")
    assert running.wait(30) == 0
    assert _closed(address)


def test_run_ends_with_an_error_when_either_part_ends(running: subprocess.Popen[str]) -> None:
    said = _until(running, "worker starts", "answers at")
    os.kill(int(json.loads(said["worker starts"])["worker"].rsplit(":", 1)[1]), signal.SIGKILL)
    _until(running, "since the worker process ended by itself")
    assert running.wait(30) == 1
    assert _closed(said["answers at"].split()[4])
