import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import scan_code
from registry.rules.scan_code import ALPHABET

NUMBERS = st.integers(0, (1 << 45) - 1)
# The check is linear, so these ten codes with their multiples stand for all 2^45.
SAMPLES = [scan_code.encode(31 << 5 * place | 7) for place in range(9)] + [scan_code.encode(0x0123_4567_89A)]


@given(NUMBERS)
def test_a_code_reads_back_as_itself(number: int) -> None:
    code = scan_code.encode(number)
    assert len(code) == 10
    assert scan_code.parse(code) == code
    assert sum(ALPHABET.index(symbol) << 5 * place for place, symbol in enumerate(reversed(code[:9]))) == number


@pytest.mark.parametrize("code", SAMPLES)
def test_every_wrong_symbol_is_noticed(code: str) -> None:
    for place, old in enumerate(code):
        for new in set(ALPHABET) - {old}:
            assert scan_code.parse(code[:place] + new + code[place + 1 :]) is None


def test_every_swap_of_two_symbols_is_noticed() -> None:
    """Exhaustive over places and pairs of symbols: the check is linear, so the other symbols cancel out."""
    for one, other in combinations(range(9), 2):
        for first, second in combinations(range(32), 2):
            symbols = [0] * 9
            symbols[one], symbols[other] = first, second
            code = scan_code.encode(sum(symbol << 5 * (8 - place) for place, symbol in enumerate(symbols)))
            swapped = list(code)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert scan_code.parse("".join(swapped)) is None


@given(NUMBERS, st.integers(0, 8))
def test_a_swap_with_the_neighbour_or_the_check_symbol_is_noticed(number: int, place: int) -> None:
    code = scan_code.encode(number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (scan_code.parse(swapped) is None) == (swapped != code)


@given(NUMBERS, st.integers(0, 9), st.integers(1, 31))
def test_a_wrong_symbol_in_any_code_is_noticed(number: int, place: int, step: int) -> None:
    code = scan_code.encode(number)
    wrong = ALPHABET[(ALPHABET.index(code[place]) + step) % 32]
    assert scan_code.parse(code[:place] + wrong + code[place + 1 :]) is None


@given(NUMBERS, st.integers(0, 9), st.integers(0, 9))
def test_a_swap_of_any_two_symbols_of_any_code_is_noticed(number: int, one: int, other: int) -> None:
    code = scan_code.encode(number)
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert (scan_code.parse("".join(swapped)) is None) == (code[one] != code[other])


@pytest.mark.parametrize(
    ("number", "code"),
    [(0, "0000000000"), (1, "0000000012"), (31, "00000000ZV"), (1 << 40, "100000000T"), ((1 << 45) - 1, "ZZZZZZZZZX"), (0x0123_4567_89AB, "14D2PF2DBR")],
)
def test_codes_worked_out_by_multiplying_powers_stay_as_they_are(number: int, code: str) -> None:
    """The sum over places i of symbol times 2^i in GF(32), x^5 = x^2 + 1, done term by term: a printed code must read for ever."""
    assert scan_code.encode(number) == code


@given(NUMBERS)
def test_what_people_confuse_is_read_right(number: int) -> None:
    code = scan_code.encode(number)
    wide = code.lower().translate({ord(symbol): ord(symbol) + 0xFEE0 for symbol in code.lower()})
    assert scan_code.parse(code.replace("0", "o").replace("1", "l")) == code
    assert scan_code.parse(code.replace("0", "O").replace("1", "I")) == code
    assert scan_code.parse(wide) == code
    assert scan_code.parse(f" {code[:5]}-{code[5:]} ") == code


@pytest.mark.parametrize("raw", ["", "U123456789", "0" * 9, "0" * 11, "0" * 100_000, "\ud800" * 10, "000000000*"])
def test_other_text_is_no_code(raw: str) -> None:
    assert scan_code.parse(raw) is None


@pytest.mark.parametrize("number", [-1, 1 << 45])
def test_only_45_bits_fit(number: int) -> None:
    with pytest.raises(ValueError):
        scan_code.encode(number)


def test_a_new_code_comes_from_the_callers_randomness() -> None:
    assert scan_code.random_code(random.Random(7).getrandbits) == scan_code.encode(random.Random(7).getrandbits(45))
