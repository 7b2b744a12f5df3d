"""The page that a scan opens: every state in its own words, small, without script, and nothing genuine for what nobody registered."""

import contextlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from public_site.app import create_app
from registry import db
from registry.rules import scan_code
from registry.settings import Settings
from tests.fixtures.databases import TEMPLATE, _command
from tests.public_site.answer_codes import DRAFT, LOT, REASON, SERIAL, WORDS, Codes, print_codes

SHEETS = sum(len(Path(f"public_site/static/css/{name}.css").read_bytes()) for name in ("tokens", "status", "answer"))
LARGEST = 30_000
HIDDEN = ("责令限期改正通知书内部文号", "rectification_", DRAFT, "Q/SMXJ 999", "填表人", "@example.com")


@dataclass(frozen=True)
class Shop:
    """A registry with a code for every state, for reading only."""

    client: FlaskClient
    codes: Codes


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Made once on each database, since no sentence here changes anything."""
    folder, now = tmp_path_factory.mktemp("shop"), datetime(2026, 11, 20, 9, tzinfo=UTC)
    with contextlib.contextmanager(copies[request.param])(request, folder) as url:
        database = db.Database(url)
        with database.transaction() as session:
            codes = print_codes(session, now, now - timedelta(days=12))
        database.close()
        app = create_app(Settings(database_url=url, files_url=str(folder / "files"), secret_key="k" * 40, public_url="http://localhost", rate_limits=False))
        yield Shop(app.test_client(), codes)
        app.extensions["scans"].stop()
        app.extensions["database"].close()


def _sqlite(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "registry.sqlite3")
    yield f"sqlite:///{folder / 'registry.sqlite3'}"


def _postgresql(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    server, name = request.getfixturevalue("postgres_template"), folder.name.replace("-", "_")
    _command(server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield f"{server}/{name}"
    _command(server, f"DROP DATABASE {name} WITH (FORCE)")


copies = {"sqlite": _sqlite, "postgresql": _postgresql}


@pytest.fixture
def client(shop: Shop) -> FlaskClient:
    shop.client._cookies.clear()
    return shop.client


@pytest.fixture
def codes(shop: Shop) -> Codes:
    return shop.codes


def text(client: FlaskClient, path: str, language: str = "zh") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, (path, answer.status)
    return answer.get_data(as_text=True)


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_every_state_says_so_first_in_both_languages_within_its_octets(client: FlaskClient, codes: Codes) -> None:
    for state, words in WORDS.items():
        for place, language in enumerate(("zh", "en")):
            answer = client.get(f"/p/{codes.of[state]}", headers={"Accept-Language": language})
            page = answer.get_data(as_text=True)
            first = re.search(r'<strong class="status large[^>]*>([^<]+)<', page)
            assert first, state
            assert (first[1], answer.status_code) == (words[place], 200), state
            assert len(answer.data) + SHEETS < LARGEST, (state, language)
            assert "<script" not in page
            assert [secret for secret in HIDDEN if secret in page] == [], state
            assert answer.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=60"
            again = client.get(f"/p/{codes.of[state]}", headers={"Accept-Language": language, "If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304


def test_an_english_page_has_no_word_that_is_not_marked_as_chinese(client: FlaskClient, codes: Codes) -> None:
    for state in WORDS:
        page = text(client, f"/p/{codes.of[state]}?on=2026-11-20", "en")
        unmarked = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>|<title>.*?</title>|<div class="notice.*?</div>', "", page, flags=re.DOTALL)
        assert not re.search(r"[\u4e00-\u9fff]", unmarked), (state, re.findall(r".*[\u4e00-\u9fff].*", unmarked))


def test_the_first_screen_tells_who_what_checked_and_how_it_compares(client: FlaskClient, codes: Codes) -> None:
    page = plain(text(client, f"/p/{codes.of['current']}"))
    for fact in ("夹织物芯输送带", "三门县某某橡胶有限公司（示例） 声明执行", "《橡胶输送带（示例）》", "与 GB/T 990002—2024 比：1 项更优", "2026年11月 检查：符合", "看指标", "反映问题"):
        assert fact in page
    assert "尚未被抽查" in text(client, f"/p/{codes.of['upcoming']}")
    assert "排行榜" not in page


def test_what_is_wrong_with_one_of_several_standards_wins_the_headline_and_is_named(client: FlaskClient, codes: Codes) -> None:
    page = plain(text(client, f"/p/{codes.of['several']}"))
    assert "《橡胶输送带（改）》 现行有效 · 还执行 1 项标准" in page
    assert re.search(r"还执行的 Q/SMXJ \d+—2026：标准编号已撤销", page)


def test_a_revoked_code_gives_its_reason_and_a_withdrawn_standard_its_day(client: FlaskClient, codes: Codes) -> None:
    assert f"起停用。理由：{REASON}" in plain(text(client, f"/p/{codes.of['code_revoked']}"))
    assert "自 2026年11月20日 起，企业废止了它。" in text(client, f"/p/{codes.of['withdrawn']}")


def test_a_merged_product_leads_to_the_one_that_took_its_place(client: FlaskClient, codes: Codes) -> None:
    page = text(client, f"/p/{codes.of['merged']}")
    assert "原来印在“产品 merged”上" in page
    assert "<h1>产品 survivor</h1>" in page
    assert f'<link rel="canonical" href="/p/{codes.survivor}">' in page


def test_a_registered_piece_is_named_and_its_lot_tells_which_version_held(client: FlaskClient, codes: Codes) -> None:
    page = text(client, f"/p/{codes.of['made']}?lot={LOT}&serial={SERIAL}")
    said = plain(page)
    assert f"编号 {SERIAL} 已由企业登记" in said
    assert f"批号 {LOT}，2026年11月10日 生产" in said
    assert re.search(rf"生产那天 ?{codes.first_number} 第 1 版，当天有效", said)
    assert 'href="https://example.com/manual" rel="external noopener nofollow"' in page


def test_an_unknown_lot_is_said_and_a_lot_of_another_piece_too(client: FlaskClient, codes: Codes) -> None:
    page = text(client, f"/p/{codes.of['made']}?lot=OTHER")
    assert "批号没有在本平台登记" in page
    assert "生产于" not in page
    assert "与这一件登记的批号不一致" in text(client, f"/p/{codes.of['made']}?lot=OTHER&serial={SERIAL}")
    assert "规格没有在本平台登记" in text(client, f"/p/{codes.of['made']}?variant=XL")


def test_a_serial_number_that_nobody_registered_never_looks_genuine(client: FlaskClient, codes: Codes) -> None:
    for serial in ("SN0002", "sn0001", "本品为真品", "<b>", "x" * 500):
        for path in (f"/p/{codes.of['made']}", f"/p/{codes.of['made']}.json"):
            answer = client.get(path, query_string={"serial": serial})
            page = answer.get_data(as_text=True)
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "产品 made" not in page
            assert serial not in re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL) or serial == "<b>"
    assert "这一件产品的编号没有登记" in client.get(f"/p/{codes.of['made']}?serial=SN0002").get_data(as_text=True)


def test_the_date_on_the_pack_is_read_as_people_write_it(client: FlaskClient, codes: Codes) -> None:
    here = f"/p/{codes.of['made']}"
    for typed in ("2026-11-09", "2026/11/9", "2026年11月9日", "２０２６．１１．０９", "20261109", "2026 11 09"):
        assert "第 1 版" in plain(text(client, f"{here}?on={typed}").split('id="made"')[1].split("</ul>")[0]), typed
    assert "第 2 版" in text(client, f"{here}?on=2026-11-20").split('id="made"')[1].split("</ul>")[0]
    assert "还没有公开有效的标准" in text(client, f"{here}?on=0001-01-01")
    assert "请填写日期" in text(client, f"{here}?on=昨天")
    assert "2026112" in text(client, f"{here}?on=2026112").split('name="on"')[1]
    assert "这一天还没有到" in text(client, f"{here}?on=2099-01-01")


def test_a_code_is_read_in_any_case_and_leads_to_its_one_address(client: FlaskClient, codes: Codes) -> None:
    code = codes.of["current"]
    moved = client.get(f"/p/{code.lower()}?on=2026-11-20")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/p/{code}?on=2026-11-20")


def test_the_twin_tells_programs_the_same(client: FlaskClient, codes: Codes) -> None:
    twin = json.loads(text(client, f"/p/{codes.of['made']}.json?lot={LOT}"))
    assert (twin["status"], twin["lot"], twin["in_force_then"][0]["version"]) == ("current", {"lot": LOT, "produced_on": "2026-11-10"}, 1)
    assert json.loads(text(client, f"/p/{codes.of['noted']}.json"))["status"] == "publicly_noted"
    assert json.loads(text(client, f"/p/{codes.of['not_yet_disclosed']}.json"))["standards"] == []
    assert client.get("/p/0000000000.json").mimetype == "application/problem+json"
    assert client.get("/p/nonsense.json").status_code == 400


@trials(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(typed=st.text(min_size=1).filter(lambda typed: "/" not in typed and typed not in (".", "..")))
def test_any_text_in_place_of_a_code_is_refused_in_plain_words(client: FlaskClient, typed: str) -> None:
    answer = client.get("/p/" + quote(typed, safe="", errors="replace"))
    assert answer.status_code in (301, 404) if scan_code.parse(typed) else answer.status_code in (400, 404), typed


def test_a_code_nobody_issued_and_one_with_a_wrong_character_have_words_of_their_own(client: FlaskClient, codes: Codes) -> None:
    unknown = client.get("/p/0000000000")
    malformed = client.get(f"/p/{codes.of['current'][:-1]}U")
    assert (unknown.status_code, malformed.status_code) == (404, 400)
    assert "这个二维码没有登记" in unknown.get_data(as_text=True)
    assert "这个短码读不懂" in malformed.get_data(as_text=True)


def test_the_detailed_page_and_the_page_of_the_code_lead_to_each_other(client: FlaskClient, codes: Codes) -> None:
    code = codes.of["current"]
    assert f'href="/products/{code}"' in text(client, f"/p/{code}")
    assert f'href="/p/{code}"' in text(client, f"/products/{code}")
