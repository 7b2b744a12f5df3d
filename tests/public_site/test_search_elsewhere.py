"""A search as a feed, as a file, as suggestions; without its engine; and under whatever people type."""

import csv
import dataclasses
import io
import zipfile
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from public_site.app import create_app
from registry import db
from registry.models import Product
from registry.settings import Settings
from search.engine import Answer, Ask, TooSlow
from tests.fixtures.databases import World
from tests.fixtures.searching import Index
from tests.public_site.shelf import GTIN, Shelf, fill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf, database: db.Database, index: Index) -> Shelf:
    with database.transaction() as session:
        session.query(Product).filter_by(gtin=GTIN.zfill(14)).one().name = "=HYPERLINK(1) 输送带"
    index()
    return told


@pytest.fixture
def alone(told: Shelf) -> Shelf:
    """A registry whose engine is away: nothing was ever indexed."""
    return told


def test_a_saved_search_is_a_feed_with_the_newest_first(client: FlaskClient, shelf: Shelf) -> None:
    answer = client.get("/search.atom?q=输送带&kind=disclosure&sort=number")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}id") for entry in entries} == {f"http://localhost/disclosures/{each}" for each in shelf.ids.values()}
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    assert feed.findtext(f"{ATOM}title") == "搜索：输送带"


def test_a_feed_holds_whatever_was_typed(client: FlaskClient, shelf: Shelf) -> None:
    for typed in ("<b>&\"'", "\ufffe\uffff", "]]>", "\x0b输送带"):
        ET.fromstring(client.get("/search.atom", query_string={"q": typed}).data)


def test_a_search_is_exported_and_nothing_in_it_becomes_a_formula(client: FlaskClient, shelf: Shelf) -> None:
    sheet = client.get("/search.csv?kind=product")
    rows = list(csv.reader(io.StringIO(sheet.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0][:3] == ["种类", "编号", "名称"]
    assert "'=HYPERLINK(1) 输送带" in [row[2] for row in rows]
    assert len(rows) == 3
    book = zipfile.ZipFile(io.BytesIO(client.get("/search.xlsx?kind=product").data))
    written = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert "=HYPERLINK(1) 输送带" in written + book.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in book.namelist() else written
    assert sheet.headers["Content-Disposition"].startswith("attachment; filename=search-")


@pytest.mark.parametrize(("typed", "words"), [("橡胶输", "橡胶输送带"), ("Q/SMXJ 2", "Q/SMXJ 2"), ("三门县某", "三门县某某橡胶有限公司（示例）"), ("GB/T 9900", "GB/T 990002-2024")])
def test_suggestions_name_what_is_there_and_lead_to_it(client: FlaskClient, shelf: Shelf, typed: str, words: str) -> None:
    found = client.get("/search/suggest.json", query_string={"q": typed}).json["found"]  # type: ignore[index]
    assert any(words in each["words"] for each in found)
    assert len(found) <= 8
    assert len({each["words"] for each in found}) == len(found)
    assert client.get(found[0]["address"]).status_code == 200


def test_nothing_typed_suggests_nothing(client: FlaskClient, shelf: Shelf) -> None:
    assert client.get("/search/suggest.json").json == {"found": []}
    assert client.get("/search/suggest.json?q=%20").json == {"found": []}


def test_without_its_engine_the_search_says_so_and_finds_by_number_code_and_beginning(client: FlaskClient, alone: Shelf) -> None:
    for typed, address in (("Q/SMXJ", f"/disclosures/{alone.ids['current']}"), (GTIN, f"/products/{alone.product}"), (alone.firm, f"/enterprises/{alone.firm}"), ("三门县", f"/enterprises/{alone.firm}"), ("gbt990002", "/standards/GB/T%20990002-2024")):
        page = client.get("/search", query_string={"q": typed}).get_data(as_text=True)
        assert "搜索引擎暂时不能用" in page
        assert address in page
    assert client.get("/search.json?q=Q/SMXJ").json["state"] == "away"  # type: ignore[index]
    assert client.get("/search/suggest.json?q=夹织").json["found"][0]["words"] == "夹织物芯输送带"  # type: ignore[index]
    assert client.get("/search?status=withdrawn&kind=disclosure").get_data(as_text=True).count('class="first-line"') == 1
    assert client.get("/search.csv").status_code == client.get("/search.atom").status_code == 503
    assert client.get(f"/p/{alone.product}").status_code == client.get(f"/disclosures/{alone.ids['current']}").status_code == 200


def test_when_the_engine_returns_the_search_is_whole_again(client: FlaskClient, alone: Shelf, index: Index) -> None:
    assert "搜索引擎暂时不能用" in client.get("/search?q=织物芯").get_data(as_text=True)
    index()
    client.application.extensions["search"]._not_before = 0
    page = client.get("/search?q=织物芯").get_data(as_text=True)
    assert "搜索引擎暂时不能用" not in page
    assert f"/products/{alone.product}" in page


def test_a_scraper_is_told_when_to_come_again(settings: Settings, shelf: Shelf) -> None:
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    client = app.test_client()
    answers = [client.get(f"/search?region=33{place:02}00&industry=C{place:02}&year=20{place:02}") for place in range(10, 99)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert client.get("/search?q=输送带").status_code == 200
    app.extensions["search"].close()
    app.extensions["scans"].stop()
    app.extensions["database"].close()


class Overrun:
    """An engine for which every question takes too long."""

    def search(self, _ask: Ask) -> Answer:
        raise TooSlow

    suggest = begun = near = search

    def close(self) -> None: ...


def test_a_search_that_takes_too_long_is_stopped_and_says_so(client: FlaskClient, alone: Shelf) -> None:
    client.application.extensions["search"]._engine = Overrun()
    page = client.get("/search?q=输送带")
    assert page.status_code == 200
    assert "用的时间太长" in page.get_data(as_text=True)
    assert client.get("/search.json?q=输送带").json["state"] == "slow"  # type: ignore[index]
    assert client.get("/search.json?q=输送带").status_code == client.get("/search.csv?q=输送带").status_code == 503


FRAGMENTS = ["'", '"', "\\", "*", "?", "~", "^", ":", "(", ")", "[", "]", "{", "}", "AND", "OR", "NOT", "+", "-", "&&", "||", "!", "/", "OR 1=1 --", "; DROP TABLE disclosure;", "%", "_", "%%", "title:", "[* TO *]", "\x00", "\ud800", "\udfff", "😀", "👩‍👩‍👧", "\u202e", "\ufeff", "e\u0301", "ﬁ", "①", ">= 8", "≥", "kPa", "60 kPa", "GB/T", "Q/", "9" * 14, "９" * 13, "输送带", "輸送帶", "a", "的", " ", "\t", "\n", "<script>", "{{7*7}}", "${x}", "_exists_", "fuzzy~2"]
words = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), max_size=20).map("".join)
NAMES = ["q", "kind", "class", "status", "subject", "region", "industry", "category", "ics", "ccs", "year", "lower", "checked", "enterprise", "sort", "page", "per_page", "after", "all", "exactly", "lang"]
VALUES = words | st.sampled_from(["disclosure", "product", "current", "331022", "330000", "C", "C29", "conveyor-belt", "23", "G", "2026", "yes", "newest", "number", "name", "2", "501", "99999999999999999999", "-1", "0", "en"])
PLACES = st.sampled_from(["/search", "/search.json", "/search.atom", "/search/suggest.json", "/search.csv"])


def test_whatever_is_asked_is_answered_or_refused_in_words(client: FlaskClient, shelf: Shelf) -> None:
    @trials(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
    @given(PLACES, st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6))
    def answered(place: str, asked: list[tuple[str, str]]) -> None:
        address = f"{place}?{urlencode(asked, errors='surrogatepass')}"
        assert client.get(address).status_code in (200, 400, 414), address

    answered()


@pytest.mark.parametrize("typed", ["输" * 1200, "x" * 3900, "a b " * 900, "(" * 1000, '"' * 3000, "9" * 3900, "*" * 3900, "GB/T " * 700, "%" * 1300])
def test_a_long_query_is_cut_and_answered(client: FlaskClient, shelf: Shelf, typed: str) -> None:
    for place in ("/search", "/search.json", "/search/suggest.json"):
        assert client.get(place, query_string={"q": typed}).status_code in (200, 414)
    assert client.get("/search", query_string={"q": typed * 10}).status_code in (200, 414)


def test_what_was_typed_cannot_run(client: FlaskClient, shelf: Shelf) -> None:
    for place in ("/search", "/search.atom"):
        assert "<script>alert" not in client.get(f"{place}?q=<script>alert(1)</script>&category=<script>alert(1)</script>").get_data(as_text=True)
