"""No smaller symbol would hold the text."""

from itertools import product

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import constants
from qrcode.exceptions import DataOverflowError

from qr import drawing, segments
from registry.errors import Invalid
from registry.rules.application_identifiers import CHARACTERS

LEVELS = {"M": constants.ERROR_CORRECT_M, "Q": constants.ERROR_CORRECT_Q, "H": constants.ERROR_CORRECT_H}
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
COUNT_BITS = {1: 10, 2: 9, 4: 8}  # ISO/IEC 18004, table 3, versions 1 to 9
CAPACITY = {  # ISO/IEC 18004, table 7: version and level -> digits, alphanumeric characters, bytes
    (1, "M"): (34, 20, 14), (2, "M"): (63, 38, 26), (3, "M"): (101, 61, 42), (4, "M"): (149, 90, 62), (10, "M"): (513, 311, 213), (40, "M"): (5596, 3391, 2331),
    (1, "Q"): (27, 16, 11), (3, "Q"): (77, 47, 32), (40, "Q"): (3993, 2420, 1663), (1, "H"): (17, 10, 7), (3, "H"): (58, 35, 24), (40, "H"): (3057, 1852, 1273),
}  # fmt: skip


def version(text: str, level: str = "M") -> int:
    return (len(drawing.matrix(text, level)) - 17) // 4


@pytest.mark.parametrize(("at", "held"), CAPACITY.items())
def test_each_version_holds_what_the_standard_says_and_not_one_character_more(at: tuple[int, str], held: tuple[int, int, int]) -> None:
    number, level = at
    for character, most in zip("7Aa", held, strict=True):
        assert drawing._smallest(character * most, level)[0] == number
        if number == 40:
            with pytest.raises(Invalid):
                drawing.matrix(character * (most + 1), level)
        else:
            assert drawing._smallest(character * (most + 1), level)[0] == number + 1


@settings(max_examples=60, deadline=None)
@given(st.text("0123456789AZ/a%", min_size=1, max_size=7))
def test_no_other_split_takes_fewer_bits(text: str) -> None:
    assert segments.bits(segments.shortest(text, 9), 9) == min(_bits(text, modes) for modes in product((1, 2, 4), repeat=len(text)) if _possible(text, modes))


@settings(max_examples=25, deadline=None)
@given(st.text(sorted(CHARACTERS), min_size=1, max_size=20), st.sampled_from(sorted(LEVELS)))
def test_the_library_holds_the_text_in_no_smaller_version_however_it_splits_it(lot: str, level: str) -> None:
    text = f"HTTPS://BZ.EXAMPLE.CN/01/09520000000011/10/{lot}"
    for smaller in range(1, version(text, level)):
        for threshold in (0, 4, 8, 20):
            code = qrcode.QRCode(smaller, error_correction=LEVELS[level])
            code.add_data(text, optimize=threshold)
            with pytest.raises((DataOverflowError, ValueError)):
                code.make(fit=False)


def test_runs_of_digits_in_a_lot_do_not_cost_a_version() -> None:
    text = "HTTPS://BZ.EXAMPLE.CN/01/09520000000011/10/A1234B1234C1234D"
    plain = qrcode.QRCode(error_correction=constants.ERROR_CORRECT_M)
    plain.add_data(text, optimize=4)
    assert (plain.best_fit(), version(text)) == (4, 3)


def test_the_sizes_are_those_of_the_specification() -> None:
    assert len(drawing.matrix("HTTPS://BZ.CN/01/06901234567892")) == 25
    assert len(drawing.matrix("HTTPS://BZ.EXAMPLE.ORG.CN/01/06901234567892")) == 29
    assert len(drawing.matrix("HTTPS://BZ.CN/01/06901234567892/10/ABCDEFGHIJ")) == 29
    assert len(drawing.matrix("HTTPS://BZ.CN/01/06901234567892/21/ABCDEFGHIJKL")) == 29


def _possible(text: str, modes: tuple[int, ...]) -> bool:
    return all(mode == 4 or (character in ALPHANUMERIC if mode == 2 else character.isdigit()) for character, mode in zip(text, modes, strict=True))


def _bits(text: str, modes: tuple[int, ...]) -> int:
    total, start = 0, 0
    for place in range(1, len(text) + 1):
        if place == len(text) or modes[place] != modes[start]:
            length = place - start
            total += 4 + COUNT_BITS[modes[start]] + {1: length // 3 * 10 + (0, 4, 7)[length % 3], 2: length // 2 * 11 + length % 2 * 6, 4: length * 8}[modes[start]]
            start = place
    return total
