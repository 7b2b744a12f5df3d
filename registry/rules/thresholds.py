"""A scheme made ready to judge by: thresholds read once, the scheme's units found, the way that is better known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from registry.rules import line_value, number
from registry.rules.comparison import Direction
from registry.rules.content import Line
from registry.rules.indicator import LIGHT_FASTNESS_GRADES, Operator, Value
from registry.rules.judged import Reading, Reason
from registry.rules.scheme import LEVELS, METHODS, Basic, Core, Scheme, Step
from registry.rules.self_check_world import Concept

Rank = tuple[int, Fraction, bool, tuple[str, ...]]
_BETTER = {
    Operator.AT_LEAST: Direction.HIGHER, Operator.ABOVE: Direction.HIGHER, Operator.AT_MOST: Direction.LOWER, Operator.BELOW: Direction.LOWER,
    Operator.RANGE: Direction.TARGET,
}  # fmt: skip


class Answer(NamedTuple):
    """What was read of one line or floor. rank: the worse one has the lesser, whatever place it stands in."""

    rank: Rank
    reading: Reading


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of one concept.

    key: of the ask in the scheme, for remembering. place: among the asks of its kind. cases: condition to the thresholds
    advanced, average and base in `unit`, None where there is none; of a basic indicator only the first is set.
    """

    key: int
    place: int
    concept: str
    operator: Operator
    unit: str
    direction: str
    grades: tuple[str, ...]
    cases: Mapping[str, tuple[Value | None, ...]]

    @property
    def first(self) -> str:
        """The ordinary condition."""
        return next(iter(self.cases))


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A scheme to judge by. `read` remembers what lines were read as and `reasons` what was said of them: most lines of a category repeat."""

    scheme: Scheme
    cores: tuple[Ask, ...]
    innovations: tuple[Ask, ...]
    basics: tuple[Ask, ...]
    concepts: frozenset[str]
    stars: tuple[int, ...]
    weights: tuple[Decimal, ...] = ()
    """Of the core indicators, `worth` of each level and `least` points for each: of weighted points only."""
    worth: tuple[Decimal, ...] = ()
    least: tuple[Decimal, ...] = ()
    read: dict[tuple[object, ...], Answer] = field(default_factory=dict)
    reasons: dict[tuple[str, int, int], tuple[Reading, Reason]] = field(default_factory=dict)
    """By code, target and id of the reading, which is kept with the reason so that no other one can get its id."""


def prepare(scheme: Scheme, concepts: Mapping[str, Concept]) -> Ready:
    """ValueError where `scheme_check.check` would refuse what is needed to judge."""
    if scheme.method not in METHODS or len(scheme.stars) != len(LEVELS):
        raise ValueError(scheme.method)
    cores = [_asked(core, place, place, concepts.get(core.concept), whole=True) for place, core in enumerate(scheme.cores)]
    count = len(cores)
    innovations = [_asked(core, count + place, place, concepts.get(core.concept), whole=False) for place, core in enumerate(scheme.innovations)]
    count += len(innovations)
    basics = [_basic(basic, count + place, place, concepts.get(basic.concept)) for place, basic in enumerate(scheme.basics)]
    return Ready(
        scheme, tuple(cores), tuple(innovations), tuple(basics), frozenset(ask.concept for ask in (*cores, *innovations, *basics)),
        tuple(map(int, scheme.stars)), *_weighted(scheme),
    )  # fmt: skip


def _weighted(scheme: Scheme) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...], tuple[Decimal, ...]]:
    """Weights, worth and least points; nothing for another method."""
    if scheme.method != "weighted_points":
        return (), (), ()
    return tuple(_figure(core.weight) for core in scheme.cores), tuple(map(_figure, scheme.points.worth)), tuple(map(_figure, scheme.points.least))


def _figure(typed: str) -> Decimal:
    if (found := number.parse(typed)) is None:
        raise ValueError(typed)
    return found


def _asked(core: Core, key: int, place: int, concept: Concept | None, *, whole: bool) -> Ask:
    """The core indicator ready to judge by; ValueError where a threshold does not read, or is not given although it is a whole one."""
    if concept is None or core.operator not in (*_BETTER, Operator.GRADE) or not core.cases:
        raise ValueError(f"cores.{place}")
    cases = {case.condition: tuple(_threshold(core, step) for step in case.steps) for case in core.cases}
    if whole and None in chain(*cases.values()):
        raise ValueError(f"cores.{place}.cases")
    operator = Operator(core.operator)
    return Ask(key, place, core.concept, operator, _unit(operator, core.unit), direction(operator, concept), concept.grades or LIGHT_FASTNESS_GRADES, cases)


def direction(operator: Operator, concept: Concept) -> str:
    """Which way is better: as the operator binds, of grades as the concept orders them."""
    if operator is Operator.EQUAL and concept.direction == Direction.NONE:
        return Direction.TARGET
    return _BETTER.get(operator, concept.direction)


def threshold(core: Core, step: Step) -> Value | None:
    """The value that a step stands for, None where it does not read."""
    return line_value.value(Line(operator=core.operator, low=step.low, high=step.high, grade=step.grade, unit=core.unit))


def _threshold(core: Core, step: Step) -> Value | None:
    found = threshold(core, step)
    if found is None and step != Step():
        raise ValueError(f"{core.concept}: {step}")
    return found


def _basic(basic: Basic, key: int, place: int, concept: Concept | None) -> Ask:
    found = line_value.value(basic)
    if concept is None or found is None:
        raise ValueError(f"basics.{place}")
    way = direction(found.operator, concept)
    return Ask(key, place, basic.concept, found.operator, found.unit, way, concept.grades or LIGHT_FASTNESS_GRADES, {basic.condition: (found,)})


def _unit(operator: Operator, typed: str) -> str:
    return "" if operator is Operator.GRADE else line_value.symbol(typed)


def rows_of(lines: Sequence[Line], concepts: frozenset[str]) -> dict[str, list[tuple[int, Line]]]:
    """Concept to its lines with their places, for those concepts only."""
    found: dict[str, list[tuple[int, Line]]] = {}
    for row in enumerate(lines):
        concept = row[1].concept
        if concept in found:
            found[concept].append(row)
        elif concept in concepts:
            found[concept] = [row]
    return found
