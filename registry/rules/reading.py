"""Read what a disclosure promises of one indicator of a scheme, and which of its levels that meets.

All lines under a condition of the indicator answer it, and the worst one counts. Where none does, a recommended standard
that the disclosure declares to follow (Standardization Law Art. 27) answers with its floor, if the scheme lets it.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Final

from registry.rules import line_value, unit
from registry.rules.comparison import Comparison, Direction, compare, in_unit
from registry.rules.content import Line
from registry.rules.indicator import Operator, Value, grade_of
from registry.rules.judged import Followed, Reading
from registry.rules.line_value import Cells
from registry.rules.restating import meets
from registry.rules.self_check_world import Floor
from registry.rules.thresholds import Answer, Ask, Rank, Ready

MOST_REMEMBERED: Final = 100_000
_MET: Final = frozenset({Comparison.HIGHER, Comparison.EQUAL})
_BADNESS: Final = {None: 0, 0: 1, 3: 2, 2: 3, 1: 4}
_NOUGHT: Final = Fraction(0)
_MOST_PLACES: Final = 40
_CELLS: Final = attrgetter("operator", "low", "high", "unit", "grade", "text", "condition")
"""All of a line that is read."""
_WITHOUT_FIGURES: Final = (Operator.GRADE, Operator.TEXT)


def read(ready: Ready, ask: Ask, rows: Sequence[tuple[int, Line]], followed: Sequence[Followed]) -> Reading:
    """The worst of what answers. Without a level its `reason` is missing, other_condition, unreadable, unlike, or one of `_why_not`."""
    if len(rows) == 1 and rows[0][1].condition in ask.cases:  # nearly always; a list of one would take as long as the reading
        place, line = rows[0]
        key = (ask.key, place, _CELLS(line))
        return (ready.read.get(key) or _remember(ready, key, _answer(ask, line, line.condition, place, ""))).reading
    answers = answering(ready, ask, rows, followed)
    if not answers:
        return Reading(ask.place, ask.first, reason="other_condition" if rows else "missing")
    return (answers[0] if len(answers) == 1 else min(answers, key=worse_first)).reading


def answering(ready: Ready, ask: Ask, rows: Sequence[tuple[int, Line]], followed: Sequence[Followed]) -> list[Answer]:
    """Everything that answers: the declared lines (`rows` are those of the concept), else a floor for each condition."""
    found = [_of_line(ready, ask, place, line) for place, line in rows if line.condition in ask.cases]
    if found or not followed or not ready.scheme.from_standard:
        return found
    return _of_standards(ready, ask, followed)


def worse_first(answer: Answer) -> tuple[Rank, int, str]:
    """To sort by; of two that promise the same the one that stands first."""
    return answer.rank, answer.reading.line, answer.reading.from_standard


def exact(figure: Fraction) -> str:
    """The number without a loss: decimals where they end, else `n/d`; `Fraction` reads it back."""
    if figure.denominator == 1:
        return str(figure.numerator)
    places = next((places for places in range(1, _MOST_PLACES) if not 10**places % figure.denominator), 0)
    return format(unit.as_decimal(figure, places), "f") if places else f"{figure.numerator}/{figure.denominator}"


def _of_line(ready: Ready, ask: Ask, place: int, line: Line) -> Answer:
    key = (ask.key, place, _CELLS(line))
    return ready.read.get(key) or _remember(ready, key, _answer(ask, line, line.condition, place, ""))


def _of_standards(ready: Ready, ask: Ask, followed: Sequence[Followed]) -> list[Answer]:
    """Who follows two standards promises what both ask for: the better floor of a condition counts."""
    best: dict[str, Answer] = {}
    for each in followed:
        for floor in each.floors:
            if floor.concept == ask.concept and floor.condition in ask.cases:
                answer = _of_floor(ready, ask, each.number, floor)
                best[floor.condition] = max(best.get(floor.condition, answer), answer, key=worse_first)
    return list(best.values())


def _of_floor(ready: Ready, ask: Ask, number: str, floor: Floor) -> Answer:
    key = (ask.key, number, floor)
    return ready.read.get(key) or _remember(ready, key, _answer(ask, floor, floor.condition, -1, number))


def _remember(ready: Ready, key: tuple[object, ...], answer: Answer) -> Answer:
    if len(ready.read) >= MOST_REMEMBERED:
        ready.read.clear()
        ready.reasons.clear()
    ready.read[key] = answer
    return answer


def _answer(ask: Ask, cells: Cells, condition: str, line: int, standard: str) -> Answer:
    promised = line_value.value(cells)
    if promised is None:
        reading = Reading(ask.place, condition, line, standard, cells.operator, cells.low, cells.high, cells.unit, cells.grade, reason="unreadable")
        return Answer(_rank(ask, reading, cells.text), reading)
    reason = _why_not(ask, promised)
    level, reason = (None, reason) if reason else _level(ask, promised, condition)
    low, high = ("" if end is None else format(end, "f") for end in (promised.low, promised.high))
    grade = grade_of(promised) if ask.operator is Operator.GRADE else promised.grade
    said = ("", "") if reason else tuple("" if end is None else _said(end, promised.unit, ask) for end in (promised.low, promised.high))
    reading = Reading(ask.place, condition, line, standard, promised.operator.value, low, high, promised.unit, grade, said[0], said[1], level, reason)
    return Answer(_rank(ask, reading, promised.text), reading)


def _said(end: Decimal, symbol: str, ask: Ask) -> str:
    converted = None if ask.operator in _WITHOUT_FIGURES else in_unit(end, symbol, ask.unit)
    return "" if converted is None else exact(converted)


def _level(ask: Ask, promised: Value, condition: str) -> tuple[int | None, str]:
    """The best level whose threshold the promise meets, 0 where it meets none; None with the reason where only a person can tell."""
    for level, asked in enumerate(ask.cases[condition], 1):
        if asked is None:
            continue
        verdict = compare(promised, asked, ask.direction, ask.grades)
        if verdict in _MET:
            return level, ""
        if verdict is not Comparison.LOWER:
            return None, "unlike"
    return 0, ""


def _why_not(ask: Ask, promised: Value) -> str:
    """Why a promise cannot be held against the thresholds at all, "" where it can."""
    match ask.operator:
        case Operator.TEXT:
            return "" if promised.operator is Operator.TEXT else "not_words"
        case Operator.GRADE:
            return "" if grade_of(promised) in ask.grades else "grade_unknown"
        case _:
            return _why_not_figures(ask, promised)


def _why_not_figures(ask: Ask, promised: Value) -> str:
    if promised.operator is Operator.TEXT:
        return "words"
    if promised.operator is Operator.GRADE:
        return "grade_for_number"
    if promised.operator is Operator.RANGE and ask.direction != Direction.TARGET:
        return "range_for_bound"
    if (ask.direction == Direction.HIGHER and promised.low is None) or (ask.direction == Direction.LOWER and promised.high is None):
        return "other_side"
    return "" if meets(promised.unit, ask.unit) else "other_unit"


def _rank(ask: Ask, reading: Reading, text: str) -> Rank:
    near, beyond = _nearness(ask, reading)
    return _BADNESS[reading.level], near, beyond, (reading.condition, reading.operator, reading.low, reading.high, reading.unit, reading.grade, text)


def _nearness(ask: Ask, reading: Reading) -> tuple[Fraction, bool]:
    """Of two promises of one level the worse one has the lesser number; a number that is itself excluded is better."""
    if reading.level is None:
        return _NOUGHT, False
    if ask.operator is Operator.GRADE:
        step = ask.grades.index(reading.grade)
        return Fraction(-step if ask.direction == Direction.LOWER else step), False
    if ask.direction == Direction.HIGHER:
        return Fraction(reading.in_unit_low), reading.operator == Operator.ABOVE
    if ask.direction == Direction.LOWER:
        return -Fraction(reading.in_unit_high), reading.operator == Operator.BELOW
    return _NOUGHT, False
