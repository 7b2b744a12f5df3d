import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from registry.rules import credit_code
from registry.rules.credit_code import ALPHABET, CreditCodeProblem

SAMPLE = "91331022MA2K10012U"
SYNTHETIC = [SAMPLE, "91331022782912345T", "91350302MA31ABCD0F", "92350302MA2XYT013E", "91331022MA00000150"]
REAL = ["91110108551385082Q", "91110000600037341L", "91330000740545604A", "91350100M000100Y43"]

SEVENTEEN = st.builds(
    lambda head, tail: head + tail,
    st.text("0123456789", min_size=8, max_size=8),
    st.text(ALPHABET, min_size=9, max_size=9),
)


@pytest.mark.parametrize("code", SYNTHETIC + REAL)
def test_a_valid_code_has_no_problem(code: str) -> None:
    assert credit_code.problem(code) is None
    assert uscc.is_valid(code)


@pytest.mark.parametrize("code", SYNTHETIC)
def test_a_valid_code_has_no_notice(code: str) -> None:
    assert credit_code.parse(code).notices == ()


def test_a_code_is_taken_apart() -> None:
    code = credit_code.parse(SAMPLE)
    assert (code.registering_body, code.category, code.division, code.organisation_code) == ("9", "1", "331022", "MA2K10012")


def test_a_sum_that_31_divides_has_the_check_character_0() -> None:
    assert credit_code.check_character("91331022MA0000015") == "0"


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("91350100M000100Y44", CreditCodeProblem.CHECK_DIGIT),
        ("", CreditCodeProblem.LENGTH),
        ("9133102", CreditCodeProblem.LENGTH),
        (SAMPLE * 1_000, CreditCodeProblem.LENGTH),
        ("91331022MAIK10012U", CreditCodeProblem.ALPHABET),
        ("9133102\nMA2K10012U", CreditCodeProblem.LENGTH),
        ("9133102AMA2K10012U", CreditCodeProblem.ALPHABET),
        ("91331022MA2K1001\ud8002", CreditCodeProblem.ALPHABET),
    ],
)
def test_what_is_wrong_is_named(raw: str, problem: CreditCodeProblem) -> None:
    assert credit_code.problem(raw) is problem
    with pytest.raises(ValueError) as refusal:
        credit_code.parse(raw)
    assert refusal.value.args == (problem,)


@pytest.mark.parametrize("raw", ["９１３３１０２２ＭＡ２Ｋ１００１２Ｕ", "91331022-ma2k10012-u", " 913310 22MA2K 10012U\u200b"])
def test_width_case_spaces_and_hyphens_do_not_matter(raw: str) -> None:
    assert credit_code.parse(raw).code == SAMPLE


@pytest.mark.parametrize("body", "ANY")
def test_the_army_agriculture_and_others_register_too(body: str) -> None:
    seventeen = f"{body}1331022MA2K10012"
    assert credit_code.parse(seventeen + credit_code.check_character(seventeen)).registering_body == body


def test_nobody_registers_under_another_letter() -> None:
    seventeen = "B1331022MA2K10012"
    assert credit_code.problem(seventeen + credit_code.check_character(seventeen)) is CreditCodeProblem.REGISTERING_BODY


def test_a_wrong_inner_check_digit_is_only_a_notice() -> None:
    assert credit_code.parse("91331022MA2K10013" + credit_code.check_character("91331022MA2K10013")).notices == ("organisation_check",)


def test_every_substitution_is_noticed() -> None:
    for place, old in enumerate(SAMPLE):
        for new in set(ALPHABET) - {old}:
            assert credit_code.problem(SAMPLE[:place] + new + SAMPLE[place + 1 :])


def test_every_swap_of_neighbours_is_noticed() -> None:
    for place in range(17):
        one, other = SAMPLE[place : place + 2]
        if one != other:
            assert credit_code.problem(SAMPLE[:place] + other + one + SAMPLE[place + 2 :])


@given(SEVENTEEN, st.sampled_from(ALPHABET))
def test_another_library_agrees_where_it_can(seventeen: str, last: str) -> None:
    right = seventeen + credit_code.check_character(seventeen)
    assert uscc.is_valid(right)
    assert uscc.is_valid(seventeen + last) == (credit_code.problem(seventeen + last) is not CreditCodeProblem.CHECK_DIGIT)


@given(SEVENTEEN)
def test_the_weighted_sum_is_a_multiple_of_31(seventeen: str) -> None:
    total = sum(3**place * ALPHABET.index(character) for place, character in enumerate(seventeen))
    assert (total + ALPHABET.index(credit_code.check_character(seventeen))) % 31 == 0


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_no_text_breaks_the_rule(raw: str) -> None:
    assert credit_code.problem(raw)
