"""Side by side: who promises most follows from the promises alone, and what does not compare says why."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.rules import indicator, restating, unit
from registry.rules.content import Line
from registry.rules.indicator import Operator, Value, display
from registry.rules.self_check_world import Concept, Floor
from registry.rules.side_by_side import Measure, Outcome, Reason, Row, rows
from registry.rules.side_by_side_floors import Asked, floors

STRENGTH = Measure(Concept("tensile-strength", "拉伸强度", "pressure", "higher", conditions=("unaged", "aged")), "MPa")
ABRASION = Measure(Concept("abrasion-volume", "磨耗量", "volume", "lower"), "mm³")
ACIDITY = Measure(Concept("ph", "pH值", "number", "target"))
SPEED = Measure(Concept("belt-speed", "带速", "speed", "none"), "m/s")
FASTNESS = Measure(Concept("fastness", "耐摩擦色牢度", "grade", "higher"))
CLASS = Measure(Concept("protection", "防护等级", "grade", "higher", ("IP20", "IP44", "IP54")))
FLEXES = Measure(Concept("flexes", "耐折次数", "cycles", "higher"))
SMELL = Measure(Concept("smell", "气味", "text", "none"))
MEASURES = {each.concept.code: each for each in (STRENGTH, ABRASION, ACIDITY, SPEED, FASTNESS, CLASS, FLEXES, SMELL)}


@pytest.fixture(scope="module", autouse=True)
def _units_are_loaded() -> None:
    unit.find("MPa")


def value(typed: str) -> Value:
    read = indicator.read(typed)
    assert read is not None
    return read


def line(typed: str, measure: Measure | None = STRENGTH, **cells: str) -> Line:
    """A line as the grid keeps it, from what somebody types into one cell."""
    read = value(typed)
    low, high = ("" if end is None else format(end, "f") for end in (read.low, read.high))
    concept = measure.concept if measure else Concept("", "手感", "", "none")
    kept = Line(concept.name, concept.code, "performance", read.operator, low, high, read.unit, read.grade, read.text, method="GB/T 528-2009")
    return replace(kept, **cells)


def row(*typed: str | Line, measure: Measure = STRENGTH) -> Row:
    found = rows([[each if isinstance(each, Line) else line(each, measure)] for each in typed], MEASURES)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("measure", "typed", "best"),
    [
        (STRENGTH, ("≥15 MPa", "≥14000 kPa", "≥15.1 MPa"), {2}),
        (STRENGTH, ("≥15 MPa", "≥15000 kPa", "≥14 MPa"), {0, 1}),
        (STRENGTH, ("≥15 MPa", ">15 MPa"), {1}),
        (STRENGTH, ("10~30 MPa", "≥12 MPa"), {1}),
        (STRENGTH, ("16~20 MPa", "≥15 MPa", "15.5 MPa"), {0}),
        (ABRASION, ("≤150 mm³", "≤0.14 cm³"), {1}),
        (ABRASION, ("≤150 mm³", "<150 mm³"), {1}),
        (ACIDITY, ("4.0~8.5", "4.0~7.5"), {1}),
        (FASTNESS, ("3-4级", "4级", "≥4"), {1, 2}),
        (CLASS, ("IP44", "IP54"), {1}),
        (FLEXES, ("≥5万次", "≥40000次"), {0}),
    ],
)
def test_who_promises_most_is_best(measure: Measure, typed: tuple[str, ...], best: set[int]) -> None:
    found = row(*typed, measure=measure)
    assert found.outcome is Outcome.RANKED
    assert found.best == best


@pytest.mark.parametrize(
    ("measure", "typed", "outcome"),
    [
        (STRENGTH, ("≥15 MPa", "≥15.00 MPa", "≥15000 kPa"), Outcome.EQUAL),
        (SPEED, ("≤5 m/s", "≤300 m/min"), Outcome.EQUAL),
        (SPEED, ("≤5 m/s", "≤4 m/s"), Outcome.NEITHER),
        (ACIDITY, ("4.0~7.5", "6.0~8.5"), Outcome.OVERLAPPING),
        (STRENGTH, ("≥15 MPa",), Outcome.APART),
        (STRENGTH, ("≥15 MPa", "良好"), Outcome.APART),
    ],
)
def test_nobody_is_best_where_nothing_says_so(measure: Measure, typed: tuple[str, ...], outcome: Outcome) -> None:
    found = row(*typed, measure=measure)
    assert found.outcome is outcome
    assert found.best == frozenset()


@pytest.mark.parametrize(
    ("measure", "odd", "reason"),
    [
        (STRENGTH, "≥15", Reason.NO_UNIT),
        (STRENGTH, "≥15 根/cm", Reason.UNKNOWN_UNIT),
        (STRENGTH, "≥15 N", Reason.OTHER_UNIT),
        (STRENGTH, "足够结实", Reason.WORDS),
        (STRENGTH, "3级", Reason.OTHER_KIND),
        (STRENGTH, "≤15 MPa", Reason.OTHER_BOUND),
        (ABRASION, "≥15 mm³", Reason.OTHER_BOUND),
        (FASTNESS, "C级", Reason.UNKNOWN_GRADE),
        (FASTNESS, "不掉色", Reason.WORDS),
        (SMELL, "无异味", Reason.WORDS),
        (STRENGTH, line("≥99 MPa", method="GB/T 7762-2014"), Reason.OTHER_METHOD),
        (STRENGTH, line("≥99 MPa", method=""), Reason.OTHER_METHOD),
        (STRENGTH, line("≥99 MPa", low="许多"), Reason.UNREADABLE),
    ],
)
def test_what_does_not_compare_says_why_and_takes_no_part(measure: Measure, odd: str | Line, reason: Reason) -> None:
    usual = {STRENGTH: "≥15 MPa", ABRASION: "≤150 mm³", FASTNESS: "3级", SMELL: "没有异味"}[measure]
    found = row(usual, usual, odd, measure=measure)
    assert found.cells[2].reason is reason
    assert found.outcome is (Outcome.APART if measure is SMELL else Outcome.EQUAL)


def test_another_condition_is_another_row_and_each_cell_says_so() -> None:
    aged, unaged, bare = rows([[line("≥15 MPa", condition="aged")], [line("≥20 MPa", condition="unaged")], [line("≥25 MPa")]], MEASURES)
    assert [cell.reason for cell in aged.cells] == [None, Reason.OTHER_CONDITION, Reason.OTHER_CONDITION]
    assert [each.condition for each in aged.cells[1].elsewhere] == ["unaged"]
    assert {each.outcome for each in (aged, unaged, bare)} == {Outcome.APART}


def test_conditions_in_words_meet_by_their_words() -> None:
    assert len(rows([[line("≥15 MPa", condition_text="70 ℃，168 h")], [line("≥16 MPa", condition_text="70℃ 168h")]], MEASURES)) == 1


def test_what_nobody_else_declares_and_free_names_come_last() -> None:
    free = line("柔软", None)
    found = rows([[free, line("≤5 m/s", SPEED), line("≥15 MPa")], [line("≥15 MPa"), replace(free, name="手 感")]], MEASURES)
    assert [(each.key.concept, each.declared) for each in found] == [("tensile-strength", 2), ("belt-speed", 1), ("", 2)]
    assert [cell.reason for cell in found[1].cells] == [None, Reason.NOT_DECLARED]
    assert {cell.reason for cell in found[2].cells} == {Reason.FREE_NAME}


def test_one_condition_declared_twice_is_not_judged() -> None:
    found = rows([[line("≥15 MPa"), line("≥18 MPa")], [line("≥16 MPa")], [line("≥17 MPa")]], MEASURES)[0]
    assert found.cells[0].reason is Reason.SEVERAL
    assert len(found.cells[0].said) == 2
    assert found.best == {2}


def test_an_edition_does_not_part_methods_but_is_told() -> None:
    found = row("≥15 MPa", line("≥16 MPa", method="GB/T 528-1998"), line("≥14 MPa", method="按GB／T 528—2009测定"))
    assert found.best == {1}
    assert [cell.other_edition for cell in found.cells] == [False, True, False]


def test_as_many_methods_as_values_leave_nobody_best() -> None:
    found = row("≥15 MPa", line("≥16 MPa", method="GB/T 1040.2-2022"))
    assert {cell.reason for cell in found.cells} == {Reason.OTHER_METHOD}
    assert found.outcome is Outcome.APART


@pytest.mark.parametrize(
    ("typed", "symbol", "shown", "rounded"),
    [
        ("≥15000 kPa", "MPa", "≥15\u2009MPa", False),
        ("≥15.0 MPa", "MPa", "≥15.0\u2009MPa", False),
        ("1500~2000 kPa", "MPa", "1.5～2\u2009MPa", False),
        ("≥60 mmH2O", "MPa", "≥0.000588399\u2009MPa", False),
        ("≥60 kPa", "mmH2O", "≥6118.3\u2009mmH2O", True),
        ("≥0.0001 kPa", "mmH2O", "≥0.010197\u2009mmH2O", True),
        ("≥15 kgf", "MPa", "≥15\u2009kgf", False),
    ],
)
def test_a_value_is_shown_in_the_unit_of_its_row(typed: str, symbol: str, shown: str, rounded: bool) -> None:
    said = restating.restate(value(typed), symbol)
    assert display(said.value) == shown
    assert said.rounded is rounded
    assert said.converted is (symbol in shown and symbol not in typed)


def test_without_a_unit_of_the_vocabulary_the_first_declared_one_holds() -> None:
    found = rows([[line("≥60 kPa")], [line("≥7000 mmH2O")]], {"tensile-strength": replace(STRENGTH, unit="")})[0]
    assert found.unit == "kPa"
    assert found.best == {1}


FIGURES = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**6, places=3)
SYMBOLS = st.sampled_from(["kPa", "MPa", "mmH2O", "bar", "N", "", "根/cm"])
OPERATORS = st.sampled_from(["at_least", "at_most", "above", "below", "equal"])
METHODS = st.sampled_from(["GB/T 528-2009", "GB/T 528-1998", "GB/T 1040.2-2022", ""])


@st.composite
def lines(draw: st.DrawFn) -> Line:
    figure, operator = format(draw(FIGURES), "f"), draw(OPERATORS)
    ends = {"high" if operator in ("at_most", "below") else "low": figure}
    return Line("拉伸强度", "tensile-strength", "performance", operator, **ends, unit=draw(SYMBOLS), condition=draw(st.sampled_from(["", "aged"])), method=draw(METHODS))


MEASURED = st.builds(lambda direction, symbol: {"tensile-strength": Measure(replace(STRENGTH.concept, direction=direction), symbol)}, st.sampled_from(["higher", "lower", "target", "none"]), st.sampled_from(["MPa", "kPa", ""]))
COLUMNS = st.lists(st.lists(lines(), max_size=3), min_size=1, max_size=5)


@given(COLUMNS, MEASURED, st.randoms(use_true_random=False))
def test_the_order_of_columns_never_changes_who_is_best(columns: list[list[Line]], measures: dict[str, Measure], chance: object) -> None:
    order = list(range(len(columns)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    one, other = (judged(rows(each, measures)) for each in (columns, [columns[place] for place in order]))
    assert one.keys() == other.keys()
    for key, (outcome, best, reasons) in one.items():
        again, best_again, reasons_again = other[key]
        assert again is outcome
        assert {order[place] for place in best_again} == best
        assert {order[place]: reason for place, reason in enumerate(reasons_again)} == dict(enumerate(reasons))


def judged(found: list[Row]) -> dict[object, tuple[Outcome, set[int], list[Reason | None]]]:
    return {each.key: (each.outcome, set(each.best), [cell.reason for cell in each.cells]) for each in found}


@given(COLUMNS, MEASURED)
def test_converting_units_never_changes_who_is_best(columns: list[list[Line]], measures: dict[str, Measure]) -> None:
    megapascals = [[replace(each, low=thousandth(each.low), high=thousandth(each.high), unit="MPa") if each.unit == "kPa" else each for each in column] for column in columns]
    assert judged(rows(columns, measures)) == judged(rows(megapascals, measures))


def thousandth(figure: str) -> str:
    return format(Decimal(figure) / 1000, "f") if figure else ""


@given(st.lists(FIGURES, min_size=2, max_size=5), st.lists(st.sampled_from(["kPa", "MPa", "mmH2O"]), min_size=5, max_size=5))
def test_the_best_are_exactly_those_that_nobody_exceeds(figures: list[Decimal], symbols: list[str]) -> None:
    found = row(*(Line("拉伸强度", "tensile-strength", operator="at_least", low=format(figure, "f"), unit=symbol) for figure, symbol in zip(figures, symbols, strict=False)))
    sizes = [unit.base_value(figure, known) for figure, symbol in zip(figures, symbols, strict=False) if (known := unit.find(symbol))]
    most = {place for place, size in enumerate(sizes) if size == max(sizes)}
    assert found.outcome is (Outcome.EQUAL if len(most) == len(sizes) else Outcome.RANKED)
    assert found.best == (frozenset() if found.outcome is Outcome.EQUAL else most)


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_a_shown_number_is_exact_or_says_that_it_is_rounded(number: Fraction) -> None:
    figure, rounded = restating.shown(number, 5)
    assert rounded is (Fraction(figure) != number)
    if number and abs(number) >= Fraction(1, 10**6):
        assert abs(Fraction(figure) - number) <= abs(number) / 10**4


def test_each_floor_stands_once_in_its_row_and_differences_are_in_its_unit() -> None:
    columns = [[line("≥15 MPa", condition="aged")], [line("≥11.5 MPa", condition="aged")], [line("≥14 MPa", condition="unaged")], [line("≥9 MPa", condition="aged")]]
    asked = Asked("GB/T 990002-2024", False, Floor("tensile-strength", "at_least", low="12000", unit="kPa", condition="aged"))
    found = rows(columns, MEASURES)
    beside, other = floors(found, columns, [[asked], [asked], [asked], []], MEASURES)
    assert [display(shown.value) for _, shown in beside.asked if shown] == ["≥12\u2009MPa"]
    assert [[(gap.verdict, gap.difference) for gap in gaps] for gaps in beside.gaps] == [[("higher", Decimal(3))], [("lower", Decimal("-0.5"))], [("fewer", None)], []]
    assert other.asked == ()


def test_mandatory_floors_stand_before_recommended_ones_and_grades_count_in_steps() -> None:
    columns = [[line("4级", FASTNESS)], [line("3-4级", FASTNESS)]]
    recommended, mandatory = (Asked(number, binding, Floor("fastness", "grade", grade=grade)) for number, binding, grade in (("GB/T 2-2024", False, "4"), ("GB 1-2024", True, "3")))
    found = floors(rows(columns, MEASURES), columns, [[recommended, mandatory], [mandatory]], MEASURES)[0]
    assert [each.number for each, _ in found.asked] == ["GB 1-2024", "GB/T 2-2024"]
    assert [[gap.difference for gap in gaps] for gaps in found.gaps] == [[Decimal(0), Decimal(2)], [Decimal(1)]]


def test_an_operator_that_is_none_is_shown_as_typed() -> None:
    cell = row(line("≥15 MPa", operator="")).cells[0]
    assert cell.reason is Reason.UNREADABLE
    assert cell.said[0].shown is None
    assert Operator.AT_LEAST not in cell.said
