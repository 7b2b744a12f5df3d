"""Territories: what a code names, what lies inside what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.reference import divisions

CODES = sorted(division.code for province in divisions.children() for city in divisions.children(province.code)
               for division in (province, city, *divisions.children(city.code)))
HISTORIC = ("330183", "331021", "350426", "110103")
codes = st.sampled_from([*CODES, *HISTORIC])


def test_sanmen_is_a_county_of_taizhou_in_zhejiang() -> None:
    assert [division.name for division in divisions.path("331022")] == ["浙江省", "台州市", "三门县"]
    assert divisions.full_name("331022") == "浙江省台州市三门县"
    assert divisions.find("331022") == divisions.Division("331022", "三门县", "county", "331000")


@pytest.mark.parametrize(("code", "name"), [
    ("350302", "福建省莆田市城厢区"),
    ("110101", "北京市东城区"),
    ("429004", "湖北省仙桃市"),
    ("441900", "广东省东莞市"),
    ("620201", "甘肃省嘉峪关市"),
    ("330000", "浙江省"),
    ("999999", ""),
])
def test_an_address_leaves_out_the_rows_that_only_hold_the_tree(code: str, name: str) -> None:
    assert divisions.full_name(code) == name


def test_there_are_34_provinces_and_putian_has_its_districts() -> None:
    assert len(divisions.children()) == 34
    assert [child.code for child in divisions.children("350300")] == ["350302", "350303", "350304", "350305", "350322"]
    assert divisions.children("331022") == ()


def test_a_city_without_counties_is_listed_once_as_a_city() -> None:
    dongguan = divisions.find("441900")
    assert dongguan is not None
    assert (dongguan.level, dongguan.parent) == ("city", "440000")
    assert "441900" not in [child.code for child in divisions.children("441900")]


def test_a_renumbered_county_keeps_answering_and_is_marked_historic() -> None:
    yuhuan = divisions.find("331021")
    assert yuhuan is not None
    assert (yuhuan.name, yuhuan.historic) == ("玉环县", True)
    assert divisions.full_name("331021") == "浙江省台州市玉环县"
    assert yuhuan not in divisions.children("331000")
    assert "玉环县" not in [division.name for division in divisions.search("玉环")]


@pytest.mark.parametrize("code", ["", "33", "000000", "33102２", "abcdef", "3310220", "332626"])
def test_what_is_no_code_is_unknown(code: str) -> None:
    assert divisions.find(code) is None
    assert divisions.path(code) == ()


@pytest.mark.parametrize(("outer", "inner", "inside"), [
    ("331000", "331022", True), ("330000", "331022", True), ("331022", "331022", True),
    ("331022", "331000", False), ("350300", "331022", False), ("331021", "331022", False),
    ("", "331022", False), ("000000", "331022", False), ("331000", "33102", False),
])
def test_a_bureau_acts_inside_its_territory_only(outer: str, inner: str, inside: bool) -> None:
    assert divisions.covers(outer, inner) is inside


@given(codes, codes, codes)
def test_territories_nest(first: str, second: str, third: str) -> None:
    assert divisions.covers(first, first)
    if divisions.covers(first, second) and divisions.covers(second, third):
        assert divisions.covers(first, third)
    if divisions.covers(first, second) and divisions.covers(second, first):
        assert first == second


@given(codes)
def test_every_division_lies_in_all_those_above_it(code: str) -> None:
    assert all(divisions.covers(above.code, code) for above in divisions.path(code))
    assert divisions.path(code)[0].level == "province"


def test_a_division_is_found_by_name_or_by_the_beginning_of_its_code() -> None:
    assert divisions.search("三门县")[0].code == "331022"
    assert divisions.search("350300", limit=3)[0].code == "350300"
    assert all(hit.code.startswith("3503") for hit in divisions.search("3503", limit=3))
    assert divisions.search("市辖区") == []
    assert divisions.search("") == []
    assert divisions.search("城", limit=0) == []
