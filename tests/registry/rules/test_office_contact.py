"""How the public reaches an office (Standardization Law Art. 35)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.office_contact import OfficeContact, read


@pytest.mark.parametrize(
    ("typed", "plain"), [("12315", "12315"), ("０５７６－８３３０ ００００", "0576-8330 0000"), ("(0576) 83300000–8001", "(0576) 83300000-8001"), ("+86 138 0013 8000", "+86 138 0013 8000"), ("", "")]
)
def test_landlines_and_short_numbers_are_read_in_plain_width(typed: str, plain: str) -> None:
    assert read(typed, "", None) == (OfficeContact(phone=plain), {})


@pytest.mark.parametrize("typed", ["12", "-12315", "请拨 12315", "(((((", "1" * 30, "0576-83300000; ext=1"])
def test_what_is_no_telephone_number_is_named(typed: str) -> None:
    assert read(typed, None, None)[1] == {"phone": "office_phone_unreadable"}


def test_every_wrong_field_is_named_at_once_and_the_address_keeps_its_chinese_punctuation() -> None:
    assert read("x", "13800138000", "路" * 201)[1] == {"phone": "office_phone_unreadable", "email": "email_unreadable", "address": "line_too_long"}
    found, wrong = read("", " Jubao@Example.ORG ", "三门县示例广场１号\n（举报投诉信箱）\x00")
    assert (found.email, found.address, wrong) == ("jubao@example.org", "三门县示例广场１号 （举报投诉信箱）", {})


@given(st.text(), st.text(), st.text())
def test_a_second_reading_changes_nothing(phone: str, email: str, address: str) -> None:
    found, wrong = read(phone, email, address)
    if not wrong:
        assert read(found.phone, found.email, found.address) == (found, {})
        assert not found.differs(found)
