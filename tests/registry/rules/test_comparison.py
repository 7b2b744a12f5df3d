from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import indicator, unit
from registry.rules.comparison import Comparison, Direction, compare, difference
from registry.rules.indicator import Operator, Value

MORE, LESS, INSIDE, NEITHER = Direction.HIGHER, Direction.LOWER, Direction.TARGET, Direction.NONE
HIGHER, EQUAL, LOWER = Comparison.HIGHER, Comparison.EQUAL, Comparison.LOWER
APART, UNKNOWN = Comparison.NOT_COMPARABLE, Comparison.UNKNOWN


@pytest.fixture(scope="module", autouse=True)
def _units_are_loaded() -> None:
    unit.find("MPa")


def value(cell: str) -> Value:
    read = indicator.read(cell)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("declared", "floor", "direction", "result"),
    [
        # conveyor belt covers against GB/T 7984
        ("≥25 MPa", "≥15 MPa", MORE, HIGHER),
        ("≥15 MPa", "≥15 MPa", MORE, EQUAL),
        ("≥15.0 MPa", "≥15 MPa", MORE, EQUAL),
        ("≥14.9 MPa", "≥15 MPa", MORE, LOWER),
        ("≥15000 kPa", "≥15 MPa", MORE, EQUAL),
        (">15 MPa", "≥15 MPa", MORE, HIGHER),
        ("<200 mm³", "<200 mm³", LESS, EQUAL),
        ("≤200 mm³", "<200 mm³", LESS, LOWER),
        ("≤199 mm³", "<200 mm³", LESS, HIGHER),
        ("≤0.12 cm³", "<200 mm³", LESS, HIGHER),
        # footwear: the number of flexes, peel strength
        ("≥5万次", "≥40000次", MORE, HIGHER),
        ("≥4.5 N/mm", "≥45 N/cm", MORE, EQUAL),
        # jackets: kilopascals are not metres of water
        ("≥13 kPa", "≥13000 mmH2O", MORE, LOWER),
        ("≥13000 mmH2O", "≥13 kPa", MORE, HIGHER),
        ("≥250 g/(m²·h)", "≥6000 g/(m²·24h)", MORE, EQUAL),
        # limits that may be given as a share or by mass
        ("≤0.0075%", "≤75 mg/kg", LESS, EQUAL),
        ("≤100 mg/kg", "≤75 mg/kg", LESS, LOWER),
        # figures and ranges are judged by the worst result that they permit
        ("20 MPa", "≥15 MPa", MORE, HIGHER),
        ("10~20 MPa", "≥15 MPa", MORE, LOWER),
        ("16~20 MPa", "≥15 MPa", MORE, HIGHER),
        ("10~20 mg/kg", "≤20 mg/kg", LESS, EQUAL),
        # ranges by containment, whichever way is better
        ("4.0~7.5", "4.0~8.5", INSIDE, HIGHER),
        ("4.0~8.5", "4.0~8.5", INSIDE, EQUAL),
        ("4.0~9.0", "4.0~8.5", INSIDE, LOWER),
        ("7", "4.0~8.5", INSIDE, HIGHER),
        ("-2%~2%", "±3%", LESS, HIGHER),
        ("±5%", "±3%", LESS, LOWER),
        ("≥5", "4.0~8.5", MORE, LOWER),
        ("≤40 ℃", "≤50 ℃", INSIDE, HIGHER),
        # grades
        ("4级", "3-4级", MORE, HIGHER),
        ("3-4级", "≥3～4级", MORE, EQUAL),
        ("3级", "3-4级", MORE, LOWER),
        ("≥4", "4级", MORE, EQUAL),
        ("1级", "2级", LESS, HIGHER),
        ("6级", "4级", MORE, HIGHER),
        ("C级", "4级", MORE, UNKNOWN),
        # words
        ("无异味", " 无异味", NEITHER, EQUAL),
        ("无明显异味", "无异味", NEITHER, UNKNOWN),
        ("无异味", "≤3 mg/kg", LESS, APART),
        # what does not meet
        ("≥15 N", "≥15 MPa", MORE, APART),
        ("≥15", "≥15 MPa", MORE, APART),
        ("≤60 K", "≤60 ℃", LESS, APART),
        ("≤140 ℉", "≤60 ℃", LESS, EQUAL),
        ("≥10 根/cm", "≥10 根/cm", MORE, EQUAL),
        ("≥10 根/cm", "≥10 束/cm", MORE, APART),
        ("≤20 MPa", "≥15 MPa", MORE, APART),
        ("≥15 MPa", "≥10 MPa", NEITHER, UNKNOWN),
    ],
)
def test_a_declared_value_is_compared_with_the_floor(declared: str, floor: str, direction: Direction, result: Comparison) -> None:
    assert compare(value(declared), value(floor), direction) is result


def test_grades_follow_the_order_of_the_concept() -> None:
    adhesion, tea, protection = ("5", "4", "3", "2", "1", "0"), ("三级", "二级", "一级", "特级"), ("IP20", "IP44", "IP54")
    assert compare(value("1级"), value("2级"), MORE, adhesion) is HIGHER
    assert compare(value("二级"), value("一级"), MORE, tea) is LOWER
    assert compare(value("IP54"), Value(Operator.GRADE, grade="IP44"), MORE, protection) is HIGHER
    assert difference(value("1级"), value("2级"), adhesion) == 1


@pytest.mark.parametrize("missing", [Value(Operator.AT_LEAST), Value(Operator.TEXT), Value(Operator.GRADE)])
def test_a_missing_figure_is_never_judged(missing: Value) -> None:
    floor = Value(Operator.AT_LEAST, Decimal(15))
    assert {compare(missing, floor, MORE), compare(floor, missing, MORE)} <= {UNKNOWN, APART}
    assert difference(missing, floor) is None


@pytest.mark.parametrize(
    ("declared", "floor", "expected"),
    [
        ("≥25 MPa", "≥15 MPa", "10"),
        ("≥14.9 MPa", "≥15 MPa", "-0.1"),
        ("≤150 mm³", "<200 mm³", "-50"),
        ("≥13 kPa", "≥13000 mmH2O", "-11674.4"),
        ("≥15500 kPa", "≥15 MPa", "0.5"),
        ("4级", "3级", "2"),
        ("4.0~8.5", "4.0~8.5", None),
        ("≥15 N", "≥15 MPa", None),
        ("≤15 MPa", "≥15 MPa", None),
        ("无异味", "无异味", None),
    ],
)
def test_the_difference_is_given_in_the_floors_unit(declared: str, floor: str, expected: str | None) -> None:
    found = difference(value(declared), value(floor))
    assert (None if found is None else str(found)) == expected


FIGURES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=3)
ONE_SIDED = st.sampled_from([(Operator.AT_LEAST, MORE), (Operator.AT_MOST, LESS)])


def bound(operator: Operator, figure: Decimal, symbol: str) -> Value:
    return Value(operator, figure, None, symbol) if operator is Operator.AT_LEAST else Value(operator, None, figure, symbol)


@given(FIGURES, FIGURES, ONE_SIDED, st.sampled_from(["kPa", "MPa", "mmH2O"]), st.sampled_from(["kPa", "MPa", "mmH2O"]))
def test_what_is_higher_one_way_is_lower_the_other(one: Decimal, other: Decimal, side: tuple[Operator, Direction], first: str, second: str) -> None:
    operator, direction = side
    left, right = bound(operator, one, first), bound(operator, other, second)
    opposite = {HIGHER: LOWER, LOWER: HIGHER, EQUAL: EQUAL}
    assert compare(right, left, direction) is opposite[compare(left, right, direction)]
    assert (compare(left, right, direction) is EQUAL) == (_base(one, first) == _base(other, second))


def _base(figure: Decimal, symbol: str) -> Fraction:
    found = unit.find(symbol)
    assert found is not None
    return unit.base_value(figure, found)
