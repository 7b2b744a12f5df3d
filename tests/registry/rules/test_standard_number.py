import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.rules import standard_number
from registry.rules.industry_codes import INDUSTRY_CODES
from registry.rules.standard_number import StandardClass

FIXTURES = Path(__file__).parent / "fixtures"
ENT, NAT, IND = StandardClass.ENTERPRISE, StandardClass.NATIONAL, StandardClass.INDUSTRY
HEALTH, LOCAL = StandardClass.NATIONAL_OCCUPATIONAL_HEALTH, StandardClass.LOCAL
ASSOC, INTL, NONE = StandardClass.ASSOCIATION, StandardClass.INTERNATIONAL, StandardClass.UNREADABLE

WRITTEN = [
    ("Q/SM 001-2023", ENT, "Q/SM", "001", "2023", "Q/SM 001-2023"),
    ("q／sm001—2023", ENT, "Q/SM", "001", "2023", "Q/SM 001-2023"),
    ("Q/SM001－2023", ENT, "Q/SM", "001", "2023", "Q/SM 001-2023"),
    ("Q/350302ABC 001—2021", ENT, "Q/350302ABC", "001", "2021", "Q/350302ABC 001-2021"),
    ("Q/SJX 0001S-2020", ENT, "Q/SJX", "0001S", "2020", "Q/SJX 0001S-2020"),
    ("Q/SXDJX001-2021", ENT, "Q/SXDJX", "001", "2021", "Q/SXDJX 001-2021"),
    ("Q/370300 TSMJ-BZ-202-2020", ENT, "Q/370300 TSMJ-BZ", "202", "2020", "Q/370300 TSMJ-BZ 202-2020"),
    ("Q/GDW 73289.2-2026", ENT, "Q/GDW", "73289.2", "2026", "Q/GDW 73289.2-2026"),
    ("Q/ABC", ENT, "Q/ABC", "", "", "Q/ABC"),
    ("GB/T 1.1-2020", NAT, "GB/T", "1.1", "2020", "GB/T 1.1-2020"),
    ("GBT1.1—2020", NAT, "GB/T", "1.1", "2020", "GB/T 1.1-2020"),
    ("GB T 32614-2023", NAT, "GB/T", "32614", "2023", "GB/T 32614-2023"),
    ("GB 18401-2010", NAT, "GB", "18401", "2010", "GB 18401-2010"),
    ("GB/Z 12345-2020", NAT, "GB/Z", "12345", "2020", "GB/Z 12345-2020"),
    ("GBZ 2.1-2019", HEALTH, "GBZ", "2.1", "2019", "GBZ 2.1-2019"),
    ("QB/T 1002-2015", IND, "QB/T", "1002", "2015", "QB/T 1002-2015"),
    ("FZ/T 81008-2011", IND, "FZ/T", "81008", "2011", "FZ/T 81008-2011"),
    ("HG/T 3046-2011", IND, "HG/T", "3046", "2011", "HG/T 3046-2011"),
    ("JB 1234-1999", IND, "JB", "1234", "1999", "JB 1234-1999"),
    ("DB33/T 2301-2020", LOCAL, "DB33/T", "2301", "2020", "DB33/T 2301-2020"),
    ("DB3310/T 45-2019", LOCAL, "DB3310/T", "45", "2019", "DB3310/T 45-2019"),
    ("DBS33/ 3009-2018", LOCAL, "DBS33", "3009", "2018", "DBS33 3009-2018"),
    ("T/CAQP 015-2020", ASSOC, "T/CAQP", "015", "2020", "T/CAQP 015-2020"),
    ("T/ZZB 0001-2015", ASSOC, "T/ZZB", "0001", "2015", "T/ZZB 0001-2015"),
    ("ISO 9001:2015", INTL, "ISO", "9001", "2015", "ISO 9001:2015"),
    ("ISO/IEC 17050-1:2004", INTL, "ISO/IEC", "17050-1", "2004", "ISO/IEC 17050-1:2004"),
    ("ASTM D471-16a", INTL, "ASTM", "D471", "16a", "ASTM D471-16a"),
    ("hello", NONE, "", "", "", "hello"),
]
ALSO_WRITTEN = [
    ("执行标准号：GB/T 22796—2009", NAT, "GB/T", "22796", "2009", "GB/T 22796-2009"),
    ("产品标准号:Q/HLS0001S 2012", ENT, "Q/HLS", "0001S", "2012", "Q/HLS 0001S-2012"),
    ("GB18401-2010 B类", NAT, "GB", "18401", "2010", "GB 18401-2010"),
    ("GB 9684-88", NAT, "GB", "9684", "1988", "GB 9684-1988"),
    ("GB/T 32614", NAT, "GB/T", "32614", "", "GB/T 32614"),
    ("Q/SM 001一2023", ENT, "Q/SM", "001", "2023", "Q/SM 001-2023"),
    ("GBZ/T 230—2010", HEALTH, "GBZ/T", "230", "2010", "GBZ/T 230-2010"),
    ("JJG (电子) 01001-1987", NAT, "JJG(电子)", "01001", "1987", "JJG(电子) 01001-1987"),
    ("JJF 1070.3-2021", NAT, "JJF", "1070.3", "2021", "JJF 1070.3-2021"),
    ("GSB 04-1767-2004", NAT, "GSB", "04-1767", "2004", "GSB 04-1767-2004"),
    ("GB/T 10000-1988E", NAT, "GB/T", "10000", "1988E", "GB/T 10000-1988E"),
    ("NB/SH/T 0911-2015", IND, "NB/SH/T", "0911", "2015", "NB/SH/T 0911-2015"),
    ("SJ/Z 3206.1-1989", IND, "SJ/Z", "3206.1", "1989", "SJ/Z 3206.1-1989"),
    ("CJJ/T 98-2014", IND, "CJJ/T", "98", "2014", "CJJ/T 98-2014"),
    ("DB11/ 693-2009", LOCAL, "DB11", "693", "2009", "DB11 693-2009"),
    ("SZDB/Z 101-2014", LOCAL, "SZDB/Z", "101", "2014", "SZDB/Z 101-2014"),
    ("T/CHAS 10-1-2-2018", ASSOC, "T/CHAS", "10-1-2", "2018", "T/CHAS 10-1-2-2018"),
    ("T/CNFMA B011-2020", ASSOC, "T/CNFMA", "B011", "2020", "T/CNFMA B011-2020"),
    ("TCAQP015-2020", ASSOC, "T/CAQP", "015", "2020", "T/CAQP 015-2020"),
    ("QSM001-2023", ENT, "Q/SM", "001", "2023", "Q/SM 001-2023"),
    ("Q/BT666-2004", ENT, "Q/BT", "666", "2004", "Q/BT 666-2004"),
    ("IEC 60335-1", INTL, "IEC", "60335-1", "", "IEC 60335-1"),
    ("ISO 9001-2015", INTL, "ISO", "9001", "2015", "ISO 9001:2015"),
    ("EN ISO 20345:2022", INTL, "EN ISO", "20345", "2022", "EN ISO 20345:2022"),
    ("GB/T 3325-2017（含第1号修改单）", NAT, "GB/T", "3325", "2017", "GB/T 3325-2017"),
    ("GB 10648-2013《第1号修改单》", NAT, "GB", "10648", "2013", "GB 10648-2013/XG1"),
    ("GB/T 19001—2016/ISO 9001:2015", NAT, "GB/T", "19001", "2016", "GB/T 19001-2016"),
    ("GB/T 19001-2016 idt ISO 9001:2015", NAT, "GB/T", "19001", "2016", "GB/T 19001-2016"),
    ("GJB 150A-2009", NAT, "GJB", "150A", "2009", "GJB 150A-2009"),
    ("T/CAQP 015—2020、T/ESF 0001—2020", NONE, "", "", "", "T/CAQP 015—2020、T/ESF 0001—2020"),
    ("", NONE, "", "", "", ""),
]
REAL_ENTERPRISE = {
    "Q/CNPC 79-2002": ("Q/CNPC", "79", "2002"),
    "Q/BALABALA 104-2022": ("Q/BALABALA", "104", "2022"),
    "Q/TNBE 1003S": ("Q/TNBE", "1003S", ""),
    "Q/XJY-2-2005": ("Q/XJY", "2", "2005"),
    "Q/SY 1217-2009": ("Q/SY", "1217", "2009"),
    "Q/440112014000AEFCHKJ 1-2025": ("Q/440112014000AEFCHKJ", "1", "2025"),
    "Q/HQJ0001S-2013": ("Q/HQJ", "0001S", "2013"),
    "Q/YPHW 0003S1": ("Q/YPHW", "0003S1", ""),
}


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("raw", "klass", "code", "serial", "year", "canonical"), WRITTEN + ALSO_WRITTEN)
def test_a_number_is_read_as_it_is_written(raw: str, klass: StandardClass, code: str, serial: str, year: str, canonical: str) -> None:
    number = standard_number.parse(raw)
    assert (number.klass, number.code, number.serial, number.year, number.canonical) == (klass, code, serial, year, canonical)
    assert number.raw == raw


@pytest.mark.parametrize("raw", [row["number_raw"] for row in rows("real_enterprise_numbers.csv")])
def test_enterprise_numbers_from_real_labels_are_split(raw: str) -> None:
    number = standard_number.parse(raw)
    assert number.klass is ENT
    assert number.serial
    if raw in REAL_ENTERPRISE:
        assert (number.code, number.serial, number.year) == REAL_ENTERPRISE[raw]


@pytest.mark.parametrize("row", rows("real_products.csv"), ids=lambda row: row["executed_standard_raw"])
def test_numbers_that_shops_print_are_read(row: dict[str, str]) -> None:
    number = standard_number.parse(row["executed_standard_raw"])
    assert number.klass is not NONE
    assert number.year == row["codes"][-4:]
    assert number.compact == standard_number.parse(row["codes"]).compact
    assert [mentioned.compact for mentioned in standard_number.find_all(f"执行标准：{row['executed_standard_raw']}。")] == [number.compact]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Q/350302ABC 001", "Q/350302 ABC001"),
        ("Q/SM 001-2023", "ｑ／ｓｍ００１－２０２３"),
        ("Q/XJY-2-2005", "Q/XJY 2—2005"),
        ("GB/T 1.1-2020", "gb\u200b/t1．1―2020"),
        ("DBS33/ 3009-2018", "DBS33 3009-2018"),
        ("ISO 9001:2015", "iso9001-2015"),
        ("GB 10648-2013/XG1-2020", "GB10648—2013 / XG1—2020"),
        ("T/CAQP 015-2020", "T／CAQP015－2020"),
        ("GB 9684-88", "GB 9684-1988"),
    ],
)
def test_spellings_of_one_number_share_a_key(one: str, other: str) -> None:
    assert standard_number.parse(one).compact == standard_number.parse(other).compact


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GB/Z 2.1-2019", "GBZ 2.1-2019"),
        ("DB/T 3-2011", "DB33/T 3-2011"),
        ("QB/T 666-2004", "Q/BT666-2004"),
        ("GB 18401-2010", "GB 18401-2003"),
        ("GB 10648-2013", "GB 10648-2013/XG1-2020"),
        ("T/CHAS 10-12-2018", "T/CHAS 101-2-2018"),
        ("DB11 693-2009", "DB1169 3-2009"),
        ("JJG 01001-1987", "JJG(电子) 01001-1987"),
        ("hello", "world"),
    ],
)
def test_different_numbers_never_share_a_key(one: str, other: str) -> None:
    assert standard_number.parse(one).compact != standard_number.parse(other).compact


@pytest.mark.parametrize(
    ("raw", "klass"),
    [
        ("GB/Z 2.1", NAT), ("GB Z 2.1", NAT), ("GBZ 2.1", HEALTH), ("GBZT 2.1-2001", HEALTH),
        ("DB/T 3-2011", IND), ("DB33/T 3-2011", LOCAL), ("QB/T 1002-2015", IND), ("QBT1002-2015", IND),
        ("Q/BT 1002-2015", ENT), ("Q/B 1002-2015", ENT), ("QB 1002-2015", IND), ("TB/T 1346-2018", IND),
        ("XX/T 1346-2018", NONE),
    ],
)  # fmt: skip
def test_look_alike_series_stay_apart(raw: str, klass: StandardClass) -> None:
    assert standard_number.parse(raw).klass is klass


@pytest.mark.parametrize(
    ("raw", "mandatory"),
    [
        ("GB 18401-2010", True), ("GB/T 1.1-2020", False), ("GB/Z 1-2020", False), ("GBZ 2.1-2019", True),
        ("GBZ/T 230-2010", False), ("QB 1008-1998", True), ("QB/T 1002-2015", False), ("DB11/ 693-2009", True),
        ("DB33/T 2301-2020", False), ("T/CAQP 015-2020", False), ("JJG 1-1989", None), ("Q/SM 001-2023", None),
        ("ISO 9001:2015", None), ("hello", None),
    ],
)  # fmt: skip
def test_the_number_says_whether_the_standard_binds(raw: str, mandatory: bool | None) -> None:
    assert standard_number.parse(raw).mandatory is mandatory


def test_an_amendment_sheet_is_a_document_of_its_own() -> None:
    sheet = standard_number.parse("GB 10648-2013/XG1-2020")
    assert (sheet.amendment, sheet.year, sheet.canonical) == ("XG1-2020", "2013", "GB 10648-2013/XG1-2020")


def test_an_undated_reference_meets_the_dated_number_without_its_year() -> None:
    dated, undated = standard_number.parse("GB/T 32614-2023"), standard_number.parse("GB/T 32614")
    assert dated.compact_undated == undated.compact_undated == undated.compact == "national:GBT32614"
    assert dated.compact == "national:GBT32614:2023"


@pytest.mark.parametrize(
    ("raw", "bare"),
    [("GB/T 32614-2023", "32614"), ("Q/SJX 0001S-2020", "0001"), ("ISO/IEC 17050-1:2004", "17050-1"), ("ASTM D471-16a", "471"), ("32614", "32614"), ("18401—2010", "18401"), ("9**9", ""), ("Q/ABC", "")],
)
def test_the_digits_alone_can_be_looked_up(raw: str, bare: str) -> None:
    assert standard_number.parse(raw).bare == bare


@pytest.mark.parametrize(
    ("text", "canonicals"),
    [
        ("按 GB/T 3903.1—2017 方法", ["GB/T 3903.1-2017"]),
        ("按GB/T 528和GB/T 9867-2008方法A，温度23℃", ["GB/T 528", "GB/T 9867-2008"]),
        ("GB 18401—2010、FZ/T 81008-2011；Q/SM 001-2023", ["GB 18401-2010", "FZ/T 81008-2011", "Q/SM 001-2023"]),
        ("依据 ISO/IEC 17050-1:2004 与 T/CAQP 015-2020，DB33/T 2301", ["ISO/IEC 17050-1:2004", "T/CAQP 015-2020", "DB33/T 2301"]),
        ("GB/T 528 见 GB/T 528", ["GB/T 528"]),
        ("ASTM D471-16a 耐油", ["ASTM D471-16a"]),
        ("硬度 HB 85，内存 16 GB 64，内部方法", []),
        ("等同 GB/T 19001-2016/ISO 9001:2015，GB 15-1989", ["GB/T 19001-2016", "ISO 9001:2015", "GB 15-1989"]),
        ("", []),
    ],
)
def test_numbers_are_found_in_a_method(text: str, canonicals: list[str]) -> None:
    assert [number.canonical for number in standard_number.find_all(text)] == canonicals


def test_the_table_of_industries_has_every_class() -> None:
    assert len(INDUSTRY_CODES) == 76
    for code in INDUSTRY_CODES:
        assert standard_number.parse(f"{code}/T 1-2020").klass is IND


NUMBERS = st.builds(
    lambda code, serial, part, year: f"{code} {serial}{part}-{year}",
    st.sampled_from(["GB", "GB/T", "GB/Z", "GBZ", "QB/T", "DB/T", "DB33/T", "DB3310/T", "T/CAQP", "Q/SM", "Q/350302ABC"]),
    st.integers(1, 99_999),
    st.sampled_from(["", ".1", ".12"]),
    st.integers(1950, 2099),
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@given(NUMBERS, st.sampled_from("-‐‑‒–—―−─﹣－"), st.booleans(), st.booleans(), st.booleans())
def test_width_dashes_case_and_spaces_do_not_change_the_key(number: str, dash: str, wide: bool, lower: bool, tight: bool) -> None:
    spelled = number.replace("-", f" {dash} ")
    spelled = spelled.replace(" ", "") if tight else spelled
    spelled = spelled.lower() if lower else spelled
    spelled = spelled.translate(FULL_WIDTH) if wide else spelled
    assert standard_number.parse(spelled).compact == standard_number.parse(number).compact


PIECES = st.lists(
    st.sampled_from(["GB", "Q/", "T/", "DB", "33", "/T", "Z", " ", "-", "—", "2020", "001", "S", "1", ".", "ABC", "ISO", "ASTM", "D4", "a", "(", ")", "88", "XG1", "一", "标准", ":", "JJG", "浙", "E", "\u200b"]),
    max_size=14,
).map("".join)


@given(st.one_of(st.text(st.characters(codec=None, exclude_categories=()), max_size=250), PIECES))
def test_a_canonical_number_is_read_as_itself(raw: str) -> None:
    number = standard_number.parse(raw)
    again = standard_number.parse(number.canonical)
    assert (again.canonical, again.compact, again.klass) == (number.canonical, number.compact, number.klass)
    assert (again.code, again.serial, again.year, again.mandatory) == (number.code, number.serial, number.year, number.mandatory)
    number.compact.encode("utf-8")


HOSTILE = st.builds(
    lambda start, middle, end: start + middle * (10_000 // len(middle)) + end,
    st.sampled_from(["", "Q/", "T/A ", "GB/T 1", "ISO 1", "DB33/T 1", "GSB 1"]),
    st.one_of(st.sampled_from([" ", "1", "-", "A", "1-", "1.1-", "A1", "Q/A1 ", "一", "(", "/", "T/", "GB 1", "\u200b", "ISO/IEC ", "ﷺ", "\ud800"]), st.text(min_size=1, max_size=5)),
    st.sampled_from(["", "!", "-2020", "S"]),
)


@settings(deadline=1_000)
@given(HOSTILE)
def test_a_hostile_text_of_ten_thousand_characters_takes_no_time(raw: str) -> None:
    standard_number.parse(raw)
    standard_number.parse(raw[:199])
    standard_number.find_all(raw)
    assert len(standard_number.parse(raw).compact) < 800


def test_two_long_texts_that_begin_alike_have_different_keys() -> None:
    keys = {standard_number.parse("某" * 5_000 + end).compact for end in "甲乙"}
    assert len(keys) == 2
