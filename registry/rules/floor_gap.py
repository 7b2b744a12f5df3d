"""What lies between declared indicators and the floors of a standard, line by line, for readers to see.

The same matching as the self-check's (SAMR Order 83 Art. 14), so that a page never says otherwise than the editor was told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from registry.rules import line_value
from registry.rules.comparison import difference
from registry.rules.content import Line
from registry.rules.indicator import LIGHT_FASTNESS_GRADES, Value
from registry.rules.self_check_floors import against
from registry.rules.self_check_world import Concept, Floor


@dataclass(frozen=True, slots=True)
class Gap:
    """One floor against the line that answers it.

    place: of the line, None where no line does. verdict: a `Comparison`, or fewer. difference: declared minus floor in the
    floor's unit or in grades, None where no number says it. share: the same as a part of the floor, for drawing.
    """

    floor: Floor
    asked: Value | None
    place: int | None
    verdict: str
    difference: Decimal | None
    share: float


def gaps(lines: Sequence[Line], floors: Iterable[Floor], concepts: Mapping[str, Concept]) -> list[Gap]:
    """Every floor with the lines that answer it, in the floors' order."""
    found = []
    for floor in floors:
        concept = concepts.get(floor.concept)
        asked = line_value.value(floor)
        for outcome in against(lines, floor, concept):
            declared = None if outcome.place is None else line_value.value(lines[outcome.place])
            step = _difference(declared, asked, concept)
            found.append(Gap(floor, asked, outcome.place, str(outcome.verdict), step, _share(step, asked)))
    return found


def _difference(declared: Value | None, asked: Value | None, concept: Concept | None) -> Decimal | None:
    if declared is None or asked is None:
        return None
    return difference(declared, asked, (concept.grades if concept else ()) or LIGHT_FASTNESS_GRADES)


def _share(step: Decimal | None, asked: Value | None) -> float:
    """How much of the floor the difference is; a floor of nought or a grade has no size, so one step counts as the whole."""
    if step is None or asked is None:
        return 0.0
    bound = asked.low if asked.low is not None else asked.high
    return float(abs(step) / abs(bound)) if bound else float(bool(step))
