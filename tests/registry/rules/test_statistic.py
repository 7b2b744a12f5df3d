"""Counters are sums of shares: whatever is taken back and added, and in whatever order, they stay what counting anew gives."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.rules.statistic import (
    MEASURES,
    Cell,
    DisclosureFacts,
    EnterpriseFacts,
    Facts,
    FindingFacts,
    HonourFacts,
    Place,
    ProductFacts,
    RectificationFacts,
    cells,
    month_of,
    places,
    rate,
    share,
)
from registry.rules.status import Word

SANMEN = Place("331022", "C2912")
days = st.dates(date(2021, 1, 1), date(2027, 12, 31))
where = st.builds(Place, st.sampled_from(["331022", "331082", "350302", "441900", "330000"]), st.sampled_from(["C2912", "A0111", ""]))
facts: st.SearchStrategy[Facts] = st.one_of(
    st.builds(EnterpriseFacts, where, days, st.none() | days),
    st.builds(DisclosureFacts, where, st.sampled_from(["enterprise", "national"]), st.sampled_from(["product", "service"]), days, st.lists(days, min_size=1, max_size=3).map(tuple), st.integers(0, 20), st.sampled_from(list(Word))),
    st.builds(ProductFacts, where, days, st.booleans()),
    st.builds(FindingFacts, where, days, st.booleans(), st.sampled_from(["conforming", "minor_defect", "nonconforming", "not_evaluated"]), st.lists(st.sampled_from(["L1", "L5", "L6", "N2"]), max_size=3).map(tuple), st.sampled_from(["", "withdrawn"])),
    st.builds(RectificationFacts, where, days, st.sampled_from([True, False, None]), st.booleans()),
    st.builds(HonourFacts, where, st.just("drafted_standard"), st.sampled_from(["national", "association"]), st.integers(1, 5), days),
)  # fmt: skip


def added_up(known: dict[int, Facts]) -> dict[Cell, int]:
    counted: Counter[Cell] = Counter()
    for each in known.values():
        for cell, count in cells(share(each)):
            counted[cell] += count
    return {cell: count for cell, count in counted.items() if count}


@given(st.lists(st.tuples(st.integers(1, 6), st.none() | facts), max_size=30))
def test_taking_back_and_adding_anew_in_any_order_gives_the_recount(changes: list[tuple[int, Facts | None]]) -> None:
    known: dict[int, Facts] = {}
    counters: Counter[Cell] = Counter()
    for subject, new in changes:
        for sign, each in ((-1, known.pop(subject, None)), (1, new)):
            for cell, count in cells(share(each)) if each else ():
                counters[cell] += sign * count
        if new:
            known[subject] = new
    assert {cell: count for cell, count in counters.items() if count} == added_up(known)


@given(facts)
def test_every_count_is_of_a_known_measure_and_the_whole_is_the_sum_of_its_parts(one: Facts) -> None:
    counted = added_up({1: one})
    assert {measure for *_, measure in counted} <= set(MEASURES)
    for (division, industry, month, measure), count in counted.items():
        parts = [number for (place, trade, at, named), number in counted.items() if (place, trade, named) == (division, industry, measure) and len(at) == 7 and at.startswith(month)]
        assert sum(parts) == count


def test_a_county_counts_in_its_city_its_province_and_everywhere() -> None:
    assert places("331022") == ("331022", "331000", "330000", "")
    assert places("330000") == ("330000", "")


def test_a_disclosure_that_ended_is_still_one_that_was_made() -> None:
    made = DisclosureFacts(SANMEN, "enterprise", "product", date(2026, 3, 2), (date(2026, 3, 2), date(2026, 5, 1)), 4, Word.withdrawn)
    assert share(made).counts == (
        ("disclosures", "2026-03", 1), ("disclosures.enterprise", "2026-03", 1), ("disclosures.product", "2026-03", 1), ("indicators", "2026-03", 4), ("versions", "2026-03", 1), ("versions", "2026-05", 1),
    )  # fmt: skip


def test_two_failed_items_of_one_group_are_one_fault() -> None:
    counted = {measure: count for measure, _, count in share(FindingFacts(SANMEN, date(2026, 9, 1), False, "nonconforming", ("L5", "L6", "L7"))).counts}
    assert counted == {"checks": 1, "checks.nonconforming": 1, "faults.indicators": 1, "faults.timeliness": 1}


def test_a_second_look_does_not_count_as_a_check() -> None:
    assert share(FindingFacts(SANMEN, date(2026, 9, 1), True, "conforming")).counts == (("rechecks", "2026-09", 1),)


def test_what_was_withdrawn_before_the_check_stays_in_the_numbers() -> None:
    counted = share(FindingFacts(SANMEN, date(2026, 9, 1), False, "not_evaluated", (), "withdrawn")).counts
    assert [measure for measure, *_ in counted] == ["checks", "checks.not_evaluated", "checks.withdrawn"]


def test_an_order_that_ran_out_is_late_and_while_it_is_open_overdue() -> None:
    open_late = share(RectificationFacts(SANMEN, date(2026, 9, 1), False, False)).counts
    assert [measure for measure, *_ in open_late] == ["rectifications", "rectifications.late", "rectifications.open", "rectifications.overdue"]
    assert [measure for measure, *_ in share(RectificationFacts(SANMEN, date(2026, 9, 1), True, True)).counts] == ["rectifications", "rectifications.on_time"]


def test_a_standard_led_counts_for_both_what_was_led_and_what_was_taken_part_in() -> None:
    counted = [measure for measure, *_ in share(HonourFacts(SANMEN, "drafted_standard", "national", 1, date(2025, 4, 1))).counts]
    assert counted == ["honours.drafted_standard", "honours.drafted_standard.national", "honours.drafted_standard.upper", "honours.led.national"]


def test_percentages_are_those_of_the_bulletin_of_shanxi() -> None:
    assert [rate(part, 413) for part in (19, 4, 57, 1, 75, 2)] == [4.6, 1.0, 13.8, 0.2, 18.2, 0.5]
    assert rate(0, 0) is None
    assert month_of(date(2026, 3, 2)) == "2026-03"
