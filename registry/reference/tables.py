"""Reads the package's CSV files and answers the two questions that every list of codes is asked: path and search."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Protocol, TypeVar


class Coded(Protocol):
    """A row of a tree of codes; `parent` is None at the top."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> str | None: ...


Row = TypeVar("Row", bound=Coded)


def rows(file_name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of this package, as text."""
    text = resources.files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(text))


def path(find: Callable[[str], Row | None], code: str) -> tuple[Row, ...]:
    """From the top of the tree down to `code`; empty for an unknown code."""
    found = find(code)
    if found is None:
        return ()
    above = () if found.parent is None else path(find, found.parent)
    return (*above, found)


def fold(text: str) -> str:
    """How text is compared here: NFKC, upper case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def search(entries: Iterable[Row], text: str, limit: int) -> list[Row]:
    """At most `limit` rows whose code begins with `text` or whose name holds it.

    Exact hits come first, then beginnings, then the rest; among equals the shorter name, then the code.
    """
    wanted = fold(text)
    if not wanted or limit < 1:
        return []
    ranked = [(rank, row) for row in entries if (rank := _rank(row, wanted)) is not None]
    ranked.sort(key=lambda hit: (hit[0], len(hit[1].name), hit[1].code))
    return [row for _, row in ranked[:limit]]


@cache
def _folded(listed: str) -> str:
    """Kept for the codes and names of the lists only, which are few; what people type is folded anew."""
    return fold(listed)


def _rank(row: Coded, wanted: str) -> int | None:
    code, name = _folded(row.code), _folded(row.name)
    if wanted in (code, name):
        return 0
    if code.startswith(wanted) or name.startswith(wanted):
        return 1
    return 2 if wanted in name else None
