"""The front page, the header, and what the code of a problem means."""


import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from public_site import words
from registry import db
from tests.fixtures.browsing import Server
from tests.fixtures.databases import World
from tests.public_site.shelf import Shelf, fill


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf) -> Shelf:
    return told


def text(client: FlaskClient, path: str, language: str = "zh") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_the_front_page_of_an_empty_registry_says_so(client: FlaskClient, database: db.Database) -> None:
    assert "还没有企业公开标准" in text(client, "/")
    assert "No standard has been disclosed yet" in text(client, "/", "en")


def test_the_front_page_counts_and_shows_the_newest_five(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/")
    assert f"已公开的标准：{len(shelf.ids)}<" in page
    assert "经核验的企业：1<" in page
    assert sum(f'href="/disclosures/{public_id}"' in page for public_id in shelf.ids.values()) == 5
    assert shelf.ids["expired"] not in page  # the oldest


def test_the_front_page_leads_enterprises_and_bureaus_to_their_doors(client: FlaskClient, database: db.Database) -> None:
    page = text(client, "/")
    assert 'href="/account/sign-up"' in page
    assert 'href="/account/sign-in"' in page


def test_the_front_page_says_what_self_declared_means_and_where_to_complain(client: FlaskClient, database: db.Database) -> None:
    page = text(client, "/")
    assert "自我声明" in page
    assert 'href="https://www.12315.cn"' in page


@pytest.mark.parametrize(
    ("language", "shown", "rows"),
    [("zh", ["搜索", "标准", "企业", "产品和服务", "排行榜", "统计", "抽查", "账号"], 1), ("en", ["Search", "Standards", "Enterprises", "Products", "Leader-boards", "Statistics", "Spot checks", "Account"], 2)],
)
def test_the_header_leads_to_the_lists_and_fits_a_telephone(page: Page, server: Server, language: str, shown: list[str], rows: int) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/standards?lang={language}")
    links = page.locator(".masthead nav a")
    assert links.all_inner_texts() == shown
    assert len({round(link.bounding_box()["y"]) for link in links.all()}) == rows  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".masthead [aria-current]").inner_text() == shown[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_type_of_a_problem_leads_to_what_it_means(client: FlaskClient, language: str) -> None:
    for path in ("/disclosures/0000000000.json", "/nothing.json", "/lookup/standards?q=" + "x" * 9000):
        problem = client.get(path, headers={"Accept": "application/json", "Accept-Language": language}).get_json()
        if problem.get("type"):
            assert problem["type"].rpartition("/")[2] in text(client, problem["type"], language)


@pytest.mark.parametrize("kind", ["http_500", "form_expired", "too_long", "changed_meanwhile"])
def test_each_kind_of_problem_has_a_page_without_holes(client: FlaskClient, kind: str) -> None:
    assert "%(" not in text(client, f"/problems/{kind}")


@pytest.mark.parametrize("kind", ["nonsense", "http_999", "field.name", "<script>"])
def test_a_code_that_no_error_carries_is_not_found(client: FlaskClient, kind: str) -> None:
    assert client.get(f"/problems/{kind}").status_code == 404


def test_every_code_can_be_told_to_nobody_in_particular() -> None:
    assert all("%(" not in words.meaning(code) for code in words.all_words())
