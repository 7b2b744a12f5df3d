"""The bureau keeps the catalogue, its floors and the vocabularies."""

from datetime import datetime

import pytest
from flask import Flask

from registry.actions import catalogue, vocabulary
from registry.db import Database
from registry.queries import catalogue as standards
from registry.queries import vocabulary as words
from registry.rules.permission import SYSTEM
from tests.factories import disclosures, people
from tests.factories.contents import line
from tests.factories.visits import Visit, visit


@pytest.fixture
def registrar(app: Flask, database: Database, now: datetime) -> Visit:
    with database.transaction() as session:
        actor = people.officer(session, now, people.bureau(session, now))
    return visit(app, database, actor)


@pytest.fixture
def standard_id(database: Database, now: datetime) -> int:
    with database.transaction() as session:
        vocabulary.load(session, actor=SYSTEM, now=now)
        catalogue.load_demonstration(session, actor=SYSTEM, now=now)
        found = standards.by_number(session, "GB/T 990003-2016")
        assert found
        return found.id


@pytest.fixture
def free_name(database: Database, standard_id: int, now: datetime) -> str:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        disclosures.disclosed(session, now, people.member(session, now, firm), firm, lines=(line(name="抗拉强力"), line(name="带速", kind="functional")))
    return "抗拉强力"


def test_an_empty_catalogue_and_empty_vocabularies_say_what_to_do(registrar: Visit) -> None:
    assert "registry catalogue import" in registrar.get("/regulator/catalogue")
    assert "所有名称都已对应" in registrar.get("/regulator/vocabulary")
    assert "registry vocabulary load" in registrar.get("/regulator/vocabulary/categories")
    assert "没有找到指标名目" in registrar.get("/regulator/vocabulary/concepts")


def test_a_standard_is_found_and_shows_who_says_what(registrar: Visit, standard_id: int) -> None:
    assert "目录里有 21 项标准" in registrar.get("/regulator/catalogue")
    found = registrar.get("/regulator/catalogue?q=990003")
    assert found.index("GB/T 990003—2023") < found.index("GB/T 990003—2016")
    assert "没有收录不等于不存在" in registrar.get("/regulator/catalogue?q=没有这个")
    page = registrar.get(f"/regulator/catalogue/{standard_id}")
    for shown in ("被代替", "只有一个来源这样说", "原始状态：被代替", "GB/T 990003-2023", "还没有录入参考指标"):
        assert shown in page, shown
    assert registrar.status("/regulator/catalogue/999999") == 404


def test_a_withdrawal_is_confirmed_with_its_source_and_denied_later(registrar: Visit, standard_id: int) -> None:
    address = f"/regulator/catalogue/{standard_id}"
    answer = registrar.send(f"{address}/confirmation", {"said": "in_force", "withdrawn_on": "2024年4月1日", "source": "公告"}, page=address)
    assert answer.status_code == 422
    assert 'id="e-withdrawn_on"' in answer.text
    assert "2024年4月1日" in answer.text
    registrar.send(f"{address}/confirmation", {"said": "withdrawn", "withdrawn_on": "2024-04-01", "source": "2023年第9号公告"}, page=address)
    page = registrar.get(address)
    assert "2023年第9号公告" in page
    assert "确认已废止" in page
    assert "只有一个来源这样说" not in page
    registrar.send(f"{address}/confirmation", {"said": "in_force", "source": "更正公告"}, page=address)
    assert "以这一条为准" in registrar.get(address)
    assert "现行" in registrar.get("/regulator/catalogue?q=990003-2016")


def test_a_floor_is_entered_by_any_name_replaced_and_ended(registrar: Visit, standard_id: int, database: Database) -> None:
    new, page = f"/regulator/catalogue/{standard_id}/floors/new", f"/regulator/catalogue/{standard_id}"
    typed: dict[str, object] = {"concept": "扯断强度", "operator": "at_least", "low": "１５", "unit": "N", "condition": "aged", "source": "第5章"}
    answer = registrar.send(new, typed)
    assert answer.status_code == 422
    assert 'id="e-unit"' in answer.text
    assert 'value="扯断强度"' in answer.text
    assert registrar.send(new, typed | {"unit": "MPa"}).status_code == 302
    assert "≥ 15\u202fMPa" in registrar.get(page)
    with database.reading() as session:
        floor_id = standards.floors(session, [standard_id])[0][0].id
    assert 'value="拉伸强度"' in registrar.get(f"/regulator/floors/{floor_id}")
    assert registrar.send(f"/regulator/floors/{floor_id}", typed | {"unit": "MPa", "low": "16.0"}).status_code == 302
    assert registrar.send(f"/regulator/floors/{floor_id}", typed | {"unit": "MPa"}).status_code == 409
    with database.reading() as session:
        now_id = standards.floors(session, [standard_id])[0][0].id
    registrar.send(f"/regulator/floors/{now_id}/end", {}, page=page)
    assert registrar.get(page).count("已结束") >= 2


def test_a_free_name_is_mapped_and_taken_back(registrar: Visit, free_name: str, database: Database) -> None:
    assert free_name in registrar.get("/regulator/vocabulary")
    assert "没有这样的名称" in registrar.get("/regulator/vocabulary?q=别的")
    page = f"/regulator/vocabulary/names?name={free_name}"
    answer = registrar.send("/regulator/vocabulary/names", {"name": free_name, "other": "没有的名目"}, page=page)
    assert answer.status_code == 422
    assert "没有的名目" in answer.text
    assert registrar.send("/regulator/vocabulary/names", {"name": free_name, "other": "断裂强度"}, page=page).status_code == 302
    registrar.get("/regulator/vocabulary")  # the sentence that it was mapped is shown once
    assert free_name not in registrar.get("/regulator/vocabulary")
    assert free_name in registrar.get("/regulator/vocabulary/concepts/tensile-strength")
    with database.reading() as session:
        meant = words.match(session, free_name)
        assert meant
        mapped_id = next(each.id for each in words.synonyms(session, meant.id) if each.mapped_by_id)
    registrar.send(f"/regulator/vocabulary/synonyms/{mapped_id}/end", {}, page="/regulator/vocabulary/concepts/tensile-strength")
    assert registrar.status(page) == 200


def test_a_new_concept_keeps_what_was_typed_until_it_is_right(registrar: Visit, free_name: str) -> None:
    new = f"/regulator/vocabulary/concepts/new?name={free_name}"
    typed: dict[str, object] = {"name": free_name, "name_en": "Breaking force", "kind": "performance", "quantity": "force", "default_unit": "MPa", "direction": "higher", "synonyms": "抗拉强度"}
    answer = registrar.send("/regulator/vocabulary/concepts/new", typed, page=new)
    assert answer.status_code == 422
    for shown in ('id="e-default_unit"', 'id="e-synonyms"', "抗拉强度", 'value="Breaking force"'):
        assert shown in answer.text, shown
    answer = registrar.send("/regulator/vocabulary/concepts/new", typed | {"default_unit": "N", "synonyms": ""}, page=new)
    assert answer.headers["Location"] == "/regulator/vocabulary/concepts/breaking-force"
    assert "越大越好" in registrar.get("/regulator/vocabulary/concepts/breaking-force")
    assert free_name in registrar.get("/regulator/vocabulary/concepts?q=抗拉强力")


def test_a_category_gets_further_names(registrar: Visit, standard_id: int) -> None:
    address = "/regulator/vocabulary/categories/conveyor-belt"
    assert "先推荐的指标" in registrar.get(address)
    assert registrar.send(address, {"synonyms": "橡塑制品"}).status_code == 422
    assert registrar.send(address, {"synonyms": "皮带机带\n运输带"}).status_code == 302
    assert "皮带机带、运输带" in registrar.get("/regulator/vocabulary/categories")


def test_who_holds_no_registrars_office_reads_and_changes_nothing(app: Flask, database: Database, now: datetime, standard_id: int, free_name: str) -> None:
    with database.transaction() as session:
        auditor = people.officer(session, now, people.bureau(session, now), "auditor")
        outsider = people.person(session, now)
    reader = visit(app, database, auditor)
    assert "核对来源之后" not in reader.get(f"/regulator/catalogue/{standard_id}")
    for address in (f"/regulator/catalogue/{standard_id}/floors/new", "/regulator/vocabulary/concepts/new"):
        assert reader.status(address) == 403
    assert outsider.id
    for address in ("/regulator/catalogue", "/regulator/vocabulary", f"/regulator/catalogue/{standard_id}"):
        assert app.test_client().get(address).status_code == 302
