"""Elasticsearch 9 behind the port, by its official client; no plugin, no script, so that any managed cluster serves.

An index is named {SEARCH_INDEX}-{schema}-{number}; the one that answers bears the alias {SEARCH_INDEX}-{schema}. So while a new
version of this house builds an index of its own schema, the old version goes on reading and writing the old one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from elasticsearch import NotFoundError

from registry.settings import Settings
from search.engine import Answer, Ask, Change, Formed, Held, Status, Titled
from search.engines import elastic_question as question
from search.engines.elastic_client import answered, asking, connect, understood, waited
from search.engines.elastic_fields import formed, index_body
from search.engines.elastic_generation import ElasticGeneration, door
from search.fields import SCHEMA


class ElasticEngine:
    """What search.engine.SearchEngine says. Making one asks the server nothing: it may be away."""

    def __init__(self, settings: Settings, schema: int = SCHEMA) -> None:
        self._client = connect(settings)
        self._asking = asking(self._client, settings.search_seconds)
        self._shape = (settings.search_shards, settings.search_replicas)
        self._limit = {"timeout": f"{int(settings.search_seconds * 1000)}ms"}
        self._prefix = settings.search_index
        self._schema = schema
        self._alias = f"{settings.search_index}-{schema}"

    def search(self, ask: Ask) -> Answer:
        return question.answer(ask, self._ask(question.body(ask), preference=question.same_copy(ask)))

    def suggest(self, held: Held, titled: Titled, *, filters: Mapping[str, tuple[str, ...]], limit: int, enough: int = 1) -> Sequence[tuple[str, int]]:
        """Both questions go at once: the way to the server takes longer than an answer that may not be needed."""
        first = [question.beginning(held, filters, limit)] if held.exact or held.beginnings else []
        second = [question.suggestion(titled, filters, limit)] if titled.units or titled.last else []
        found = [question.subjects(each) for each in self._ask_all([*first, *second])]
        begun, called = found.pop(0) if first else [], found.pop() if second else []
        return list(dict.fromkeys([*begun, *(called if len(begun) < enough else [])]))

    def near(self, terms: Sequence[str], *, limit: int) -> Sequence[tuple[str, int]]:
        return question.subjects(self._ask(question.neighbours(terms, limit))) if terms else []

    def active(self) -> str | None:
        with waited():
            try:
                return next(iter(self._client.indices.get_alias(name=self._alias).body), None)
            except NotFoundError:
                return None

    def open(self, name: str) -> ElasticGeneration:
        if name not in self._generations():
            raise KeyError(name)
        return ElasticGeneration(self._client, name)

    def forming(self) -> Callable[[Change], Formed]:
        return formed

    def new_generation(self) -> ElasticGeneration:
        name = f"{self._alias}-{max([0, *self._generations().values()]) + 1}"
        with waited():
            self._client.options(request_timeout=60).indices.create(index=name, aliases={door(name): {}}, **index_body(*self._shape))
        return ElasticGeneration(self._client, name)

    def activate(self, name: str) -> None:
        bear = [{"remove": {"indices": sorted(others), "alias": self._alias, "must_exist": False}}] if (others := self._generations().keys() - {name}) else []
        with waited():
            self._client.indices.update_aliases(actions=[*bear, {"add": {"index": name, "alias": self._alias}}])

    def drop(self, name: str) -> None:
        if name == self.active():
            raise ValueError(f"{name} answers")
        with waited():
            self._client.indices.delete(index=name, ignore_unavailable=True)

    def status(self) -> Status:
        active, names = self.active(), self._generations()
        others = tuple(sorted(names.keys() - {active}))
        if active is None:
            return Status("elasticsearch", None, 0, 0, others)
        with waited():
            whole = self._client.indices.stats(index=active, metric=["docs", "store"])["_all"]["total"]
        return Status("elasticsearch", active, ElasticGeneration(self._client, active).count(), whole["store"]["size_in_bytes"], others)

    def close(self) -> None:
        self._client.close()

    def _generations(self) -> dict[str, int]:
        """Indices of this registry, of any schema, and their numbers."""
        with waited():
            indices = self._client.indices.get_alias(index=f"{self._prefix}-*", expand_wildcards="open").body
        named = {name: re.fullmatch(rf"{re.escape(self._prefix)}-\d+-(\d+)", name) for name in indices}
        return {name: int(found[1]) for name, found in named.items() if found}

    def _ask_all(self, queries: Sequence[dict[str, Any]]) -> list[Mapping[str, Any]]:
        """The answers to several questions, asked in one request."""
        if len(queries) < 2:
            return [self._ask(each) for each in queries]
        with understood():
            head = {"index": self._alias, "allow_partial_search_results": False}
            lines = [line for each in queries for line in (head, each | self._limit)]
            answers: list[Mapping[str, Any]] = self._asking.msearch(searches=lines, filter_path=[*(f"responses.{each}" for each in question.READ), "responses.error", "responses.status"]).body["responses"]
        return [answered(each) for each in answers]

    def _ask(self, query: dict[str, Any], **more: Any) -> Mapping[str, Any]:
        """Whole answers only: what some shard could not say in time, or at all, is an error."""
        with understood():
            found: Mapping[str, Any] = self._asking.search(index=self._alias, body=query | self._limit, allow_partial_search_results=False, filter_path=question.READ, **more).body
        return found
