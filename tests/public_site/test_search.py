"""The search page as readers meet it: what is found, how it is narrowed, what is recognised, and what is said when nothing is there."""

import html
import json
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from public_site.pages import search_shown
from registry import db
from registry.actions import endings
from registry.index_queue import queue
from registry.models import Disclosure, Enterprise
from tests.factories import people
from tests.fixtures.databases import World
from tests.fixtures.searching import Index
from tests.public_site.shelf import GTIN, RECOMMENDED, Shelf, fill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
UNKNOWN_GTIN, WRONG_GTIN = "9520000000028", "9520000000012"


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf, index: Index) -> Shelf:
    index()
    return told


def text(client: FlaskClient, path: str, status: int = 200, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def twin(client: FlaskClient, query: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(text(client, f"/search.json?{query}"))
    return told


def found(client: FlaskClient, query: str) -> list[str]:
    """Addresses of what the page shows, in its order."""
    return [html.unescape(each) for each in re.findall(r'<div class="first-line"><a class="number" href="([^"]+)"', text(client, f"/search?{query}"))]


def test_an_empty_registry_says_so(client: FlaskClient, index: Index) -> None:
    index()
    assert "还没有可以搜索的内容" in text(client, "/search")


def test_one_box_finds_every_kind_and_tabs_count_them(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/search?q=输送带")
    assert {address.split("/")[1] for address in found(client, "q=输送带&per_page=100")} == {"disclosures", "products", "standards"}
    assert re.search(r'<a href="/search\?q=[^"]+&amp;kind=disclosure">已公开的标准 <span class="quiet">11</span>', page)
    assert "<mark>输送带</mark>" in page
    assert 'name="robots" content="noindex' in page
    assert 'name="robots"' not in text(client, "/search")


@pytest.mark.parametrize("typed", ["GB/T 990002-2024", "gbt990002—2024", "ＧＢ／Ｔ　９９０００２", "990002"])
def test_a_number_is_found_in_any_spelling_and_said_to_be_one(client: FlaskClient, shelf: Shelf, typed: str) -> None:
    assert f"/standards/{RECOMMENDED}".replace(" ", "%20") in found(client, f"q={typed}")
    assert any(each["kind"] == "number" for each in twin(client, f"q={typed}")["read"]) or typed.isdigit()  # type: ignore[attr-defined]


def test_an_enterprise_is_found_by_its_code_with_all_that_is_its_own(client: FlaskClient, shelf: Shelf) -> None:
    first = twin(client, f"q={shelf.firm.lower()}")
    assert [(row["kind"], row["tier"]) for row in first["results"]][:1] == [("enterprise", "exact")]  # type: ignore[attr-defined]
    assert f"/enterprises/{shelf.firm}" in found(client, f"q={shelf.firm}&per_page=100")
    assert set(found(client, f"enterprise={shelf.firm}&kind=disclosure")) == {f"/disclosures/{each}" for each in shelf.ids.values()}


def test_a_barcode_is_answered_whether_something_is_under_it_or_not(client: FlaskClient, shelf: Shelf) -> None:
    assert found(client, f"q={GTIN}") == [f"/products/{shelf.product}"]
    assert "这个条码下没有公开的产品或标准" in text(client, f"/search?q={UNKNOWN_GTIN}")
    assert "最后一位校验码不对" in text(client, f"/search?q={WRONG_GTIN}")


def test_filters_narrow_in_any_combination_and_each_is_taken_back_in_one_click(client: FlaskClient, shelf: Shelf) -> None:
    assert found(client, "kind=disclosure&status=withdrawn&region=331022") == [f"/disclosures/{shelf.ids['withdrawn']}"]
    assert found(client, "kind=disclosure&lower=yes") == [f"/disclosures/{shelf.ids['lower']}"]
    assert found(client, "kind=disclosure&checked=conforming&status=current") == [f"/disclosures/{shelf.ids['current']}"]
    page = text(client, "/search?kind=disclosure&status=withdrawn&region=331022")
    chips = dict(re.findall(r'<li><a href="([^"]+)" rel="nofollow"><span>([^<]+)</span><span aria-hidden="true">×', page))
    assert chips == {"/search?kind=disclosure&amp;region=331022": "已废止", "/search?kind=disclosure&amp;status=withdrawn": "三门县"}


def test_a_tree_is_walked_down_and_shows_the_way_up(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/search?kind=disclosure&region=330000")
    assert re.search(r'aria-current="true">浙江省</a>', page)
    assert re.search(r'href="/search\?kind=disclosure&amp;region=331000" rel="nofollow"><span>台州市</span><span class="quiet">11</span>', page)
    assert re.search(r'<a href="/search\?kind=disclosure" rel="nofollow">全部</a>', page)


def test_a_row_that_no_longer_fits_is_dropped_before_the_index_knows(client: FlaskClient, shelf: Shelf, database: db.Database, now: datetime) -> None:
    address = f"/disclosures/{shelf.ids['free']}"
    assert address in found(client, "kind=disclosure&status=current")
    with database.transaction() as session:
        row = session.query(Disclosure).filter_by(public_id=shelf.ids["free"]).one()
        owner = people.member(session, now, session.get_one(Enterprise, row.enterprise_id))
        endings.withdraw(session, actor=owner, disclosure_id=row.id, effective_on=now.date(), reason="不再生产", now=now)
    assert address not in found(client, "kind=disclosure&status=current")
    assert address in found(client, "kind=disclosure")


def test_what_is_disclosed_now_is_found_once_the_index_has_followed(client: FlaskClient, shelf: Shelf, index: Index, database: db.Database, now: datetime) -> None:
    with database.transaction() as session:
        people.enterprise(session, now, credit_code="91350302MA31ABCD0F", name="莆田新来的鞋业有限公司（示例）", division_code="350302")
    index()
    assert found(client, "q=莆田新来的鞋业有限公司") == ["/enterprises/91350302MA31ABCD0F"]


def test_one_wrong_character_is_mended_and_said(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/search?q=夹织物蕊输送带")
    assert f"/products/{shelf.product}" in page
    assert "夹织物芯输送带" in page
    assert "exactly=yes" in page


def test_a_name_with_one_wrong_character_leads_to_the_name_though_others_hold_parts_of_it(client: FlaskClient, shelf: Shelf) -> None:
    meant, typed = twin(client, "q=夹织物芯输送带"), twin(client, "q=夹织物蕊输送带")
    parts = twin(client, "q=夹织物蕊输送带&exactly=yes")
    assert {row["tier"] for row in parts["results"]} == {"most"}  # type: ignore[attr-defined]
    assert (typed["corrected"], parts["corrected"]) == ("夹织物芯输送带", None)
    assert typed["results"] == meant["results"] != parts["results"]
    for further in ("&per_page=1&page=2", "&sort=newest"):
        assert twin(client, f"q=夹织物蕊输送带{further}")["results"] == twin(client, f"q=夹织物芯输送带{further}")["results"]


@pytest.mark.parametrize("sort", ["newest", "oldest", "number", "name"])
def test_every_order_is_told_and_stable(client: FlaskClient, shelf: Shelf, sort: str) -> None:
    once = found(client, f"kind=disclosure&sort={sort}")
    assert once == found(client, f"kind=disclosure&sort={sort}")
    assert len(once) == 11
    if sort in ("newest", "oldest"):
        rows = [row["changed_at"] for row in twin(client, f"kind=disclosure&sort={sort}")["results"]]  # type: ignore[attr-defined]
        assert rows == sorted(rows, reverse=sort == "newest")


def test_pages_turn_and_end_at_result_ten_thousand(client: FlaskClient, shelf: Shelf) -> None:
    first, second = found(client, "kind=disclosure&per_page=6"), found(client, "kind=disclosure&per_page=6&page=2")
    assert len({*first, *second}) == 11
    assert 'rel="prev nofollow"' in text(client, "/search?kind=disclosure&per_page=6&page=2")
    assert "页面只翻到第 10,000 项" in text(client, "/search?kind=disclosure&page=501")
    assert "这一页没有内容" in text(client, "/search?kind=disclosure&page=9")


def test_a_program_goes_on_by_the_cursor_to_the_end(client: FlaskClient, shelf: Shelf) -> None:
    seen: list[str] = []
    address: str | None = "/search.json?kind=disclosure&per_page=3"
    while address:
        page = json.loads(text(client, address.removeprefix("http://localhost")))
        assert ("facets" in page) == (not seen)
        seen += [row["public_id"] for row in page["results"]]
        address = page["next"]
    assert sorted(seen) == sorted(shelf.ids.values())


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%22%5B%5D", "1,2,3", "eyJhIjoxfQ"])
def test_a_cursor_that_is_none_is_refused(client: FlaskClient, shelf: Shelf, cursor: str) -> None:
    answer = client.get(f"/search.json?kind=disclosure&after={cursor}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_an_index_that_lags_says_so(client: FlaskClient, shelf: Shelf, database: db.Database, now: datetime) -> None:
    assert "可能还没有进入搜索" not in text(client, "/search")
    with database.transaction() as session:
        queue(session, [("enterprise", 1)], not_before=now)
    client.application.extensions["search"].lag._held = None
    assert "可能还没有进入搜索" in text(client, "/search")


def test_what_can_be_compared_has_a_box_to_tick(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/search?kind=disclosure")
    assert '<form action="/compare" method="get"' in page
    assert f'name="d" value="{shelf.ids["current"]}"' in page
    assert f'name="p" value="{shelf.product}"' in text(client, "/search?kind=product")
    assert "/compare" not in text(client, "/search?kind=enterprise")


def test_a_page_in_english_is_whole(client: FlaskClient, shelf: Shelf) -> None:
    for query in ("q=输送带", "kind=standard", f"q={UNKNOWN_GTIN}", "q=nothing+like+it", "page=501&kind=disclosure", "status=current&category=conveyor-belt"):
        page = text(client, f"/search?{query}", **{"Accept-Language": "en"})
        spoken = re.sub(r'<span lang="zh-CN">.*?</span>|<a class="language".*?</a>|<ul class="examples">.*?</ul>|value="[^"]*"|href="[^"]*"|<title>.*?</title>|“[^”]*”|<div class="read">.*?</div>|<span class="unseen"> [^<]*</span>', "", page, flags=re.DOTALL)
        assert re.findall(r"[\u4e00-\u9fff]+", spoken) == []


def test_a_large_registry_is_counted_as_more_than(app: Flask, shelf: Shelf) -> None:
    with app.test_request_context("/search"):
        assert search_shown._told(100_001, known=True) == "100,000+"
