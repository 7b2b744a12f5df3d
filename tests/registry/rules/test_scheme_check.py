"""A scheme is told everything that is wrong with it before it is published, each where it stands."""

from dataclasses import replace

import pytest

from registry.rules.scheme import Basic, Case, Core, Points, Requirement, Scheme, Step
from registry.rules.scheme_check import check
from registry.rules.scoring import prepare
from tests.factories.scheme_values import BELT, CONCEPTS, POINTS, case, core

CATEGORIES = {"conveyor-belt"}


def wrong(scheme: Scheme, disclosed: int | None = 7) -> dict[str, str]:
    return check(scheme, CONCEPTS, CATEGORIES, disclosed)


def wrong_core(first: Core) -> dict[str, str]:
    return wrong(replace(BELT, cores=(first, *BELT.cores[1:])))


@pytest.mark.parametrize("scheme", [BELT, POINTS, replace(BELT, valid_until="", title_en=""), replace(BELT, requirements=(), basics=())])
def test_a_sound_scheme_has_nothing_wrong_and_can_be_judged_by(scheme: Scheme) -> None:
    assert wrong(scheme) == {}
    prepare(scheme, CONCEPTS)


def test_an_empty_form_is_told_all_that_is_needed() -> None:
    assert wrong(Scheme()) == {
        "title": "required", "source": "required", "category": "required", "year": "required", "valid_from": "required", "cores": "too_few_cores",
    }  # fmt: skip


def test_a_scheme_with_two_core_indicators_is_told_so() -> None:
    assert wrong(replace(BELT, cores=BELT.cores[:2])) == {"cores": "too_few_cores"}
    assert wrong(replace(BELT, cores=BELT.cores[:2], least_cores="2")) == {"cores": "too_few_cores", "least_cores": "too_few_cores"}
    assert wrong(replace(BELT, least_cores="5")) == {"cores": "too_few_cores"}
    assert wrong(replace(BELT, cores=BELT.cores[:3])) == {}


@pytest.mark.parametrize(("category", "disclosed", "code"), [("conveyor-belt", 0, "category_without_standards"), ("conveyor-belt", 1, ""), ("conveyor-belt", None, ""), ("moon-dust", 0, "category_unknown")])
def test_a_category_must_be_known_and_have_standards(category: str, disclosed: int | None, code: str) -> None:
    assert wrong(replace(BELT, category=category), disclosed) == ({"category": code} if code else {})


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (core("tensile-strength", "at_least", "MPa", "24", "25", "15"), {"cores.0.cases.0.average": "thresholds_out_of_order"}),
        (core("tensile-strength", "at_least", "MPa", "24", "18", "19"), {"cores.0.cases.0.base": "thresholds_out_of_order"}),
        (core("tensile-strength", "at_least", "MPa", "15", "18", "24"), {"cores.0.cases.0.average": "thresholds_out_of_order", "cores.0.cases.0.base": "thresholds_out_of_order"}),
        (core("abrasion-volume", "at_most", "mm³", "150", "120", "200"), {"cores.0.cases.0.average": "thresholds_out_of_order"}),
        (core("ph", "range", "", "4~9", "5~7", "4~9"), {"cores.0.cases.0.average": "thresholds_out_of_order"}),
        (core("rub-fastness", "grade", "", "3-4", "4", "3"), {"cores.0.cases.0.average": "thresholds_out_of_order"}),
        (core("odour", "grade", "", "3", "2", "1"), {"cores.0.cases.0.average": "thresholds_out_of_order", "cores.0.cases.0.base": "thresholds_out_of_order"}),
        (core("tensile-strength", "at_least", "MPa", "15", "15.0", "15"), {"cores.0.cases.0.base": "thresholds_equal"}),
        (core("tensile-strength", "at_least", "MPa", "24", "15", "15"), {}),
    ],
)
def test_thresholds_follow_each_other_from_strict_to_lenient(first: Core, expected: dict[str, str]) -> None:
    assert {path: code for path, code in wrong_core(first).items() if not code.startswith("asked_twice")} == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (core("tensile-strength", "at_least", "MPa", "24", "优", "15"), {"cores.0.cases.0.average": "not_a_number"}),
        (core("tensile-strength", "at_least", "MPa", "24", "", "15"), {"cores.0.cases.0.average": "required"}),
        (core("tensile-strength", "at_least", "mm", "24", "18", "15"), {"cores.0.unit": "unit_of_other_quantity"}),
        (core("tensile-strength", "at_least", "parsec", "24", "18", "15"), {"cores.0.unit": "floor_unit_unknown"}),
        (core("tensile-strength", "at_least", "", "24", "18", "15"), {"cores.0.unit": "floor_unit_missing"}),
        (core("ph", "range", "", "5~7", "8~4", "4~9"), {"cores.0.cases.0.average": "range_upside_down"}),
        (core("ph", "range", "", "5~7", "5", "4~9"), {"cores.0.cases.0.average": "required"}),
        (core("rub-fastness", "grade", "", "4", "3-4", "half"), {"cores.0.cases.0.base": "floor_grade_unknown"}),
        (core("unheard-of", "at_least", "MPa", "24", "18", "15"), {"cores.0.concept": "concept_unknown"}),
        (core("", "at_least", "MPa", "24", "much", "15"), {"cores.0.concept": "required", "cores.0.cases.0.average": "not_a_number"}),
        (core("tensile-strength", "", "MPa", "24", "18", "15"), {"cores.0.operator": "choose_one"}),
        (core("tensile-strength", "equal", "MPa", "24", "18", "15"), {"cores.0.operator": "choose_one"}),
        (core("smell", "at_least", "", "3", "2", "1"), {"cores.0.operator": "words_are_not_graded"}),
        (core("rub-fastness", "at_least", "", "4", "3", "2"), {"cores.0.operator": "operator_of_other_quantity"}),
        (core("tensile-strength", "at_most", "MPa", "15", "18", "24"), {"cores.0.operator": "operator_against_direction"}),
        (core("tensile-strength", "at_least", "MPa", "24", "18", "15", condition="wet"), {"cores.0.cases.0.condition": "floor_condition_unknown"}),
        (Core("tensile-strength", "at_least", "MPa", floor="GB/T 1"), {"cores.0.cases": "required"}),
        (replace(core("tensile-strength", "at_least", "MPa", "24", "18", "15"), floor=" "), {"cores.0.floor": "required"}),
    ],
)
def test_every_wrong_cell_of_a_core_indicator_is_told_where_it_stands(first: Core, expected: dict[str, str]) -> None:
    found = wrong_core(first)
    assert {path: found.get(path) for path in expected} == expected
    assert set(found) - set(expected) <= {"cores.0.unit", "cores.0.cases.0.advanced", "cores.0.cases.0.average", "cores.0.cases.0.base"}


def test_everything_wrong_is_told_at_once() -> None:
    first = core("tensile-strength", "at_least", "N", "18", "24", "much", condition="aged", more=(case("at_least", "3", "2", "1", condition="aged"), Case("", Step("9"), Step("8"))))
    found = wrong(replace(BELT, title="", category="moon-dust", stars=("4", "4", "x"), cores=(first, BELT.cores[1]), basics=(Basic("ph", "range", "9", "4"), Basic())), 0)
    assert found == {
        "title": "required", "category": "category_unknown", "stars.1": "levels_out_of_order", "stars.2": "not_a_number", "cores": "too_few_cores",
        "cores.0.unit": "unit_of_other_quantity", "cores.0.cases.0.average": "thresholds_out_of_order", "cores.0.cases.0.base": "not_a_number",
        "cores.0.cases.0.condition": "asked_twice", "cores.0.cases.1.condition": "asked_twice", "cores.0.cases.2.base": "required",
        "basics.0.high": "range_upside_down", "basics.0.source": "required",
        "basics.1.concept": "required", "basics.1.operator": "choose_one", "basics.1.source": "required",
    }  # fmt: skip


def test_a_declared_line_can_answer_one_indicator_only() -> None:
    aged = core("tensile-strength", "at_least", "MPa", "20", "16", "12", condition="aged")
    assert wrong(replace(BELT, cores=(*BELT.cores, aged))) == {}
    assert wrong(replace(BELT, cores=(*BELT.cores, BELT.cores[0]))) == {"cores.0.cases.0.condition": "asked_twice", "cores.4.cases.0.condition": "asked_twice"}


def test_an_innovative_indicator_needs_neither_average_nor_base() -> None:
    assert wrong(replace(BELT, innovations=(replace(core("peel-strength", "at_least", "N/cm", "60", "", ""), floor=""),))) == {}
    assert wrong(replace(BELT, innovations=(core("peel-strength", "at_least", "N/cm", "", "45", ""),))) == {"innovations.0.cases.0.advanced": "required"}
    assert wrong(replace(BELT, innovations=(core("peel-strength", "at_least", "N/cm", "45", "", "60"),))) == {"innovations.0.cases.0.base": "thresholds_out_of_order"}


def test_there_are_at_most_twelve_core_indicators() -> None:
    cores = tuple(core("tensile-strength", "at_least", "MPa", "24", "18", "15") for _ in range(13))
    assert wrong(replace(BELT, cores=cores))["cores"] == "too_many_cores"
    assert wrong(replace(BELT, innovations=cores))["innovations"] == "too_many_cores"


@pytest.mark.parametrize(
    ("changed", "path", "code"),
    [
        ({"year": "26"}, "year", "year_wrong"), ({"year": "二〇二六"}, "year", "year_wrong"),
        ({"valid_from": "2026-02-30"}, "valid_from", "date_unreadable"), ({"valid_from": "20260101"}, "valid_from", "date_unreadable"),
        ({"valid_until": "soon"}, "valid_until", "date_unreadable"), ({"valid_until": "2025-12-31"}, "valid_until", "end_before_start"),
        ({"method": "lottery"}, "method", "choose_one"), ({"requirements_by": "hearsay"}, "requirements_by", "choose_one"), ({"gates": ("bad_weather",)}, "gates", "choose_one"),
        ({"least_cores": "some"}, "least_cores", "not_a_number"), ({"candidate_level": "4"}, "candidate_level", "choose_one"),
        ({"candidate_months": "0"}, "candidate_months", "months_wrong"), ({"candidate_months": "a year"}, "candidate_months", "not_a_number"),
        ({"stars": ("5", "4")}, "stars", "required"), ({"stars": ("5", "4", "4")}, "stars.2", "levels_out_of_order"), ({"stars": ("6", "4", "3")}, "stars.0", "not_a_number"),
        ({"title": "长" * 301}, "title", "too_long"), ({"note": "长" * 3001}, "note", "too_long"),
        ({"requirements": (Requirement("a", "x"), Requirement("a", "y"))}, "requirements.1.code", "taken"),
        ({"requirements": (Requirement("", "x"),)}, "requirements.0.code", "required"), ({"requirements": (Requirement("a", " "),)}, "requirements.0.text", "required"),
        ({"requirements": (Requirement("a", "长" * 301),)}, "requirements.0.text", "too_long"),
        ({"requirements": tuple(Requirement(str(code), "x") for code in range(21))}, "requirements", "too_many"),
        ({"basics": (Basic("smell", "text", source="GB 18401"),)}, "basics.0.text", "required"),
        ({"basics": (Basic("ph", "range", "4", "much", source="GB 18401"),)}, "basics.0.high", "not_a_number"),
        ({"basics": (Basic("unheard-of", "text", text="无", source="GB 18401"),)}, "basics.0.concept", "concept_unknown"),
    ],
)  # fmt: skip
def test_the_rest_of_the_form_is_checked_too(changed: dict[str, object], path: str, code: str) -> None:
    assert wrong(replace(BELT, **changed)) == {path: code}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "weights", "expected"),
    [
        (Points(worth=("80", "90", "60")), "40 20 20 20", {"points.worth.1": "levels_out_of_order"}),
        (Points(least=("90", "75", "much")), "40 20 20 20", {"points.least.2": "not_a_number"}),
        (Points(least=("90", "75")), "40 20 20 20", {"points.least": "required"}),
        (Points(worth=("101", "80", "60")), "40 20 20 20", {"points.worth.0": "not_a_number"}),
        (Points(), "40 20 20 x", {"cores.3.weight": "not_a_number"}),
        (Points(), "40 40 20 0", {"cores.3.weight": "weight_nought"}),
        (Points(), "40 20 20 19.9", {f"cores.{place}.weight": "weights_not_100" for place in range(4)}),
        (Points(), "33.3 33.3 33.3 0.1", {}),
    ],
)
def test_weights_sum_to_a_hundred_and_levels_fall(points: Points, weights: str, expected: dict[str, str]) -> None:
    cores = tuple(replace(each, weight=weight) for each, weight in zip(BELT.cores, weights.split(), strict=True))
    assert wrong(replace(POINTS, points=points, cores=cores)) == expected
    assert wrong(replace(BELT, points=points, cores=cores)) == {}
