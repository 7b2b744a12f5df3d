"""What an enterprise might declare instead: the lines a scheme looks at, to try other values on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from registry.rules import line_value, number, unit
from registry.rules.content import Line
from registry.rules.indicator import Operator
from registry.rules.judged import Inputs
from registry.rules.thresholds import Ask, Ready

MOST_ROWS = 60
_BOUNDS: Mapping[str, tuple[str, ...]] = {
    Operator.AT_LEAST: ("low",), Operator.ABOVE: ("low",), Operator.EQUAL: ("low",), Operator.AT_MOST: ("high",), Operator.BELOW: ("high",), Operator.RANGE: ("low", "high"), Operator.GRADE: ("grade",),
    Operator.TEXT: ("text",),
}  # fmt: skip


def rows(ready: Ready, inputs: Inputs) -> tuple[Line, ...]:
    """The declared lines of the scheme's concepts in its order, and an unfilled one for each indicator that is not declared."""
    asks = (*ready.cores, *ready.basics, *ready.innovations)
    found: list[Line] = []
    for ask in asks:
        if any(ask.concept == line.concept for line in found):
            continue
        found += [line for line in inputs.lines if line.concept == ask.concept] or [_unfilled(ask)]
    return tuple(found)


def _unfilled(ask: Ask) -> Line:
    return Line(concept=ask.concept, operator=str(ask.operator), unit="" if ask.operator in (Operator.GRADE, Operator.TEXT) else ask.unit, condition=ask.first)


def instead(inputs: Inputs, typed: Sequence[Line]) -> Inputs:
    """The same with other lines; one that promises nothing counts as not declared."""
    return replace(inputs, lines=tuple(line for line in typed if not unfilled(line)))


def unfilled(line: Line) -> bool:
    """Whether nothing is typed where the promise stands."""
    return not any(getattr(line, name).strip() for name in ("low", "high", "grade", "text"))


def wrong(typed: Sequence[Line]) -> dict[str, str]:
    """Everything that cannot be read, `row.2.low` to a code: not_a_number, not_a_choice, required, unit_other, range_upside_down."""
    return {f"row.{place}.{name}": code for place, line in enumerate(typed) if not unfilled(line) for name, code in reversed([*_wrong(line)])}


def _wrong(line: Line) -> Iterator[tuple[str, str]]:
    if line.operator not in _BOUNDS:
        yield "operator", "not_a_choice"
        return
    ends = _BOUNDS[line.operator]
    for name in ends:
        typed = getattr(line, name).strip()
        if not typed:
            yield name, "required"
        elif name in ("low", "high") and number.parse(typed) is None:
            yield name, "not_a_number"
    if "low" in ends or "high" in ends:
        if line.unit.strip() and unit.find(line.unit) is None:
            yield "unit", "unit_other"
        low, high = number.parse(line.low), number.parse(line.high)
        if len(ends) == 2 and low is not None and high is not None and low > high:
            yield "high", "range_upside_down"
        elif line_value.value(line) is None:
            yield ends[0], "not_a_number"
