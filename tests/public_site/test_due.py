"""What must be done by when: one list across the desks, by due day, late in words, with the work of colleagues who are away."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.actions import cases, public_notices, standings, substitutions, verification
from registry.actions import files as file_actions
from registry.db import Database, utc_now
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import CaseStep, Enterprise, Inspection, InspectionStep, ReportCase, ScreeningMatter
from registry.queries import accounts, due
from registry.queries.due import Row, Wanted
from registry.rules.permission import Actor
from registry.rules.standing import Fact
from registry.settings import Settings
from tests.factories import people, uploads
from tests.factories import rectifications as made
from tests.factories.rectifications import Town, town
from tests.factories.rows import some_row
from tests.factories.visits import visit

LIMITS = Settings()
FRIDAY = datetime(2025, 9, 26, 6, 0, tzinfo=UTC)
"""The last Friday before the National Day week of 2025, whose Sunday before and Saturday after are worked."""


@dataclass(frozen=True)
class Desk:
    place: Town
    case_id: int


@pytest.fixture
def place(session: Session, now: datetime) -> Town:
    return town(session, now)


def case(session: Session, at: datetime, place: Town, kind: str = "complaint", number: str = "TS20250926-2222222", handler: Actor | None = None) -> ReportCase:
    row = ReportCase(
        number=number, secret_hash="0" * 64, kind=kind, bureau_id=place.county.id, enterprise_id=place.firm.id, problem="other", statement="示例", language="zh", received_at=at,
        handler_id=handler.account_id if handler else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(CaseStep(case_id=row.id, word="received", at=at))
    if handler:
        session.add(CaseStep(case_id=row.id, word="taken", at=at, account_id=handler.account_id))
    session.flush()
    return row


def rows(session: Session, actor: Actor, today: date, **wanted: object) -> list[Row]:
    session.flush()
    return due.listed(session, actor, Wanted(**wanted), LIMITS, today)  # type: ignore[arg-type]


def test_a_complaint_of_the_friday_before_golden_week_skips_the_holiday_and_counts_the_make_up_days(session: Session, place: Town) -> None:
    """Seven working days: 28 (Sunday), 29, 30 September, 9, 10, 11 (Saturday), 13 October."""
    case(session, FRIDAY, place)
    [row] = rows(session, place.handler, legal_day(FRIDAY))
    assert (row.kind, row.what, row.due, row.left, row.provisional, row.late) == ("case", "decision", date(2025, 10, 13), 7, False, False)
    [row] = rows(session, place.handler, date(2025, 10, 14))
    assert (row.left, row.late) == (-1, True)


def test_every_kind_of_work_stands_in_one_list_by_its_day(session: Session, now: datetime, place: Town, files: Files) -> None:
    case(session, now, place)
    order, _late = made.overdue(session, now, place, files)
    licence = file_actions.keep(session, files, actor=place.owner, content=uploads.picture("PNG"), kind="licence", name="执照.png", now=now)
    verification.request(
        session, actor=place.owner, enterprise_id=place.firm.id, kind="rename", name="新名称（示例）", division_code="331022", town="", licence_sha256=licence.sha256, licence_name="执照.png", message="", now=now,
    )  # fmt: skip
    matter = ScreeningMatter(
        disclosure_id=place.version.disclosure_id, enterprise_id=place.firm.id, code="no_product", place="", facts={}, told_at=now, due_on=date(2026, 11, 24), provisional=False,
    )  # fmt: skip
    session.add(matter)
    found = rows(session, place.handler, now.date())
    assert [(each.kind, each.due) for each in found] == [
        ("matter", date(2026, 11, 24)), ("rectification", date(2026, 11, 27)), ("case", date(2026, 12, 1)), ("verification", None),
    ]  # fmt: skip
    assert not any(each.late for each in found)
    late = rows(session, place.handler, date(2026, 11, 28), late=True)
    assert [(each.kind, each.what, each.left) for each in late] == [("matter", "matter", -3), ("rectification", "draft_note", -1)]
    public_notices.draft(session, actor=place.handler, rectification_id=order.id, revision=order.revision, statement=made.DRAFT, now=now + timedelta(days=8))
    assert [each.kind for each in rows(session, place.boss, date(2026, 11, 28), kind="note")] == ["note"]


def test_an_order_that_was_recorded_by_hand_stands_in_the_list_by_its_day_until_it_is_closed(session: Session, now: datetime, place: Town, files: Files) -> None:
    """One that is followed step by step has its own row and no second one."""
    made.overdue(session, now, place, files)
    by_hand = Fact("rectification_ordered", now.date(), "三市监责改（示例）", until=now.date() + timedelta(days=4), document="责改 7 号")
    fact = standings.record(session, actor=place.boss, enterprise_id=place.firm.id, fact=by_hand, now=now)
    [row] = rows(session, place.boss, now.date(), kind="order")
    assert (row.subject, row.what, row.number, row.due, row.late, row.mine) == (str(fact.id), "rectify", "责改 7 号", by_hand.until, False, True)
    assert len(rows(session, place.boss, now.date())) == 2
    [row] = rows(session, place.handler, date(2026, 11, 30), kind="order", late=True)
    assert (row.what, row.left < 0, row.mine) == ("settle_order", True, False)
    standings.record(session, actor=place.boss, enterprise_id=place.firm.id, fact=replace(by_hand, kind="rectification_closed", until=None), now=now)
    assert rows(session, place.boss, now.date(), kind="order") == []


def test_the_row_of_an_order_by_hand_leads_to_what_may_follow(app: Flask, database: Database, files: Files) -> None:
    now = utc_now()
    with database.transaction() as session:
        place = town(session, now)
        fact = Fact("rectification_ordered", legal_day(now) - timedelta(days=9), "三市监责改（示例）", until=legal_day(now) - timedelta(days=2))
        order = standings.record(session, actor=place.handler, enterprise_id=place.firm.id, disclosure_id=place.version.disclosure_id, fact=fact, now=now).id
        number = place.version.disclosure.public_id
    desk = visit(app, database, place.handler)
    page = desk.get("/regulator/due?kind=order")
    for shown in ("记录的责令改正", "逾期：记录已改正", f'href="/regulator/standings/{order}"'):
        assert shown in page, shown
    assert f"/regulator/standings/new?disclosure={number}&kind=rectification_closed" in desk.get(f"/regulator/standings/{order}")
    with database.transaction() as session:
        standings.record(session, actor=place.handler, enterprise_id=place.firm.id, disclosure_id=place.version.disclosure_id, fact=replace(fact, kind="rectification_closed", until=None), now=now)
    assert "记录已改正" not in desk.get(f"/regulator/standings/{order}")


def test_the_enterprise_asks_for_a_recheck_and_it_waits_until_somebody_answers(session: Session, now: datetime, place: Town) -> None:
    inspector, checklist = some_row(session, "inspector", now), some_row(session, "checklist", now)
    inspection = Inspection(
        public_id="i1", kind="drawn", bureau_id=place.county.id, disclosure_id=place.version.disclosure_id, enterprise_id=place.firm.id, version_id=place.version.id, order_no=1, first_id=inspector,
        second_id=inspector, checklist_id=checklist, made_at=now, ended_at=now,
    )  # fmt: skip
    session.add(inspection)
    session.flush()
    session.add(InspectionStep(inspection_id=inspection.id, word="recheck_asked", at=now, facts={}))
    assert [(each.kind, each.number) for each in rows(session, place.handler, now.date(), kind="recheck")] == [("recheck", place.version.disclosure.number)]
    session.add(InspectionStep(inspection_id=inspection.id, word="recheck_refused", at=now, facts={}))
    assert rows(session, place.handler, now.date(), kind="recheck") == []


def test_whoever_stands_in_for_a_colleague_has_their_work_and_may_do_it(session: Session, now: datetime, place: Town) -> None:
    away, here = people.officer(session, now, place.county, "handler"), people.officer(session, now, place.county, "handler", "approver")
    row = case(session, now, place, handler=away)
    assert rows(session, here, now.date(), whose="mine") == []
    substitutions.put_in(
        session, actor=place.handler, bureau_id=place.county.id, account_id=away.account_id, substitute_id=here.account_id, first_on=now.date(), last_on=now.date(), reason="出差", now=now,
    )  # fmt: skip
    session.flush()
    stepping_in = accounts.actor(session, here.account_id, second_factor=True, origin="127.0.0.1", today=now.date())
    assert [each.key for each in rows(session, stepping_in, now.date(), whose="mine")] == [f"case:{row.id}"]
    taken = cases.step(session, actor=stepping_in, case_id=row.id, revision=row.revision, form=_accepting(), now=now)
    assert taken.account_id == here.account_id
    tomorrow = accounts.actor(session, here.account_id, second_factor=True, origin="127.0.0.1", today=now.date() + timedelta(days=1))
    assert rows(session, tomorrow, now.date() + timedelta(days=1), whose="mine") == []


def test_what_nobody_was_given_is_the_office_s_and_another_county_sees_nothing(session: Session, now: datetime, place: Town) -> None:
    case(session, now, place)
    assert [each.kind for each in rows(session, place.handler, now.date(), whose="office")] == ["case"]
    assert rows(session, place.handler, now.date(), whose="mine") == []
    far = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    assert rows(session, far, now.date()) == []
    own = replace(place.handler, enterprises={place.firm.id: "viewer"})
    assert [each.kind for each in rows(session, own, now.date()) if each.kind == "case"] == []


def test_the_list_narrows_says_late_in_words_and_leads_from_row_to_row(app: Flask, database: Database, files: Files) -> None:
    now = utc_now()
    with database.transaction() as session:
        place = town(session, now - timedelta(days=60))
        late = case(session, now - timedelta(days=40), place)
        fresh = case(session, now, place, number="TS20261120-3333333")
        made.ordered(session, now, place)
        assert session.get(Enterprise, place.firm.id)
    handler = visit(app, database, place.handler)
    page = handler.get("/regulator/due")
    for shown in ("共 3 件", '<strong class="late">已超期', "没有法定期限", "送达通知书", late.number, fresh.number):
        assert shown in page, shown
    assert page.index(late.number) < page.index(fresh.number)
    assert f'href="/regulator/cases/{late.id}" rel="next"' in page
    assert "共 1 件" in handler.get("/regulator/due?late=yes")
    assert "共 1 件" in handler.get("/regulator/due?kind=rectification")
    assert 'aria-invalid="true"' in handler.get("/regulator/due?kind=nonsense&whose=nobody&page=99999")
    assert "没有到期的事" in handler.get("/regulator/due?kind=honour")
    assert handler.client.get("/regulator/due/next").headers["Location"] == f"/regulator/cases/{late.id}"
    assert handler.client.get(f"/regulator/due/next?after=case:{late.id}").headers["Location"] == f"/regulator/cases/{fresh.id}"
    home = handler.get("/regulator")
    assert home.index("全部期限") < home.index("待核验的企业")
    assert "已超期 1 件" in home


def _accepting() -> cases.StepForm:
    return cases.StepForm(word="accepted", told="已受理。")
