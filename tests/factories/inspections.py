"""A disclosure that was drawn, its two inspectors, the office's other people, and what they do with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from registry.actions import calendar, checklists, findings, inspections
from registry.actions.inspections import Given
from registry.models import Bureau, DisclosureVersion, Enterprise, Finding, FindingPublication, Inspection, InspectionStep, Inspector
from registry.queries import inspections as queries
from registry.rules.checklist import Checklist
from registry.rules.permission import SYSTEM, Actor
from registry.settings import Settings
from tests.factories import people
from tests.factories.disclosures import disclosed, random

LIMITS = Settings()
ADDRESS = "https://registry.example/spot-checks/results"
_keys = count(1)


@dataclass
class Drawn:
    """Who and what."""

    bureau: Bureau
    first: Actor
    second: Actor
    approver: Actor
    publisher: Actor
    owner: Actor
    firm: Enterprise
    version: DisclosureVersion
    inspection: Inspection


def inspector(session: Session, now: datetime, office: Bureau) -> tuple[Actor, Inspector]:
    """A person in the library of inspectors, with an account."""
    actor = people.officer(session, now, office, "inspector")
    row = Inspector(
        bureau_id=office.id, account_id=actor.account_id, name=f"检查员{next(_keys)}", certificate=f"33-{next(_keys):06d}", certificate_until=None, fields=["standards"], recorded_by_id=actor.account_id,
        recorded_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return actor, row


def drawn(session: Session, now: datetime, *, version: DisclosureVersion | None = None, owner: Actor | None = None, office: Bureau | None = None) -> Drawn:
    """A disclosure that was drawn; without one of its own it is a new enterprise's. The calendars that ship are known."""
    calendar.load(session, actor=SYSTEM, now=now)
    office = office or people.bureau(session, now)
    (first, one), (second, two) = inspector(session, now, office), inspector(session, now, office)
    if version is None:
        firm = people.enterprise(session, now)
        owner = people.member(session, now, firm)
        version = disclosed(session, now, owner, firm)
    firm = session.get_one(Enterprise, version.disclosure.enterprise_id)
    row = Inspection(
        public_id=f"check{next(_keys)}", kind="drawn", bureau_id=office.id, disclosure_id=version.disclosure_id, enterprise_id=firm.id, version_id=version.id, order_no=1, first_id=one.id,
        second_id=two.id, checklist_id=_checklist(session, now), made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(InspectionStep(inspection_id=row.id, word="drawn", at=now, account_id=None, facts={}))
    session.flush()
    approver, publisher = people.officer(session, now, office, "approver"), people.officer(session, now, office, "approver")
    return Drawn(office, first, second, approver, publisher, owner or people.member(session, now, firm), firm, version, row)


def _checklist(session: Session, now: datetime) -> int:
    row = checklists.current(session, now=now)
    session.flush()
    return row.id


def asked() -> Checklist:
    return checklists.shipped()


def given(item: str, answer: str = "met", note: str = "", **more: Any) -> Given:
    """An answer with a key of its own."""
    return Given(**({"device_key": f"key-{next(_keys)}", "item": item, "answer": answer, "note": note or ("问题说明" if answer == "not_met" else "")} | more))


def answered(session: Session, now: datetime, world: Drawn, *unmet: str, actor: Actor | None = None) -> None:
    """Every item is answered; those named are not met."""
    every = [given(item.code, "not_met" if item.code in unmet else "met") for item in asked().items]
    inspections.answer(session, actor=actor or world.first, inspection_id=world.inspection.id, given=every, now=now)
    session.flush()


def concluded(session: Session, now: datetime, world: Drawn, *unmet: str) -> Finding:
    """Answered and confirmed by both."""
    answered(session, now, world, *unmet)
    seen = queries.content(session, world.inspection)
    inspections.confirm(session, actor=world.first, inspection_id=world.inspection.id, seen=seen, now=now, random=random)
    finding = inspections.confirm(session, actor=world.second, inspection_id=world.inspection.id, seen=seen, now=now, random=random)
    assert finding is not None
    session.flush()
    return finding


def replied(session: Session, now: datetime, world: Drawn, finding: Finding, statement: str = "我们会改正。", *, agrees: bool = True) -> None:
    findings.reply(session, actor=world.owner, finding_id=finding.id, agrees=agrees, statement=statement, file_sha256=None, limits=LIMITS, now=now)
    session.flush()


def publish(session: Session, now: datetime, world: Drawn, finding: Finding, actor: Actor | None = None, **limits: Any) -> FindingPublication:
    made = findings.publish(session, actor=actor or world.publisher, finding_id=finding.id, limits=Settings(**limits), second_person_wanted=True, address=f"{ADDRESS}/{finding.public_id}", now=now)
    session.flush()
    return made


def published(session: Session, now: datetime, world: Drawn, *unmet: str) -> Finding:
    """Concluded, replied to a day later, published another day later."""
    finding = concluded(session, now, world, *unmet)
    replied(session, now + timedelta(days=1), world, finding)
    publish(session, now + timedelta(days=2), world, finding)
    return finding
