"""Search in this process, on tantivy, in a folder of this machine.

FOLDER/<schema>-<number>/ holds one generation, FOLDER/active-<schema> names the one that answers, so that an old version of
this house goes on while a new one builds an index of its own schema. Any process of the machine asks; the one with the pen
writes. When not to use it: with more than one host, see docs/architecture.md.
"""

import itertools
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from tantivy import DocAddress, Occur, Query, Searcher

from registry.settings import Settings
from search.engine import COUNTED, Answer, Ask, Away, Change, Formed, Held, Status, Titled
from search.engines import embedded_fields
from search.engines import embedded_reader as reader
from search.engines.embedded_generation import EmbeddedGeneration, create, size
from search.engines.embedded_order import Page, Walk, read_cursor
from search.engines.embedded_patience import Patience
from search.engines.embedded_question import Question, Words, any_of, const, every, searches
from search.fields import SCHEMA, subject

MOST_VALUES = 20_000
"""Values counted of one facet; more than any of them has."""
CHEAP = 2_000_000
"""Postings and columns read for each second of the time limit, that are read in the asker's own thread: some tenth of it."""
_T = TypeVar("_T")


class EmbeddedEngine:
    """See search.engine.SearchEngine. Making one touches no file."""

    def __init__(self, settings: Settings, schema: int = SCHEMA) -> None:
        self._folder, self._schema = Path(settings.search_url), schema
        self._reader, self._patience = reader.Reader(self._folder, schema), Patience(settings.search_seconds)
        self._cheap = CHEAP * settings.search_seconds
        self._open: dict[str, tuple[EmbeddedGeneration, int]] = {}
        self._lock = threading.Lock()

    # asking

    def search(self, ask: Ask) -> Answer:
        if ask.after:
            read_cursor(ask.after, ask.sort, by_score=ask.sort == "relevance" and searches(ask))
        now = self._reader.now()
        question = Question(now.index, now.index.schema, ask)
        return self._asked(self._cost(now.searcher, question, ask), lambda: _answer(now, question, ask))

    def suggest(self, held: Held, titled: Titled, *, filters: Mapping[str, tuple[str, ...]], limit: int, enough: int = 1) -> Sequence[tuple[str, int]]:
        begun = self._held(held, filters, limit) if held.exact or held.beginnings else []
        return begun if len(begun) >= enough else list(dict.fromkeys([*begun, *self._titled(titled, filters, limit)]))

    def _titled(self, titled: Titled, filters: Mapping[str, tuple[str, ...]], limit: int) -> Sequence[tuple[str, int]]:
        now = self._reader.now()
        words = Words(now.index.schema)
        asked = [any_of(list(words.ways(unit, "title"))) for unit in titled.units]
        if not (asked or titled.last) or limit <= 0:
            return []
        narrowed = [any_of([words.term(field, value) for value in values]) for field, values in filters.items()]
        query = every([*asked, *[const(each, 0) for each in [*narrowed, *([words.prefix("title", titled.last)] if titled.last else [])]]])
        return self._asked(now.searcher.num_docs * (len(titled.units) + 1), lambda: _subjects(now, query, limit))

    def _held(self, asked: Held, filters: Mapping[str, tuple[str, ...]], limit: int) -> list[tuple[str, int]]:
        now = self._reader.now()
        words = Words(now.index.schema)
        if limit <= 0:
            return []
        narrowed = [const(any_of([words.term(field, value) for value in values]), 0) for field, values in filters.items()]
        whole = const(any_of([words.term(*each) for each in asked.exact]), 1)
        named = Query.boolean_query([(Occur.Must, every([whole, *narrowed])), (Occur.Should, const(any_of([words.term("names", name) for name in asked.names]), 1))])
        some, everyone = (every([const(any_of([begin(*each) for each in asked.beginnings]), 1), *narrowed]) for begin in (words.first_with, words.prefix))
        found = dict.fromkeys(self._asked(0, lambda: _subjects(now, named, limit)) if asked.exact else [])
        for query, cost in ((some, 0), (everyone, now.searcher.num_docs))[: 2 if filters else 1]:
            if asked.beginnings and len(found) < limit:
                found |= dict.fromkeys(self._asked(cost, partial(_subjects, now, query, limit + len(found))))
        return list(found)[:limit]

    def near(self, terms: Sequence[str], *, limit: int) -> Sequence[tuple[str, int]]:
        now = self._reader.now()
        words = Words(now.index.schema)
        if not terms or limit <= 0:
            return []
        shared = any_of([const(words.term("near", term), 1) for term in terms])
        return self._asked(0, lambda: _subjects(now, shared, limit))

    def _cost(self, searcher: Searcher, question: Question, ask: Ask) -> int:
        """About how many postings and column values are read. Only where the most that it can be is dear are the words looked up."""
        times, tokens = 1 + len(ask.facets), question.tokens
        most = searcher.num_docs * max(len(tokens), 1)
        if most * times <= self._cheap or not question.searches:
            return most * times
        often = {each: searcher.doc_freq(*each) if each[1] else searcher.num_docs for each in set(tokens)}
        read = sum(often[each] for each in tokens)
        return read + min(read, searcher.num_docs) * len(ask.facets)

    def _asked(self, cost: float, work: Callable[[], _T]) -> _T:
        try:
            return work() if cost <= self._cheap else self._patience.ask(work)
        except BaseException as wrong:
            if isinstance(wrong, ValueError) or type(wrong).__name__ == "PanicException":
                raise Away(f"the index cannot be read: {wrong}") from wrong
            raise

    # generations

    def active(self) -> str | None:
        return reader.active(self._folder, self._schema)

    def open(self, name: str) -> EmbeddedGeneration:
        with self._lock:
            if name not in self._names():
                raise KeyError(name)
            try:
                generation, times = self._open.get(name) or (EmbeddedGeneration(self._folder / name, lambda: self._let_go(name)), 0)
            except ValueError as wrong:
                raise Away(f"the index cannot be read: {wrong}") from wrong
            self._open[name] = generation, times + 1
        return generation

    def _let_go(self, name: str) -> None:
        with self._lock:
            generation, times = self._open.pop(name, (None, 0))
            if generation is not None and times > 1:
                self._open[name] = generation, times - 1
                return
        if generation is not None:
            generation.release()

    def forming(self) -> Callable[[Change], Formed]:
        return embedded_fields.formed

    def new_generation(self) -> EmbeddedGeneration:
        self._folder.mkdir(parents=True, exist_ok=True)
        numbers = (int(name.partition("-")[2]) for name in self._names())
        for number in itertools.count(max(numbers, default=0) + 1):
            try:
                (self._folder / f"{self._schema}-{number}").mkdir()
            except FileExistsError:
                continue
            break
        create(self._folder / f"{self._schema}-{number}")
        return self.open(f"{self._schema}-{number}")

    def activate(self, name: str) -> None:
        if name not in self._names():
            raise KeyError(name)
        reader.activate(self._folder, self._schema, name)

    def drop(self, name: str) -> None:
        if name == self.active():
            raise ValueError("the generation that answers cannot be dropped")
        with self._lock:
            generation, _ = self._open.pop(name, (None, 0))
        if generation is not None:
            generation.release()
        if name in self._names():
            shutil.rmtree(self._folder / name)

    def _names(self) -> list[str]:
        """All generations that are there, of any schema."""
        if not self._folder.is_dir():
            return []
        return sorted(each.name for each in self._folder.iterdir() if each.is_dir() and each.name.replace("-", "", 1).isdigit() and "-" in each.name)

    def status(self) -> Status:
        name = self.active()
        others = tuple(each for each in self._names() if each != name)
        if name is None:
            return Status("embedded", None, 0, 0, others)
        return Status("embedded", name, self._reader.now().searcher.num_docs, size(self._folder / name), others)

    def close(self) -> None:
        with self._lock:
            generations = [generation for generation, _ in self._open.values()]
            self._open.clear()
        for each in generations:
            each.release()
        self._reader.close()


def _answer(now: reader.Snapshot, question: Question, ask: Ask) -> Answer:
    page = Walk(now.searcher, now.index, now.index.schema, question, ask).page()
    return Answer(page.hits, min(page.total, COUNTED + 1), _facets(now, question, ask, page))


def _facets(now: reader.Snapshot, question: Question, ask: Ask, page: Page) -> dict[str, dict[str, int]]:
    """Facets that are not filtered are counted together, the others each without its own filter."""
    together = [field for field in ask.facets if field not in ask.filters]
    found = question.matched() if page.seats is None else Words(now.index.schema).seated(page.seats)
    counted = _counted(now, found, together) if together and page.total else {field: {} for field in together}
    for field in ask.facets:
        if field in ask.filters:
            counted |= _counted(now, question.matched(without=field), [field])
    return {field: counted[field] for field in ask.facets}


def _counted(now: reader.Snapshot, query: Query, fields: Sequence[str]) -> dict[str, dict[str, int]]:
    found = now.searcher.aggregate(query, {field: {"terms": {"field": field, "size": MOST_VALUES}} for field in fields})
    return {field: {bucket["key"]: bucket["doc_count"] for bucket in found[field]["buckets"]} for field in fields}


def _subjects(now: reader.Snapshot, query: Query, limit: int) -> list[tuple[str, int]]:
    """The best, ties by seat as far as they are among them."""
    hits = now.searcher.search(query, limit, count=False).hits
    addresses: list[DocAddress] = [address for _, address in hits]
    seats = now.searcher.fast_field_values("seat", addresses)
    ranked = sorted(zip((-score for score, _ in hits), seats, strict=True))
    return [subject(int(place)) for _, place in ranked if place is not None]
