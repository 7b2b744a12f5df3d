"""A board from the order to its publishing, at the desk of those who judge and in the worker that compiles it."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from public_site import ranking_following, worker
from registry.actions import rankings as actions
from registry.db import Database, utc_now
from registry.models import Job, LiveEntry, Message, Ranking, RankingEntry, RankingTask
from registry.rules.permission import Actor
from registry.settings import Settings
from tests.factories import people, schemes
from tests.factories import rankings as made
from tests.factories.visits import Visit, visit


@dataclass
class Told:
    """An assessor with a published scheme and four belts: levels 1, 1, 3, and one without its speed."""

    assessor: Actor
    scheme_id: int
    version_id: int


def world(session: Session, now: datetime) -> Told:
    assessor = made.assessor(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    for declared in (("25 MPa",), ("24 MPa",), ("12 MPa",), ("25 MPa", "")):
        made.belt(session, now, owner, firm, *declared)
    version = schemes.published(session, now, assessor, made.scheme(valid_until="2069-12-31"))
    return Told(assessor, version.scheme_id, version.id)


@pytest.fixture(name="world")
def _world() -> object:
    return world


@pytest.fixture
def desk(app: Flask, database: Database, told: Told) -> Visit:
    return visit(app, database, told.assessor)


@pytest.fixture
def bench(settings: Settings) -> Iterator[worker.Bench]:
    made_bench = dataclasses.replace(worker.bench(settings), now=utc_now)
    yield made_bench
    made_bench.database.close()


def draft_of(database: Database) -> Ranking:
    with database.transaction() as session:
        return session.scalars(select(Ranking).order_by(Ranking.id.desc()).limit(1)).one()


def test_an_order_is_told_in_words_until_the_worker_has_made_the_draft(desk: Visit, told: Told, database: Database, bench: worker.Bench) -> None:
    at = f"/assessor/schemes/{told.scheme_id}/rankings"
    assert desk.send(at, {}).status_code == 302
    waiting = desk.get(at)
    assert "已排队，马上开始。" in waiting
    assert 'data-refresh="3"' in waiting
    desk.send(at, {}, page="/account")  # a second click
    assert worker.step(bench, worker.LONG)
    assert not worker.step(bench, worker.LONG)
    done = desk.get(at)
    assert "data-refresh" not in done
    assert "草稿" in done
    draft = draft_of(database)
    page = desk.get(f"/assessor/rankings/{draft.id}")
    for words in ("缺少核心指标", "每一档内排名不分先后。", "各标准的数值相同，不发布单项榜", "三门县某某橡胶有限公司（示例）"):
        assert words in page
    assert (draft.graded, draft.excluded, draft.published_at) == (3, 1, None)


def test_a_draft_is_published_from_its_page_and_the_enterprises_are_told(desk: Visit, told: Told, database: Database, bench: worker.Bench, mailbox: object) -> None:
    desk.send(f"/assessor/schemes/{told.scheme_id}/rankings", {})
    assert worker.step(bench, worker.LONG)
    draft = draft_of(database)
    at = f"/assessor/rankings/{draft.id}"
    assert desk.send(f"{at}/publication", {}, page=at).status_code == 302
    page = desk.get(at)
    assert draft.result_hash in page
    assert "丢弃草稿" not in page
    assert desk.send(f"{at}/discarding", {}, page=f"/assessor/schemes/{told.scheme_id}/rankings").status_code == 409
    while worker.step(bench):
        pass
    with database.reading() as session:
        (message,) = session.scalars(select(Message).where(Message.kind == "ranking.published")).all()
        assert (message.facts["count"], message.facts["place"]) == (4, 1)
        assert [(job.kind, job.last_error) for job in session.scalars(select(Job).where(Job.ended_at.is_(None), Job.kind.startswith("ranking.")))] == []
    assert "已发布" in desk.get("/assessor/rankings")


def test_a_draft_is_thrown_away_from_its_page(desk: Visit, told: Told, database: Database, bench: worker.Bench) -> None:
    desk.send(f"/assessor/schemes/{told.scheme_id}/rankings", {})
    assert worker.step(bench, worker.LONG)
    at = f"/assessor/rankings/{draft_of(database).id}"
    assert desk.send(f"{at}/discarding", {}, page=at).status_code == 302
    assert desk.status(at) == 404


def test_what_a_dead_worker_left_is_replaced_by_the_next_one(told: Told, database: Database, bench: worker.Bench) -> None:
    with database.transaction() as session:
        version_id, compiled = actions.read(session, actor=told.assessor, scheme_id=told.scheme_id, today=utc_now().date())
        left = actions.begin(session, actor=told.assessor, version_id=version_id, compiled=compiled, now=utc_now(), random=made.random)
        actions.add(session, left.id, list(compiled.entries())[:2])
        actions.order(session, actor=told.assessor, scheme_id=told.scheme_id, now=utc_now())
    assert worker.step(bench, worker.LONG)
    draft = draft_of(database)
    assert draft.result_hash
    with database.reading() as session:
        assert len(session.scalars(select(Ranking)).all()) == 1
        assert len(session.scalars(select(RankingEntry)).all()) == 4


def test_the_worker_keeps_the_live_ranking_beside_what_is_disclosed(told: Told, database: Database, bench: worker.Bench) -> None:
    assert ranking_following.drain(bench) > 0
    while ranking_following.drain(bench):
        pass
    with database.reading() as session:
        assert sorted(row.level or 0 for row in session.scalars(select(LiveEntry))) == [0, 1, 1, 3]
        assert session.scalars(select(RankingTask).where(RankingTask.not_before <= utc_now())).all() == []


def test_people_of_another_body_and_enterprises_see_nothing(app: Flask, told: Told, database: Database, now: datetime, bench: worker.Bench) -> None:
    with database.transaction() as session:
        office = people.bureau(session, now, name="城厢区局", division_code="350302")
        other = people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0, credit_code="52330100MJ8700001F"))
        draft = actions.compile_ranking(session, actor=told.assessor, scheme_id=told.scheme_id, now=now, random=made.random)
        session.flush()
        ranking_id = draft.id
    stranger = visit(app, database, other)
    assert stranger.status(f"/assessor/rankings/{ranking_id}") == 404
    assert stranger.status(f"/assessor/schemes/{told.scheme_id}/rankings") == 404
    for step in ("publication", "discarding"):
        assert stranger.send(f"/assessor/rankings/{ranking_id}/{step}", {}, page="/account").status_code == 404
