"""The order of hits when many say the same, and walks that go on while the index changes or past the last page."""

import dataclasses
import random

import pytest

from search.engine import LAST_RESULT, Ask, Hit, Tier, Unit
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded_generation import EmbeddedGeneration
from search.fields import SCHEMA, SORTS
from tests.search.engines.conftest import disclosure, gone

MASK = Ask(phrase=("口罩",), units=(Unit((("口罩",),)),))
MASK_OR_FILTER = Ask(units=(Unit((("口罩",),)), Unit((("滤料",),))), least=1)


def walked(engine: EmbeddedEngine, ask: Ask) -> list[Hit]:
    hits: list[Hit] = []
    while page := engine.search(dataclasses.replace(ask, after=hits[-1].cursor if hits else "")).hits:
        hits += page
    return hits


def ids(hits: list[Hit] | tuple[Hit, ...]) -> list[int]:
    return [hit.subject_id for hit in hits]


@pytest.fixture
def scattered(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> EmbeddedEngine:
    """120 disclosures that say the same, written in no order in many commits, some twice: they lie in several segments."""
    order = random.Random(7).sample(range(1, 121), 120)
    for start in range(0, 120, 10):
        generation.apply([disclosure(each, "口罩") for each in order[start : start + 10] + order[:3]], token=1)
    assert engine._reader.now().searcher.num_segments > 1
    return engine


@pytest.mark.parametrize("limit", [1, 7, 50])
@pytest.mark.parametrize("offset", [0, 1, 13, 60, 119])
def test_what_says_the_same_comes_in_the_order_of_seats_wherever_it_was_written(scattered: EmbeddedEngine, limit: int, offset: int) -> None:
    answer = scattered.search(dataclasses.replace(MASK, offset=offset, limit=limit))
    assert ids(answer.hits) == list(range(1, 121))[offset : offset + limit]
    assert answer.total == 120


def test_ties_are_settled_below_better_hits_too(scattered: EmbeddedEngine) -> None:
    generation = scattered.open(f"{SCHEMA}-1")
    generation.apply([disclosure(200, "口罩", "滤料"), disclosure(201, "滤料", "口罩")], token=1)
    hits = scattered.search(dataclasses.replace(MASK_OR_FILTER, limit=30)).hits
    assert ids(hits) == [200, 201, *range(1, 29)]
    assert [hit.tier for hit in hits] == [Tier.ALL] * 2 + [Tier.MOST] * 28


@pytest.fixture
def crowded(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> EmbeddedEngine:
    """More that say the same than are looked at behind a page, unevenly in several segments, and three that say it better."""
    order = random.Random(11).sample(range(1, 601), 600)
    for start, end in ((0, 300), (300, 420), (420, 500), (500, 560), (560, 600)):
        generation.apply([disclosure(each, "口罩") for each in order[start:end]], token=1)
    generation.apply([disclosure(each, "口罩", "滤料") for each in (700, 650, 690)], token=1)
    assert engine._reader.now().searcher.num_segments > 1
    return engine


@pytest.mark.parametrize("limit", [1, 20, 100])
@pytest.mark.parametrize("offset", [0, 2, 3, 41, 350, 590, 603, 900])
def test_the_lowest_seats_of_a_tie_that_nobody_sees_the_end_of_come_first(crowded: EmbeddedEngine, limit: int, offset: int) -> None:
    answer = crowded.search(dataclasses.replace(MASK_OR_FILTER, offset=offset, limit=limit))
    assert ids(answer.hits) == [650, 690, 700, *range(1, 601)][offset : offset + limit]
    assert answer.total == 603


@pytest.mark.parametrize("sort", SORTS)
def test_a_walk_meets_each_hit_once(scattered: EmbeddedEngine, sort: str) -> None:
    assert ids(walked(scattered, dataclasses.replace(MASK, sort=sort, limit=11))) == list(range(1, 121))


def test_a_walk_goes_on_where_it_was_when_others_come_and_go(scattered: EmbeddedEngine) -> None:
    first = scattered.search(dataclasses.replace(MASK, limit=20)).hits
    generation = scattered.open(f"{SCHEMA}-1")
    generation.apply([gone(3), gone(7), *(disclosure(each, "口罩") for each in (20, 21, 300))], token=1)
    second = scattered.search(dataclasses.replace(MASK, limit=5, after=first[-1].cursor)).hits
    generation.apply([gone(25)], token=1)
    third = scattered.search(dataclasses.replace(MASK, limit=5, after=second[-1].cursor)).hits
    assert (ids(second), ids(third)) == ([21, 22, 23, 24, 25], [26, 27, 28, 29, 30])


def test_behind_the_last_page_a_walk_by_relevance_still_meets_each_hit_once(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> None:
    many = LAST_RESULT + 50
    generation.load(disclosure(each, "口罩", *(["口罩"] if each % 3 else ["滤料"])) for each in range(1, many + 1))
    generation.finish()
    last = engine.search(dataclasses.replace(MASK, offset=LAST_RESULT - 30, limit=20))
    rest = dataclasses.replace(MASK, limit=40)
    behind = engine.search(dataclasses.replace(rest, after=last.hits[-1].cursor))
    beyond = engine.search(dataclasses.replace(rest, after=behind.hits[-1].cursor))
    shown = set(ids(engine.search(dataclasses.replace(MASK, limit=LAST_RESULT)).hits))
    assert set(ids(behind.hits[:10])) < shown
    assert ids(behind.hits[10:] + beyond.hits) == sorted(set(range(1, many + 1)) - shown)
    assert last.total == behind.total == beyond.total == many
    assert engine.search(dataclasses.replace(rest, after=beyond.hits[-1].cursor)).hits == ()


def test_a_word_said_a_thousand_times_lifts_nothing_into_a_better_tier(engine: EmbeddedEngine, generation: EmbeddedGeneration) -> None:
    generation.load(disclosure(each, "水泥") for each in range(10, 2000))
    generation.load([disclosure(1, *["口罩"] * 1000), disclosure(2, "口罩", "滤料", *["水泥"] * 1000)])
    generation.finish()
    assert [(hit.subject_id, hit.tier) for hit in engine.search(MASK_OR_FILTER).hits] == [(2, Tier.ALL), (1, Tier.MOST)]
