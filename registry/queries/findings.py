"""Findings with what the enterprise said and what was published: for actions, for the enterprise's desk and for the office's."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.models import Bureau, Disclosure, Finding, FindingPublication, FindingReply, Inspection, InspectionStep
from registry.queries import bureaus, calendar, inspections
from registry.rules import inspection
from registry.rules.deadline import Clock
from registry.rules.inspection import Limits
from registry.rules.permission import Scope
from registry.rules.working_days import Due


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and everything that followed. document: its content, read. corrected_by: the finding that points back at it."""

    finding: Finding
    inspection: Inspection
    document: dict[str, Any]
    reply: FindingReply | None
    publication: FindingPublication | None
    corrects: Finding | None
    corrected_by: Finding | None

    @property
    def follows(self) -> str:
        """What its verdict asks for: escalate, rectify, guidance or nothing."""
        return str(self.document["follows"])


def get(session: Session, finding_id: int) -> Finding:
    """The finding; NotFound."""
    found = session.get(Finding, finding_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_public_id(session: Session, public_id: str) -> Finding:
    """The finding under its address; NotFound."""
    found = session.scalars(select(Finding).where(Finding.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to a finding."""
    return session.scalar(select(Finding.id).where(Finding.public_id == public_id)) is not None


def scope(session: Session, finding: Finding) -> Scope:
    """Whose it is, and which office's."""
    row = inspections.get(session, finding.inspection_id)
    return Scope(enterprise_id=row.enterprise_id, bureau_id=row.bureau_id)


def told(session: Session, finding: Finding) -> Told:
    """The finding with what followed."""
    return Told(
        finding, inspections.get(session, finding.inspection_id), json.loads(finding.content), reply(session, finding.id), publication(session, finding.id),
        session.get(Finding, finding.corrects_id) if finding.corrects_id else None, corrected_by(session, finding.id),
    )  # fmt: skip


def of_inspection(session: Session, inspection_id: int) -> list[Finding]:
    """The inspection's findings, the first one first; each later one corrects the one before it."""
    return inspections.findings_of(session, inspection_id)


def reply(session: Session, finding_id: int) -> FindingReply | None:
    """What the enterprise said to it."""
    return session.scalars(select(FindingReply).where(FindingReply.finding_id == finding_id)).one_or_none()


def publication(session: Session, finding_id: int) -> FindingPublication | None:
    """When and by whom it was published."""
    return session.scalars(select(FindingPublication).where(FindingPublication.finding_id == finding_id)).one_or_none()


def corrected_by(session: Session, finding_id: int) -> Finding | None:
    """The finding that corrects it."""
    return session.scalars(select(Finding).where(Finding.corrects_id == finding_id)).one_or_none()


def published_before(session: Session, finding: Finding) -> FindingPublication | None:
    """The newest publication among the findings that this one corrects, one after the other."""
    while finding.corrects_id is not None:
        finding = get(session, finding.corrects_id)
        if found := publication(session, finding.id):
            return found
    return None


def of_standing(session: Session, standing_id: int) -> FindingPublication | None:
    """The publication that recorded a fact."""
    return session.scalars(select(FindingPublication).where(FindingPublication.standing_id == standing_id)).one_or_none()


def of_enterprise(session: Session, enterprise_id: int) -> list[tuple[Told, Disclosure, Bureau]]:
    """Everything that was found about an enterprise, the newest first."""
    query = select(Finding, Disclosure, Bureau).join(Inspection, Inspection.id == Finding.inspection_id).join(Disclosure, Disclosure.id == Inspection.disclosure_id)
    rows = session.execute(query.join(Bureau, Bureau.id == Inspection.bureau_id).where(Inspection.enterprise_id == enterprise_id).order_by(Finding.id.desc()))
    return [(told(session, finding), disclosure, office) for finding, disclosure, office in rows]


def approvers(session: Session, bureau_id: int) -> list[int]:
    """Accounts of the office's approvers."""
    return [place.account_id for place, _account in bureaus.people(session, bureau_id) if place.ended_at is None and "approver" in place.roles]


def reply_due(session: Session, finding: Finding, limits: Limits) -> Due:
    """The last day on which the enterprise may reply."""
    return inspection.reply_due(legal_day(finding.concluded_at), limits, calendar.known(session))


def publication_due(session: Session, finding: Finding, limits: Limits) -> Due:
    """The last day on which it is published in time."""
    return inspection.publication_due(legal_day(finding.concluded_at), limits, calendar.known(session))


def recheck_due(session: Session, published: FindingPublication, limits: Limits) -> Due:
    """The last day on which the enterprise may ask for a re-check."""
    return inspection.recheck_due(legal_day(published.published_at), limits, calendar.known(session))


def clocks(session: Session, inspection_id: int, limits: Limits, today: date) -> tuple[Clock, ...]:
    """The clocks of an inspection's newest finding."""
    return inspection.clocks(inspections.as_rules(inspections.steps(session, [inspection_id]).get(inspection_id, [])), limits, calendar.known(session), today)


def recheck_steps(session: Session, inspection_id: int) -> Sequence[InspectionStep]:
    """What was asked and decided about a re-check, the first first."""
    query = select(InspectionStep).where(InspectionStep.inspection_id == inspection_id, InspectionStep.word.in_(("recheck_asked", "recheck_granted", "recheck_refused")))
    return session.scalars(query.order_by(InspectionStep.id)).all()
