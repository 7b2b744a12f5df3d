"""Compiling a ranking against reading the same rows with SQLAlchemy Core, and one changed disclosure in the live ranking.

Disclosures of one category with six core indicators each, values spread over the levels, one in fifty without one of them.
Each measure runs in a process of its own, whose peak memory is taken, with that of the processes it starts. BENCH_RANKED (default 100,000) says how many.
"""

import multiprocessing
import os
import resource
import secrets
import shutil
import sqlite3
import statistics
import tempfile
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from benchmarks import Result, filling, interleaved
from registry import canonical, db
from registry.actions import live_rankings, rankings, vocabulary
from registry.actions.ranking_beside import Beside
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import (
    AssessmentBody,
    Bureau,
    Disclosure,
    DisclosureSuccession,
    DisclosureVersion,
    DisclosureWithdrawal,
    Enterprise,
    EvaluationScheme,
    Indicator,
    IndicatorConcept,
    ProductCategory,
    RankingTask,
    SchemeVersion,
    VersionReference,
)
from registry.rules.permission import SYSTEM
from registry.rules.scheme import Case, Core, Scheme, Step
from registry.seed import rows as seeded

RANKED = int(os.environ.get("BENCH_RANKED", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
MOST_TIMES, LARGEST_MB = 4.0, 500
CATEGORY, CORES, PORTION, LOOKED = "conveyor-belt", 6, 500, 20
KIND = "ranked-1"
"""What a kept file holds: another word where the tables or their filling change."""


def run() -> list[Result]:
    """Interleaved rounds; the file that is compiled into is a fresh copy each time."""
    with tempfile.TemporaryDirectory() as name:
        folder, kept = Path(name), filled(RANKED)
        peaks: list[tuple[float, float]] = []
        measured = interleaved({"compile": lambda: _compile(folder, kept, peaks), "read": lambda: _in_child(_read, kept)["seconds"]}, ROUNDS)
        live = _in_child(_live, _copy(folder, kept))
    return [
        Result(f"compile {RANKED:,} disclosures / reading their rows with Core", measured["compile"] / measured["read"], "times", at_most=MOST_TIMES),
        Result("peak memory of compiling", max(peaks)[0], "MB", at_most=LARGEST_MB, note=f"{max(peaks)[1]:.0f} MB with the mapped database file"),
        Result("compile", measured["compile"], "s", note=f"{CORES} core indicators, {RANKED / measured['compile']:,.0f} a second"),
        Result("reading with Core", measured["read"], "s"),
        Result("one changed disclosure in the live ranking", live["seconds"] * 1000, "ms", note=f"median of {LOOKED}, the others are not read"),
    ]


def filled(count: int) -> Path:
    """A registry with so many ranked disclosures, made now when it is not kept yet."""
    path = Path(os.environ.get("BENCH_CACHE", "build/bench")) / f"registry-{count}-{KIND}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        db.upgrade(f"sqlite:///{making}")
        _fill(making, count)
        making.rename(path)
    db.upgrade(f"sqlite:///{path}")
    return path


def _fill(path: Path, count: int) -> None:
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        vocabulary.load(session, actor=SYSTEM, now=utc_now())
    with database.reading() as session:
        concepts = _concepts(session)
    database.close()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-1048576"):
        connection.execute("PRAGMA " + pragma)
    connection.execute("BEGIN")
    filling.insert(connection, "account", [{"id": 1, "name": "填表人", "password_hash": "!", "language": "zh", "created_at": filling.STORED}])
    for start in range(1, count + 1, filling.CHUNK):
        numbers = range(start, min(start + filling.CHUNK, count + 1))
        made = filling._tables(numbers)  # noqa: SLF001 - the same disclosures as the other benchmarks have
        own = {"indicator": [row for number in numbers for row in _indicators(number, concepts)], "version_reference": [_reference(number) for number in numbers]}
        for table in ("enterprise", "draft", "disclosure_version"):
            filling.insert(connection, table, made[table])
        for table, rows in own.items():
            filling.insert(connection, table, rows)
        filling.insert(connection, "disclosure", [row | {"category_code": CATEGORY} for row in made["disclosure"]])  # last: it seals the others
    connection.execute("DELETE FROM index_task")
    connection.execute("COMMIT")
    connection.execute("PRAGMA analysis_limit=1000")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    _scheme(path, concepts)


def _concepts(session: Session) -> list[tuple[int, str, str]]:
    """Id, code and unit of the concepts that are ranked by."""
    wanted = [row for row in seeded("vocabulary/concepts.csv") if row["default_unit"] and not row["grades"] and row["direction"] == "higher"][:CORES]
    ids = dict(session.execute(select(IndicatorConcept.code, IndicatorConcept.id)).all())
    return [(ids[row["code"]], row["code"], row["default_unit"]) for row in wanted]


def _indicators(number: int, concepts: list[tuple[int, str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "id": number * 100 + place, "version_id": number, "position": place + 1, "concept_id": concept_id, "name": code, "name_key": code, "kind": "performance", "operator": "at_least",
            "low": f"{10 + filling.spread(number, 24) % (200 + place) / 10:.1f}", "unit": unit, "base_low": 1.0, "method": "GB/T 528-2009",
        }
        for place, (concept_id, code, unit) in enumerate(concepts)
        if place or number % 50
    ]  # fmt: skip


def _reference(number: int) -> dict[str, Any]:
    return {"id": number, "version_id": number, "position": 1, "relation": "normative", "number": f"GB/T {990000 + number % 300}-2024", "compact_key": f"national:GB/T{990000 + number % 300}:2024"}


def _scheme(path: Path, concepts: list[tuple[int, str, str]]) -> None:
    cores = tuple(Core(code, "at_least", unit, (Case("", Step("20"), Step("15"), Step("11")),), "", "示例") for _, code, unit in concepts)
    scheme = Scheme(title="示例", category=CATEGORY, year="2026", valid_from="2026-01-01", cores=cores, source="示例")
    text, database = canonical.text(scheme.to_json()), Database(f"sqlite:///{path}")
    with database.transaction() as session:
        category = session.scalars(select(ProductCategory).where(ProductCategory.code == CATEGORY)).one()
        session.add(office := Bureau(name="示例局", level="county", division_code="331022", created_at=utc_now()))
        session.flush()
        session.add(body := AssessmentBody(public_id="B1", name="示例机构", credit_code="1", document="示例", bureau_id=office.id, admitted_by_id=1, admitted_at=utc_now()))
        session.flush()
        session.add(held := EvaluationScheme(public_id="S1", body_id=body.id, category_id=category.id, year=2026, draft={}, created_by_id=1, created_at=utc_now(), changed_at=utc_now()))
        session.flush()
        session.add(version := SchemeVersion(scheme_id=held.id, sequence=1, title="示例", content=text, content_hash=canonical.digest(text), valid_from=date(2026, 1, 1), published_by_id=1, published_at=utc_now()))
        session.flush()
        held.latest_version_id = version.id
    database.close()


def _copy(folder: Path, kept: Path) -> Path:
    path = folder / "registry.sqlite3"
    for left in folder.glob("registry.sqlite3*"):
        left.unlink()
    shutil.copyfile(kept, path)
    return path


def _compile(folder: Path, kept: Path, peaks: list[tuple[float, float]]) -> float:
    done = _in_child(_compiled, _copy(folder, kept))
    peaks.append((done["megabytes"], done["mapped"]))
    return done["seconds"]


def _in_child(work: Any, path: Path) -> dict[str, float]:
    """In a new process: memory is its own and nothing is warm but the file, which is read once before."""
    with path.open("rb") as read:
        while read.read(1 << 24):
            pass
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        answer: dict[str, float] = pool.apply(_timed, (work, path))
    return answer


def _timed(work: Any, path: Path) -> dict[str, float]:
    database, peak, done = Database(f"sqlite:///{path}"), [0.0], threading.Event()
    watching = threading.Thread(target=_watch, args=(peak, done))
    watching.start()
    try:
        seconds = work(database)
    finally:
        done.set()
        watching.join()
    database.close()
    return {"seconds": seconds, "megabytes": peak[0], "mapped": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _watch(peak: list[float], done: threading.Event) -> None:
    """The own memory of the process and of those that it starts: the database file, which is mapped and can be dropped at any moment, is not counted."""
    while not done.wait(0.05):
        peak[0] = max(peak[0], sum(map(_anonymous, _family(os.getpid()))))


def _family(process: int) -> list[int]:
    with suppress(OSError):  # it may have ended
        children = [int(each) for task in Path(f"/proc/{process}/task").iterdir() for each in (task / "children").read_text().split()]
        return [process, *(each for child in children for each in _family(child))]
    return []


def _anonymous(process: int) -> float:
    with suppress(OSError, StopIteration):
        own = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("RssAnon"))
        return int(own.split()[1]) / 1024
    return 0.0


def _compiled(database: Database) -> float:
    """As the worker does it: read and judge without a lock, in two processes, then write in portions."""
    started = time.perf_counter()
    with database.reading() as session:
        version_id, compiled = rankings.read(session, actor=SYSTEM, scheme_id=1, today=legal_day(utc_now()), beside=Beside(database.url))
    with database.transaction() as session:
        draft = rankings.begin(session, actor=SYSTEM, version_id=version_id, compiled=compiled, now=utc_now(), random=secrets.randbits)
    for rows in rankings.portions(compiled):
        with database.transaction() as session:
            rankings.add(session, draft.id, rows)
    with database.transaction() as session:
        rankings.seal(session, actor=SYSTEM, ranking_id=draft.id, compiled=compiled, now=utc_now())
    return time.perf_counter() - started


_HEADS = (
    select(
        Disclosure.id, Disclosure.public_id, Disclosure.number, Disclosure.compact_key, Disclosure.basis, Disclosure.enterprise_id, Disclosure.disclosed_at, DisclosureVersion.id.label("version_id"),
        DisclosureVersion.sequence, DisclosureVersion.title, DisclosureVersion.content_hash, DisclosureVersion.in_force_from, DisclosureVersion.valid_until, DisclosureVersion.disclosed_at.label("changed_at"),
        DisclosureWithdrawal.effective_on, DisclosureSuccession.effective_on.label("superseded_on"), Enterprise.name, Enterprise.credit_code, Enterprise.division_code,
    )
    .join(DisclosureVersion, DisclosureVersion.id == Disclosure.latest_version_id)
    .join(Enterprise, Enterprise.id == Disclosure.enterprise_id)
    .outerjoin(DisclosureWithdrawal, DisclosureWithdrawal.disclosure_id == Disclosure.id)
    .outerjoin(DisclosureSuccession, DisclosureSuccession.disclosure_id == Disclosure.id)
    .where(Disclosure.category_code == CATEGORY)
    .order_by(Disclosure.id)
)  # fmt: skip
_LINES = select(
    Indicator.version_id, Indicator.concept_id, Indicator.name_key, Indicator.name, Indicator.operator, Indicator.low, Indicator.high, Indicator.unit, Indicator.grade, Indicator.text,
    Indicator.condition_code, Indicator.condition_text,
).order_by(Indicator.version_id, Indicator.position)  # fmt: skip
_NAMED = select(VersionReference.version_id, VersionReference.relation, VersionReference.number, VersionReference.compact_key, VersionReference.comparison)


def _read(database: Database) -> float:
    """The same rows, into Python, and nothing more."""
    started, count, after = time.perf_counter(), 0, 0
    with database.reading() as session:
        connection = session.connection()
        while heads := connection.execute(_HEADS.where(Disclosure.id > after).limit(PORTION)).all():
            versions = [row.version_id for row in heads]
            lines = connection.execute(_LINES.where(Indicator.version_id.in_(versions))).all()
            named = connection.execute(_NAMED.where(VersionReference.version_id.in_(versions))).all()
            count, after = count + len(heads) + len(lines) + len(named), heads[-1].id
    assert count > RANKED
    return time.perf_counter() - started


def _live(database: Database) -> float:
    """Median of one changed disclosure after the other, from its task to its rows, beside a published board of all of them."""
    _compiled(database)
    with database.transaction() as session:
        rankings.publish(session, actor=SYSTEM, ranking_id=1, government_boards=False, now=utc_now())
    with database.transaction() as session:
        session.execute(delete(RankingTask))
    taken = []
    for number in range(1, LOOKED + 1):
        with database.transaction() as session:
            session.add(RankingTask(kind="disclosure", subject_id=number * (RANKED // LOOKED), not_before=utc_now()))
        started = time.perf_counter()
        with database.transaction() as session:
            assert live_rankings.follow(session, actor=SYSTEM, now=utc_now()) == 1
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
