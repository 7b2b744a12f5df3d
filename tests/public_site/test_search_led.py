"""Stars, levels, candidates and titles in the search: as filters with counts, as an order, and beside what was found."""

import html
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.db import Database
from registry.models import Disclosure
from tests.fixtures.searching import Index
from tests.public_site import test_badges
from tests.public_site.test_badges import Hall

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
hall = test_badges.hall


@pytest.fixture
def searched(hall: Hall, index: Index) -> Hall:
    index()
    return hall


def found(hall: Hall, query: str) -> list[str]:
    return re.findall(r'<div class="first-line"><a class="number" href="([^"]+)"', hall.text(f"/search?{query}"))


def test_results_are_narrowed_by_stars_level_and_title_with_counts(searched: Hall) -> None:
    best, product, third = f"/disclosures/{searched.best}", f"/products/{searched.code}", f"/disclosures/{searched.third}"
    page = searched.text("/search")
    for field, value, words, count in (("stars", "5", "五星", 3), ("stars", "3", "三星", 1), ("level", "1", "先进水平", 3), ("level", "3", "基准水平", 1), ("front_runner", "candidate", "领跑候选", 3)):
        assert f'<a href="/search?{field}={value}" rel="nofollow"><span>{words}</span><span class="quiet">{count}</span></a>' in page, words
    assert {best, product} < set(found(searched, "stars=5"))
    assert found(searched, "level=3") == found(searched, "stars=3&level=3") == [third]
    assert {best, product} < set(found(searched, "front_runner=candidate"))
    chips = re.findall(r'<li><a href="([^"]+)" rel="nofollow"><span>([^<]+)</span><span aria-hidden="true">×', searched.text("/search?level=1&front_runner=candidate"))
    assert chips == [("/search?front_runner=candidate", "先进水平"), ("/search?level=1", "领跑候选")]


def test_the_most_stars_come_first_and_what_has_none_last(searched: Hall) -> None:
    rows = found(searched, "sort=stars")
    assert rows[3] == f"/disclosures/{searched.third}"
    assert {f"/disclosures/{searched.best}", f"/products/{searched.code}"} < set(rows[:3])
    assert any("/enterprises/" in each for each in rows[4:])
    assert not any(each.startswith(("/disclosures/", "/products/")) for each in rows[4:])
    assert 'rel="nofollow" aria-current="true">按星级</a>' in searched.text("/search?sort=stars")


def test_a_program_walks_the_order_by_its_cursor(searched: Hall) -> None:
    told, address = list[str](), "/search.json?sort=stars&per_page=2"
    while address:
        answer = json.loads(searched.text(address))
        told += [each["url"] for each in answer["results"]]
        address = (answer["next"] or "").partition("localhost")[2]
    whole = [each["url"] for each in json.loads(searched.text("/search.json?sort=stars&per_page=100"))["results"]]
    assert told == whole
    assert len(set(told)) == len(told) > 4


def test_a_row_shows_stars_place_and_title_and_says_when_they_judge_another_version(searched: Hall) -> None:
    searched.titled("national")
    row = _row(searched.text("/search?kind=disclosure&level=1"), searched.best)
    assert '<span class="stars" role="img" aria-label="5 星，满分 5 星">★★★★★</span>' in row
    assert f'<a href="/rankings/{searched.ranking}/entries/{searched.best}">2026 输送带</a>' in row
    assert '领跑者（国家） 2026 输送带 <strong class="status tone-good">有效</strong>' in html.unescape(_row(searched.text("/search?kind=product&level=1"), searched.code))
    english = _row(searched.text("/search?kind=disclosure&level=1", "en"), searched.best)
    assert 'aria-label="5 of 5 stars"' in english
    facts = json.loads(searched.text("/search.json?kind=product"))["results"][0]
    assert ([each["stars"] for each in facts["rankings"]], {each["kind"] for each in facts["front_runners"]}) == ([5], {"candidate", "national"})
    test_badges._amended(searched)
    assert "与现在的标准不同" in _row(searched.text("/search?kind=disclosure"), searched.best)


def test_a_row_that_has_lost_its_stars_is_dropped_before_the_index_knows(searched: Hall, index: Index) -> None:
    test_badges._amended(searched)
    best = f"/disclosures/{searched.best}"
    for query in ("stars=5", "level=1", "front_runner=candidate"):
        assert best not in found(searched, query), query
    assert best in found(searched, "kind=disclosure")
    index()
    assert '<span>五星</span><span class="quiet">1</span>' in searched.text("/search")


def test_a_page_in_english_names_them(searched: Hall) -> None:
    page = searched.text("/search?sort=stars&level=1", "en")
    for words in ("Stars on a leader-board", "Level on a leader-board", "Candidates and front-runners", "5 stars", "Advanced"):
        assert words in page, words


def test_where_no_board_is_published_nothing_is_offered(client: FlaskClient, app: Flask, database: Database, index: Index) -> None:
    index()
    page = client.get("/search").get_data(as_text=True)
    assert "排行榜星级" not in page
    with database.reading() as session:
        assert session.query(Disclosure).count() == 0


def _row(page: str, public_id: str) -> str:
    return next(each for each in re.findall(r"<li><div class=\"first-line\">.*?</li>", page, re.DOTALL) if f'/{public_id}"' in each.partition("</a>")[0])
