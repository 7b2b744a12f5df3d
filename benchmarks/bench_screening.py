"""A list that says of 1,000 standards that they are withdrawn, and what the worker makes of it while pages are read.

Every disclosure of the registry names eight standards, one of them among those that change. The list is imported as a
bureau does it; a process of its own follows as the worker's thread does; meanwhile pages are asked from the other core as
fast as they answer. Every second round takes the withdrawals back, so that matters are opened and settled. BENCH_SCREENED
says how many disclosures there are (default 50,000), BENCH_ROUNDS how many rounds (default 10).
"""

import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

from benchmarks import Result, filling, serving
from registry.actions import catalogue
from registry.db import Database, utc_now
from registry.models import CatalogueStandard
from registry.rules import screening
from registry.rules.permission import SYSTEM

SCREENED = int(os.environ.get("BENCH_SCREENED", "50000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "10"))
CHANGED = 1_000
STANDING = 20_000
NAMED = 8
LEAST_A_SECOND = 2_000
LEAST_KEPT = 0.5
SECONDS = 3
PATIENCE = 600.0
_WAITING = "SELECT count(*) FROM desk_task WHERE kind IN ('standard', 'referring')"


def run() -> list[Result]:
    """Disclosures a second, and the share of the pages' rate that is kept."""
    if absent := serving.missing():
        return [Result("screening", None, note=f"missing programs: {', '.join(absent)}")]
    kept = filling.filled(SCREENED)
    with TemporaryDirectory(dir=kept.parent) as folder:
        path = Path(shutil.copyfile(kept, Path(folder) / "registry.sqlite3"))
        _prepare(path)
        measured = _measured(path)
    alone, during, taken = ([each[place] for each in measured] for place in range(3))
    shares = [one / other for one, other in zip(during, alone, strict=True)]
    note = f"{SCREENED:,} disclosures that name {CHANGED:,} changed standards; median of {ROUNDS} rounds, slowest {SCREENED / max(taken):,.0f}"
    return [
        Result("looked at again in the background, while pages are read", SCREENED / statistics.median(taken), "disclosures/s", at_least=LEAST_A_SECOND, note=note),
        Result("pages while it goes on / pages alone", statistics.median(shares), at_least=LEAST_KEPT, note=f"{statistics.median(during):,.0f} and {statistics.median(alone):,.0f} answers/s"),
        Result("from the import's commit until the last one is looked at", statistics.median(taken), "s"),
    ]


def _measured(path: Path) -> list[tuple[float, float, float]]:
    """For each round: pages alone and meanwhile (answers a second), seconds of looking again."""
    url, found = f"sqlite:///{path.resolve()}", []
    paths = [f"/disclosures/{public_id}" for public_id in filling.addresses(path)]
    settings = {"DATABASE_URL": url, "SECRET_KEY": "benchmark" * 8, "RATE_LIMITS": "no", "LOG_LEVEL": "error"}
    database = Database(url)
    with serving.server("public_site.app:create_app", settings) as site:
        for warming in paths[:100]:  # the first page of a process takes seconds on a busy machine
            with urlopen(site + warming, timeout=30) as answer:
                answer.read()
        for turn in range(ROUNDS):
            alone = serving.rate(site, paths, SECONDS)
            with _worker(settings, path):
                _import(database, withdrawn=turn % 2 == 0)
                began, rates = time.monotonic(), [serving.rate(site, paths, SECONDS)]
                taken = _followed(path, began)
                found.append((alone, rates[0], taken))
            _check(path, withdrawn=turn % 2 == 0)
    database.close()
    return found


@contextmanager
def _worker(settings: dict[str, str], path: Path) -> Iterator[None]:
    """The thread of the worker that follows, in a process of its own; it writes down when nothing is left to look at."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.bench_screening", str(path)], env=os.environ | settings, start_new_session=True)
    _marker(path).unlink(missing_ok=True)
    while not _marker(path).exists():
        time.sleep(0.05)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _marker(path: Path) -> Path:
    return path.with_suffix(".ready")


def _follow(path: Path) -> None:
    """Drain as the worker does, and keep the instant at which nothing was left."""
    from public_site import desk_following
    from public_site.worker import bench
    from registry.settings import Settings

    at, behind = bench(Settings.from_env(os.environ)), False
    signal.signal(signal.SIGTERM, lambda *_: at.stop.set())
    _marker(path).write_text("")
    with sqlite3.connect(path) as own:
        while not at.stop.is_set():
            done = desk_following.drain(at)
            left = own.execute(_WAITING).fetchone()[0] if done or behind else 0
            if behind and not left:
                _marker(path).write_text(str(time.monotonic()))
            behind = bool(left)
            if not done:
                at.stop.wait(0.05)


def _followed(path: Path, began: float) -> float:
    until = began + PATIENCE
    while time.monotonic() < until:
        if written := _marker(path).read_text():
            return float(written) - began
        time.sleep(0.1)
    raise RuntimeError("looking again did not end")


def _import(database: Database, *, withdrawn: bool) -> None:
    rows = ((line, _row(number, withdrawn=withdrawn)) for line, number in enumerate(range(CHANGED), 2))
    with database.transaction() as session:
        catalogue.import_rows(session, actor=SYSTEM, rows=rows, source_name="甲目录+乙目录", now=utc_now())


def _check(path: Path, *, withdrawn: bool) -> None:
    with sqlite3.connect(path) as connection:
        said = connection.execute("SELECT count(*) FROM screening WHERE risk > 0").fetchone()[0]
        asked = connection.execute("SELECT count(*) FROM screening_matter WHERE settled_at IS NULL").fetchone()[0]
    if (said, asked) != ((SCREENED, SCREENED) if withdrawn else (0, 0)):
        raise RuntimeError(f"{said} disclosures are remarked upon and {asked} matters are open, which is wrong")


def _number(place: int) -> str:
    return f"GB/T {600000 + place}-2020"


def _row(place: int, *, withdrawn: bool) -> dict[str, str]:
    return {"std_no": _number(place), "title_zh": f"示例标准第{place}部分", "status": "废止" if withdrawn else "现行", "impl_date": "2021-01-01"}


def _prepare(path: Path) -> None:
    """The catalogue, eight references of each disclosure, somebody to tell in each enterprise, and a look at each disclosure that saw nothing."""
    database = Database(f"sqlite:///{path.resolve()}")
    with database.transaction() as session:
        rows = ((line, _row(place, withdrawn=False)) for line, place in enumerate(range(STANDING), 2))
        catalogue.import_rows(session, actor=SYSTEM, rows=rows, source_name="甲目录+乙目录", now=utc_now())
    with database.reading() as session:
        ids = {number: (key, compact) for number, key, compact in session.query(CatalogueStandard.number, CatalogueStandard.id, CatalogueStandard.compact_key)}
    database.close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    firms = dict(connection.execute("SELECT id, enterprise_id FROM disclosure"))
    for trigger in [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'version_reference'")]:
        connection.execute(f"DROP TRIGGER {trigger}")
    filling.insert(connection, "version_reference", [row for number in firms for row in _references(number, ids)])
    filling.insert(connection, "account", [{"id": 1 + firm, "name": "成员", "password_hash": "!", "language": "zh", "created_at": filling.STORED} for firm in sorted({*firms.values()})])
    filling.insert(connection, "enterprise_member", [{"enterprise_id": firm, "account_id": 1 + firm, "role": "owner", "since": filling.STORED} for firm in sorted({*firms.values()})])
    filling.insert(connection, "screening", [_screening(number, firm) for number, firm in firms.items()])
    connection.execute("DELETE FROM desk_task")
    connection.execute("DELETE FROM index_task")
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _references(number: int, ids: dict[str, tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """The first one changes; the others stand."""
    places = [number % CHANGED, *(CHANGED + (number * 31 + step * 977) % (STANDING - CHANGED) for step in range(1, NAMED))]
    for position, named in enumerate(map(_number, places), 1):
        key, compact = ids[named]
        yield {"version_id": number, "position": position, "relation": "normative", "number": named, "compact_key": compact, "catalogue_id": key}


def _screening(number: int, firm: int) -> dict[str, Any]:
    return {
        "disclosure_id": number, "version_id": number, "enterprise_id": firm, "division_code": "331022", "own": "[]", "referring": "[]", "risk": 0, "rules": screening.EDITION,
        "looked_at": filling.STORED,
    }  # fmt: skip


if __name__ == "__main__":
    _follow(Path(sys.argv[1]))
