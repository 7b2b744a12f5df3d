"""Advice grows milder as codes grow better, and refuses what readers do not read."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr import advice
from qr.advice import Look
from registry.errors import Invalid

MODULES = st.floats(0.01, advice.TILL_MOST)
GREYS = st.integers(0, 255)
SEVERITY = {"drawing_below_telephone": 2, "drawing_below_till": 1}


def severity(look: Look) -> int:
    return 3 if advice.refusals(look) else max((SEVERITY.get(code, 0) for code in advice.warnings(look)), default=0)


@given(MODULES, MODULES)
def test_a_larger_module_up_to_what_tills_read_is_never_judged_worse(one: float, other: float) -> None:
    assert severity(Look(module=max(one, other))) <= severity(Look(module=min(one, other)))


@given(GREYS, GREYS)
def test_darker_is_never_judged_worse(one: int, other: int) -> None:
    darker, lighter = (Look(colour=f"#{grey:02x}{grey:02x}{grey:02x}") for grey in sorted((one, other)))
    assert len(advice.refusals(darker)) <= len(advice.refusals(lighter))
    if not advice.refusals(lighter):
        assert set(advice.warnings(darker)) <= set(advice.warnings(lighter))


@pytest.mark.parametrize(
    ("module", "said"), [(0.25, ["drawing_below_telephone"]), (0.329, ["drawing_below_telephone"]), (0.33, ["drawing_below_till"]), (0.395, ["drawing_below_till"]), (0.396, []), (0.99, []), (0.991, ["drawing_above_till"])]
)
def test_the_module_is_judged_by_the_specified_limits(module: float, said: list[str]) -> None:
    assert (advice.refusals(Look(module=module)), advice.warnings(Look(module=module))) == ({}, said)


def test_every_refusal_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        advice.check(Look("L", 0.249, 3, "#fff", "white"))
    assert refused.value.fields == {"level": "drawing_level_low", "module": "drawing_module_small", "quiet": "drawing_quiet_narrow", "colour": "drawing_colour", "background": "drawing_colour"}


def test_inverted_and_pale_codes_are_refused_and_red_ones_warned_of() -> None:
    assert advice.refusals(Look(colour="#ffffff", background="#000000")) == {"colour": "drawing_inverted"}
    assert advice.refusals(Look(colour="#cccccc")) == {"colour": "drawing_contrast"}
    assert advice.warnings(Look(colour="#ff0000")) == ["drawing_red_light"], "white and red paper shine alike under a till's red light"


@pytest.mark.parametrize(("dpi", "module", "dots"), [(300, 0.423, 5), (300, 0.339, 4), (300, 0.396, 5), (600, 0.423, 10), (203, 0.423, 4), (203, 0.5, 4), (203, 0.25, 2)])
def test_modules_are_whole_printer_dots(dpi: int, module: float, dots: int) -> None:
    assert advice.dots(module, dpi) == dots


def test_the_table_of_dots_begins_at_what_is_drawn_and_ends_at_what_tills_read() -> None:
    assert advice.printer_dots(203) == [(2, Decimal("0.250")), (3, Decimal("0.375")), (4, Decimal("0.500")), (5, Decimal("0.626")), (6, Decimal("0.751")), (7, Decimal("0.876"))]
    assert (5, Decimal("0.423")) in advice.printer_dots(300)
    assert (10, Decimal("0.423")) in advice.printer_dots(600)


@given(st.floats(0.25, 40), st.sampled_from(advice.PRINTERS))
def test_what_is_printed_is_not_smaller_than_asked_by_more_than_a_rounding(module: float, dpi: int) -> None:
    assert advice.printed(replace(Look(), module=module), dpi).module >= module - 0.05 * advice.INCH / dpi - 1e-9
