"""What holds for every scheme and every declaration: better is never worse, neither order nor units matter."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from registry.rules import unit
from registry.rules.content import Line
from registry.rules.judged import Followed, Inputs, Judged
from registry.rules.scheme import Scheme
from registry.rules.scoring import judge, prepare
from tests.factories.scheme_values import BELT, CLAIMS, CONCEPTS, POINTS, case, core, floor

STRICT = replace(
    BELT,
    cores=(
        core("tensile-strength", "above", "MPa", "24", "18", "15", weight="25", more=(case("above", "20", "16", "12", condition="aged"),)),
        core("abrasion-volume", "below", "mm³", "120", "150", "200", weight="25"),
        core("rub-fastness", "grade", "", "4", "3-4", "3", weight="12.5"),
        core("ph", "range", "", "5.5~7", "4.5~8", "4~9", weight="37.5"),
    ),
    basics=(),
)
SCHEMES = (BELT, POINTS, replace(POINTS, points=replace(POINTS.points, all_at_base=False)), STRICT, replace(STRICT, method="weighted_points"))
READY = tuple(prepare(scheme, CONCEPTS) for scheme in SCHEMES)
FLOORS = (floor("tensile-strength", "≥15 MPa"), floor("abrasion-volume", "<200 mm³"), floor("ply-adhesion", "≥3.2 N/mm"), floor("ph", "4~9"))
FOLLOWED = st.lists(st.sampled_from([Followed("GB/T 7984-2013", FLOORS), Followed("GB/T 1-2020", (floor("ply-adhesion", "≥4.5 N/mm"),))]), max_size=2, unique=True)


@dataclass(frozen=True)
class Unit:
    """Units in which a concept may be declared, and the numbers around its thresholds in the scheme's own."""

    symbols: tuple[str, ...]
    figures: st.SearchStrategy[Decimal]


def around(*thresholds: str) -> st.SearchStrategy[Decimal]:
    """Often exactly at a threshold, or a hair beside it."""
    exactly = st.sampled_from([Decimal(each) for each in thresholds])
    hair = st.sampled_from([Decimal(each) for each in ("-1", "-0.1", "-0.0001", "0", "0.0001", "0.1", "1")])
    return st.builds(lambda figure, by: figure + by, exactly, hair)


UNITS = {
    "tensile-strength": Unit(("MPa", "kPa", "Pa", "N/cm²", "GPa", "bar"), around("12", "15", "16", "18", "20", "24")),
    "elongation": Unit(("%", "‰"), around("350", "400", "450")),
    "abrasion-volume": Unit(("mm³", "cm³", "mL"), around("120", "150", "200")),
    "ply-adhesion": Unit(("N/mm", "N/cm", "kN/m", "N/5cm", "N/25mm"), around("3.2", "4.0", "5.0")),
}
HIGHER_IS_BETTER = ("tensile-strength", "elongation", "ply-adhesion")


def said_in(figure: Decimal, symbol: str, other: str) -> str | None:
    """The figure in another unit, None where decimals cannot say it exactly."""
    one, to = unit.find(symbol), unit.find(other)
    assert one is not None
    assert to is not None
    exact = unit.convert(figure, one, to)
    places = next((places for places in range(31) if not 10**places % exact.denominator), None)
    return None if places is None else format(unit.as_decimal(exact, places), "f")


@st.composite
def bounds(draw: st.DrawFn, concept: str) -> Line:
    """A bound in the unit of the scheme, inclusive or not."""
    figure = format(draw(UNITS[concept].figures), "f")
    inclusive = draw(st.booleans())
    condition = draw(st.sampled_from(["", "", "aged"])) if concept == "tensile-strength" else ""
    symbol = UNITS[concept].symbols[0]
    if concept in HIGHER_IS_BETTER:
        return Line(concept=concept, operator="at_least" if inclusive else "above", low=figure, unit=symbol, condition=condition)
    return Line(concept=concept, operator="at_most" if inclusive else "below", high=figure, unit=symbol, condition=condition)


OTHERS = st.one_of(
    st.sampled_from(["2-3", "3", "3-4", "4", "5"]).map(lambda grade: Line(concept="rub-fastness", operator="grade", grade=grade)),
    st.tuples(st.sampled_from(["3.9", "4", "4.5", "5.5", "6"]), st.sampled_from(["6", "7", "8", "9", "9.1"])).map(lambda ends: Line(concept="ph", operator="range", low=ends[0], high=ends[1])),
    st.sampled_from(sorted(UNITS)).map(lambda concept: Line(concept=concept, operator="text", text="符合要求")),
)
LINES = st.tuples(*(bounds(concept) for concept in UNITS)).flatmap(lambda four: st.lists(st.one_of(*(bounds(concept) for concept in UNITS), OTHERS), max_size=4).map(lambda more: [*four, *more]))
INPUTS = st.builds(
    Inputs, lines=LINES.map(tuple), gates=st.lists(st.sampled_from(["failed_check", "publicly_noted"]), unique=True, max_size=1).map(tuple), claims=st.just(CLAIMS), followed=FOLLOWED.map(tuple)
)
CALM = st.builds(lambda lines, grade: Inputs((*lines, Line(concept="rub-fastness", operator="grade", grade=grade), Line(concept="ph", operator="range", low="4", high="8")), claims=CLAIMS), st.tuples(*(bounds(each) for each in UNITS)), st.sampled_from(["3", "3-4", "4"]))


def worth(judged: Judged) -> tuple[int, Decimal]:
    """The more the better."""
    return (0 if judged.level is None else 4 - judged.level), Decimal(judged.points or -1)


def bettered(line: Line, by: Decimal) -> Line:
    if line.operator in ("at_least", "above"):
        return replace(line, low=format(Decimal(line.low) + by, "f"))
    if line.operator in ("at_most", "below"):
        return replace(line, high=format(Decimal(line.high) - by, "f"))
    grades = CONCEPTS["rub-fastness"].grades
    if line.operator == "grade":
        return replace(line, grade=grades[min(grades.index(line.grade) + 1, len(grades) - 1)])
    if line.operator == "range":
        middle = (Decimal(line.low) + Decimal(line.high)) / 2
        return replace(line, low=format(min(Decimal(line.low) + by, middle), "f"), high=format(max(Decimal(line.high) - by, middle), "f"))
    return line


@given(inputs=st.one_of(INPUTS, CALM), data=st.data(), by=st.sampled_from([Decimal(each) for each in ("0", "0.0001", "0.1", "1", "10")]))
def test_a_better_value_never_lowers_a_level(inputs: Inputs, data: st.DataObject, by: Decimal) -> None:
    place = data.draw(st.integers(0, len(inputs.lines) - 1))
    better = replace(inputs, lines=(*inputs.lines[:place], bettered(inputs.lines[place], by), *inputs.lines[place + 1 :]))
    for ready in READY:
        before, after = judge(ready, inputs), judge(ready, better)
        assert worth(after) >= worth(before)
        for old, new in zip(before.readings, after.readings, strict=True):
            assert _rank(new.level) >= _rank(old.level)


def _rank(level: int | None) -> int:
    return -1 if level is None else 4 - (level or 4)


def without_places(judged: Judged) -> Judged:
    """All but the places of the declared lines."""
    reasons, alerts = (tuple(replace(each, facts={name: text for name, text in each.facts.items() if name != "line"}) for each in found) for found in (judged.reasons, judged.alerts))
    readings, innovations = (tuple(replace(each, line=min(each.line, 0)) for each in found) for found in (judged.readings, judged.innovations))
    return replace(judged, reasons=reasons, alerts=alerts, readings=readings, innovations=innovations)


@given(inputs=INPUTS, data=st.data())
def test_the_order_of_lines_gates_and_standards_never_matters(inputs: Inputs, data: st.DataObject) -> None:
    shuffled = Inputs(
        tuple(data.draw(st.permutations(inputs.lines))), tuple(data.draw(st.permutations(inputs.gates))), inputs.claims, tuple(data.draw(st.permutations(inputs.followed)))
    )
    for ready in READY:
        assert without_places(judge(ready, shuffled)) == without_places(judge(ready, inputs))


@given(inputs=st.one_of(INPUTS, CALM), data=st.data())
def test_converting_units_never_changes_a_level_also_exactly_at_a_threshold(inputs: Inputs, data: st.DataObject) -> None:
    converted = replace(inputs, lines=tuple(_converted(line, data) for line in inputs.lines))
    for ready in READY:
        before, after = judge(ready, inputs), judge(ready, converted)
        assert (after.level, after.points) == (before.level, before.points)
        for old, new in zip(before.readings, after.readings, strict=True):
            assert (new.level, new.in_unit_low, new.in_unit_high) == (old.level, old.in_unit_low, old.in_unit_high)


def _converted(line: Line, data: st.DataObject) -> Line:
    if line.concept not in UNITS or line.operator == "text":
        return line
    symbol = data.draw(st.sampled_from(UNITS[line.concept].symbols))
    end = "low" if line.low else "high"
    said = said_in(Decimal(getattr(line, end)), line.unit, symbol)
    return line if said is None else replace(line, unit=symbol, **{end: said})


@given(st.integers(1, 20000), st.sampled_from([("mmH2O", 1000), ("cmH2O", 100), ("mH2O", 1)]))
def test_a_column_of_water_meets_exactly_the_pressure_that_it_is(tenths: int, column: tuple[str, int]) -> None:
    """1 mmH2O is 9.80665 Pa: a threshold in kPa is met by the column that equals it, and missed by the next smaller one."""
    symbol, per_metre = column
    pascals = Fraction(980665, 100) * tenths
    base = format(unit.as_decimal(pascals / 1000, 5), "f")
    ready = prepare(Scheme(cores=(core("hydrostatic-pressure", "at_least", "kPa", base, base, base),)), CONCEPTS)
    equal, less = (Line(concept="hydrostatic-pressure", operator="at_least", low=figure, unit=symbol) for figure in (str(tenths * per_metre), str(tenths * per_metre - Decimal("0.0001"))))
    assert [judge(ready, Inputs((each,))).readings[0].level for each in (equal, less)] == [1, 0]


@given(st.tuples(*(UNITS[each].figures for each in UNITS)))
def test_another_way_of_reckoning_comes_to_the_same_level(figures: tuple[Decimal, ...]) -> None:
    tensile, elongation, abrasion, adhesion = figures
    lines = (
        Line(concept="tensile-strength", operator="at_least", low=str(tensile), unit="MPa"),
        Line(concept="elongation", operator="at_least", low=str(elongation), unit="%"),
        Line(concept="abrasion-volume", operator="at_most", high=str(abrasion), unit="mm³"),
        Line(concept="ply-adhesion", operator="at_least", low=str(adhesion), unit="N/mm"),
        Line(concept="ph", operator="range", low="5", high="7"),
    )
    steps = [("24", "450", "120", "5"), ("18", "400", "150", "4"), ("15", "350", "200", "3.2")]
    met = [
        level
        for level, (low, length, volume, force) in enumerate(steps, 1)
        if tensile >= Decimal(low) and elongation >= Decimal(length) and abrasion <= Decimal(volume) and adhesion >= Decimal(force)
    ]
    assert judge(READY[0], Inputs(lines, claims=CLAIMS)).level == min(met, default=None)
