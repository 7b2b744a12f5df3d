"""The search page with all facets against its engine alone, asked the same question with the same facets in the same run.

One request after the other through the WSGI application in this process, interleaved with the engine's own library
(tantivy, or Elasticsearch's client); then suggestions, and bare pages of disclosures. Where the page answers what was meant
instead of what was typed, the engine alone is asked that one question, though the page asked two. BENCH_SEARCH says how many disclosures
the registry has (several sizes with commas between), BENCH_QUERIES how many queries are asked (default 2,000).
Registries and indices are kept under BENCH_CACHE.
"""

import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from benchmarks import Result, search_filling
from benchmarks.search_asking import ENGINES, absent, bare, indexed, percentile, queries, request, seconds, sizes
from public_site.pages.search_finding import find
from registry.db import utc_now
from registry.legal_time import legal_day
from registry.settings import Settings
from search.engine import Ask
from search.query import SearchQuery

MOST_P99 = 1.5
MOST_SUGGESTING = 1 / 3
LEAST_WITH_HITS = 0.8
DECILES = 10
WARMING = 50
PAGES = 300


@dataclass(frozen=True, slots=True)
class _Asked:
    """One query: hits, and seconds of the page, of the engine alone and of a suggestion."""

    hits: int
    page: float
    engine: float
    suggestion: float


def run() -> list[Result]:
    """Every size on both engines."""
    results = []
    for size in sizes():
        for engine in ENGINES:
            if reason := absent(engine):
                results.append(Result(f"{engine}, {size:,}", None, note=reason))
                continue
            with indexed(engine, size) as (app, settings):
                results += _measured(engine, size, app, settings)
    return results


def _measured(engine: str, size: int, app: Flask, settings: Settings) -> list[Result]:
    typed = queries(size)
    with app.test_request_context():
        asks = [find(SearchQuery.from_args({"q": each}), legal_day(utc_now())).reading.ask for each in typed]
    _asked(app, engine, settings, list(zip(typed, asks, strict=True))[:WARMING])
    asked = _asked(app, engine, settings, list(zip(typed, asks, strict=True)))
    return _told(f"{engine}, {size:,}", asked, _bare_page(app, size))


def _asked(app: Flask, engine: str, settings: Settings, questions: Sequence[tuple[str, Ask]]) -> list[_Asked]:
    """Every second question is asked of the engine first, so that neither always finds the other's warmth."""
    ready = bare(engine, settings).ready
    found = []
    for place, (typed, ask) in enumerate(questions):
        page, alone, suggestion = request(app, "/search", {"q": typed}), ready(ask), request(app, "/search/suggest.json", {"q": typed[:3]})
        taken = {"page": seconds(page), "engine": seconds(alone)} if place % 2 else {"engine": seconds(alone), "page": seconds(page)}
        with app.test_request_context():
            hits = app.extensions["search"].search(ask).total
        found.append(_Asked(hits, suggestion=seconds(suggestion), **taken))
    return found


def _bare_page(app: Flask, size: int) -> float:
    """The median of first visits to pages of disclosures."""
    with sqlite3.connect(search_filling.filled(size)) as connection:
        ids = [row[0] for row in connection.execute("SELECT public_id FROM disclosure WHERE id % ? = 1 LIMIT ?", (max(1, size // PAGES), PAGES))]
    return statistics.median(seconds(request(app, f"/disclosures/{each}")) for each in ids)


def _told(name: str, asked: Sequence[_Asked], bare_page: float) -> list[Result]:
    page, engine, suggestion = [each.page for each in asked], [each.engine for each in asked], [each.suggestion for each in asked]
    page_p50, engine_p50 = percentile(page, 0.5), percentile(engine, 0.5)
    page_p99, engine_p99 = percentile(page, 0.99), percentile(engine, 0.99)
    return [
        Result(f"{name}: p99 of the page / p99 of the engine", page_p99 / engine_p99, at_most=MOST_P99, note=f"{page_p99 * 1000:.1f} and {engine_p99 * 1000:.1f} ms"),
        Result(f"{name}: p50 of the page - p50 of the engine, in bare disclosure pages", (page_p50 - engine_p50) / bare_page, at_most=2, note=f"{page_p50 * 1000:.1f}, {engine_p50 * 1000:.1f} and {bare_page * 1000:.1f} ms"),
        Result(f"{name}: p99 of suggestions / p99 of the page", percentile(suggestion, 0.99) / page_p99, at_most=MOST_SUGGESTING, note=f"{percentile(suggestion, 0.99) * 1000:.1f} ms, p50 {percentile(suggestion, 0.5) * 1000:.1f} ms"),
        Result(f"{name}: queries with hits", sum(each.hits > 0 for each in asked) / len(asked), at_least=LEAST_WITH_HITS, note=f"of {len(asked):,}"),
        *_by_decile(name, asked),
    ]


def _by_decile(name: str, asked: Sequence[_Asked]) -> list[Result]:
    """From the tenth of the queries with the fewest hits to that with the most."""
    ranked = sorted(asked, key=lambda each: each.hits)
    told = []
    for decile in range(DECILES):
        part = ranked[len(ranked) * decile // DECILES : len(ranked) * (decile + 1) // DECILES]
        page, engine = [each.page for each in part], [each.engine for each in part]
        note = f"engine {percentile(engine, 0.5) * 1000:.1f} ms; p99 {percentile(page, 0.99) * 1000:.1f} and {percentile(engine, 0.99) * 1000:.1f} ms"
        told.append(Result(f"{name}: page p50, {part[0].hits:,} to {part[-1].hits:,} hits", percentile(page, 0.5) * 1000, "ms", note=note))
    return told
