"""A filled folder, and documents that say little."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from registry.settings import Settings
from search.engine import Change
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded_generation import EmbeddedGeneration

Opened = Callable[[], EmbeddedEngine]


def disclosure(subject_id: int, *words: str, **more: Any) -> Change:
    return Change("disclosure", subject_id, {"title": list(words), "text": list(words), "kind": ["disclosure"], "digest": f"{subject_id} says {words}"} | more)


def gone(subject_id: int) -> Change:
    return Change("disclosure", subject_id, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def opened(folder: Path) -> Iterator[Opened]:
    """`opened()`: an engine on the folder, as each process has its own."""
    with ExitStack() as stack:

        def one_more() -> EmbeddedEngine:
            engine = EmbeddedEngine(dataclasses.replace(Settings(), search_url=str(folder)))
            stack.callback(engine.close)
            return engine

        yield one_more


@pytest.fixture
def engine(opened: Opened) -> EmbeddedEngine:
    return opened()


@pytest.fixture
def generation(engine: EmbeddedEngine) -> EmbeddedGeneration:
    """An empty one that answers."""
    made = engine.new_generation()
    engine.activate(made.name)
    return made
