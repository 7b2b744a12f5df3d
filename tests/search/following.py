"""A registry with an index of its own, and what a test asks of the two."""

from dataclasses import replace
from pathlib import Path

from registry.db import Database, utc_now
from registry.settings import Settings
from search import verify
from search.engine import Ask, SearchEngine
from search.engines import open_engine
from search.indexer import Drainer


def engine_in(folder: Path) -> SearchEngine:
    """The embedded engine."""
    return open_engine(replace(Settings(), search_url=str(folder / "index")))


def drain(database: Database, engine: SearchEngine, holder: str = "drainer") -> int:
    """Everything that is due; how many tasks."""
    drainer, done = Drainer(database, engine, holder), 0
    try:
        while some := drainer.drain_once(utc_now()):
            done += some
    finally:
        drainer.close()
    return done


def differences(database: Database, engine: SearchEngine) -> verify.Differences:
    """Index and registry, compared."""
    name = engine.active()
    assert name is not None
    generation = engine.open(name)
    try:
        return verify.verify(database, generation, clock=utc_now)
    finally:
        generation.close()


def found(engine: SearchEngine, **filters: str) -> list[tuple[str, int]]:
    """What the filters let pass, by seat."""
    return [(hit.kind, hit.subject_id) for hit in engine.search(Ask(filters={name: (value,) for name, value in filters.items()}, limit=100)).hits]
