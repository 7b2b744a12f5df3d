"""The engines under contract, each as an empty one for writing and as a filled one for asking."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from registry.settings import Settings
from search.engine import SearchEngine
from search.engines import open_engine
from tests.contract.corpus import corpus
from tests.contract.model import Model

ENGINES = {"embedded": {}, "elasticsearch": {}, "elasticsearch on three shards": {"search_shards": 3}}
Opened = Callable[[Settings], SearchEngine]


def _settings(request: pytest.FixtureRequest, name: str, folder: Path) -> Settings:
    """A registry with an index of its own on the engine of this name."""
    embedded = name == "embedded"
    place = {"search_url": str(folder)} if embedded else request.getfixturevalue("elasticsearch_names")()
    return dataclasses.replace(Settings(), **place, **ENGINES[name])


@pytest.fixture(params=["embedded", "elasticsearch"])
def search_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    return _settings(request, request.param, tmp_path / "index")


@pytest.fixture
def opened() -> Iterator[Opened]:
    """`opened(settings)`: an engine as each process has its own; closed when the test is over."""
    with ExitStack() as stack:

        def one_more(settings: Settings) -> SearchEngine:
            engine = open_engine(settings)
            stack.callback(engine.close)
            return engine

        yield one_more


@pytest.fixture
def engine(search_settings: Settings, opened: Opened) -> SearchEngine:
    """One without any generation."""
    return opened(search_settings)


@pytest.fixture(scope="session", params=list(ENGINES))
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    """One that answers with the corpus, for asking only."""
    engine = open_engine(_settings(request, request.param, tmp_path_factory.mktemp("filled") / "index"))
    generation = engine.new_generation()
    assert generation.load(corpus()) == {}
    generation.finish()
    engine.activate(generation.name)
    yield engine
    generation.close()
    engine.close()


@pytest.fixture(scope="session")
def model() -> Model:
    return Model(corpus())
