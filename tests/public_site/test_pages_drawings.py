"""Codes to download: what they say, that they are the same every time, and what is refused in words."""

import io
from datetime import datetime
from urllib.parse import quote

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from registry.actions import lots, scan_codes, serials
from registry.db import Database
from registry.legal_time import legal_day
from registry.models import Enterprise, ScanCode
from registry.settings import Settings
from tests.factories import people
from tests.fixtures.databases import World
from tests.public_site import shelf

KINDS = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "pdf": "application/pdf"}


@pytest.fixture
def world() -> World:
    return shelf.fill


@pytest.fixture
def filled(told: shelf.Shelf) -> shelf.Shelf:
    return told


def said(client: FlaskClient, address: str) -> str:
    """What a reader finds in the PNG under an address."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.data)))
    return found.text


def refused(client: FlaskClient, address: str, status: int = 422) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_has_its_type_and_an_etag_and_is_not_sent_twice(client: FlaskClient, filled: shelf.Shelf, kind: str) -> None:
    first, second = (client.get(f"/p/{filled.product}/code.{kind}") for _ in range(2))
    assert (first.status_code, first.content_type) == (200, KINDS[kind])
    assert first.data == second.data
    assert first.headers["Cache-Control"].startswith("public")
    again = client.get(f"/p/{filled.product}/code.{kind}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_product_with_a_gtin_says_its_digital_link_and_the_short_one_when_asked(client: FlaskClient, filled: shelf.Shelf, settings: Settings) -> None:
    root = settings.public_url.upper()
    assert said(client, f"/p/{filled.product}/code.png") == f"{root}/01/0{shelf.GTIN}"
    assert said(client, f"/p/{filled.product}/code.png?link=short") == f"{root}/D/{filled.product}"
    assert said(client, f"/p/{filled.bare_product}/code.png") == f"{root}/D/{filled.bare_product}"


def test_the_standard_the_short_code_and_whom_to_trust_stand_below_the_code(client: FlaskClient, filled: shelf.Shelf, settings: Settings) -> None:
    spoken = client.get(f"/p/{filled.product}/code.svg").text
    host = settings.public_url.partition("//")[2]
    assert all(words in spoken for words in ("Q/SMXJ ", filled.product, f"只认 {host}", f"only trust {host}"))


def test_a_registered_lot_and_serial_are_drawn_and_an_unknown_one_is_not(client: FlaskClient, database: Database, filled: shelf.Shelf, now: datetime, settings: Settings) -> None:
    with database.transaction() as session:
        product_id = session.scalars(select(ScanCode.product_id).where(ScanCode.code == filled.product)).one()
        maker = people.member(session, now, session.scalars(select(Enterprise)).one())
        lots.register(session, actor=maker, product_id=product_id, lot="A/1", produced_on=legal_day(now), now=now)
        serials.enlist(session, actor=maker, product_id=product_id, serials=["S1"], now=now)
    address = f"/p/{filled.product}/code.png"
    assert said(client, f"{address}?lot={quote('A/1', safe='')}&serial=S1") == f"{settings.public_url.upper()}/01/0{shelf.GTIN}/10/A%2F1/21/S1"
    assert "lot number" in refused(client, f"{address}?lot=B", 404)
    assert "serial number" in refused(client, f"{address}?serial=S2", 404)
    assert "barcode" in refused(client, f"{address}?link=short&serial=S1")
    assert "barcode" in refused(client, f"/p/{filled.bare_product}/code.png?link=gtin")


def test_wrong_parameters_are_named_all_at_once_in_words(client: FlaskClient, filled: shelf.Shelf) -> None:
    page = refused(client, f"/p/{filled.product}/code.svg?level=L&module=0.2&quiet=2&colour=red")
    assert all(words in page for words in ("Level L", "0.25 mm", "4 modules", "#rrggbb"))
    assert "dark on light" in refused(client, f"/p/{filled.product}/code.svg?colour=ffffff&background=000000")
    assert "40 per cent" in refused(client, f"/p/{filled.product}/code.svg?colour=%23cccccc")
    for wrong in ("module=x", "module=nan", "module=1e9", "module=-1", "module=99999999999999999999", "dpi=0", "dpi=x", "quiet=x", "level=X", "link=x", "colour=%00"):
        assert client.get(f"/p/{filled.product}/code.png?{wrong}").status_code in (400, 422), wrong
    assert client.get(f"/p/{filled.product}/code.png?module=40&dpi=2400").status_code == 422


def test_what_is_really_printed_is_judged_not_what_was_asked(client: FlaskClient, filled: shelf.Shelf) -> None:
    assert client.get(f"/p/{filled.product}/code.png?module=0.3&dpi=100").status_code == 200
    assert client.get(f"/p/{filled.product}/code.png?module=0.2&dpi=203").status_code == 200, "2 dots of 203 dpi are 0.25 mm"
    assert client.get(f"/p/{filled.product}/code.png?module=0.2&dpi=600").status_code == 422


def test_any_spelling_leads_to_the_code_and_anything_else_to_nothing(client: FlaskClient, filled: shelf.Shelf) -> None:
    answer = client.get(f"/p/{filled.product.lower()}/code.svg?module=0.5")
    assert (answer.status_code, answer.location) == (301, f"/p/{filled.product}/code.svg?module=0.5")
    for code in ("0000000001", "x", "%2e%2e", "<script>", "0" * 500):
        assert client.get(f"/p/{code}/code.svg").status_code == 404
    assert client.get(f"/p/{filled.product}/code.gif").status_code == 404


def test_a_revoked_code_is_not_printed_any_more(client: FlaskClient, database: Database, filled: shelf.Shelf, now: datetime) -> None:
    with database.transaction() as session:
        maker = people.member(session, now, session.scalars(select(Enterprise)).one())
        scan_codes.revoke(session, actor=maker, code=filled.bare_product, reason="印错了", now=now)
    assert "revoked" in refused(client, f"/p/{filled.bare_product}/code.svg", 404)
