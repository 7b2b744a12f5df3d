"""The search of one app: its engine, the vocabulary that queries are read with, and how far the index lags behind.

Everything is opened when first asked for, so that an app whose engine is away starts and serves all else.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from flask import Flask, current_app

from registry.db import Database, utc_now
from registry.index_queue import lag
from registry.plain import Statement
from registry.settings import Settings
from search import synonyms
from search.engine import Answer, Ask, Away, Held, SearchEngine, Status, Titled
from search.engines import open_engine
from search.synonyms import Vocabulary

AGAIN_AFTER = 2.0
"""Seconds before an engine that could not be opened is tried again, and for which the lag is kept."""
KEPT = 60.0
"""Seconds for which categories and vocabulary are kept."""
_CATEGORIES = Statement("SELECT code, parent_code, name, name_en FROM product_category ORDER BY path")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the category tree."""

    code: str
    parent: str | None
    name: str
    name_en: str


@dataclass
class Categories:
    """The tree of product categories, which is small."""

    by_code: Mapping[str, Category]
    below: dict[str | None, list[Category]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.by_code.values():
            self.below.setdefault(each.parent, []).append(each)

    def path(self, code: str) -> list[Category]:
        """From the root down to `code`; empty for an unknown one."""
        way: list[Category] = []
        node = self.by_code.get(code)
        while node is not None and node not in way:
            way.append(node)
            node = self.by_code.get(node.parent or "")
        return way[::-1]


class Kept(Generic[_Value]):
    """What `read` gave, for `seconds`."""

    def __init__(self, read: Callable[[], _Value], seconds: float) -> None:
        self._read, self._seconds = read, seconds
        self._held: tuple[float, _Value] | None = None

    def __call__(self) -> _Value:
        held, now = self._held, time.monotonic()
        if held is None or held[0] < now:
            self._held = held = (now + self._seconds, self._read())
        return held[1]


class Searching:
    """`search`, `suggest` and `near` are the engine's; Away is raised too where it cannot be opened."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self._engine: SearchEngine | None = None
        self._opening, self._not_before = threading.Lock(), 0.0
        self.vocabulary = Kept(self._vocabulary, KEPT)
        self.categories = Kept(self._categories, KEPT)
        self.lag = Kept(self._lag, AGAIN_AFTER)

    def search(self, ask: Ask) -> Answer:
        return self._opened().search(ask)

    def suggest(self, held: Held, titled: Titled, *, filters: Mapping[str, tuple[str, ...]], limit: int, enough: int) -> Sequence[tuple[str, int]]:
        return self._opened().suggest(held, titled, filters=filters, limit=limit, enough=enough)

    def near(self, terms: Sequence[str], *, limit: int) -> Sequence[tuple[str, int]]:
        return self._opened().near(terms, limit=limit)

    def status(self) -> Status:
        return self._opened().status()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _opened(self) -> SearchEngine:
        if self._engine is not None:
            return self._engine
        with self._opening:
            if self._engine is None:
                if time.monotonic() < self._not_before:
                    raise Away("not opened")
                try:
                    self._engine = open_engine(self._settings)
                except (Away, OSError) as error:
                    self._not_before = time.monotonic() + AGAIN_AFTER
                    raise Away(str(error)) from error
            return self._engine

    def _vocabulary(self) -> Vocabulary:
        with self._database.reading() as session:
            return synonyms.of(session, self._settings.search_synonyms)

    def _categories(self) -> Categories:
        with self._database.looking() as look:
            return Categories({row.code: Category(*row) for row in _CATEGORIES.all(look, {})})

    def _lag(self) -> float:
        """Seconds by which the index is behind what was committed."""
        with self._database.reading() as session:
            return lag(session, now=utc_now())


def searching() -> Searching:
    """The current app's search."""
    found: Searching = current_app.extensions["search"]
    return found


def init_app(app: Flask) -> None:
    app.extensions["search"] = Searching(app.extensions["settings"], app.extensions["database"])
