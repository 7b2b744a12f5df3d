"""The desk's form for what stands beside the public form for reports."""

from datetime import datetime

import pytest
from flask import Flask

from registry.db import Database
from registry.models import Bureau
from registry.rules.office_contact import OfficeContact
from tests.factories import people
from tests.factories.visits import Visit, visit

REACHED = {"phone": "0576-83300000", "email": "jubao@example.org", "address": "示例广场1号（举报投诉信箱）"}
UNSEEN = {f"before_{name}": "" for name in REACHED}


@pytest.fixture
def county(database: Database, now: datetime) -> int:
    with database.transaction() as session:
        return people.bureau(session, now).id


@pytest.fixture
def registrar(app: Flask, database: Database, now: datetime, county: int) -> Visit:
    return somebody(app, database, now, county, "registrar")


def somebody(app: Flask, database: Database, now: datetime, office: int, *roles: str) -> Visit:
    with database.transaction() as session:
        actor = people.officer(session, now, session.get_one(Bureau, office), *roles)
    return visit(app, database, actor)


def kept(database: Database, office: int) -> OfficeContact:
    with database.reading() as session:
        found = session.get_one(Bureau, office)
        return OfficeContact(found.phone or "", found.email or "", found.address or "")


def test_a_registrar_enters_it_and_a_colleague_reads_it(app: Flask, registrar: Visit, database: Database, now: datetime, county: int) -> None:
    people_page = f"/regulator/people/{county}"
    assert f'href="{people_page}/contact"' in registrar.get(people_page)
    assert registrar.send(f"{people_page}/contact", {**UNSEEN, **REACHED}).headers["Location"] == people_page
    assert kept(database, county) == OfficeContact(**REACHED)
    colleague = somebody(app, database, now, county, "handler")
    page = colleague.get(people_page)
    assert not [shown for shown in REACHED.values() if shown not in page]
    assert f"{people_page}/contact" not in page
    assert colleague.status(f"{people_page}/contact") == 403
    page = registrar.get(f"{people_page}/contact")
    assert not [shown for shown in REACHED.values() if page.count(f'value="{shown}"') != 2]


def test_every_wrong_field_is_named_beside_it_and_nothing_typed_is_lost(registrar: Visit, database: Database, county: int) -> None:
    answer = registrar.send(f"/regulator/people/{county}/contact", {**UNSEEN, "phone": "打电话", "email": "jubao@", "address": "示例广场1号"})
    assert answer.status_code == 422
    for shown in ('id="e-phone"', 'id="e-email"', 'value="打电话"', 'value="jubao@"', 'value="示例广场1号"', "12315"):
        assert shown in answer.text, shown
    assert 'id="e-address"' not in answer.text
    assert kept(database, county) == OfficeContact()


def test_who_comes_second_sees_what_stands_keeps_what_was_typed_and_may_save_again(registrar: Visit, database: Database, county: int) -> None:
    address = f"/regulator/people/{county}/contact"
    registrar.send(address, {**UNSEEN, **REACHED})
    second = registrar.send(address, {**UNSEEN, "phone": "12315"})
    assert second.status_code == 409
    for shown in ("别人已保存过", 'name="phone"', 'value="12315"', 'name="before_phone" value="0576-83300000"', "示例广场1号"):
        assert shown in second.text, shown
    assert kept(database, county) == OfficeContact(**REACHED)
    assert registrar.send(address, {**{f"before_{name}": value for name, value in REACHED.items()}, "phone": "12315"}).status_code == 302
    assert kept(database, county) == OfficeContact(phone="12315")


def test_another_county_finds_nothing(app: Flask, registrar: Visit, database: Database, now: datetime, county: int) -> None:
    with database.transaction() as session:
        other = people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）").id
    stranger = somebody(app, database, now, other, "registrar")
    assert stranger.status(f"/regulator/people/{county}/contact") == 404
    assert stranger.send(f"/regulator/people/{county}/contact", {**UNSEEN, **REACHED}, page=f"/regulator/people/{other}/contact").status_code == 404
    assert kept(database, county) == OfficeContact()


def test_the_page_is_there_in_english(registrar: Visit, county: int) -> None:
    page = registrar.get(f"/regulator/people/{county}/contact?lang=en")
    assert "Public contact" in page
    assert "Mailbox (postal address)" in page
