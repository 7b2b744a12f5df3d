"""By weighted points: strengths make up for weaknesses, as some provinces score."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.judged import Inputs
from registry.rules.scheme import Points
from registry.rules.scoring import Ready, judge, prepare
from tests.factories.scheme_values import BELT, CONCEPTS, POINTS, belt

READY = prepare(POINTS, CONCEPTS)
LENIENT = prepare(replace(POINTS, points=Points(all_at_base=False)), CONCEPTS)


@pytest.mark.parametrize(
    ("inputs", "points", "level", "stars"),
    [
        (belt(), "100", 1, 5),
        (belt("≥18 MPa"), "92", 1, 5),
        (belt(elongation="≥400%", abrasion="≤150 mm³", adhesion="≥4.0 N/mm"), "88", 2, 4),
        (belt("≥15 MPa", adhesion="≥3.2 N/mm"), "76", 2, 4),
        (belt("≥15 MPa", "≥350%", "≤200 mm³", "≥3.2 N/mm"), "60", 3, 3),
    ],
)
def test_each_indicator_brings_its_weight_times_what_its_level_is_worth(inputs: Inputs, points: str, level: int, stars: int) -> None:
    judged = judge(READY, inputs)
    assert (judged.points, judged.level, judged.stars) == (points, level, stars)


def test_the_same_declaration_gets_another_level_by_another_method_and_the_readings_are_the_same() -> None:
    by_points, by_least = judge(READY, belt("≥18 MPa")), judge(prepare(BELT, CONCEPTS), belt("≥18 MPa"))
    assert (by_points.level, by_least.level, by_least.points) == (1, 2, "")
    assert by_points.readings == by_least.readings


def test_the_reasons_say_what_the_next_level_asks_for_and_which_indicator_costs_most() -> None:
    points, dearest, other = judge(READY, belt("≥15 MPa", adhesion="≥4.5 N/mm")).reasons
    assert (points.code, points.facts) == ("points_reach_level", {"points": "80", "level": "2", "least": "75", "next": "90"})
    assert (dearest.code, dearest.facts["concept"], dearest.facts["points"], dearest.facts["short_low"]) == ("core_costs_points", "tensile-strength", "16", "3")
    assert (other.facts["concept"], other.facts["points"], other.facts["level"], other.facts["short_low"]) == ("ply-adhesion", "4", "2", "0.5")


def test_below_the_base_threshold_others_make_up_only_where_the_scheme_lets_them() -> None:
    weak = belt(adhesion="≥3.0 N/mm")
    strict, lenient = judge(READY, weak), judge(LENIENT, weak)
    assert (strict.level, strict.points, strict.reasons[0].code) == (None, "", "below_base")
    assert (lenient.level, lenient.points, [alert.code for alert in lenient.alerts]) == (2, "80", ["below_base"])
    assert lenient.reasons[1].facts["short_low"] == "0.2"


def test_too_few_points_are_not_graded() -> None:
    judged = judge(LENIENT, belt("≥14 MPa", "≥350%"))
    assert (judged.level, judged.stars, judged.points) == (None, None, "52")
    assert (judged.reasons[0].code, judged.reasons[0].facts) == ("points_too_few", {"points": "52", "next": "60"})


@pytest.mark.parametrize("ready", [READY, LENIENT])
def test_a_missing_indicator_is_not_made_up_for(ready: Ready) -> None:
    judged = judge(ready, belt(adhesion=""))
    assert (judged.level, judged.points, judged.reasons[0].code) == (None, "", "core_missing")


def test_points_are_exact_decimals_also_of_odd_weights() -> None:
    weights = ("33.333333333333333333", "33.333333333333333333", "33.333333333333333333", "0.000000000000000001")
    odd = replace(POINTS, cores=tuple(replace(core, weight=weight) for core, weight in zip(POINTS.cores, weights, strict=True)))
    assert judge(prepare(odd, CONCEPTS), belt("≥18 MPa", adhesion="≥4.0 N/mm")).points == "93.3333333333333333332"


@given(st.tuples(*[st.integers(1, 3)] * 4), st.permutations([40, 30, 20, 10]))
def test_the_sum_is_the_one_that_anybody_reckons(levels: tuple[int, ...], weights: list[int]) -> None:
    cells = [("≥24 MPa", "≥18 MPa", "≥15 MPa"), ("≥450%", "≥400%", "≥350%"), ("≤120 mm³", "≤150 mm³", "≤200 mm³"), ("≥5 N/mm", "≥4 N/mm", "≥3.2 N/mm")]
    scheme = replace(POINTS, cores=tuple(replace(core, weight=str(weight)) for core, weight in zip(POINTS.cores, weights, strict=True)))
    expected = sum(weight * (120 - 20 * level) for weight, level in zip(weights, levels, strict=True)) / 100
    judged = judge(prepare(scheme, CONCEPTS), belt(*(own[level - 1] for own, level in zip(cells, levels, strict=True))))
    assert Decimal(judged.points) == Decimal(str(expected))
    assert judged.level == next(level for level, least in ((1, 90), (2, 75), (3, 60)) if expected >= least)
