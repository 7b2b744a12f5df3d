"""The medal table of regions: how many standards of each level their enterprises have on the leader-boards that stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DIGITS = {"province": 2, "city": 4, "county": 6}
"""Of a division's code (GB/T 2260) that name a division of a kind."""


@dataclass(frozen=True, slots=True)
class Row:
    """A division with how many it has of levels 1, 2 and 3. place: 1, 1, 3; the same counts are the same place."""

    place: int
    division_code: str
    counts: tuple[int, int, int]


def table(medals: Iterable[Mapping[str, Any]], kind: str, within: str = "") -> list[Row]:
    """Divisions of a kind whose code begins with `within`, from the medals of rankings: by level 1, then 2, then 3; then by code."""
    size, counted = DIGITS[kind], dict[str, list[int]]()
    for each in medals:
        code = str(each["division_code"])
        if code.startswith(within):
            sums = counted.setdefault(code[:size].ljust(6, "0"), [0, 0, 0])
            for level, count in each["levels"].items():
                sums[int(level) - 1] += int(count)
    ordered = sorted(((tuple(-count for count in counts), code) for code, counts in counted.items()))
    rows: list[Row] = []
    for order, (counts, code) in enumerate(ordered, 1):
        own = (-counts[0], -counts[1], -counts[2])
        rows.append(Row(rows[-1].place if rows and rows[-1].counts == own else order, code, own))
    return rows
