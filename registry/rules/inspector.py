"""Who may inspect whom (执法检查人员名录库, 回避): certificates with their fields, grounds of recusal, and when a colleague stands in.

A spot check takes two inspectors whose certificates are valid and cover the field, and who have no interest in the firm:
relatives, former employment, shares, or an inspection of the same firm of late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

FIELDS: Final = ("standards", "quality", "metrology", "certification", "food", "equipment", "services")
"""Fields of enforcement that certificates cover and items of plans ask for."""
GROUNDS: Final = ("relative", "former_employment", "shareholding", "other")
LONGEST_NAME: Final = 50
LONGEST_CERTIFICATE: Final = 40
LONGEST_NOTE: Final = 500
LONGEST_ABSENCE_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Certified:
    """An entry of the library as typed. `until`: the last day of the certificate, None while it has no end."""

    name: str
    certificate: str
    until: date | None = None
    fields: tuple[str, ...] = ()


def problems(entry: Certified) -> dict[str, str]:
    """Every wrong field: field to code."""
    wrong = {}
    if not entry.name.strip() or len(entry.name.strip()) > LONGEST_NAME:
        wrong["name"] = "required" if not entry.name.strip() else "inspector_name_long"
    if not entry.certificate.strip() or len(entry.certificate.strip()) > LONGEST_CERTIFICATE:
        wrong["certificate"] = "required" if not entry.certificate.strip() else "certificate_long"
    if not entry.fields or not set(entry.fields) <= set(FIELDS):
        wrong["fields"] = "choose_one"
    return wrong


def fit(fields: Sequence[str], until: date | None, field: str, day: date) -> bool:
    """Whether a certificate covers the field on the day."""
    return field in fields and (until is None or until >= day)


def recusal_problems(ground: str, note: str, since: date | None, until: date | None) -> dict[str, str]:
    """What is wrong with a recusal: field to code. "other" says in words why."""
    wrong = {} if ground in GROUNDS else {"ground": "choose_one"}
    if since is None:
        wrong["since"] = "required"
    elif until is not None and until < since:
        wrong["until"] = "ends_before_it_begins"
    if ground == "other" and not note.strip():
        wrong["note"] = "required"
    elif len(note) > LONGEST_NOTE:
        wrong["note"] = "text_long"
    return wrong


def absence_problems(first: date | None, last: date | None, today: date) -> dict[str, str]:
    """What is wrong with the days of a substitution: field to code. It begins today at the earliest and lasts a year at most."""
    wrong = {name: "required" for name, day in (("first_on", first), ("last_on", last)) if day is None}
    if first is None or last is None:
        return wrong
    if last < first:
        return {"last_on": "ends_before_it_begins"}
    if last < today:
        return {"last_on": "day_has_passed"}
    return {"last_on": "absence_too_long"} if (last - first).days >= LONGEST_ABSENCE_DAYS else {}
