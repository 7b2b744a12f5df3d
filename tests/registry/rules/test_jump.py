"""An indicator that leapt between versions: by concept, in whatever unit it is written."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import jump
from registry.rules.indicator import Operator, Value

NUMBERS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(100000), places=2)


def row(low: str, unit: str = "MPa", name: str = "拉伸强度", concept: str = "tensile-strength", **also: str) -> dict[str, Any]:
    return {"name": name, "concept": concept, "operator": "at_least", "low": low, "high": "", "unit": unit, "grade": "", "text": "", "condition": "", "condition_text": "", "method": "", **also}


def told(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [each.facts["times"] for each in jump.remarks([before], [after])]


def test_ten_times_as_much_is_told_with_both_values() -> None:
    [remark] = jump.remarks([row("15")], [row("150")])
    assert (remark.facts["times"], remark.facts["name"]) == ("10", "拉伸强度")
    assert "15" in remark.facts["before"]
    assert "150" in remark.facts["after"]


def test_the_same_amount_in_another_unit_is_no_leap_and_a_slip_is() -> None:
    assert told(row("15", "MPa"), row("15000", "kPa")) == []
    assert told(row("13", "kPa"), row("13000", "mmH2O")) == ["9.81"]


def test_indicators_meet_by_concept_though_their_names_differ() -> None:
    assert told(row("15", name="拉伸强度"), row("3", name="抗拉强度")) == ["1/5"]
    assert told(row("15", concept="", name="拉伸强度"), row("3", concept="", name="抗拉强度")) == []


def test_another_condition_is_another_indicator() -> None:
    assert told(row("15", condition="aged"), row("3", condition="new")) == []


@pytest.mark.parametrize("after", [row("3", "°"), row("0"), row("-15"), row("", operator="text", text="不断裂"), row("x")])
def test_what_cannot_be_weighed_does_not_leap(after: dict[str, Any]) -> None:
    assert told(row("15"), after) == []


@given(NUMBERS)
def test_what_stays_does_not_leap(number: Decimal) -> None:
    value = Value(Operator.AT_LEAST, number, None, "MPa")
    assert jump.leap(value, value) == ""


@given(NUMBERS, NUMBERS)
def test_a_leap_is_one_both_ways(one: Decimal, other: Decimal) -> None:
    first, second = (Value(Operator.AT_MOST, None, each, "mm") for each in (one, other))
    assert bool(jump.leap(first, second)) == bool(jump.leap(second, first)) == (max(one / other, other / one) >= jump.TIMES)
