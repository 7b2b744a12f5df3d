"""The comparison page: what stands in the address is set side by side, and what is wrong with it is said."""

import json
import re
from datetime import datetime
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import db
from registry.models import ConceptSynonym, IndicatorConcept, ScanCode
from registry.rules import names
from tests.fixtures.databases import World
from tests.public_site.sides import MANDATORY, RECOMMENDED, Sides, fill

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what the databases could change is in tests/registry/test_comparing.py


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def sides(told: Sides) -> Sides:
    return told


def text(client: FlaskClient, path: str, language: str = "zh") -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def table(page: str) -> dict[str, list[str]]:
    """The rows by the name of their indicator, with the words of each cell."""
    body = re.search(r"<tbody>(.*)</tbody>", page, re.DOTALL)
    assert body
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body[1].split("</tr>")]
    plain = [[re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", cell))).strip() for cell in row] for row in rows if row]
    return {row[0]: row[1:] for row in plain}


def row(page: str, beginning: str) -> list[str]:
    return next(cells for name, cells in table(page).items() if name.startswith(beginning))


def test_values_stand_in_one_unit_with_what_was_declared_and_the_best_is_said(client: FlaskClient, sides: Sides) -> None:
    cells = row(text(client, sides.address("plain", "converted")), "拉伸强度 老化前")
    assert cells[0] == "≥15 MPa 相差 +3 MPa 更优"
    assert cells[1] == "≥18 MPa 最优 换算自声明的 ≥18000 kPa 相差 +6 MPa 更优"
    assert cells[2] == "≥12 MPa 换算自 ≥12000 kPa GB/T 990002—2024 推荐性标准"


def test_the_same_amount_in_two_units_is_jointly_best(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "converted", "equal"))
    assert ["并列最优" in cell for cell in row(page, "拉伸强度 老化前")[:3]] == [False, True, True]
    assert len(re.findall(r'<td class="best">', page)) == 2


def test_what_cannot_be_compared_says_why_in_its_cell(client: FlaskClient, sides: Sides) -> None:
    cells = row(text(client, sides.address("plain", "converted", "aged", "method", "words")), "拉伸强度 老化前")
    assert cells[2] == "只在别的条件下声明：老化后"
    assert cells[3] == "≥99 MPa GB/T 7984-2013 不能比：试验方法不同"
    assert cells[4] == "足够 <b>结实</b> 不能比：只有文字，没有数值"
    assert "最优" in cells[1]


def test_a_free_name_is_not_compared_and_cannot_run(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "free"))
    assert "<script>alert" not in page
    assert row(page, "手感") == ["没有声明这项", "≥15 MPa GB/T 528-2009 不能比：这是企业自己的名称，不在指标名目里", ""]


def test_a_free_name_that_a_bureau_has_mapped_since_is_compared(client: FlaskClient, sides: Sides, database: db.Database) -> None:
    assert any(name.startswith("拉伸强度 GB/T 528") for name in table(text(client, sides.address("plain", "free"))))  # 扯断强度 is a synonym already
    with database.transaction() as session:
        concept = session.query(IndicatorConcept).filter_by(code="belt-speed").one()
        free = "手感 <script>alert(1)</script>"
        session.add(ConceptSynonym(concept_id=concept.id, text=free, key=names.key(free)))
    assert not any(name.startswith("手感") for name in table(text(client, sides.address("plain", "free"))))


def test_rows_that_more_declare_come_first_and_free_names_last(client: FlaskClient, sides: Sides) -> None:
    found = list(table(text(client, sides.address("free", "plain", "equal"))))
    assert [name.split(" ")[0] for name in found] == ["带速", "拉伸强度", "拉伸强度", "耐摩擦色牢度", "手感"]


def test_no_way_better_means_nobody_is_best(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "equal"))
    assert row(page, "带速") == ["≤5 m/s", "≤5 m/s", ""]
    assert any(name.startswith("带速") and name.endswith("能比的都相同") for name in table(page))


def test_differences_are_told_only_for_those_who_name_the_standard(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "equal"))
    assert "相差" not in row(page, "拉伸强度 老化前")[1]
    assert "只对把它列为对应标准的计算差距：Q/SMXJ 201—2026。" in page
    assert row(page, "耐摩擦色牢度") == ["4级 与 GB/T 990002—2024 比 相差 0 相同 与 GB 990001—2024 比 相差 +2 更优", "没有声明这项", "3级 GB 990001—2024 强制性标准 4级 GB/T 990002—2024 推荐性标准"]


def test_a_missing_indicator_that_a_standard_asks_for_is_told(client: FlaskClient, sides: Sides) -> None:
    assert row(text(client, sides.address("plain", "converted")), "耐摩擦色牢度")[1] == "没有声明这项 GB/T 990002—2024 要求这项"


def test_what_has_ended_may_be_compared_but_says_so_first(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "ended", "implemented"))
    assert page.index("自 2026年11月20日 起，企业废止了它。") < page.index("<table")
    assert page.index("没有可以比较的指标") < page.index("<table")
    heads = re.findall(r'<th scope="col">(.*?)</th>', page, re.DOTALL)
    assert [re.findall(r'class="status[^>]*>([^<]+)<', head) for head in heads] == [[], ["现行有效"], ["企业已废止"], ["现行有效"], []]


def test_a_product_stands_for_its_main_standard_and_says_which(client: FlaskClient, sides: Sides, database: db.Database, now: datetime) -> None:
    address = f"/compare?p={sides.product.lower()}&d={sides.ids['plain']}"
    page = text(client, address)
    assert re.search(rf'<a href="/products/{sides.product}">夹织物芯输送带</a> 的主要标准', page)
    assert row(page, "拉伸强度 老化前")[0].startswith("≥18 MPa 最优")
    with database.transaction() as session:
        session.query(ScanCode).filter_by(code=sides.product).one().revoked_at = now
    assert re.findall(r'class="status[^>]*>([^<]+)<', text(client, address))[:2] == ["二维码已停用", "现行有效"]


def test_columns_stand_in_the_order_of_the_address_and_each_can_be_removed(client: FlaskClient, sides: Sides) -> None:
    plain, equal = sides.ids["plain"], sides.ids["equal"]
    page = text(client, f"/compare?d={plain}&p={sides.product}&d={equal}&lang=zh")
    assert re.findall(r'<a class="leave" href="([^"]+)"', page) == [f"/compare?p={sides.product}&amp;d={equal}", f"/compare?d={plain}&amp;d={equal}", f"/compare?d={plain}&amp;p={sides.product}"]


@pytest.mark.parametrize("typed", ["NOSUCHTHING", "<script>alert(1)</script>", "😀", "' OR 1=1", "%"])
def test_a_wrong_one_is_said_and_the_rest_is_shown(client: FlaskClient, sides: Sides, typed: str) -> None:
    page = text(client, f"{sides.address('plain', 'equal')}&d={quote(typed)}&p={quote(typed)}")
    assert unescape(page).count(f"“{typed.upper()}”") == 2
    assert "<SCRIPT>" not in page
    assert len(row(page, "带速")) == 3


def test_more_than_five_are_said_and_the_first_five_shown(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "converted", "equal", "aged", "method", "words", "free"))
    assert "还有 2 项，这里没有列出" in page
    assert page.count('class="leave"') == 5


def test_the_same_one_twice_stands_once(client: FlaskClient, sides: Sides) -> None:
    assert text(client, sides.address("plain", "equal", "plain")).count('class="leave"') == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_or_none_is_a_page_that_leads_on(client: FlaskClient, sides: Sides, language: str) -> None:
    assert 'href="/search"' in text(client, "/compare", language)
    page = text(client, f"{sides.address('plain')}&p={sides.bare_product}", language)
    assert f'name="d" value="{sides.ids["plain"]}"' in page
    assert f'/products/{sides.bare_product}"' in page
    assert "<table" not in page


def test_none_with_indicators_says_that_there_is_nothing_to_compare(client: FlaskClient, sides: Sides, database: db.Database) -> None:
    page = text(client, f"/compare?d={sides.ids['implemented']}&d={sides.ids['implemented'].lower()}&p={sides.product}")
    assert "<table" in page  # the product's standard has indicators
    assert "没有可以比较的指标" in page


def test_english_readers_get_english_and_typed_chinese_marked_as_such(client: FlaskClient, sides: Sides) -> None:
    page = text(client, sides.address("plain", "converted", "aged", "method", "words"), "en")
    assert "Cannot be compared: another test method" in page
    assert "converted from the declared ≥18000\u2009kPa" in page
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r'<(span|a)[^>]*lang="zh-CN"[^>]*>.*?</\1>|<header.*?</header>|<title>.*?</title>|title="[^"]*"', "", page, flags=re.DOTALL))


def test_the_twin_tells_the_same_with_declared_values_and_codes(client: FlaskClient, sides: Sides) -> None:
    twin = json.loads(text(client, f"{sides.address('plain', 'converted', 'aged', suffix='.json')}&d=NOSUCH"))
    assert [each["public_id"] for each in twin["columns"]] == [sides.ids[name] for name in ("plain", "converted", "aged")]
    assert twin["columns"][0]["floors_of"] == [RECOMMENDED, MANDATORY]
    assert twin["unknown"] == [{"kind": "disclosure", "code": "NOSUCH"}]
    found = next(each for each in twin["rows"] if each["concept"] == "tensile-strength" and each["condition"] == "unaged")
    assert (found["unit"], found["better"], found["outcome"], found["best"]) == ("MPa", "higher", "ranked", [1])
    declared = found["cells"][1]["declared"][0]
    assert (declared["low"], declared["unit"], declared["in_row_unit"]["low"], declared["in_row_unit"]["converted"]) == ("18000", "kPa", "18", True)
    assert found["cells"][1]["to_floors"] == [{"number": RECOMMENDED, "verdict": "higher", "difference": "6", "rounded": False}]
    assert found["cells"][2]["reason"] == "other_condition"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_disclosures_and_products_lead_here(client: FlaskClient, sides: Sides, language: str) -> None:
    assert f'"/compare?d={sides.ids["plain"]}"' in text(client, f"/disclosures/{sides.ids['plain']}", language)
    assert f'"/compare?p={sides.product}"' in text(client, f"/products/{sides.product}", language)


@given(query=st.text(st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_is_answered(client: FlaskClient, query: str) -> None:
    for address in (f"/compare?{quote(query, safe='=&;+')}", f"/compare?d={quote(query)}&p={quote(query)}", f"/compare.json?p={quote(query)}"):
        assert client.get(address).status_code in (200, 400), address


@pytest.mark.parametrize("query", ["d=%ED%A0%80", "d=%FF&p=%00", "d" * 3000, "d=&p=", "&".join(f"d={n}" for n in range(500)), "d=" + "A" * 3000])
def test_a_strange_query_is_answered(client: FlaskClient, query: str) -> None:
    assert client.get(f"/compare?{query}").status_code in (200, 400)
