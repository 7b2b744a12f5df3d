"""What a reader fills in to report a problem, and what is missing in it.

A complaint needs name, telephone, address, a request and the facts (SAMR Order 20 Art. 9 and 10; the enterprise is known
from the page). A report needs the facts only and may be anonymous.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from registry.rules import contact
from registry.rules.report import PROBLEMS

KINDS: Final = {"report": ("report",), "complaint": ("complaint",), "both": ("report", "complaint")}
"""What a reader may choose, and which cases come of it; the first one is the number that is named first."""
LONGEST: Final = {"statement": 5000, "request": 1000, "name": 60, "phone": 40, "address": 200, "email": 254}
SHORTEST_STATEMENT: Final = 5
MOST_PHOTOS: Final = 5
FIRST_STEP: Final = ("kind", "problem", "statement")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PHONE: Final = re.compile(r"\+?[0-9(][0-9 ()\-]{5,24}")


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The fields as typed, trimmed; "" where nothing was."""

    kind: str = ""
    problem: str = ""
    statement: str = ""
    request: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The cases that come of it."""
        return KINDS.get(self.kind, ())


def read(typed: Mapping[str, str]) -> ReportForm:
    """The form from what was sent; line ends as \\n, without characters that nobody sees."""
    return ReportForm(**{each.name: _UNSEEN.sub("", typed.get(each.name, "").replace("\r\n", "\n")).strip() for each in fields(ReportForm)})


def wrong(form: ReportForm) -> dict[str, str]:
    """Every wrong field with its code; {} when a case can be made of it."""
    found = {name: f"report_{name}_needed" for name, value, known in (("kind", form.kind, KINDS), ("problem", form.problem, PROBLEMS)) if value not in known}
    found |= {name: "report_field_long" for name in LONGEST if len(getattr(form, name)) > LONGEST[name]}
    if len(form.statement) < SHORTEST_STATEMENT:
        found["statement"] = "statement_short"
    if form.phone and not _PHONE.fullmatch(plain_phone(form.phone)):
        found.setdefault("phone", "report_phone_unreadable")
    if form.email and not _readable(form.email):
        found.setdefault("email", "email_unreadable")
    if "complaint" in form.kinds:
        found |= {name: f"complaint_{name}_needed" for name in ("request", "name", "phone", "address") if not getattr(form, name)}
    return found


def anonymous(form: ReportForm) -> ReportForm:
    """The same without anything about who reports."""
    return replace(form, name="", phone="", address="", email="")


def plain_phone(typed: str) -> str:
    """A telephone number, landlines too, in plain width."""
    return " ".join(unicodedata.normalize("NFKC", typed).split())


def _readable(email: str) -> bool:
    try:
        return contact.parse(email).channel is contact.Channel.email
    except ValueError:
        return False
