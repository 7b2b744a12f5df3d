"""The demonstration's reports and complaints: every state of a case, and nobody real."""

import re
from importlib import resources
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import reports as actions
from registry.db import Database
from registry.files import Files
from registry.models import AuditEntry, Bureau, CasePhoto, CaseStep, Message, ReportCase, Reporter, ScanCode, TypedLink
from registry.queries import reports
from registry.queries.reports import Standing
from registry.rules import deadline
from registry.seed import demo
from registry.settings import Settings

LIMITS = Settings(secret_key="k" * 40)


def _standings(session: Session) -> list[tuple[ReportCase, Standing]]:
    return [(case, reports.standing(session, case, LIMITS, demo.TODAY)) for case in session.scalars(select(ReportCase).order_by(ReportCase.id))]


def test_every_phase_of_a_report_and_of_a_complaint_is_there(told: Session) -> None:
    phases = {(case.kind, standing.state.phase) for case, standing in _standings(told)}
    assert phases >= {("report", phase) for phase in ("received", "taken", "extended", "filed", "closed")}
    assert phases >= {("complaint", phase) for phase in ("taken", "accepted", "testing", "mediation_ended", "closed")}
    words = set(told.scalars(select(CaseStep.word)))
    assert words >= {"handed_over", "supplemented", "notice", "settled", "not_accepted", "not_filed"}


def test_clocks_run_late_run_out_soon_and_run_into_a_year_whose_calendar_nobody_knows(told: Session) -> None:
    running = {case.number: deadline.running(standing.clocks) for case, standing in _standings(told)}
    clocks = [clock for clock in running.values() if clock]
    assert sum(clock.late for clock in clocks) == 2
    assert {clock.provisional for clock in clocks} == {True, False}
    assert {clock.who for clock in clocks} == {"bureau", "handler", "laboratory"}
    assert any(clock.left is not None and 0 <= clock.left <= 3 for clock in clocks)
    assert [standing.state.owes_notice for _, standing in _standings(told)].count(True) == 1


def test_a_matter_that_was_both_became_two_cases_and_both_bureaus_have_work(told: Session) -> None:
    twins = told.scalars(select(ReportCase).where(ReportCase.twin_id.is_not(None))).all()
    assert sorted(case.kind for case in twins) == ["complaint", "report"]
    bureaus = set(told.scalars(select(Bureau.division_code).join(ReportCase, ReportCase.bureau_id == Bureau.id)))
    assert bureaus == {"331022", "350302"}


def test_nobody_who_reported_exists_and_some_said_nothing_about_themselves(told: Session) -> None:
    people = told.scalars(select(Reporter)).all()
    assert [each.name for each in people if not re.fullmatch("示例.", each.name or "")] == []
    assert [each.phone for each in people if not re.fullmatch(r"05(76|94)-0000[0-9]{4}", each.phone or "")] == []
    assert [each.email for each in people if each.email and not each.email.endswith("@example.org")] == []
    assert len(people) < len(_standings(told))
    texts = [*told.scalars(select(ReportCase.statement)), *filter(None, told.scalars(select(CaseStep.told)))]
    assert [text for text in texts if "示例" not in text and "nvented" not in text] == []


def test_every_reading_of_who_reported_is_on_record_and_handlers_were_told_of_new_cases(told: Session) -> None:
    assert len(told.scalars(select(AuditEntry).where(AuditEntry.action == "case.reporter_read")).all()) == 2
    news = told.scalars(select(Message).where(Message.kind == "case.received", Message.read_at.is_(None))).all()
    assert len(news) >= 2


def test_bureaus_say_how_to_reach_them(told: Session) -> None:
    for bureau in told.scalars(select(Bureau)):
        assert re.fullmatch(r"05(71|76|91|94)-0000[08]000", bureau.phone or "")
        assert (bureau.email or "").endswith("@example.org")
        assert "信箱" in (bureau.address or "")
    shown = reports.about(told, "FJJEPB6M85").bureau
    assert shown
    assert (shown.phone, shown.email) == ("0576-00000000", "sanmen@example.org")


def test_a_photograph_came_with_one_case(told: Session, demo_made: Path) -> None:
    photo = told.scalars(select(CasePhoto)).one()
    assert Files(str(demo_made / "files")).read(photo.sha256).startswith(b"\x89PNG")


def test_what_the_read_me_names_can_be_looked_at(demo_database: Database) -> None:
    """Codes open a page, links lead to a product, and number with secret open a case."""
    text = resources.files(demo).joinpath("README.md").read_text(encoding="utf-8")
    codes, pairs = re.findall(r"/p/([0-9A-Z]{10})", text), re.findall(r"`((?:JB|TS)\d{8}-\w{7})` `((?:\w{4}-){4}\w{4})`", text)
    assert len(codes) >= 5
    assert len(pairs) >= 3
    with demo_database.transaction() as session:
        known = set(session.scalars(select(ScanCode.code)))
        now = max(session.scalars(select(TypedLink.added_at)))
        assert [code for code in codes if code not in known] == []
        found = [actions.find(session, number=number, secret=secret, client="reader", now=now) for number, secret in pairs]
        assert [case and case.number for case in found] == [number for number, _ in pairs]
