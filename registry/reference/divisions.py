"""Administrative divisions of China, province to county (GB/T 2260; the statistical list of 2023).

Codes are time-versioned: a county that was merged or renumbered keeps answering under its old code, marked historic,
because credit codes and old records carry it. Former codes go back to 2002; older ones (332626, once Sanmen) are unknown.
A division name of today belongs to a code of today, so a code that was given a new name answers with the new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from registry.reference import tables

Level = Literal["province", "city", "county"]

_LEVELS: dict[int, Level] = {2: "province", 4: "city", 6: "county"}

# Rows that only hold the tree together; nobody writes them in an address.
_FILLERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class Division:
    """One division; `code` has six digits, `parent` is None for a province, `historic` means no longer in use."""

    code: str
    name: str
    level: Level
    parent: str | None
    historic: bool = False


def find(code: str) -> Division | None:
    """The division of a six-digit code, of today or historic, or None."""
    return _all().get(code)


def path(code: str) -> tuple[Division, ...]:
    """Province, city, county down to `code`; empty for an unknown code."""
    return tables.path(find, code)


def full_name(code: str) -> str:
    """As written in an address (浙江省台州市三门县), without the rows that only hold the tree; "" for an unknown code."""
    names = [division.name for division in path(code) if division.name not in _FILLERS]
    return "".join(dict.fromkeys(names))


def children(code: str | None = None) -> tuple[Division, ...]:
    """The divisions of today right under `code`, by code; the provinces for None."""
    return _children().get(code, ())


def covers(outer_code: str, inner_code: str) -> bool:
    """Whether the territory of the first code holds that of the second; every territory holds itself.

    Read off the digits (GB/T 2260: two for the province, four for the city), so a historic county lies in the city
    that its own code names. Anything but six digits covers nothing and lies nowhere.
    """
    if not (_is_code(outer_code) and _is_code(inner_code)):
        return False
    return inner_code.startswith(_prefix(outer_code))


def search(text: str, limit: int = 20) -> list[Division]:
    """Divisions of today whose code begins with `text` or whose name holds it, best first."""
    return tables.search(_searchable(), text, limit)


def _is_code(code: str) -> bool:
    return len(code) == 6 and code.isascii() and code.isdigit() and not code.startswith("00")


def _prefix(code: str) -> str:
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


@cache
def _all() -> Mapping[str, Division]:
    past = tables.rows("cn_divisions_gb2260_history.csv")
    today = tables.rows("cn_divisions_county_2023.csv")
    divisions = {row["code"]: _division(row, historic=True) for row in past}
    return divisions | {row["code"]: _division(row) for row in today}


def _division(row: dict[str, str], *, historic: bool = False) -> Division:
    """Level and parent follow from the code: the source lists 东莞, 中山 and 儋州 a second time, as counties of themselves."""
    prefix = _prefix(row["code"])
    parent = None if len(prefix) == 2 else prefix[: len(prefix) - 2].ljust(6, "0")
    return Division(row["code"], row["name"], _LEVELS[len(prefix)], parent, historic)


@cache
def _children() -> Mapping[str | None, tuple[Division, ...]]:
    below: dict[str | None, list[Division]] = {}
    for division in sorted(_all().values(), key=lambda division: division.code):
        if not division.historic:
            below.setdefault(division.parent, []).append(division)
    return {parent: tuple(divisions) for parent, divisions in below.items()}


@cache
def _searchable() -> tuple[Division, ...]:
    return tuple(division for division in _all().values() if not division.historic and division.name not in _FILLERS)
