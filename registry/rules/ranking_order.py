"""The order of a board and its places, and the bands of each indicator's list.

国市监标准〔2018〕84号 and the assessment bodies' practice: within a band the order carries no meaning (每一档内排名不分先后), and a
list whose values are all the same is not published. Nothing but what is named here bears on the order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from registry.rules.comparison import Direction
from registry.rules.indicator import Operator
from registry.rules.judged import Judged, Reading
from registry.rules.thresholds import Ask, Ready

_NOUGHT = Decimal(0)


class Entry(NamedTuple):
    """What bears on the order. disclosure: its id, told apart by it what is alike otherwise. advanced: core indicators at level 1.

    points: as judged, "" where the method has none. day: of the disclosure. number: of its standard.
    """

    disclosure: int
    level: int | None
    points: str
    advanced: int
    day: date
    number: str


class Placed(NamedTuple):
    """order: counts from 1. place: 1, 1, 3; None for what was not graded."""

    entry: Entry
    order: int
    place: int | None


@dataclass(slots=True)
class IndicatorList:
    """The list of one core indicator among the graded ones.

    bands: level to the numbers of its entries, ascending. declared: entries that declare a value themselves. reason: why the
    list is not published, all_equal or fewer_than_two, "" where it is.
    """

    concept: str
    condition: str
    bands: dict[int, list[int]] = field(default_factory=dict)
    declared: int = 0
    reason: str = ""

    @property
    def published(self) -> bool:
        return not self.reason


def advanced(judged: Judged) -> int:
    """How many core indicators are at level 1."""
    return [reading.level for reading in judged.readings].count(1)


def arrange(entries: Iterable[Entry]) -> list[Placed]:
    """Graded ones first: by level, by points where the method has them, then for a steady display by the number of core
    indicators at level 1, the day of disclosure, the standard's number. Same level and points are one place.
    """
    ordered = sorted(entries, key=_key)
    placed: list[Placed] = []
    place, band = 0, None
    for order, entry in enumerate(ordered, 1):
        if (own := _band(entry)) != band:
            place, band = order, own
        placed.append(Placed(entry, order, None if entry.level is None else place))
    return placed


@dataclass(slots=True)
class Gathered:
    """What a part of a field brings to the list of one core indicator.

    bands: level to its entries. declared: entries that declare a value themselves. promises: up to two of them, since more
    only tell once again that they are not all the same.
    """

    bands: dict[int, list[int]] = field(default_factory=dict)
    declared: int = 0
    promises: set[tuple[str, ...]] = field(default_factory=set)


def gather(ready: Ready, judged: Iterable[tuple[int, Judged]]) -> list[Gathered]:
    """What entries, each under its number, bring to the list of each core indicator.

    Only graded ones are listed, and no value below the base threshold: the lowest band never falls short of the standard.
    """
    found = [Gathered() for _ in ready.cores]
    for number, each in judged:
        if each.level is not None:
            for own, ask, reading in zip(found, ready.cores, each.readings, strict=True):
                if reading.level:
                    own.bands.setdefault(reading.level, []).append(number)
                    own.declared += reading.line >= 0
                    if len(own.promises) < 2:
                        own.promises.add(_promise(ask, reading))
    return found


def lists(ready: Ready, parts: Iterable[Sequence[Gathered]]) -> list[IndicatorList]:
    """For each core indicator its list, from what the parts of a field bring to it, in whatever order they come."""
    found = [IndicatorList(ask.concept, ask.first) for ask in ready.cores]
    promises: list[set[tuple[str, ...]]] = [set() for _ in ready.cores]
    for part in parts:
        for indicator, seen, own in zip(found, promises, part, strict=True):
            for level, numbers in own.bands.items():
                indicator.bands.setdefault(level, []).extend(numbers)
            indicator.declared += own.declared
            seen |= own.promises
    for indicator, seen in zip(found, promises, strict=True):
        indicator.bands = {level: sorted(indicator.bands[level]) for level in sorted(indicator.bands)}
        count = sum(map(len, indicator.bands.values()))
        indicator.reason = "fewer_than_two" if count < 2 else "all_equal" if len(seen) == 1 else ""
    return found


def _key(entry: Entry) -> tuple[object, ...]:
    graded = entry.level is not None
    points = Decimal(entry.points).copy_negate() if graded and entry.points else _NOUGHT
    return entry.level or 4, points, -entry.advanced if graded else 0, entry.day, entry.number, entry.disclosure


def _band(entry: Entry) -> tuple[int | None, Decimal]:
    return entry.level, Decimal(entry.points) if entry.points else _NOUGHT


def _promise(ask: Ask, reading: Reading) -> tuple[str, ...]:
    """What was promised, the same for 15 MPa and 15000 kPa: the end by which it is judged, and whether that number itself is excluded."""
    if ask.operator is Operator.GRADE:
        return reading.condition, reading.grade
    match ask.direction:
        case Direction.HIGHER:
            return reading.condition, reading.in_unit_low, str(reading.operator == Operator.ABOVE)
        case Direction.LOWER:
            return reading.condition, reading.in_unit_high, str(reading.operator == Operator.BELOW)
        case _:
            return reading.condition, reading.in_unit_low, reading.in_unit_high, reading.operator
