"""What a public page says of a matter that an enterprise left open past its day: neutrally, and only what is certain.

The page's head asks by the index whether there is anything; only then is it read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.plain import Look, Statement
from registry.rules import screening
from registry.rules.screening import Remark

OVERDUE = "EXISTS (SELECT 1 FROM screening_matter m WHERE m.disclosure_id = d.id AND m.settled_at IS NULL AND m.due_on < :today) AS asked"
"""A column of a page's head that has the disclosure as `d`, asked with `day`."""
MOST = 3
_OPEN = Statement(
    "SELECT code, place, facts, due_on FROM screening_matter WHERE disclosure_id = :disclosure_id AND settled_at IS NULL AND due_on < :today AND provisional = :no ORDER BY id LIMIT 50",
    days=("due_on",),
    documents=("facts",),
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A matter that is still open after its day. code and facts: of the remark (registry.rules.screening)."""

    code: str
    facts: Mapping[str, Any]
    due_on: date


def day(look: Look, today: date) -> str | date:
    """The day as the driver takes it."""
    return today.isoformat() if look.sqlite else today


def overdue(look: Look, disclosure_id: int, today: date) -> Sequence[Overdue]:
    """What may be said to all, at most MOST; nothing rests on a provisional date or on one source alone."""
    rows = _OPEN.all(look, {"disclosure_id": disclosure_id, "today": day(look, today), "no": False})
    return [Overdue(row.code, row.facts, row.due_on) for row in rows if screening.kind(Remark(row.code, row.place, row.facts)).told][:MOST]
