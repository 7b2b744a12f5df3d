"""A scheme as a form: names of fields are paths of the scheme's JSON; one cell for each requirement, as an editor types it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from registry.models import IndicatorConcept
from registry.rules import names
from registry.rules.indicator import Operator
from registry.rules.scheme import Basic, Case, Core, Requirement, Scheme

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "facts": ("title", "title_en", "source", "note", "valid_from", "valid_until"),
    "requirements": ("requirements_by", "requirements"),
    "basics": ("basics",),
    "cores": ("least_cores", "cores"),
    "innovations": ("innovations",),
    "method": ("method", "points"),
    "levels": ("stars", "candidate_level", "candidate_months", "from_standard", "gates"),
}
BOARD = ("category", "year", "division")
BLANK: Mapping[str, Any] = {"requirements": Requirement(), "basics": Basic(), "cores": Core(cases=(Case(),)), "innovations": Core(cases=(Case(),))}
STEPS = ("advanced", "average", "base")
MOST_ROWS = 60
ALWAYS = "not_in_force"
"""The gate that every scheme has."""
_NAME = re.compile(r"[a-z_]{1,20}(?:\.(?:[a-z_]{1,20}|\d{1,2})){0,5}")
_RANGE = re.compile(r"\s*(?:～|~|至|—|–|\bto\b|(?<=\d)-)\s*")
_SIGNS = "≥≤><＞＜≧≦⩾⩽ "
_CELLS = re.compile(r"(basics\.\d+)\.(?:low|high|grade|text)")
_DEFAULTS = {"higher": Operator.AT_LEAST, "lower": Operator.AT_MOST}


@dataclass(frozen=True)
class Vocabulary:
    """Concepts by the key of a spelling, and by code."""

    spelt: Mapping[str, IndicatorConcept]
    coded: Mapping[str, IndicatorConcept]

    def meant(self, typed: str) -> IndicatorConcept | None:
        return self.coded.get(typed) or self.spelt.get(names.key(typed))

    def condition(self, concept: IndicatorConcept | None, typed: str) -> str:
        """The code of a condition that was typed by its name; what was typed where it is none."""
        known = concept.conditions if concept else {}
        return next((code for code, name in known.items() if names.key(typed) in (names.key(str(name)), names.key(code))), typed) if typed else ""


def section_of(path: str) -> str:
    """Where a wrong field stands."""
    first = path.partition(".")[0]
    return next((section for section, fields in SECTIONS.items() if first in fields), "facts")


def shown(path: str) -> str:
    """The field of the form that holds a path of the JSON: a requirement is one cell."""
    return _CELLS.sub(r"\1.value", path)


def values(scheme: Scheme, vocabulary: Vocabulary) -> dict[str, str]:
    """Every field as text, by path; a concept and a condition by their names."""
    found = {name: getattr(scheme, name) for name in ("title", "title_en", "year", "source", "note", "valid_from", "valid_until", "requirements_by", "least_cores", "method", "candidate_level", "candidate_months")}
    found |= {"from_standard": _ticked(scheme.from_standard), "points.all_at_base": _ticked(scheme.points.all_at_base)}
    for name, several in (("stars", scheme.stars), ("points.worth", scheme.points.worth), ("points.least", scheme.points.least)):
        found |= {f"{name}.{place}": each for place, each in enumerate(several)}
    for place, each in enumerate(scheme.requirements):
        cells = {"code": each.code, "text": each.text, "text_en": each.text_en, "evidence": _ticked(each.evidence), "models": _ticked(each.models)}
        found |= {f"requirements.{place}.{name}": cell for name, cell in cells.items()}
    for place, basic in enumerate(scheme.basics):
        concept = vocabulary.meant(basic.concept)
        cells = {"concept": concept.name if concept else basic.concept, "operator": basic.operator, "value": requirement(basic.low, basic.high, basic.grade or basic.text)}
        cells |= {"unit": basic.unit, "condition": _named(concept, basic.condition), "source": basic.source}
        found |= {f"basics.{place}.{name}": cell for name, cell in cells.items()}
    for rows in ("cores", "innovations"):
        for place, core in enumerate(getattr(scheme, rows)):
            found |= {f"{rows}.{place}.{name}": cell for name, cell in _core_values(core, vocabulary).items()}
    return found


def read(section: str, typed: MultiDict[str, str], before: Scheme, vocabulary: Vocabulary) -> Scheme:
    """The scheme with what was typed in one section; everything else stays."""
    tree = _tree(typed)
    changed: dict[str, Any] = {name: tree.get(name, "") for name in SECTIONS[section] if isinstance(getattr(before, name), str)}
    match section:
        case "requirements":
            changed["requirements"] = [row | {"evidence": "evidence" in row, "models": "models" in row} for row in _rows(tree, "requirements")]
        case "basics":
            changed["basics"] = [_basic(row, vocabulary) for row in _rows(tree, "basics")]
        case "cores" | "innovations":
            kept = [each.concept for each in getattr(before, section)]
            changed[section] = [_core(row, vocabulary, kept) for row in _rows(tree, section)]
        case "method":
            points = tree.get("points", {})
            changed["points"] = {"worth": _listed(points, "worth"), "least": _listed(points, "least"), "all_at_base": "all_at_base" in points}
        case "levels":
            changed |= {"stars": _listed(tree, "stars"), "from_standard": "from_standard" in tree, "gates": [ALWAYS, *typed.getlist("gates")]}
    return Scheme.from_json(before.to_json() | changed)


def typed_concepts(typed: Mapping[str, str]) -> set[str]:
    """What was typed as names of concepts."""
    return {value.strip() for name, value in typed.items() if name.endswith(".concept") and value.strip()}


def changed_by(act: str, scheme: Scheme) -> tuple[Scheme, str]:
    """The scheme after a button such as add.cores, add.cores.1.cases, drop.cores.1.cases.2, up.basics.3; and the field to go to."""
    verb, _sign, rest = act.partition(".")
    rows, *places = rest.split(".")
    if rows not in BLANK or not all(each.isdecimal() or each == "cases" for each in places):
        return scheme, ""
    held = list(getattr(scheme, rows))
    numbers = [int(each) for each in places if each.isdecimal()]
    match verb, numbers:
        case "add", [] if len(held) < MOST_ROWS:
            held.append(BLANK[rows])
            place = f"{rows}.{len(held) - 1}"
        case "add", [core] if core < len(held) and rows in ("cores", "innovations") and len(held[core].cases) < MOST_ROWS:
            held[core] = replace(held[core], cases=(*held[core].cases, Case()))
            place = f"{rows}.{core}.cases.{len(held[core].cases) - 1}"
        case "drop", [row] if row < len(held):
            del held[row]
            place = f"{rows}.{row - 1}" if row else ""
        case "drop", [core, case] if core < len(held) and rows in ("cores", "innovations") and 0 < case < len(held[core].cases):
            held[core] = replace(held[core], cases=held[core].cases[:case] + held[core].cases[case + 1 :])
            place = f"{rows}.{core}"
        case "up", [row] if 0 < row < len(held):
            held[row - 1], held[row] = held[row], held[row - 1]
            place = f"{rows}.{row - 1}"
        case _:
            return scheme, ""
    written: Any = {rows: tuple(held)}
    return replace(scheme, **written), place


def requirement(low: str, high: str, words: str) -> str:
    """One cell: `15`, `10～20`, `3-4`."""
    return words or (f"{low}～{high}" if low and high else low or high)


def _core_values(core: Core, vocabulary: Vocabulary) -> dict[str, str]:
    concept = vocabulary.meant(core.concept)
    cells = {"concept": concept.name if concept else core.concept, "operator": core.operator, "unit": core.unit, "weight": core.weight, "floor": core.floor}
    for nth, case in enumerate(core.cases):
        cells[f"cases.{nth}.condition"] = _named(concept, case.condition)
        cells |= {f"cases.{nth}.{name}": requirement(step.low, step.high, step.grade) for name, step in zip(STEPS, case.steps, strict=True)}
    return cells


def _named(concept: IndicatorConcept | None, condition: str) -> str:
    return str(concept.conditions.get(condition, condition)) if concept else condition


def _ticked(flag: bool) -> str:
    return "yes" if flag else ""


def _tree(typed: Mapping[str, str]) -> dict[str, Any]:
    """Dotted names as nested mappings; what is no name of a scheme is left out."""
    tree: dict[str, Any] = {}
    for name, value in typed.items():
        if not _NAME.fullmatch(name):
            continue
        *above, last = name.split(".")
        node = tree
        for part in above:
            if not isinstance(node.get(part), dict):
                node[part] = {}
            node = node[part]
        if not isinstance(node.get(last), dict):
            node[last] = value.replace("\r\n", "\n").strip()
    return tree


def _rows(tree: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    held = tree.get(name)
    numbered = sorted((int(key), row) for key, row in held.items() if key.isdecimal() and isinstance(row, dict)) if isinstance(held, dict) else []
    return [row for _number, row in numbered][:MOST_ROWS]


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name, "")
    return found if isinstance(found, str) else ""


def _listed(tree: Any, name: str) -> list[str]:
    held = tree.get(name) if isinstance(tree, dict) else None
    return [_text(held, str(place)) for place in range(len(STEPS))] if isinstance(held, dict) else [""] * len(STEPS)


def _basic(row: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    concept = vocabulary.meant(_text(row, "concept"))
    cells = _cells(_text(row, "operator"), _text(row, "value"))
    return {**row, "concept": concept.code if concept else _text(row, "concept"), "condition": vocabulary.condition(concept, _text(row, "condition")), **cells}


def _core(row: Mapping[str, Any], vocabulary: Vocabulary, kept: Sequence[str]) -> dict[str, Any]:
    """A concept that is new to the section brings its usual operator and unit where none was typed."""
    concept, operator, unit = vocabulary.meant(_text(row, "concept")), _text(row, "operator"), _text(row, "unit")
    if concept is not None and concept.code not in kept:
        graded = concept.quantity == "grade"
        operator = operator or str(Operator.GRADE if graded else _DEFAULTS.get(concept.direction, ""))
        unit = unit or ("" if graded else concept.default_unit or "")
    cases = [
        {"condition": vocabulary.condition(concept, _text(case, "condition")), **{name: _step(operator, _text(case, name)) for name in STEPS}}
        for case in _rows(row, "cases")
    ]
    return {**row, "concept": concept.code if concept else _text(row, "concept"), "operator": operator, "unit": unit, "cases": cases}


def _step(operator: str, typed: str) -> dict[str, str]:
    cells = _cells(operator, typed)
    return {name: cells[name] for name in ("low", "high", "grade")}


def _cells(operator: str, typed: str) -> dict[str, str]:
    """The cells of a requirement: which bound a number is follows from the operator; ±5 is -5 to 5."""
    cells = {"low": "", "high": "", "grade": "", "text": ""}
    plain = typed.lstrip(_SIGNS).strip()
    match operator:
        case Operator.GRADE:
            cells["grade"] = plain.removesuffix("级").strip()
        case Operator.TEXT:
            cells["text"] = typed
        case Operator.AT_MOST | Operator.BELOW:
            cells["high"] = plain
        case Operator.RANGE if plain.startswith("±"):
            cells |= {"low": f"-{plain[1:]}", "high": plain[1:]}
        case Operator.RANGE:
            low, *more = _RANGE.split(plain, maxsplit=1)
            cells |= {"low": low, "high": more[0] if more else ""}
        case _:
            cells["low"] = plain
    return cells

