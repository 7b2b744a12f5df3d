"""Two versions of a scheme side by side: a row is compared with the row of the same thing, wherever it stands in the list."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from registry.rules.scheme import Basic, Case, Core, Requirement, Scheme

_Row = TypeVar("_Row")


def _asked(core: Core) -> str:
    """The concept under its ordinary condition: one concept may be asked twice."""
    return f"{core.concept} {core.cases[0].condition if core.cases else ''}"


_KEPT_BY: dict[str, tuple[Callable[[Any], str], Any]] = {
    "requirements": (lambda row: str(row.code), Requirement()),
    "basics": (lambda row: f"{row.concept} {row.condition}", Basic()),
    "cores": (_asked, Core()),
    "innovations": (_asked, Core()),
}
"""Rows of a scheme: what makes one the same in another version, and an empty one."""
ROWS = tuple(_KEPT_BY)


def aligned(older: Scheme, newer: Scheme) -> Scheme:
    """The older version with its rows, and the cases of its indicators, where the newer one has them.

    An empty row stands where the newer one has something new; what it has no more follows behind its last row.
    """
    changed: dict[str, Any] = {}
    for name, (identity, empty) in _KEPT_BY.items():
        before, after = getattr(older, name), getattr(newer, name)
        rows = _beside(before, after, identity, empty)
        changed[name] = tuple(_cases(row, after[place]) if isinstance(row, Core) and place < len(after) else row for place, row in enumerate(rows))
    return replace(older, **changed)


def gone(older: Scheme, newer: Scheme, name: str) -> list[int]:
    """The places, in the older version, of the rows that the newer one has no more; in their order, as `aligned` puts them behind the others."""
    identity = _KEPT_BY[name][0]
    kept = set(_told_apart(getattr(newer, name), identity))
    return [place for place, each in enumerate(_told_apart(getattr(older, name), identity)) if each not in kept]


def moved(older: Scheme, newer: Scheme, name: str) -> bool:
    """Whether the rows that both have stand in another order."""
    identity = _KEPT_BY[name][0]
    before, after = (list(_told_apart(getattr(each, name), identity)) for each in (older, newer))
    return [each for each in before if each in after] != [each for each in after if each in before]


def _cases(core: Core, beside: Core) -> Core:
    return replace(core, cases=tuple(_beside(core.cases, beside.cases, lambda case: case.condition, Case())))


def _beside(before: Sequence[_Row], after: Sequence[_Row], identity: Callable[[_Row], str], empty: _Row) -> list[_Row]:
    held = dict(zip(_told_apart(before, identity), before, strict=True))
    found = [held.pop(each, empty) for each in _told_apart(after, identity)]
    return [*found, *held.values()]


def _told_apart(rows: Sequence[_Row], identity: Callable[[_Row], str]) -> Iterator[tuple[str, int]]:
    """What each row is, and the how manieth of it."""
    met: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        own = identity(row)
        met[own] += 1
        yield own, met[own]
