"""What an order to rectify may rest on: a finding of inspectors, a report or complaint, or what screening saw; and which office may give it.

The enterprise and everybody else outside the office never learn which: a report is confidential (Standardization Law Art. 35).
"""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import Invalid, NotFound
from registry.models import Disclosure, Enterprise, Finding, Inspection, Rectification, ReportCase
from registry.queries import cases, reports
from registry.rules.permission import Actor
from registry.rules.rectification import BASES

CASE = "case:"


def office(session: Session, actor: Actor, disclosure: Disclosure, firm: Enterprise, ground: str, finding_id: int | None) -> int:
    """The bureau that may give the order. Raises Invalid(ground: choose_one, rectification_finding_corrected, rectification_finding_asks_none), NotFound."""
    if ground == "finding":
        return _of_finding(session, disclosure, finding_id)
    if finding_id is not None:
        raise Invalid({"ground": "choose_one"})
    if ground == "screening":
        found = next(iter(actor.offices_over(firm.division_code)), None)
        if found is None:
            raise NotFound("not_found")
        return found.bureau_id
    return _case(session, actor, disclosure, ground).bureau_id


def inspection(session: Session, row: Rectification) -> Inspection | None:
    """The inspection from whose finding the order follows."""
    finding = session.get(Finding, row.finding_id) if row.finding_id else None
    return session.get(Inspection, finding.inspection_id) if finding else None


def finding_by_public_id(session: Session, public_id: str) -> tuple[Finding, Inspection]:
    """A finding with its inspection; NotFound."""
    found = session.execute(select(Finding, Inspection).join(Inspection, Inspection.id == Finding.inspection_id).where(Finding.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found[0], found[1]


def unmet(finding: Finding) -> dict[str, str]:
    """Items of the finding that were not met and may be ordered to be put right, with what the inspectors noted."""
    return {each["code"]: each["note"] or "" for each in json.loads(finding.content)["items"] if each["answer"] == "not_met" and each["code"] in BASES}


def corrected(session: Session, finding_id: int) -> bool:
    """Whether a later finding corrects this one."""
    return session.scalar(select(Finding.id).where(Finding.corrects_id == finding_id)) is not None


def case_of(session: Session, row: Rectification) -> ReportCase | None:
    """The report or complaint that the order follows from."""
    return reports.by_number(session, row.ground.removeprefix(CASE)) if row.ground.startswith(CASE) else None


def _of_finding(session: Session, disclosure: Disclosure, finding_id: int | None) -> int:
    finding = session.get(Finding, finding_id) if finding_id else None
    held = session.get(Inspection, finding.inspection_id) if finding else None
    if finding is None or held is None or held.disclosure_id != disclosure.id:
        raise NotFound("not_found")
    if corrected(session, finding.id):
        raise Invalid({"ground": "rectification_finding_corrected"})
    if finding.verdict != "nonconforming":
        raise Invalid({"ground": "rectification_finding_asks_none"})
    return held.bureau_id


def _case(session: Session, actor: Actor, disclosure: Disclosure, ground: str) -> ReportCase:
    """The case that is named, if the actor may know of it and it is about this enterprise."""
    case = reports.by_number(session, ground.removeprefix(CASE)) if ground.startswith(CASE) else None
    if case is None:
        raise Invalid({"ground": "choose_one"})
    if case.enterprise_id != disclosure.enterprise_id or not cases.within_sight(session, actor, case):
        raise NotFound("not_found")
    return case
