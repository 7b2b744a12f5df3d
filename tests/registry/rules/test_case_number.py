from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.rules import case_number, scan_code

DAY = date(2026, 11, 22)
numbers = st.integers(0, 2**30 - 1).map(lambda bits: case_number.make("report", DAY, lambda _: bits))


@given(numbers)
def test_a_number_reads_as_it_was_made_however_it_is_typed(number: str) -> None:
    assert number.startswith("JB20261122-")
    assert len(number) == 18
    for typed in (number, number.lower(), number.replace("-", ""), f" {number.replace('-', ' ')} ", number.replace("-", "—")):
        assert case_number.parse(typed) == number


@given(numbers, st.integers(11, 17), st.sampled_from(scan_code.ALPHABET))
def test_a_wrong_symbol_is_noticed(number: str, place: int, symbol: str) -> None:
    typed = number[:place] + symbol + number[place + 1 :]
    assert case_number.parse(typed) == (number if typed == number else None)


@given(st.text(max_size=200))
def test_any_other_text_is_no_number(text: str) -> None:
    read = case_number.parse(text)
    assert read is None or case_number.parse(read) == read


@given(st.integers(0, 2**100 - 1))
def test_a_secret_has_twenty_symbols_and_is_compared_without_what_people_add(number: int) -> None:
    secret = case_number.make_secret(number)
    assert [len(group) for group in secret.split("-")] == [4] * 5
    plain = case_number.plain_secret(secret)
    assert case_number.plain_secret(f" {secret.lower().replace('0', 'o').replace('1', 'l').replace('-', ' ')}") == plain
    assert case_number.make_secret(number ^ 1) != secret


def test_a_very_long_text_is_no_secret() -> None:
    assert case_number.plain_secret("A" * 1000) == ""
