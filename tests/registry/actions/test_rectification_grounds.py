"""What an order rests on: a finding whose inspectors look again, or a report that the enterprise never hears of."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from registry.actions import rectifications
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import AuditEntry, Bureau, CaseStep, Enterprise, Finding, Inspection, Message, Rectification, ReportCase
from registry.queries import rectification_grounds as grounds
from registry.queries import rectifications as queries
from registry.rules.permission import Actor
from tests.factories import inspections as made
from tests.factories import people
from tests.factories.disclosures import changed, random
from tests.factories.inspections import Drawn

ITEMS = [{"item": "L5", "statement": "没有公开性能指标。"}]


@pytest.fixture
def world(session: Session, now: datetime) -> Drawn:
    return made.drawn(session, now)


def ordered(session: Session, now: datetime, world: Drawn, *, ground: str = "finding", finding: Finding | None = None, actor: Actor | None = None) -> Rectification:
    row = rectifications.order(
        session, actor=actor or world.approver, disclosure_id=world.version.disclosure_id, items=ITEMS, days=5, ground=ground, finding_id=finding.id if finding else None, now=now, random=random,
    )  # fmt: skip
    session.flush()
    return row


def test_the_same_pair_looks_again_at_what_was_put_right(session: Session, now: datetime, world: Drawn) -> None:
    finding = made.published(session, now, world, "L5", "N1")
    assert grounds.unmet(finding) == {"L5": "问题说明"}
    later = now + timedelta(days=3)
    row = ordered(session, later, world, finding=finding)
    assert (row.finding_id, row.bureau_id) == (finding.id, world.bureau.id)
    changed(session, later, world.owner, world.version, "amend")
    session.flush()
    step = rectifications.recheck(session, actor=world.approver, rectification_id=row.id, revision=row.revision, now=later, random=random)
    again = session.get_one(Inspection, step.inspection_id)
    assert (again.kind, again.earlier_id, again.first_id, again.second_id) == ("recheck", world.inspection.id, world.inspection.first_id, world.inspection.second_id)
    assert queries.state(session, row, later.date()).phase == "rechecking"
    with pytest.raises(Conflict, match="rectification_step_not_now"):
        rectifications.recheck(session, actor=world.approver, rectification_id=row.id, revision=row.revision, now=later, random=random)


def test_only_a_nonconforming_finding_of_this_disclosure_leads_to_an_order(session: Session, now: datetime, world: Drawn) -> None:
    """Defects of form are met with guidance."""
    finding = made.published(session, now, world, "N1")
    with pytest.raises(Invalid) as refused:
        ordered(session, now, world, finding=finding)
    assert refused.value.fields == {"ground": "rectification_finding_asks_none"}
    with pytest.raises(NotFound):
        ordered(session, now, world, finding=None)
    with pytest.raises(Invalid):
        ordered(session, now, world, ground="screening", finding=finding)


def test_without_an_inspection_nobody_can_look_again(session: Session, now: datetime, world: Drawn) -> None:
    row = ordered(session, now, world, ground="screening")
    changed(session, now, world.owner, world.version, "amend")
    session.flush()
    with pytest.raises(Conflict, match="rectification_without_check"):
        rectifications.recheck(session, actor=world.approver, rectification_id=row.id, revision=row.revision, now=now, random=random)


def test_a_report_is_the_ground_and_no_word_of_it_reaches_the_enterprise(session: Session, now: datetime, world: Drawn) -> None:
    """Standardization Law Art. 35."""
    case = reported(session, now, world.bureau, world.firm)
    row = ordered(session, now, world, ground=f"case:{case.number}")
    assert grounds.case_of(session, row) is case
    told = [json.dumps(each.facts, ensure_ascii=False) + (each.path or "") for each in session.query(Message).filter_by(account_id=world.owner.account_id)]
    assert told
    assert not any(case.number in each or "case" in each for each in told)
    assert not any(case.number in json.dumps(each.facts) for each in session.query(AuditEntry).filter_by(action="rectification.ordered"))


def test_a_case_about_somebody_else_or_of_another_county_is_no_ground(session: Session, now: datetime, world: Drawn) -> None:
    other = people.enterprise(session, now, credit_code="91331022782912345T", name="另一家（示例）")
    far = people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）")
    for bureau, firm, number in ((world.bureau, other, "JB20261120-2222222"), (far, world.firm, "JB20261120-3333333")):
        case = reported(session, now, bureau, firm, number)
        with pytest.raises(NotFound):
            ordered(session, now, world, ground=f"case:{case.number}")
    with pytest.raises(Invalid):
        ordered(session, now, world, ground="case:JB20261120-9999999")


def test_inspectors_themselves_do_not_order(session: Session, now: datetime, world: Drawn) -> None:
    finding = made.published(session, now, world, "L5")
    with pytest.raises(NotAllowed):
        ordered(session, now, world, finding=finding, actor=world.first)


def reported(session: Session, now: datetime, bureau: Bureau, firm: Enterprise, number: str = "JB20261120-2222222") -> ReportCase:
    row = ReportCase(number=number, secret_hash="0" * 64, kind="report", bureau_id=bureau.id, enterprise_id=firm.id, problem="other", statement="示例", language="zh", received_at=now)
    session.add(row)
    session.flush()
    session.add(CaseStep(case_id=row.id, word="received", at=now))
    session.flush()
    return row
