"""Credit-risk classes (信用风险分类): A low, B general, C higher, D high. An internal reference for where to look first.

国市监信发〔2022〕6号: the result allocates resources and is no rating of the firm; it is not published and exempts nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

CLASSES: Final = ("A", "B", "C", "D")
UNCLASSED: Final = "B"
"""An enterprise that nobody has classed is drawn as a general one."""
COLUMNS: Final = ("credit_code", "class", "as_of")
LONGEST_SOURCE: Final = 200
_DAY = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Classed:
    """One line of a list: which enterprise, which class, given on which day."""

    credit_code: str
    klass: str
    as_of: date


def read(row: Mapping[str, str | None], today: date) -> Classed | str:
    """A line with the columns COLUMNS, or the code of what is wrong with it."""
    code, klass = (row.get("credit_code") or "").strip().upper(), (row.get("class") or "").strip().upper()
    if not code:
        return "credit_code_missing"
    if klass not in CLASSES:
        return "class_unknown"
    found = _DAY.fullmatch((row.get("as_of") or "").strip())
    try:
        as_of = date(*map(int, found.groups())) if found else None
    except ValueError:
        as_of = None
    if as_of is None:
        return "class_day_unreadable"
    return Classed(code, klass, as_of) if as_of <= today else "class_day_to_come"
