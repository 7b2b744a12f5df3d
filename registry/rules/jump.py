"""Whether what an enterprise promises of an indicator jumped from one version of its disclosure to the next.

Indicators meet by concept and condition, or by their name where they have no concept; values are compared in the base
unit, so that 60 kPa and 0.06 MPa are the same. A leap is no fault: it may be a slip of the decimal point, or progress.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from typing import Any, Final

from registry.rules import line_value, unit
from registry.rules.content import Line
from registry.rules.indicator import Value, display
from registry.rules.screening import LONGEST_PLACE, Remark
from registry.rules.self_check_lines import about

TIMES: Final = 2
"""From how many times as much, or as little, on it is a leap. A choice of this registry."""
_CELLS: Final = tuple(each.name for each in fields(Line))


def remarks(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
    """A remark for each indicator that leapt, in the order of the newer version. Both: indicators of a version's document."""
    known = {about(line): line for line in _lines(before)}
    for line in _lines(after):
        earlier = known.get(about(line))
        old, new = (line_value.value(each) if each else None for each in (earlier, line))
        if old and new and (times := leap(old, new)):
            yield Remark("jumped", "/".join(about(line))[:LONGEST_PLACE], {"name": line.name, "before": display(old), "after": display(new), "times": times})


def leap(old: Value, new: Value) -> str:
    """How many times as much ("10") or as little ("1/10") at an end of the promise, the farther one; "" below TIMES.

    Promises of different quantities, grades and words do not leap; neither does one from nought or over it.
    """
    ends = [_times(one, other, old.unit, new.unit) for one, other in ((old.low, new.low), (old.high, new.high)) if one is not None and other is not None]
    farthest = max((each for each in ends if each), key=lambda each: max(each, 1 / each), default=None)
    if farthest is None or max(farthest, 1 / farthest) < TIMES:
        return ""
    return _words(farthest) if farthest > 1 else f"1/{_words(1 / farthest)}"


def _times(one: Any, other: Any, unit_before: str, unit_after: str) -> Fraction | None:
    old, new = Fraction(one), Fraction(other)
    if unit_before != unit_after:
        known, to = unit.find(unit_before), unit.find(unit_after)
        if known is None or to is None or not unit.compatible(known, to):
            return None
        old, new = unit.base_value(old, known), unit.base_value(new, to)
    return new / old if old * new > 0 else None


def _words(times: Fraction) -> str:
    return f"{float(times):.3g}" if times < 1000 else str(round(times))


def _lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    for row in rows:
        yield Line(**{name: row[name] for name in _CELLS if isinstance(row.get(name), str)})
