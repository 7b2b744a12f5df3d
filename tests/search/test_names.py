"""An enterprise is found by what people call it, and by a name with one wrong character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import names

NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E80), min_size=3, max_size=11)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("三门县佳音橡胶有限公司", "佳音橡胶"),
        ("浙江省台州市三门县佳音橡胶制品有限公司", "佳音橡胶制品"),
        ("浙江（三门）佳音科技股份有限公司", "佳音科技"),
        ("莆田市城厢区腾飞鞋业有限公司", "腾飞鞋业"),
        ("内蒙古青松食品集团有限责任公司", "青松食品"),
        ("东方电气集团股份有限公司", "东方电气"),
        ("公司", ""),
        ("", ""),
    ],
)
def test_a_firm_is_called_by_what_stands_between_its_place_and_its_legal_form(name: str, said: str) -> None:
    assert names.short(name) == said


def test_a_firm_is_also_called_by_its_own_name_alone_but_not_by_a_place() -> None:
    assert names.called("三门县佳音橡胶有限公司") == ["三门县佳音橡胶有限公司", "佳音橡胶", "佳音"]
    assert names.called("东方电气集团股份有限公司") == ["东方电气集团股份有限公司", "东方电气"]


def test_spellings_of_a_name_have_one_key() -> None:
    assert names.keys(["佳音（橡膠）", "佳音(橡胶)", "佳音 橡胶", "、"]) == ["佳音橡胶", "jiayinxiangjiao", "jyxj"]


def test_a_firm_has_the_keys_of_all_that_it_is_called() -> None:
    assert {"三门县佳音橡胶有限公司", "佳音橡胶", "佳音", "jiayin", "jyxj"} <= set(names.keys(["三门县佳音橡胶有限公司"]))
    assert "佳音" in names.keys(["三门县佳音橡胶有限公司（示例）"])
    assert names.keys(["ABC橡胶"]) == ["abc橡胶"]


def test_long_names_and_single_characters_are_not_looked_for_by_a_wrong_character() -> None:
    assert names.near(["佳", "佳" * 13]) == []


@given(NAMES, st.integers(0, 10), st.characters(min_codepoint=0x5000, max_codepoint=0x5010), st.sampled_from(["replaced", "added", "left out", "swapped"]))
def test_a_name_with_one_wrong_character_shares_a_term_with_the_name_and_means_it(name: str, place: int, character: str, slip: str) -> None:
    place %= len(name)
    typed = {
        "replaced": name[:place] + character + name[place + 1 :],
        "added": name[:place] + character + name[place:],
        "left out": name[:place] + name[place + 1 :],
        "swapped": name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
    }[slip]
    if typed == name:
        assert names.meant(typed, [name]) is None
    else:
        assert set(names.near([typed])) & set(names.near([name]))
        assert names.meant(typed, ["完全不同", name]) == name


def test_two_wrong_characters_are_another_name() -> None:
    assert names.meant("加因橡胶", ["佳音橡胶"]) is None


@given(st.text(max_size=60))
def test_no_name_is_refused(name: str) -> None:
    assert names.called(name)[:1] == ([name] if name else [])
    assert all(names.near([name]))
    names.meant(name, [name[1:], name])
