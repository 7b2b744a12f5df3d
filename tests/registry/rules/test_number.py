from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import number


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("15", "15"), ("15.0", "15.0"), ("0.50", "0.50"), (".5", "0.5"), ("１５．０", "15.0"), ("1。5", "1.5"), ("1,000", "1000"),
        ("1，000，000.5", "1000000.5"), ("1 000", "1000"), ("1'000", "1000"), ("-20", "-20"), ("－20", "-20"), ("−0.5", "-0.5"), ("+3", "3"),
        ("1.5×10³", "1.5×10³"), ("1.5e3", "1.5×10³"), ("1.5E+3", "1.5×10³"), ("1.5 x 10^3", "1.5×10³"), ("2×10⁻³", "0.002"),
        ("5万", "50000"), ("4.5万", "45000"), ("1.23456万", "12345.6"), (" 7 ", "7"), ("9" * 30, "9" * 30), ("1e15", "1×10¹⁵"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_typed(typed: str, shown: str) -> None:
    read = number.parse(typed)
    assert read is not None
    assert number.show(read) == shown


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abc", "1,00", "3,5", "10 00", "1.2.3", "5.", "-", "e3", "1e16", "12e15", "1e-16", "1e999999999", "9" * 31, "1×103", "10³", "٣", "三", "NaN", "Infinity", "1_000", "0x10", "9**9**9", "1" * 100_000, "\ud800"],
)
def test_anything_else_is_no_number(typed: str) -> None:
    assert number.parse(typed) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-999_999, max_value=999_999, places=6), st.integers(0, 9))
def test_a_shown_number_reads_back_with_its_precision(figure: Decimal, power: int) -> None:
    for written in (figure, Decimal(f"{figure}e{power}")):
        again = number.parse(number.show(written))
        assert again is not None
        assert again.as_tuple() == written.as_tuple()


@given(st.from_regex(r"-?[0-9]{1,16}(\.[0-9]{1,14})?(e-?[0-9]{1,2})?万?", fullmatch=True))
def test_whatever_was_read_can_be_shown_and_read_again(typed: str) -> None:
    figure = number.parse(typed)
    if figure is not None:
        assert number.parse(number.show(figure)) == figure


@given(st.text(st.one_of(st.sampled_from("0123456789.,eE+-×10^³⁻ 万"), st.characters(codec=None, exclude_categories=()))))
def test_no_text_breaks_the_rule(text: str) -> None:
    read = number.parse(text)
    assert read is None or read.is_finite()
