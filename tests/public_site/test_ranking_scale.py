"""Where a dot lies: always inside the band that was judged, better values further on, and far-off figures too."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from public_site.pages.ranking_scale import BAND, left, marks, place
from registry.rules.judged import Reading
from registry.rules.scheme import Case, Core, Scheme, Step
from registry.rules.scoring import prepare
from registry.rules.self_check_world import Concept

CASE = Case("", Step(low="24"), Step(low="18"), Step(low="12"))
ASK = prepare(Scheme(title="示例", category="bench", year="2026", valid_from="2026-01-01", cores=(Core("strength", "at_least", "MPa", (CASE,)),)), {"strength": Concept("strength", "拉伸强度", "pressure", "higher")}).cores[0]


def _level(low: Decimal) -> int:
    return 1 if low >= 24 else 2 if low >= 18 else 3 if low >= 12 else 0


def _at(low: str, level: int) -> float:
    found = place(ASK, Reading(0, operator="at_least", low=low, unit="MPa", in_unit_low=low, level=level))
    assert found is not None
    return found


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_dot_lies_inside_its_band_and_clear_of_the_thresholds(low: Decimal) -> None:
    level = _level(low)
    assert left(level) + 1 < round(_at(str(low), level)) < left(level) + BAND - 1


@given(st.decimals(min_value=0, max_value=1000, places=2), st.decimals(min_value=0, max_value=1000, places=2))
def test_a_better_value_never_lies_further_left(one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other))
    assert _at(str(worse), _level(worse)) <= _at(str(better), _level(better))


@pytest.mark.parametrize("low", ["1" + "0" * 99, "1" + "0" * 400, "1" + "0" * 400 + "/3", "70/3"])
def test_a_figure_that_cannot_be_drawn_lies_in_the_middle_of_its_band(low: str) -> None:
    assert left(2) < _at(low, 2) < left(2) + BAND


def test_what_has_no_level_has_no_dot_and_an_unknown_condition_no_marks() -> None:
    assert place(ASK, Reading(0)) is None
    assert marks(ASK, "") == (12.0, 18.0, 24.0)
    assert marks(ASK, "sole tears") == ()
