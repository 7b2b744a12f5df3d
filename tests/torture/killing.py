"""Kills whoever writes, drains or rebuilds, again and again, at moments that nobody chose; then index and registry are compared.

    TORTURE=200 python -m tests.torture.killing [FOLDER]

A process each discloses, amends, withdraws, renames and registers; lets the index follow; and builds an index aside. One of
them is killed (SIGKILL) and started again, TORTURE times. Prints what is missing, stale or phantom afterwards; exit code 0
when nothing is. The children are forked before this process opens anything.
"""

import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from registry import db, index_queue
from registry.actions import endings, products
from registry.db import Database, utc_now
from registry.errors import DomainError
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureVersion, Enterprise, EnterpriseMember
from registry.rules.permission import Actor
from search import pinyin, rebuild, text
from search.indexer import Drainer
from tests.factories import disclosures, people, shelves
from tests.factories import products as shelf
from tests.search.following import differences, drain, engine_in

LONGEST = 0.4
"""Seconds that a process lives at most before the next one is killed."""
PATIENCE = 120
"""Seconds in which there must be a moment between two writings."""


def torture(folder: Path, times: int) -> str:
    """What is wrong afterwards, "" for nothing."""
    url = f"sqlite:///{folder / 'registry.sqlite3'}"
    text.words("三门县"), pinyin.syllables("三门县")  # read the dictionaries once for all children
    _wait(_child(_begin, url, folder))
    roles: dict[str, Callable[[str, Path], None]] = {"writer": _write, "drainer": _drain, "rebuild": _rebuild}
    running = {name: _child(role, url, folder) for name, role in roles.items()}
    try:
        for _ in range(times):
            time.sleep(random.uniform(0.01, LONGEST))
            name = random.choice(list(roles))
            _kill(running.pop(name))
            _time_passes(folder, name)
            running[name] = _child(roles[name], url, folder)
    finally:
        for child in running.values():
            os.kill(child, signal.SIGKILL)
    for child in running.values():
        _wait(child, killed=True)
    for lease in ("rebuild", "drainer"):
        _time_passes(folder, lease)
    return _judge(url, folder, times)


def _judge(url: str, folder: Path, times: int) -> str:
    database, engine = Database(url), engine_in(folder)
    drain(database, engine)
    found = differences(database, engine)
    with database.reading() as session:
        made, versions = (session.scalar(select(func.count(table.id))) for table in (Disclosure, DisclosureVersion))
        left = index_queue.backlog(session, now=utc_now()).due + len(index_queue.kept(session, 10))
    others = engine.status().others
    print(f"{times} kills, {made} disclosures in {versions} versions, {found.checked} documents: {len(found.missing)} missing, {len(found.stale)} stale, {len(found.phantom)} phantom")
    wrong = {"differ": found.faults + found.waiting, "left in the queue": left, "left on disk": others, "nothing was written": not made}
    return ", ".join(f"{name}: {what}" for name, what in wrong.items() if what)


def _child(role: Callable[[str, Path], None], url: str, folder: Path) -> int:
    """A process that plays the role until it is killed."""
    child = os.fork()
    if child:
        return child
    try:
        role(url, folder)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - a child must never return into its parent's code
        import traceback

        traceback.print_exc()
        os._exit(1)


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    _wait(child, killed=True)


def _wait(child: int, *, killed: bool = False) -> None:
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) not in ((0, -signal.SIGKILL) if killed else (0,)):
        raise SystemExit("a process died by itself")


def _time_passes(folder: Path, name: str) -> None:
    """What a dead process held runs out; nobody waits a minute here.

    Asks every millisecond: the others write without a pause, and SQLite's own patience looks every tenth of a second, when they are back already.
    """
    end = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(folder / "registry.sqlite3", timeout=0, isolation_level=None)) as connection:
        while True:
            try:
                connection.execute("UPDATE index_lease SET until = '2000-01-01 00:00:00.000000' WHERE name = ? AND holder IS NOT NULL", (name,))
            except sqlite3.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.001)
            else:
                return


def _begin(url: str, folder: Path) -> None:
    db.upgrade(url)
    database, engine = Database(url), engine_in(folder)
    with database.transaction() as session:
        shelves.stock(session, utc_now())
        people.member(session, utc_now(), people.enterprise(session, utc_now()))
    rebuild.rebuild(database, engine, "first")


def _write(url: str, _folder: Path) -> None:
    database = Database(url)
    disclosures._numbers = iter(range(random.randrange(10**9), 10**12))  # a number and a code of its own after each restart
    disclosures._bits = shelf._numbers = iter(range(random.randrange(10**9), 10**12))
    shelf.BITS = random.Random().getrandbits  # type: ignore[misc]
    while True:
        with suppress(DomainError, OperationalError), database.transaction() as session:
            _one_change(session)


def _one_change(session: db.Session) -> None:
    now = utc_now()
    firm = session.scalars(select(Enterprise)).first()
    assert firm is not None
    account = session.scalars(select(EnterpriseMember.account_id)).first()
    actor = Actor(account_id=account, enterprises={firm.id: "owner"}, confirmed=True, origin="127.0.0.1")
    match random.randrange(6):
        case 0 | 1:
            disclosures.disclosed(session, now, actor, firm)
        case 2:
            newest = session.scalars(select(DisclosureVersion).order_by(DisclosureVersion.id.desc()).limit(1)).first()
            if newest is not None:
                disclosures.changed(session, now, actor, newest, "amend")
        case 3:
            chosen = session.scalars(select(Disclosure.id).order_by(func.random()).limit(1)).first()
            endings.withdraw(session, actor=actor, disclosure_id=chosen or 0, effective_on=legal_day(now), reason="停产", now=now)
        case 4:
            made = shelf.registered(session, now, actor, firm, name=f"第{random.randrange(1000)}件")
            chosen = session.scalars(select(Disclosure.id).order_by(func.random()).limit(1)).first()
            products.link(session, actor=actor, product_id=made.id, disclosure_id=chosen or 0, now=now)
        case _:
            if random.random() < 0.2:
                firm.name = f"三门县第{random.randrange(1000)}橡胶有限公司（示例）"
            else:
                disclosures.disclosed(session, now, actor, firm, valid_until=(legal_day(now) + timedelta(days=400)).isoformat())


def _drain(url: str, folder: Path) -> None:
    drainer = Drainer(Database(url), engine_in(folder), "drainer")
    while True:
        try:
            if not drainer.drain_once(utc_now()):
                time.sleep(0.005)
        except Exception:  # noqa: BLE001 - as the worker does: whatever it is, the next round may go well
            time.sleep(0.005)


def _rebuild(url: str, folder: Path) -> None:
    database, engine = Database(url), engine_in(folder)
    while True:
        with suppress(Exception):  # as an operator does: try again
            rebuild.rebuild(database, engine, "rebuild", processes=0)
        time.sleep(0.02)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        wrong = torture(Path(sys.argv[1] if len(sys.argv) > 1 else made), int(os.environ.get("TORTURE", "20")))
    print(wrong or "nothing is wrong")
    sys.exit(1 if wrong else 0)
