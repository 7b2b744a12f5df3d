"""Leader-boards as strangers read them: who stands where and why, what changed since, and everything for programs."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.actions import live_rankings
from registry.db import Database, utc_now
from registry.legal_time import legal_day
from registry.models import Disclosure, DisclosureWithdrawal, FrontRunner, FrontRunnerStep, Ranking
from registry.rules.permission import SYSTEM
from tests.fixtures.databases import World
from tests.public_site.boards import FAR, Boards, fill


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def boards(told: Boards) -> Boards:
    return told


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def read(client: FlaskClient, path: str) -> dict:  # type: ignore[type-arg]
    return json.loads(text(client, path))


def test_an_empty_registry_says_that_there_is_no_board_yet(client: FlaskClient) -> None:
    assert "还没有发布排行榜" in text(client, "/rankings")
    assert "还没有发布排行榜" in text(client, "/rankings/medals")
    assert read(client, "/rankings.json") == {"rankings": [], "next": None}
    assert len(ET.fromstring(text(client, "/rankings.atom"))) == 6


def test_a_list_shows_what_stands_and_neither_drafts_nor_what_a_newer_one_took_the_place_of(client: FlaskClient, boards: Boards) -> None:
    page = text(client, "/rankings")
    assert [name for name in ("board", "older", "points", "equal", "draft") if f"/rankings/{getattr(boards, name)}\"" in page] == ["board", "points", "equal"]
    assert 'href="/rankings"' in text(client, "/")


@pytest.mark.parametrize(("query", "shown"), [
    ("year=2026", 3), ("category=conveyor-belt", 3), ("division=331000", 3), (f"division={FAR}&level=2", 1), (f"division={FAR}&level=3", 1), ("level=2", 2), ("division=110000", 0),
    ("year=1999", 3), ("level=x", 3), ("category=none", 3),
])  # fmt: skip
def test_a_list_is_narrowed_by_category_year_region_and_level(client: FlaskClient, boards: Boards, query: str, shown: int) -> None:
    text(client, f"/rankings?{query}")
    assert len(read(client, f"/rankings.json?{query}")["rankings"]) == shown
    assert len(ET.fromstring(text(client, f"/rankings.atom?{query}")).findall("{*}entry")) == shown


def test_a_long_list_goes_on_where_it_ended(client: FlaskClient, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.queries.public_ranking_lists.PER_PAGE", 2)
    first = read(client, "/rankings.json")
    second = read(client, first["next"].removeprefix("http://localhost"))
    assert {each["public_id"] for each in (*first["rankings"], *second["rankings"])} == {boards.board, boards.points, boards.equal}
    assert second["next"] is None
    assert "下一页" in text(client, "/rankings")


def test_a_draft_is_found_nowhere(client: FlaskClient, boards: Boards) -> None:
    for suffix in ("", ".json", ".csv", ".atom", "/bundle.json", "/recompute.py", "/live", "/not-graded", "/indicators/1", f"/entries/{boards.ids['best']}"):
        text(client, f"/rankings/{boards.draft}{suffix}", 404)
        text(client, f"/rankings/NOSUCH{suffix}", 404)


def test_ties_share_a_place_and_the_page_says_what_the_order_means(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.board}")
    assert [page.count(f"<span>第 {place} 名</span>") for place in (1, 2, 3, 4)] == [2, 0, 1, 1]
    assert "同档内排名不分先后" in page
    assert "五星 · 一级" in page
    assert "≥25" in page
    assert "系统计算" in page
    assert "本榜各项标准都在同一等级" not in page
    assert "style=" not in page


def test_a_board_of_one_band_says_so(client: FlaskClient, boards: Boards) -> None:
    assert "本榜各项标准都在同一等级" in text(client, f"/rankings/{boards.equal}")


def test_points_are_told_where_the_method_has_them(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.points}")
    assert "100 分" in page
    assert "加权" in text(client, f"/rankings/{boards.points}/entries/{boards.ids['second']}")


@pytest.mark.parametrize(("query", "names"), [
    ("level=1", {"best", "even"}), ("level=2", {"second"}), (f"division={FAR}", {"even", "third"}), ("division=350000&level=1", {"even"}), ("division=331000&level=3", set()), ("division=350302&after=3", {"third"}),
    ("page=9", set()), ("level=9&division=x&after=x&page=x", {"best", "even", "second", "third"}),
])  # fmt: skip
def test_a_board_is_narrowed_by_level_and_region(client: FlaskClient, boards: Boards, query: str, names: set[str]) -> None:
    page = text(client, f"/rankings/{boards.board}?{query}")
    assert {name for name, public_id in boards.ids.items() if f"/entries/{public_id}\"" in page} == names


def test_a_long_board_is_turned_by_order_numbers(client: FlaskClient, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("public_site.pages.ranking_board.PER_PAGE", 1)
    seen = [name for number in range(1, 5) for name, public_id in boards.ids.items() if f"/entries/{public_id}\"" in text(client, f"/rankings/{boards.board}?page={number}")]
    assert set(seen) == {"best", "even", "second", "third"}
    assert "下一页" in text(client, f"/rankings/{boards.board}?division={FAR}")


def test_what_happened_since_is_flagged_and_suspends_candidates(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.board}")
    assert page.count("评定后企业已废止") == 1
    assert page.count("评定后标准有了新版本") == 1
    assert page.count("领跑候选已暂停") == 1
    assert page.count(">领跑候选<") == 1
    assert "评定之后有变化" in text(client, f"/rankings/{boards.board}/entries/{boards.ids['even']}")


def test_what_happens_to_an_entry_is_told_by_the_next_look(client: FlaskClient, boards: Boards, database: Database) -> None:
    for page in (text(client, f"/rankings/{boards.board}"), text(client, f"/rankings/{boards.board}?level=1")):
        assert page.count(">领跑候选<") == 1
    now = utc_now()
    with database.transaction() as session:
        best, third = (session.scalars(select(Disclosure).where(Disclosure.public_id == boards.ids[name])).one() for name in ("best", "third"))
        runner = session.scalars(select(FrontRunner).join(Ranking, Ranking.id == FrontRunner.ranking_id).where(FrontRunner.disclosure_id == best.id, Ranking.public_id == boards.board)).one()
        session.add(FrontRunnerStep(front_runner_id=runner.id, step="suspended", reason="failed_check", recorded_at=now))
        session.add(DisclosureWithdrawal(disclosure_id=third.id, effective_on=legal_day(now), reason="不再生产", recorded_by_id=1, recorded_at=now))
    page = text(client, f"/rankings/{boards.board}")
    assert (page.count("评定后企业已废止"), page.count("领跑候选已暂停"), page.count("监督检查不合格"), page.count(">领跑候选<")) == (2, 2, 1, 0)


def test_each_page_of_a_board_leads_to_itself_in_the_other_language(client: FlaskClient, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("public_site.pages.ranking_board.PER_PAGE", 1)
    for query, said in (("page=2", "第 2 页，共 4 页"), ("page=3", "第 3 页，共 4 页"), (f"division={FAR}", "下一页"), ("page=2&amp;lang=en", "Page 2 of 4")):
        page = text(client, f"/rankings/{boards.board}?{query.replace('&amp;', '&')}")
        assert said in page
        assert f'href="/rankings/{boards.board}?{query.replace("&amp;lang=en", "")}&amp;lang={"zh" if "en" in query else "en"}"' in page
        assert "\x00" not in page


def test_an_older_board_leads_to_the_newer_one(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.older}")
    assert "这是较早的一期" in page
    assert f'href="/rankings/{boards.board}"' in page
    assert "较早的一期" in text(client, f"/rankings/{boards.older}/live")


def test_who_is_not_graded_reads_every_reason(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.board}/not-graded")
    assert "拉伸强度：低于基准水平，差 0.1\u202fMPa" in page
    assert "带速：没有公开" in page
    assert "这一页没有内容" in text(client, f"/rankings/{boards.board}/not-graded?page=7")


def test_an_entry_is_taken_apart(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.board}/entries/{boards.ids['even']}")
    assert "每一项核心指标都达到先进水平" in page
    assert "= ≥24" in page  # 24,000 kPa in the scheme's unit
    assert page.count("<svg role") == 3
    second = text(client, f"/rankings/{boards.board}/entries/{boards.ids['second']}")
    assert "拉伸强度 是平均水平，决定了总的等级；到上一档，差 6" in second
    assert "未列入等级" in text(client, f"/rankings/{boards.board}/entries/{boards.ids['silent']}")
    text(client, f"/rankings/{boards.board}/entries/NOSUCH", 404)


def test_an_entry_for_programs(client: FlaskClient, boards: Boards) -> None:
    twin = read(client, f"/rankings/{boards.board}/entries/{boards.ids['even']}.json")
    assert (twin["place"], twin["level"], twin["candidate"]["state"], twin["status_now"]["word"]) == (1, 1, "suspended", "withdrawn")
    assert twin["judged"]["readings"][0]["in_unit_low"] == "24"


def test_a_single_list_is_in_bands_or_says_why_there_is_none(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/rankings/{boards.board}/indicators/1")
    assert page.index("先进水平 <span") < page.index("平均水平 <span") < page.index("基准水平 <span")
    assert "同一档内排名不分先后" in page
    assert "分不出先后" in text(client, f"/rankings/{boards.board}/indicators/2")
    assert "这一页没有内容" in text(client, f"/rankings/{boards.board}/indicators/1?page=2")
    text(client, f"/rankings/{boards.board}/indicators/4", 404)


def test_what_would_change_today_is_told(client: FlaskClient, boards: Boards) -> None:
    assert "没有变化" in text(client, f"/rankings/{boards.board}/live")
    assert read(client, f"/rankings/{boards.board}/live.json")["counts"] == {}


def test_whoever_would_stand_elsewhere_today_is_named(client: FlaskClient, boards: Boards, database: Database) -> None:
    with database.transaction() as session:
        while live_rankings.follow(session, actor=SYSTEM, now=utc_now()):
            pass
    kinds = read(client, f"/rankings/{boards.board}/live.json")["counts"]
    assert kinds
    for kind in kinds:
        named = [each["public_id"] for each in read(client, f"/rankings/{boards.board}/live.json?change={kind}")["entries"]]
        assert len(named) == kinds[kind]
        page = text(client, f"/rankings/{boards.board}/live?change={kind}")
        assert [each for each in named if f"/disclosures/{each}" not in page] == []


def test_a_program_follows_a_board_to_its_end(client: FlaskClient, boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.queries.rankings.PER_PAGE", 4)
    first = read(client, f"/rankings/{boards.board}.json")
    second = read(client, first["next"].removeprefix("http://localhost"))
    assert [each["order"] for each in (*first["entries"], *second["entries"])] == [1, 2, 3, 4, 5, 6]
    assert second["next"] is None
    assert first["ledger_hash"]
    assert [each["place"] for each in read(client, f"/rankings/{boards.board}.json?level=2")["entries"]] == [3]


def test_a_spreadsheet_has_every_entry_with_its_values(client: FlaskClient, boards: Boards) -> None:
    lines = text(client, f"/rankings/{boards.board}.csv").splitlines()
    assert len(lines) == 7
    assert "先进水平" in lines[1]
    assert "没有公开" in "".join(lines[5:])


def test_a_feed_lists_the_board_and_tells_of_a_newer_one(client: FlaskClient, boards: Boards) -> None:
    assert len(ET.fromstring(text(client, f"/rankings/{boards.board}.atom")).findall("{*}entry")) == 4
    assert len(ET.fromstring(text(client, f"/rankings/{boards.older}.atom")).findall("{*}entry")) == 5


def test_anybody_downloads_the_bundle_and_recomputes_it(client: FlaskClient, boards: Boards, tmp_path: Path) -> None:
    for name in ("bundle.json", "recompute.py"):
        (tmp_path / name).write_text(text(client, f"/rankings/{boards.board}/{name}"), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", "recompute.py", "bundle.json"], cwd=tmp_path, capture_output=True, check=False, env={"PYTHONIOENCODING": "utf-8"})
    assert ran.returncode == 0, ran.stderr
    assert read(client, f"/rankings/{boards.board}.json")["result_hash"] in ran.stdout.decode()


def test_regions_are_counted_once_for_each_scheme_and_the_same_counts_share_a_place(client: FlaskClient, boards: Boards) -> None:
    page = text(client, "/rankings/medals")
    assert "都相同就是并列" in page
    assert page.index("莆田市城厢区") > 0
    assert "浙江省<" in text(client, "/rankings/medals?by=province").replace("</a>", "<")
    assert "没有符合条件的地区" in text(client, "/rankings/medals?division=110000")


def test_a_scheme_is_read_in_words_and_its_hash_holds(client: FlaskClient, boards: Boards) -> None:
    page = text(client, f"/schemes/{boards.scheme}")
    assert "某某质量评价中心（示例）" in page
    assert "最低一项决定" in page
    assert f"/rankings/{boards.board}" in page
    assert "最低一项决定" in text(client, f"/schemes/{boards.scheme}/versions/1")
    content = client.get(f"/schemes/{boards.scheme}/versions/1.json")
    assert hashlib.sha256(content.data).hexdigest() == content.headers["X-Content-SHA256"] == read(client, f"/schemes/{boards.scheme}.json")["versions"][0]["sha256"]
    text(client, f"/schemes/{boards.scheme}/versions/2", 404)
    text(client, "/schemes/NOSUCH", 404)


def test_lower_case_addresses_lead_to_the_one_page(client: FlaskClient, boards: Boards) -> None:
    assert client.get(f"/rankings/{boards.board.lower()}").status_code == 301
    assert client.get(f"/schemes/{boards.scheme.lower()}").status_code == 301
