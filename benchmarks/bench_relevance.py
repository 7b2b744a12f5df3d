"""How well searches are answered: nDCG@10 and success@1 of the judged set, by kind, on the embedded engine and on Elasticsearch.

What is measured is what a reader sees: the results of the search page, corrections of a wrong character included. The
demonstration is made once and kept under BENCH_CACHE (default build/bench). Elasticsearch is the server that
ELASTICSEARCH_URL names. BENCH_MISSES names a file for the queries that were answered badly.
"""

import hashlib
import json
import os
import shutil
import statistics
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from benchmarks import Result
from benchmarks.relevance import BEST, KINDS, RANKS, Judged, judged, ndcg, subjects, success
from public_site.app import create_app
from public_site.pages.search_finding import find
from registry import db
from registry.db import utc_now
from registry.files import Files
from registry.legal_time import legal_day
from registry.seed import demo
from registry.settings import Settings
from search import rebuild
from search.engines import open_engine
from search.query import SearchQuery

POOR = 0.6
"""A query whose nDCG@10 is lower is written to BENCH_MISSES."""


def run() -> list[Result]:
    """For each engine the figures of every kind and of the whole set."""
    made = demonstration()
    results = []
    with TemporaryDirectory() as folder:
        results += _measured("embedded", made, f"{folder}/index")
    if address := os.environ.get("ELASTICSEARCH_URL"):
        return results + _measured("Elasticsearch", made, address)
    return [*results, Result("Elasticsearch", None, note="ELASTICSEARCH_URL names no server")]


def demonstration() -> Path:
    """The database of `registry seed demo`, made anew when what it is made from changed."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for folder in ("registry/seed", "registry/migrations") for path in sorted(Path(folder).rglob("*.[cp][sy]*")) if path.suffix in (".csv", ".py")))
    kept = Path(os.environ.get("BENCH_CACHE", "build/bench")) / f"demonstration-{digest.hexdigest()[:12]}.sqlite3"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = kept.with_suffix(".making")
        making.unlink(missing_ok=True)
        db.upgrade(f"sqlite:///{making}")
        database = db.Database(f"sqlite:///{making}")
        with TemporaryDirectory() as files:
            demo.seed(database, Files(files), cost="cheap")
        database.close()
        making.rename(kept)
    return kept


def _measured(engine: str, made: Path, address: str) -> list[Result]:
    gains: dict[str, list[float]] = defaultdict(list)
    firsts: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for each, found in _asked(made, address):
        gains[each.kind].append(ndcg(found, each.expected))
        firsts[each.kind].append(success(found, each.expected))
        if gains[each.kind][-1] < POOR or not firsts[each.kind][-1]:
            missed.append({"engine": engine, "kind": each.kind, "query": each.query, "ndcg": round(gains[each.kind][-1], 3), "found": list(found), "wanted": [key for key, grade in each.expected.items() if grade == BEST][:RANKS]})
    _note(missed)
    kinds = [(f"{engine}, {kind} ({len(gains[kind])})", gains[kind], firsts[kind]) for kind in KINDS]
    kinds.append((f"{engine}, all ({sum(map(len, gains.values()))})", list(chain(*gains.values())), list(chain(*firsts.values()))))
    return [result for name, gain, first in kinds for result in (Result(f"{name}: nDCG@10", statistics.fmean(gain)), Result(f"{name}: success@1", statistics.fmean(first)))]


def _asked(made: Path, address: str) -> Iterator[tuple[Judged, list[str]]]:
    """Every judged query and the names of its first ten results."""
    with _site(made, address) as app, app.test_request_context():
        with app.extensions["database"].reading() as session:
            named = subjects(session)
        for each in judged():
            today: date = legal_day(utc_now())
            rows = find(SearchQuery.from_args({"q": each.query, "per_page": str(RANKS)}), today, facets=False).rows
            yield each, [named.get((row.kind, row.id), "") for row, _ in rows]


@contextmanager
def _site(made: Path, address: str) -> Iterator[Flask]:
    with TemporaryDirectory() as folder:
        copy = shutil.copyfile(made, Path(folder) / "registry.sqlite3")
        settings = Settings(database_url=f"sqlite:///{copy}", secret_key="benchmark" * 8, rate_limits=False, search_url=address, search_index=f"relevance-{uuid.uuid4().hex[:8]}", demonstration=True)
        app = create_app(settings)
        engine = open_engine(settings)
        try:
            rebuild.rebuild(app.extensions["database"], engine, "benchmark")
            yield app
        finally:
            _forget(settings)
            engine.close()
            app.extensions["search"].close()


def _forget(settings: Settings) -> None:
    """What was built on a server that others use too is removed again."""
    if settings.search_url.startswith("http"):
        from search.engines.elastic_client import connect

        with connect(settings) as client:
            for name in client.indices.get_alias(index=f"{settings.search_index}-*").body:
                client.indices.delete(index=name)


def _note(missed: list[dict[str, object]]) -> None:
    if written := os.environ.get("BENCH_MISSES"):
        with Path(written).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in missed)
