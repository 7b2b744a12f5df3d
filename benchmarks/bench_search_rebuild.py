"""Building the whole index against its three parts alone: loading rows, making documents of them, and the engine's bulk loading.

The parts run one after the other in this process over the whole registry, each timed by itself; then `rebuild` runs in a
process of its own, with as many helpers as it takes, and its memory and theirs is watched (what is theirs alone: pages of
files that the machine may drop at any time are not counted). BENCH_SEARCH says how many disclosures (default 1,000,000).
"""

import multiprocessing
import os
import pickle
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from benchmarks import Result, search_filling
from benchmarks.search_asking import ENGINES, absent, settings, sizes
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.outbox import KINDS
from registry.queries import indexing
from registry.settings import Settings
from search import building, documents, rebuild
from search.engine import Change
from search.engines import open_engine

MOST_TIMES, LEAST_A_SECOND, LARGEST_MB = 1.2, 5_000, 1_000
_LOOKED_EVERY = 0.1


def run() -> list[Result]:
    """Ratio, rate and memory of every size on both engines."""
    results = []
    for size in sizes():
        for engine in ENGINES:
            if reason := absent(engine):
                results.append(Result(f"{engine}, {size:,}: rebuild", None, note=reason))
                continue
            results += _measured(engine, size)
    return results


def _measured(engine: str, size: int) -> list[Result]:
    with TemporaryDirectory(dir=os.environ.get("BENCH_CACHE", "build/bench")) as folder:
        chosen = replace(settings(engine, size, search_filling.filled(size)), search_index=f"rebuilt-{uuid.uuid4().hex[:8]}")
        if engine == "embedded":
            chosen = replace(chosen, search_url=f"{folder}/index")
        loading, making, bulk, count = _parts(chosen, Path(folder) / "documents")
        whole, megabytes = _watched(chosen)
    name, alone = f"{engine}, {size:,}", loading + making + bulk
    return [
        Result(f"{name}: rebuild / (loading + making + bulk loading)", whole / alone, at_most=MOST_TIMES, note=f"{whole:.0f} s; {loading:.0f}, {making:.0f} and {bulk:.0f} s"),
        Result(f"{name}: documents a second", count / whole, at_least=LEAST_A_SECOND, note=f"{count:,} documents, {os.cpu_count()} cores"),
        Result(f"{name}: peak memory of the rebuild", megabytes, "MB", at_most=LARGEST_MB),
    ]


def _parts(chosen: Settings, spool: Path) -> tuple[float, float, float, int]:
    """Seconds of loading, of making documents and of the engine's bulk loading, and how many documents there are."""
    database = Database(chosen.database_url)
    with spool.open("wb") as written:
        loading, both, count = _loaded_and_made(database, written)
    database.close()
    with spool.open("rb") as read:
        reading = _seconds_of(lambda: sum(1 for _ in _unpacked(read)))
    engine = open_engine(chosen)
    generation = engine.new_generation()
    with spool.open("rb") as read:
        bulk = _seconds_of(lambda: (generation.load(_unpacked(read)), generation.finish()))
    generation.close()
    engine.drop(generation.name)
    engine.close()
    spool.unlink()
    return loading, both - loading, max(bulk - reading, 0.001), count


def _loaded_and_made(database: Database, written: BinaryIO) -> tuple[float, float, int]:
    """Seconds of loading alone, of loading and making, and the number of documents, which are written to be loaded by the engine later."""
    looks = {"disclosure": indexing.disclosures, "product": indexing.products, "enterprise": indexing.enterprises, "standard": indexing.standards}
    loading = both = 0.0
    count, today = 0, legal_day(utc_now())
    for kind in KINDS:
        after = 0
        while True:
            with database.reading() as session:
                if not (ids := indexing.ids_behind(session, kind, after, building.CHUNK)):
                    break
                vocabulary = indexing.words(session)
                began = time.perf_counter()
                looks[kind](session, ids, today, vocabulary)
                loaded = time.perf_counter()
                made = documents.changes(session, kind, ids, today, vocabulary)
                loading, both = loading + loaded - began, both + time.perf_counter() - loaded
            after = ids[-1]
            kept = [each for each in made if each.document is not None]
            pickle.dump(kept, written)
            count += len(kept)
    return loading, both, count


def _unpacked(read: BinaryIO) -> Iterator[Change]:
    while True:
        try:
            yield from pickle.load(read)
        except EOFError:
            return


def _seconds_of(work: object) -> float:
    began = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - began


def _watched(chosen: Settings) -> tuple[float, float]:
    """Seconds of a rebuild in a process of its own, and the most memory that it and its helpers had at once, in MB."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_rebuild, args=(chosen, answers))
    child.start()
    peak = 0
    while child.is_alive():
        peak = max(peak, sum(_own_kilobytes(each) for each in _family(child.pid or 0)))
        child.join(_LOOKED_EVERY)
    if child.exitcode:
        raise RuntimeError(f"the rebuild ended with {child.exitcode}")
    return answers.get(), peak / 1000


def _rebuild(chosen: Settings, answers: "multiprocessing.Queue[float]") -> None:
    database, engine = Database(chosen.database_url), open_engine(chosen)
    began = time.perf_counter()
    rebuild.rebuild(database, engine, "benchmark")
    answers.put(time.perf_counter() - began)
    if chosen.search_url.startswith("http"):
        from search.engines.elastic_client import connect

        with connect(chosen) as client:
            client.indices.delete(index=str(engine.active()))
    engine.close()
    database.close()


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, children.read_text().split())
            except OSError:
                continue
    return found


def _own_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
