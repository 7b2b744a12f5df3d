"""The page of a disclosure, its versions, its receipt: what strangers read, in every state, in both languages."""

import hashlib
import json
import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from playwright.sync_api import Page

from qr import drawing
from registry import db
from registry.actions import standings
from registry.models import Enterprise
from registry.rules.standing import Fact
from registry.settings import Settings
from tests.factories import people
from tests.fixtures.browsing import Server
from tests.fixtures.databases import World
from tests.public_site import receipt_reading
from tests.public_site.shelf import Shelf, fill

STATES = {
    "current": "现行有效", "upcoming": "即将实施", "expired": "有效期已过", "superseded": "已被代替", "withdrawn": "企业已废止", "voided": "已被省级部门废止",
    "number_revoked": "标准编号已撤销", "noted": "已公示",
}  # fmt: skip
SECRET = "责令限期改正通知书内部文号"


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


@pytest.mark.parametrize("state", STATES)
def test_every_state_answers_and_says_so_first(client: FlaskClient, shelf: Shelf, state: str) -> None:
    page = text(client, f"/disclosures/{shelf.ids[state]}")
    first = re.search(r'<strong class="status large[^>]*>([^<]+)<', page)
    assert first
    assert first[1] == STATES[state]


def test_a_withdrawn_disclosure_gives_its_reason_escaped(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, f"/disclosures/{shelf.ids['withdrawn']}")
    assert "不再生产 &lt;b&gt;这种&lt;/b&gt; 产品" in page


def test_a_superseded_disclosure_leads_to_the_one_that_took_over(client: FlaskClient, shelf: Shelf) -> None:
    assert f'/disclosures/{shelf.ids["current"]}"' in text(client, f"/disclosures/{shelf.ids['superseded']}")


def test_the_first_screen_compares_with_the_floor_and_tells_the_last_check(client: FlaskClient, shelf: Shelf) -> None:
    page = re.sub(r"<[^>]+>|\s+", "", text(client, f"/disclosures/{shelf.ids['current']}"))
    assert "与GB/T990002—2024比1项更优系统计算" in page
    assert "2026年11月检查：符合监管核查" in page
    assert "尚未被抽查" in text(client, f"/disclosures/{shelf.ids['lower']}")


def test_what_is_lower_is_stated_before_the_indicators(client: FlaskClient, shelf: Shelf) -> None:
    """SAMR Order 83 Art. 14."""
    page = text(client, f"/disclosures/{shelf.ids['lower']}")
    assert "（已明示）" in page
    assert page.index("拉伸强度低于推荐性标准") < page.index("<table")


def test_a_free_name_is_marked_as_not_comparable_and_cannot_run(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, f"/disclosures/{shelf.ids['free']}")
    assert "不可比" in page
    assert "<script>alert" not in page


def test_an_order_to_rectify_is_on_no_public_page(client: FlaskClient, shelf: Shelf) -> None:
    """Standardization Law Art. 38: only what is overdue is made public, by an act of its own."""
    for path in (f"/disclosures/{shelf.ids['current']}", f"/disclosures/{shelf.ids['current']}.json", f"/enterprises/{shelf.firm}", f"/enterprises/{shelf.firm}.json", "/standards.json"):
        page = text(client, path)
        assert SECRET not in page
        assert "rectification" not in page


def test_english_readers_get_english_labels_and_typed_chinese_marked_as_such(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, f"/disclosures/{shelf.ids['current']}", "en")
    assert 'lang="zh-CN">《橡胶输送带（示例）》' in page
    assert "tensile-strength" in page  # the vocabulary's English name
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r'<(span|a)[^>]*lang="zh-CN"[^>]*>.*?</\1>|<header.*?</header>|<title>.*?</title>|title="[^"]*"', "", page, flags=re.DOTALL))


def test_the_day_asked_for_shows_what_held_then(client: FlaskClient, shelf: Shelf) -> None:
    here = f"/disclosures/{shelf.ids['amended']}"
    assert "第 2 版" in text(client, f"{here}?on=2026-11-20")
    assert "还没有公开或还没有实施" in text(client, f"{here}?on=2020年1月1日")
    assert "请填写日期" in text(client, f"{here}?on=昨天")


def test_two_versions_are_set_side_by_side(client: FlaskClient, shelf: Shelf) -> None:
    page = text(client, f"/disclosures/{shelf.ids['amended']}/versions/2/difference/1")
    assert "<del>橡胶输送带（示例）</del>" in page
    assert "<ins>橡胶输送带（改）</ins>" in page


@pytest.mark.parametrize("sequence", [1, 2])
def test_anybody_can_check_the_hash_of_a_version(client: FlaskClient, shelf: Shelf, sequence: int) -> None:
    here = f"/disclosures/{shelf.ids['amended']}"
    content = client.get(f"{here}/versions/{sequence}.json").data
    digest = hashlib.sha256(content).hexdigest()
    assert digest in text(client, f"{here}/versions/{sequence}")
    twin = json.loads(text(client, f"{here}.json"))
    assert digest == next(each["sha256"] for each in twin["versions"] if each["sequence"] == sequence)


def test_the_twin_tells_status_versions_and_links(client: FlaskClient, shelf: Shelf) -> None:
    twin = json.loads(text(client, f"/disclosures/{shelf.ids['noted']}.json"))
    assert twin["status"]["word"] == "current"
    assert twin["status"]["notices"][0]["kind"] == "publicly_noted"
    assert twin["document"]["title"] == "橡胶输送带（示例）"
    assert twin["links"]["receipt"] == f"http://localhost/disclosures/{shelf.ids['noted']}/receipt"


def test_unknown_addresses_are_not_found(client: FlaskClient, shelf: Shelf) -> None:
    here = f"/disclosures/{shelf.ids['current']}"
    for path in ("/disclosures/0000000000", "/disclosures/0000000000.json", f"{here}/versions/9", f"{here}/versions/9.json", f"{here}/versions/2/difference/1", f"{here}/text.pdf", f"{here}/receipt?version=x"):
        assert client.get(path).status_code == 404, path


def test_a_page_may_be_kept_and_asked_again_by_its_tag(client: FlaskClient, shelf: Shelf) -> None:
    answer = client.get(f"/disclosures/{shelf.ids['current']}")
    assert answer.headers["Cache-Control"].startswith("public")
    again = client.get(f"/disclosures/{shelf.ids['current']}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("language", "title", "says"), [("zh", "公开回执", "不代表政府审批或备案"), ("en", "Public receipt", "no government approval or filing")])
def test_the_receipt_records_and_approves_nothing(client: FlaskClient, shelf: Shelf, language: str, title: str, says: str) -> None:
    page = text(client, f"/disclosures/{shelf.ids['current']}/receipt", language)
    assert title in page
    assert says in page
    assert f"http://localhost/disclosures/{shelf.ids['current']}" in page
    assert "证书" not in page
    assert "certificate" not in page.lower()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_receipt_as_pdf_is_the_same_every_time_and_has_one_sheet(client: FlaskClient, shelf: Shelf, language: str) -> None:
    one, other = (client.get(f"/disclosures/{shelf.ids['current']}/receipt.pdf", headers={"Accept-Language": language}).data for _ in range(2))
    assert one == other
    with pikepdf.open(BytesIO(one)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == {"zh": "公开回执", "en": "Public receipt"}[language]


@pytest.mark.parametrize(("language", "title"), [("zh", "公开回执"), ("en", "Publicreceipt")])
def test_the_receipt_as_pdf_says_what_the_page_says_and_draws_its_address(client: FlaskClient, shelf: Shelf, language: str, title: str) -> None:
    here = f"/disclosures/{shelf.ids['current']}"
    sheet = client.get(f"{here}/receipt.pdf", headers={"Accept-Language": language}).data
    said, twin = receipt_reading.words(sheet), json.loads(text(client, f"{here}.json"))
    assert title in said
    assert twin["number"].replace("-", "—").replace(" ", "") in said
    assert hashlib.sha256(client.get(f"{here}/versions/1.json").data).hexdigest() in said
    symbol = drawing.matrix(f"http://localhost{here}")
    assert receipt_reading.dark_modules(sheet, len(symbol)) == {(x, y) for y, row in enumerate(symbol) for x, dark in enumerate(row) if dark}


def test_the_disclosure_of_a_deregistered_enterprise_says_so_first(client: FlaskClient, shelf: Shelf, database: db.Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = session.query(Enterprise).filter_by(credit_code=shelf.firm).one()
        county = people.officer(session, now, people.bureau(session, now, name="三门县登记机关（示例）"))
        standings.record(session, actor=county, enterprise_id=firm.id, disclosure_id=None, fact=Fact("deregistered", now.date(), "国家企业信用信息公示系统"), now=now)
    for language, word in (("zh", "企业已注销"), ("en", "Enterprise deregistered")):
        page = text(client, f"/disclosures/{shelf.ids['current']}", language)
        assert re.search(rf'<strong class="status large[^>]*>{word}<', page)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_a_telephone_reads_the_code_on_the_receipt(server: Server, page: Page, shelf: Shelf, locale: str, settings: Settings, tmp_path: Path) -> None:
    page.goto(f"{server.url}/disclosures/{shelf.ids['current']}/receipt?lang={locale[:2]}")
    picture = tmp_path / "code.png"
    page.locator(".code").screenshot(path=picture)
    with Image.open(picture) as opened:
        assert [found.text for found in zxingcpp.read_barcodes(opened)] == [f"{server.url}/disclosures/{shelf.ids['current']}"]
