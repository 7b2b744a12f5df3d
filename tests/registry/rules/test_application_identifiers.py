import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import application_identifiers as identifiers

# GS1 General Specifications, Figure 7.11-1, column by column.
FIGURE = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def test_the_set_is_that_of_the_figure() -> None:
    assert set(FIGURE) == identifiers.CHARACTERS
    assert len(FIGURE) == 82


@given(st.text(FIGURE, min_size=1, max_size=20))
def test_up_to_twenty_of_its_characters_make_a_lot_a_serial_and_a_variant(value: str) -> None:
    assert all(valid(value) for valid in (identifiers.valid_lot, identifiers.valid_serial, identifiers.valid_variant))


@given(st.text())
def test_any_other_text_is_none(value: str) -> None:
    assert identifiers.valid_lot(value) == bool(re.fullmatch(f"[{re.escape(FIGURE)}]{{1,20}}", value))


@pytest.mark.parametrize(
    ("value", "problem"),
    [("", "identifier_missing"), ("A" * 21, "identifier_too_long"), ("A B", "identifier_characters"), ("Ａ", "identifier_characters"), ("A\n", "identifier_characters"), ("#1", "identifier_characters"), ("批", "identifier_characters")],
)
def test_what_is_wrong_is_named(value: str, problem: str) -> None:
    assert identifiers.problem(value) == problem


@pytest.mark.parametrize(("value", "problem"), [(".", "identifier_dots"), ("..", "identifier_dots"), ("...", None), (".A", None)])
def test_a_name_that_no_address_can_carry_is_not_registered(value: str, problem: str | None) -> None:
    assert identifiers.valid_lot(value)
    assert identifiers.unprintable(value) == problem


@pytest.mark.parametrize(("value", "costs"), [("L20261122", False), ("A/B%C", False), ("l1", True), ("A_1", True)])
def test_lower_case_costs_byte_mode(value: str, costs: bool) -> None:
    assert identifiers.costs_byte_mode(value) == costs


@given(st.integers(0, (1 << 60) - 1))
def test_a_random_serial_stays_in_alphanumeric_mode_and_carries_every_bit(number: int) -> None:
    serial = identifiers.random_serial(number)
    assert re.fullmatch("[0-9A-Z]{12}", serial)
    assert sum(identifiers.SERIAL_SYMBOLS.index(symbol) << 5 * place for place, symbol in enumerate(reversed(serial))) == number


@pytest.mark.parametrize("number", [-1, 1 << 60])
def test_only_60_bits_fit(number: int) -> None:
    with pytest.raises(ValueError):
        identifiers.random_serial(number)
