"""A clerk registers products one by one or a whole list at once, and says which standards they follow."""

import re
from datetime import datetime

import pytest
from flask import Flask

from registry.db import Database
from registry.models import Dispute, Enterprise, LedgerEntry, Product, ProductDisclosure, ScanCode
from registry.queries import products as queries
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.categories import categories
from tests.factories.disclosures import disclosed
from tests.factories.visits import Visit, visit

BASE = "/console/91331022MA2K10012U/products"
GTIN = "9520000000011"
FIELDS = {"name": "夹织物芯输送带", "kind": "product", "category": "传送带", "models": "EP200\r\nEP300", "gtin": "９５２ 0000 00001-1", "brand": "示例"}


@pytest.fixture
def owner(database: Database, now: datetime) -> Actor:
    with database.transaction() as session:
        categories(session)
        return people.member(session, now, people.enterprise(session, now))


@pytest.fixture
def clerk(app: Flask, database: Database, owner: Actor) -> Visit:
    return visit(app, database, owner)


@pytest.fixture
def rival(app: Flask, database: Database, now: datetime, owner: Actor) -> Visit:
    """Somebody of another enterprise, whose products stand at /console/91331022782912345T."""
    with database.transaction() as session:
        actor = people.member(session, now, people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）"))
    return visit(app, database, actor)


RIVAL = "/console/91331022782912345T/products"


def registered(clerk: Visit, database: Database, **changes: str) -> int:
    """The id of the product that the form made."""
    answer = clerk.send(f"{BASE}/new", FIELDS | changes)
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rsplit("/", 1)[1])


def code_of(database: Database, product_id: int) -> str:
    with database.reading() as session:
        return queries.code_of(session, product_id)


def test_a_product_gets_its_short_code_at_once_and_the_page_says_what_it_is_for(clerk: Visit, database: Database) -> None:
    assert "还没有登记产品或服务" in clerk.get(BASE)
    product_id = registered(clerk, database)
    code, page = code_of(database, product_id), clerk.get(f"{BASE}/{product_id}")
    assert page.count(code) >= 2
    assert f'href="/products/{code}"' in page
    assert f'href="{BASE}/{product_id}/standards"' in page
    assert "短码不变" in page
    listed = clerk.get(BASE)
    assert code in listed
    assert GTIN in listed, "as on the pack, not with the zero that pads it"
    with database.reading() as session:
        product = session.query(Product).one()
        assert (product.gtin, product.models) == ("09520000000011", "EP200\nEP300")


def test_every_wrong_field_is_named_beside_it_and_nothing_typed_is_lost(clerk: Visit, database: Database) -> None:
    answer = clerk.send(f"{BASE}/new", {"name": "", "category": "飞机", "gtin": "9520000000012", "brand": "牌" * 101, "specification": '宽 "800" <mm>'})
    assert answer.status_code == 422
    page = answer.text
    for name, sentence in (("name", "请填写产品或服务的名称"), ("kind", "请选择一项"), ("category", "没有找到这个类别"), ("gtin", "校验位不符"), ("brand", "最多 100 个字")):
        assert re.search(rf'id="e-{name}">.*{sentence}', page), name
    for typed in ("飞机", "9520000000012", "牌" * 101, "宽 &#34;800&#34; &lt;mm&gt;"):
        assert typed in page
    with database.reading() as session:
        assert session.query(Product).count() == session.query(ScanCode).count() == 0


def test_a_category_is_found_by_synonym_by_a_choice_or_in_the_tree_without_script(clerk: Visit, database: Database) -> None:
    page = clerk.get(f"{BASE}/new")
    assert '<optgroup label="橡胶制品">' in page
    assert '<option value="conveyor-belt">' in page
    answer = clerk.send(f"{BASE}/new", FIELDS | {"category": "带"})
    assert answer.status_code == 422
    assert "有几个类别与它相近" in answer.text
    assert 'name="category_code" value="v-belt"' in answer.text
    answer = clerk.send(f"{BASE}/new", FIELDS | {"category": "带", "category_code": ["v-belt", ""]})
    assert answer.status_code == 302
    with database.reading() as session:
        assert session.query(Product).one().category_id == queries.category_by_code(session, "v-belt").id


def test_a_gtin_of_another_enterprise_is_explained_then_claimed_or_left_out(clerk: Visit, rival: Visit, database: Database) -> None:
    holder_id = registered(clerk, database)
    taken = rival.send(f"{RIVAL}/new", FIELDS)
    assert taken.status_code == 422
    assert "三门县某某橡胶有限公司（示例）" in taken.text
    assert f'href="/products/{code_of(database, holder_id)}"' in taken.text
    answered = FIELDS | {"contested": "09520000000011"}
    unexplained = rival.send(f"{RIVAL}/new", answered | {"gtin_choice": "claim", "claim": " "})
    assert unexplained.status_code == 422
    assert "请说明为什么这个条码属于你们" in unexplained.text
    assert rival.send(f"{RIVAL}/new", answered | {"gtin_choice": "without"}).status_code == 302
    claimed = rival.send(f"{RIVAL}/new", answered | {"gtin_choice": "claim", "claim": "证书编号 示例 952\x00"})
    assert "有争议" in rival.get(claimed.headers["Location"])
    with database.reading() as session:
        dispute = session.query(Dispute).one()
        assert (dispute.kind, dispute.holder_product_id, dispute.gtin, dispute.statement) == ("gtin", holder_id, "09520000000011", "证书编号 示例 952")
        assert session.query(Product).filter(Product.gtin.is_not(None)).count() == 1


def test_an_answer_about_one_gtin_is_no_answer_about_another(clerk: Visit, rival: Visit, database: Database) -> None:
    registered(clerk, database)
    registered(clerk, database, gtin="9520000000028")
    answer = rival.send(f"{RIVAL}/new", FIELDS | {"gtin": "9520000000028", "contested": "09520000000011", "gtin_choice": "claim", "claim": "是我们的"})
    assert answer.status_code == 422
    with database.reading() as session:
        assert session.query(Dispute).count() == 0


def test_the_same_gtin_twice_in_one_enterprise_is_a_slip_and_no_dispute(clerk: Visit, database: Database) -> None:
    registered(clerk, database)
    answer = clerk.send(f"{BASE}/new", FIELDS)
    assert "本企业的另一个产品已经用了这个条码" in answer.text
    assert "gtin_choice" not in answer.text


def test_the_next_product_starts_from_this_one_without_its_gtin(clerk: Visit, database: Database) -> None:
    answer = clerk.send(f"{BASE}/new", FIELDS | {"then": "another"})
    page = clerk.get(answer.headers["Location"])
    assert 'value="夹织物芯输送带"' in page
    assert "EP300" in page
    assert 'value="传送带"' in page or 'value="输送带"' in page
    assert GTIN not in page
    assert "已登记 夹织物芯输送带，短码" in page


def test_two_people_who_mend_one_product_are_told_and_both_texts_stay(clerk: Visit, database: Database) -> None:
    product_id = registered(clerk, database)
    address = f"{BASE}/{product_id}/edit"
    revision = re.search(r'name="revision" value="(\d+)"', clerk.get(address))[1]
    assert clerk.send(address, FIELDS | {"name": "甲改的名称", "revision": revision}).status_code == 302
    late = clerk.send(address, FIELDS | {"name": "乙改的名称", "revision": revision})
    assert late.status_code == 409
    assert 'value="乙改的名称"' in late.text
    assert "甲改的名称" in clerk.get(f"{BASE}/{product_id}")
    again = re.search(r'name="revision" value="(\d+)"', late.text)[1]
    assert clerk.send(address, FIELDS | {"name": "乙改的名称", "revision": again}).status_code == 302
    assert "乙改的名称" in clerk.get(f"{BASE}/{product_id}")


def test_ending_says_in_one_sentence_what_will_happen_and_can_be_taken_back(clerk: Visit, database: Database) -> None:
    product_id = registered(clerk, database)
    assert "短码继续有效" in clerk.get(f"{BASE}/{product_id}/end")
    clerk.send(f"{BASE}/{product_id}/end", {})
    assert "已停止提供" in clerk.get(BASE)
    clerk.send(f"{BASE}/{product_id}/resume", {})
    assert "已停止提供" not in clerk.get(BASE)


def test_products_still_offered_come_first_and_a_search_finds_models_codes_and_gtins(clerk: Visit, database: Database) -> None:
    first, second = registered(clerk, database), registered(clerk, database, name="V带", category="三角带", gtin="", models="SPB")
    clerk.send(f"{BASE}/{second}/end", {})
    listed = clerk.get(BASE)
    assert listed.index("夹织物芯输送带") < listed.index("V带")
    for typed, found in (("ep300", first), (code_of(database, first), first), (GTIN, first), ("spb", second)):
        page = clerk.get(f"{BASE}?q={typed}")
        assert f'href="{BASE}/{found}"' in page
        assert "1 个产品和服务" in page
    assert "没有找到" in clerk.get(f"{BASE}?q=飞机")
    assert "这一页没有内容" in clerk.get(f"{BASE}?page=9")


def test_several_standards_one_of_them_the_main_one(clerk: Visit, owner: Actor, database: Database, now: datetime) -> None:
    product_id = registered(clerk, database)
    with database.transaction() as session:
        firm = session.query(Enterprise).filter_by(credit_code="91331022MA2K10012U").one()
        ids = [disclosed(session, now, owner, firm).disclosure_id for _ in range(2)]
    choose = f"{BASE}/{product_id}/standards"
    assert clerk.send(choose, {}).status_code == 422
    assert clerk.send(choose, {"disclosures": [str(each) for each in ids]}).status_code == 302
    assert "没有可以选择的标准" in clerk.get(choose)
    assert "共 2 项标准" in clerk.get(BASE)
    clerk.send(f"{choose}/{ids[1]}/main", {}, page=f"{BASE}/{product_id}")
    with database.reading() as session:
        assert [(each.disclosure_id, each.main) for each, _ in queries.links(session, product_id)] == [(ids[1], True), (ids[0], False)]
    clerk.send(f"{choose}/{ids[1]}/end", {}, page=f"{BASE}/{product_id}")
    with database.reading() as session:
        assert [(each.disclosure_id, each.main) for each, _ in queries.links(session, product_id)] == [(ids[0], True)]
        assert session.query(LedgerEntry).filter_by(kind="product.unlinked").count() == 1


def test_a_list_copied_from_a_spreadsheet_is_looked_at_before_it_is_registered(clerk: Visit, database: Database) -> None:
    block = f"序号\t产品名称\t规格型号\t产品分类\t商品条码\t品牌\n1\t夹织物芯输送带\tEP200、EP300\t传送带\t{GTIN}\t示例\n2\t家庭保洁\t\t保洁\t\t\n"
    looked = clerk.send(f"{BASE}/paste", {"block": block})
    assert looked.status_code == 200
    assert "2 个都可以登记" in looked.text
    with database.reading() as session:
        assert session.query(Product).count() == 0
    done = clerk.send(f"{BASE}/paste", cells(looked.text) | {"do": "register"})
    assert done.headers["Location"] == BASE
    with database.reading() as session:
        belt, cleaning = session.query(Product).order_by(Product.id)
        assert (belt.models, belt.gtin, belt.brand, belt.kind) == ("EP200\nEP300", "09520000000011", "示例", "product")
        assert cleaning.kind == "service", "what kind it is follows from its category"
        assert session.query(ScanCode).count() == 2


def test_what_is_wrong_in_a_pasted_list_stands_in_its_cell_and_nothing_is_registered(clerk: Visit, rival: Visit, database: Database) -> None:
    rival.send(f"{RIVAL}/new", FIELDS | {"gtin": "9520000000028"})
    block = f"V带\tSPB\t三角带\t{GTIN}\n\t\t飞机\t9.52E+12\nV带\tSPC\t三角带\t{GTIN}\nV带\tSPA\t三角带\t9520000000028"
    answer = clerk.send(f"{BASE}/paste", {"block": block})
    assert answer.status_code == 422
    for where, sentence in (("1.name", "请填写产品或服务的名称"), ("1.category", "没有找到这个类别"), ("1.gtin", "设为文本"), ("2.gtin", "另一行已有"), ("3.gtin", "另一家企业")):
        assert re.search(rf'id="e-rows\.{where}">[^<]*{sentence}', answer.text), where
    typed = cells(answer.text)
    assert typed["rows.1.gtin"] == "9.52E+12"
    again = clerk.send(f"{BASE}/paste", typed | {"do": "register"})
    assert again.status_code == 422
    mended = typed | {"rows.1.leave": "yes", "rows.2.gtin": "", "rows.3.gtin": "", "do": "register"}
    assert clerk.send(f"{BASE}/paste", mended).status_code == 302
    with database.reading() as session:
        assert sorted(each.models or "" for each in session.query(Product).filter(Product.name == "V带")) == ["SPA", "SPB", "SPC"]


def test_a_pasted_list_may_follow_one_standard(clerk: Visit, owner: Actor, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        disclosure_id = disclosed(session, now, owner, session.query(Enterprise).filter_by(credit_code="91331022MA2K10012U").one()).disclosure_id
    looked = clerk.send(f"{BASE}/paste", {"block": "V带\tSPB\t三角带\nV带\tSPC\t三角带"})
    clerk.send(f"{BASE}/paste", cells(looked.text) | {"do": "register", "disclosure_id": str(disclosure_id)})
    with database.reading() as session:
        assert [(each.disclosure_id, each.main) for each in session.query(ProductDisclosure)] == [(disclosure_id, True)] * 2


def test_too_long_a_list_and_an_empty_one_keep_what_was_pasted(clerk: Visit) -> None:
    many = "\n".join(f"V带\tSPB{number}\t三角带" for number in range(501))
    answer = clerk.send(f"{BASE}/paste", {"block": many})
    assert answer.status_code == 422
    assert "这里有 501 行" in answer.text
    assert "SPB500" in answer.text
    assert clerk.send(f"{BASE}/paste", {"block": " \n"}).status_code == 422


def test_an_enterprise_that_is_not_verified_reads_what_to_do_first(app: Flask, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        categories(session)
        owner = people.member(session, now, people.enterprise(session, now, verified=False))
    clerk = visit(app, database, owner)
    for page in (BASE, f"{BASE}/new", f"{BASE}/paste"):
        shown = clerk.get(page)
        assert "先完成企业核验" in shown
        assert 'href="/console/91331022MA2K10012U/verification"' in shown
        assert 'name="csrf_token"' not in shown
    assert clerk.send(f"{BASE}/new", FIELDS, page="/console/91331022MA2K10012U/profile").status_code == 403


def test_a_viewer_reads_and_a_stranger_finds_nothing(app: Flask, clerk: Visit, rival: Visit, database: Database, now: datetime) -> None:
    product_id = registered(clerk, database)
    with database.transaction() as session:
        reader = people.member(session, now, session.query(Enterprise).filter_by(credit_code="91331022MA2K10012U").one(), "viewer")
    viewer = visit(app, database, reader)
    assert "停止提供" not in viewer.get(f"{BASE}/{product_id}")
    for page in ("/new", "/paste", f"/{product_id}/edit", f"/{product_id}/end"):
        assert viewer.status(BASE + page) == 403, page
    for page in (BASE, f"{BASE}/{product_id}", f"{RIVAL}/{product_id}", f"{RIVAL}/{product_id}/edit", f"{RIVAL}/{product_id}/standards", f"{RIVAL}/new?copy={product_id}"):
        assert rival.status(page) == 404, page


def cells(page: str) -> dict[str, object]:
    """What stands in the table's boxes, as a browser would send it."""
    return dict(re.findall(r'name="(rows\.\d+\.[a-z_]+)" value="([^"]*)" aria-labelledby="column-(?!leave)', page))
