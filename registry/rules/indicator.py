"""What an indicator promises: a bound, a range, a grade or words; read from a typed cell and shown again.

Standardization Law Art. 27 asks for the functional and performance indicators of a product; GB/T 1.1-2020 gives the
wording of bounds that is read here.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Final, NamedTuple

from registry.rules import number, unit
from registry.rules.standard_number_text import clean


class Operator(StrEnum):
    """How the value binds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    RANGE = "range"
    GRADE = "grade"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Value:
    """One promise.

    low: the number of at_least, above, equal and range. high: of at_most, below, equal and range.
    unit: a symbol of the table, or as typed where the table has none, "" without. grade: `3-4`, that grade or a better
    one. text: words. Both are "" where they do not apply.
    """

    operator: Operator
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    grade: str = ""
    text: str = ""


class Shown(NamedTuple):
    """The parts of a shown value: `≥`, `15`, `MPa`."""

    symbol: str
    figure: str
    unit: str


# Half grades of ISO 105 and GB/T 250, from worst to best; light fastness (GB/T 8427) goes on to 8.
LIGHT_FASTNESS_GRADES: Final = tuple(grade for full in range(1, 9) for grade in (str(full), f"{full}-{full + 1}"))[:-1]
GRADES: Final = LIGHT_FASTNESS_GRADES[:9]

_READ_AT_MOST: Final = 80
_OPENING: Final[tuple[tuple[Operator, str], ...]] = (
    (Operator.AT_LEAST, r">=|=>|[≥≧⩾]|不(?:得|应)?(?:小|低|少)于|大于(?:或|或者)?等于|至少|最[小低少]"),
    (Operator.AT_MOST, r"<=|=<|[≤≦⩽]|不(?:得|应)?(?:大|高|多)于|不(?:得|应)?超过|小于(?:或|或者)?等于|至多|最[大高多]"),
    (Operator.ABOVE, r">|大于|高于|超过|多于"),
    (Operator.BELOW, r"<|小于|低于|少于"),
    (Operator.EQUAL, r"=|等于"),
)
# 以上 and 以下 include the number itself (Civil Code Art. 1259).
_CLOSING: Final[tuple[tuple[Operator, str], ...]] = (
    (Operator.AT_LEAST, r"(?:及|或)?以上"),
    (Operator.AT_MOST, r"(?:及|或)?以[下内]|之?内"),
)
_N: Final = number.PATTERN
_UNIT: Final = r"(?P<unit>[^0-9<>=≥≤±~].{0,30}?)?"
_SINGLE: Final = re.compile(rf"(?P<low>{_N}) ?{_UNIT}")
_RANGE: Final = re.compile(rf"(?P<low>{_N}) ?(?P<inner>[^0-9<>=≥≤±~\-]{{1,12}}?)? ?(?:[~-]|至|到) ?(?P<high>{_N}) ?{_UNIT}")
_TOLERANCE: Final = re.compile(rf"\(?(?P<middle>{_N})? ?(?:±|\+/-) ?(?P<spread>{_N})\)? ?{_UNIT}")
_GRADE: Final = re.compile(r"(?P<grade>[0-9]{1,2}(?:[-~][0-9]{1,2})?|[A-Z]{1,2}) ?级")
_NAMED_GRADE: Final = re.compile(r"[特一二三四五]级")
_UNKNOWN_UNIT: Final = re.compile(r"[A-Za-zμΩ°%\u3400-\u9fff][A-Za-z0-9μΩ°%\u3400-\u9fff/·^.-]{0,11}")

_SYMBOLS: Final = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.ABOVE: ">", Operator.BELOW: "<"}
_INCLUSIVE: Final = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.EQUAL})
_TOUCHING: Final = frozenset({"%", "‰", "°", "′"})
_ENGLISH_UNITS: Final = {
    "次": "cycles", "千次": "thousand cycles", "万次": "× 10,000 cycles", "转": "revolutions", "个": "pieces", "件": "pieces", "只": "pieces",
    "台": "sets", "套": "sets", "条": "pieces", "处": "places", "粒": "grains", "层": "layers", "人": "persons", "倍": "times", "级": "grade",
    "分": "points", "周": "weeks", "工作日": "working days", "个月": "months", "年": "years", "邵尔A": "Shore A", "邵尔D": "Shore D",
    "邵尔C": "Shore C", "个/cm²": "pieces/cm²", "根/10cm": "threads/10 cm",
}  # fmt: skip


def read(text: str) -> Value | None:
    """The promise that a pasted cell makes, None for an empty one. What is neither number nor grade is words."""
    shown = clean(text)
    if not shown:
        return None
    return (_figure(number.fold(text)) if len(text) <= _READ_AT_MOST else None) or Value(Operator.TEXT, text=shown)


def grade_of(value: Value) -> str:
    """The grade that a value names, however it was typed: `3～4级`, a number in grades, a word; "" for none."""
    typed = value.grade or value.text
    if not typed and value.unit in {"级", ""} and value.operator in _INCLUSIVE and (bound := value.low if value.low is not None else value.high) is not None:
        typed = number.show(bound)
    plain = number.fold(typed).replace("~", "-").strip()
    found = re.fullmatch(r"([0-9-]+|[A-Z]{1,2}) ?级", plain)
    return found[1] if found else plain


def parts(value: Value, lang: str = "zh") -> Shown:
    """Symbol, figure and unit to show, in Chinese or else in English, with the decimals that were typed."""
    unit_word = value.unit if lang.startswith("zh") else _ENGLISH_UNITS.get(value.unit, value.unit)
    match value.operator:
        case Operator.TEXT:
            return Shown("", value.text, "")
        case Operator.GRADE:
            return Shown("", _grade_words(value, lang), "")
        case Operator.RANGE if value.low is not None and value.high is not None:
            return _range_parts(value.low, value.high, unit_word, lang)
        case _:
            bound = value.low if value.low is not None else value.high
            return Shown(_SYMBOLS.get(value.operator, ""), number.show(bound) if bound is not None else "", unit_word)


def display(value: Value, lang: str = "zh") -> str:
    """`≥15 MPa` with a thin space before the unit; percent and degrees of angle touch the figure."""
    shown = parts(value, lang)
    space = "" if not shown.unit or shown.unit in _TOUCHING else "\N{THIN SPACE}"
    return f"{shown.symbol}{shown.figure}{space}{shown.unit}"


def _range_parts(low: Decimal, high: Decimal, unit_word: str, lang: str) -> Shown:
    if high > 0 and low == -high:
        return Shown("±", number.show(high), unit_word)
    between = "～" if lang.startswith("zh") else " to "
    return Shown("", f"{number.show(low)}{between}{number.show(high)}", unit_word)


def _grade_words(value: Value, lang: str) -> str:
    if value.unit != "级" and not re.fullmatch(r"[0-9-]+", value.grade):
        return value.grade
    return f"{value.grade}级" if lang.startswith("zh") else f"grade {value.grade}"


def _figure(text: str) -> Value | None:
    operator, rest = _bound(text)
    if grade := _grade(rest):
        return Value(Operator.GRADE, unit="" if grade.endswith("级") else "级", grade=grade) if operator not in {Operator.ABOVE, Operator.BELOW} else None
    if operator is None:
        return _tolerance(rest) or _range(rest) or _single(Operator.EQUAL, rest, own_unit=False)
    return _single(operator, rest, own_unit=not text.startswith(rest))


def _bound(text: str) -> tuple[Operator | None, str]:
    for operator, words in _OPENING:
        if found := re.match(words, text):
            return operator, text[found.end() :].strip()
    for operator, words in _CLOSING:
        if found := re.search(rf"(?:{words})$", text):
            return operator, text[: found.start()].strip()
    return None, text


def _grade(text: str) -> str:
    if _NAMED_GRADE.fullmatch(text):
        return text
    if not (found := _GRADE.fullmatch(text)):
        return ""
    grade = found["grade"].replace("~", "-")
    full, _, next_one = grade.partition("-")
    return grade if not next_one or int(next_one) == int(full) + 1 else ""


def _single(operator: Operator, text: str, *, own_unit: bool) -> Value | None:
    found = _SINGLE.fullmatch(text)
    if not found or (symbol := _symbol(found["unit"], own_unit=own_unit)) is None or (figure := number.parse(found["low"])) is None:
        return None
    low = figure if operator in {Operator.AT_LEAST, Operator.ABOVE, Operator.EQUAL} else None
    high = figure if operator in {Operator.AT_MOST, Operator.BELOW, Operator.EQUAL} else None
    return Value(operator, low, high, symbol)


def _range(text: str) -> Value | None:
    found = _RANGE.fullmatch(text)
    if not found or (symbol := _symbol(found["unit"], own_unit=False)) is None:
        return None
    low, high = number.parse(found["low"]), number.parse(found["high"])
    same_unit = not found["inner"] or _symbol(found["inner"], own_unit=False) == symbol
    return Value(Operator.RANGE, low, high, symbol) if low is not None and high is not None and low <= high and same_unit else None


def _tolerance(text: str) -> Value | None:
    """`±5%`, `10±0.5 mm`, `(23±2)℃`. In `100±5%` nobody knows of what the percent are: only brackets make it clear."""
    found = _TOLERANCE.fullmatch(text)
    if not found or (symbol := _symbol(found["unit"], own_unit=False)) is None or (symbol == "%" and found["middle"] and "(" not in text):
        return None
    middle, spread = number.parse(found["middle"] or "0"), number.parse(found["spread"])
    if middle is None or spread is None or spread < 0:
        return None
    with localcontext(prec=100):
        return Value(Operator.RANGE, middle - spread, middle + spread, symbol)


def _symbol(typed: str | None, *, own_unit: bool) -> str | None:
    """The table's symbol; behind a clear bound also a unit that the table does not know; None when it is none."""
    plain = (typed or "").strip()
    if not plain:
        return ""
    if known := unit.find(plain):
        return known.symbol
    return plain if own_unit and _UNKNOWN_UNIT.fullmatch(plain) else None
