"""Names are found by their sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from search import pinyin
from search.text import fold

TONED_UMLAUTS = dict.fromkeys(map(ord, "ǖǘǚǜ"), "v")
CHARACTERS = "不亦乐乎一五十单县长垣重庆行银大绿茶略中国人民的地得啊嗯呣𠀀㐀〇。A 甲乙丙丁为所欲所作非心安理得三门"


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("单县", "shan xian"), ("乐陵", "lao ling"), ("乐清", "yue qing"), ("六安", "lu an"), ("蚌埠", "beng bu"), ("台州", "tai zhou"), ("重庆", "chong qing"), ("长治", "chang zhi"), ("铅山", "yan shan"), ("绿茶", "lv cha"), ("薄膜", "bo mo")],
)
def test_a_place_or_a_word_is_read_as_it_is_spoken(name: str, spoken: str) -> None:
    assert " ".join(pinyin.syllables(name)) == spoken


def test_a_county_keeps_its_sound_within_the_name_of_a_firm() -> None:
    assert pinyin.syllables("单县（ABC）橡胶有限公司")[:4] == ["shan", "xian", "xiang", "jiao"]


def test_initials_come_in_threes_side_by_side() -> None:
    assert pinyin.initials("三门佳音") == ["smj", "mjy"]
    assert pinyin.initials("三门") == []


def test_letters_are_read_as_syllables_in_every_likely_way() -> None:
    assert pinyin.split("dianreshuihu")[0] == ("dian", "re", "shui", "hu")
    assert pinyin.split("xian") == [("xian",), ("xi", "an")]
    assert set(pinyin.split("fangan")) == {("fan", "gan"), ("fang", "an")}
    assert pinyin.split("spb") == pinyin.split("") == pinyin.split("橡胶") == []


def test_u_with_dots_is_v_however_it_is_typed() -> None:
    assert pinyin.split("LÜE")[0] == pinyin.split("lve")[0] == tuple(pinyin.syllables("略"))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6))
def test_the_syllables_of_a_name_can_be_typed_again(name: str) -> None:
    spoken = pinyin.syllables(name)
    if all(pinyin.split(each) for each in spoken):
        assert spoken == [] or pinyin.split("".join(spoken))


@given(st.text(max_size=80))
def test_no_text_is_refused(typed: str) -> None:
    assert all(way and "".join(way).isascii() for way in pinyin.split(typed))
    assert all(len(each) == 3 for each in pinyin.initials(typed))
    assert len(pinyin.order_key(typed)) <= pinyin.ORDER_AT_MOST


def test_sixty_letters_without_a_vowel_in_sight_take_no_time() -> None:
    assert len(pinyin.split("ang" * 20)) == 4
    assert pinyin.split("ang" * 21) == []


def test_names_sort_by_their_sound() -> None:
    assert sorted(["佳音橡胶", "ABC橡胶", "阀门厂", "百草园"], key=pinyin.order_key) == ["ABC橡胶", "百草园", "阀门厂", "佳音橡胶"]


@given(st.lists(st.sampled_from(CHARACTERS), max_size=12).map("".join))
def test_a_text_is_read_as_pypinyin_reads_it(text: str) -> None:
    pinyin.syllables("读")  # the readings of places are loaded with the first text
    toned = lazy_pinyin(text, style=Style.TONE, errors="ignore")
    assert pinyin.syllables(text) == [plain for each in toned if (plain := fold(each.replace("ü", "v").translate(TONED_UMLAUTS))).isascii() and plain.isalpha()]
