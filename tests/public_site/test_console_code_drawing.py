"""At the desk: choosing how one code is drawn, what is said of it before it is printed, and the files that come of it."""

import html
import io
import re
from datetime import datetime
from urllib.parse import urlencode

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from registry.actions import lots
from registry.db import Database
from registry.legal_time import legal_day
from registry.queries import products as queries
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.products import gtin, registered
from tests.factories.visits import Visit, token_of, visit
from tests.fixtures.browsing import Server
from tests.journeys.looking import look

ALL = "/console/91331022MA2K10012U/products"
NUMBER = gtin()


@pytest.fixture
def owner(database: Database, now: datetime) -> Actor:
    with database.transaction() as session:
        return people.member(session, now, people.enterprise(session, now))


@pytest.fixture
def clerk(app: Flask, database: Database, owner: Actor) -> Visit:
    return visit(app, database, owner)


@pytest.fixture
def belt(database: Database, now: datetime, owner: Actor) -> str:
    """Address of the codes of a product with a GTIN, a variant and two lots."""
    product_id = make(database, now, owner, gtin=NUMBER)
    with database.transaction() as session:
        lots.register_variant(session, actor=owner, product_id=product_id, variant="W800", name="800 毫米宽", now=now)
        for lot in ("L1", "l/2"):
            lots.register(session, actor=owner, product_id=product_id, lot=lot, produced_on=legal_day(now), now=now)
    return f"{ALL}/{product_id}/codes"


@pytest.fixture
def service(database: Database, now: datetime, owner: Actor) -> str:
    """Address of the codes of a product without a GTIN."""
    return f"{ALL}/{make(database, now, owner)}/codes"


def make(database: Database, now: datetime, owner: Actor, **fields: str) -> int:
    with database.transaction() as session:
        return registered(session, now, owner, queries.enterprise_of(session, next(iter(owner.enterprises))), **fields).id


def asked(clerk: Visit, address: str, **fields: str) -> str:
    return clerk.get(f"{address}?{urlencode(fields)}")


def files(page: str) -> dict[str, str]:
    """The files that the page offers, by kind."""
    return {kind: address for address, kind in re.findall(r'<a class="button" href="(/p/\w+/code\.(\w+)[^"]*)"', page)}


def refused(clerk: Visit, address: str, language: str = "zh", **fields: str) -> str:
    answer = clerk.client.get(address, query_string=fields, headers={"Accept-Language": language})
    assert answer.status_code == 422
    assert not files(answer.text)
    return html.unescape(answer.text)


def test_before_anything_is_chosen_the_usual_drawing_is_shown_with_its_size_and_the_words_below(clerk: Visit, belt: str) -> None:
    page = clerk.get(belt)
    assert re.search(r'<img src="/p/\w+/code.svg" alt="二维码图样，内容是 HTTP://LOCALHOST/01/0', page)
    for said in ("个模块，每个模块 0.423 毫米，连同四周空白", "整幅宽", "按 300 dpi 取整：每个模块 5 点，即 0.423 毫米", "只认 localhost", "only trust localhost", "还没有公开的标准"):
        assert said in page, said
    assert "收银机可能读不出" not in page
    assert '<option value="W800">800 毫米宽</option>' in page
    assert '<option value="L1">2026年' in page


def test_each_file_is_drawn_as_it_was_chosen_and_the_address_names_what_is_not_usual(clerk: Visit, belt: str) -> None:
    page = asked(clerk, belt, link="gtin", variant="W800", lot="l/2", level="Q", module="０。５", colour="＃003366", background="#ffffff", dpi="203")
    found = files(page)
    assert list(found) == ["svg", "png", "pdf"]
    assert found["png"].endswith("?" + urlencode({"variant": "W800", "lot": "l/2", "level": "Q", "module": "０。５", "colour": "＃003366", "dpi": "203"}))
    drawn = Image.open(io.BytesIO(clerk.client.get(found["png"]).data))
    assert round(drawn.info["dpi"][0]) == 203
    assert {colour for _, colour in drawn.convert("RGB").getcolors() or ()} == {(0, 51, 102), (255, 255, 255)}
    assert zxingcpp.read_barcodes(drawn)[0].text == f"HTTP://LOCALHOST/01/0{NUMBER}/22/W800/10/l%2F2"
    assert all(clerk.status(address) == 200 for address in found.values())
    assert "每个模块 4 点，即 0.500 毫米" in page
    assert "有小写字母" in page
    assert 'value="０。５"' in page
    assert re.search(r'value="Q" checked', page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"module": "0.3"}, "许多手机读不出"), ({"module": "0.35", "dpi": "600"}, "收银机可能读不出"), ({"module": "1.2"}, "适合张贴"), ({"module": "0.98", "dpi": "203"}, "适合张贴"),
        ({"colour": "#999999"}, "不到百分之七十"), ({"colour": "#cc0000"}, "红光"),
    ],
)  # fmt: skip
def test_what_some_reader_may_fail_on_is_drawn_and_said(clerk: Visit, belt: str, fields: dict[str, str], said: str) -> None:
    page = asked(clerk, belt, **fields)
    assert said in page
    assert len(files(page)) == 3


def test_a_sign_too_large_for_a_bitmap_is_still_drawn_in_millimetres(clerk: Visit, belt: str) -> None:
    page = asked(clerk, belt, level="H", module="40", dpi="600")
    assert list(files(page)) == ["svg", "pdf"]
    assert "没有 PNG：位图太大" in page


def test_every_wrong_field_is_named_beside_it_and_nothing_typed_is_lost(clerk: Visit, belt: str) -> None:
    typed = {"lot": "没有", "variant": "w800", "module": "0.2<", "colour": "red", "background": "#12345", "level": "L", "dpi": "1"}
    page = refused(clerk, belt, **typed)
    assert set(re.findall(r'id="e-(\w+)"', page)) == set(typed)
    for name in ("lot", "variant", "module", "colour", "background"):
        assert f'value="{typed[name]}"' in page
    assert "没有登记这个批号" in page
    assert "改正标出的地方以后" in page
    assert "0.25 毫米" in re.findall(r'id="e-module">.*', refused(clerk, belt, module="0.2"))[0]
    assert "深色印在浅色上" in refused(clerk, belt, colour="#ffffff", background="#000000")
    assert "lot number" in refused(clerk, belt, "en", lot="x")
    assert re.search(r'id="e-lot">.*只能印在带商品条码的码里', refused(clerk, belt, link="short", lot="L1"))


@pytest.mark.parametrize("typed", ["nan", "1e9", "-1", "0", "9" * 300, "\x01", "0.4mm"])
def test_no_size_breaks_the_page(clerk: Visit, belt: str, typed: str) -> None:
    assert 'id="e-module"' in refused(clerk, belt, module=typed)


def test_a_product_without_a_barcode_has_the_short_link_only(clerk: Visit, service: str) -> None:
    page = clerk.get(service)
    assert "二维码图样，内容是 HTTP://LOCALHOST/D/" in page
    assert 'name="lot"' not in page
    assert "没有商品条码，只能用短码" in refused(clerk, service, link="gtin")


@pytest.mark.browser
def test_the_form_and_its_drawing_are_accessible_and_as_wide_as_the_window(server: Server, page: Page, database: Database, owner: Actor, belt: str) -> None:
    page.context.add_cookies([{"name": "sign_in", "value": token_of(database, owner), "url": server.url}])
    page.goto(f"{server.url}{belt}")
    look(page)
    page.get_by_label("Q：薄膜、曲面或易磨损的表面").check()
    page.get_by_label("模块大小").fill("5")
    page.get_by_role("button", name="看图样").click()
    expect(page.get_by_text("适合张贴")).to_be_visible()
    look(page)
    page.get_by_label("码的颜色").fill("红")
    page.get_by_role("button", name="看图样").click()
    expect(page.get_by_role("alert")).to_contain_text("有 1 处需要改正")
    expect(page.get_by_label("码的颜色")).to_have_value("红")
    look(page)
