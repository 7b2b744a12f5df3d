"""What must change to reach a level: no more than that, with the difference in the scheme's unit."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.betterment import Plan, plans
from registry.rules.content import Line
from registry.rules.fewest_changes import Choice, fewest
from registry.rules.indicator import Operator
from registry.rules.judged import Followed, Inputs
from registry.rules.reading import exact
from registry.rules.scheme import Points
from registry.rules.scoring import Ready, judge, prepare
from tests.factories.scheme_values import BELT, CLAIMS, CONCEPTS, POINTS, belt, case, core, floor, line

LEAST, BY_POINTS = prepare(BELT, CONCEPTS), prepare(POINTS, CONCEPTS)
LENIENT = prepare(replace(POINTS, points=Points(all_at_base=False)), CONCEPTS)


def told(plan: Plan) -> list[tuple[str, int, dict[str, str]]]:
    return [(change.concept, change.level, change.behind.facts()) for change in plan.changes]


def test_by_the_least_level_everything_behind_the_target_must_reach_it() -> None:
    second, first = plans(LEAST, belt("≥18 MPa", "≥390%", "≤0.121 cm³"))
    assert (second.level, told(second)) == (2, [("elongation", 2, {"short_low": "10"})])
    assert (first.level, first.indicators) == (1, 3)
    assert told(first) == [("tensile-strength", 1, {"short_low": "6"}), ("elongation", 1, {"short_low": "60"}), ("abrasion-volume", 1, {"short_high": "1"})]
    assert [str(change.wanted.low or change.wanted.high) for change in first.changes] == ["24", "450", "120"]


def test_what_leads_needs_nothing() -> None:
    assert plans(LEAST, belt()) == plans(BY_POINTS, belt()) == ()


def test_what_is_missing_or_unreadable_is_named_with_the_value_that_it_needs() -> None:
    third, _, _ = plans(LEAST, belt("优", adhesion=""))
    assert [(change.concept, change.reading.reason, str(change.wanted.low), change.behind.facts()) for change in third.changes] == [
        ("tensile-strength", "words", "15", {}), ("ply-adhesion", "missing", "3.2", {}),
    ]  # fmt: skip


def test_what_no_indicator_makes_good_comes_first() -> None:
    plan = plans(LEAST, replace(belt(ph="3~9"), claims={}, gates=("failed_check",)))[-1]
    assert ([reason.code for reason in plan.first], plan.changes) == (["failed_check", "requirement_missing", "basic_failed"], ())


def test_every_line_of_an_indicator_that_is_behind_must_change() -> None:
    ready = prepare(replace(BELT, cores=(core("tensile-strength", "at_least", "MPa", "24", "18", "15", more=(case("at_least", "20", "16", "12", condition="aged"),)),)), CONCEPTS)
    lines = (line("tensile-strength", "≥19 MPa"), line("tensile-strength", "≥17 MPa", "aged"), line("ph", "5~8"))
    (plan,) = plans(ready, Inputs(lines, claims=CLAIMS))
    assert (plan.indicators, [(change.reading.line, change.behind.facts()) for change in plan.changes]) == (1, [(1, {"short_low": "3"}), (0, {"short_low": "5"})])


def test_of_grades_the_difference_is_in_steps_and_of_ranges_at_both_ends() -> None:
    cores = (core("rub-fastness", "grade", "", "4", "3-4", "3"), core("ph", "range", "", "5~7", "4.5~8", "4~9"), core("abrasion-volume", "below", "mm³", "120", "150", "200"))
    ready = prepare(replace(BELT, cores=cores, basics=()), CONCEPTS)
    lines = (line("rub-fastness", "3级"), line("ph", "4.2~6.5"), line("abrasion-volume", "≤0.15 cm³"))
    second, first = plans(ready, Inputs(lines, claims=CLAIMS))
    assert told(second) == [("rub-fastness", 2, {"short_steps": "1"}), ("ph", 2, {"short_low": "0.3"}), ("abrasion-volume", 2, {"short_high": "0", "beyond": "yes"})]
    assert told(first)[:2] == [("rub-fastness", 1, {"short_steps": "2"}), ("ph", 1, {"short_low": "0.8"})]
    wide = plans(ready, Inputs((lines[0], line("ph", "3~10"), lines[2]), claims=CLAIMS))[0]
    assert told(wide) == [("ph", 3, {"short_low": "1", "short_high": "1"})]
    assert [change.relative for change in wide.changes] == [Fraction(2, 5)]


def test_by_points_as_few_indicators_as_possible_change() -> None:
    (first,) = plans(BY_POINTS, belt("≥18 MPa", "≥400%", "≤150 mm³"))
    assert (first.indicators, told(first)) == (1, [("tensile-strength", 1, {"short_low": "6"})])


def test_of_equally_few_the_smallest_relative_change_is_chosen() -> None:
    (first,) = plans(BY_POINTS, belt("≥18 MPa", "≥440%", "≤130 mm³", "≥4 N/mm"))
    assert (first.indicators, {change.concept for change in first.changes}) == (2, {"tensile-strength", "elongation"})
    even = prepare(replace(POINTS, cores=tuple(replace(each, weight="25") for each in POINTS.cores)), CONCEPTS)
    (first,) = plans(even, belt("≥18 MPa", "≥440%", "≤130 mm³", "≥4 N/mm"))
    assert (first.indicators, {change.concept for change in first.changes}) == (2, {"elongation", "abrasion-volume"})
    assert first.relative == Fraction(10, 440) + Fraction(10, 130)


def test_below_base_must_change_only_where_the_scheme_excludes_for_it() -> None:
    weak = belt("≥18 MPa", adhesion="≥3 N/mm")
    assert [change.concept for change in plans(BY_POINTS, weak)[0].changes] == ["ply-adhesion"]
    assert [(plan.level, [change.concept for change in plan.changes]) for plan in plans(LENIENT, weak)] == [(2, ["ply-adhesion"]), (1, ["ply-adhesion"])]
    assert [told(plan) for plan in plans(LENIENT, weak)] == [[("ply-adhesion", 3, {"short_low": "0.2"})], [("ply-adhesion", 1, {"short_low": "2"})]]


def test_a_level_out_of_reach_is_said_to_be() -> None:
    greedy = prepare(replace(POINTS, points=Points(worth=("90", "80", "60"), least=("95", "75", "60"))), CONCEPTS)
    assert [(plan.level, plan.possible) for plan in plans(greedy, belt("≥15 MPa", "≥350%"))] == [(2, True), (1, False)]


def test_a_floor_that_was_taken_from_a_standard_can_be_bettered_by_a_declared_value() -> None:
    inputs = replace(belt(adhesion=""), followed=(Followed("GB/T 7984-2013", (floor("ply-adhesion", "≥3.2 N/mm"),)),))
    first = plans(LEAST, inputs)[-1]
    assert [(change.reading.from_standard, change.behind.facts()) for change in first.changes] == [("GB/T 7984-2013", {"short_low": "1.8"})]


FIGURES = st.tuples(
    st.sampled_from(["14", "15", "17.5", "18", "24"]), st.sampled_from(["340", "350", "420", "450"]), st.sampled_from(["110", "121", "150", "199", "201"]), st.sampled_from(["3", "3.2", "4.4", "5", ""])
)


def declared(figures: tuple[str, ...]) -> Inputs:
    tensile, elongation, abrasion, adhesion = figures
    return belt(f"≥{tensile} MPa", f"≥{elongation}%", f"≤{abrasion} mm³", f"≥{adhesion} N/mm" if adhesion else "")


def carried_out(inputs: Inputs, plan: Plan, leave_out: int = -1) -> Inputs:
    """The declaration after the plan's changes, each by just the difference it names."""
    lines = list(inputs.lines)
    for nth, change in enumerate(plan.changes):
        if nth == leave_out:
            continue
        low, high = (None if end is None else exact(Fraction(end)) for end in (change.wanted.low, change.wanted.high))
        changed = Line(concept=change.concept, operator=change.wanted.operator.value, low=low or "", high=high or "", unit=change.wanted.unit)
        if change.reading.line < 0:
            lines.append(changed)
        else:
            lines[change.reading.line] = changed
    return replace(inputs, lines=tuple(lines))


@pytest.mark.parametrize("ready", [LEAST, BY_POINTS, LENIENT])
@given(figures=FIGURES)
def test_who_carries_a_plan_out_reaches_its_level_and_no_change_can_be_left_out(ready: Ready, figures: tuple[str, ...]) -> None:
    inputs = declared(figures)
    for plan in plans(ready, inputs):
        assert judge(ready, carried_out(inputs, plan)).level in range(1, plan.level + 1)
        for nth in range(len(plan.changes)):
            left = judge(ready, carried_out(inputs, plan, leave_out=nth)).level
            assert left is None or left > plan.level


@given(FIGURES)
def test_the_difference_is_what_lies_between_the_promise_and_the_threshold(figures: tuple[str, ...]) -> None:
    for plan in plans(LEAST, declared(figures)):
        for change in plan.changes:
            if change.reading.level is not None and change.wanted.operator is Operator.AT_LEAST:
                assert change.wanted.low is not None
                assert Fraction(change.reading.in_unit_low) + (change.behind.low or 0) == Fraction(change.wanted.low)


@pytest.mark.parametrize("ready", [BY_POINTS, LENIENT])
@given(figures=FIGURES)
def test_no_other_set_of_changes_is_smaller(ready: Ready, figures: tuple[str, ...]) -> None:
    """Against every way of raising four indicators."""
    inputs = declared(figures)
    now = [reading.level for reading in judge(ready, inputs).readings]
    best: dict[int, int] = {}
    for levels in product((None, 1, 2, 3), repeat=4):
        wished = [old if new is None else new for old, new in zip(now, levels, strict=True)]
        if None in wished or (0 in wished and ready is BY_POINTS):
            continue
        points = sum(Fraction(each.weight) * {1: 100, 2: 80, 3: 60}.get(level or 0, 0) for each, level in zip(POINTS.cores, wished, strict=True)) / 100
        changed = sum(level is not None for level in levels)
        for level, least in ((1, 90), (2, 75), (3, 60)):
            if points >= least:
                best[level] = min(best.get(level, 9), changed)
    assert {plan.level: plan.indicators for plan in plans(ready, inputs)} == {level: best[level] for level in (3, 2, 1) if best[level] > 0 or judge(ready, inputs).level is None}


FRACTIONS = st.builds(Fraction, st.integers(0, 12), st.integers(1, 6))


@st.composite
def choices(draw: st.DrawFn) -> list[list[Choice]]:
    """Of a few indicators: to leave it, if that may be, or to change it in up to three ways."""
    several = []
    for _ in range(draw(st.integers(1, 5))):
        better = [Choice(level, 1, draw(FRACTIONS), draw(FRACTIONS)) for level in range(1, draw(st.integers(1, 3)) + 1)]
        several.append([*([Choice(None, 0, draw(FRACTIONS), Fraction(0))] if draw(st.booleans()) else []), *better])
    return several


@given(choices(), st.builds(Fraction, st.integers(0, 40), st.integers(1, 3)))
def test_the_fewest_changes_are_those_that_trying_everything_finds(options: list[list[Choice]], need: Fraction) -> None:
    enough = [each for each in product(*options) if sum(choice.gain for choice in each) >= need]
    found = fewest(options, need)
    expected = min(((sum(choice.count for choice in each), sum(choice.cost for choice in each)) for each in enough), default=None)
    assert (None if found is None else (sum(choice.count for choice in found), sum(choice.cost for choice in found))) == expected
    assert found is None or sum(choice.gain for choice in found) >= need


def reckoned_otherwise(options: list[list[Choice]], need: Fraction) -> tuple[int, Fraction]:
    """Count and cost by every sum that can be reached, one indicator after the other."""
    reached: dict[tuple[int, Fraction], Fraction] = {(0, Fraction(0)): Fraction(0)}
    for own in options:
        further: dict[tuple[int, Fraction], Fraction] = {}
        for (count, gain), cost in reached.items():
            for each in own:
                key, more = (count + each.count, gain + each.gain), cost + each.cost
                further[key] = min(further.get(key, more), more)
        reached = further
    return min((count, cost) for (count, gain), cost in reached.items() if gain >= need)


@pytest.mark.parametrize("need", [40, 75, 100, 130])
def test_twelve_indicators_are_still_reckoned_exactly(need: int) -> None:
    kept = Choice(None, 0, Fraction(0), Fraction(0))
    options = [[kept, *(Choice(level, 1, Fraction((4 - level) * (2 + place * 7 % 5)), Fraction((4 - level) * (3 + place * 5 % 11), 7 + level)) for level in (1, 2, 3))] for place in range(12)]
    found = fewest(options, Fraction(need))
    assert found is not None
    assert (sum(choice.count for choice in found), sum(choice.cost for choice in found)) == reckoned_otherwise(options, Fraction(need))
    assert sum(choice.gain for choice in found) >= need
