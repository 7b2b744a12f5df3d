"""From an order to its end: delivered, given more time once, mended by itself or overdue, noted by two people, decided by the province alone."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import calendar, endings, province, public_notices, rectifications
from registry.db import Database
from registry.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from registry.files import Files
from registry.models import AuditEntry, LedgerEntry, Message, Rectification, RectificationStep, Standing
from registry.queries import desk_standings, disclosures
from registry.queries import rectifications as queries
from registry.rules.permission import SYSTEM, Actor
from registry.rules.rectification import State
from registry.rules.status import Word
from tests.factories import people
from tests.factories.disclosures import changed, random
from tests.factories.rectifications import DRAFT, ITEMS, Town, delivered, noted, ordered, overdue, town

WHY = "企业提交了整改报告，核对属实。"
NEW_YEAR = [(line, {"year": "2027", "day": f"2027-01-{day:02d}", "works": "no", "notice": "2027年部分节假日安排（示例）"}) for line, day in enumerate((1, 4, 5), 2)]


@pytest.fixture
def place(session: Session, now: datetime) -> Town:
    return town(session, now)


def stands(session: Session, row: Rectification, now: datetime) -> State:
    session.flush()
    return queries.state(session, row, now.date())


def words(session: Session, row: Rectification) -> list[str]:
    return [each.word for each in queries.steps(session, [row.id])[row.id]]


def facts(session: Session) -> list[Standing]:
    return list(session.scalars(select(Standing).order_by(Standing.id)))


def told(session: Session, actor: Actor) -> list[str]:
    return list(session.scalars(select(Message.kind).where(Message.account_id == actor.account_id).order_by(Message.id)))


def acted(row: Rectification, **given: object) -> dict[str, Any]:
    return {"rectification_id": row.id, "revision": row.revision, **given}


def test_an_order_names_items_with_their_articles_and_runs_from_delivery(session: Session, now: datetime, place: Town, files: Files) -> None:
    row = ordered(session, now, place)
    assert [(each["item"], each["basis"]) for each in row.items] == [("L2", ["law.21"]), ("L4", ["law.24", "law.42", "order83.13"])]
    assert stands(session, row, now).phase == "issued"
    assert facts(session) == []
    step = delivered(session, now, place, files, row)
    assert (row.due_on, row.provisional, step.reason) == (date(2026, 11, 27), False, "in_person")
    [fact] = facts(session)
    assert (fact.kind, fact.until, fact.document, fact.disclosure_id) == ("rectification_ordered", date(2026, 11, 27), row.number, row.disclosure_id)
    assert {"rectification.ordered", "rectification.delivered", "standing.recorded"} <= set(told(session, place.owner))
    assert not session.scalars(select(LedgerEntry).where(LedgerEntry.kind.like("%standing%"))).all()


def test_a_delivery_says_how_when_and_with_which_proof(session: Session, now: datetime, place: Town) -> None:
    row = ordered(session, now, place)
    with pytest.raises(Invalid) as refused:
        rectifications.deliver(session, actor=place.handler, **acted(row), how="shouted", on=now.date() + timedelta(days=1), file_sha256=None, now=now)
    assert refused.value.fields == {"how": "choose_one", "on": "date_ahead", "proof": "file_required"}
    with pytest.raises(Invalid) as refused:
        rectifications.deliver(session, actor=place.handler, **acted(row), how="left", on=now.date() - timedelta(days=1), file_sha256="0" * 64, now=now)
    assert refused.value.fields == {"on": "delivery_before_order"}


def test_only_the_office_orders_and_nobody_about_their_own_enterprise(session: Session, now: datetime, place: Town) -> None:
    far = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"), "handler")
    given: dict[str, Any] = {"disclosure_id": place.version.disclosure_id, "items": ITEMS, "days": 5, "now": now, "random": random}
    with pytest.raises(NotFound):
        rectifications.order(session, actor=far, ground="screening", **given)
    own = Actor(account_id=place.handler.account_id, offices=place.handler.offices, enterprises={place.firm.id: "viewer"}, second_factor=True, confirmed=True)
    with pytest.raises(NotAllowed, match="own_matter"):
        rectifications.order(session, actor=own, ground="screening", **given)
    with pytest.raises(Invalid) as refused:
        rectifications.order(session, actor=place.handler, ground="gossip", **given)
    assert refused.value.fields == {"ground": "choose_one"}
    with pytest.raises(Invalid) as refused:
        rectifications.order(session, actor=place.handler, ground="screening", **given | {"items": (), "days": 0})
    assert refused.value.fields == {"items": "rectification_items_missing", "days": "rectification_days"}
    row = ordered(session, now, place)
    with pytest.raises(Conflict) as conflict:
        ordered(session, now, place)
    assert (conflict.value.code, conflict.value.facts["number"]) == ("rectification_open_already", row.number)
    with pytest.raises(NotFound):
        rectifications.cancel(session, actor=far, **acted(row), reason=WHY, now=now)


def test_the_enterprise_asks_once_and_the_office_gives_more_days_once(session: Session, now: datetime, place: Town, files: Files) -> None:
    row = ordered(session, now, place)
    delivered(session, now, place, files, row)
    rectifications.ask_extension(session, actor=place.owner, **acted(row), days=3, reason="检测排期到下周。", now=now)
    session.flush()
    with pytest.raises(Conflict, match="rectification_step_not_now"):
        rectifications.ask_extension(session, actor=place.owner, **acted(row), days=3, reason="再要三天。", now=now)
    assert "rectification.extension_asked" in told(session, place.boss)
    rectifications.extend(session, actor=place.handler, **acted(row), days=3, reason="检测需要时间。", now=now)
    session.flush()
    assert row.due_on == date(2026, 12, 2)
    assert [(each.until, each.corrects_id is not None) for each in facts(session)] == [(date(2026, 11, 27), False), (date(2026, 12, 2), True)]
    with pytest.raises(Conflict, match="rectification_extended_already"):
        rectifications.extend(session, actor=place.boss, **acted(row), days=3, reason="又要。", now=now)
    with pytest.raises(Conflict, match="rectification_extended_already"):
        rectifications.ask_extension(session, actor=place.owner, **acted(row), days=3, reason="又要。", now=now)


def test_a_refused_extension_leaves_the_day_as_it_was(session: Session, now: datetime, place: Town, files: Files) -> None:
    row = ordered(session, now, place)
    delivered(session, now, place, files, row)
    rectifications.ask_extension(session, actor=place.owner, **acted(row), days=30, reason="忙。", now=now)
    session.flush()
    rectifications.refuse_extension(session, actor=place.handler, **acted(row), reason="理由不充分。", now=now)
    assert (row.due_on, stands(session, row, now).extension_asked) == (date(2026, 11, 27), False)
    assert "rectification.extension_refused" in told(session, place.owner)


def test_a_further_version_is_linked_by_itself_and_the_order_is_closed(session: Session, now: datetime, place: Town, files: Files) -> None:
    row = ordered(session, now, place)
    delivered(session, now, place, files, row)
    version = changed(session, now + timedelta(days=2), place.owner, place.version, "amend")
    session.flush()
    [step] = [each for each in queries.steps(session, [row.id])[row.id] if each.word == "corrected"]
    assert (step.version_id, step.account_id) == (version.id, place.owner.account_id)
    assert "rectification.mended" in told(session, place.handler)
    found = stands(session, row, now + timedelta(days=20))
    assert (found.phase, found.in_time) == ("mended", True)
    rectifications.close(session, actor=place.handler, **acted(row), reason=WHY, now=now + timedelta(days=20))
    assert stands(session, row, now + timedelta(days=20)).phase == "closed"
    assert [each.kind for each in facts(session)] == ["rectification_ordered", "rectification_closed"]
    assert row.ended_at is not None
    with pytest.raises(Conflict, match="rectification_over"):
        rectifications.cancel(session, actor=place.handler, **acted(row), reason=WHY, now=now)


def test_a_withdrawal_is_linked_by_itself(session: Session, now: datetime, place: Town) -> None:
    row = ordered(session, now, place)
    endings.withdraw(session, actor=place.owner, disclosure_id=row.disclosure_id, effective_on=now.date(), reason="不再生产。", now=now)
    session.flush()
    assert words(session, row) == ["ordered", "withdrawn"]
    rectifications.close(session, actor=place.handler, **acted(row), reason=WHY, now=now)
    session.flush()
    assert facts(session) == []  # never delivered, so nothing was recorded that would have to be closed
    with pytest.raises(Conflict, match="disclosure_ended"):
        ordered(session, now, place)


def test_what_does_not_put_it_right_runs_on(session: Session, now: datetime, place: Town, files: Files) -> None:
    row = ordered(session, now, place)
    delivered(session, now, place, files, row)
    changed(session, now, place.owner, place.version, "amend")
    session.flush()
    late = now + timedelta(days=14)
    rectifications.not_mended(session, actor=place.handler, **acted(row), reason="编号仍没有年份。", now=late)
    assert stands(session, row, late).phase == "overdue"


def test_after_the_day_a_note_is_drafted_by_one_and_published_by_another(session: Session, now: datetime, place: Town, files: Files) -> None:
    """Standardization Law Art. 38."""
    row, late = overdue(session, now, place, files)
    with pytest.raises(Conflict, match="rectification_not_overdue"):
        public_notices.draft(session, actor=place.handler, **acted(row), statement=DRAFT, now=now)
    assert stands(session, row, late).phase == "overdue"
    public_notices.draft(session, actor=place.handler, **acted(row), statement=DRAFT, now=late)
    session.flush()
    with pytest.raises(NotAllowed, match="another_person"):
        public_notices.publish(session, actor=place.handler, **acted(row), now=late)
    public_notices.publish(session, actor=place.boss, **acted(row), now=late)
    session.flush()
    fact = facts(session)[-1]
    assert (fact.kind, fact.note, fact.document) == ("publicly_noted", DRAFT, row.number)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "standing.recorded")).one()
    assert "陈科员" not in entry.content
    assert json.loads(entry.content)["fact"]["kind"] == "publicly_noted"
    changed(session, late, place.owner, place.version, "amend")
    session.flush()
    rectifications.close(session, actor=place.handler, **acted(row), reason=WHY, now=late)
    session.flush()
    note = queries.note_fact(session, queries.steps(session, [row.id])[row.id])
    assert note
    assert note.until == late.date()


def test_a_bureau_with_one_approver_may_do_without_the_second_person(session: Session, now: datetime, place: Town, files: Files) -> None:
    """PUBLIC_NOTICE_SECOND_APPROVER off: whoever ordered, drafted and recorded the order publishes."""
    row, late = overdue(session, now, place, files)
    public_notices.draft(session, actor=place.handler, **acted(row), statement=DRAFT, now=late)
    session.flush()
    public_notices.publish(session, actor=place.handler, **acted(row), now=late, second_person=False)
    assert facts(session)[-1].kind == "publicly_noted"


def test_a_draft_may_be_dropped_and_written_anew(session: Session, now: datetime, place: Town, files: Files) -> None:
    row, late = overdue(session, now, place, files)
    public_notices.draft(session, actor=place.handler, **acted(row), statement=DRAFT, now=late)
    session.flush()
    public_notices.drop(session, actor=place.boss, **acted(row), reason="写得太笼统。", now=late)
    noted(session, late, place, row)
    assert words(session, row)[-4:] == ["note_drafted", "note_dropped", "note_drafted", "noted"]


def test_nothing_is_made_public_on_a_provisional_date_and_an_imported_calendar_moves_it(session: Session, now: datetime, place: Town, files: Files) -> None:
    """The shipped calendars end with 2026; a date that rests on 2027 is provisional until its notice is imported."""
    row, _late = overdue(session, now, place, files, days=30)
    assert (row.due_on, row.provisional) == (date(2027, 1, 1), True)
    late = now + timedelta(days=43)
    for act in (
        lambda: public_notices.draft(session, actor=place.handler, **acted(row), statement=DRAFT, now=late),
        lambda: province.escalate(session, actor=place.boss, **acted(row), wish="void_standard", statement="请废止。", now=late),
    ):
        with pytest.raises(Conflict, match="rectification_provisional"):
            act()
    calendar.import_rows(session, actor=SYSTEM, rows=NEW_YEAR, now=late)
    session.flush()
    assert (row.due_on, row.provisional) == (date(2027, 1, 6), False)
    assert queries.order_fact(session, queries.steps(session, [row.id])[row.id]).until == date(2027, 1, 6)  # type: ignore[union-attr]
    assert facts(session)[-1].recorded_by_id == place.handler.account_id
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "rectification.recounted")).one().account_id is None
    assert "rectification.recounted" in told(session, place.owner)
    late = now + timedelta(days=50)
    noted(session, late, place, row)
    assert stands(session, row, late).noted


def test_a_county_can_only_ask_the_province_which_alone_voids(session: Session, now: datetime, place: Town, files: Files) -> None:
    """Standardization Law Art. 39 and 42."""
    row, late = overdue(session, now, place, files)
    with pytest.raises(Invalid) as refused:
        province.escalate(session, actor=place.boss, **acted(row), wish="fine", statement=" ", now=late)
    assert refused.value.fields == {"wish": "province_wish_not_here", "statement": "required"}
    with pytest.raises(NotAllowed, match="another_person"):
        province.escalate(session, actor=place.handler, **acted(row), wish="void_standard", statement="逾期未改。", now=late)
    case = province.escalate(session, actor=place.boss, **acted(row), wish="void_standard", statement="逾期未改，低于强制性标准。", now=late)
    session.flush()
    assert "province.asked" in told(session, place.governor)
    given: dict[str, Any] = {"case_id": case.id, "revision": case.revision, "decision": "granted", "reason": "情况属实。", "now": late}
    with pytest.raises(NotAllowed, match="provincial_only"):
        province.decide(session, actor=place.boss, **given, document="浙市监公告〔2026〕9号")
    with pytest.raises(Invalid) as refused:
        province.decide(session, actor=place.governor, **given, document=" ")
    assert refused.value.fields == {"document": "document_missing"}
    with pytest.raises(Conflict, match="rectification_step_not_now"):
        province.escalate(session, actor=place.boss, **acted(row), wish="revoke_number", statement="也请撤销。", now=late)
    province.decide(session, actor=place.governor, **given, document="浙市监公告〔2026〕9号")
    session.flush()
    fact = facts(session)[-1]
    assert (fact.kind, fact.bureau_id, fact.recorded_by_id) == ("standard_voided", place.province.id, place.governor.account_id)
    assert disclosures.statuses(session, [place.version.disclosure], late.date())[row.disclosure_id].word is Word.voided
    assert stands(session, row, late).phase == "ended_by_province"
    assert desk_standings.overdue(session, place.boss.offices, late.date())[0] == 0
    assert "province.granted" in told(session, place.handler)
    with pytest.raises(Conflict, match="province_decided_already"):
        province.decide(session, actor=place.governor, **given | {"revision": case.revision}, document="再来一次")


def test_what_the_province_sends_back_may_be_asked_again_and_what_it_refuses_may_not(session: Session, now: datetime, place: Town, files: Files) -> None:
    row, late = overdue(session, now, place, files)
    for decision in ("sent_back", "refused"):
        case = province.escalate(session, actor=place.boss, **acted(row), wish="revoke_number", statement="逾期未改。", now=late)
        session.flush()
        province.decide(session, actor=place.governor, case_id=case.id, revision=case.revision, decision=decision, reason="请补充材料。", document="", now=late)
        session.flush()
    with pytest.raises(Invalid):
        province.escalate(session, actor=place.boss, **acted(row), wish="revoke_number", statement="逾期未改。", now=late)
    assert queries.wishes_left(row, queries.province_cases(session, row.id)) == ("void_standard",)


def test_a_cancelled_order_takes_its_fact_back(session: Session, now: datetime, place: Town, files: Files) -> None:
    row = ordered(session, now, place)
    delivered(session, now, place, files, row)
    rectifications.cancel(session, actor=place.handler, **acted(row), reason="认定有误。", now=now)
    assert stands(session, row, now).phase == "cancelled"
    assert facts(session)[-1].annulled
    assert ordered(session, now, place).number != row.number


def test_of_two_officers_who_decide_at_once_one_is_told(database: Database, now: datetime, files: Files) -> None:
    with database.transaction() as session:
        place = town(session, now)
        row = ordered(session, now, place)
        delivered(session, now, place, files, row)
        row_id, revision = row.id, row.revision
        actors = [place.handler, place.boss]
    gate = Barrier(2)

    def closes(actor: Actor) -> str:
        gate.wait()
        try:
            with database.transaction() as session:
                rectifications.close(session, actor=actor, rectification_id=row_id, revision=revision, reason=WHY, now=now)
        except DomainError as refused:
            return refused.code
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(closes, actors)) == ["changed_meanwhile", "closed"]
    with database.reading() as session:
        assert session.query(RectificationStep).filter_by(word="closed").count() == 1
