"""Lists, numbers, enterprises and products as strangers meet them."""

import json
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from public_site.presenters import STATUSES
from registry import db
from registry.actions import standings
from registry.models import Account, Dispute, Enterprise, Product, ScanCode
from registry.rules.standing import Fact
from tests.factories import people
from tests.fixtures.databases import World
from tests.public_site.shelf import GTIN, RECOMMENDED, Shelf, fill


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf) -> Shelf:
    return told


def text(client: FlaskClient, path: str, status: int = 200, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def test_an_empty_registry_says_so(client: FlaskClient) -> None:
    assert "还没有企业公开标准" in text(client, "/standards")
    assert "还没有经核验的企业" in text(client, "/enterprises")
    assert "还没有登记产品或服务" in text(client, "/products")


def test_a_list_shows_each_status_and_what_is_chosen(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/standards?status=withdrawn&division=331022")
    assert shelf.ids["withdrawn"] in page
    assert shelf.ids["current"] not in page
    assert 'class="chips"' in page
    assert "没有符合条件的标准" in text(client, "/standards?q=没有这个东西")


@pytest.mark.parametrize("query", ["status=nonsense", "year=99999", "division=x", "page=999999", "page=-1", "industry=%F0%9F%98%80", "class=", "after=x", "q=%25_%27"])
def test_a_list_answers_whatever_stands_in_its_address(client: FlaskClient, shelf: Shelf, query: str) -> None:
    text(client, f"/standards?{query}")
    text(client, f"/standards.json?{query}")
    text(client, f"/enterprises?{query}")
    text(client, f"/products?{query}")


def test_what_was_searched_for_cannot_run(client: FlaskClient, shelf: Shelf) -> None:
    assert "<script>alert" not in text(client, "/standards?q=<script>alert(1)</script>")


def test_a_program_follows_the_list_to_its_end(client: FlaskClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    address: str | None = "/standards.json"
    while address:
        page = json.loads(text(client, address.removeprefix("http://localhost")))
        seen += [row["public_id"] for row in page["disclosures"]]
        address = page["next"]
    assert sorted(seen) == sorted(shelf.ids.values())


@pytest.mark.parametrize("typed", ["gbt990002-2024", "GB/T990002—2024", "ＧＢ／Ｔ 990002-2024"])
def test_any_spelling_of_a_number_leads_to_its_one_page(client: FlaskClient, shelf: Shelf, typed: str) -> None:
    answer = client.get(f"/standards/{typed}")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/standards/GB/T%20990002-2024"
    assert "示例 织物芯橡胶输送带" in text(client, answer.headers["Location"])


def test_an_unknown_number_says_what_was_read(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, "/standards/GB/T 12345-2001", 404)
    assert "没有企业公开这个编号" in page
    assert "GB/T 12345—2001" in page
    assert client.get("/standards/GB/T 12345-2001.json").status_code == 404


def test_a_number_in_a_programs_words(client: FlaskClient, shelf: Shelf) -> None:
    twin = json.loads(text(client, f"/standards/{RECOMMENDED}.json"))
    assert twin["number"] == RECOMMENDED
    assert twin["catalogue"][0]["word"] == "in_force"


def test_an_enterprise_shows_its_public_fields_only(client: FlaskClient, shelf: Shelf, database: db.Database) -> None:
    with database.transaction() as session:
        firm = session.query(Enterprise).filter_by(credit_code=shelf.firm).one()
        firm.contact_name, firm.contact_phone, firm.contact_email = "张三丰", "13800001111", "zhang@example.com"
    for path in (f"/enterprises/{shelf.firm}", f"/enterprises/{shelf.firm}.json"):
        page = text(client, path)
        assert "三门县某某橡胶有限公司" in page
        assert not any(private in page for private in ("张三丰", "13800001111", "zhang@example.com"))
    assert client.get(f"/enterprises/{shelf.firm.lower()}").headers["Location"] == f"/enterprises/{shelf.firm}"


def test_an_unverified_enterprise_is_not_public(client: FlaskClient, database: db.Database, now: datetime) -> None:
    with database.transaction() as session:
        code = people.enterprise(session, now, verified=False).credit_code
    text(client, f"/enterprises/{code}", 404)
    text(client, f"/enterprises/{code}.json", 404)


def test_a_product_is_shown_under_the_worst_of_its_standards(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, f"/products/{shelf.product}")
    assert "现行有效" in page
    assert "EP200、EP300" in page
    assert "尚未公开" in text(client, f"/products/{shelf.bare_product}")
    assert json.loads(text(client, f"/products/{shelf.bare_product}.json"))["status"] == "not_yet_disclosed"


def test_a_product_that_follows_nothing_of_a_deregistered_enterprise_says_so_here_and_behind_its_code(client: FlaskClient, shelf: Shelf, database: db.Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = session.query(Enterprise).filter_by(credit_code=shelf.firm).one()
        county = people.officer(session, now, people.bureau(session, now, name="三门县登记机关（示例）"))
        standings.record(session, actor=county, enterprise_id=firm.id, fact=Fact("deregistered", now.date(), "企业登记信息（示例）"), now=now)
    for address in (f"/products/{shelf.bare_product}", f"/p/{shelf.bare_product}"):
        assert "企业已注销" in text(client, address)
        assert json.loads(text(client, f"{address}.json"))["status"] == "deregistered"


def test_a_product_whose_code_barcode_or_making_ended_says_so(client: FlaskClient, shelf: Shelf, database: db.Database, now: datetime) -> None:
    with database.transaction() as session:
        product = session.query(Product).filter_by(gtin=GTIN.zfill(14)).one()
        product.ended_at = now
        dispute = Dispute(kind="gtin", enterprise_id=product.enterprise_id, holder_product_id=product.id, product_id=product.id, claimant_enterprise_id=product.enterprise_id, claimant_account_id=session.query(Account).first().id, gtin=GTIN.zfill(14), statement="我的条码", opened_at=now)  # type: ignore[union-attr]
        session.add(dispute)
    assert "停产或停止服务" in text(client, f"/products/{shelf.product}")
    assert json.loads(text(client, f"/products/{shelf.product}.json"))["status"] == "disputed"
    assert str(STATUSES["disputed"].word) in text(client, f"/products/{shelf.product}")
    with database.transaction() as session:
        session.query(ScanCode).filter_by(code=shelf.product).one().revoked_at = now
    assert json.loads(text(client, f"/products/{shelf.product}.json"))["status"] == "code_revoked"
    assert str(STATUSES["code_revoked"].word) in text(client, f"/products/{shelf.product}")


def test_a_barcode_and_a_mistyped_code_lead_to_the_product(client: FlaskClient, shelf: Shelf) -> None:
    assert client.get(f"/products/gtin/{GTIN}").headers["Location"] == f"/products/{shelf.product}"
    assert client.get(f"/products/{shelf.product.lower()}").headers["Location"] == f"/products/{shelf.product}"
    for path in ("/products/gtin/123", "/products/gtin/9520000000028", "/products/0000000000", "/products/x.json"):
        text(client, path, 404)
