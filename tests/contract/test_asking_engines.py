"""What is asked of a filled index: every engine finds what the model finds, in the same tiers, with the same counts."""

import dataclasses
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Ask, Held, Hit, Range, SearchEngine, Tier, Titled, Unit
from search.fields import FACETS, SORTS
from tests.contract.corpus import NAMES, NEAR, NUMBERS, VALUES, WORDS, asks, corpus, filters, pairs, some, units
from tests.contract.model import Model, Pair, Subject, seat

EVERYTHING = Ask(limit=100)
WATERPROOF = Ask(phrase=("防水", "水卷"), units=(Unit((("防水",),)), Unit((("水卷",),))), limit=100)


def told(hits: Sequence[Hit]) -> list[tuple[Subject, Tier]]:
    return [((hit.kind, hit.subject_id), hit.tier) for hit in hits]


def one_by_one(engine: SearchEngine, ask: Ask, limit: int) -> list[tuple[Subject, Tier]]:
    """All hits of a question, page by page behind the last cursor."""
    hits: list[Hit] = []
    while page := engine.search(dataclasses.replace(ask, limit=limit, after=hits[-1].cursor if hits else "")).hits:
        hits += page
    return told(hits)


@settings(max_examples=100)
@given(ask=asks())
def test_any_question_finds_the_same_in_the_same_tiers_with_the_same_counts(filled: SearchEngine, model: Model, ask: Ask) -> None:
    answer, expected = filled.search(ask), model.found(ask)
    assert set(told(answer.hits)) == {(hit.subject, hit.tier) for hit in expected}
    assert answer.total == len(answer.hits) == len(expected)
    assert {field: dict(counts) for field, counts in answer.facets.items()} == model.facets(ask)


@settings(max_examples=40)
@given(ask=asks(sorts=("relevance",)))
def test_by_relevance_better_tiers_come_first_and_in_a_tier_whole_names_and_then_titles(filled: SearchEngine, model: Model, ask: Ask) -> None:
    reasons = {hit.subject: hit.reasons for hit in model.found(ask)}
    ranks = [reasons[subject] for subject, _ in told(filled.search(ask).hits)]
    assert ranks == sorted(ranks, reverse=True)


@settings(max_examples=40)
@given(ask=asks(sorts=tuple(sort for sort in SORTS if sort != "relevance")))
def test_any_other_order_is_the_same_to_the_last_hit(filled: SearchEngine, model: Model, ask: Ask) -> None:
    assert told(filled.search(ask).hits) == [(hit.subject, hit.tier) for hit in model.found(ask)]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("ask", [EVERYTHING, WATERPROOF], ids=["everything", "words"])
def test_each_order_of_everything_and_of_words(filled: SearchEngine, model: Model, ask: Ask, sort: str) -> None:
    ask = dataclasses.replace(ask, sort=sort)
    answer, expected = filled.search(ask), [(hit.subject, hit.tier) for hit in model.found(ask)]
    assert answer.total == len(expected) > 20
    if sort == "relevance" and ask.units:
        assert sorted(told(answer.hits)) == sorted(expected)
    else:
        assert told(answer.hits) == expected


def test_walking_through_everything_goes_by_seat_in_one_tier(filled: SearchEngine) -> None:
    walked = told(filled.search(EVERYTHING).hits)
    assert [subject for subject, _ in walked] == sorted(((each.kind, each.subject_id) for each in corpus()), key=seat)
    assert {tier for _, tier in walked} == {Tier.ALL}


def test_each_tier_is_there_for_its_reason_alone(filled: SearchEngine, model: Model) -> None:
    ask = Ask(exact=(("numbers", NUMBERS[0]),), phrase=("防水", "水卷"), units=tuple(Unit(((word,),)) for word in WORDS[:3]), least=2, limit=100)
    tiers = {tier for _, tier in told(filled.search(ask).hits)}
    assert tiers == set(Tier) == {hit.tier for hit in model.found(ask)}


@pytest.mark.parametrize("sort", SORTS)
def test_twins_come_in_the_order_of_their_seats(filled: SearchEngine, sort: str) -> None:
    """They say the same, so nothing but the seat tells them apart."""
    twin = next(each.document for each in corpus() if each.subject_id == 100 and each.document)
    title = twin["title"]
    assert isinstance(title, list)
    ask = Ask(units=tuple(Unit(((word,),)) for word in title), filters={"kind": ("disclosure",)}, sort=sort, limit=100)
    found = [hit.subject_id for hit in filled.search(ask).hits if hit.subject_id >= 100]
    assert found == [100, 101, 102]


@settings(max_examples=15)
@given(ask=asks(), limit=st.integers(1, 30))
def test_pages_behind_a_cursor_have_neither_gap_nor_double(filled: SearchEngine, ask: Ask, limit: int) -> None:
    assert one_by_one(filled, ask, limit) == told(filled.search(ask).hits)


@settings(max_examples=15)
@given(ask=asks(), limit=st.integers(1, 30))
def test_pages_by_offset_have_neither_gap_nor_double(filled: SearchEngine, ask: Ask, limit: int) -> None:
    whole = told(filled.search(ask).hits)
    pages = (told(filled.search(dataclasses.replace(ask, offset=offset, limit=limit)).hits) for offset in range(0, len(whole) + 1, limit))
    assert list(itertools.chain.from_iterable(pages)) == whole


def test_the_same_question_is_answered_alike_each_time(filled: SearchEngine) -> None:
    assert len({str(filled.search(WATERPROOF)) for _ in range(5)}) == 1


def test_totals_and_counts_do_not_depend_on_the_page(filled: SearchEngine) -> None:
    whole = dataclasses.replace(WATERPROOF, facets=FACETS)
    first, behind = filled.search(whole), filled.search(dataclasses.replace(whole, limit=1, after=filled.search(whole).hits[3].cursor))
    nothing = filled.search(dataclasses.replace(whole, limit=0))
    assert first.total == behind.total == nothing.total
    assert first.facets == behind.facets == nothing.facets
    assert nothing.hits == ()


def test_a_facet_counts_as_if_it_were_not_filtered_by_itself(filled: SearchEngine, model: Model) -> None:
    ask = Ask(filters={"class": ("national",), "year": ("2025", "2026")}, facets=("class", "year", "kind"), limit=100)
    answer = filled.search(ask)
    assert set(answer.facets["class"]) == set(VALUES["class"])
    assert set(answer.facets["year"]) - {"2025", "2026"}
    assert sum(answer.facets["kind"].values()) == answer.total == len(model.found(ask))


def test_a_name_alone_finds_nothing_and_narrows_nothing(filled: SearchEngine) -> None:
    assert filled.search(dataclasses.replace(EVERYTHING, names=("甲公司",))) == filled.search(EVERYTHING)


def test_a_range_holds_its_ends_and_groups_narrow_each_other(filled: SearchEngine, model: Model) -> None:
    low = (Range("lows", "c1:014", "c1:014"), Range("lows", "c1:021", "c1:021"))
    one, both = Ask(ranges=(low,), limit=100), Ask(ranges=(low, (Range("highs", "c1:000", "c2:999"),)), limit=100)
    for ask in (one, both):
        assert {subject for subject, _ in told(filled.search(ask).hits)} == {hit.subject for hit in model.found(ask)} != set()


def test_one_character_finds_the_words_that_begin_with_it(filled: SearchEngine, model: Model) -> None:
    ask = Ask(units=(Unit((), prefix="凝"), Unit((("土",),), prefix="材")), least=2, limit=100)
    assert {subject for subject, _ in told(filled.search(ask).hits)} == {hit.subject for hit in model.found(ask)} != set()


@pytest.mark.parametrize("nothing", [Ask(units=(Unit((("nowhere",),)),)), Ask(exact=(("codes", "none"),)), Ask(filters={"class": ("none",)}), Ask(phrase=("土", "nowhere"))])
def test_nothing_found_is_an_answer(filled: SearchEngine, nothing: Ask) -> None:
    answer = filled.search(dataclasses.replace(nothing, facets=("kind",)))
    assert (answer.hits, answer.total) == ((), 0)


@pytest.mark.parametrize("odd", ["\"", "*", "?", "\\", "a:b", "(", "[1 TO 2]", "AND", "~1", "😀", "\u0000", "é" * 200, "%", "</script>", "{\"match_all\":{}}"])
def test_no_character_of_a_token_means_anything_to_an_engine(filled: SearchEngine, odd: str) -> None:
    ask = Ask(exact=(("numbers", odd),), prefixes=(("codes", odd),), phrase=(odd, odd), names=(odd,), units=(Unit(((odd,), (odd, "防水")), prefix=odd),), facets=("kind",))
    assert filled.search(ask).total == 0
    assert list(filled.suggest(Held(ask.exact, ask.prefixes, ask.names), Titled(ask.units, odd), filters={"kind": (odd,)}, limit=5)) == []
    assert list(filled.near((odd,), limit=5)) == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("written", ["x", "=", "bm9uc2Vuc2U", "W10", "e30", "bnVsbA", "WyJyZWxldmFuY2UiLG51bGwsbnVsbF0", "ÿ", "\ud800", "W" * 5000])
def test_a_cursor_that_no_engine_gave_is_refused(filled: SearchEngine, sort: str, written: str) -> None:
    with pytest.raises(ValueError):
        filled.search(Ask(sort=sort, after=written))


@pytest.mark.parametrize("other", SORTS[1:])
def test_a_cursor_of_another_order_is_refused(filled: SearchEngine, other: str) -> None:
    cursor = filled.search(WATERPROOF).hits[0].cursor
    with pytest.raises(ValueError):
        filled.search(Ask(sort=other, after=cursor))


@settings(max_examples=30)
@given(units=units, last=st.sampled_from(["", "防", "防水", "水", "1.", "gb", "x"]), filters=filters)
def test_suggestions_hold_all_words_and_one_that_begins_as_typed(filled: SearchEngine, model: Model, units: tuple[Unit, ...], last: str, filters: dict[str, tuple[str, ...]]) -> None:
    suggested = filled.suggest(Held(), Titled(units, last), filters=filters, limit=100)
    assert len(suggested) == len(set(suggested))
    assert set(suggested) == (model.suggested(units, last, filters) if units or last else set())


def test_no_more_is_suggested_than_was_asked_for_and_always_the_same(filled: SearchEngine) -> None:
    few = filled.suggest(Held(), Titled(last="防"), filters={}, limit=3)
    assert len(few) == 3
    assert list(few) == list(filled.suggest(Held(), Titled(last="防"), filters={}, limit=3))
    assert set(few) < set(filled.suggest(Held(), Titled(last="防"), filters={}, limit=100))


@settings(max_examples=40)
@given(exact=st.lists(pairs, max_size=2), beginnings=st.lists(st.sampled_from([("numbers", "gb"), ("numbers", "q/abc00"), ("codes", "0952"), ("numbers", "x")]), max_size=2), names=some(NAMES), filters=filters, limit=st.integers(1, 100))
def test_who_holds_a_term_is_suggested_before_who_holds_one_that_begins_so(filled: SearchEngine, model: Model, exact: list[Pair], beginnings: list[Pair], names: tuple[str, ...], filters: dict[str, tuple[str, ...]], limit: int) -> None:
    good = model.begun(exact, beginnings, names, filters)
    suggested = list(filled.suggest(Held(tuple(exact), tuple(beginnings), names), Titled(), filters=filters, limit=limit))
    assert len(suggested) == len(set(suggested))
    assert [good[each] for each in suggested] == sorted(good.values(), reverse=True)[:limit]


def test_titles_follow_where_too_few_hold_a_term(filled: SearchEngine) -> None:
    held, titled = Held(beginnings=(("numbers", "gb"),)), Titled(last="防")
    holding, called = (list(filled.suggest(*asked, filters={}, limit=100)) for asked in ((held, Titled()), (Held(), titled)))
    assert holding
    assert set(called) - set(holding)
    assert list(filled.suggest(held, titled, filters={}, limit=100, enough=len(holding))) == holding
    assert list(filled.suggest(held, titled, filters={}, limit=100, enough=len(holding) + 1)) == [*holding, *(each for each in called if each not in holding)]


def test_names_that_share_most_are_nearest(filled: SearchEngine, model: Model) -> None:
    shared = {subject: len({*NEAR[:3]} & {*document.get("near", ())}) for subject, document in model.documents.items()}
    found = list(filled.near(NEAR[:3], limit=100))
    assert found == sorted((subject for subject, count in shared.items() if count), key=lambda subject: (-shared[subject], seat(subject)))
    assert [shared[subject] for subject in filled.near(NEAR[:3], limit=2)] == [shared[subject] for subject in found[:2]]
    assert list(filled.near((), limit=5)) == []
