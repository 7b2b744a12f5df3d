"""At the desk: a product's printed codes, lots, serials, variants, links and merging; and the bureau that revokes a code."""

import csv
import io
import re
from datetime import datetime

import pytest
from flask import Flask

from public_site import worker
from registry.db import Database
from registry.models import Lot, ScanCode, Serial, TypedLink, Variant
from registry.queries import products as queries
from registry.rules.permission import Actor
from registry.settings import Settings
from tests.factories import people
from tests.factories.products import gtin, registered
from tests.factories.visits import Visit, visit

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
def viewer(app: Flask, database: Database, now: datetime, owner: Actor) -> Visit:
    with database.transaction() as session:
        reader = people.member(session, now, queries.enterprise_of(session, next(iter(owner.enterprises))), "viewer")
    return visit(app, database, reader)


@pytest.fixture
def belt(database: Database, now: datetime, owner: Actor) -> str:
    """Address of a product with a GTIN."""
    return make(database, now, owner, gtin=NUMBER)


def make(database: Database, now: datetime, owner: Actor, **fields: str) -> str:
    with database.transaction() as session:
        firm = queries.enterprise_of(session, next(iter(owner.enterprises)))
        return f"{ALL}/{registered(session, now, owner, firm, **fields).id}"


def code_of(database: Database, product: str) -> str:
    with database.reading() as session:
        return queries.code_of(session, int(product.rsplit("/", 1)[1]))


def test_a_product_s_page_leads_to_its_codes_which_say_what_is_printed(clerk: Visit, database: Database, belt: str) -> None:
    for part in ("codes", "lots", "serials", "variants", "links", "merging"):
        assert f'href="{belt}/{part}"' in clerk.get(belt)
        assert f'href="{belt}/{part}" aria-current="page"' in clerk.get(f"{belt}/{part}")
    code, page = code_of(database, belt), clerk.get(f"{belt}/codes")
    assert f"HTTP://LOCALHOST/D/{code}" in page
    assert f"HTTP://LOCALHOST/01/0{NUMBER}" in page
    for form in ("svg", "png", "pdf"):
        assert f'href="/p/{code}/code.{form}"' in page


def test_a_code_is_revoked_after_a_page_that_says_what_will_happen_and_issued_anew(clerk: Visit, database: Database, belt: str) -> None:
    code = code_of(database, belt)
    address = f"{belt}/codes/{code}/revocation"
    assert "不能收回" in clerk.get(address)
    refused = clerk.send(address, {"reason": " "})
    assert refused.status_code == 422
    assert 'id="e-reason"' in refused.text
    assert clerk.send(address, {"reason": "整批<印错>"}).status_code == 302
    page = clerk.get(f"{belt}/codes")
    assert "现在没有有效的码" in page
    assert "整批<印错>" in page
    assert clerk.send(f"{belt}/codes", {}).status_code == 302
    fresh = code_of(database, belt)
    assert fresh != code
    assert {fresh, code} <= set(re.findall(r"[0-9A-Z]{10}", clerk.get(f"{belt}/codes")))
    assert clerk.send(f"{belt}/codes", {}, page=address.replace(code, fresh)).status_code == 409


def test_another_product_s_code_is_not_revoked_from_here(clerk: Visit, database: Database, now: datetime, owner: Actor, belt: str) -> None:
    other = make(database, now, owner)
    foreign = code_of(database, other)
    assert clerk.status(f"{belt}/codes/{foreign}/revocation") == 404
    assert clerk.send(f"{belt}/codes/{foreign}/revocation", {"reason": "x"}, page=f"{belt}/lots").status_code == 404
    assert clerk.status(f"{belt}/codes/NONSENSE/revocation") == 404


def test_a_lot_is_registered_with_its_day_and_what_is_wrong_is_named_beside_the_field(clerk: Visit, database: Database, belt: str) -> None:
    wrong = clerk.send(f"{belt}/lots", {"lot": "批 1", "produced_on": "2999年1月1日"})
    assert wrong.status_code == 422
    assert re.search(r'id="e-lot">.*只能用英文字母', wrong.text)
    assert re.search(r'id="e-produced_on">.*不能晚于今天', wrong.text)
    assert 'value="批 1"' in wrong.text
    assert clerk.send(f"{belt}/lots", {"lot": "L/1", "produced_on": "２０２６年１１月１日"}).status_code == 302
    page = clerk.get(f"{belt}/lots")
    assert f"HTTP://LOCALHOST/01/0{NUMBER}/10/L%2F1" in page
    assert "2026年11月1日" in page
    assert clerk.send(f"{belt}/lots", {"lot": "L/1", "produced_on": "2026-11-02"}).status_code == 422
    with database.reading() as session:
        assert session.query(Lot).count() == 1


def test_lower_case_is_warned_of(clerk: Visit, belt: str) -> None:
    clerk.send(f"{belt}/lots", {"lot": "l1", "produced_on": "2026-11-01"})
    assert "有小写字母或下划线" in clerk.get(f"{belt}/lots")


def test_many_lots_are_pasted_all_or_none(clerk: Visit, database: Database, belt: str) -> None:
    refused = clerk.send(f"{belt}/lots", {"many": "yes", "block": "L1\t2026/11/1\r\nL2 2026-13-01"})
    assert refused.status_code == 422
    assert "第 2 行看不明白" in refused.text
    refused = clerk.send(f"{belt}/lots", {"many": "yes", "block": "L1\t2026/11/1\r\nL1 2026-11-02"})
    assert "第 2 行：这个批号已登记" in refused.text
    with database.reading() as session:
        assert session.query(Lot).count() == 0
    assert clerk.send(f"{belt}/lots", {"many": "yes", "block": "L1\t2026/11/1\r\n\r\nL2 2026年11月2日\r\n"}).status_code == 302
    assert "2 个批次" in clerk.get(f"{belt}/lots")


def test_a_lot_s_day_is_corrected(clerk: Visit, database: Database, belt: str) -> None:
    clerk.send(f"{belt}/lots", {"lot": "L1", "produced_on": "2026-11-01"})
    with database.reading() as session:
        address = f"{belt}/lots/{session.query(Lot).one().id}/correction"
    assert clerk.send(address, {"produced_on": "2999-01-01", "before": "2026-11-01"}).status_code == 422
    assert clerk.send(address, {"produced_on": "2026-10-31", "before": "2026-11-01"}).status_code == 302
    assert "2026年10月31日" in clerk.get(f"{belt}/lots")
    assert clerk.send(address, {"produced_on": "2026-10-30", "before": "2026-11-01"}).status_code == 409


def test_random_serials_are_made_and_come_as_a_file_for_the_printer(clerk: Visit, belt: str) -> None:
    clerk.send(f"{belt}/lots", {"lot": "L1", "produced_on": "2026-11-01"})
    wrong = clerk.send(f"{belt}/serials", {"how": "random", "count": "100001", "of_lot": "l1"})
    assert wrong.status_code == 422
    assert "没有登记这个批号" in wrong.text
    assert clerk.send(f"{belt}/serials", {"how": "random", "count": "１０", "of_lot": "L1"}).status_code == 302
    found = re.search(rf'href="({belt}/serials/\d+\.csv)"', clerk.get(f"{belt}/serials"))
    assert found
    answer = clerk.client.get(found[1])
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len({row["序列号"] for row in rows}) == 10
    assert rows[0]["印制内容"] == f"HTTP://LOCALHOST/01/0{NUMBER}/10/L1/21/{rows[0]['序列号']}"
    assert answer.headers["Cache-Control"] == "private, no-store"
    lot = re.search(rf'href="({belt}/lots/\d+/serials\.csv)"', clerk.get(f"{belt}/lots"))
    assert lot
    assert clerk.client.get(lot[1]).data == answer.data


def test_a_list_of_serials_is_pasted_and_no_cell_of_the_file_is_a_formula(clerk: Visit, database: Database, belt: str) -> None:
    twice = clerk.send(f"{belt}/serials", {"how": "list", "serials": "A1\r\nA2\r\nA1"})
    assert twice.status_code == 422
    assert "“A1”在列表里出现两次" in twice.text
    assert "A1\r\nA2\r\nA1" in twice.text
    assert clerk.send(f"{belt}/serials", {"how": "list", "serials": "=1+1\r\n A2 \r\n"}).status_code == 302
    with database.reading() as session:
        assert {each.serial for each in session.query(Serial)} == {"=1+1", "A2"}
    found = re.search(rf'href="({belt}/serials/\d+\.csv)"', clerk.get(f"{belt}/serials"))
    assert found
    text = clerk.client.get(found[1]).data.decode("utf-8-sig")
    assert "/21/%3D1%2B1,'=1+1," in text


def test_many_serials_are_a_job_whose_progress_can_be_left_and_found_again(clerk: Visit, settings: Settings, database: Database, belt: str) -> None:
    clerk.send(f"{belt}/serials", {"how": "random", "count": "6000"})
    assert "0 / 6,000" in clerk.get(f"{belt}/serials")
    bench = worker.bench(settings)
    assert worker.step(bench)
    bench.database.close()
    assert "正在生成</" not in clerk.get(f"{belt}/serials")
    with database.reading() as session:
        assert session.query(Serial).count() == 6000


def test_variants_and_links_are_added_and_a_script_is_not(clerk: Visit, database: Database, belt: str) -> None:
    clerk.send(f"{belt}/variants", {"variant": "42", "name": "42 码"})
    assert f"HTTP://LOCALHOST/01/0{NUMBER}/22/42" in clerk.get(f"{belt}/variants")
    script = {"link_type": "gs1:pip", "title": "<b>产品页</b>", "href": "javascript:alert(1)", "language": ""}
    refused = clerk.send(f"{belt}/links", script)
    assert refused.status_code == 422
    assert re.search(r'id="e-href">.*以 http', refused.text)
    assert clerk.send(f"{belt}/links", script | {"href": "https://example.com/产品"}).status_code == 302
    page = clerk.client.get(f"{belt}/links").text
    assert '<a href="https://example.com/%E4%BA%A7%E5%93%81" rel="external nofollow noopener">&lt;b&gt;产品页&lt;/b&gt;</a>' in page
    with database.reading() as session:
        link_id = session.query(TypedLink).one().id
        assert session.query(Variant).one().name == "42 码"
    assert clerk.send(f"{belt}/links/{link_id}/end", {}, page=f"{belt}/links").status_code == 302
    assert "停用" in clerk.get(f"{belt}/links")


def test_products_are_merged_and_parted_again(clerk: Visit, database: Database, now: datetime, owner: Actor, belt: str) -> None:
    other = make(database, now, owner, name="并入的输送带")
    assert clerk.send(f"{other}/merging", {}).status_code == 422
    assert clerk.send(f"{other}/merging", {"into": belt.rsplit("/", 1)[1]}).status_code == 302
    assert "已合并到 夹织物芯输送带" in clerk.get(other)
    assert "并入的输送带" in clerk.get(f"{belt}/merging")
    assert clerk.send(f"{belt}/merging", {"into": other.rsplit("/", 1)[1]}, page=f"{belt}/lots").status_code == 409
    assert clerk.send(f"{other}/merging/undo", {}, page=f"{other}/merging").status_code == 302
    assert "已合并到" not in clerk.get(other)


def test_a_viewer_sees_everything_and_changes_nothing(viewer: Visit, database: Database, belt: str) -> None:
    for part in ("codes", "lots", "serials", "variants", "links", "merging"):
        assert "<form method=\"post\"" not in re.sub(r'<form method="post" action="/(account|language)[^>]*>', "", viewer.get(f"{belt}/{part}"))
    assert viewer.send(f"{belt}/codes/{code_of(database, belt)}/revocation", {"reason": "x"}, page="/account").status_code == 403
    assert viewer.send(f"{belt}/serials", {"how": "random", "count": "5"}, page="/account").status_code == 403


def test_the_bureau_looks_a_code_up_and_revokes_it(app: Flask, database: Database, now: datetime, belt: str) -> None:
    with database.transaction() as session:
        actor = people.officer(session, now, people.bureau(session, now))
        elsewhere = people.officer(session, now, people.bureau(session, now, division_code="331081", name="温岭市市场监督管理局（示例）"))
    officer, stranger = visit(app, database, actor), visit(app, database, elsewhere)
    code = code_of(database, belt)
    assert "没有登记这个码" in officer.get("/regulator/codes?q=U000000000")
    for typed in (code.lower(), NUMBER):
        assert f"撤销 {code}" in officer.get(f"/regulator/codes?q={typed}")
    address, page = f"/regulator/codes/{code}/revocation", f"/regulator/codes?q={code}"
    assert "不在您的辖区" in stranger.get(page)
    assert stranger.send(address, {"reason": "x"}, page="/account").status_code == 404
    assert officer.send(address, {"reason": ""}, page=page).status_code == 422
    assert officer.send(address, {"reason": "冒用"}, page=page).status_code == 302
    assert "冒用" in officer.get(page)
    with database.reading() as session:
        assert session.query(ScanCode).filter_by(code=code).one().revoked_reason == "冒用"
