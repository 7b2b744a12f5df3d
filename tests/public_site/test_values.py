"""What people type is read as they meant it, and what is shown is written as people write it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from public_site import params, presenters, words
from registry.errors import Invalid


@pytest.fixture(scope="module")
def speaking() -> Flask:
    """An app that only translates: no database, no rooms."""
    from public_site import i18n

    app = Flask("public_site")
    i18n.init_app(app)
    return app


# Typed


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refused, params.reading({"name": " ", "since": "明天", "value": "十二", "count": "0", "kind": "z", "link": "javascript:alert(1)"}) as typed:
        typed.text("name")
        typed.day("since")
        typed.number("value")
        typed.integer("count", least=1, most=9)
        typed.choice("kind", {"a", "b"})
        typed.address("link")
        typed.file("licence")
    assert refused.value.fields == {
        "name": "required", "since": "not_a_date", "value": "not_a_number", "count": "too_small", "kind": "not_a_choice", "link": "not_an_address", "licence": "file_required",
    }


@pytest.mark.parametrize(("typed", "meant"), [("12.5", "12.5"), ("１２．５", "12.5"), ("12。5", "12.5"), ("−3", "-3"), ("1,234.50", "1234.50"), ("1 234", "1234"), (".5", "0.5"), ("18.0", "18.0")])
def test_numbers_are_read_as_people_type_them_and_keep_their_precision(typed: str, meant: str) -> None:
    assert str(params.decimal(typed)) == meant


@pytest.mark.parametrize("typed", ["", "1e5", "NaN", "Infinity", "1,2", "12 5", "0x1", "1" * 40, "9**9", "一"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        params.decimal(typed)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_every_plain_decimal_is_read_back_exactly(value: Decimal) -> None:
    assert params.decimal(format(value, "f")) == value


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_numbers_and_days(text: str) -> None:
    with pytest.raises(Invalid), params.reading({"a": text, "b": text}) as typed:
        typed.number("a", required=False)
        typed.day("b", required=False)
        typed.refuse("end", "required")


@pytest.mark.parametrize("typed", ["2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "２０２６－１１－２２", " 2026年11月22 "])
def test_days_are_read_as_people_type_them(typed: str) -> None:
    assert params.day(typed) == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["2026-02-30", "22.11.2026", "2026-13-01", "today", "20261122"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        params.day(typed)


@pytest.mark.parametrize("code", ["\x00", "\u202e", "\x1b"])
def test_characters_that_hide_or_turn_text_round_are_refused(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        params.required({"name": f"a{code}b"}, "name")
    assert refused.value.fields == {"name": "control_character"}


@pytest.mark.parametrize(("asked", "page"), [("", 1), ("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("99999999", 1000), ("9" * 50, 1), ("３", 1)])
def test_any_page_number_answers_with_some_page(asked: str, page: int) -> None:
    assert params.page_number({"page": asked}) == page


def test_boxes_are_read_in_order_and_once() -> None:
    with params.reading(MultiDict([("mark", "b"), ("mark", "a"), ("mark", "b")])) as typed:
        assert typed.choices("mark", {"a", "b"}) == ["b", "a"]
        assert typed.choices("none", {"a"}) == []
        assert typed.choice("kind", {"a"}, default="a") == "a"
        assert not typed.flag("mark")


def test_a_password_is_taken_exactly_as_typed() -> None:
    with params.reading({"password": " a  "}) as typed:
        assert typed.secret("password") == " a  "


def test_a_form_shows_what_was_typed_beside_what_is_wrong(speaking: Flask) -> None:
    with speaking.test_request_context(headers={"Accept-Language": "en"}):
        form = params.Form.refused({"name": "三门", "role": ["a", "b"]}, Invalid({"name": "too_short"}, shortest=4))
        assert form.value("name") == "三门"
        assert form.error("name") == "Too short: at least 4 characters"
        assert form.chosen("role") == ["a", "b"]
        assert (form.value("other"), form.error("other"), form.chosen("other")) == ("", "", [])


def test_a_code_without_words_answers_with_itself(speaking: Flask) -> None:
    with speaking.test_request_context():
        assert words.of("never_heard_of") == "never_heard_of"
        assert words.of("required") == "请填写这一项"
        assert words.field("never_heard_of") == "never_heard_of"


# Shown

INSTANT = datetime(2026, 11, 21, 16, 2, tzinfo=UTC)  # already the 22nd in Shanghai


@pytest.mark.parametrize(
    ("spoken", "shown"),
    [("zh", ("2026年11月22日", "2026年11月22日 00:02", "2026年11月", "还剩 3 个工作日")), ("en", ("22 November 2026", "22 November 2026 00:02", "November 2026", "Working days left: 3"))],
)
def test_dates_are_written_as_people_write_them(speaking: Flask, spoken: str, shown: tuple[str, ...]) -> None:
    with speaking.test_request_context(headers={"Accept-Language": spoken}):
        assert (presenters.day(INSTANT), presenters.moment(INSTANT), presenters.month(date(2026, 11, 22)), presenters.working_days_left(3)) == shown
        assert presenters.day(None) == presenters.moment(None) == ""


def test_values_keep_the_precision_they_were_declared_with() -> None:
    assert presenters.quantity(Decimal("18.0"), "MPa") == "18.0\u202fMPa"
    assert presenters.quantity("450", "%") == "450%"
    assert presenters.number(Decimal("1E+3")) == "1000"
    assert (presenters.signed(Decimal("3.5")), presenters.signed(Decimal(-2)), presenters.signed(0)) == ("+3.5", "−2", "0")
    assert (presenters.signed(Decimal("-1E+8")), presenters.signed(Decimal("2E+8") - Decimal("2E+8"))) == ("−1×10⁸", "0")
    assert presenters.count(64171) == "64,171"
    assert (presenters.size(820_000), presenters.size(3_400_000), presenters.size(1)) == ("820\u202fkB", "3.4\u202fMB", "1\u202fkB")


@pytest.mark.parametrize(
    ("canonical", "printed"),
    [
        ("Q/SMXJ 003-2026", "Q/SMXJ 003—2026"), ("GB/T 1.1-2020", "GB/T 1.1—2020"), ("Q/370300 TSMJ-BZ-202-2020", "Q/370300 TSMJ-BZ-202—2020"), ("GB/T 7984", "GB/T 7984"),
        ("T/DEMO 001-2024", "T/DEMO 001—2024"), ("ISO 9001:2015", "ISO 9001:2015"), ("ASTM D1000-2017", "ASTM D1000-2017"), ("JIS K 6322-2011", "JIS K 6322-2011"),
    ],
)
def test_chinese_numbers_are_printed_with_a_one_em_dash_before_the_year(canonical: str, printed: str) -> None:
    assert presenters.standard_number(canonical) == printed


def test_places_are_written_in_full() -> None:
    assert presenters.division("331022") == "浙江省台州市三门县"
    assert presenters.division("350302") == "福建省莆田市城厢区"
    assert presenters.division("999999") == "999999"
    assert presenters.title_marks("输送带") == presenters.title_marks("《输送带》") == "《输送带》"
