"""Readers report problems: one case or two, followed by number and secret, and who they are stands apart."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import calendar
from registry.actions import reports as reports_actions
from registry.db import Base
from registry.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany
from registry.files import Files
from registry.models import AuditEntry, Bureau, CaseStep, Job, LedgerEntry, Message, ReportCase, Reporter
from registry.queries import reports as queries
from registry.rules import case_number, report_form
from registry.rules.permission import SYSTEM
from registry.rules.report_form import ReportForm
from registry.settings import Settings
from registry.uploads import Examined
from tests.factories import people, reports, uploads
from tests.factories.reports import COMPLAINT, PERSONAL, REPORT, SECRET, STRANGER, Shop, reported, sent, shop

LIMITS = Settings()
BOTH = replace(COMPLAINT, kind="both")
PHOTO = Examined(uploads.picture(), "image/jpeg")


@pytest.fixture
def scene(session: Session, now: datetime) -> Shop:
    return shop(session, now)


def take(session: Session, case: ReportCase, account_id: int, now: datetime) -> None:
    case.handler_id = account_id
    session.add(CaseStep(case_id=case.id, word="taken", at=now, account_id=account_id, noted="看起来属实"))
    session.flush()


def test_an_anonymous_report_becomes_a_case_without_a_reporter(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code, lot="L1", serial="S1")
    assert case_number.parse(case.number) == case.number
    assert case.number.startswith("JB20261120-")
    assert (case.kind, case.twin_id, case.bureau_id, case.lot, case.serial, case.request) == ("report", None, scene.bureau.id, "L1", "S1", None)
    assert queries.reporter(session, case.id) is None
    standing = queries.standing(session, case, LIMITS, now.date())
    assert (standing.named, [each.code for each in standing.clocks]) == (False, ["check"])


def test_the_bureaus_handlers_are_told_and_nobody_else(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    people.officer(session, now, scene.bureau, "registrar")
    [case] = reported(session, now, files, scene.code)
    [message] = session.query(Message).all()
    assert (message.account_id, message.kind, message.path) == (scene.handler.account_id, "case.received", f"/regulator/cases/{case.id}")
    assert message.facts == {"number": case.number, "kind": "report", "enterprise": scene.firm.name}


def test_a_matter_that_is_both_becomes_two_cases_that_name_each_other(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    report, complaint = reported(session, now, files, scene.code, BOTH, photos=(PHOTO,))
    assert (report.kind, complaint.kind, report.twin_id, complaint.twin_id) == ("report", "complaint", complaint.id, report.id)
    assert (report.request, complaint.request) == (None, COMPLAINT.request)
    assert (report.number[:2], complaint.number[:2]) == ("JB", "TS")
    for case in (report, complaint):
        assert [each.position for each in queries.photos(session, case.id)] == [1]
        assert queries.reporter(session, case.id).name == "赵一鸣"
        assert reports_found(session, case.number, SECRET, now) is case
    take(session, report, scene.handler.account_id, now)
    assert queries.standing(session, complaint, LIMITS, now.date()).state.phase == "received"


def reports_found(session: Session, number: str, secret: str, now: datetime, client: str = "reader") -> ReportCase | None:
    return reports_actions.find(session, number=number, secret=secret, client=client, now=now)





def test_a_complaint_of_the_friday_before_golden_week_is_due_after_it(session: Session, files: Files) -> None:
    friday = datetime(2025, 9, 26, 9, 0, tzinfo=UTC)
    calendar.load(session, actor=SYSTEM, now=friday)
    [case] = reported(session, friday, files, shop(session, friday).code, COMPLAINT)
    [clock] = queries.standing(session, case, LIMITS, friday.date()).clocks
    assert (clock.code, clock.due, clock.provisional, clock.left) == ("decision", date(2025, 10, 13), False, 7)


def test_a_date_in_a_year_without_a_notice_is_provisional(session: Session, files: Files) -> None:
    december = datetime(2026, 12, 28, 1, 0, tzinfo=UTC)
    calendar.load(session, actor=SYSTEM, now=december)
    [case] = reported(session, december, files, shop(session, december).code, COMPLAINT)
    [clock] = queries.standing(session, case, LIMITS, december.date()).clocks
    assert (clock.due, clock.provisional) == (date(2027, 1, 6), True)


def test_a_report_late_in_the_evening_utc_is_received_on_the_next_day_in_shanghai(session: Session, files: Files) -> None:
    evening = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    [case] = reported(session, evening, files, shop(session, evening).code)
    assert case.number.startswith("JB20261121")


def test_who_reported_stands_in_one_table_and_nowhere_else(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    reported(session, now, files, scene.code, BOTH, photos=(PHOTO,))
    session.flush()
    for table in Base.metadata.sorted_tables:
        rows = " ".join(str(row) for row in session.execute(select(table)))
        allowed = {"reporter": ("赵一鸣", "8330 0001", "示例路", "zhao@example.com"), "report_case": ("开裂", "四十二元")}.get(table.name, ())
        assert [word for word in PERSONAL if word in rows and word not in allowed] == [], table.name
    assert session.query(LedgerEntry).count() == 0
    assert {(row.account_id, row.origin) for row in session.query(AuditEntry).filter_by(action="case.made")} == {(None, "")}
    assert all("赵" not in str(job.payload) for job in session.query(Job))


def test_the_case_handler_alone_reads_who_reported_and_each_reading_is_written_down(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code, COMPLAINT)
    colleague = people.officer(session, now, scene.bureau, "handler", "registrar", "auditor")
    with pytest.raises(NotAllowed):
        reports_actions.read_reporter(session, actor=scene.handler, case_id=case.id, now=now)
    take(session, case, scene.handler.account_id, now)
    for _ in range(2):
        assert reports_actions.read_reporter(session, actor=scene.handler, case_id=case.id, now=now).phone == "0576-8330 0001"
    with pytest.raises(NotAllowed):
        reports_actions.read_reporter(session, actor=colleague, case_id=case.id, now=now)
    elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"), "handler")
    for stranger in (people.member(session, now, scene.firm), elsewhere):
        with pytest.raises(NotFound):
            reports_actions.read_reporter(session, actor=stranger, case_id=case.id, now=now)
    assert session.query(AuditEntry).filter_by(action="case.reporter_read").count() == 2


def test_a_handler_who_has_left_the_bureau_reads_nothing_more(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code, COMPLAINT)
    take(session, case, scene.handler.account_id, now)
    with pytest.raises(NotFound):
        reports_actions.read_reporter(session, actor=replace(scene.handler, offices=()), case_id=case.id, now=now)


def test_number_and_secret_open_a_case_however_they_are_typed(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code)
    assert reports_found(session, f" {case.number.lower().replace('-', ' ')} ", SECRET.replace("-", "").lower(), now) is case
    assert SECRET.replace("-", "") not in case.secret_hash


def test_a_wrong_number_and_a_wrong_secret_look_the_same_and_guessing_is_slowed_down(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code)
    assert reports_found(session, case.number, "AAAA", now) is None
    assert reports_found(session, case_number.make("report", now.date(), reports.BITS), SECRET, now) is None
    with pytest.raises(TooMany):
        for _ in range(5):
            assert reports_found(session, case.number, "AAAA", now) is None
    assert reports_found(session, case.number, SECRET, now, client="the reporter") is case


def test_nobody_can_shut_a_reporter_out_for_long(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code)
    for turn in range(60):
        assert reports_found(session, case.number, "AAAA", now + timedelta(minutes=turn), client=f"guesser {turn}") is None
    with pytest.raises(TooMany) as refused:
        reports_found(session, case.number, SECRET, now + timedelta(minutes=59), client="the reporter")
    assert refused.value.facts["retry_after"] <= 30
    assert reports_found(session, case.number, SECRET, now + timedelta(minutes=60), client="the reporter") is case


def test_a_form_sent_twice_makes_one_case_and_shows_it_again(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    assert [case.id for case in reported(session, now, files, scene.code, BOTH)] == [case.id for case in reported(session, now, files, scene.code, BOTH)]
    assert session.query(ReportCase).count() == 2


def test_the_same_words_about_the_same_product_are_one_case(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    reported(session, now, files, scene.code)
    with pytest.raises(Conflict) as refused:
        reported(session, now + timedelta(days=1), files, scene.code, secret="AAAA-BBBB-CCCC-DDDD-EEEE")
    assert (refused.value.code, refused.value.facts["received_at"]) == ("same_report_again", now)


def test_two_buyers_who_complain_in_the_same_words_have_a_case_each(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    reported(session, now, files, scene.code, COMPLAINT)
    reported(session, now, files, scene.code, replace(COMPLAINT, name="钱二", phone="13800138000"), secret="AAAA-BBBB-CCCC-DDDD-EEEE")
    assert session.query(ReportCase).count() == 2


def test_a_shops_shared_address_waits_minutes_at_most(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    made, at, waits = 0, now, []
    for turn in range(60):
        try:
            reported(session, at, files, scene.code, replace(REPORT, statement=f"第 {turn} 位顾客说标签不符。"), secret=f"AAAA-BBBB-CCCC-DDDD-{turn:04d}")
            made, at = made + 1, at + timedelta(seconds=1)
        except TooMany as refused:
            waits.append(int(str(refused.facts["retry_after"])))
            at += timedelta(seconds=180)
    assert (made >= 40, max(waits) <= 180) == (True, True)


@pytest.mark.parametrize(("change", "fields"), [
    ({"name": "", "phone": "", "address": "", "request": ""}, {"name", "phone", "address", "request"}), ({"statement": "坏"}, {"statement"}), ({"kind": "", "problem": "x"}, {"kind", "problem"}),
    ({"phone": "call me", "email": "zhao at home"}, {"phone", "email"}), ({"statement": "长" * 5001, "address": "路" * 201}, {"statement", "address"}),
])  # fmt: skip
def test_every_wrong_field_of_a_complaint_is_named(session: Session, now: datetime, files: Files, scene: Shop, change: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        reported(session, now, files, scene.code, replace(COMPLAINT, **change))
    assert refused.value.fields.keys() == fields
    assert session.query(ReportCase).count() == 0


def test_characters_that_nobody_sees_are_dropped_from_a_form() -> None:
    read = report_form.read({"statement": " a\u202eb\x00c\r\nd\ud800 ", "kind": "report"})
    assert read == ReportForm(kind="report", statement="abc\nd")


def test_where_no_county_bureau_is_known_the_next_one_up_is_responsible_and_without_any_nothing_is_taken(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    assert queries.about(session, scene.code).bureau.id == scene.bureau.id
    scene.bureau.division_code = "330000"
    city = people.bureau(session, now, level="city", division_code="331000", name="台州市市场监督管理局（示例）")
    assert queries.about(session, scene.code).bureau.id == city.id
    for each in session.query(Bureau):
        each.division_code = "350000"
    with pytest.raises(Conflict, match="no_bureau_here"):
        reported(session, now, files, scene.code)


def test_a_product_of_an_unverified_enterprise_is_nothing_that_anybody_can_report(session: Session, now: datetime, scene: Shop) -> None:
    scene.firm.verified_at = None
    session.flush()
    for code in (scene.code, "AAAAAAAAAA"):
        with pytest.raises(NotFound):
            queries.about(session, code)


def test_the_reporter_sees_what_was_told_and_never_what_was_noted(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code, COMPLAINT)
    take(session, case, scene.handler.account_id, now)
    session.add(CaseStep(case_id=case.id, word="not_accepted", at=now, account_id=scene.handler.account_id, reason="over_three_years", told="超过三年，不予受理。", noted="内部意见"))
    session.flush()
    seen = queries.followed(session, case, LIMITS, now.date())
    assert [(step.word, step.told, step.reason) for step in seen.steps] == [("received", None, None), ("taken", None, None), ("not_accepted", "超过三年，不予受理。", "over_three_years")]
    assert "内部意见" not in str(seen)
    assert "看起来属实" not in str(seen)
    assert (seen.state.phase, seen.bureau.name, seen.photos) == ("not_accepted", scene.bureau.name, 0)


def test_a_reporter_adds_to_an_open_case_and_its_handler_is_told(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code)
    take(session, case, scene.handler.account_id, now)
    reports_actions.supplement(session, actor=STRANGER, case_id=case.id, text="批号是 L2。", client="c", now=now)
    assert [(step.word, step.told, step.account_id) for step in queries.steps(session, case.id)][-1] == ("supplemented", "批号是 L2。", None)
    assert session.query(Message).filter_by(kind="case.supplemented", account_id=scene.handler.account_id).count() == 1
    case.closed_at = now
    with pytest.raises(Conflict, match="case_closed"):
        reports_actions.supplement(session, actor=STRANGER, case_id=case.id, text="还有", client="c", now=now)
    for text in ("", "长" * 2001):
        with pytest.raises(Invalid):
            reports_actions.supplement(session, actor=STRANGER, case_id=case.id, text=text, client="c", now=now)


def test_a_photograph_is_kept_without_the_name_it_had(session: Session, now: datetime, files: Files, scene: Shop) -> None:
    [case] = reported(session, now, files, scene.code, photos=(PHOTO, PHOTO))
    [photo] = queries.photos(session, case.id)
    assert files.read(photo.sha256) == PHOTO.content
    assert sent().photos == ()
    assert session.query(Reporter).count() == 0
