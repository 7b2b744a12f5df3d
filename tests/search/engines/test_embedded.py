"""Asking the embedded engine: from many threads, while generations come and go, dear questions, and damage."""

import dataclasses
import threading
from pathlib import Path

import pytest

from registry.settings import Settings
from search.engine import Ask, Away, Range, TooSlow, Unit
from search.engines import embedded, open_engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded_generation import EmbeddedGeneration
from search.engines.embedded_patience import LATE, Patience
from search.fields import FACETS
from tests.search.engines.conftest import Opened, disclosure

MASK = Ask(phrase=("口罩",), units=(Unit((("口罩",),)),), facets=("kind",))


def test_the_address_says_which_engine_answers(tmp_path: Path) -> None:
    assert isinstance(open_engine(dataclasses.replace(Settings(), search_url=str(tmp_path))), EmbeddedEngine)
    elastic = open_engine(dataclasses.replace(Settings(), search_url="http://127.0.0.1:1"))
    assert isinstance(elastic, ElasticEngine)
    elastic.close()


def test_an_engine_without_a_folder_is_away_and_makes_none(engine: EmbeddedEngine, folder: Path) -> None:
    with pytest.raises(Away):
        engine.search(MASK)
    assert (engine.active(), engine.status().documents) == (None, 0)
    assert not folder.exists()


def test_an_empty_index_answers_everything_with_nothing(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> None:
    for ask in (Ask(facets=FACETS), dataclasses.replace(MASK, facets=FACETS), Ask(limit=0), Ask(filters={"kind": ("x",)}, facets=("kind",))):
        answer = engine.search(ask)
        assert (answer.hits, answer.total, set(map(len, answer.facets.values())) - {0}) == ((), 0, set())
    assert generation.digests(-1, 10) == []


@pytest.mark.parametrize(
    "ask",
    [
        Ask(units=(Unit(()),)), Ask(units=(Unit(((),)),)), Ask(units=(Unit((("\ud800",),)),)), Ask(phrase=("\ud800", "口罩")), Ask(exact=(("names", "\ud800"),)),
        Ask(prefixes=(("codes", ""),)), Ask(prefixes=(("codes", "\ud800"),)), Ask(filters={"kind": ()}), Ask(ranges=((Range("lows", "", "\ud800"),),)), Ask(ranges=((Range("lows", "b", "a"),),)),
    ],
)
def test_what_can_be_in_no_document_finds_nothing(engine: EmbeddedEngine, generation: EmbeddedGeneration, ask: Ask) -> None:
    generation.apply([disclosure(1, "口罩", lows=["a"], codes=["x"])], token=1)
    assert engine.search(ask).total == 0


@pytest.mark.parametrize(("offset", "limit"), [(-5, 3), (0, -1), (0, 0), (10**12, 10), (3, 10**9)])
def test_no_page_is_too_odd_to_ask_for(engine: EmbeddedEngine, generation: EmbeddedGeneration, offset: int, limit: int) -> None:
    generation.apply([disclosure(each, "口罩") for each in range(5)], token=1)
    for ask in (MASK, Ask()):
        answer = engine.search(dataclasses.replace(ask, offset=offset, limit=limit))
        assert [hit.subject_id for hit in answer.hits] == list(range(5))[max(offset, 0) : max(offset, 0) + max(limit, 0)]
        assert answer.total == 5


def test_more_than_is_counted_is_told_as_one_more(engine: EmbeddedEngine, generation: EmbeddedGeneration, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "COUNTED", 5)
    generation.apply([disclosure(each, "口罩") for each in range(5)], token=1)
    assert engine.search(MASK).total == 5
    generation.apply([disclosure(each, "口罩") for each in range(9)], token=1)
    assert engine.search(MASK).total == 6


def test_many_threads_ask_while_generations_are_written_switched_and_dropped(engine: EmbeddedEngine, opened: Opened) -> None:
    """Each answer is of one generation, whole."""
    writer, done, wrong = opened(), threading.Event(), list[object]()

    def fill(count: int) -> str:
        made = writer.new_generation()
        made.load(disclosure(each, "口罩") for each in range(count))
        made.finish()
        made.close()
        return made.name

    def ask() -> None:
        while not done.is_set():
            try:
                answer = engine.search(MASK)
            except Exception as failed:  # noqa: BLE001 - whatever it is, it is wrong
                wrong.append(failed)
            else:
                wrong.extend([answer] if answer.total not in (10, 20) or answer.facets != {"kind": {"disclosure": answer.total}} else [])

    names = [fill(10)]
    writer.activate(names[0])
    asking = [threading.Thread(target=ask) for _ in range(6)]
    for each in asking:
        each.start()
    for nth in range(6):
        names.append(fill(20 if nth % 2 else 10))
        writer.activate(names[-1])
        writer.drop(names[-2])
    done.set()
    for each in asking:
        each.join()
    assert wrong == []


def test_a_damaged_index_is_away(engine: EmbeddedEngine, generation: EmbeddedGeneration, folder: Path) -> None:
    generation.apply([disclosure(1, "口罩")], token=1)
    generation.close()
    (folder / generation.name / "meta.json").write_text("{")
    with pytest.raises(Away):
        engine.search(MASK)
    with pytest.raises(Away):
        engine.open(generation.name)


def test_an_old_version_goes_on_while_a_new_one_builds_an_index_of_its_own_schema(engine: EmbeddedEngine, generation: EmbeddedGeneration, folder: Path) -> None:
    generation.apply([disclosure(1, "口罩")], token=1)
    newer = EmbeddedEngine(dataclasses.replace(Settings(), search_url=str(folder)), schema=10)
    assert newer.active() is None
    made = newer.new_generation()
    newer.activate(made.name)
    assert (newer.search(MASK).total, engine.search(MASK).total) == (0, 1)
    assert engine.status().others == (made.name,)
    newer.close()


def test_a_dear_question_is_answered_like_a_cheap_one(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> None:
    generation.apply([disclosure(each, "口罩") for each in range(5)], token=1)
    cheap = engine.search(MASK)
    engine._cheap = -1
    assert engine.search(MASK) == cheap


def test_who_asks_too_much_is_let_go_in_time_and_few_may_overrun_at_once() -> None:
    patience, over = Patience(0.05), threading.Event()
    for _ in range(LATE):
        with pytest.raises(TooSlow):
            patience.ask(over.wait)
    asked = threading.Event()
    with pytest.raises(TooSlow):
        patience.ask(asked.set)
    assert not asked.is_set()
    over.set()
    answered = threading.Event()
    while not answered.is_set():
        try:
            patience.ask(answered.set)
        except TooSlow:
            continue


def test_what_goes_wrong_in_another_thread_is_told_to_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        Patience(5).ask(lambda: 1 // 0)
