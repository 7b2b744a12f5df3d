"""The indicator grid: rows as an editor sees them, and the lines that they mean; one parser for typing, pasting and forms.

A row has one cell for the whole requirement (`≥15 MPa`); `registry.rules.indicator.read` takes it apart.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from registry.models import IndicatorConcept
from registry.queries import vocabulary
from registry.rules import indicator, names, number, unit
from registry.rules.content import MOST_INDICATORS, Line
from registry.rules.indicator import Operator

COLUMNS = ("name", "requirement", "unit", "method", "kind", "condition")
"""In the order in which the grid shows them and a block without a header is read."""
HEADERS = {
    "name": ("指标名称", "指标", "项目", "项目名称", "检验项目", "检测项目", "参数", "名称", "indicator", "indicator name", "item", "name"),
    "requirement": ("指标要求", "技术要求", "要求", "指标值", "技术指标", "限值", "标准值", "数值", "requirement", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "method": ("试验方法", "测试方法", "检验方法", "评价方法", "检测方法", "方法", "试验方法检验方法或者评价方法", "method", "test method"),
    "kind": ("指标类型", "类型", "类别", "性质", "type", "kind"),
    "condition": ("条件", "试验条件", "测试条件", "condition"),
}
KINDS = {"functional": ("功能", "功能指标", "功能性", "functional"), "performance": ("性能", "性能指标", "performance")}
LONGEST_BLOCK = 500_000
_IGNORED = ("序号", "编号", "no", "备注", "指标水平说明", "note", "remarks")
_IN_BRACKETS = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]\s*")
_PLAIN_GRADE = re.compile(r"[0-9]+(?:-[0-9]+)?|[A-Z]{1,2}")
_SYMBOLS = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.ABOVE: ">", Operator.BELOW: "<", Operator.EQUAL: ""}
_HEADER_KEYS = {names.key(word): column for column, words in HEADERS.items() for word in words}
_KIND_KEYS = {names.key(word): kind for kind, words in KINDS.items() for word in words}
_IGNORED_KEYS = frozenset(map(names.key, _IGNORED))


@dataclass(frozen=True)
class Block:
    """What a pasted block holds: rows of cells, and how many rows are too many to take."""

    rows: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class Meaning:
    """The concept that a name means, and the condition that stands in brackets behind it; None and "" where there is none."""

    concept: IndicatorConcept | None = None
    condition: str = ""


def read_block(text: str, first: str = "name") -> Block:
    """The rows of a block copied from a spreadsheet. Columns go by their header, else by order from column `first` on."""
    table = [[_one_line(cell) for cell in row] for row in _table(text[:LONGEST_BLOCK])]
    table = [row for row in table if any(row)]
    if not table:
        return Block()
    columns, body = _header(table[0]), table[1:]
    if not columns:
        columns, body = _by_order(table, first), table
    rows = [{column: cell for column, cell in zip(columns, row, strict=False) if column} for row in body]
    return Block(rows[:MOST_INDICATORS], max(0, len(rows) - MOST_INDICATORS))


def lines(session: Session, rows: Sequence[Mapping[str, str]], kept: Iterable[Line] = ()) -> tuple[Line, ...]:
    """The lines that the rows mean. `kept` are the lines that stood there: an unchanged name keeps its concept."""
    typed = [{column: str(row.get(column, "")).strip() for column in COLUMNS} for row in rows[:MOST_INDICATORS]]
    meant = meanings(session, [row["name"] for row in typed])
    before = {line.name: line.concept for line in kept if line.concept}
    made = [_line(row, meant[row["name"]], before.get(row["name"], "")) for row in typed]
    while made and made[-1].empty:
        made.pop()
    return tuple(made)


def meanings(session: Session, typed: Iterable[str]) -> dict[str, Meaning]:
    """What each name means in the vocabulary, with one query."""
    parts = {name: (name, _IN_BRACKETS.fullmatch(name)) for name in typed}
    keys = {names.key(name) for name in parts} | {names.key(found[1]) for _, found in parts.values() if found}
    known = vocabulary.by_keys(session, keys - {""})
    return {name: _meaning(name, found, known) for name, found in parts.values()}


def concepts(session: Session, shown: Iterable[Line]) -> dict[str, IndicatorConcept]:
    """The concepts of lines, by code."""
    present = tuple(shown)
    found = {each.concept.code: each.concept for each in meanings(session, {line.name for line in present}).values() if each.concept}
    for code in {line.concept for line in present if line.concept} - found.keys():
        if concept := vocabulary.find_concept(session, code):
            found[code] = concept
    return found


def cells(line: Line, concept: IndicatorConcept | None) -> dict[str, str]:
    """The row that shows a line; `lines` reads it back."""
    condition = str((concept.conditions if concept else {}).get(line.condition, line.condition)) or line.condition_text
    return {"name": line.name, "requirement": requirement(line), "unit": line.unit, "method": line.method, "kind": line.kind, "condition": condition}


def requirement(line: Line) -> str:
    """The requirement without its unit, as an editor would type it: `≥15`, `10～20`, `4级`."""
    match line.operator:
        case Operator.TEXT:
            return line.text
        case Operator.GRADE:
            return f"{line.grade}级" if _PLAIN_GRADE.fullmatch(line.grade) else line.grade
        case Operator.RANGE:
            return f"±{line.high}" if line.low == f"-{line.high}" else f"{line.low}～{line.high}"
        case operator if operator in tuple(_SYMBOLS):
            return _SYMBOLS[Operator(operator)] + (line.low or line.high)
        case _:
            return line.low or line.high or line.grade or line.text


def choices(concept: IndicatorConcept | None) -> dict[str, list[str]]:
    """What the cells of a row suggest: units of the concept's quantity, names of its conditions."""
    if concept is None:
        return {"units": [], "conditions": []}
    return {"units": [each.symbol for each in unit.of_quantity(concept.quantity)], "conditions": [str(name) for name in concept.conditions.values()]}


def _one_line(cell: str) -> str:
    """A cell that was broken into lines, as one; Chinese needs no space where the break was."""
    return " ".join(re.sub(r"(?<=[\u3400-\u9fff])\s*\n\s*(?=[\u3400-\u9fff])", "", cell).split())


def _table(text: str) -> list[list[str]]:
    lines_of_text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" not in lines_of_text and all(re.search(r"[|｜]", line) for line in lines_of_text.split("\n") if line.strip()):
        return [re.split(r"[|｜]", line.strip().strip("|｜")) for line in lines_of_text.split("\n")]
    if lines_of_text.count('"') % 2 == 0:  # a spreadsheet quotes cells with line ends; an odd sign is an inch or a slip
        try:
            return list(csv.reader(io.StringIO(lines_of_text), delimiter="\t"))
        except csv.Error:
            pass
    return [line.split("\t") for line in lines_of_text.split("\n")]


def _header(row: Sequence[str]) -> list[str]:
    """Column names when the row is a header: at least two cells name a column, or the only one does."""
    keys = [names.key(_IN_BRACKETS.sub(r"\1", cell)) for cell in row]
    found = [_HEADER_KEYS.get(key, "") for key in keys]
    if sum(map(bool, found)) < min(2, sum(map(bool, keys))):
        return []
    return [column if column not in found[:place] else "" for place, column in enumerate(found)]


def _by_order(table: Sequence[Sequence[str]], first: str) -> list[str]:
    counted = len(table) > 1 and all(row[0] == str(place) for place, row in enumerate(table, 1))
    lead = [""] if counted and first == "name" and max(map(len, table)) > 1 else []
    return lead + list(COLUMNS[COLUMNS.index(first) if first in COLUMNS else 0 :])


def _meaning(name: str, found: re.Match[str] | None, known: Mapping[str, IndicatorConcept]) -> Meaning:
    if concept := known.get(names.key(name)):
        return Meaning(concept)
    if found and (concept := known.get(names.key(found[1]))) and (code := _condition(concept, found[2])):
        return Meaning(concept, code)
    return Meaning()


def _condition(concept: IndicatorConcept, typed: str) -> str:
    wanted = names.key(typed)
    return next((code for code, name in concept.conditions.items() if wanted and wanted in (names.key(str(name)), names.key(code))), "")


def _line(row: Mapping[str, str], meaning: Meaning, kept_concept: str) -> Line:
    concept = meaning.concept
    condition = _condition(concept, row["condition"]) if concept else ""
    free = "" if condition else row["condition"]
    kind = _KIND_KEYS.get(names.key(row["kind"]), row["kind"]) or (concept.kind if concept else "")
    return Line(
        name=row["name"], concept=concept.code if concept else kept_concept, kind=kind, method=row["method"],
        condition=condition or ("" if free else meaning.condition), condition_text=free, **_promise(row["requirement"], row["unit"]),
    )  # fmt: skip


def _promise(typed: str, typed_unit: str) -> dict[str, str]:
    """The cells of a promise; a unit behind the number moves to the unit's cell and wins over what stood there."""
    value = indicator.read(typed)
    if value is None:
        return {"unit": typed_unit}
    if typed_unit and not value.unit and (whole := indicator.read(f"{typed}{typed_unit}")) and whole.operator is Operator.GRADE:
        value = whole
    match value.operator:
        case Operator.TEXT:
            return {"operator": str(value.operator), "text": typed, "unit": typed_unit}
        case Operator.GRADE:
            return {"operator": str(value.operator), "grade": value.grade}
        case _:
            low, high = ("" if bound is None else number.show(bound) for bound in (value.low, value.high))
            return {"operator": str(value.operator), "low": low, "high": "" if value.operator is Operator.EQUAL else high, "unit": value.unit or typed_unit}
