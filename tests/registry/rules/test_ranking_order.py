"""Places on a board, and which lists are published (国市监标准〔2018〕84号: 每一档内排名不分先后)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.judged import Followed, Inputs
from registry.rules.ranking_order import Entry, IndicatorList, advanced, arrange, gather, lists
from registry.rules.scoring import judge, prepare
from tests.factories.scheme_values import BELT, CLAIMS, CONCEPTS, POINTS, belt, core, floor, line

READY = prepare(BELT, CONCEPTS)
DAY = date(2026, 3, 1)


def entry(disclosure: int, level: int | None, *, points: str = "", strong: int = 0, day: date = DAY, number: str = "Q/A 1-2026") -> Entry:
    return Entry(disclosure, level, points, strong, day, number)


def places(*entries: Entry) -> list[tuple[int, int, int | None]]:
    return [(each.entry.disclosure, each.order, each.place) for each in arrange(entries)]


def test_the_same_level_is_the_same_place_and_the_next_place_is_left_out() -> None:
    assert places(entry(1, 2), entry(2, 1), entry(3, 1), entry(4, None), entry(5, 3)) == [(2, 1, 1), (3, 2, 1), (1, 3, 3), (5, 4, 4), (4, 5, None)]


def test_inside_a_band_the_display_is_steady_by_leading_indicators_then_day_then_number() -> None:
    late, strong, early, number = entry(1, 1, day=date(2026, 5, 1)), entry(2, 1, strong=3, day=date(2026, 9, 1)), entry(3, 1, number="Q/B 2-2026"), entry(4, 1, number="Q/A 9-2026")
    assert places(late, early, number, strong) == [(2, 1, 1), (4, 2, 1), (3, 3, 1), (1, 4, 1)]


def test_by_points_more_points_stand_first_and_equal_points_are_one_place() -> None:
    assert places(entry(1, 1, points="92"), entry(2, 1, points="100"), entry(3, 2, points="88"), entry(4, 1, points="92.0"), entry(5, None, points="99")) == [
        (2, 1, 1), (1, 2, 2), (4, 3, 2), (3, 4, 4), (5, 5, None),
    ]  # fmt: skip


def test_what_is_not_graded_has_no_place_and_its_strong_indicators_do_not_move_it() -> None:
    assert places(entry(2, None, strong=4, day=date(2026, 5, 1)), entry(1, None)) == [(1, 1, None), (2, 2, None)]


ENTRIES = st.lists(
    st.builds(Entry, st.integers(1, 10**6), st.sampled_from([1, 2, 3, None]), st.sampled_from(["", "60", "75.5", "90"]), st.integers(0, 4), st.dates(date(2026, 1, 1), date(2026, 1, 5)), st.sampled_from(["Q/A 1", "Q/B 1"])),
    unique_by=lambda each: each.disclosure, max_size=12,
)  # fmt: skip


@given(ENTRIES, st.data())
def test_the_order_in_which_entries_come_never_matters(entries: list[Entry], data: st.DataObject) -> None:
    assert arrange(data.draw(st.permutations(entries))) == arrange(entries)


@given(ENTRIES)
def test_a_place_is_one_more_than_the_number_of_those_that_are_better(entries: list[Entry]) -> None:
    def better(one: Entry, other: Entry) -> bool:
        return one.level is not None and other.level is not None and (one.level, -Decimal(one.points or 0)) < (other.level, -Decimal(other.points or 0))

    for placed in arrange(entries):
        assert placed.place == (None if placed.entry.level is None else 1 + sum(better(each, placed.entry) for each in entries))


def board(*several: Inputs) -> dict[str, IndicatorList]:
    return {each.concept: each for each in lists(READY, [gather(READY, [(order, judge(READY, inputs)) for order, inputs in enumerate(several, 1)])])}


def test_an_indicators_list_has_bands_of_its_own_levels() -> None:
    found = board(belt(), belt("≥18 MPa"), belt("≥25 MPa", "≥350%"), belt("≥14 MPa"))["tensile-strength"]
    assert (found.bands, found.published, found.declared, found.condition) == ({1: [1, 3], 2: [2]}, True, 3, "")


def test_a_list_whose_values_are_all_equal_is_not_published_and_says_why() -> None:
    found = board(belt("≥25 MPa", abrasion="≤100 mm³"), belt("≥25000 kPa", abrasion="<100 mm³"))
    assert (found["tensile-strength"].published, found["tensile-strength"].reason) == (False, "all_equal")
    assert (found["abrasion-volume"].published, found["abrasion-volume"].reason) == (True, "")


def test_different_values_of_one_band_are_still_published() -> None:
    found = board(belt("≥25 MPa"), belt("≥26 MPa"))["tensile-strength"]
    assert (found.published, found.bands) == (True, {1: [1, 2]})


def test_a_list_of_fewer_than_two_standards_is_not_published() -> None:
    assert {each.reason for each in board(belt(), belt("≥14 MPa")).values()} == {"fewer_than_two"}
    assert {(each.reason, len(each.bands)) for each in board().values()} == {("fewer_than_two", 0)}


def test_a_value_taken_from_a_standard_is_listed_but_not_counted_as_declared() -> None:
    taken = replace(belt(adhesion=""), followed=(Followed("GB/T 7984-2013", (floor("ply-adhesion", "≥3.2 N/mm"),)),))
    found = board(taken, belt())["ply-adhesion"]
    assert (found.bands, found.declared) == ({1: [2], 3: [1]}, 1)


def test_a_value_below_the_base_threshold_stands_in_no_list_even_where_points_make_up_for_it() -> None:
    lenient = prepare(replace(POINTS, points=replace(POINTS.points, all_at_base=False)), CONCEPTS)
    judged = [(order, judge(lenient, each)) for order, each in enumerate([belt(adhesion="≥3 N/mm"), belt(), belt()], 1)]
    assert lists(lenient, [gather(lenient, judged)])[3].bands == {1: [2, 3]}


def test_grades_and_ranges_are_equal_when_they_promise_the_same() -> None:
    ready = prepare(replace(BELT, basics=(), cores=(core("rub-fastness", "grade", "", "4", "3-4", "3"), core("ph", "range", "", "5~7", "4.5~8", "4~9"))), CONCEPTS)
    same = [(line("rub-fastness", "4级"), line("ph", "5~7")), (line("rub-fastness", "≥4"), line("ph", "5.0~7.00"))]
    found = lists(ready, [gather(ready, [(order, judge(ready, Inputs(lines, claims=CLAIMS))) for order, lines in enumerate(same, 1)])])
    assert [each.reason for each in found] == ["all_equal", "all_equal"]


SEVERAL = list(enumerate([belt(), belt("≥18 MPa"), belt("≥15 MPa", adhesion="≥4 N/mm"), belt("≥14 MPa"), belt(abrasion="≤150 mm³"), belt()], 1))


@given(st.permutations(SEVERAL), st.lists(st.integers(0, len(SEVERAL)), max_size=3))
def test_lists_depend_neither_on_the_order_in_which_entries_come_nor_on_the_parts_in_which_they_are_gathered(several: list[tuple[int, Inputs]], cuts: list[int]) -> None:
    judged, ends = [(order, judge(READY, inputs)) for order, inputs in several], [0, *sorted(cuts), len(several)]
    parts = [gather(READY, judged[start:end]) for start, end in pairwise(ends)]
    assert lists(READY, parts) == lists(READY, [gather(READY, sorted(judged, key=lambda pair: pair[0]))])


def test_leading_indicators_are_those_at_the_first_level() -> None:
    assert [advanced(judge(READY, each)) for each in (belt(), belt("≥18 MPa"), belt("≥15 MPa", "≥350%", "≤200 mm³", ""))] == [4, 3, 0]
