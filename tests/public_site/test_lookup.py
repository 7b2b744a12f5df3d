"""Look-ups while typing: JSON for everybody, bounded, kept by caches for a while."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from registry.actions import catalogue, vocabulary
from registry.db import Database
from registry.rules.permission import SYSTEM


@pytest.fixture(autouse=True)
def _shipped(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        vocabulary.load(session, actor=SYSTEM, now=now)
        catalogue.load_demonstration(session, actor=SYSTEM, now=now)


def test_a_standard_comes_with_its_title_and_what_it_is_today(client: FlaskClient) -> None:
    answer = client.get("/lookup/standards?q=９９０００３")
    assert [(row["number"], row["state"], row["class"]) for row in answer.json["found"]] == [("GB/T 990003-2023", "in_force", "national"), ("GB/T 990003-2016", "replaced", "national")]
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert client.get("/lookup/standards?q=gbt990014", headers={"Accept-Language": "en"}).json["found"][0]["state"] == "upcoming"


def test_a_concept_comes_with_all_that_a_row_of_the_grid_needs(client: FlaskClient) -> None:
    found = client.get("/lookup/concepts?q=抗拉强度&category=conveyor-belt").json["found"]
    assert found[0]["code"] == "tensile-strength"
    assert (found[0]["exact"], found[0]["spelling"], found[0]["default_unit"], found[0]["direction"]) == (True, "抗拉强度", "MPa", "higher")
    assert found[0]["units"][0] == "MPa"
    assert "kPa" in found[0]["units"]
    assert found[0]["conditions"] == {"unaged": "老化前", "aged": "老化后"}
    assert not client.get("/lookup/concepts?q=拉伸").json["found"][0]["exact"]


def test_nothing_typed_offers_the_categorys_own_concepts_and_else_nothing(client: FlaskClient) -> None:
    assert client.get("/lookup/concepts?category=conveyor-belt").json["found"]
    for kind in ("standards", "concepts", "categories", "divisions", "industries"):
        assert client.get(f"/lookup/{kind}").json == {"found": []}, kind
        assert client.get(f"/lookup/{kind}?q=%25").json == {"found": []}, kind


def test_categories_divisions_and_industries_are_found_by_name(client: FlaskClient) -> None:
    category = client.get("/lookup/categories?q=传送带").json["found"][0]
    assert (category["code"], category["path"]) == ("conveyor-belt", ["橡胶制品"])
    assert client.get("/lookup/divisions?q=三门").json["found"][0]["code"] == "331022"
    assert client.get("/lookup/industries?q=2912").json["found"][0]["code"].endswith("2912")


@pytest.mark.parametrize("kind", ["standards", "concepts", "categories", "divisions", "industries"])
def test_any_text_is_answered_shortly(client: FlaskClient, kind: str) -> None:
    for typed in ("x" * 3000, "' OR 1=1", "\ud83d\ude00", "a b c d e f g h i", "%_\\"):
        answer = client.get(f"/lookup/{kind}", query_string={"q": typed.encode("utf-16", "surrogatepass").decode("utf-16")})
        assert answer.status_code == 200, typed[:9]
        assert len(answer.json["found"]) <= 12
