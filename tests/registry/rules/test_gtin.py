import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from registry.rules import gtin
from registry.rules.gtin import GtinProblem

VALID = [
    ("6901234567892", "06901234567892"), ("6920100000011", "06920100000011"), ("6934567890122", "06934567890122"),
    ("6970000000031", "06970000000031"), ("6901234500080", "06901234500080"), ("69012341", "00000069012341"),
    ("036000291452", "00036000291452"), ("16901234567899", "16901234567899"), ("9521234543213", "09521234543213"),
    ("６９０１２３４５６７８９２", "06901234567892"), ("690 1234-567892", "06901234567892"), ("06901234567892", "06901234567892"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "fourteen"), VALID)
def test_every_length_becomes_fourteen_digits(raw: str, fourteen: str) -> None:
    assert gtin.parse(raw) == fourteen
    assert gtin.problem(fourteen) is None


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("6901234567893", GtinProblem.CHECK_DIGIT),
        ("690123456789", GtinProblem.CHECK_DIGIT),
        ("69012", GtinProblem.LENGTH),
        ("6" * 10_000, GtinProblem.LENGTH),
        ("", GtinProblem.DIGITS),
        ("69012345678９X", GtinProblem.DIGITS),
        ("٦٩٠١٢٣٤٥٦٧٨٩٢", GtinProblem.DIGITS),
    ],
)
def test_what_is_wrong_is_named(raw: str, problem: GtinProblem) -> None:
    assert gtin.problem(raw) is problem
    with pytest.raises(ValueError) as refusal:
        gtin.parse(raw)
    assert refusal.value.args == (problem,)


@pytest.mark.parametrize(("fourteen", "shown"), [("00000069012341", "69012341"), ("00036000291452", "036000291452"), ("06901234567892", "6901234567892"), ("16901234567899", "16901234567899")])
def test_a_package_shows_no_padding(fourteen: str, shown: str) -> None:
    assert gtin.display(fourteen) == shown


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda length: st.text("0123456789", min_size=length, max_size=length)), st.sampled_from("0123456789"))
def test_another_library_agrees(digits: str, last: str) -> None:
    assert ean.is_valid(digits + last) == (gtin.problem(digits + last) is None)
    assert gtin.parse(gtin.display(gtin.parse(digits + gtin.check_digit(digits)))) == gtin.parse(digits + gtin.check_digit(digits))


@given(st.text(st.characters(codec=None, exclude_categories=("Nd",))))
def test_no_text_breaks_the_rule(raw: str) -> None:
    assert gtin.problem(raw)
