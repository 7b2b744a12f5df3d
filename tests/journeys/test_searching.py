"""A reader looks for a standard: types, is offered what is there, narrows, takes a filter back, compares; on a telephone and at a desk, in both languages, with and without script, and while the engine is away; on both engines."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browsing import Server
from tests.fixtures.databases import World
from tests.fixtures.searching import Index
from tests.journeys.habits import on_both_engines, press
from tests.journeys.looking import look
from tests.public_site.shelf import Shelf, fill

pytestmark = [pytest.mark.browser, on_both_engines, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

Arrive = Callable[..., Page]
WORDS = {
    "zh-CN": {"box": "标准编号、名称、指标、产品、条码或企业", "go": "搜索", "filters": "筛选", "withdrawn": "已废止", "gone": "去掉", "barcode": "这个条码下没有公开的产品或标准", "compare": "对比选中的内容", "away": "搜索引擎暂时不能用"},
    "en-GB": {"box": "Standard number, title, indicator, product, barcode or enterprise", "go": "Search", "filters": "Filters", "withdrawn": "Withdrawn", "gone": "Remove", "barcode": "No product or disclosure under this barcode", "compare": "Compare what is ticked", "away": "The search engine is not available right now"},
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf) -> Shelf:
    return told


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 390), ("en-GB", 1280)])
def test_a_reader_types_narrows_and_takes_a_filter_back(arrive: Arrive, server: Server, shelf: Shelf, index: Index, locale: str, width: int) -> None:
    index(server.settings)
    reader, said = arrive(width=width, height=844, locale=locale), WORDS[locale]
    reader.goto(f"{server.url}/")
    _is_offered_what_is_there(reader, said, shelf)
    reader.goto(f"{server.url}/search")
    look(reader)
    reader.get_by_label(said["box"]).fill("橡胶输送带")
    press(reader, said["go"])
    expect(reader.locator("ol.hits > li mark").first).to_be_visible()
    look(reader)
    _narrows(reader, said, shelf, telephone=width < 800)
    reader.goto(f"{server.url}/search?q=9520000000028")
    expect(reader.get_by_role("main")).to_contain_text(said["barcode"])
    look(reader)


def test_without_script_the_same_is_found(arrive: Arrive, server: Server, shelf: Shelf, index: Index) -> None:
    index(server.settings)
    reader, said = arrive(width=390, height=844, java_script_enabled=False), WORDS["zh-CN"]
    reader.goto(f"{server.url}/standards")
    reader.get_by_role("searchbox").fill("橡胶输送带")
    press(reader, said["go"])
    expect(reader).to_have_url(re.compile("kind=disclosure"))
    _narrows(reader, said, shelf, telephone=True)
    reader.goto(f"{server.url}/search?kind=product")
    for box in reader.get_by_role("checkbox").all():
        box.check()
    expect(reader.get_by_role("button", name=said["compare"])).to_be_enabled()


@pytest.mark.parametrize("locale", WORDS)
def test_while_the_engine_is_away_the_reader_is_told_and_still_finds_a_number(arrive: Arrive, server: Server, shelf: Shelf, locale: str) -> None:
    reader, said = arrive(width=390, height=844, locale=locale), WORDS[locale]
    reader.goto(f"{server.url}/search?q=Q/SMXJ")
    expect(reader.get_by_role("main")).to_contain_text(said["away"])
    expect(reader.locator("ol.hits > li")).to_have_count(11)
    look(reader)


def _is_offered_what_is_there(reader: Page, said: dict[str, str], shelf: Shelf) -> None:
    box = reader.get_by_label(said["box"])
    box.press_sequentially("夹织物")
    offered = reader.get_by_role("option")
    expect(offered).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    look(reader)
    box.press("Escape")
    expect(offered).to_have_count(0)
    box.press_sequentially("芯")
    expect(offered).to_have_count(1)
    box.press("ArrowDown")
    expect(offered).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(reader).to_have_url(f"{reader.url.split('/', 3)[0]}//{reader.url.split('/', 3)[2]}/products/{shelf.product}")


def _narrows(reader: Page, said: dict[str, str], shelf: Shelf, *, telephone: bool) -> None:
    """Down to one by its status, and back by the chip."""
    if telephone:
        reader.get_by_role("link", name=said["filters"]).click()
    reader.locator("#narrowing").get_by_role("link", name=said["withdrawn"]).click()
    expect(reader.locator("ol.hits > li")).to_have_count(1)
    expect(reader.locator(f'a.number[href="/disclosures/{shelf.ids["withdrawn"]}"]')).to_be_visible()
    chip = reader.locator(".chips").get_by_role("link", name=said["withdrawn"])
    chip.click()
    expect(chip).to_have_count(0)
    expect(reader.locator("ol.hits > li")).not_to_have_count(1)
