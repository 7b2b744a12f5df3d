import pytest

from registry.rules.password import LONGEST, SHORTEST, prepared, problem

GOOD = "correct horse battery"


def test_a_long_password_of_any_letters_is_good() -> None:
    assert problem(GOOD) is None
    assert problem("海游街道的橡胶厂在三门") is None


def test_characters_are_counted_not_bytes() -> None:
    assert problem("橡胶" * 4) == "password_short"  # 24 bytes, 8 characters
    assert problem("海游街道的橡胶厂在三") is None  # ten characters
    assert problem("abcdefgh😀") == "password_short"


def test_a_password_has_an_end() -> None:
    assert problem("ab3d" * (LONGEST // 4)) is None
    assert problem("ab3d" * (LONGEST // 4) + "x") == "password_long"


@pytest.mark.parametrize("typed", ["wang@example.com", "WANG@example.com", "wangxiaoming", "13800138000", "+8613800138000"])
def test_ones_own_name_and_address_are_what_everybody_tries_first(typed: str) -> None:
    own = ["wangxiaoming", "wang@example.com", "+8613800138000"]
    assert problem(typed, own=own) == "password_own"


@pytest.mark.parametrize("typed", ["1234567890", "Password123", "5201314520", "aaaaaaaaaaaa", "1212121212", "ｐａｓｓｗｏｒｄ１２３"])
def test_common_passwords_are_refused(typed: str) -> None:
    assert problem(typed) == "password_common"


def test_two_keyboards_that_send_a_letter_differently_type_one_password() -> None:
    assert prepared("café au lait") == prepared("cafe\u0301 au lait")
    assert len(GOOD) > SHORTEST
