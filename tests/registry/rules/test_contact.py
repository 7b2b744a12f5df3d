import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.contact import Channel, Contact, parse


@pytest.mark.parametrize(("typed", "address"), [
    ("Wang@Example.com", "wang@example.com"),
    ("  ｗａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ ", "wang@example.com"),
    ("wang@example。com", "wang@example.com"),
    ("wang.xiao-ming+desk@mail.sanmen.gov.cn", "wang.xiao-ming+desk@mail.sanmen.gov.cn"),
    ("\u200bwang@example.com\u200e", "wang@example.com"),
])
def test_an_email_address_has_one_spelling(typed: str, address: str) -> None:
    assert parse(typed) == Contact(Channel.email, address)


@pytest.mark.parametrize("typed", ["13800138000", "138 0013 8000", "１３８－００１３－８０００", "+86 138-0013-8000", "0086 13800138000", "8613800138000", "(+86)13800138000"])
def test_a_chinese_mobile_number_has_one_spelling(typed: str) -> None:
    assert parse(typed) == Contact(Channel.sms, "+8613800138000")


def test_numbers_from_elsewhere_keep_their_country() -> None:
    assert parse("+49 151 2345 6789").address == "+4915123456789"


@pytest.mark.parametrize(("typed", "reason"), [
    ("", "contact_required"), (" \u200b", "contact_required"),
    ("wang", "contact_unreadable"), ("王小明", "contact_unreadable"), ("1" * 400, "contact_unreadable"),
    ("@example.com", "email_unreadable"), ("wang@", "email_unreadable"), ("wang@localhost", "email_unreadable"), ("a@b@example.com", "email_unreadable"),
    (".wang@example.com", "email_unreadable"), ("wa..ng@example.com", "email_unreadable"), ("wang@-example.com", "email_unreadable"), ("wang@example.1", "email_unreadable"),
    ("wang@example.com,li@example.com", "email_unreadable"), ("王@example.com", "email_unreadable"), ("x" * 65 + "@example.com", "email_unreadable"),
    ("12345", "phone_unreadable"), ("0576-83300000", "phone_unreadable"), ("12800138000", "phone_unreadable"), ("+8657683300000", "phone_unreadable"), ("+0123456789", "phone_unreadable"),
    ("١٣٨٠٠١٣٨٠٠٠", "phone_unreadable"),
])
def test_what_is_no_address_is_named(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        parse(typed)


def test_a_line_break_cannot_smuggle_a_header_into_a_mail() -> None:
    with pytest.raises(ValueError, match="email_unreadable"):
        parse("wang@example.com\r\nBcc: everybody@example.com")


@given(st.text(max_size=80))
def test_reading_an_address_again_changes_nothing(typed: str) -> None:
    try:
        found = parse(typed)
    except ValueError:
        return
    assert parse(found.address) == found
    assert found.address.isascii()
    assert not any(letter.isspace() for letter in found.address)


_mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(_mobiles, st.sampled_from(["", "+86", "0086", "86", "+86 "]), st.sampled_from(["", " ", "-", "－", "　"]))
def test_however_a_mobile_number_is_written_it_is_the_same_person(digits: str, country: str, between: str) -> None:
    assert parse(country + between.join((digits[:3], digits[3:7], digits[7:]))).address == "+86" + digits


@given(_mobiles)
def test_a_masked_address_hides_most_of_it(digits: str) -> None:
    masked = parse(digits).masked
    assert masked == f"+86{digits[:3]}****{digits[-4:]}"
    assert parse("wang@example.com").masked == "w***@example.com"
