"""What is written to an index and when it answers: generations, tokens, deletions, digests."""

import dataclasses
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from registry.settings import Settings
from search.engine import COUNTED, LAST_RESULT, Ask, Away, Change, Generation, Held, SearchEngine, Titled, Unit
from search.fields import SCHEMA
from tests.contract.conftest import Opened
from tests.contract.corpus import corpus
from tests.contract.model import change

EVERYTHING = Ask(limit=100)


def product(subject_id: int, word: str = "钢筋", **more: Any) -> Change:
    return change("product", subject_id, {"title": [word], "text": [word]} | more)


def gone(subject_id: int) -> Change:
    return change("product", subject_id, None)


def found(engine: SearchEngine, word: str = "") -> list[int]:
    """Products by seat, with this word or all."""
    return sorted(hit.subject_id for hit in engine.search(dataclasses.replace(EVERYTHING, units=(Unit(((word,),)),) if word else ())).hits)


@pytest.fixture
def generation(engine: SearchEngine) -> Iterator[Generation]:
    """An empty one that answers."""
    made = engine.new_generation()
    engine.activate(made.name)
    yield made
    made.close()


def test_what_was_applied_is_found_at_once_and_what_was_deleted_is_not(engine: SearchEngine, generation: Generation) -> None:
    assert generation.apply([product(1), product(2), product(3, "水泥")], token=1) == {}
    assert (found(engine), found(engine, "钢筋"), generation.count()) == ([1, 2, 3], [1, 2], 3)
    assert generation.apply([gone(1), product(2, "水泥"), gone(9)], token=1) == {}
    assert (found(engine), found(engine, "钢筋"), found(engine, "水泥"), generation.count()) == ([2, 3], [], [2, 3], 2)


def test_the_last_of_two_changes_of_one_subject_counts(engine: SearchEngine, generation: Generation) -> None:
    generation.apply([product(1), gone(1), product(2), product(2, "水泥"), gone(3), product(3)], token=1)
    assert (found(engine), found(engine, "水泥")) == ([2, 3], [2])


def test_applied_twice_is_as_applied_once(engine: SearchEngine, generation: Generation) -> None:
    for _ in range(2):
        assert generation.apply([product(1), product(2), gone(3)], token=4) == {}
        assert (found(engine), generation.count()) == ([1, 2], 2)


def test_nothing_to_apply_is_nothing_done(engine: SearchEngine, generation: Generation) -> None:
    assert generation.apply([], token=1) == {}
    assert found(engine) == []


def test_a_late_writer_with_a_lower_token_changes_nothing(engine: SearchEngine, generation: Generation) -> None:
    """Its lease had ended; what the next holder wrote stays, deletions too."""
    generation.apply([product(1), product(2)], token=2)
    generation.apply([product(1, "水泥"), gone(2), gone(3)], token=7)
    assert generation.apply([product(1), product(2), product(3), product(4)], token=6) == {}
    assert (found(engine), found(engine, "水泥")) == ([1, 4], [1])
    generation.apply([gone(1)], token=6)
    assert found(engine) == [1, 4]
    generation.apply([product(1), product(2)], token=7)
    assert (found(engine), found(engine, "水泥")) == ([1, 2, 4], [])


def test_a_refused_document_is_named_with_its_reason_and_stops_no_other(engine: SearchEngine, generation: Generation) -> None:
    refused = generation.apply([product(1), product(2, date="yesterday"), product(3, nonsense=["x"]), product(4)], token=1)
    assert set(refused) == {("product", 2), ("product", 3)}
    assert all(len(reason) > 10 for reason in refused.values())
    assert found(engine) == [1, 4]


def test_a_document_of_one_subject_is_not_one_of_another_kind(engine: SearchEngine, generation: Generation) -> None:
    generation.apply([change(kind, 5, {"title": ["钢筋"]}) for kind in ("disclosure", "product", "enterprise", "standard")], token=1)
    generation.apply([change("enterprise", 5, None)], token=1)
    assert [(hit.kind, hit.subject_id) for hit in engine.search(EVERYTHING).hits] == [("disclosure", 5), ("product", 5), ("standard", 5)]


def test_long_and_odd_values_are_taken(engine: SearchEngine, generation: Generation) -> None:
    long = product(1, "长" * 400, names=["名" * 9_000], name_order="a" * 40_000, text=["x" * 300, "\x00", "😀", "水泥"])
    assert generation.apply([long, product(2, "水泥", codes=["\""])], token=1) == {}
    assert (found(engine), found(engine, "水泥"), found(engine, "😀")) == ([1, 2], [1, 2], [1])


def test_what_was_loaded_is_found_after_finish_and_not_before_it_answers(engine: SearchEngine) -> None:
    generation = engine.new_generation()
    assert generation.load(iter(corpus())) == {}
    generation.finish()
    assert (generation.count(), engine.active()) == (60, None)
    engine.activate(generation.name)
    assert engine.search(EVERYTHING).total == 60


def test_a_refused_document_does_not_stop_a_load(engine: SearchEngine) -> None:
    generation = engine.new_generation()
    assert set(generation.load([product(1), product(2, seat="here"), product(3)])) <= {("product", 2)}
    assert set(generation.load([product(4, nonsense=["x"]), product(5)])) == {("product", 4)}
    generation.finish()
    assert generation.count() in (3, 4)


def test_what_was_applied_while_a_generation_is_filled_is_newer_than_what_is_loaded(engine: SearchEngine) -> None:
    generation = engine.new_generation()
    generation.apply([product(1, "水泥"), gone(2)], token=3)
    assert generation.load([product(1), product(2), product(3)]) == {}
    generation.finish()
    generation.apply([gone(3)], token=3)
    engine.activate(generation.name)
    assert (found(engine), found(engine, "水泥")) == ([1], [1])


def test_a_generation_built_aside_is_not_seen_until_it_answers_and_then_at_once(engine: SearchEngine, generation: Generation, search_settings: Settings, opened: Opened) -> None:
    """Also by another process, which was not told."""
    other = opened(search_settings)
    generation.apply([product(1)], token=1)
    aside = engine.new_generation()
    aside.load([product(2), product(3)])
    aside.finish()
    assert found(engine) == found(other) == [1]
    engine.activate(aside.name)
    assert found(engine) == found(other) == [2, 3]
    assert engine.active() == other.active() == aside.name
    generation.apply([product(4)], token=1)
    assert found(engine) == found(other) == [2, 3]


def test_another_process_finds_what_was_applied(engine: SearchEngine, generation: Generation, search_settings: Settings, opened: Opened) -> None:
    other = opened(search_settings)
    for subject_id in range(1, 4):
        generation.apply([product(subject_id)], token=1)
        assert found(other)[-1] == subject_id


def test_generations_have_names_of_their_own_and_are_opened_by_them(engine: SearchEngine, generation: Generation) -> None:
    aside = engine.new_generation()
    assert aside.name != generation.name
    aside.apply([product(7)], token=1)
    aside.close()
    again = engine.open(aside.name)
    assert (again.name, again.count()) == (aside.name, 1)
    again.close()
    with pytest.raises(KeyError):
        engine.open("nowhere")


def test_what_answers_is_not_dropped_and_what_is_dropped_is_not_there(engine: SearchEngine, generation: Generation) -> None:
    aside = engine.new_generation()
    aside.close()
    with pytest.raises(ValueError):
        engine.drop(generation.name)
    engine.drop(aside.name)
    engine.drop(aside.name)
    with pytest.raises(KeyError):
        engine.open(aside.name)
    assert engine.status().others == ()


def test_operators_are_told_what_answers_and_what_lies_about(engine: SearchEngine) -> None:
    assert (engine.status().active, engine.status().documents, engine.status().others) == (None, 0, ())
    first, second = engine.new_generation(), engine.new_generation()
    second.apply([product(1), product(2)], token=1)
    engine.activate(second.name)
    status = engine.status()
    assert (status.active, status.documents, status.others) == (second.name, 2, (first.name,))
    assert status.size > 100
    assert status.engine


def test_digests_tell_everything_in_the_order_of_seats(engine: SearchEngine) -> None:
    generation = engine.new_generation()
    generation.load(corpus())
    generation.finish()
    documents = [each.document for each in corpus() if each.document]
    expected = sorted((document["seat"], document["digest"]) for document in documents)
    assert list(generation.digests(-1, 1000)) == expected
    walked: list[tuple[int, str]] = []
    while page := generation.digests(walked[-1][0] if walked else -1, 7):
        assert len(page) <= 7
        walked += page
    assert walked == expected
    assert list(generation.digests(expected[10][0], 2)) == expected[11:13]


def test_digests_follow_what_is_applied(engine: SearchEngine, generation: Generation) -> None:
    generation.apply([product(1, digest="old"), product(2, digest="old")], token=1)
    generation.apply([gone(1), product(2, digest="new")], token=1)
    assert [digest for _, digest in generation.digests(0, 10)] == ["new"]


def test_before_the_first_generation_answers_nothing_is_known(engine: SearchEngine) -> None:
    engine.new_generation().close()
    assert engine.active() is None
    for ask in (lambda: engine.search(EVERYTHING), *(partial(engine.suggest, held, Titled(last="钢"), filters={}, limit=5) for held in (Held(), Held((("numbers", "x"),)))), lambda: engine.near(("x",), limit=5)):
        with pytest.raises(Away):
            ask()


def test_pages_end_where_they_end_and_a_cursor_goes_on(engine: SearchEngine, generation: Generation) -> None:
    many = LAST_RESULT + 30
    assert generation.load(product(subject_id, date=subject_id // 7) for subject_id in range(1, many + 1)) == {}
    generation.finish()
    last = engine.search(Ask(units=(Unit((("钢筋",),)),), sort="oldest", offset=LAST_RESULT - 10, limit=20, facets=("kind",)))
    assert (last.total, last.facets) == (many, {"kind": {"product": many}})
    assert [hit.subject_id for hit in last.hits] == list(range(LAST_RESULT - 9, LAST_RESULT + 1))
    assert engine.search(Ask(offset=LAST_RESULT, limit=20)).hits == ()
    assert engine.search(Ask(offset=LAST_RESULT * 1000, limit=20)).hits == ()
    behind = engine.search(Ask(units=(Unit((("钢筋",),)),), sort="oldest", limit=20, after=last.hits[-1].cursor))
    assert [hit.subject_id for hit in behind.hits] == list(range(LAST_RESULT + 1, LAST_RESULT + 21))
    assert len(generation.digests(-1, many + 5)) == many


def test_searches_go_on_while_others_write(engine: SearchEngine, generation: Generation) -> None:
    """Each of them sees every subject that was there before and none twice."""
    generation.apply([product(subject_id) for subject_id in range(1, 21)], token=1)
    answers, done = [], threading.Event()

    def search() -> None:
        while not done.is_set():
            answers.append(found(engine, "钢筋")[:20])

    searching = [threading.Thread(target=search) for _ in range(2)]
    for each in searching:
        each.start()
    for subject_id in range(21, 31):
        generation.apply([product(subject_id), product(1)], token=1)
    done.set()
    for each in searching:
        each.join()
    assert answers
    assert all(answer == list(range(1, 21)) for answer in answers)


def test_an_index_of_another_schema_is_not_read_and_goes_on_for_its_own(engine: SearchEngine, generation: Generation, search_settings: Settings) -> None:
    """An old version of this house keeps answering while a new one builds an index of its own schema beside it."""
    generation.apply([product(1)], token=1)
    newer = type(engine)(search_settings, schema=SCHEMA + 1)  # type: ignore[call-arg]
    assert newer.active() is None
    with pytest.raises(Away):
        newer.search(EVERYTHING)
    built = newer.new_generation()
    assert built.name != generation.name
    built.apply([product(2), product(3)], token=1)
    newer.activate(built.name)
    assert (found(newer), found(engine)) == ([2, 3], [1])
    assert (newer.status().others, engine.active()) == ((generation.name,), generation.name)
    newer.drop(generation.name)
    assert newer.status().others == ()
    built.close()
    newer.close()


def test_a_hundred_thousand_hits_are_counted_to_the_last_with_all_their_values_and_one_more_is_more_than_that(search_settings: Settings, opened: Opened) -> None:
    """Also where they lie on several shards, and in a facet that has thousands of values."""
    engine = opened(dataclasses.replace(search_settings, search_shards=3))
    generation = engine.new_generation()
    said = [{"text": ["钢筋"], "class": ["national" if number % 3 else "group"], "category": [f"c{number % 2999}"]} for number in range(1, COUNTED + 1)]
    assert generation.load(change("product", number, document) for number, document in enumerate(said, 1)) == {}
    generation.finish()
    engine.activate(generation.name)
    steel = Ask(units=(Unit((("钢筋",),)),), facets=("kind", "class", "category"), limit=1)
    exactly = {field: dict(Counter(document[field][0] for document in said)) for field in ("class", "category")}
    answer = engine.search(steel)
    assert (answer.total, dict(answer.facets)) == (COUNTED, exactly | {"kind": {"product": COUNTED}})
    generation.apply([product(COUNTED + 1), product(COUNTED + 2)], token=1)
    more = engine.search(steel)
    assert (more.total, more.facets["kind"]["product"] > COUNTED) == (COUNTED + 1, True)
    generation.close()
