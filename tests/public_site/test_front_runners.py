"""Candidates are decided on at the desk of those who judge, titles are recorded and decided on at the bureau's."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from public_site import front_runner_looking, worker
from registry import jobs
from registry.actions import endings, front_runners
from registry.db import Database, utc_now
from registry.legal_time import first_instant, legal_day
from registry.models import AssessmentBody, Bureau, DisclosureVersion, FrontRunner, FrontRunnerStep, Job
from registry.queries import front_runners as queries
from registry.rules.permission import Actor
from registry.settings import Settings
from tests.factories import people, schemes
from tests.factories import rankings as made
from tests.factories.disclosures import changed
from tests.factories.visits import Visit, visit

TITLE: dict[str, object] = {
    "kind": "national", "category": "输送带", "year": "2026", "issuer": "国家市场监督管理总局（示例）", "document": "示例〔2026〕3号", "source_url": "", "models": "EP200",
    "valid_from": "2026年1月1日", "valid_until": "",
}  # fmt: skip


@dataclass
class Desk:
    """A published board with one candidate, and the people round it."""

    app: Flask
    database: Database
    owner: Actor
    belt: DisclosureVersion
    public_id: str
    candidate: int
    assessor: Visit
    officer: Visit

    def amend(self) -> DisclosureVersion:
        with self.database.transaction() as session:
            return changed(session, utc_now(), self.owner, session.merge(self.belt), "amend")

    def state(self, front_runner_id: int) -> str:
        with self.database.reading() as session:
            return str(queries.get(session, front_runner_id, legal_day(utc_now())).standing.state)

    def seen(self, front_runner_id: int) -> dict[str, object]:
        with self.database.reading() as session:
            found = queries.get(session, front_runner_id, legal_day(utc_now()))
            return {"seen": len(found.steps), "version": found.disclosure.latest_version_id}

    def record(self, **typed: object) -> int:
        answer = self.officer.send("/regulator/front-runners/new", {"disclosure": self.public_id, **TITLE, **typed}, page=f"/regulator/front-runners/new?disclosure={self.public_id}")
        assert answer.status_code == 302, answer.text
        return int(answer.headers["Location"].rpartition("/")[2])


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    now = utc_now() - timedelta(hours=1)
    with database.transaction() as session:
        assessor = made.assessor(session, now)
        office = session.query(Bureau).one()
        firm = people.enterprise(session, now)
        owner, officer = people.member(session, now, firm), people.officer(session, now, office)
        belt = made.belt(session, now, owner, firm, "25 MPa")
        made.published(session, now, assessor, schemes.published(session, now, assessor, made.scheme()))
        public_id = belt.disclosure.public_id
    with database.reading() as session:
        candidate = session.scalars(select(FrontRunner.id)).one()
    return Desk(app, database, owner, belt, public_id, candidate, visit(app, database, assessor), visit(app, database, officer))


def test_an_assessor_reads_why_a_candidate_is_suspended_and_restores_it_with_a_reason(desk: Desk) -> None:
    desk.amend()
    at = f"/assessor/front-runners/{desk.candidate}"
    assert "已暂停的领跑候选" in desk.assessor.get("/assessor")
    assert at in desk.assessor.get("/assessor/front-runners?state=suspended")
    assert at not in desk.assessor.get("/assessor/front-runners?state=current")
    page = desk.assessor.get(at)
    assert "标准公开了新版本，需要重新评估" in page
    assert f"/disclosures/{desk.public_id}/versions/2/difference/1" in page
    answer = desk.assessor.send(at, {"step": "restored", "reason": "新版本指标没有降低", **desk.seen(desk.candidate)})
    assert (answer.status_code, desk.state(desk.candidate)) == (302, "current")
    assert "新版本指标没有降低" in desk.assessor.get(at)


def test_a_decision_without_a_reason_says_so_beside_the_field_and_keeps_what_was_chosen(desk: Desk) -> None:
    at = f"/assessor/front-runners/{desk.candidate}"
    answer = desk.assessor.send(at, {"step": "suspended", "reason": " ", **desk.seen(desk.candidate)})
    assert answer.status_code == 422
    assert "请写明理由" in answer.text
    assert 'value="suspended" checked' in answer.text
    assert desk.state(desk.candidate) == "current"


def test_who_decides_on_an_old_page_is_told_that_things_changed(desk: Desk) -> None:
    at, before = f"/assessor/front-runners/{desk.candidate}", desk.seen(desk.candidate)
    desk.amend()
    answer = desk.assessor.send(at, {"step": "ended", "reason": "结束", **before})
    assert answer.status_code == 409
    assert "情况有了变化" in answer.text


def test_what_is_withdrawn_is_not_offered_for_restoring(desk: Desk) -> None:
    with desk.database.transaction() as session:
        endings.withdraw(session, actor=desk.owner, disclosure_id=desk.belt.disclosure_id, effective_on=legal_day(utc_now()), reason="停产", now=utc_now())
    page = desk.assessor.get(f"/assessor/front-runners/{desk.candidate}")
    assert 'value="ended"' in page
    assert 'value="restored"' not in page


def test_another_body_and_an_officer_find_no_candidate_at_this_desk(desk: Desk, app: Flask, database: Database) -> None:
    now = utc_now()
    with database.transaction() as session:
        admitted = people.body(session, now, session.query(Bureau).one(), session.query(AssessmentBody).one().admitted_by_id, credit_code="91330000MA27XYZ12F", name="别的评价中心（示例）")
        other = people.assessor(session, now, admitted)
    stranger = visit(app, database, other)
    for visitor in (stranger, desk.officer):
        assert visitor.status(f"/assessor/front-runners/{desk.candidate}") == 404
        assert visitor.send(f"/assessor/front-runners/{desk.candidate}", {"step": "ended", "reason": "x", "seen": 0, "version": 0}, page="/account/reset").status_code == 404
    assert "领跑候选" in stranger.get("/assessor/front-runners")


def test_a_bureau_sees_the_candidate_of_its_territory_but_leaves_the_decision_to_the_body(desk: Desk) -> None:
    at = f"/regulator/front-runners/{desk.candidate}"
    assert at in desk.officer.get("/regulator/front-runners")
    page = desk.officer.get(at)
    assert "由发布该排行榜的评估机构决定" in page
    assert 'name="step"' not in page
    assert desk.officer.send(at, {"step": "ended", "reason": "x", "seen": 0, "version": 0}, page="/account/reset").status_code == 404


def test_a_title_is_recorded_from_the_standard_s_page_and_listed_suspended_and_ended(desk: Desk) -> None:
    assert f"/regulator/front-runners/new?disclosure={desk.public_id}" in desk.officer.get(f"/regulator/disclosures/{desk.public_id}")
    held = desk.record()
    at = f"/regulator/front-runners/{held}"
    page = desk.officer.get(at)
    assert "国家市场监督管理总局（示例）" in page
    assert "示例〔2026〕3号" in page
    for step, state in (("suspended", "suspended"), ("restored", "current"), ("ended", "ended")):
        answer = desk.officer.send(at, {"step": step, "reason": "名单调整", **desk.seen(held)})
        assert (answer.status_code, desk.state(held)) == (302, state)
    assert at in desk.officer.get("/regulator/front-runners?kind=national&state=over")
    assert at not in desk.officer.get("/regulator/front-runners?kind=provincial")


def test_every_wrong_field_of_a_title_is_named_and_nothing_typed_is_lost(desk: Desk) -> None:
    page = f"/regulator/front-runners/new?disclosure={desk.public_id}"
    typed = {**TITLE, "disclosure": desk.public_id, "kind": "", "year": "二六", "issuer": "", "document": "某号文", "source_url": "javascript:alert(1)", "valid_from": "昨天"}
    answer = desk.officer.send("/regulator/front-runners/new", typed, page=page)
    assert answer.status_code == 422
    for name in ("kind", "year", "issuer", "source_url", "valid_from"):
        assert f'href="#f-{name}"' in answer.text
    assert 'value="某号文"' in answer.text
    assert 'value="昨天"' in answer.text


def test_a_title_of_another_territory_is_neither_seen_nor_recorded(desk: Desk, app: Flask, database: Database) -> None:
    held, now = desk.record(), utc_now()
    with database.transaction() as session:
        elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    stranger = visit(app, database, elsewhere)
    assert stranger.status(f"/regulator/front-runners/{held}") == 404
    assert stranger.status(f"/regulator/front-runners/new?disclosure={desk.public_id}") == 404
    assert stranger.send("/regulator/front-runners/new", {"disclosure": desk.public_id, **TITLE}, page="/account/reset").status_code == 404
    assert "国家市场监督管理总局" not in stranger.get("/regulator/front-runners")


def test_the_form_asks_for_the_standard_first_and_reads_a_pasted_address(desk: Desk) -> None:
    assert "哪一项标准" in desk.officer.get("/regulator/front-runners/new")
    assert desk.public_id in desk.officer.get(f"/regulator/front-runners/new?disclosure=https://registry.example/disclosures/{desk.public_id}/")
    assert desk.officer.status("/regulator/front-runners/new?disclosure=nothing") == 404


def test_no_decision_is_taken_without_the_token_of_a_page(desk: Desk) -> None:
    desk.app.config["WTF_CSRF_ENABLED"] = True
    answer = desk.assessor.client.post(f"/assessor/front-runners/{desk.candidate}", data={"step": "ended", "reason": "x", **desk.seen(desk.candidate)})
    assert (answer.status_code, desk.state(desk.candidate)) == (400, "current")


def test_the_worker_suspends_on_the_day_that_an_announced_withdrawal_begins_and_arranges_the_next_look(desk: Desk, settings: Settings, database: Database) -> None:
    tomorrow = legal_day(utc_now()) + timedelta(days=1)
    with database.transaction() as session:
        endings.withdraw(session, actor=desk.owner, disclosure_id=desk.belt.disclosure_id, effective_on=tomorrow, reason="停产", now=utc_now())
    at = worker.Bench(settings, database, desk.app, now=lambda: first_instant(tomorrow))
    while worker.step(at, {front_runners.LOOK: front_runner_looking.look}):
        pass
    with database.reading() as session:
        assert session.scalars(select(FrontRunnerStep.reason)).all() == ["withdrawn"]
        waiting = session.scalars(select(Job.not_before).where(Job.kind == front_runners.LOOK, Job.ended_at.is_(None))).all()
    assert waiting == [first_instant(tomorrow + timedelta(days=1))]
    assert front_runners.LOOK in worker.QUICK
    with database.transaction() as session:
        assert jobs.take(session, "nobody", now=first_instant(tomorrow), kinds=(front_runners.LOOK,)) is None
