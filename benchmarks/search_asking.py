"""What the benchmarks of the search share: a registry with its index, queries as people type them, and both engines asked without this house around them."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from tantivy import Index

from benchmarks import search_filling
from public_site.app import create_app
from registry.settings import Settings
from search import names, rebuild
from search.engine import Ask, SearchEngine
from search.engines import elastic_question, open_engine
from search.engines.elastic_client import connect
from search.engines.embedded_question import Question
from search.engines.embedded_reader import opened
from search.fields import SCHEMA

ENGINES = ("embedded", "Elasticsearch")
QUERIES = int(os.environ.get("BENCH_QUERIES", "2000"))


def sizes() -> list[int]:
    """How many disclosures the registries have that are measured: BENCH_SEARCH, several with commas between (default 1,000,000)."""
    return [int(each.replace("_", "")) for each in os.environ.get("BENCH_SEARCH", "1_000_000").split(",")]


def absent(engine: str) -> str:
    """What is missing to measure this engine, "" for nothing."""
    if files := search_filling.missing():
        return f"BENCH_DATA leads to no {', '.join(files)}"
    return "ELASTICSEARCH_URL names no server" if engine == "Elasticsearch" and "ELASTICSEARCH_URL" not in os.environ else ""


def settings(engine: str, size: int, database: Path) -> Settings:
    """The kept index of this registry: a folder beside it, or indices of its own on the server."""
    kept = database.resolve().with_suffix(".index")
    address = str(kept) if engine == "embedded" else os.environ["ELASTICSEARCH_URL"]
    return Settings(database_url=f"sqlite:///{database.resolve()}", secret_key="benchmark" * 8, rate_limits=False, search_url=address, search_index=f"bench{size}", search_seconds=60)


@contextmanager
def indexed(engine: str, size: int) -> Iterator[tuple[Flask, Settings]]:
    """A site whose index answers; the index is built when it is not kept yet."""
    chosen = settings(engine, size, search_filling.filled(size))
    app, own = create_app(chosen), open_engine(chosen)
    try:
        if own.active() is None:
            rebuild.rebuild(app.extensions["database"], own, "benchmark")
        yield app, chosen
    finally:
        own.close()
        app.extensions["search"].close()


def queries(size: int, count: int = QUERIES) -> list[str]:
    """Three in ten from titles, two from numbers, two from names, three from what shoppers type; the same each time."""
    chance = Random(size)
    with sqlite3.connect(search_filling.filled(size)) as connection:
        drawn = [chance.randrange(1, size + 1) for _ in range(count)]
        look = "SELECT v.title, d.number, e.name FROM disclosure d JOIN disclosure_version v ON v.id = d.latest_version_id JOIN enterprise e ON e.id = d.enterprise_id WHERE d.id = ?"
        rows = [connection.execute(look, (each,)).fetchone() for each in drawn]
    wanted = search_filling.words(search_filling.FILES[1])
    return [_typed(chance, place % 10, *row, wanted) for place, row in enumerate(rows)]


def _typed(chance: Random, turn: int, title: str, number: str, name: str, wanted: Sequence[str]) -> str:
    if turn < 3:
        return _part(chance, title)
    if turn < 5:
        return (number, number.lower().replace(" ", ""), number.rpartition("-")[0] or number)[chance.randrange(3)]
    if turn < 7:
        return (names.short(name) or name, name, (names.short(name) or name)[:4])[chance.randrange(3)]
    return wanted[search_filling.popular(chance, len(wanted)) if turn < 9 else chance.randrange(len(wanted))]


def _part(chance: Random, title: str) -> str:
    """The whole title, one of its words, or some characters side by side."""
    parts = title.split()
    whole = chance.choice(parts)
    length = chance.randrange(2, 7)
    start = chance.randrange(max(1, len(whole) - length + 1))
    return (title, whole, whole[start : start + length], whole[start : start + length])[chance.randrange(4)]


@dataclass(frozen=True)
class Bare:
    """An engine by its own library alone: a question made ready, and asked."""

    ready: Callable[[Ask], Callable[[], Any]]


def bare(engine: str, chosen: Settings) -> Bare:
    """The library of the engine on the same index, with the same question and the same facets."""
    return Bare(_tantivy(chosen) if engine == "embedded" else _elasticsearch(chosen))


def _tantivy(chosen: Settings) -> Callable[[Ask], Callable[[], Any]]:
    index: Index = opened(Path(chosen.search_url) / str(_active(chosen)))
    index.reload()
    searcher = index.searcher()

    def ready(ask: Ask) -> Callable[[], Any]:
        question = Question(index, index.schema, ask)
        counts = {field: {"terms": {"field": field, "size": 20_000}} for field in ask.facets}
        scored, matched = question.scored(), question.matched()
        return lambda: (searcher.search(scored, ask.limit, count=True), searcher.aggregate(matched, counts) if counts else None)

    return ready


def _elasticsearch(chosen: Settings) -> Callable[[Ask], Callable[[], Any]]:
    client = connect(chosen).options(request_timeout=chosen.search_seconds)

    def ready(ask: Ask) -> Callable[[], Any]:
        body = elastic_question.body(ask)
        return lambda: client.search(index=f"{chosen.search_index}-{SCHEMA}", body=body)

    return ready


def _active(chosen: Settings) -> str | None:
    engine: SearchEngine = open_engine(chosen)
    try:
        return engine.active()
    finally:
        engine.close()


def seconds(work: Callable[[], Any]) -> float:
    """How long it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(taken: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))]


def request(app: Flask, path: str, query: Mapping[str, str] | None = None) -> Callable[[], bytes]:
    """One request through the whole WSGI application, made ready beforehand. Raises RuntimeError for any other answer than 200."""
    from werkzeug.test import EnvironBuilder, run_wsgi_app

    builder = EnvironBuilder(path=path, query_string=dict(query or {}), headers={"Accept-Language": "zh"})
    environ = builder.get_environ()

    def answered() -> bytes:
        body, status, _ = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
        if not status.startswith("200"):
            raise RuntimeError(f"{path} {query}: {status}")
        return b"".join(body)

    return answered


