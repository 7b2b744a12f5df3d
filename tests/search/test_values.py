"""Indicators are found by value, whatever unit they were declared in."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import indicator, names, number, unit
from search import conditions, values
from search.engine import Range
from search.synonyms import Concept, Vocabulary
from search.values import Bounds

CONCEPTS = (
    Concept("moisture-permeability", "透湿率", "water_vapour_rate", "g/(m²·24h)"),
    Concept("tensile-strength", "拉伸强度", "pressure", "MPa"),
    Concept("hydrostatic-pressure", "静水压", "pressure", "kPa"),
    Concept("formaldehyde", "甲醛含量", "mass_fraction", "mg/kg"),
    Concept("fastness", "耐洗色牢度", "grade", "级"),
    Concept("ph", "pH值", "number", ""),
    Concept("brittleness", "脆性温度", "temperature", "℃"),
)
VOCABULARY = Vocabulary({names.key(each.name): each for each in CONCEPTS})
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def _declared(concept: str, cell: str) -> tuple[list[str], list[str]]:
    """The terms of an indicator as it is stored."""
    promised = indicator.read(cell)
    assert promised is not None
    known = unit.find(promised.unit) if promised.unit else None
    if promised.grade:
        steps = [int(each) for each in promised.grade.removesuffix("级").split("-")]
        return values.terms([Bounds(concept, promised.unit, sum(steps) / len(steps), sum(steps) / len(steps))])
    low, high = (None if end is None else float(unit.base_value(end, known) if known else end) for end in (promised.low, promised.high))
    return values.terms([Bounds(concept, promised.unit, low, high)])


def _meets(typed: str, concept: str, cell: str) -> bool:
    lows, highs = _declared(concept, cell)
    found = conditions.find(number.fold(typed), VOCABULARY)
    assert found, typed
    return all(any(_holds(each, lows, highs) for each in condition.ranges) for condition in found)


def _holds(condition: Range, lows: list[str], highs: list[str]) -> bool:
    return any(condition.first <= term <= condition.last for term in (lows if condition.field == "lows" else highs))


def _shown(typed: str) -> list[str]:
    return [each.shown.replace("\N{THIN SPACE}", " ") for each in conditions.find(number.fold(typed), VOCABULARY)]


@given(NUMBERS, NUMBERS)
def test_terms_sort_as_their_numbers_do(one: float, other: float) -> None:
    assert (values.term("x", one) < values.term("x", other)) == (one < other)
    assert (values.term("x", one) == values.term("x", other)) == (one == other)


def test_nothing_lies_outside_the_infinities() -> None:
    assert "x|" + "0" * 16 < values.term("x", -math.inf) < values.term("x", math.inf) < "x|" + "f" * 16


@pytest.mark.parametrize(
    ("typed", "concept", "cell", "met"),
    [
        ("透湿率 >= 8000", "moisture-permeability", "≥8000 g/(m²·24h)", True),
        ("透湿率≥8000g/(m²·24h)", "moisture-permeability", "≥10000 g/(m²·24h)", True),
        ("透湿率 >= 8000", "moisture-permeability", "≥5000 g/(m²·24h)", False),
        ("透湿率 >= 8000", "moisture-permeability", "≤9000 g/(m²·24h)", False),
        ("透湿率８０００以上", "moisture-permeability", "≥8000 g/(m²·d)", True),
        ("60 kPa", "hydrostatic-pressure", "≥60 kPa", True),
        ("60 kPa", "hydrostatic-pressure", "≥6118 mmH2O", True),
        ("60 kPa", "", "≥0.06 MPa", True),
        ("60 kPa", "hydrostatic-pressure", "≥6000 mmH2O", False),
        ("13 kPa", "hydrostatic-pressure", "≥13000 mmH2O", False),
        ("静水压 不低于 60 kPa", "hydrostatic-pressure", "≥7000 mmH2O", True),
        ("静水压 不低于 60 kPa", "tensile-strength", "≥15 MPa", False),
        ("不低于 15MPa", "tensile-strength", "≥15 MPa", True),
        ("拉伸强度 15", "tensile-strength", "≥15.0 MPa", True),
        ("拉伸强度 15", "tensile-strength", "≥15 kPa", False),
        ("拉伸强度 > 15", "tensile-strength", "≥15 MPa", False),
        ("拉伸强度(老化前)≥15", "tensile-strength", "≥18 MPa", True),
        ("拉伸强度 10~20 MPa", "tensile-strength", "≥15 MPa", True),
        ("甲醛含量 ≤ 20", "formaldehyde", "≤20 mg/kg", True),
        ("甲醛含量 ≤ 0.002%", "formaldehyde", "≤20 mg/kg", True),
        ("甲醛含量 ≤ 20", "formaldehyde", "≤75 mg/kg", False),
        ("甲醛含量 < 20", "formaldehyde", "≤20 mg/kg", False),
        ("耐洗色牢度 4级", "fastness", "4-5级", True),
        ("耐洗色牢度 4-5级", "fastness", "4级", False),
        ("pH值 4.0-7.5", "ph", "4.0~7.5", True),
        ("脆性温度 ≤ -40℃", "brittleness", "≤-45℃", True),
        ("脆性温度 ≤ -40℃", "brittleness", "≤-35℃", False),
    ],
)
def test_a_condition_is_met_or_not_as_a_reader_would_say(typed: str, concept: str, cell: str, met: bool) -> None:
    assert _meets(typed, concept, cell) is met


@given(st.decimals(Decimal("0.001"), Decimal(99999), places=3), st.sampled_from(["Pa", "kPa", "MPa", "bar", "mmH2O"]), st.sampled_from(["Pa", "kPa", "MPa", "bar", "mmH2O"]))
def test_a_value_is_found_by_itself_in_every_unit(figure: Decimal, declared: str, asked: str) -> None:
    one, other = unit.find(declared), unit.find(asked)
    assert one
    assert other
    low = float(unit.base_value(figure, one))
    lows, highs = values.terms([Bounds("hydrostatic-pressure", declared, low, None)])
    same = Decimal(float(unit.convert(figure, one, other)))
    for operator in (indicator.Operator.AT_LEAST, indicator.Operator.EQUAL):
        asked_for = values.ranges("hydrostatic-pressure", indicator.Value(operator, same, same, asked), other)
        assert any(_holds(each, lows, highs) for each in asked_for)


def test_neighbouring_lengths_are_not_taken_for_each_other() -> None:
    assert _meets("2240 mm", "", "2240 mm")
    assert not _meets("2240 mm", "", "2241 mm")


def test_what_was_understood_is_said_with_its_unit() -> None:
    assert _shown("冲锋衣 静水压不低于60 透湿率 >= 8000") == ["静水压 ≥60 kPa", "透湿率 ≥8000 g/(m²·24h)"]


@pytest.mark.parametrize("typed", ["GB/T 528-2009 拉伸强度", "500 g 洗衣粉", "SPB 2240", "拉伸强度", "2240 mm 三角带", "透湿率 >=", "304不锈钢", "拉伸强度≥1e999", "6205-2RS"])
def test_numbers_of_other_kinds_are_no_conditions(typed: str) -> None:
    assert _shown(typed) == []


def test_a_unit_of_another_quantity_is_no_condition_on_the_concept() -> None:
    assert _shown("拉伸强度 ≥ 60 N") == ["≥60 N"]


@given(st.text(st.sampled_from("透湿率拉伸强度≥<=>0123456789.~-kPaMmH2O%℃不低于以上() "), max_size=60))
def test_no_text_is_refused_and_conditions_do_not_overlap(typed: str) -> None:
    folded = number.fold(typed)
    places = [place for each in conditions.find(folded, VOCABULARY) for place in (each.start, each.end)]
    assert places == sorted(places)
    assert not places or places[-1] <= len(folded)
