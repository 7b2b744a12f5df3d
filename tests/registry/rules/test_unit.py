import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pint import UnitRegistry

from registry.rules import unit, unit_library, unit_sizes
from registry.rules.unit_sizes import SIZES
from registry.rules.unit_table import ROWS, Row


def the(text: str) -> unit.Unit:
    found = unit.find(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("value", "from_", "to", "places", "expected"),
    [
        ("13", "kPa", "mmH2O", 1, "1325.6"), ("35", "kPa", "mmH2O", 1, "3569.0"), ("50", "kPa", "mmH2O", 1, "5098.6"),
        ("60", "kPa", "mmH2O", 1, "6118.3"), ("5000", "mmH2O", "kPa", 3, "49.033"), ("10000", "mmH2O", "kPa", 3, "98.067"),
        ("3.2", "N/mm", "kN/m", 1, "3.2"), ("45", "N/cm", "N/mm", 1, "4.5"), ("0.5", "%", "mg/kg", 0, "5000"), ("24", "h", "d", 0, "1"),
        ("1", "kW·h", "J", 0, "3600000"), ("0", "℃", "K", 2, "273.15"), ("100", "℃", "℉", 1, "212.0"), ("6000", "g/(m²·24h)", "g/(m²·h)", 0, "250"),
        ("5", "万次", "次", 0, "50000"), ("1", "m³/h", "L/min", 2, "16.67"), ("1", "g/cm³", "kg/m³", 0, "1000"), ("750", "N/5cm", "N/cm", 0, "150"),
        ("2", "h", "分钟", 0, "120"), ("3", "r/s", "rpm", 0, "180"), ("1", "年", "个月", 0, "12"), ("10", "m H2O", "mmH2O", 0, "10000"),
    ],
)  # fmt: skip
def test_values_convert(value: str, from_: str, to: str, places: int, expected: str) -> None:
    converted = unit.as_decimal(unit.convert(Decimal(value), the(from_), the(to)), places)
    assert str(converted) == expected


def test_thirteen_kilopascals_are_not_thirteen_metres_of_water() -> None:
    assert unit.base_value(Decimal(13), the("kPa")) != unit.base_value(Decimal(13_000), the("mmH2O"))


def test_sixty_kilopascals_in_water_columns_and_back_are_sixty() -> None:
    water = unit.convert(Decimal(60), the("kPa"), the("mmH2O"))
    assert water == Fraction(60_000) / Fraction("9.80665")
    assert unit.convert(water, the("mmH2O"), the("kPa")) == 60


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("ｋＰａ", "kPa"), ("KPA", "kPa"), ("兆帕", "MPa"), ("N/mm²", "MPa"), ("°C", "℃"), ("℃", "℃"), ("㎡", "m²"), ("g/㎡", "g/m²"),
        ("m3/h", "m³/h"), ("m^3/h", "m³/h"), ("g/m²·24h", "g/(m²·24h)"), ("g/（m2·d）", "g/(m²·24h)"), ("g·m⁻²·d⁻¹", "g/(m²·24h)"),
        ("mg·kg-1", "mg/kg"), ("kJ·m⁻²", "kJ/m²"), ("N•m", "N·m"), ("Nm", "N·m"), ("nm", "nm"), ("µm", "μm"), ("um", "μm"), ("㎜", "mm"),
        ("DB(A)", "dB(A)"), ("dBA", "dB(A)"), ("dB", "dB"), ("％", "%"), ("ml", "mL"), ("l", "L"), ("kw.h", "kW·h"), ("KWH", "kW·h"),
        ("Ω", "Ω"), ("MΩ", "MΩ"), ("mΩ", "mΩ"), ("shore a", "邵尔A"), ("邵氏A", "邵尔A"), ("cfu/ml", "CFU/mL"), ("转/分", "r/min"),
        ("小时", "h"), ("分钟", "min"), ("个工作日", "工作日"), ("天", "d"), ("次", "次"), ("级", "级"), ("mPa·s", "mPa·s"), ("LM/W", "lm/W"),
        ("cd/m2", "cd/m²"), (" m m ", "mm"), ("Mpa.s", "mPa·s"), ("mpa", None), ("MPA", None), ("mw", None), ("n", None), ("", None), ("9**9**9", None),
        ("kPa" * 10_000, None), ("\ud800", None), ("furlong", None),
    ],
)  # fmt: skip
def test_a_typed_unit_is_found(typed: str, symbol: str | None) -> None:
    found = unit.find(typed)
    assert (found.symbol if found else None) == symbol


def test_every_spelling_means_one_unit() -> None:
    meant = defaultdict(set)
    for row in ROWS:
        for spelling in (row.symbol, *row.spellings):
            meant[unit._key(spelling)].add(row.symbol)
    assert not {spelling: symbols for spelling, symbols in meant.items() if len(symbols) > 1}
    assert len({row.symbol for row in ROWS}) == len(ROWS)


def test_units_of_a_quantity_have_one_dimension() -> None:
    pint = UnitRegistry()
    dimensions = defaultdict(set)
    for row in ROWS:
        dimensions[row.quantity].add(str(pint.parse_units(row.expression).dimensionality) if row.expression else "own")
    assert {quantity: found for quantity, found in dimensions.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("one", "other"), [("J", "N·m"), ("N/mm", "kJ/m²"), ("dB", "dB(A)"), ("邵尔A", "HRC"), ("次", "个"), ("d", "工作日"), ("g/m²", "g/(m²·24h)"), ("CFU/g", "CFU/mL"), ("mg/kg", "mg/L")]
)
def test_different_quantities_do_not_convert(one: str, other: str) -> None:
    assert not unit.compatible(the(one), the(other))
    with pytest.raises(ValueError):
        unit.convert(Decimal(1), the(one), the(other))


def test_a_mass_fraction_may_be_given_in_percent() -> None:
    symbols = [each.symbol for each in unit.of_quantity("mass_fraction")]
    assert {"%", "mg/kg"} <= set(symbols)
    assert [each.symbol for each in unit.of_quantity("sound_level")] == ["dB(A)"]


PAIRS = [(one.symbol, other.symbol) for one in ROWS for other in ROWS if one.quantity == other.quantity]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9), st.sampled_from(PAIRS))
def test_there_and_back_is_exactly_the_same(value: Decimal, pair: tuple[str, str]) -> None:
    one, other = map(the, pair)
    assert unit.convert(unit.convert(value, one, other), other, one) == Fraction(value)


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_no_text_breaks_the_search(text: str) -> None:
    unit.find(text)
    unit.find(text * 200)


@pytest.mark.parametrize(("value", "places", "rounded"), [("0.25", 1, "0.3"), ("0.24", 1, "0.2"), ("-2.5", 0, "-3"), ("1/3", 3, "0.333"), ("2", 2, "2.00")])
def test_halves_are_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert unit.as_decimal(Fraction(value), places) == Decimal(rounded)


def test_every_kept_size_is_the_librarys_and_no_row_is_without_one() -> None:
    kept = {expression: (Fraction(factor), Fraction(offset)) for expression, (factor, offset) in SIZES.items()}
    assert kept == {row.expression: unit_library.size(row.expression) for row in ROWS if row.expression}


def test_the_file_of_sizes_is_what_the_script_writes() -> None:
    assert Path(unit_sizes.__file__).read_text(encoding="utf-8").endswith(f"= {{\n{unit_library.written()}}}\n")


def test_a_row_without_a_kept_size_is_asked_of_the_library() -> None:
    assert unit._unit(Row("yd", "length", "yard")) == unit.Unit("yd", "length", Fraction(1143, 1250), Fraction(0))
    assert unit._unit(Row("°R", "temperature", "degR")).factor == Fraction(5, 9)


def test_the_units_library_is_not_loaded_for_any_unit_of_the_table() -> None:
    asked = "import sys; from registry.rules import unit, unit_table; [unit.find(row.symbol) for row in unit_table.ROWS]; assert 'pint' not in sys.modules"
    subprocess.run([sys.executable, "-c", asked], check=True)
