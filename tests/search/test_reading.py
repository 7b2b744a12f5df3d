"""What was typed is taken for what it most likely is, and said so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import names
from registry.rules.standard_number import parse
from search import text, units
from search.engine import LAST_RESULT, Ask, Unit
from search.fields import FACETS
from search.query import SearchQuery
from search.reading import Reading, begun, read
from search.synonyms import Concept, assembled, lines

VOCABULARY = assembled(
    {names.key("透湿率"): Concept("moisture-permeability", "透湿率", "water_vapour_rate", "g/(m²·24h)")},
    lines("电水壶 | 电热水壶 | 烧水壶\n生抽 > 酱油\n聚乙烯 | PE\nV带 | 三角带"),
)
SPELLINGS = (
    "GB/T 7984-2013", "GB/T7984-2013", "GBT 7984-2013", "GBT7984-2013", "gb/t 7984-2013", "ＧＢ／Ｔ　７９８４－２０１３", "GB/T 7984—2013", "GB/T 7984–2013",
    "GB T 7984-2013", "GB∕T 7984－2013", "GB/T 7984 - 2013", "《GB/T 7984-2013》", "执行标准：GB/T 7984-2013", "gb\\t 7984−2013", "GB/T 7984一2013",
)  # fmt: skip


def _read(typed: str) -> Reading:
    return read(SearchQuery.from_args({"q": typed}), VOCABULARY)


def _held(unit: Unit, document: list[str]) -> bool:
    sides = [document[place:] for place in range(len(document))]
    by_phrase = any(side[: len(phrase)] == list(phrase) for phrase in unit.phrases for side in sides)
    return by_phrase or bool(unit.prefix and any(token.startswith(unit.prefix) for token in document))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_is_one_number_however_it_is_typed(spelling: str) -> None:
    reading = _read(spelling)
    assert ("numbers", parse("GB/T 7984-2013").compact) in reading.ask.exact
    recognised = reading.found("number")
    assert recognised
    assert recognised.shown == "GB/T 7984-2013"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Q/SM 001-2023", "Q/SM 001-2023"), ("q／sm001—2023", "Q/SM 001-2023"), ("Q/SM001－2023", "Q/SM 001-2023"), ("Q/350302ABC 001—2021", "Q/350302ABC 001-2021"),
        ("Q/SJX 0001S-2020", "Q/SJX 0001S-2020"), ("Q/SXDJX001-2021", "Q/SXDJX 001-2021"), ("Q/370300 TSMJ-BZ-202-2020", "Q/370300 TSMJ-BZ 202-2020"), ("GBT1.1—2020", "GB/T 1.1-2020"),
        ("GBZ 2.1-2019", "GBZ 2.1-2019"), ("DB3310/T 45-2019", "DB3310/T 45-2019"), ("DBS33/ 3009-2018", "DBS33 3009-2018"), ("T/ZZB 0001-2015", "T/ZZB 0001-2015"),
        ("ISO/IEC 17050-1:2004", "ISO/IEC 17050-1:2004"), ("ASTM D471-16a", "ASTM D471-16a"), ("HG/T 3046-2011", "HG/T 3046-2011"),
    ],
)  # fmt: skip
def test_numbers_of_every_class_are_exact_and_named_as_they_are_written(typed: str, shown: str) -> None:
    reading = _read(typed)
    recognised = reading.found("number")
    assert recognised
    assert recognised.shown == shown
    assert ("numbers", parse(shown).compact) in reading.ask.exact


def test_another_year_of_a_number_is_found_by_its_words() -> None:
    (unit,) = _read("GB/T 7984-2001").ask.units
    assert _held(unit, text.words("按GB/T 7984-2013生产"))
    assert _held(unit, text.words("GB 7984"))
    assert not _held(unit, text.words("GB/T 7985-2013"))


def test_digits_alone_are_a_number_without_its_letters_and_a_word() -> None:
    ask = _read("7984").ask
    assert ask.exact == (("numbers", "7984"),)
    assert _held(ask.units[0], text.words("GB/T 7984-2013"))


def test_the_beginning_of_a_number_finds_those_that_begin_so() -> None:
    assert _read("Q/SMXJ").ask.prefixes == (("numbers", parse("Q/SMXJ 001").compact_undated.removesuffix("001")),)
    assert _read("GB/T 79").ask.prefixes == (("numbers", "national:GBT79"),)
    assert _read("GB/T 7984").ask.prefixes == ()


def test_a_number_among_words_is_a_number() -> None:
    reading = _read("按GB/T 7984 的输送带")
    assert reading.ask.exact == (("numbers", "national:GBT7984"),)
    assert ("gbt7984",) in reading.ask.units[1].phrases


def test_a_credit_code_is_looked_up_and_its_check_is_told() -> None:
    reading = _read("91331022 ma2k10012u")
    assert reading.ask.exact == (("codes", "91331022MA2K10012U"),)
    assert reading.ask.units == (Unit((("91331022MA2K10012U",),), field="enterprise"),)
    assert [(each.kind, each.valid) for each in reading.recognised] == [("credit_code", True)]
    wrong = _read("91331022MA2K10012X").found("credit_code")
    assert wrong
    assert not wrong.valid


@pytest.mark.parametrize(("typed", "digits"), [("69012341", "00000069012341"), ("036000291452", "00036000291452"), ("6901234567892", "06901234567892"), ("16901234567899", "16901234567899"), ("690-1234-567892", "06901234567892")])
def test_a_barcode_of_any_length_is_fourteen_digits(typed: str, digits: str) -> None:
    reading = _read(typed)
    assert ("codes", digits) in reading.ask.exact
    assert reading.found("barcode") == reading.recognised[0]
    assert (reading.recognised[0].shown, reading.recognised[0].valid) == (digits, True)


@pytest.mark.parametrize(("typed", "code"), [("(01)06901234567892", "06901234567892"), ("条码 6901234567892", "06901234567892"), ("统一社会信用代码：91331022MA2K10012U", "91331022MA2K10012U")])
def test_the_label_of_a_code_does_not_matter(typed: str, code: str) -> None:
    assert ("codes", code) in _read(typed).ask.exact


def test_an_undated_number_means_the_edition_in_force() -> None:
    assert "national:GBT7984" in _read("GB/T 7984").ask.names
    assert "national:GBT7984" not in _read("GB/T 7984-2013").ask.names


def test_words_typed_in_pinyin_may_stand_apart() -> None:
    assert [unit.also[0].phrases[0] for unit in _read("naire shusongdai").ask.units] == [("nai", "re", "shu", "song", "dai"), ("nai", "re"), ("shu", "song", "dai")]
    assert _read("san men").ask.units[0].also == (Unit((("san", "men"),), "pinyin"),)


def test_a_barcode_with_a_wrong_check_digit_is_told() -> None:
    told = _read("6901234567891").found("barcode")
    assert told
    assert not told.valid
    assert _read("20231232").found("barcode") is None


def test_a_condition_is_asked_for_and_the_rest_stays_words() -> None:
    reading = _read("冲锋衣 透湿率 >= 8000")
    assert [unit.phrases for unit in reading.ask.units] == [(("冲锋",),), (("锋衣",),)]
    assert len(reading.ask.ranges) == 1
    told = reading.found("condition")
    assert told
    assert told.text == "透湿率 >= 8000"


def test_a_condition_alone_asks_for_no_words() -> None:
    assert _read("60 kPa").ask.units == ()
    assert len(_read("60 kPa").ask.ranges) == 1


def test_a_synonym_widens_one_word_and_the_phrase_stays_as_typed() -> None:
    ask = _read("电水壶").ask
    assert ask.phrase == ("电水", "水壶")
    (unit,) = ask.units
    assert all(_held(unit, text.words(title)) for title in ("电水壶", "家用电热水壶", "烧水壶"))
    assert not _held(unit, text.words("水壶"))


def test_a_latin_synonym_is_a_whole_word() -> None:
    assert _read("PE").ask.units[0].phrases == (("pe",), ("聚乙", "乙烯"))
    assert _read("PET瓶").found("synonym") is None


def test_pinyin_and_initials_are_another_way_to_say_a_word() -> None:
    (unit,) = _read("dianreshuihu").ask.units
    assert unit.also[0].phrases[0] == ("dian", "re", "shui", "hu")
    (unit,) = _read("jyxj").ask.units
    assert unit.also == (Unit((("jyx", "yxj"),), "initials"),)


@pytest.mark.parametrize("typed", ["LED", "PVC", "mm", "GB", "V"])
def test_letters_that_are_words_are_no_pinyin(typed: str) -> None:
    assert all(unit.also == () for unit in _read(typed).ask.units)


def test_a_single_character_stands_for_the_words_that_begin_with_it() -> None:
    (unit,) = _read("带").ask.units
    assert _held(unit, text.words("带式输送机"))
    assert _held(unit, text.words("输送带"))


def test_most_words_are_half_of_them() -> None:
    assert _read("输送带阀门").ask.least == 2
    assert _read("输送").ask.least == 1


def test_words_of_a_question_are_left_out_beside_others() -> None:
    assert all(("什么",) not in unit.phrases for unit in _read("什么是电水壶").ask.units)
    assert _read("什么").ask.units


def test_too_many_words_are_cut_and_told() -> None:
    reading = _read("".join(chr(0x4E00 + place) for place in range(60)))
    assert len(reading.ask.units) == units.UNITS_AT_MOST
    assert reading.found("cut")


def test_signs_alone_ask_for_nothing_that_exists_and_nothing_asks_for_all() -> None:
    assert _read("😀!").ask.units
    assert not _read("").ask.units


def test_a_firm_typed_by_its_name_is_meant_by_it() -> None:
    assert _read("佳音 橡膠").ask.names == tuple(names.key(each) for each in ("佳音橡胶",))


def test_filters_order_and_place_go_along() -> None:
    ask = read(SearchQuery(text="阀门", class_=("national",), sort="newest", page=3, per_page=50), VOCABULARY).ask
    assert (ask.filters, ask.sort, ask.offset, ask.limit, ask.facets) == ({"class": ("national",)}, "newest", 100, 50, FACETS)
    last = read(SearchQuery(page=102, per_page=99), VOCABULARY).ask
    assert last.offset + last.limit == LAST_RESULT
    behind = read(SearchQuery(page=5, after="cursor"), VOCABULARY).ask
    assert (behind.offset, behind.after) == (0, "cursor")


@pytest.mark.parametrize(
    ("typed", "whole", "last"),
    [("", 0, ""), ("电水", 1, ""), ("三门县佳", 3, ""), ("阀门 spb-22", 2, "22"), ("带", 0, "带"), ("电水壶 ", 1, "")],
)
def test_what_is_being_typed_is_whole_words_and_one_that_has_begun(typed: str, whole: int, last: str) -> None:
    found, going_on = begun(typed, VOCABULARY)
    assert (len(found), going_on) == (whole, last)


def test_pinyin_that_is_being_typed_is_a_word_that_may_go_on() -> None:
    (unit,), last = begun("sanmen", VOCABULARY)
    assert (unit.prefix, last) == ("sanmen", "")
    assert unit.also[0].field == "pinyin"


@given(st.text(st.sampled_from("三门佳音电水壶带V透湿率GB/T7984-2013spb jia >=8000kPa。、（）\"*?:[]{}~!^|&<\\\ud83d\x00的"), max_size=120))
def test_whatever_is_typed_is_read(typed: str) -> None:
    ask: Ask = _read(typed).ask
    assert 1 <= ask.least <= max(1, len(ask.units)) <= units.UNITS_AT_MOST
    tokens = [token for unit in ask.units for one in (unit, *unit.also) for phrase in one.phrases for token in phrase]
    assert all(tokens)
    assert all(one.phrases for unit in ask.units for one in (unit, *unit.also))
    begun(typed, VOCABULARY)


@given(st.text(st.sampled_from("三门县佳音橡胶输送带阀门性能要求与试验方法"), min_size=2, max_size=24), st.data())
def test_the_words_of_a_part_of_a_title_are_in_the_title(title: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(title) - 1))
    part = title[start : data.draw(st.integers(start + 1, len(title)))]
    assert all(_held(unit, text.words(title)) for unit in _read(part).ask.units)
