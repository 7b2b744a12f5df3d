"""What is wrong with the indicators of a scheme: cells as the floors of a standard are checked, and the order of the thresholds."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from registry.rules.comparison import Comparison, Direction, compare
from registry.rules.floor import FloorForm
from registry.rules.floor import problems as floor_problems
from registry.rules.indicator import LIGHT_FASTNESS_GRADES, Operator
from registry.rules.scheme import MOST_CORES, Basic, Case, Core, Scheme, Step
from registry.rules.self_check_world import Concept
from registry.rules.thresholds import direction, threshold

Wrong = Iterator[tuple[str, str]]
LEAST_CORES = 3
GRADING = (Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW, Operator.RANGE, Operator.GRADE)
_AGAINST = {Direction.HIGHER: (Operator.AT_MOST, Operator.BELOW), Direction.LOWER: (Operator.AT_LEAST, Operator.ABOVE)}
_NAMES = ("advanced", "average", "base")
_MET = (Comparison.HIGHER, Comparison.EQUAL)


def check(scheme: Scheme, concepts: Mapping[str, Concept]) -> Wrong:
    """Field path and code of everything wrong with cores, innovations and basics; the first code of a path counts."""
    yield from _counted(scheme)
    yield from _repeated("cores", scheme.cores)
    yield from _repeated("innovations", scheme.innovations)
    for place, core in enumerate(scheme.cores):
        yield from _core(f"cores.{place}", core, concepts, whole=True)
        if not core.floor.strip():
            yield f"cores.{place}.floor", "required"
    for place, core in enumerate(scheme.innovations):
        yield from _core(f"innovations.{place}", core, concepts, whole=False)
    for place, basic in enumerate(scheme.basics):
        yield from _basic(f"basics.{place}", basic, concepts)


def _counted(scheme: Scheme) -> Wrong:
    """At least three, so that a ranking can be made of them (质量分级及“领跑者”评价要求)."""
    asked = int(scheme.least_cores) if scheme.least_cores.isascii() and scheme.least_cores.isdecimal() else LEAST_CORES
    if len(scheme.cores) < max(LEAST_CORES, asked):
        yield "cores", "too_few_cores"
    if max(len(scheme.cores), len(scheme.innovations)) > MOST_CORES:
        yield "cores" if len(scheme.cores) > MOST_CORES else "innovations", "too_many_cores"


def _repeated(name: str, cores: Sequence[Core]) -> Wrong:
    """A declared line answers one indicator only."""
    asked = [(f"{name}.{place}.cases.{nth}.condition", core.concept, case.condition) for place, core in enumerate(cores) for nth, case in enumerate(core.cases)]
    several = Counter((concept, condition) for _, concept, condition in asked if concept)
    yield from ((path, "asked_twice") for path, *pair in asked if several[pair[0], pair[1]] > 1)


def _core(path: str, core: Core, concepts: Mapping[str, Concept], *, whole: bool) -> Wrong:
    concept = concepts.get(core.concept)
    if concept is None:
        yield f"{path}.concept", "concept_unknown" if core.concept else "required"
    if core.operator not in GRADING:
        yield f"{path}.operator", "choose_one"
    elif concept is not None:
        yield from _operator(f"{path}.operator", Operator(core.operator), concept)
    if not core.cases:
        yield f"{path}.cases", "required"
    for nth, case in enumerate(core.cases):
        yield from _case(path, f"{path}.cases.{nth}", core, case, concept, whole=whole)


def _operator(path: str, operator: Operator, concept: Concept) -> Wrong:
    if concept.quantity == "text":
        yield path, "words_are_not_graded"
    elif (operator is Operator.GRADE) != (concept.quantity == "grade"):
        yield path, "operator_of_other_quantity"
    elif operator in _AGAINST.get(Direction(concept.direction), ()):
        yield path, "operator_against_direction"


def _case(path: str, at: str, core: Core, case: Case, concept: Concept | None, *, whole: bool) -> Wrong:
    wrong = dict(_steps(path, at, core, case, concept, whole=whole))
    yield from wrong.items()
    if concept is not None and core.operator in GRADING:
        yield from _order(at, core, case, concept, wrong)


def _steps(path: str, at: str, core: Core, case: Case, concept: Concept | None, *, whole: bool) -> Wrong:
    """The cells of each step. Without the concept, what can be said of numbers alone."""
    conditions, grades = (concept.conditions, concept.grades) if concept else ((case.condition,), ())
    for name, step in zip(_NAMES, case.steps, strict=True):
        if step == Step() and not whole and name != "advanced":
            continue
        form = FloorForm(core.concept, core.operator, step.low, step.high, core.unit, step.grade, condition=case.condition, source="-")
        found = _cells(form, concept, grades, conditions)
        places = {"unit": f"{path}.unit", "condition": f"{at}.condition"}
        yield from ((places.get(cell, f"{at}.{name}"), code) for cell, code in found.items() if cell != "operator")


def _cells(form: FloorForm, concept: Concept | None, grades: Collection[str], conditions: Collection[str]) -> dict[str, str]:
    found = floor_problems(form, concept.quantity if concept else "", grades or LIGHT_FASTNESS_GRADES, conditions)
    return found if concept else {cell: code for cell, code in found.items() if cell != "unit"}


def _order(at: str, core: Core, case: Case, concept: Concept, wrong: Collection[str]) -> Wrong:
    """Each threshold that reads at least as strict as the next; three equal ones would grade nothing."""
    asked = [(name, found) for name, step in zip(_NAMES, case.steps, strict=True) if f"{at}.{name}" not in wrong and (found := threshold(core, step))]
    way, grades = direction(Operator(core.operator), concept), concept.grades or LIGHT_FASTNESS_GRADES
    verdicts = [(name, compare(better, worse, way, grades)) for (_, better), (name, worse) in pairwise(asked)]
    yield from ((f"{at}.{name}", "thresholds_out_of_order") for name, verdict in verdicts if verdict not in _MET)
    if len(verdicts) == 2 and all(verdict is Comparison.EQUAL for _, verdict in verdicts):
        yield f"{at}.base", "thresholds_equal"


def _basic(path: str, basic: Basic, concepts: Mapping[str, Concept]) -> Wrong:
    concept = concepts.get(basic.concept)
    if concept is None:
        yield f"{path}.concept", "concept_unknown" if basic.concept else "required"
    form = FloorForm(basic.concept, basic.operator, basic.low, basic.high, basic.unit, basic.grade, basic.text, basic.condition, source=basic.source.strip())
    conditions, grades = (concept.conditions, concept.grades) if concept else ((basic.condition,), ())
    yield from ((f"{path}.{cell}", code) for cell, code in _cells(form, concept, grades, conditions).items())
