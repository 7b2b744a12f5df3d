"""The enterprise reads first and replies; another person publishes in time; errors are corrected by new findings; nothing is taken back."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registry.actions import findings, inspections, rechecks, standings
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Finding, FindingPublication, LedgerEntry, Message, Standing
from registry.queries import disclosures
from registry.queries import findings as queries
from registry.rules.standing import Fact
from registry.rules.verdict import Answer
from registry.settings import Settings
from tests.factories import people
from tests.factories.disclosures import random
from tests.factories.inspections import LIMITS, Drawn, concluded, drawn, publish, published, replied

DAY = timedelta(days=1)


@pytest.fixture
def world(session: Session, now: datetime) -> Drawn:
    return drawn(session, now)


def check_of(session: Session, world: Drawn, now: datetime) -> Any:
    status = disclosures.statuses(session, [world.version.disclosure], legal_day(now))[world.version.disclosure_id]
    return next((each.result for each in status.public_notices if each.kind == "checked"), None)


def test_a_published_finding_stands_beside_its_disclosure(session: Session, now: datetime, world: Drawn) -> None:
    finding = published(session, now, world, "N1")
    assert check_of(session, world, now + 3 * DAY) == "minor_defect"
    row = session.query(Standing).filter_by(kind="checked").one()
    assert (row.document, row.effective_on) == (finding.public_id, legal_day(now))
    told = [json.loads(each.content)["fact"] for each in session.query(LedgerEntry).filter_by(kind="finding.published")]
    assert told[0]["reply"] == "我们会改正。"
    assert world.inspection.ended_at is not None


def test_the_enterprise_is_waited_for(session: Session, now: datetime, world: Drawn) -> None:
    """5 working days from Friday 2026-11-20: the 27th is the last one."""
    finding = concluded(session, now, world)
    last = queries.reply_due(session, finding, LIMITS).day
    with pytest.raises(Conflict, match="reply_awaited"):
        publish(session, datetime.combine(last, now.time(), UTC), world, finding)
    assert publish(session, datetime.combine(last, now.time(), UTC) + DAY, world, finding)


def test_a_term_that_was_counted_through_an_unknown_year_is_no_ground(session: Session, now: datetime) -> None:
    at_the_end = datetime(2026, 12, 29, 2, tzinfo=UTC)
    world = drawn(session, at_the_end)
    finding = concluded(session, at_the_end, world)
    with pytest.raises(Conflict, match="reply_day_provisional"):
        publish(session, at_the_end + 40 * DAY, world, finding)
    replied(session, at_the_end + 40 * DAY, world, finding)
    assert publish(session, at_the_end + 40 * DAY, world, finding)


@pytest.mark.parametrize("who", ["first", "second", "handler"])
def test_whoever_prepared_it_does_not_release_it(session: Session, now: datetime, world: Drawn, who: str) -> None:
    finding = concluded(session, now, world)
    replied(session, now + DAY, world, finding)
    actor = people.officer(session, now, world.bureau, "handler") if who == "handler" else people.Actor(**{**_fields(getattr(world, who)), "offices": world.approver.offices})
    with pytest.raises(NotAllowed):
        publish(session, now + DAY, world, finding, actor)


def _fields(actor: Any) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in actor.__dataclass_fields__}


def test_two_officers_who_publish_at_once_publish_once(session: Session, now: datetime, world: Drawn) -> None:
    finding = published(session, now, world)
    with pytest.raises(Conflict, match="published_already"):
        publish(session, now + 3 * DAY, world, finding, world.approver)
    assert session.query(FindingPublication).count() == 1


@pytest.mark.parametrize(
    ("agrees", "statement", "code"), [(False, "", "required"), (True, "请打 13812345678", "personal_number"), (True, "长" * 2001, "text_long"), (False, "字" * 1000 + "11010519491231002X", "personal_number")]
)
def test_a_reply_that_cannot_be_published_is_refused_where_it_stands(session: Session, now: datetime, world: Drawn, agrees: bool, statement: str, code: str) -> None:
    finding = concluded(session, now, world)
    with pytest.raises(Invalid) as refused:
        replied(session, now, world, finding, statement, agrees=agrees)
    assert refused.value.fields == {"statement": code}


def test_one_reply_in_time(session: Session, now: datetime, world: Drawn) -> None:
    finding = concluded(session, now, world)
    with pytest.raises(Conflict, match="reply_term_over"):
        replied(session, now + 20 * DAY, world, finding)
    replied(session, now, world, finding)
    with pytest.raises(Conflict, match="replied_already"):
        replied(session, now, world, finding)


def test_a_correction_points_back_and_the_old_one_stays(session: Session, now: datetime, world: Drawn) -> None:
    first = published(session, now, world, "L6")
    later = now + 4 * DAY
    second = findings.correct(session, actor=world.approver, finding_id=first.id, answers={"L6": Answer("met")}, why="方法标准其实现行有效", now=later, random=random)
    session.flush()
    assert (second.corrects_id, second.verdict, check_of(session, world, later)) == (first.id, "conforming", "nonconforming")
    with pytest.raises(NotAllowed, match="another_person"):
        replied(session, later, world, second)
        publish(session, later, world, second, world.approver)
    publish(session, later, world, second)
    assert check_of(session, world, later) == "conforming"
    assert queries.publication(session, first.id) is not None
    assert session.query(Standing).filter_by(kind="checked").count() == 2


def test_a_correction_without_an_item_is_refused(session: Session, now: datetime, world: Drawn) -> None:
    first = published(session, now, world, "L6")
    for answers in ({}, {"L1": Answer("met")}):
        with pytest.raises(Invalid) as refused:
            findings.correct(session, actor=world.approver, finding_id=first.id, answers=answers, why="", now=now, random=random)
        assert refused.value.fields == {"items": "finding_without_item", "why": "required"}


def test_a_published_result_is_not_taken_back(session: Session, now: datetime, world: Drawn) -> None:
    published(session, now, world, "L6")
    row = session.query(Standing).filter_by(kind="checked").one()
    official = people.officer(session, now, world.bureau)
    for annul in (True, False):
        with pytest.raises(Conflict, match="published_result_stays"):
            standings.correct(session, actor=official, standing_id=row.id, fact=Fact("checked", row.effective_on, "x", result="conforming"), now=now, annul=annul)


@pytest.mark.parametrize("statement", ["DELETE FROM finding_publication", "UPDATE finding_publication SET published_at = NULL", "DELETE FROM finding", "UPDATE finding SET verdict = 'conforming'", "DELETE FROM finding_reply"])
def test_the_database_refuses_to_take_it_back(session: Session, now: datetime, world: Drawn, statement: str) -> None:
    published(session, now, world, "L6")
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(statement))


def test_the_database_refuses_to_annul_the_fact_of_a_published_finding(session: Session, now: datetime, world: Drawn) -> None:
    published(session, now, world, "L6")
    row = session.query(Standing).filter_by(kind="checked").one()
    kept = {name: getattr(row, name) for name in ("enterprise_id", "disclosure_id", "kind", "effective_on", "source", "bureau_id", "recorded_by_id", "recorded_at")}
    with pytest.raises(DBAPIError), session.begin_nested():
        session.add(Standing(**kept, annulled=True, corrects_id=row.id))
        session.flush()


def test_an_unpublished_finding_rings_the_alarm_after_20_working_days(session: Session, now: datetime) -> None:
    """The Golden Week of 2026 and its make-up Saturday count as the State Council says."""
    begin = datetime(2026, 9, 25, 2, tzinfo=UTC)
    above = people.bureau(session, begin, level="city", division_code="331000", name="台州市市场监督管理局（示例）")
    chief = people.officer(session, begin, above, "approver")
    world = drawn(session, begin)
    finding = concluded(session, begin, world)
    due = queries.publication_due(session, finding, LIMITS).day
    last = datetime.combine(due, begin.time(), UTC)
    assert not findings.alarm(session, finding_id=finding.id, limits=LIMITS, now=last)
    assert findings.alarm(session, finding_id=finding.id, limits=LIMITS, now=last + DAY)
    session.flush()
    assert not findings.alarm(session, finding_id=finding.id, limits=LIMITS, now=last + 2 * DAY)
    told = {each.account_id for each in session.query(Message).filter_by(kind="finding.alarmed")}
    assert {chief.account_id, world.approver.account_id, world.publisher.account_id} <= told
    assert queries.publication_due(session, finding, Settings(finding_publication_counts="calendar")).day == legal_day(begin) + 20 * DAY


def test_no_alarm_rests_on_a_provisional_day(session: Session) -> None:
    begin = datetime(2026, 12, 20, 2, tzinfo=UTC)
    world = drawn(session, begin)
    finding = concluded(session, begin, world)
    assert not findings.alarm(session, finding_id=finding.id, limits=LIMITS, now=begin + 90 * DAY)


def test_a_recheck_is_asked_for_once_in_time_and_decided(session: Session, now: datetime, world: Drawn) -> None:
    finding = published(session, now, world, "L6")
    asking: dict[str, Any] = {"actor": world.owner, "finding_id": finding.id, "limits": LIMITS}
    with pytest.raises(Conflict, match="recheck_term_over"):
        rechecks.ask(session, statement="再看一次", now=now + 30 * DAY, **asking)
    with pytest.raises(Invalid):
        rechecks.ask(session, statement=" ", now=now + 3 * DAY, **asking)
    rechecks.ask(session, statement="方法已补充", now=now + 3 * DAY, **asking)
    session.flush()
    assert world.inspection.ended_at is None
    with pytest.raises(Conflict, match="recheck_asked_already"):
        rechecks.ask(session, statement="再看一次", now=now + 3 * DAY, **asking)
    with pytest.raises(Invalid):
        rechecks.decide(session, actor=world.approver, inspection_id=world.inspection.id, decision="refused", reason="", now=now + 4 * DAY)
    again = rechecks.decide(session, actor=world.approver, inspection_id=world.inspection.id, decision="granted", reason="", now=now + 4 * DAY)
    session.flush()
    assert again is not None
    assert again.earlier_id == world.inspection.id
    with pytest.raises(Conflict, match="recheck_not_asked"):
        rechecks.decide(session, actor=world.publisher, inspection_id=world.inspection.id, decision="refused", reason="两人同时决定", now=now + 4 * DAY)


def test_the_result_of_a_recheck_is_final(session: Session, now: datetime, world: Drawn) -> None:
    published(session, now, world, "L6")
    again = inspections.recheck(session, actor=world.approver, earlier=world.inspection, now=now + 3 * DAY)
    session.flush()
    world.inspection = again
    second = published(session, now + 4 * DAY, world)
    assert check_of(session, world, now + 7 * DAY) == "conforming"
    with pytest.raises(Conflict, match="recheck_is_final"):
        rechecks.ask(session, actor=world.owner, finding_id=second.id, statement="再看", limits=LIMITS, now=now + 7 * DAY)
    assert session.query(Finding).count() == 2
