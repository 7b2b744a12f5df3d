"""Find conditions on indicators in a typed text: 透湿率 >= 8000, 60 kPa, 不低于 15MPa, 拉伸强度 15."""

import re
from dataclasses import replace
from typing import Final, NamedTuple

from registry.rules import indicator, names, number, unit
from registry.rules.indicator import Operator, Value
from registry.rules.unit import Unit
from search import values
from search.engine import Range
from search.synonyms import Concept, Vocabulary

CONDITIONS_AT_MOST: Final = 8

_UNIT_AT_MOST: Final = 20
_CONCEPT_AT_MOST: Final = 30
# Behind a letter, a figure or a stroke a number is part of a word, a model or a standard number.
_NUMBER: Final = re.compile(rf"(?<![A-Za-z0-9./\\-])(?:{number.PATTERN})")
_OPENING: Final = re.compile(r"(?:[<>=≥≤≧≦⩾⩽]{1,2}|不[得应]?[小低少大高多]于|不[得应]?超过|[大小]于(?:或|或者)?等于|至[少多]|最[小低少大高多]|[大小高低多少]于|超过|等于) ?$")
_CLOSING: Final = re.compile(r" ?(?:[及或]?以[上下内]|之内)")
_BETWEEN: Final = re.compile(rf" ?(?:[~-]|至|到) ?(?:{number.PATTERN})")
_SPREAD: Final = re.compile(rf" ?(?:±|\+/-) ?(?:{number.PATTERN})")
_LETTER: Final = re.compile(r"[A-Za-z0-9]")
_IN_BRACKETS: Final = re.compile(r" ?\([^()]{1,20}\)$")
_APART: Final = " :,，：的为是"
# Numbers with these units stand in many titles (500 g, 220 V): beside other words they are words.
_EVERYDAY: Final = frozenset({"of-mass", "of-length", "of-volume", "of-area", "of-time", "of-count", "of-number", "of-cycles", "of-voltage", "of-current", "of-power", "of-grade", "ratio"})


class Condition(NamedTuple):
    """One condition: its place in the text, in words, and the terms that meet it."""

    start: int
    end: int
    shown: str
    ranges: tuple[Range, ...]


class _Read(NamedTuple):
    """A value as it was typed, with its place and whether an operator was typed."""

    start: int
    end: int
    value: Value
    known: Unit | None
    bound: bool


def find(text: str, vocabulary: Vocabulary) -> list[Condition]:
    """The conditions in a text (folded by registry.rules.number.fold), in its order, none overlapping another; the first eight."""
    found: list[Condition] = []
    end = 0
    for each in _NUMBER.finditer(text):
        read = _read(text, end, each) if each.start() >= end else None
        condition = _condition(text, end, read, vocabulary) if read else None
        if condition and len(found) < CONDITIONS_AT_MOST:
            found.append(condition)
            end = condition.end
    return found


def _read(text: str, after: int, found: re.Match[str]) -> _Read | None:
    opening = _OPENING.search(text, after, found.start())
    start, end = opening.start() if opening else found.start(), found.end()
    if further := _BETWEEN.match(text, end) or _SPREAD.match(text, end):
        end = further.end()
    known, end = _unit(text, end)
    if closing := _CLOSING.match(text, end):
        end = closing.end()
    value = indicator.read(text[start:end])
    if value is None or value.operator is Operator.TEXT or (not known and _LETTER.match(text, end)):
        return None
    return _Read(start, end, value, known, bool(opening or closing))


def _unit(text: str, start: int) -> tuple[Unit | None, int]:
    """The longest unit at a place, a space before it allowed."""
    begin = start + (text[start : start + 1] == " ")
    for end in range(min(len(text), begin + _UNIT_AT_MOST), begin, -1):
        whole = not (_LETTER.match(text, end) and _LETTER.match(text, end - 1))
        if whole and not text[end - 1].isspace() and (known := unit.find(text[begin:end])):
            return known, end
    return None, start


def _condition(text: str, after: int, read: _Read, vocabulary: Vocabulary) -> Condition | None:
    if (named := _concept(text, after, read.start, vocabulary)) and (condition := _of_concept(*named, read)):
        return condition
    if read.known is None or not values.ranges("", read.value, read.known):
        return None
    under = values.quantity(read.known)
    alone = not (text[: read.start] + text[read.end :]).strip()
    if under in _EVERYDAY and not alone:
        return None
    return Condition(read.start, read.end, indicator.display(read.value), values.ranges(under, read.value, read.known))


def _concept(text: str, after: int, end: int, vocabulary: Vocabulary) -> tuple[Concept, int] | None:
    """The concept whose name stands right before a place, the longest name first, and where the name begins."""
    before = _IN_BRACKETS.sub("", text[after:end].rstrip(_APART))
    for start in range(max(0, len(before) - _CONCEPT_AT_MOST), len(before)):
        if (concept := vocabulary.concepts.get(names.key(before[start:]))) and not before[start].isspace():
            return concept, after + start
    return None


def _of_concept(concept: Concept, start: int, read: _Read) -> Condition | None:
    """The condition on a concept, in its own unit where none was typed; None when the unit measures something else."""
    own = unit.find(concept.default_unit) if concept.default_unit else None
    known = read.known or own
    if known and (not unit.compatible(known, own) if own else known.quantity != concept.quantity):
        return None
    met = values.ranges(concept.code, read.value, known)
    return Condition(start, read.end, f"{concept.name} {_shown(read.value, known)}", met) if met else None


def _shown(value: Value, known: Unit | None) -> str:
    named = value if value.unit or value.operator is Operator.GRADE or known is None else replace(value, unit=known.symbol)
    return indicator.display(named)
