"""A bureau deals with reports and complaints: one handler each, steps in their lawful order, clocks, hand-over, and no word of who reported."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import cases as actions
from registry.actions import reports as reports_actions
from registry.db import Base, Database
from registry.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from registry.files import Files
from registry.models import AuditEntry, Bureau, BureauMember, CaseStep, Job, LedgerEntry, Message, ReportCase
from registry.queries import audit as audit_queries
from registry.queries import case_list, cases, reports
from registry.queries.case_list import ListedCase, Wanted
from registry.rules.case_form import StepForm
from registry.rules.permission import Actor, offices
from registry.settings import Settings
from tests.factories import people
from tests.factories.reports import COMPLAINT, PERSONAL, REPORT, Shop, reported, shop

LIMITS = Settings()
TOLD, NOTED = "您的投诉已受理，将在期限内组织调解。", "电话联系过企业。"
ACCEPTED = StepForm(word="accepted", told=TOLD, noted=NOTED)


@pytest.fixture
def scene(session: Session, now: datetime) -> Shop:
    return shop(session, now)


@pytest.fixture
def complaint(session: Session, now: datetime, files: Files, scene: Shop) -> ReportCase:
    return reported(session, now, files, scene.code, COMPLAINT)[0]


@pytest.fixture
def report(session: Session, now: datetime, files: Files, scene: Shop) -> ReportCase:
    return reported(session, now, files, scene.code, REPORT, secret="AAAA-BBBB-CCCC-DDDD-EEEE")[0]


def take(session: Session, actor: Actor, case: ReportCase, now: datetime) -> None:
    actions.take(session, actor=actor, case_id=case.id, revision=case.revision, now=now)
    session.flush()


def step(session: Session, actor: Actor, case: ReportCase, form: StepForm, now: datetime) -> CaseStep:
    row = actions.step(session, actor=actor, case_id=case.id, revision=case.revision, form=form, now=now)
    session.flush()
    return row


def hand_over(session: Session, actor: Actor, case: ReportCase, to: Bureau | None, now: datetime, noted: str = "实际经营地在对方辖区。") -> None:
    form = StepForm(word="handed_over", noted=noted)
    actions.hand_over(session, actor=actor, case_id=case.id, revision=case.revision, to_id=to.id if to else None, form=form, now=now)
    session.flush()


def phase(session: Session, case: ReportCase) -> str:
    return cases.state(session, case).phase


def on_desk(session: Session, actor: Actor, today: date, **wanted: object) -> list[ListedCase]:
    return list(case_list.listed(session, actor, Wanted(**wanted), LIMITS, today)[0])  # type: ignore[arg-type]


def elsewhere(session: Session, now: datetime) -> tuple[Bureau, Actor]:
    bureau = people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）")
    return bureau, people.officer(session, now, bureau, "handler")


def test_a_handler_takes_a_case_and_from_then_on_is_the_only_one_who_decides(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    colleague = people.officer(session, now, scene.bureau, "handler")
    with pytest.raises(Invalid):
        step(session, scene.handler, complaint, ACCEPTED, now)
    take(session, scene.handler, complaint, now)
    take(session, scene.handler, complaint, now)
    assert [(row.word, row.account_id) for row in reports.steps(session, complaint.id)] == [("received", None), ("taken", scene.handler.account_id)]
    with pytest.raises(Conflict, match="case_taken_already"):
        take(session, colleague, complaint, now)
    with pytest.raises(NotAllowed):
        step(session, colleague, complaint, ACCEPTED, now)
    row = step(session, scene.handler, complaint, ACCEPTED, now)
    assert (row.told, row.noted, phase(session, complaint)) == (TOLD, NOTED, "accepted")


@pytest.mark.parametrize("roles", [("registrar",), ("approver",), ("auditor",), ("inspector",), ("registrar", "approver", "auditor")])
def test_other_offices_neither_take_a_case_nor_decide_nor_read_who_reported(session: Session, now: datetime, scene: Shop, complaint: ReportCase, roles: tuple[str, ...]) -> None:
    clerk = people.officer(session, now, scene.bureau, *roles)
    with pytest.raises(NotAllowed):
        take(session, clerk, complaint, now)
    take(session, scene.handler, complaint, now)
    with pytest.raises(NotAllowed):
        step(session, clerk, complaint, ACCEPTED, now)
    with pytest.raises(NotAllowed):
        reports_actions.read_reporter(session, actor=clerk, case_id=complaint.id, now=now)
    assert len(on_desk(session, clerk, now.date())) == int(bool({"registrar", "approver"} & set(roles)))


def test_another_county_and_the_enterprise_know_nothing_of_a_case(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    _bureau, stranger = elsewhere(session, now)
    for actor in (stranger, people.member(session, now, scene.firm), Actor(account_id=people.person(session, now).id, confirmed=True)):
        with pytest.raises(NotFound):
            take(session, actor, complaint, now)
        with pytest.raises(NotFound):
            step(session, actor, complaint, ACCEPTED, now)
        assert on_desk(session, actor, now.date()) == []
    take(session, scene.handler, complaint, now)
    step(session, scene.handler, complaint, ACCEPTED, now)
    assert {row.account_id for row in session.query(Message)} == {scene.handler.account_id}


def test_an_officer_who_works_for_the_enterprise_never_sees_the_case(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    owner = people.member(session, now, scene.firm)
    session.add(BureauMember(bureau_id=scene.bureau.id, account_id=owner.account_id, roles=["handler", "approver"], since=now))
    session.flush()
    both = replace(scene.handler, account_id=owner.account_id, enterprises=owner.enterprises)
    with pytest.raises(NotAllowed, match="own_matter"):
        take(session, both, complaint, now)
    assert on_desk(session, both, now.date()) == []
    assert owner.account_id not in cases.handler_ids(session, complaint, scene.bureau)


@pytest.mark.parametrize(("form", "field", "code"), [
    (StepForm(), "word", "choose_one"), (StepForm(word="filed"), "word", "case_step_not_now"), (StepForm(word="closed"), "word", "case_step_not_now"),
    (StepForm(word="not_accepted", told="不受理。"), "reason", "case_reason_needed"), (StepForm(word="not_accepted", reason="time_over", told="不受理。"), "reason", "case_reason_needed"),
    (StepForm(word="accepted"), "told", "case_must_tell"), (StepForm(word="notice"), "told", "case_must_tell"), (StepForm(word="notice", told="长" * 2001), "told", "reason_too_long"),
])  # fmt: skip
def test_a_step_that_the_rules_do_not_allow_is_named(session: Session, now: datetime, scene: Shop, complaint: ReportCase, form: StepForm, field: str, code: str) -> None:
    take(session, scene.handler, complaint, now)
    with pytest.raises(Invalid) as refused:
        step(session, scene.handler, complaint, form, now)
    assert refused.value.fields[field] == code
    assert phase(session, complaint) == "taken"


def test_a_complaint_goes_through_mediation_and_a_test_to_its_end(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    take(session, scene.handler, complaint, now)
    for turn, form in enumerate([ACCEPTED, StepForm(word="testing"), StepForm(word="tested"), StepForm(word="mediation_ended", reason="no_agreement")]):
        step(session, scene.handler, complaint, form, now + timedelta(days=turn))
    state = cases.state(session, complaint)
    assert (state.owes_notice, "closed" in state.next) == (True, False)
    step(session, scene.handler, complaint, StepForm(word="notice", told="调解已终止，您可以起诉。"), now + timedelta(days=5))
    step(session, scene.handler, complaint, StepForm(word="closed"), now + timedelta(days=6))
    assert complaint.closed_at == now + timedelta(days=6)
    with pytest.raises(Invalid):
        step(session, scene.handler, complaint, StepForm(word="notice", told="还有"), now)
    assert on_desk(session, scene.handler, now.date()) == []
    [row] = on_desk(session, scene.handler, now.date(), phase="closed")
    assert (row.phase, row.late, row.clock) == ("mediation_ended", False, None)


def test_more_time_for_a_report_needs_a_written_reason_and_moves_its_day(session: Session, now: datetime, scene: Shop, report: ReportCase) -> None:
    take(session, scene.handler, report, now)
    [before] = on_desk(session, scene.handler, now.date())
    with pytest.raises(Invalid) as refused:
        step(session, scene.handler, report, StepForm(word="extended"), now)
    assert refused.value.fields == {"noted": "case_must_note"}
    step(session, scene.handler, report, StepForm(word="extended", noted="检测周期长，局长批准。"), now)
    [after] = on_desk(session, scene.handler, now.date())
    assert (before.clock.due, after.clock.due) == (date(2026, 12, 11), date(2027, 1, 1))
    assert (after.phase, after.clock.left, after.provisional) == ("extended", 30, True)


def test_the_list_has_the_next_day_due_first_and_finds_what_is_late_mine_or_nobodys(session: Session, now: datetime, scene: Shop, complaint: ReportCase, report: ReportCase) -> None:
    assert [(row.number, row.clock.code, row.handler) for row in on_desk(session, scene.handler, now.date())] == [(complaint.number, "decision", None), (report.number, "check", None)]
    take(session, scene.handler, report, now)
    later = date(2026, 12, 2)
    assert [row.number for row in on_desk(session, scene.handler, later, late=True)] == [complaint.number]
    assert [row.number for row in on_desk(session, scene.handler, later, whose="mine")] == [report.number]
    assert [row.number for row in on_desk(session, scene.handler, later, whose="nobody")] == [complaint.number]
    assert [row.number for row in on_desk(session, scene.handler, later, kind="report", phase="taken", text=report.number.lower())] == [report.number]
    assert [row.number for row in on_desk(session, scene.handler, later, text="100%")] == []
    assert len(on_desk(session, scene.handler, later, provisional=True)) == 2
    counts = case_list.counts(session, scene.handler, LIMITS, later)
    assert (counts.open, counts.untaken, counts.mine, counts.late, counts.since) == (2, 1, 1, 1, now)
    assert case_list.following(session, scene.handler, complaint.id, LIMITS, later) == report.id
    assert case_list.following(session, scene.handler, report.id, LIMITS, later) == complaint.id
    assert case_list.following(session, people.officer(session, now, scene.bureau, "handler"), complaint.id, LIMITS, later) is None


def test_a_list_that_is_too_long_says_so(session: Session, now: datetime, scene: Shop, complaint: ReportCase, report: ReportCase, monkeypatch: pytest.MonkeyPatch) -> None:
    assert case_list.listed(session, scene.handler, Wanted(), LIMITS, now.date())[1]
    monkeypatch.setattr(case_list, "MOST", 1)
    found, whole = case_list.listed(session, scene.handler, Wanted(), LIMITS, now.date())
    assert (len(found), whole) == (1, False)


def test_a_hand_over_ends_what_the_first_county_may_read_and_keeps_the_clock(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    there, receiver = elsewhere(session, now)
    take(session, scene.handler, complaint, now)
    assert reports_actions.read_reporter(session, actor=scene.handler, case_id=complaint.id, now=now)
    hand_over(session, scene.handler, complaint, there, now + timedelta(days=1))
    for act in (lambda: reports_actions.read_reporter(session, actor=scene.handler, case_id=complaint.id, now=now), lambda: take(session, scene.handler, complaint, now)):
        with pytest.raises(NotFound):
            act()
    assert on_desk(session, scene.handler, now.date()) == []
    [row] = on_desk(session, receiver, now.date())
    assert (row.phase, row.handler_id, row.clock.since, row.clock.who) == ("received", None, now.date(), "bureau")
    with pytest.raises(NotAllowed):
        reports_actions.read_reporter(session, actor=receiver, case_id=complaint.id, now=now)
    [told] = session.query(Message).filter_by(kind="case.handed_over")
    assert (told.account_id, told.facts) == (receiver.account_id, {"number": complaint.number, "kind": "complaint", "enterprise": scene.firm.name})
    take(session, receiver, complaint, now)
    assert reports_actions.read_reporter(session, actor=receiver, case_id=complaint.id, now=now).name == "赵一鸣"


def test_a_hand_over_needs_another_bureau_and_a_note_and_may_come_before_anybody_takes_the_case(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    there, _receiver = elsewhere(session, now)
    for to, noted, fields in ((None, "", {"to": "choose_one", "noted": "case_must_note"}), (scene.bureau, "说明", {"to": "case_same_bureau"})):
        with pytest.raises(Invalid) as refused:
            hand_over(session, scene.handler, complaint, to, now, noted)
        assert refused.value.fields == fields
    with pytest.raises(NotAllowed):
        hand_over(session, people.officer(session, now, scene.bureau, "approver"), complaint, there, now)
    hand_over(session, scene.handler, complaint, there, now)
    assert complaint.bureau_id == there.id
    with pytest.raises(Invalid):
        step(session, _receiver, complaint, StepForm(word="handed_over", noted="说明"), now)


def test_the_bureau_above_is_offered_and_takes_a_countys_case_only_by_a_hand_over(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    city = people.bureau(session, now, level="city", division_code="331000", name="台州市市场监督管理局（示例）")
    inspector = people.officer(session, now, city, "handler")
    assert cases.above(session, scene.bureau).id == city.id
    assert cases.above(session, city) is None
    assert len(on_desk(session, inspector, now.date())) == 1
    with pytest.raises(NotAllowed, match="case_of_another_bureau"):
        take(session, inspector, complaint, now)
    hand_over(session, scene.handler, complaint, city, now)
    take(session, inspector, complaint, now)
    assert complaint.handler_id == inspector.account_id


def test_where_a_county_has_no_handler_the_one_above_takes_its_case(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    inspector = people.officer(session, now, people.bureau(session, now, level="city", division_code="331000", name="台州市市场监督管理局（示例）"), "handler")
    session.query(BureauMember).filter_by(account_id=scene.handler.account_id).one().ended_at = now
    take(session, inspector, complaint, now)
    assert complaint.handler_id == inspector.account_id


def test_an_approver_gives_the_case_to_a_colleague_when_its_handler_has_left(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    approver, colleague = people.officer(session, now, scene.bureau, "approver"), people.officer(session, now, scene.bureau, "handler")
    take(session, scene.handler, complaint, now)
    given = {"case_id": complaint.id, "now": now, "why": "原经办人员调离。"}
    for actor in (colleague, scene.handler):
        with pytest.raises(NotAllowed):
            actions.assign(session, actor=actor, revision=complaint.revision, account_id=colleague.account_id, **given)
    for account_id in (approver.account_id, scene.handler.account_id, None):
        with pytest.raises(Invalid) as refused:
            actions.assign(session, actor=approver, revision=complaint.revision, account_id=account_id, **given | {"why": " "})
        assert refused.value.fields == {"account_id": "choose_one", "why": "required"}
    actions.assign(session, actor=approver, revision=complaint.revision, account_id=colleague.account_id, **given)
    session.flush()
    assert complaint.handler_id == colleague.account_id
    assert session.query(Message).filter_by(kind="case.assigned").one().account_id == colleague.account_id
    with pytest.raises(NotAllowed):
        reports_actions.read_reporter(session, actor=scene.handler, case_id=complaint.id, now=now)
    assert reports_actions.read_reporter(session, actor=colleague, case_id=complaint.id, now=now)
    step(session, colleague, complaint, StepForm(word="not_accepted", reason="over_three_years", told="超过三年。"), now)
    step(session, colleague, complaint, StepForm(word="closed"), now)
    with pytest.raises(Conflict, match="case_closed_here"):
        actions.assign(session, actor=approver, revision=complaint.revision, account_id=scene.handler.account_id, **given)


def test_who_decides_on_an_old_look_is_told(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    take(session, scene.handler, complaint, now)
    looked = complaint.revision
    step(session, scene.handler, complaint, StepForm(word="notice", told="正在核实。"), now)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        actions.step(session, actor=scene.handler, case_id=complaint.id, revision=looked, form=ACCEPTED, now=now)
    looked = complaint.revision
    reports_actions.supplement(session, actor=Actor(), case_id=complaint.id, text="企业已经退款，我撤回。", client="c", now=now)
    session.flush()
    with pytest.raises(Conflict, match="changed_meanwhile"):
        actions.step(session, actor=scene.handler, case_id=complaint.id, revision=looked, form=ACCEPTED, now=now)
    assert phase(session, complaint) == "taken"


def test_nothing_personal_stands_in_audit_messages_jobs_or_the_public_log(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    there, receiver = elsewhere(session, now)
    take(session, scene.handler, complaint, now)
    reports_actions.read_reporter(session, actor=scene.handler, case_id=complaint.id, now=now)
    step(session, scene.handler, complaint, ACCEPTED, now)
    kept = {"reporter": ("赵一鸣", "8330 0001", "示例路", "zhao@example.com"), "report_case": ("开裂", "四十二元"), "case_step": (TOLD, NOTED)}
    for table in Base.metadata.sorted_tables:
        rows = " ".join(str(row) for row in session.execute(select(table)))
        assert [word for word in (*PERSONAL, TOLD, NOTED) if word in rows and word not in kept.get(table.name, ())] == [], table.name
    assert session.query(LedgerEntry).count() == 0
    assert all("赵" not in str(job.payload) for job in session.query(Job))
    assert all(word not in str(on_desk(session, scene.handler, now.date())) for word in (*PERSONAL, TOLD, NOTED))
    assert (there.id, receiver.account_id) != (scene.bureau.id, scene.handler.account_id)


def test_an_auditor_sees_that_who_reported_was_read_by_whom_and_in_which_case(session: Session, now: datetime, scene: Shop, complaint: ReportCase) -> None:
    take(session, scene.handler, complaint, now)
    for _ in range(2):
        reports_actions.read_reporter(session, actor=scene.handler, case_id=complaint.id, now=now)
    auditor = people.officer(session, now, scene.bureau, "auditor")
    entries = audit_queries.listed(session, offices(auditor, "audit.read"), audit_queries.Wanted(action="case.reporter_read"))
    assert [(each.person, each.entry.facts) for each in entries] == [("陈科员", {"number": complaint.number})] * 2
    assert [entry.facts for entry in session.query(AuditEntry).filter_by(action="case.taken")] == [{"number": complaint.number, "told": False, "reason": "", "to": ""}]


def test_of_four_handlers_who_take_a_case_at_once_one_has_it(database: Database, now: datetime, files: Files) -> None:
    with database.transaction() as session:
        scene = shop(session, now)
        [case] = reported(session, now, files, scene.code, COMPLAINT)
        hands, case_id, looked = [people.officer(session, now, scene.bureau, "handler") for _ in range(4)], case.id, case.revision
    together = Barrier(4)

    def one(hand: Actor) -> str:
        together.wait()
        try:
            with database.transaction() as session:
                actions.take(session, actor=hand, case_id=case_id, revision=looked, now=now)
        except DomainError as told:
            return told.code
        return "taken"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, hands)) == ["case_taken_already"] * 3 + ["taken"]
    with database.reading() as session:
        assert [row.word for row in reports.steps(session, case_id)] == ["received", "taken"]


def test_an_addition_never_follows_the_closing_of_its_case(database: Database, now: datetime, files: Files) -> None:
    """Whichever comes first, the steps stand in an order that the rules know."""
    with database.transaction() as session:
        scene = shop(session, now)
        [case] = reported(session, now, files, scene.code, REPORT)
        take(session, scene.handler, case, now)
        step(session, scene.handler, case, StepForm(word="not_filed", reason="no_breach"), now)
        case_id, looked = case.id, case.revision
    together = Barrier(2)

    def close() -> None:
        with database.transaction() as session:
            actions.step(session, actor=scene.handler, case_id=case_id, revision=looked, form=StepForm(word="closed"), now=now)

    def add() -> None:
        with database.transaction() as session:
            reports_actions.supplement(session, actor=Actor(), case_id=case_id, text="还有一件事。", client="c", now=now)

    def one(act: object) -> str:
        together.wait()
        try:
            act()  # type: ignore[operator]
        except Conflict as told:
            return told.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, [close, add])) in (["case_closed", "done"], ["changed_meanwhile", "done"])
    with database.reading() as session:
        assert phase(session, session.get_one(ReportCase, case_id)) in ("closed", "not_filed")
