"""Read numbers as people type them into forms and spreadsheets, exactly and with the precision they show."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from registry.rules.standard_number_text import clean

MOST_DIGITS: Final = 30
MOST_EXPONENT: Final = 15
_TYPED_AT_MOST: Final = 80

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISE: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED: Final = re.compile(r"10 ?([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_PUNCTUATION: Final = str.maketrans({**dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x30FC], "-"), "。": ".", "'": ",", "’": ",", "〜": "~", "∼": "~"})

# One number inside a longer text; `parse` says what it is worth.
PATTERN: Final = (
    r"[+-]?(?:[0-9]{1,3}(?:[, ][0-9]{3})+(?![0-9])|[0-9]*)(?:(?<=[0-9])|(?=\.[0-9]))(?:\.[0-9]+)?"
    r"(?:[eE][+-]?[0-9]{1,3}| ?[×xX*] ?10\^[+-]?[0-9]{1,3})?万?"
)
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?P<fraction>\.[0-9]+)?"
    r"(?:(?:[eE]| ?[×xX*] ?10\^)(?P<exponent>[+-]?[0-9]{1,3}))?(?P<ten_thousand> ?万)?"
)


def fold(text: str) -> str:
    """The text in half width, with `-` for every dash and `10^3` for a raised three."""
    raised = _RAISED.sub(lambda found: "10^" + found[1].translate(_SUPERSCRIPTS), text)
    return clean(raised).translate(_PUNCTUATION)


def parse(text: str) -> Decimal | None:
    """The number, None when the text is none.

    `1,000`, `1 000`, `１．５０`, `1.5×10³`, `1.5e3` and `5万` are numbers; more than 30 digits, an exponent beyond 15 and a
    decimal comma are not. The result keeps the typed decimal places: `1.50` is not shortened.
    """
    return _parse(text) if len(text) <= _TYPED_AT_MOST else None


@lru_cache(maxsize=4096)  # a value is read by the self-check, the comparison and the index alike
def _parse(text: str) -> Decimal | None:
    if not (found := _NUMBER.fullmatch(fold(text))):
        return None
    digits = re.sub(r"[, ]", "", found["whole"]) + (found["fraction"] or "")
    exponent = int(found["exponent"] or 0)
    if not digits or abs(exponent) > MOST_EXPONENT:
        return None
    figure = Decimal(f"{found['sign']}{_ten_thousands(digits) if found['ten_thousand'] else digits}e{exponent}")
    too_large = exponent > 0 and figure.adjusted() > MOST_EXPONENT
    return None if too_large or len(re.sub(r"[^0-9]", "", format(figure, "f"))) > MOST_DIGITS else figure


def _ten_thousands(digits: str) -> str:
    """`4.5` as `45000`: whoever writes 万 means round figures, not powers of ten."""
    whole, _, decimals = digits.partition(".")
    return whole + decimals[:4].ljust(4, "0") + (f".{decimals[4:]}" if decimals[4:] else "")


def show(number: Decimal) -> str:
    """The number as it was typed: `0.50`, `1500`, and `1.5×10³` where that was the form; `parse` reads it back."""
    figure, _, power = str(number).partition("E+")
    return f"{figure}×10{power.translate(_RAISE)}" if power else format(number, "f")
