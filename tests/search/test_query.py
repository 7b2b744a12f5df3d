"""An address says a query, and a query its address."""

import dataclasses
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from registry.outbox import KINDS
from registry.rules import status
from registry.rules.standard_number import StandardClass
from search import query
from search.engine import LAST_RESULT
from search.fields import BY_NAME, SORTS
from search.query import SearchQuery


def _some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


QUERIES = st.builds(
    SearchQuery,
    text=st.text(max_size=60).map(query.clean),
    kind=_some(*KINDS),
    class_=_some(*StandardClass),
    status=_some(*status.Word),
    subject=_some("product", "service"),
    region=_some("331022", "350302", "330000"),
    industry=_some("C", "C29", "C2912"),
    category=_some("v-belt", "rubber-products"),
    ics=_some("21", "21.220", "21.220.10"),
    ccs=_some("G", "G42"),
    year=_some("1999", "2026"),
    lower=_some("yes"),
    checked=_some("yes", "conforming"),
    enterprise=_some("91331022MA2K10012U"),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, LAST_RESULT),
    per_page=st.integers(1, query.PER_PAGE_AT_MOST),
    after=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
)


@given(QUERIES)
def test_a_query_and_its_address_are_the_same(asked: SearchQuery) -> None:
    assert SearchQuery.from_args(asked.to_args()) == asked
    assert SearchQuery.from_args(MultiDict(asked.to_args())) == asked


@given(QUERIES)
def test_filters_go_by_the_names_of_the_index_and_every_one_can_be_taken_away(asked: SearchQuery) -> None:
    assert set(asked.filters()) <= set(BY_NAME)
    for field, value, without in asked.chips():
        assert value not in without.filters().get(field, ())
        assert (without.page, without.after) == (1, "")
        assert set(without.with_(field, value).filters()[field]) == set(asked.filters()[field])


@given(st.dictionaries(st.sampled_from(["q", "kind", "class", "region", "page", "per_page", "sort", "after", "class_", "x"]), st.one_of(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3), st.none(), st.integers())))
def test_nonsense_in_an_address_is_dropped(args: dict[str, Any]) -> None:
    asked = SearchQuery.from_args(args)
    assert SearchQuery.from_args(asked.to_args()) == asked
    assert 1 <= asked.page <= LAST_RESULT
    assert 1 <= asked.per_page <= query.PER_PAGE_AT_MOST


def test_values_that_no_document_holds_are_dropped_and_the_others_stay() -> None:
    asked = SearchQuery.from_args({"kind": ["product", "robot"], "region": "331022", "year": ["20266", "2026"], "page": "-1", "per_page": "1000", "sort": "price"})
    assert asked == SearchQuery(kind=("product",), region=("331022",), year=("2026",))


def test_controls_and_halves_of_characters_are_cleaned_and_a_long_text_is_cut() -> None:
    assert SearchQuery.from_args({"q": " 输\x00送\ud800带 \n 阀门 "}).text == "输 送 带 阀门"
    assert len(SearchQuery.from_args({"q": "字" * 10_000}).text) == query.TEXT_AT_MOST


def test_a_new_filter_or_text_begins_on_the_first_page() -> None:
    asked = SearchQuery(text="阀门", page=7, after="x")
    assert asked.with_("class", "national") == SearchQuery(text="阀门", class_=("national",))
    assert asked.with_("class", "nonsense").class_ == ()
    assert asked.with_("q", "轴承").text == "轴承"
    assert asked.with_("sort", "newest").sort == "newest"
    assert asked.with_("sort", "price") == asked
    assert asked.without("q") == SearchQuery()
    assert asked.at(8) == dataclasses.replace(asked, page=8, after="")


def test_a_page_behind_the_last_result_is_known_as_such() -> None:
    assert SearchQuery(page=501).beyond
    assert not SearchQuery(page=500).beyond
    assert not SearchQuery(page=501, after="cursor").beyond
