"""Fewer or lower than a corresponding standard? Computed where its floors are known, else as the editor answers.

Standardization Law Art. 21: never below a mandatory standard, whatever is stated. SAMR Order 83 Art. 14: fewer or lower
than a recommended one must be expressly indicated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.rules import line_value, unit
from registry.rules.comparison import Comparison, compare
from registry.rules.content import Content, Line, Reference
from registry.rules.indicator import LIGHT_FASTNESS_GRADES, Value, display
from registry.rules.self_check_references import mandatory
from registry.rules.self_check_remark import Remark, ask, know, mend, state
from registry.rules.self_check_world import Cited, Concept, Floor, World, enterprise_standard
from registry.rules.standard_number import StandardNumber, parse

FEWER = "fewer"
LOWER_ANSWERS = ("lower", FEWER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One floor against the line that answers it; `place` None where no line does. `verdict` is a Comparison or fewer."""

    floor: Floor
    place: int | None
    verdict: str


def check(content: Content, world: World) -> Iterator[Remark]:
    """Remarks on the comparison with every corresponding standard, and on the express indication."""
    weaker = False
    for place, reference in _corresponding(content):
        number = parse(reference.number)
        cited = world.standards.get(number.compact)
        remarks = tuple(_compared(content, world, place, reference, number, cited))
        weaker = weaker or any(remark.word in _WEAKER for remark in remarks)
        yield from (remark for remark in remarks if not (_stated(content) and remark.severity == "must_state"))
    yield from _statement(content, weaker=weaker)


def comparisons(content: Content, world: World) -> dict[int, str]:
    """How the draft compares to the reference at each place: computed_higher, _equal, _lower, _fewer; stated_ and the
    editor's answer where nothing could be computed; not_comparable.
    """
    found: dict[int, str] = {}
    for place, reference in _corresponding(content):
        cited = world.standards.get(parse(reference.number).compact)
        verdict = _verdict(_outcomes(content, cited, world))
        found[place] = f"computed_{verdict}" if verdict else _answered(reference)
    return found


def _answered(reference: Reference) -> str:
    return f"stated_{reference.answer}" if reference.answer not in ("", "not_comparable") else "not_comparable"


def _corresponding(content: Content) -> list[tuple[int, Reference]]:
    if not enterprise_standard(content.basis, content.number):
        return []
    return [(place, each) for place, each in enumerate(content.references) if each.relation.startswith("corresponding_") and each.number.strip()]


def _stated(content: Content) -> bool:
    return content.lower_stated and bool(content.lower_statement.strip())


_WEAKER = ("lower_than_recommended", "fewer_than_recommended", "weaker_than_recommended_answered")


def _compared(content: Content, world: World, place: int, reference: Reference, number: StandardNumber, cited: Cited | None) -> Iterator[Remark]:
    binding = mandatory(number, cited, reference.relation)
    outcomes = _outcomes(content, cited, world)
    for outcome in outcomes:
        yield from _outcome(content, world, number, outcome, binding=binding)
    if _verdict(outcomes) is None:
        yield from _answer(reference, place, number, binding=binding)


def _outcome(content: Content, world: World, number: StandardNumber, outcome: Outcome, *, binding: bool) -> Iterator[Remark]:
    at = "lines" if outcome.place is None else f"lines.{outcome.place}.{_cell(content.lines[outcome.place])}"
    facts = _facts(content, world, number, outcome)
    subject = f"{number.compact}/{outcome.floor.concept}/{outcome.floor.condition}"
    match outcome.verdict:
        case Comparison.LOWER if binding:
            yield mend("L2", at, "below_mandatory", "law.21", subject, **facts)
        case Comparison.LOWER:
            yield state(at, "lower_than_recommended", subject, **facts)
        case "fewer" if binding:
            yield ask("L2", at, "mandatory_indicator_missing", "law.21", subject, **facts)
        case "fewer":
            yield state(at, "fewer_than_recommended", subject, **facts)
        case Comparison.HIGHER | Comparison.LOWER if outcome.place is not None and _slip(content.lines[outcome.place], outcome.floor):
            yield ask("N3", at, "unit_slip", "gb3100", subject, **facts)


def _answer(reference: Reference, place: int, number: StandardNumber, *, binding: bool) -> Iterator[Remark]:
    """Where the registry cannot compute, the editor says how it compares, and the answer is published as a statement."""
    facts = {"number": number.canonical}
    if not reference.answer:
        yield ask("L2" if binding else "L3", f"references.{place}.answer", "comparison_unanswered", "law.21" if binding else "order83.14", number.compact, **facts)
    elif reference.answer in LOWER_ANSWERS and binding:
        yield mend("L2", f"references.{place}.answer", "below_mandatory_answered", "law.21", number.compact, **facts)
    elif reference.answer in LOWER_ANSWERS:
        yield state(f"references.{place}.answer", "weaker_than_recommended_answered", number.compact, **facts)


def _statement(content: Content, *, weaker: bool) -> Iterator[Remark]:
    if content.lower_stated and not content.lower_statement.strip():
        yield state("lower_statement", "lower_statement_missing")
    elif weaker and _stated(content):
        yield know("L3", "lower_stated", "lower_will_be_shown", "order83.14")
    elif content.lower_stated:
        yield know("L3", "lower_stated", "lower_stated_needlessly", "order83.14")


def _outcomes(content: Content, cited: Cited | None, world: World) -> list[Outcome]:
    floors = cited.floors if cited else ()
    return [outcome for floor in floors for outcome in against(content.lines, floor, world.concepts.get(floor.concept))]


def against(lines: Sequence[Line], floor: Floor, concept: Concept | None) -> list[Outcome]:
    """Every line under the floor's condition; a floor without one binds every line of its concept.

    A line without a condition might mean any: a person must say.
    """
    of_concept = [(place, line) for place, line in enumerate(lines) if line.concept == floor.concept]
    same = [(place, line) for place, line in of_concept if not floor.condition or line.condition == floor.condition]
    if not same:
        open_ones = [place for place, line in of_concept if not line.condition]
        return [Outcome(floor, open_ones[0], Comparison.UNKNOWN) if open_ones else Outcome(floor, None, FEWER)]
    return [Outcome(floor, place, _one(line_value.value(line), line_value.value(floor), concept)) for place, line in same]


def _one(declared: Value | None, asked: Value | None, concept: Concept | None) -> str:
    if declared is None or asked is None or concept is None:
        return Comparison.UNKNOWN
    return compare(declared, asked, concept.direction, concept.grades or LIGHT_FASTNESS_GRADES)


def _verdict(outcomes: Sequence[Outcome]) -> str | None:
    """The whole comparison, weakest first; None where a person must say, since a floor is unknown or does not compare."""
    verdicts = {outcome.verdict for outcome in outcomes}
    for weak in (Comparison.LOWER, FEWER):
        if weak in verdicts:
            return str(weak)
    if not verdicts or verdicts & {Comparison.UNKNOWN, Comparison.NOT_COMPARABLE}:
        return None
    return str(Comparison.HIGHER if Comparison.HIGHER in verdicts else Comparison.EQUAL)


def _cell(line: Line) -> str:
    if line.operator in ("text", "grade"):
        return line.operator
    return "high" if line.operator in line_value.UPPER_END else "low"


def _facts(content: Content, world: World, number: StandardNumber, outcome: Outcome) -> dict[str, str]:
    concept = world.concepts.get(outcome.floor.concept)
    asked, declared = line_value.value(outcome.floor), line_value.value(content.lines[outcome.place]) if outcome.place is not None else None
    facts = {"number": number.canonical, "name": concept.name if concept else outcome.floor.concept, "asked": display(asked) if asked else ""}
    return facts | {"declared": display(declared) if declared else "", "asked_in_unit": _in_unit(asked, declared)}


def _in_unit(asked: Value | None, declared: Value | None) -> str:
    """The floor in the unit that was typed, to one decimal: 13 kPa is 1325.6 mmH2O, not 13000."""
    if asked is None or declared is None or asked.unit == declared.unit:
        return ""
    bound = asked.low if asked.low is not None else asked.high
    one, other = unit.find(asked.unit), unit.find(declared.unit)
    if bound is None or one is None or other is None or not unit.compatible(one, other):
        return ""
    return f"{unit.as_decimal(unit.convert(bound, one, other), 1)} {other.symbol}"


def _slip(line: Line, floor: Floor) -> bool:
    """The floor's digits in another unit although the amounts differ: somebody moved the decimal point instead of converting."""
    declared, asked = line_value.value(line), line_value.value(floor)
    if declared is None or asked is None or declared.unit == asked.unit:
        return False
    one, other = (value.low if value.low is not None else value.high for value in (declared, asked))
    return one is not None and other is not None and one.normalize().as_tuple().digits == other.normalize().as_tuple().digits
