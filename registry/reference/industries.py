"""Industries of the national economy (GB/T 4754-2017): section, division, group, class (门类、大类、中类、小类)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from registry.reference import tables

Level = Literal["section", "division", "group", "class"]

_LEVELS: dict[str, Level] = {"门类": "section", "大类": "division", "中类": "group", "小类": "class"}


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry; `code` is the letter of the section and up to four digits ("C2912")."""

    code: str
    name: str
    level: Level
    parent: str | None


def find(code: str) -> Industry | None:
    """The industry of a code such as "C2912", or None."""
    return _all().get(code)


def path(code: str) -> tuple[Industry, ...]:
    """Section down to `code`; empty for an unknown code."""
    return tables.path(find, code)


def children(code: str | None = None) -> tuple[Industry, ...]:
    """The industries right under `code`, by code; the sections for None."""
    return _children().get(code, ())


def search(text: str, limit: int = 20) -> list[Industry]:
    """Industries whose code begins with `text` (with or without its letter) or whose name holds it, best first."""
    digits = tables.fold(text)
    if digits.isdigit():
        return [industry for industry in _all().values() if industry.code[1:].startswith(digits)][: max(limit, 0)]
    return tables.search(_all().values(), text, limit)


@cache
def _all() -> Mapping[str, Industry]:
    return {row["code_full"]: _industry(row) for row in tables.rows("gbt4754_2017.csv")}


def _industry(row: dict[str, str]) -> Industry:
    return Industry(row["code_full"], row["name"], _LEVELS[row["level"]], row["parent"] or None)


@cache
def _children() -> Mapping[str | None, tuple[Industry, ...]]:
    below: dict[str | None, list[Industry]] = {}
    for industry in _all().values():
        below.setdefault(industry.parent, []).append(industry)
    return {parent: tuple(industries) for parent, industries in below.items()}
