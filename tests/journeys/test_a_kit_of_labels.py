"""A maker orders sheets of labels from the product's desk, leaves, finds them made, and what stands on a label opens the product."""

from collections.abc import Callable
from datetime import datetime

import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from registry.db import Database
from tests.factories import people, shelves
from tests.factories.disclosures import disclosed
from tests.factories.products import registered
from tests.fixtures.browsing import Server
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look
from tests.journeys.scanning import look_in_both_languages, on_the_first_screen, scans, telephone
from tests.qr.readers import opencv, seen

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

GTIN = "9520000000035"


@pytest.fixture
def owner(database: Database, now: datetime) -> tuple[str, str]:
    """How the owner signs in, and the product's desk; the product is linked to nothing yet."""
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        actor = people.member(session, now, firm)
        disclosed(session, now, actor, firm)
        product = registered(session, now, actor, firm, gtin=GTIN)
        return lets_in(session, actor), f"/console/{firm.credit_code}/products/{product.id}"


def test_labels_are_ordered_made_downloaded_and_read(arrive: Callable[..., Page], server: Server, owner: tuple[str, str], deliver: Callable[..., int]) -> None:
    maker, (address, desk) = arrive(), owner
    sign_in(maker, server, address)
    maker.goto(f"{server.url}{desk}/codes")
    follow(maker, "印标签")
    expect(maker.get_by_role("checkbox", name="夹织物芯输送带")).to_be_checked()
    maker.get_by_label("每种印几枚").fill("6")
    expect(maker.locator("#advice")).to_contain_text("共 6 枚")
    look_in_both_languages(maker)
    maker.get_by_label("每种印几枚").fill("6")
    press(maker, "订印码")
    expect(maker.get_by_role("link", name="取消")).to_be_visible()
    look(maker)
    deliver(server.settings)
    with maker.expect_download() as downloading:
        maker.get_by_role("link", name="下载").click()
    look_in_both_languages(maker)
    link = _read_one(downloading.value.path().read_bytes())
    assert link == f"{server.url.upper()}/01/0{GTIN}"
    reader = telephone(arrive)
    scans(reader, link)
    on_the_first_screen(reader, "尚未公开", "夹织物芯输送带")


def _read_one(sheet: bytes) -> str:
    """Six alike on the sheet; one of them is held before the other reader."""
    picture = seen("pdf", sheet, 300)
    found = zxingcpp.read_barcodes(picture)
    [text] = {each.text for each in found}
    assert len(found) == 6
    corner, opposite = found[0].position.top_left, found[0].position.bottom_right
    side = (opposite.x - corner.x) // 5
    label = picture[max(corner.y - side, 0) : opposite.y + side, max(corner.x - side, 0) : opposite.x + side]
    assert opencv(label, text)
    return text
