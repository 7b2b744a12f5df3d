"""Indicators as enterprises of a kind would promise them: from the vocabulary's concepts, the invented floors and levels.csv."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random

from registry import seed
from registry.rules.content import Line
from registry.rules.standard_number import find_all
from registry.seed.demo.products import articles, is_service
from registry.seed.demo.stage import table

WATER_COLUMNS = {"40": "5000", "50": "6000", "80": "10000", "100": "12000", "150": "20000"}
"""Kilopascals to millimetres of water as outdoor brands print them, always a little more."""


@dataclass(frozen=True, slots=True)
class Levels:
    """A row of levels.csv."""

    concept: str
    condition: str
    operator: str
    levels: tuple[str, ...]
    below: str


@cache
def levels() -> dict[tuple[str, str], Levels]:
    """What is promised for a concept under a condition."""
    rows = (Levels(row["concept"], row["condition"], row["operator"], tuple(row["levels"].split("|")), row["below"]) for row in table("levels.csv"))
    return {(row.concept, row.condition): row for row in rows}


@cache
def concepts() -> dict[str, dict[str, str]]:
    """The vocabulary's concepts that ship, by code."""
    return {row["code"]: row for row in seed.rows("vocabulary/concepts.csv")}


@cache
def floors() -> dict[str, tuple[tuple[str, str], ...]]:
    """Number of an invented standard to the concepts and conditions that it asks for."""
    rows = list(seed.rows("catalogue/floors.csv"))
    return {number: tuple((row["concept"], row["condition"]) for row in rows if row["number"] == number) for number in dict.fromkeys(row["number"] for row in rows)}


@cache
def _floor_methods() -> dict[tuple[str, str, str], str]:
    """How the invented standards test, by number, concept and condition."""
    return {(row["number"], row["concept"], row["condition"]): row["method"] for row in seed.rows("catalogue/floors.csv")}


@cache
def _suggested(category: str) -> tuple[tuple[str, str], ...]:
    """What the vocabulary offers for a category and its parent, with every condition that has levels."""
    parent = {row["code"]: row["parent"] for row in seed.rows("vocabulary/categories.csv")}[category]
    codes = [code for code, row in concepts().items() if {category, parent} & set(seed.words(row["categories"]))]
    return tuple(key for key in levels() if key[0] in codes)


def grid(category: str, standards: Collection[str], ambition: float, random: Random, day: date, own_number: str) -> tuple[Line, ...]:
    """Every floor of `standards` answered, then what else matters for the category, then indicators with free names."""
    keys = dict.fromkeys(key for number in standards for key in floors()[number])
    further = [key for key in _suggested(category) if key not in keys]
    random.shuffle(further)
    keys |= dict.fromkeys(further[: max(2, random.randint(11, 14) - len(keys))])
    methods = {key: _floor_methods()[number, *key] for number in standards for key in floors()[number]}
    found = [_line(levels()[key], ambition, random, _method(methods.get(key, ""), day), day, own_number) for key in keys]
    return (*_free(category, own_number), *found)


def promise(concept: str, condition: str, level: str, method: str) -> Line:
    """The line that promises one of the levels of levels.csv."""
    row, known = levels()[concept, condition], concepts()[concept]
    unit = "" if row.operator in ("grade", "text") else known["default_unit"]
    return _valued(Line(known["name"], concept, known["kind"], row.operator, unit=unit, condition=condition, method=method), level)


def below(line: Line) -> Line | None:
    """The line under the recommended standard, None where the demonstration has no such value."""
    worse = levels()[line.concept, line.condition].below if line.concept else ""
    return _valued(line, worse) if worse and not line.unit.startswith("mm") else None


def better(line: Line) -> Line | None:
    """The line one level up, None at the top and for free names."""
    if not line.concept or line.unit == "mmH2O":
        return None
    row = levels()[line.concept, line.condition]
    shown = f"{line.low}~{line.high}" if row.operator == "range" else line.low or line.high or line.grade or line.text
    following = row.levels[row.levels.index(shown) + 1 :] if shown in row.levels else ()
    return _valued(line, following[0]) if following else None


def _line(row: Levels, ambition: float, random: Random, floor_method: str, day: date, own_number: str) -> Line:
    concept = concepts()[row.concept]
    place = min(len(row.levels) - 1, int((0.6 * ambition + 0.45 * random.random()) * len(row.levels)))
    method = floor_method or _method(concept["method"], day) or f"{own_number} 附录{random.choice('ABCD')}"
    line = promise(row.concept, row.condition, row.levels[place], method)
    if row.concept == "hydrostatic-pressure" and row.condition == "unwashed" and random.random() < 0.3:
        return replace(line, low=WATER_COLUMNS[line.low], unit="mmH2O")
    return line


def _valued(line: Line, level: str) -> Line:
    match line.operator:
        case "range":
            low, _, high = level.partition("~")
            return replace(line, low=low, high=high)
        case "grade":
            return replace(line, grade=level)
        case "text":
            return replace(line, text=level)
        case "at_most":
            return replace(line, high=level)
        case _:
            return replace(line, low=level)


def _method(number: str, day: date) -> str:
    """The concept's method, unless it was written after that day."""
    cited = find_all(number)
    return number if cited and cited[0].year and int(cited[0].year) <= day.year else ""


def _free(category: str, own_number: str) -> list[Line]:
    """What the vocabulary does not know: every category has some, and most enterprises write them the same way."""
    common = "服务记录完整性:functional:text::::每单有记录，保存不少于2年" if is_service(category) else "外观质量:functional:text::::表面整洁，无明显缺陷"
    found = []
    for text in [common, *filter(None, articles()[category]["free"].split("|"))]:
        name, kind, operator, low, high, unit, words = text.split(":")
        found.append(Line(name, "", kind, operator, low, high, unit, text=words, method=f"目测或查验记录，{own_number}"))
    return found
