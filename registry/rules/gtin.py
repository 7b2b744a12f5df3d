"""Global trade item numbers (GS1 General Specifications; GB/T 33993-2024 makes the 14-digit form mandatory in codes)."""

import re
from enum import StrEnum
from typing import Final

from registry.rules.standard_number_text import clean

_IGNORED: Final = re.compile(r"[ \-\u2010-\u2015\u2212]")
_LENGTHS: Final = frozenset({8, 12, 13, 14})
_TYPED_AT_MOST: Final = 100


class GtinProblem(StrEnum):
    """Why a text is no GTIN."""

    DIGITS = "digits"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"


def problem(raw: str) -> GtinProblem | None:
    """What is wrong with the text, None when nothing is. Width, spaces and hyphens do not matter."""
    return _problem(_typed(raw))


def parse(raw: str) -> str:
    """The 14 digits of a GTIN-8, -12, -13 or -14; ValueError with the `GtinProblem` when `problem` finds one."""
    digits = _typed(raw)
    if wrong := _problem(digits):
        raise ValueError(wrong)
    return digits.zfill(14)


def display(gtin14: str) -> str:
    """The digits as the package shows them: without the zeros that only pad a shorter GTIN."""
    for padding, length in (("000000", 8), ("00", 12), ("0", 13)):
        if gtin14.startswith(padding):
            return gtin14[-length:]
    return gtin14


def check_digit(digits: str) -> str:
    """The digit that follows the others: weights 3 and 1 in turn from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _typed(raw: str) -> str:
    return _IGNORED.sub("", clean(raw)) if len(raw) <= _TYPED_AT_MOST else "0" * len(raw)


def _problem(digits: str) -> GtinProblem | None:
    if not (digits.isascii() and digits.isdecimal()):
        return GtinProblem.DIGITS
    if len(digits) not in _LENGTHS:
        return GtinProblem.LENGTH
    return None if check_digit(digits[:-1]) == digits[-1] else GtinProblem.CHECK_DIGIT
