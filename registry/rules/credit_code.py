"""Unified social credit codes of legal persons and other organisations (GB 32100-2015).

18 characters: registering body, category, six digits of the division (GB/T 2260), the nine of the organisation code
(GB 11714, with a check of its own) and a check character.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from registry.rules.standard_number_text import clean

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_REGISTERING_BODIES: Final = frozenset("123456789ANY")

_ORGANISATION_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)

_IGNORED: Final = re.compile(r"[ \-\u2010-\u2015\u2212]")
_TYPED_AT_MOST: Final = 100


class CreditCodeProblem(StrEnum):
    """Why a text is no credit code."""

    LENGTH = "length"
    ALPHABET = "alphabet"
    CHECK_DIGIT = "check_digit"
    REGISTERING_BODY = "registering_body"


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that passes its check.

    registering_body and category: one character each, table 2 of the standard (`9`, `1`: market regulation, enterprise).
    division: six digits as they were when the code was given, which may be of an older list.
    organisation_code: nine characters. notices: `organisation_check` where only the inner check digit is wrong.
    """

    code: str
    registering_body: str
    category: str
    division: str
    organisation_code: str
    notices: tuple[str, ...]


def problem(raw: str) -> CreditCodeProblem | None:
    """What is wrong with the text, None when nothing is. Width, case, spaces and hyphens do not matter."""
    return _problem(_typed(raw))


def parse(raw: str) -> CreditCode:
    """The code in its parts; ValueError with the `CreditCodeProblem` when `problem` finds one."""
    code = _typed(raw)
    if wrong := _problem(code):
        raise ValueError(wrong)
    notices = () if _organisation_check(code[8:16]) == code[16] else ("organisation_check",)
    return CreditCode(code, code[0], code[1], code[2:8], code[8:17], notices)


def check_character(first_seventeen: str) -> str:
    """The 18th character: the sum of all with weights 3^(i-1) modulo 31 becomes 0."""
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, first_seventeen, strict=True))
    return ALPHABET[-total % 31]


def _typed(raw: str) -> str:
    return _IGNORED.sub("", clean(raw[:_TYPED_AT_MOST])).upper() if len(raw) <= _TYPED_AT_MOST else ""


def _problem(code: str) -> CreditCodeProblem | None:
    if len(code) != 18:
        return CreditCodeProblem.LENGTH
    if not set(code) <= set(ALPHABET) or not code[2:8].isdecimal():
        return CreditCodeProblem.ALPHABET
    if check_character(code[:17]) != code[17]:
        return CreditCodeProblem.CHECK_DIGIT
    return None if code[0] in _REGISTERING_BODIES else CreditCodeProblem.REGISTERING_BODY


def _organisation_check(body: str) -> str:
    """GB 11714: eleven minus the weighted sum modulo 11, where ten is written X and eleven 0."""
    total = sum(weight * _ORGANISATION_ALPHABET.index(character) for weight, character in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    return "0123456789X"[-total % 11]
