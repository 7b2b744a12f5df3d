"""Plain statements for however many ids or keys: few texts, prepared once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from registry.plain import Look, Statement

SIZES = (1, 5, 20, 100, 500)
"""How many ids one statement takes; what is missing is filled up with the last one, so that few texts have to be prepared."""

_NAMES = {size: tuple(f"i{place}" for place in range(size)) for size in SIZES}


class OfMany:
    """A SELECT with `{ids}` where a list of ids stands; reads any number of them, in no order."""

    def __init__(self, sql: str, **columns: Sequence[str]) -> None:
        self._of: Callable[[int], Statement] = cache(lambda size: Statement(sql.format(ids=", ".join(f":{name}" for name in _NAMES[size])), **columns))

    def all(self, look: Look, ids: Sequence[int] | Sequence[str], values: Mapping[str, Any] | None = None) -> list[Any]:
        """The rows of these ids, in no order; `values` for the statement's other parameters."""
        return [row for size, slots in _slots(ids) for row in self._of(size).all(look, slots | dict(values or {}))]

    def raw(self, look: Look, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The same as the driver gives them (`Statement.raw`)."""
        return [row for size, slots in _slots(ids) for row in self._of(size).raw(look, slots)]


def _slots(ids: Sequence[int] | Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The ids in portions: how many places the statement has, and what stands in them."""
    for start in range(0, len(ids), SIZES[-1]):
        part = ids[start : start + SIZES[-1]]
        size = next(each for each in SIZES if each >= len(part))
        yield size, dict(zip(_NAMES[size], part if len(part) == size else [*part, *[part[-1]] * (size - len(part))], strict=True))
