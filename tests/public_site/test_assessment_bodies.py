"""From the bureau's desk to the assessor's: admitting a body, inviting its people, who come by the link, and ending the admission."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from registry.db import Database
from registry.models import Account, AssessmentBody, Job
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.visits import Visit, visit

ROOM = "/regulator/assessment-bodies"
TYPED = {"name": "某某质量评价中心（示例）", "credit_code": "5233 0100 MJ87 0000 0h", "document": "三市监标准〔2026〕1号（示例）", "website": "https://example.com/"}


@pytest.fixture
def registrar(app: Flask, database: Database, now: datetime) -> Visit:
    with database.transaction() as session:
        actor = people.officer(session, now, people.bureau(session, now), "registrar")
    return visit(app, database, actor)


@pytest.fixture
def guest(database: Database, now: datetime) -> Account:
    with database.transaction() as session:
        account = people.person(session, now, email="guest@example.com", name="李评估")
        session.expunge(account)
    return account


def admitted(registrar: Visit, database: Database) -> int:
    assert registrar.send(f"{ROOM}/new", TYPED).status_code == 302
    with database.reading() as session:
        return session.query(AssessmentBody).one().id


def link(database: Database) -> str:
    """The link in the last invitation."""
    with database.reading() as session:
        sent = session.scalars(select(Job).where(Job.kind == "secret.send").order_by(Job.id.desc())).first()
        assert sent
        return str(sent.payload["facts"]["path"])


def test_an_invited_person_accepts_and_comes_to_the_assessor_s_desk(app: Flask, registrar: Visit, database: Database, guest: Account) -> None:
    assert "还没有评估机构" in registrar.get(ROOM)
    body = admitted(registrar, database)
    assert registrar.send(f"{ROOM}/{body}", {"address": "guest@example.com"}).status_code == 302
    assert "guest@example.com" in registrar.get(f"{ROOM}/{body}")
    coming = visit(app, database, Actor(account_id=guest.id))
    assert coming.status("/assessor") == 403
    assert "评估人员" in coming.get(link(database))
    assert coming.send(link(database), {}).headers["Location"].endswith("/assessor")
    assert "某某质量评价中心（示例）" in coming.get("/assessor")
    assert "李评估" in coming.get(f"/assessor/people/{body}")
    assert coming.send(f"/assessor/people/{body}", {"address": "second@example.com"}).status_code == 302
    assert "second@example.com" in registrar.get(f"{ROOM}/{body}")


def test_every_wrong_field_is_told_and_what_was_typed_stays(registrar: Visit) -> None:
    answer = registrar.send(f"{ROOM}/new", TYPED | {"credit_code": "52330100MJ8700000G", "document": "", "website": "ftp://x"})
    assert answer.status_code == 422
    for shown in ("校验码不符", "请填写这一项", 'value="52330100MJ8700000G"', 'value="ftp://x"', 'href="#f-credit_code"'):
        assert shown in answer.text, shown


def test_an_ended_admission_says_so_and_shuts_the_desk(app: Flask, registrar: Visit, database: Database, guest: Account) -> None:
    body = admitted(registrar, database)
    registrar.send(f"{ROOM}/{body}", {"address": "guest@example.com"})
    coming = visit(app, database, Actor(account_id=guest.id))
    coming.send(link(database), {})
    assert registrar.send(f"{ROOM}/{body}/end", {"reason": ""}, page=f"{ROOM}/{body}").status_code == 422
    assert registrar.send(f"{ROOM}/{body}/end", {"reason": "不再具备条件"}, page=f"{ROOM}/{body}").status_code == 302
    page = registrar.get(f"{ROOM}/{body}")
    assert "不再具备条件" in page
    assert "邀请同事" not in page
    assert coming.status("/assessor") == 403


def test_who_is_no_registrar_sees_bodies_and_admits_none(app: Flask, registrar: Visit, database: Database, now: datetime) -> None:
    body = admitted(registrar, database)
    with database.transaction() as session:
        handler = people.officer(session, now, people.bureau(session, now, name="三门县局二（示例）"), "handler")
    desk = visit(app, database, handler)
    assert "列入评估机构</a>" not in desk.get(ROOM)
    assert desk.status(f"{ROOM}/new") == 403
    assert desk.status(f"{ROOM}/{body}") == 404


def test_somebody_who_left_no_longer_acts_for_the_body(app: Flask, registrar: Visit, database: Database, guest: Account) -> None:
    body = admitted(registrar, database)
    registrar.send(f"{ROOM}/{body}", {"address": "guest@example.com"})
    coming = visit(app, database, Actor(account_id=guest.id))
    coming.send(link(database), {})
    assert registrar.send(f"{ROOM}/{body}/{guest.id}/end", {}, page=f"{ROOM}/{body}").status_code == 302
    assert coming.status("/assessor") == 403
    assert "已离开的人员" in registrar.get(f"{ROOM}/{body}")
