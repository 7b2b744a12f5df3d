"""From commit to found: a worker that runs in its own process keeps the index true while a registry takes 20 disclosures a second.

Rows are written through the registry's own session, so that they are queued as every change is; then the engine is asked
for the public id again and again from this process until it is found. BENCH_SEARCH says how many disclosures stand there
already (default 1,000,000), BENCH_FOLLOWING for how many seconds it goes on (default 60).
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import Result, filling, search_filling
from benchmarks.search_asking import ENGINES, absent, indexed, percentile, settings, sizes
from registry.db import Database, utc_now
from registry.models import Disclosure, DisclosureVersion, Draft
from registry.settings import Settings
from search import rebuild
from search.engine import Ask, Away
from search.engines import open_engine

A_SECOND = 20
MOST_SECONDS = {"embedded": 1.0, "Elasticsearch": 2.0}
SECONDS = float(os.environ.get("BENCH_FOLLOWING", "60"))
WARMING = 2.0
PATIENCE = 30.0


@dataclass
class _Race:
    """What was committed and when, until it was found; seconds that it took."""

    waiting: dict[str, float] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    over: bool = False


def run() -> list[Result]:
    """Every size on both engines."""
    results = []
    for size in sizes():
        for engine in ENGINES:
            name = f"{engine}, {size:,}: commit to found, p99"
            if reason := absent(engine):
                results.append(Result(name, None, note=reason))
                continue
            taken = _measured(engine, size)
            note = f"{len(taken):,} disclosures, {A_SECOND} a second; p50 {percentile(taken, 0.5):.2f} s, longest {max(taken):.2f} s"
            results.append(Result(name, percentile(taken, 0.99), "s", at_most=MOST_SECONDS[engine], note=note))
    return results


def _measured(engine: str, size: int) -> list[float]:
    """On a copy, since the kept registry and its index stay as they are."""
    kept = search_filling.filled(size)
    with TemporaryDirectory(dir=kept.parent) as folder:
        copy = Path(shutil.copyfile(kept, Path(folder) / "registry.sqlite3"))
        chosen = replace(settings(engine, size, copy), search_index=f"following-{uuid.uuid4().hex[:8]}")
        _index(engine, size, chosen)
        try:
            with _worker(chosen):
                return _raced(chosen, size)
        finally:
            _forget(chosen)


def _index(engine: str, size: int, chosen: Settings) -> None:
    """A copy of the kept index, or one built anew on the server."""
    if engine == "embedded":
        with indexed(engine, size) as (_, kept):
            shutil.copytree(kept.search_url, chosen.search_url)
        return
    database, own = Database(chosen.database_url), open_engine(chosen)
    rebuild.rebuild(database, own, "benchmark")
    own.close()
    database.close()


@contextmanager
def _worker(chosen: Settings) -> Iterator[None]:
    environment = {"DATABASE_URL": chosen.database_url, "SECRET_KEY": chosen.secret_key, "SEARCH_URL": chosen.search_url, "SEARCH_INDEX": chosen.search_index, "LOG_LEVEL": "error"}
    process = subprocess.Popen([sys.executable, "-m", "public_site.cli", "worker"], env=os.environ | environment, start_new_session=True)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _raced(chosen: Settings, size: int) -> list[float]:
    race, engine, database = _Race(), open_engine(chosen), Database(chosen.database_url)
    finder = threading.Thread(target=_find, args=(engine, race))
    finder.start()
    try:
        _committed(race, database, size + 1)
        _all_found(race)  # the worker has started: the seconds that this takes are no part of following
        began = time.monotonic()
        for turn in range(int((SECONDS + WARMING) * A_SECOND)):
            time.sleep(max(0.0, began + turn / A_SECOND - time.monotonic()))
            _committed(race, database, size + 2 + turn)
        _all_found(race)
    finally:
        race.over = True
    finder.join()
    engine.close()
    database.close()
    return race.taken[1 + int(WARMING * A_SECOND) :]


def _committed(race: _Race, database: Database, number: int) -> None:
    public_id = _disclose(database, number)
    race.waiting[public_id] = time.monotonic()


def _all_found(race: _Race) -> None:
    until = time.monotonic() + PATIENCE
    while race.waiting:
        if time.monotonic() > until:
            raise RuntimeError(f"{len(race.waiting)} disclosures were not found within {PATIENCE:.0f} s")
        time.sleep(0.05)


def _find(engine: object, race: _Race) -> None:
    while not race.over:
        waiting = list(race.waiting)
        for place in range(0, len(waiting), 50):
            for public_id in waiting[place : place + 50]:
                try:
                    found = engine.search(Ask(exact=(("codes", public_id),), limit=1)).total  # type: ignore[attr-defined]
                except Away:
                    found = 0
                if found:
                    race.taken.append(time.monotonic() - race.waiting.pop(public_id))
        time.sleep(0.02)


def _disclose(database: Database, number: int) -> str:
    """A disclosure of a standing enterprise, committed."""
    now, public_id = utc_now(), filling.public_id(number)
    with database.transaction() as session:
        draft = Draft(id=number, enterprise_id=1 + number % 100, purpose="disclose", title="示例", content={}, revision=1, created_at=now, created_by_id=1, saved_at=now, saved_by_id=1)
        disclosure = Disclosure(id=number, public_id=public_id, enterprise_id=1 + number % 100, number=f"Q/BENCH {number}-2026", klass="enterprise", compact_key=f"enterprise:QBENCH{number}:2026", undated_key=f"enterprise:QBENCH{number}", bare_key=str(number), round=1, basis="own", disclosed_at=now)  # fmt: skip
        session.add_all((draft, disclosure))
        session.flush()
        content = search_filling.document().replace("@ID@", public_id).replace("@TITLE@", f"示例输送带 {number}").replace("@CATEGORY@", "conveyor-belt").replace("@NAMED@", "输送带")
        session.add(DisclosureVersion(id=number, disclosure_id=number, sequence=1, change="first", title=f"示例输送带 {number}", subject="product", content=content, content_hash=f"{number:064x}", in_force_from=(now - timedelta(days=1)).date(), lower_stated=False, text_public=True, draft_id=number, disclosed_by_id=1, disclosed_at=now))  # fmt: skip
        session.flush()
        disclosure.latest_version_id = number
    return public_id


def _forget(chosen: Settings) -> None:
    if chosen.search_url.startswith("http"):
        from search.engines.elastic_client import connect

        with connect(chosen) as client:
            for name in client.indices.get_alias(index=f"{chosen.search_index}-*").body:
                client.indices.delete(index=name)
