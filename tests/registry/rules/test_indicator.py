from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.rules import indicator, unit
from registry.rules.indicator import GRADES, LIGHT_FASTNESS_GRADES, Operator, Value


@pytest.fixture(scope="module", autouse=True)
def _units_are_loaded() -> None:
    unit.find("MPa")


def figure(operator: Operator, low: str | None, high: str | None, symbol: str = "") -> Value:
    return Value(operator, Decimal(low) if low else None, Decimal(high) if high else None, symbol)


AT_LEAST, AT_MOST, RANGE, EQUAL = Operator.AT_LEAST, Operator.AT_MOST, Operator.RANGE, Operator.EQUAL


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("≥15 MPa", figure(AT_LEAST, "15", None, "MPa")),
        ("≥ １５．０ ＭＰａ", figure(AT_LEAST, "15.0", None, "MPa")),
        ("≤ 0.5%", figure(AT_MOST, None, "0.5", "%")),
        ("不小于 3.2 N/mm", figure(AT_LEAST, "3.2", None, "N/mm")),
        ("不得超过75mg/kg", figure(AT_MOST, None, "75", "mg/kg")),
        ("大于或等于 350 %", figure(AT_LEAST, "350", None, "%")),
        ("50,000次以上", figure(AT_LEAST, "50000", None, "次")),
        ("≥5万次", figure(AT_LEAST, "50000", None, "次")),
        ("2个工作日以内", figure(AT_MOST, None, "2", "工作日")),
        ("24 小时内", figure(AT_MOST, None, "24", "h")),
        ("≥6000 g/(m²·24h)", figure(AT_LEAST, "6000", None, "g/(m²·24h)")),
        ("<200 mm³", figure(Operator.BELOW, None, "200", "mm³")),
        ("＞15", figure(Operator.ABOVE, "15", None)),
        ("<200", figure(Operator.BELOW, None, "200")),
        ("<=10mm", figure(AT_MOST, None, "10", "mm")),
        ("10~20 mm", figure(RANGE, "10", "20", "mm")),
        ("10mm～20mm", figure(RANGE, "10", "20", "mm")),
        ("10—20 mm", figure(RANGE, "10", "20", "mm")),
        ("-20℃~60℃", figure(RANGE, "-20", "60", "℃")),
        ("4.0-8.5", figure(RANGE, "4.0", "8.5")),
        ("±5%", figure(RANGE, "-5", "5", "%")),
        ("10±0.5 mm", figure(RANGE, "9.5", "10.5", "mm")),
        ("（23±2）℃", figure(RANGE, "21", "25", "℃")),
        ("30分钟", figure(EQUAL, "30", "30", "min")),
        ("15", figure(EQUAL, "15", "15")),
        ("≤-20℃", figure(AT_MOST, None, "-20", "℃")),
        ("≥10 根/cm", figure(AT_LEAST, "10", None, "根/cm")),
        ("4级", Value(Operator.GRADE, unit="级", grade="4")),
        ("3-4级", Value(Operator.GRADE, unit="级", grade="3-4")),
        ("≥3～4 级", Value(Operator.GRADE, unit="级", grade="3-4")),
        ("B级", Value(Operator.GRADE, unit="级", grade="B")),
        ("一级", Value(Operator.GRADE, grade="一级")),
    ],
)
def test_a_pasted_cell_is_read(cell: str, value: Value) -> None:
    assert indicator.read(cell) == value


@pytest.mark.parametrize(
    "cell",
    ["无异味", "100±5%", "≥", "≥15 MPa(老化前)", "≥60 kPa,洗前", "IP54", "5 年质保", "20~10 mm", "10 mm~20 s", ">4级", "10 furlongs", "9**9**9", "1e99 m", "≥1e99 m", "3×5 cm", "长" * 500, "1" * 10_000],
)
def test_what_is_no_figure_stays_words(cell: str) -> None:
    assert indicator.read(cell) == Value(Operator.TEXT, text=cell)


@pytest.mark.parametrize("cell", ["", "  ", "\u3000", "\u200b"])
def test_an_empty_cell_promises_nothing(cell: str) -> None:
    assert indicator.read(cell) is None


@pytest.mark.parametrize(
    ("cell", "chinese", "english"),
    [
        ("≥15.0MPa", "≥15.0\u2009MPa", "≥15.0\u2009MPa"),
        ("≤0.50 %", "≤0.50%", "≤0.50%"),
        ("＜200", "<200", "<200"),
        ("10-20mm", "10～20\u2009mm", "10 to 20\u2009mm"),
        ("±5%", "±5%", "±5%"),
        ("≥4万次", "≥40000\u2009次", "≥40000\u2009cycles"),
        ("≥1.5×10⁸Ω", "≥1.5×10⁸\u2009Ω", "≥1.5×10⁸\u2009Ω"),
        ("3-4级", "3-4级", "grade 3-4"),
        ("B级", "B级", "grade B"),
        ("一级", "一级", "一级"),
        ("无异味", "无异味", "无异味"),
    ],
)
def test_a_value_is_shown_with_the_precision_that_was_declared(cell: str, chinese: str, english: str) -> None:
    value = indicator.read(cell)
    assert value is not None
    assert (indicator.display(value), indicator.display(value, "en")) == (chinese, english)


def test_half_grades_are_ordered_from_worst_to_best() -> None:
    assert GRADES == ("1", "1-2", "2", "2-3", "3", "3-4", "4", "4-5", "5")
    assert LIGHT_FASTNESS_GRADES[-3:] == ("7", "7-8", "8")


FIGURES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3)


@given(FIGURES, st.sampled_from([AT_LEAST, AT_MOST, Operator.ABOVE, Operator.BELOW, EQUAL]), st.sampled_from(["MPa", "%", "", "g/(m²·24h)", "次", "dB(A)", "邵尔A"]))
def test_what_is_shown_is_read_back(number: Decimal, operator: Operator, symbol: str) -> None:
    low = number if operator in {AT_LEAST, Operator.ABOVE, EQUAL} else None
    high = number if operator in {AT_MOST, Operator.BELOW, EQUAL} else None
    value = Value(operator, low, high, symbol)
    assert indicator.read(indicator.display(value)) == value


@given(st.text(st.one_of(st.sampled_from("≥≤<>~-±0123456789.级%mMPa次() 以上至"), st.characters(codec=None, exclude_categories=()))))
def test_no_cell_breaks_the_reader(cell: str) -> None:
    value = indicator.read(cell)
    if value is not None:
        indicator.display(value)
        indicator.display(value, "en")


@settings(deadline=1_000)
@given(st.text(min_size=1, max_size=3), st.sampled_from(["", "≥", "±", "10~", "1e"]))
def test_a_hostile_cell_of_ten_thousand_characters_takes_no_time(piece: str, start: str) -> None:
    indicator.read(start + piece * (10_000 // len(piece)))
    indicator.read((start + piece * 80)[:80])
