"""Documents and questions are cut in the same way, however a text is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules.standard_number import parse
from search import text

SPELLINGS = (
    "GB/T 7984-2013", "GB/T7984-2013", "GBT 7984-2013", "GBT7984-2013", "gb/t 7984-2013", "ＧＢ／Ｔ　７９８４－２０１３", "GB/T 7984—2013", "GB/T 7984–2013",
    "GB T 7984-2013", "GB∕T 7984－2013", "GB/T 7984 - 2013", "gb\\t 7984−2013", "GB/T 7984--2013", "Gb/t7984一2013",
)  # fmt: skip
TITLES = st.text(st.sampled_from("三门县佳音橡胶输送带V带电热水壶性能要求与试验方法SPB2240-/. ()（）、0.5MPa国标"), min_size=1, max_size=40)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20)


def test_chinese_is_cut_into_pairs_and_the_last_character_of_a_run() -> None:
    assert text.words("输送带") == ["输送", "送带", "带"]
    assert text.words("带") == ["带"]
    assert text.words("输送带、阀门") == ["输送", "送带", "带", "阀门", "门"]


def test_a_model_number_is_found_whole_and_by_its_parts() -> None:
    assert text.words("SPB-2240") == ["spb", "2240", "spb2240"]
    assert text.words("6205-2RS") == ["6205", "2", "rs", "6205-2rs"]
    assert text.words("IP67") == ["ip", "67", "ip67"]
    assert set(text.words("spb2240")) == set(text.words("SPB-2240"))


def test_a_decimal_stays_whole_beside_its_unit() -> None:
    assert text.words("0.5MPa") == ["0.5", "mpa", "0.5mpa"]
    assert text.words("0.5 ＭＰａ") == ["0.5", "mpa"]


def test_a_letter_and_the_character_behind_it_are_a_word() -> None:
    assert text.words("V带轮") == ["v", "v带", "带轮", "轮"]
    assert text.phrase("V带") == ["v", "v带"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_standard_number_among_words_is_one_however_it_is_written(spelling: str) -> None:
    assert {"gbt7984-2013", "gbt7984", "7984"} <= set(text.words(f"按{spelling} 生产"))


def test_a_hardness_is_no_standard_number() -> None:
    assert text.words("HB 85") == ["hb", "85"]


@pytest.mark.parametrize("number", ["GB/T 1.1-2020", "Q/350302ABC 001-2021", "DB33/T 2301-2020", "ISO/IEC 17050-1:2004", "ASTM D471-16a", "T/ZZB 0001-2015", "Q/SJX 0001S-2020"])
def test_the_words_of_a_read_number_are_those_of_its_text(number: str) -> None:
    assert set(text.number_words(parse(number))) == set(text.words(number))


@pytest.mark.parametrize(("one", "other"), [("橡膠輸送帶", "橡胶输送带"), ("電熱水壺", "电热水壶"), ("ＳＰＢ－２２４０", "spb-2240"), ("m²", "m2"), ("Ⅲ型", "iii型"), ("École", "ecole"), ("资\u200b料", "资料")])
def test_script_width_case_and_form_make_no_difference(one: str, other: str) -> None:
    assert text.words(one) == text.words(other)


@given(st.text(max_size=80))
def test_no_text_is_refused_and_every_token_lies_in_it_in_order(typed: str) -> None:
    found = text.tokens(typed)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(0 <= each.start < each.end <= len(typed) for each in found)
    assert {each.text for each in found} == set(text.words(typed))
    assert all(token and not any(map(str.isspace, token)) and len(token) <= 130 for token in text.words(typed))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_normal_form_of_unicode_is_cut_alike(typed: str) -> None:
    forms = [unicodedata.normalize(form, typed) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert len({tuple(text.words(form)) for form in forms}) == 1


@given(TITLES)
def test_folding_twice_changes_nothing(title: str) -> None:
    assert text.fold(text.fold(title)) == text.fold(title)


@given(HAN, st.data())
def test_a_part_of_a_title_stands_side_by_side_in_its_words(title: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(title) - 2))
    part = title[start : data.draw(st.integers(start + 2, len(title)))]
    asked, held = text.phrase(part), text.words(title)
    assert any(held[place : place + len(asked)] == asked for place in range(len(held)))


@given(TITLES)
def test_a_whole_title_is_a_phrase_of_its_own_words(title: str) -> None:
    asked = text.phrase(title)
    assert text.words(title)[: len(asked)] == asked


def test_a_million_letters_are_one_short_token() -> None:
    assert text.words("a" * 1_000_000) == ["a" * text.TOKEN_AT_MOST]
