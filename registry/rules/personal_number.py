"""Numbers that tell of a person and stand in no published text: identity numbers (GB 11643-1999) and mobile telephone numbers."""

import re

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])(?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def found(text: str) -> bool:
    """Whether an identity number with a right check digit (ISO 7064, MOD 11-2), or a mobile number, stands in the text."""
    return _MOBILE.search(text) is not None or any(_checks(each) for each in _IDENTITY.findall(text))


def _checks(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()
