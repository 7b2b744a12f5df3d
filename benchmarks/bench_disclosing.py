"""Disclosing 40 indicators at a full registry against the bare INSERTs and COMMIT of the very same rows.

The peer writes what a real disclosure wrote, statement by statement and row by row, with other keys, through Python's
own sqlite3 with the registry's pragmas: WAL, synchronous=FULL, foreign keys and the guarding triggers on.
BENCH_VERSIONS (default 1,000,000) says how full the registry is.
"""

import itertools
import os
import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from benchmarks import Result, filling, interleaved
from registry import db, seed
from registry.actions import disclosures, drafts, vocabulary
from registry.db import Database, utc_now
from registry.models import EnterpriseMember
from registry.rules.content import Content, Line, Reference
from registry.rules.document import COMMITMENT
from registry.rules.permission import SYSTEM, Actor

VERSIONS = int(os.environ.get("BENCH_VERSIONS", "1000000"))
INDICATORS = 40
MOST_TIMES = 10
ROUNDS = 50
TABLES = ("disclosure", "disclosure_version", "indicator", "version_reference", "ledger_entry", "audit_entry", "message", "job", "index_task")
FAR = 10_000_000_000  # keys of the peer's rows begin here


def run() -> list[Result]:
    """Median of interleaved rounds, each one disclosure and one bare writing of its rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "registry.sqlite3"
        shutil.copyfile(filling.filled(VERSIONS), path)
        database = Database(f"sqlite:///{path}")
        with database.transaction() as session:
            vocabulary.load(session, actor=SYSTEM, now=utc_now())
            actor = _editor(session)
        waiting = iter(_drafts(database, actor))
        rows = _rows_of_one(database, actor, next(waiting), path)
        bare = sqlite3.connect(path, isolation_level=None)
        db._prepare_sqlite(bare, None)  # type: ignore[arg-type]  # noqa: SLF001 - the same pragmas
        copies = itertools.count(1)
        measured = interleaved({"disclose": lambda: _disclose(database, actor, next(waiting)), "bare": lambda: _write(bare, rows, next(copies))}, ROUNDS)
        bare.close()
        database.close()
    return [
        Result(f"disclose / bare inserts, {VERSIONS:,} versions", measured["disclose"] / measured["bare"], "times", at_most=MOST_TIMES),
        Result("disclose 40 indicators", measured["disclose"] * 1000, "ms"),
        Result("bare inserts and COMMIT", measured["bare"] * 1000, "ms", note=f"{sum(map(len, rows.values()))} rows"),
    ]


def _editor(session: Session) -> Actor:
    session.add(EnterpriseMember(enterprise_id=1, account_id=1, role="owner", since=utc_now()))
    return Actor(account_id=1, enterprises={1: "owner"}, confirmed=True, origin="127.0.0.1")


def _content(number: int) -> Content:
    measured = [row for row in seed.rows("vocabulary/concepts.csv") if row["default_unit"] and not row["grades"] and row["direction"] == "higher"]
    lines = tuple(
        Line(name=row["name"], concept=row["code"], kind=row["kind"], operator="at_least", low=str(10 + place), unit=row["default_unit"], method="按 GB/T 2828.1-2012 的规定")
        for place, row in enumerate(measured[:INDICATORS])
    )
    lines = (*lines[:-1], Line(name="外观", kind="functional", operator="text", text="无裂纹", method="目测，按 GB/T 2828.1-2012"))
    references = (Reference("normative", "GB/T 2828.1-2012"),)
    return Content(number=f"Q/BENCH {number:04d}-2026", title="普通用途织物芯输送带", lines=lines, references=references, no_mandatory=True, no_recommended=True)


def _drafts(database: Database, actor: Actor) -> Iterator[int]:
    """Drafts ready to be disclosed; made before the clock starts."""
    made = []
    with database.transaction() as session:
        for number in range(ROUNDS + 1):
            draft = drafts.start(session, actor=actor, enterprise_id=1, now=utc_now())
            session.flush()
            made.append(drafts.save(session, actor=actor, draft_id=draft.id, content=_content(number), revision=draft.revision, now=utc_now()).id)
    return iter(made)


def _disclose(database: Database, actor: Actor, draft_id: int) -> float:
    start = time.perf_counter()
    with database.transaction() as session:
        disclosures.disclose(session, actor=actor, draft_id=draft_id, commitment=COMMITMENT, now=utc_now(), random=secrets.randbits)
    return time.perf_counter() - start


def _rows_of_one(database: Database, actor: Actor, draft_id: int, path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows that one disclosure adds, by table."""
    with sqlite3.connect(path) as look:
        before = {table: look.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0] for table in TABLES}
    _disclose(database, actor, draft_id)
    with sqlite3.connect(path) as look:
        look.row_factory = sqlite3.Row
        return {table: [dict(row) for row in look.execute(f"SELECT * FROM {table} WHERE id > ?", (before[table],))] for table in TABLES}


def _write(connection: sqlite3.Connection, rows: dict[str, list[dict[str, Any]]], copy: int) -> float:
    """The same rows once more with keys of their own; the new disclosure is sealed by the last statement, as in the action."""
    key = FAR + 1000 * copy  # real disclosures number on from the peer's last
    changed = {table: [_with_keys(table, row, key, place) for place, row in enumerate(found)] for table, found in rows.items()}
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO draft (id, enterprise_id, purpose, title, content, revision, created_at, created_by_id, saved_at, saved_by_id) VALUES (?, 1, 'disclose', '', '{}', 1, ?, 1, ?, 1)",
        (key, filling.STORED, filling.STORED),
    )
    for table, found in changed.items():
        if found:
            connection.executemany(f"INSERT INTO {table} ({', '.join(found[0])}) VALUES ({', '.join('?' * len(found[0]))})", [tuple(row.values()) for row in found])
    connection.execute("UPDATE disclosure SET latest_version_id = ? WHERE id = ?", (key, key))
    connection.execute("UPDATE draft SET disclosed_version_id = ?, revision = 2 WHERE id = ?", (key, key))
    connection.execute("COMMIT")
    return time.perf_counter() - start


def _with_keys(table: str, row: dict[str, Any], key: int, place: int) -> dict[str, Any]:
    own = {"disclosure": {"id": key, "public_id": f"BARE{key}", "compact_key": f"bare:{key}", "latest_version_id": None}, "disclosure_version": {"id": key, "disclosure_id": key, "draft_id": key}}
    part = {"id": key * 1000 + place} | ({"version_id": key} if "version_id" in row else {})
    return row | own.get(table, part)
