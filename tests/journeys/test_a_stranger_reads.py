"""A stranger with a telephone finds a standard, reads what is promised, what it was before and what stands against it; in both languages, with and without script."""

import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browsing import Server
from tests.fixtures.databases import World
from tests.fixtures.searching import Index
from tests.journeys.habits import follow, on_both_engines, press
from tests.journeys.looking import look
from tests.public_site.shelf import Shelf, fill

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

Arrive = Callable[..., Page]
WORDS = {
    "zh-CN": {
        "search": "标准编号、名称、指标、产品、条码或企业", "go": "搜索", "now": "现行有效", "declared": "企业声明", "difference": "与上一版相比", "compared": "第 2 版与第 1 版相比", "day": "某一天有效的是哪一版？", "show": "查看",
        "held": "当天有效的第 2 版", "before": "还没有公开或还没有实施", "no_day": "请填写日期", "receipt": "回执",
    },
    "en-GB": {
        "search": "Standard number, title, indicator, product, barcode or enterprise", "go": "Search", "now": "Current", "declared": "Declared", "difference": "Compare with the previous version", "compared": "Version 2 against version 1", "day": "Which version held on a day?", "show": "Show",
        "held": "Below is version 2", "before": "was not yet disclosed", "no_day": "Please give a date", "receipt": "receipt",
    },
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf) -> Shelf:
    return told


in_both_languages = pytest.mark.parametrize(("locale", "scheme"), [("zh-CN", "light"), ("en-GB", "dark")])


@on_both_engines
@in_both_languages
def test_on_a_telephone_a_standard_is_found(arrive: Arrive, server: Server, index: Index, shelf: Shelf, locale: str, scheme: str) -> None:
    index(server.settings)
    _finds(_telephone(arrive, locale, scheme), server, WORDS[locale], "Q/SMXJ")


@in_both_languages
def test_on_a_telephone_everything_is_one_or_two_taps_away(arrive: Arrive, server: Server, shelf: Shelf, locale: str, scheme: str) -> None:
    reader, said = _telephone(arrive, locale, scheme), WORDS[locale]
    reader.goto(f"{server.url}/disclosures/{shelf.ids['amended']}")
    _reads(reader, said)
    _compares_versions(reader, said)
    _asks_for_a_day(reader, said)
    _takes_the_receipt(reader, said)
    _meets_the_enterprise_and_the_product(reader, server, shelf)


@on_both_engines
def test_without_script_the_same_is_read(arrive: Arrive, server: Server, shelf: Shelf, index: Index) -> None:
    index(server.settings)
    reader, said = arrive(width=390, height=844, java_script_enabled=False), WORDS["zh-CN"]
    reader.goto(f"{server.url}/")
    reader.get_by_label(said["search"]).fill("橡胶输送带")
    press(reader, said["go"])
    reader.locator("ol.hits a.number").first.click()
    reader.goto(f"{server.url}/disclosures/{shelf.ids['amended']}")
    expect(reader.locator("strong.status.large")).to_have_text(said["now"])
    follow(reader, said["difference"])
    expect(reader.locator("h1")).to_have_text(said["compared"])
    reader.go_back()
    reader.get_by_label(said["day"]).fill("2026年11月20日")
    press(reader, said["show"])
    expect(reader.get_by_role("main")).to_contain_text(said["held"])
    follow(reader, "English")
    expect(reader.locator("strong.status.large")).to_have_text("Current")


def test_what_has_ended_says_so_first_and_the_printed_address_never_dies(arrive: Arrive, server: Server, shelf: Shelf) -> None:
    reader = arrive(width=390, height=844)
    for state, first in (("withdrawn", "企业已废止"), ("superseded", "已被代替"), ("voided", "已被省级部门废止"), ("noted", "已公示"), ("lower", "现行有效"), ("upcoming", "即将实施")):
        reader.goto(f"{server.url}/disclosures/{shelf.ids[state]}")
        expect(reader.locator("strong.status.large")).to_have_text(first)
        look(reader)


def test_a_program_reads_the_same_and_checks_the_hash(arrive: Arrive, server: Server, shelf: Shelf) -> None:
    program = arrive().request
    told = program.get(f"{server.url}/disclosures/{shelf.ids['amended']}.json").json()
    assert (told["version"], [each["sequence"] for each in told["versions"]]) == (2, [2, 1])
    for each in told["versions"]:
        content = program.get(each["url"]).body()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
    firm = program.get(told["enterprise"]["url"]).json()
    assert firm["credit_code"] == shelf.firm
    product = program.get(f"{server.url}/products/{shelf.product}.json").json()
    assert program.get(product["disclosures"][0]["url"]).json()["public_id"] == shelf.ids["current"]
    assert program.get(f"{server.url}/standards.json").json()["disclosures"]
    missing = program.get(f"{server.url}/disclosures/NOSUCH.json")
    assert (missing.status, missing.headers["content-type"]) == (404, "application/problem+json")


def test_an_address_that_leads_nowhere_is_answered_as_well_as_any(arrive: Arrive, server: Server, shelf: Shelf) -> None:
    reader = arrive(width=390, height=844)
    for address in ("/nowhere", f"/standards/{'%E6%B2%A1' * 120}", "/products/2345678"):
        reader.goto(f"{server.url}{address}")
        expect(reader.locator("h1")).to_be_visible()
        look(reader)


def _telephone(arrive: Arrive, locale: str, scheme: str) -> Page:
    return arrive(width=390, height=844, locale=locale, color_scheme=scheme, is_mobile=True, has_touch=True)


def _finds(reader: Page, server: Server, said: dict[str, str], typed: str) -> None:
    reader.goto(f"{server.url}/")
    look(reader)
    reader.get_by_label(said["search"]).fill(typed)
    press(reader, said["go"])
    expect(reader.locator("ol.hits > li")).not_to_have_count(0)
    look(reader)
    for listed in ("/enterprises", "/products"):
        reader.goto(f"{server.url}{listed}")
        expect(reader.locator("ol.hits > li")).not_to_have_count(0)
        look(reader)
    reader.goto(f"{server.url}/standards/GBT990002-2024")
    expect(reader).to_have_url(f"{server.url}/standards/GB/T%20990002-2024")
    look(reader)


def _reads(reader: Page, said: dict[str, str]) -> None:
    """The answer comes before everything else."""
    expect(reader.locator("strong.status.large")).to_have_text(said["now"])
    assert reader.locator("strong.status.large").bounding_box()["y"] < 844 / 2  # type: ignore[index]
    expect(reader.locator(".voice").first).to_contain_text(said["declared"])
    look(reader)


def _compares_versions(reader: Page, said: dict[str, str]) -> None:
    reader.get_by_role("link", name=said["difference"]).click()
    expect(reader.locator("h1")).to_have_text(said["compared"])
    expect(reader.get_by_role("deletion").first).to_contain_text("橡胶输送带（示例）")
    expect(reader.get_by_role("insertion").first).to_contain_text("橡胶输送带（改）")
    look(reader)
    reader.go_back()


def _asks_for_a_day(reader: Page, said: dict[str, str]) -> None:
    for typed, answer in (("2026年11月20日", said["held"]), ("2019-01-01", said["before"]), ("昨天", said["no_day"])):
        reader.get_by_label(said["day"]).fill(typed)
        press(reader, said["show"])
        expect(reader.get_by_role("main")).to_contain_text(answer)
        expect(reader.get_by_label(said["day"])).to_have_value(typed)
    look(reader)


def _takes_the_receipt(reader: Page, said: dict[str, str]) -> None:
    reader.goto(re.sub(r"\?.*", "", reader.url))
    reader.get_by_role("main").locator("a[href$='/receipt']").first.click()
    expect(reader.locator("h1")).to_contain_text(re.compile(said["receipt"], re.IGNORECASE))
    look(reader)


def _meets_the_enterprise_and_the_product(reader: Page, server: Server, shelf: Shelf) -> None:
    reader.goto(f"{server.url}/disclosures/{shelf.ids['current']}")
    reader.get_by_role("link", name="三门县某某橡胶有限公司（示例）").first.click()
    expect(reader).to_have_url(f"{server.url}/enterprises/{shelf.firm}")
    look(reader)
    reader.goto(f"{server.url}/disclosures/{shelf.ids['current']}")
    reader.get_by_role("link", name="夹织物芯输送带").click()
    expect(reader).to_have_url(f"{server.url}/products/{shelf.product}")
    look(reader)
