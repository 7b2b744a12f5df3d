"""What the contract of engines does not tell of Elasticsearch: signing in, certificates, servers that are not there or do not answer, and its own limits."""

import dataclasses
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from elasticsearch import Elasticsearch
from hypothesis import given

from registry.settings import Settings
from search.engine import Ask, Away, Held, SearchEngine, Titled, TooSlow, Unit
from search.engines import elastic_question as question
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import connect
from search.engines.elastic_generation import LARGEST_BULK, LONGEST_BULK, ElasticGeneration
from tests.contract.corpus import asks
from tests.contract.model import change
from tests.fixtures.postgres import free_port

Opened = Callable[..., ElasticEngine]


@pytest.fixture
def opened(elasticsearch_settings: dict[str, str]) -> Iterator[Opened]:
    """`opened(**settings)`: an engine on this test's own indices, with these settings changed."""
    with ExitStack() as stack:

        def one_more(**changed: Any) -> ElasticEngine:
            engine = ElasticEngine(dataclasses.replace(Settings(), **elasticsearch_settings | changed))
            stack.callback(engine.close)
            return engine

        yield one_more


@pytest.fixture
def server(elasticsearch_settings: dict[str, str]) -> Iterator[Elasticsearch]:
    """To look behind the engine."""
    with connect(Settings(**elasticsearch_settings)) as client:
        yield client


def away(settings: dict[str, str], **changed: Any) -> ElasticEngine:
    return ElasticEngine(dataclasses.replace(Settings(), **settings | changed))


def questions(engine: SearchEngine) -> list[Callable[[], object]]:
    everything: list[Callable[[], object]] = [
        lambda: engine.search(Ask()), lambda: engine.suggest(Held(), Titled(last="x"), filters={}, limit=1), lambda: engine.suggest(Held((("numbers", "x"),)), Titled(last="x"), filters={}, limit=1), lambda: engine.near(("x",), limit=1),
        engine.active, engine.status, engine.new_generation, lambda: engine.open("x"), lambda: engine.activate("x"), lambda: engine.drop("x"),
    ]
    return everything


def test_nobody_there_is_away_whatever_is_asked_and_making_an_engine_asks_nothing() -> None:
    engine = away({}, search_url=f"http://127.0.0.1:{free_port()},http://127.0.0.1:{free_port()}")
    generation = ElasticGeneration(connect(Settings(search_url=f"http://127.0.0.1:{free_port()}")), "x")
    wrote: list[Callable[[], object]] = [lambda: generation.apply([change("product", 1, {})], token=1), generation.count, lambda: generation.digests(0, 1)]
    for ask in [*questions(engine), *wrote]:
        with pytest.raises(Away):
            ask()


def test_a_server_that_takes_the_question_and_never_answers_is_too_slow() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = away({}, search_url=f"http://127.0.0.1:{silent.getsockname()[1]}", search_seconds=0.1)
        with pytest.raises(TooSlow):
            engine.search(Ask())


def test_one_node_of_several_that_is_not_there_is_not_noticed(opened: Opened, elasticsearch_settings: dict[str, str]) -> None:
    there = elasticsearch_settings["search_url"].rstrip("/")
    scheme = urlsplit(there).scheme
    engine = opened(search_url=f"{scheme}://127.0.0.1:{free_port()}, {there}/ ,{scheme}://127.0.0.1:{free_port()}")
    generation = engine.new_generation()
    engine.activate(generation.name)
    for token in range(1, 6):
        assert generation.apply([change("product", token, {})], token=token) == {}
        assert engine.search(Ask()).total == token


def secured(settings: dict[str, str]) -> None:
    if urlsplit(settings["search_url"]).scheme != "https":
        pytest.skip("ELASTICSEARCH_URL names a server without TLS and passwords")


@pytest.mark.parametrize("user", ["", "elastic:wrong@", "nobody:%2Fp%40ss@"])
def test_a_wrong_password_is_away_and_operators_read_why(elasticsearch_settings: dict[str, str], user: str) -> None:
    secured(elasticsearch_settings)
    address = urlsplit(elasticsearch_settings["search_url"])
    engine = away(elasticsearch_settings, search_url=f"https://{user}{address.hostname}:{address.port}")
    with pytest.raises(Away, match="401"):
        engine.search(Ask())
    with pytest.raises(Away, match="401"):
        engine.active()


def test_a_wrong_api_key_is_sent_instead_of_the_password_and_refused(elasticsearch_settings: dict[str, str]) -> None:
    secured(elasticsearch_settings)
    with pytest.raises(Away, match="401"):
        away(elasticsearch_settings, search_api_key="bm9uZTpub25l").active()


def test_a_certificate_of_an_unknown_authority_is_not_trusted(elasticsearch_settings: dict[str, str]) -> None:
    secured(elasticsearch_settings)
    with pytest.raises(Away):
        away(elasticsearch_settings, search_ca_file="").active()


def test_shards_and_copies_are_as_set(opened: Opened, server: Elasticsearch) -> None:
    name = opened(search_shards=3, search_replicas=1).new_generation().name
    index = server.indices.get_settings(index=name).body[name]["settings"]["index"]
    assert (index["number_of_shards"], index["number_of_replicas"]) == ("3", "1")


def test_a_late_write_to_a_dropped_generation_makes_no_index(opened: Opened, server: Elasticsearch) -> None:
    engine = opened()
    generation = engine.new_generation()
    engine.drop(generation.name)
    for write in (lambda: generation.apply([change("product", 1, {})], token=1), lambda: generation.load([change("product", 1, {})])):
        with pytest.raises(Away):
            write()
    assert not server.indices.exists(index=[generation.name, f"{generation.name}-open"])


def test_many_and_large_documents_are_sent_in_parts(opened: Opened) -> None:
    engine = opened()
    generation = engine.new_generation()
    large = ["长" * 200] * (LARGEST_BULK // 1500)
    assert generation.load(change("product", number, {"text": ["x"] if number % 500 else large}) for number in range(1, 2 * LONGEST_BULK + 2)) == {}
    generation.finish()
    assert generation.count() == 2 * LONGEST_BULK + 1
    assert generation.apply([change("product", number, None) for number in range(1, LONGEST_BULK + 2)], token=1) == {}
    assert generation.count() == LONGEST_BULK


def test_questions_that_grow_are_answered_until_they_are_too_slow_which_is_told_in_time(opened: Opened) -> None:
    engine = opened(search_seconds=0.1)
    generation = engine.new_generation()
    generation.load(change("product", number, {"text": [f"w{word}" for word in range(number, number + 40)]}) for number in range(1, 1_001))
    generation.finish()
    engine.activate(generation.name)
    for doubled in range(10):
        started = time.monotonic()
        try:
            engine.search(Ask(units=tuple(Unit(((f"w{number}",), (f"w{number}", f"w{number + 1}"))) for number in range(20 * 2**doubled))))
        except TooSlow:
            assert time.monotonic() - started < 10
            return
    pytest.fail("nothing is too slow")


@given(ask=asks(sorts=("relevance",)))
def test_relevance_never_outweighs_a_reason(ask: Ask) -> None:
    """BM25 of a phrase is at most its weight times the sum of its tokens' rarities."""
    better = question.body(ask)["query"]["bool"].get("should", [])
    bounds = [max(map(_bound, each["dis_max"]["queries"])) for each in better if "dis_max" in each]
    assert sum(bounds) < question.TITLED < question.NAMED
    assert question.RELEVANT + question.TITLED + question.NAMED < question.MOST


def _bound(query: dict[str, Any]) -> float:
    if "prefix" in query:
        return max(float(each["boost"]) for each in query["prefix"].values())
    return max(float(each["boost"]) * question.HIGHEST_IDF * len(each["query"].split()) for each in query["match_phrase"].values())
