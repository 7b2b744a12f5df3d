"""Two classifications of standards: CCS (中国标准文献分类法, three levels) and ICS (three levels, names in English).

Only the fields of ICS (level 1) have Chinese names here; below them the English name stands for itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from registry.reference import tables


@dataclass(frozen=True, slots=True)
class Ccs:
    """One CCS class: a letter ("G"), a group of numbers ("G40/49") or a class ("G42")."""

    code: str
    name: str
    level: int
    parent: str | None
    notes: str


@dataclass(frozen=True, slots=True)
class Ics:
    """One ICS class: a field ("23"), a group ("23.060") or a sub-group ("23.060.20").

    `name` is English; `name_zh` is "" below the fields.
    """

    code: str
    name: str
    name_zh: str
    level: int
    parent: str | None


def find_ccs(code: str) -> Ccs | None:
    """The CCS class of a code such as "G42", or None."""
    return _all_ccs().get(code)


def find_ics(code: str) -> Ics | None:
    """The ICS class of a code such as "21.220.10", or None."""
    return _all_ics().get(code)


def path_ccs(code: str) -> tuple[Ccs, ...]:
    """From the letter down to `code`; empty for an unknown code."""
    return tables.path(find_ccs, code)


def path_ics(code: str) -> tuple[Ics, ...]:
    """From the field down to `code`; empty for an unknown code."""
    return tables.path(find_ics, code)


def search_ccs(text: str, limit: int = 20) -> list[Ccs]:
    """CCS classes whose code begins with `text` or whose name holds it, best first."""
    return tables.search(_all_ccs().values(), text, limit)


def search_ics(text: str, limit: int = 20) -> list[Ics]:
    """ICS classes whose code begins with `text` or whose name, English or Chinese, holds it; best first."""
    chinese = [ics for ics in _all_ics().values() if ics.name_zh and tables.fold(text) in tables.fold(ics.name_zh)]
    return (tables.search(_all_ics().values(), text, limit) or chinese)[: max(limit, 0)]


@cache
def _all_ccs() -> Mapping[str, Ccs]:
    return {row["code"]: _ccs(row) for row in tables.rows("ccs_codes_zh.csv")}


@cache
def _all_ics() -> Mapping[str, Ics]:
    chinese = {row["code"]: row["name_zh"] for row in tables.rows("ics_level1_zh.csv")}
    return {row["code"]: _ics(row, chinese.get(row["code"], "")) for row in tables.rows("ics_codes_en.csv")}


def _ccs(row: dict[str, str]) -> Ccs:
    return Ccs(row["code"], row["name_zh"], int(row["level"]), row["parent"] or None, row["notes_zh"])


def _ics(row: dict[str, str], name_zh: str) -> Ics:
    return Ics(row["code"], row["name_en"], name_zh, int(row["level"]), row["parent"] or None)


def children_ccs(code: str | None = None) -> tuple[Ccs, ...]:
    """The CCS classes right under `code`, by code; the letters for None."""
    return _children_ccs().get(code, ())


def children_ics(code: str | None = None) -> tuple[Ics, ...]:
    """The ICS classes right under `code`, by code; the fields for None."""
    return _children_ics().get(code, ())


@cache
def _children_ccs() -> Mapping[str | None, tuple[Ccs, ...]]:
    below: dict[str | None, list[Ccs]] = {}
    for each in _all_ccs().values():
        below.setdefault(each.parent, []).append(each)
    return {parent: tuple(found) for parent, found in below.items()}


@cache
def _children_ics() -> Mapping[str | None, tuple[Ics, ...]]:
    below: dict[str | None, list[Ics]] = {}
    for each in _all_ics().values():
        below.setdefault(each.parent, []).append(each)
    return {parent: tuple(found) for parent, found in below.items()}
