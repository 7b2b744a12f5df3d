"""Which facts an authority may record, at which level, and what each must say.

Standardization Law Art. 38 (order, then public note), 39 (voiding) and 42 (revoking a number): the last two by
provincial level or above. SAMR Order 83 Art. 15: deregistration.
"""

from dataclasses import dataclass
from datetime import date

VERBS = {"number_revoked": "standing.provincial", "standard_voided": "standing.provincial", "publicly_noted": "standing.publicly_note"}
"""Kinds that ask for more than `standing.record`."""
KINDS = ("deregistered", "rectification_ordered", "rectification_closed", "publicly_noted", "number_revoked", "standard_voided", "dishonesty_listed", "checked")
PUBLIC = tuple(kind for kind in KINDS if not kind.startswith("rectification_"))
RESULTS = ("conforming", "minor_defect", "nonconforming")
OF_A_DISCLOSURE = ("number_revoked", "standard_voided")
OF_AN_ENTERPRISE = ("deregistered", "dishonesty_listed")
LONGEST, LONGEST_NOTE = 300, 2000


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as recorded. until: the due day of an order, the last day of a listing. document: the authority's number."""

    kind: str
    effective_on: date | None
    source: str
    until: date | None = None
    result: str = ""
    document: str = ""
    source_url: str = ""
    note: str = ""


def problems(fact: Fact, today: date, *, about_disclosure: bool) -> dict[str, str]:
    """Field to code of everything that is wrong with a fact recorded on `today`."""
    wrong = _lengths(fact)
    if fact.kind not in KINDS:
        wrong["kind"] = "not_a_choice"
    if fact.kind in OF_A_DISCLOSURE and not about_disclosure:
        wrong["disclosure"] = "disclosure_missing"
    if fact.kind in OF_AN_ENTERPRISE and about_disclosure:
        wrong["disclosure"] = "about_enterprise_only"
    if fact.kind == "checked" and fact.result not in RESULTS:
        wrong["result"] = "not_a_choice"
    if fact.kind != "checked" and fact.result:
        wrong["result"] = "result_of_checks_only"
    if fact.kind in OF_A_DISCLOSURE and not fact.document.strip():
        wrong["document"] = "document_missing"
    return wrong | _days(fact, today)


def _days(fact: Fact, today: date) -> dict[str, str]:
    wrong = {}
    if fact.effective_on is None:
        wrong["effective_on"] = "date_unreadable"
    elif fact.effective_on > today:
        wrong["effective_on"] = "date_ahead"
    if fact.kind == "rectification_ordered" and fact.until is None:
        wrong["until"] = "due_day_missing"
    if fact.until and fact.effective_on and fact.until < fact.effective_on:
        wrong["until"] = "end_before_start"
    return wrong


def _lengths(fact: Fact) -> dict[str, str]:
    wrong = {name: "text_long" for name in ("source", "source_url", "document") if len(getattr(fact, name)) > LONGEST}
    if len(fact.note) > LONGEST_NOTE:
        wrong["note"] = "text_long"
    if not fact.source.strip():
        wrong["source"] = "source_missing"
    if fact.source_url and not fact.source_url.startswith(("http://", "https://")):
        wrong["source_url"] = "url_wrong"
    return wrong
