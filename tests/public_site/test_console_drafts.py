"""A clerk prepares and discloses a standard on plain forms, without script: every page keeps what was typed."""

import io
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from registry.actions import drafts, products
from registry.db import Database, utc_now
from registry.models import Disclosure, Draft, StoredFile
from registry.rules.content import Content, Line, Reference
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from tests.factories import disclosures, forms, people, shelves, uploads
from tests.factories.contents import content
from tests.factories.visits import Visit, visit

CODE = "91331022MA2K10012U"
DESK = f"/console/{CODE}"
BLOCK = "指标名称\t指标要求\t单位\t试验方法\t指标类型\t条件\n拉伸强度\t≥15 MPa\t\tGB/T 528-2009\t\t老化前\n带速\t≤5\tm/s\tGB/T 20021-2017\t功能\t\n无名指标\t无异味\t\tGB/T 1\t性能指标\t\n"


@dataclass
class Clerk:
    """Somebody who acts for a verified enterprise, and the draft that was started."""

    browser: Visit
    actor: Actor
    enterprise_id: int
    database: Database
    draft: str = ""

    def start(self, **typed: str) -> None:
        answer = self.browser.send(f"{DESK}/drafts/new", {"basis": "own", "subject": "product", **typed})
        assert answer.status_code == 302, answer.text
        self.draft = answer.headers["Location"].removesuffix("/standard")

    def fill(self, part: str, go: str = "next", *, without: tuple[str, ...] = (), **typed: object) -> TestResponse:
        page = self.browser.client.get(f"{self.draft}/{part}").text
        whole: MultiDict[str, object] = MultiDict(forms.fields(page, f"/{part}").items(multi=True))
        for name in without:
            whole.pop(name, None)
        for name, value in typed.items():
            whole[name.replace("__", ".")] = value
        return self.browser.client.post(f"{self.draft}/{part}", data={**whole.to_dict(flat=False), "go": go}, content_type="multipart/form-data")

    def saved(self) -> Content:
        with self.database.reading() as session:
            return Content.from_json(session.get_one(Draft, int(self.draft.rsplit("/", 1)[1])).content)

    def keep(self, filled: Content) -> None:
        """A draft that is filled already."""
        with self.database.transaction() as session:
            draft = drafts.start(session, actor=self.actor, enterprise_id=self.enterprise_id, now=utc_now())
            session.flush()
            drafts.save(session, actor=self.actor, draft_id=draft.id, content=filled, revision=draft.revision, now=utc_now())
            self.draft = f"{DESK}/drafts/{draft.id}"


@pytest.fixture
def clerk(app: Flask, database: Database, now: datetime) -> Clerk:
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now, credit_code=CODE)
        actor = people.member(session, now, firm)
    return Clerk(visit(app, database, actor), actor, firm.id, database)


def test_somebody_else_s_standard_takes_three_pages(clerk: Clerk, now: datetime) -> None:
    with clerk.database.transaction() as session:
        belt = products.register(session, actor=clerk.actor, enterprise_id=clerk.enterprise_id, form=ProductForm(kind="product", name="夹织物芯输送带", category="conveyor-belt"), now=now, randbits=disclosures.random)
    clerk.start(basis="implemented")
    answer = clerk.fill("standard", number="ＧＢ/T 7984—2013")
    assert answer.headers["Location"] == f"{clerk.draft}/products"
    assert (clerk.saved().number, clerk.saved().title) == ("GB/T 7984-2013", "普通用途织物芯输送带")
    assert clerk.fill("products", products=str(belt.id)).headers["Location"] == f"{clerk.draft}/disclosure"
    assert "不能收回" in clerk.browser.get(f"{clerk.draft}/disclosure")
    answer = clerk.fill("disclosure", commitment="commitment-2026")
    assert answer.headers["Location"] == f"{clerk.draft}/done"
    done = clerk.browser.get(f"{clerk.draft}/done")
    assert "GB/T 7984—2013 第 1 版已向所有人公开" in done
    assert "在国家平台标明后" in done
    assert re.search(r"夹织物芯输送带</a> <span class=\"number\">\w{8,}", done)


def test_a_part_of_a_number_offers_what_fits_and_may_also_stay_as_typed(clerk: Clerk) -> None:
    clerk.start(basis="implemented")
    answer = clerk.fill("standard", number="7984")
    assert answer.status_code == 422
    assert "GB/T 7984—2013《普通用途织物芯输送带》" in answer.text
    assert clerk.fill("standard", pick__number="GB/T 7984-2013").headers["Location"].endswith("/products")
    assert clerk.saved().title == "普通用途织物芯输送带"
    clerk.start(basis="implemented")
    clerk.fill("standard", number="7984", title="自拟")
    assert clerk.fill("standard").status_code == 302
    assert clerk.saved().number == "7984"


def test_a_block_pasted_without_script_becomes_lines(clerk: Clerk) -> None:
    clerk.start()
    page = clerk.browser.get(f"{clerk.draft}/indicators")
    assert page.count('name="lines.9.name"') == 1
    answer = clerk.fill("indicators", block=BLOCK)
    assert "可比：拉伸强度" in answer.text
    assert "不可比" in answer.text
    first, second, third = clerk.saved().lines
    assert (first.concept, first.kind, first.operator, first.low, first.unit, first.condition) == ("tensile-strength", "performance", "at_least", "15", "MPa", "unaged")
    assert (second.operator, second.high, second.unit, second.kind) == ("at_most", "5", "m/s", "functional")
    assert (third.operator, third.text, third.kind) == ("text", "无异味", "performance")


def test_rows_are_moved_inserted_and_deleted_without_script(clerk: Clerk) -> None:
    clerk.start()
    clerk.fill("indicators", block=BLOCK)
    clerk.fill("indicators", go="stay", do="down.0")
    assert [line.name for line in clerk.saved().lines] == ["带速", "拉伸强度", "无名指标"]
    clerk.fill("indicators", go="stay", do="insert.1")
    assert [line.name for line in clerk.saved().lines] == ["带速", "", "拉伸强度", "无名指标"]
    clerk.fill("indicators", go="stay", do="delete.1")
    clerk.fill("indicators", go="stay", do="up.2")
    assert [line.name for line in clerk.saved().lines] == ["带速", "无名指标", "拉伸强度"]


def test_a_wrong_cell_is_named_beside_it_and_nothing_typed_is_lost(clerk: Clerk) -> None:
    clerk.start()
    answer = clerk.fill("indicators", lines__0__name="拉伸强度", lines__0__requirement="≥15", lines__0__unit="kg", lines__3__name="外观", lines__3__requirement="<b>无裂纹</b>")
    assert answer.status_code == 422
    assert re.search(r'id="e-lines.0.unit">单位“kg”不能用来表示这项指标', answer.text)
    assert "&lt;b&gt;无裂纹&lt;/b&gt;" in answer.text
    assert clerk.saved().lines[3].text == "<b>无裂纹</b>"


def test_dates_are_read_as_people_write_them_and_what_cannot_be_read_is_kept(clerk: Clerk) -> None:
    clerk.start()
    answer = clerk.fill("standard", title="橡胶输送带", number="Q/SMXJ 003-2026", in_force_from="２０２７年1月1日", valid_until="永久")
    assert answer.status_code == 422
    assert re.search(r'id="e-valid_until".*请填写日期', answer.text)
    assert 'value="永久"' in answer.text
    assert (clerk.saved().in_force_from, clerk.saved().valid_until) == ("2027-01-01", "永久")


def test_a_category_is_settled_by_its_name_or_offered(clerk: Clerk) -> None:
    clerk.start()
    clerk.fill("standard", category="橡胶输送带")
    assert clerk.saved().category == "conveyor-belt"
    assert 'value="输送带"' in clerk.browser.get(f"{clerk.draft}/standard")
    answer = clerk.fill("standard", category="输送")
    assert answer.status_code == 422
    assert 'name="pick.category" value="conveyor-belt"' in answer.text
    clerk.fill("standard", pick__category="steel-cord-belt")
    assert clerk.saved().category == "steel-cord-belt"


def test_a_wrong_file_is_refused_before_it_is_stored_and_the_rest_is_kept(clerk: Clerk) -> None:
    clerk.start()
    answer = clerk.fill("text", text=(io.BytesIO(uploads.pdf(uploads.opens_with(uploads.script()))), "标准.pdf"), text_public="no")
    assert answer.status_code == 422
    assert "这个 PDF 里含有脚本" in answer.text
    assert re.search(r'value="no" checked', answer.text)
    with clerk.database.reading() as session:
        assert session.query(StoredFile).count() == 0
    assert clerk.fill("text", text=(io.BytesIO(uploads.pdf()), "标准.pdf"), text_public="no").status_code == 302
    assert (clerk.saved().text_name, clerk.saved().text_public) == ("标准.pdf", False)
    assert clerk.browser.client.get(f"{clerk.draft}/files/text").data.startswith(b"%PDF-")
    clerk.fill("text", text_removed="yes")
    assert clerk.saved().text_sha256 == ""


def test_joint_standards_name_the_other_parties_and_an_entrusted_one_its_authorisation(clerk: Clerk) -> None:
    clerk.start(basis="joint")
    answer = clerk.fill("standard", number="Q/SMXJ 003-2026", title="联合", parties__0__name="乙公司（示例）", parties__0__credit_code="91350302MA31ABCD0X", parties__0__number="Q/YY 1-2026")
    assert "校验码不符" in answer.text
    assert clerk.saved().parties[0].number == "Q/YY 1-2026"
    clerk.start(basis="entrusted")
    clerk.fill("standard", filer="entrusting", authorisation=(io.BytesIO(uploads.picture()), "授权.jpg"))
    assert (clerk.saved().filer, clerk.saved().authorisation_name) == ("entrusting", "授权.jpg")


def test_two_people_on_one_page_are_told_and_neither_loses_anything(clerk: Clerk, app: Flask) -> None:
    clerk.start()
    old = forms.fields(clerk.browser.client.get(f"{clerk.draft}/standard").text, "/standard")
    clerk.fill("standard", title="先存的名称")
    answer = clerk.browser.client.post(f"{clerk.draft}/standard", data={**old, "title": "后存的名称"})
    assert answer.status_code == 409
    assert "王小明 在" in answer.text
    assert 'value="后存的名称"' in answer.text
    assert clerk.saved().title == "先存的名称"
    again = forms.fields(answer.text, "/standard")
    assert clerk.browser.client.post(f"{clerk.draft}/standard", data={**again, "go": "next"}).status_code == 302
    assert clerk.saved().title == "后存的名称"


def test_the_grid_saves_as_it_is_typed_and_says_who_was_first(clerk: Clerk) -> None:
    clerk.start()
    token = forms.fields(clerk.browser.client.get(f"{clerk.draft}/indicators").text, "/indicators")
    headers = {"X-CSRFToken": token["csrf_token"], "Accept": "application/json"}
    rows = [{"name": "拉伸强度", "requirement": "≥15 MPa", "unit": "", "method": "", "kind": "", "condition": ""}]
    told = clerk.browser.client.post(f"{clerk.draft}/grid/autosave", json={"revision": token["revision"], "rows": rows}, headers=headers)
    assert told.status_code == 200
    assert told.json["rows"][0]["cells"] == {"name": "拉伸强度", "requirement": "≥15", "unit": "MPa", "method": "", "kind": "performance", "condition": ""}
    assert re.fullmatch(r"\d\d:\d\d", told.json["saved_at"])
    refused = clerk.browser.client.post(f"{clerk.draft}/grid/autosave", json={"revision": token["revision"], "rows": []}, headers=headers)
    assert (refused.status_code, refused.mimetype) == (409, "application/problem+json")
    assert (refused.json["by"], refused.json["revision"]) == ("王小明", told.json["revision"])
    assert len(clerk.saved().lines) == 1
    latest = clerk.browser.client.get(f"{clerk.draft}/grid/latest", headers=headers).json
    assert (latest["revision"], len(latest["rows"])) == (told.json["revision"], 1)


@pytest.mark.parametrize("sent", ["[]", "null", "{", '{"rows": 7, "revision": []}', '{"rows": [1, null, {"name": ["x"]}], "revision": "x"}'])
def test_nonsense_from_a_program_is_refused_or_read_as_nothing(clerk: Clerk, sent: str) -> None:
    clerk.start()
    token = forms.fields(clerk.browser.client.get(f"{clerk.draft}/indicators").text, "/indicators")["csrf_token"]
    headers = {"X-CSRFToken": token, "Accept": "application/json", "Content-Type": "application/json"}
    assert clerk.browser.client.post(f"{clerk.draft}/grid/autosave", data=sent, headers=headers).status_code == 409
    assert clerk.browser.client.post(f"{clerk.draft}/grid/read", data=sent, headers=headers).json["rows"] == []


def test_who_is_no_longer_signed_in_is_told_and_a_sent_form_comes_back_whole(clerk: Clerk) -> None:
    clerk.start()
    old = forms.fields(clerk.browser.client.get(f"{clerk.draft}/standard").text, "/standard")
    clerk.browser.client.delete_cookie("sign_in")
    assert clerk.browser.client.post(f"{clerk.draft}/standard/autosave", data=old, headers={"Accept": "application/json"}).status_code == 401
    answer = clerk.browser.client.post(f"{clerk.draft}/standard", data={**old, "title": "橡胶输送带"})
    assert answer.status_code == 400
    assert "橡胶输送带" in answer.text


def test_another_enterprise_s_draft_does_not_exist(clerk: Clerk, app: Flask, now: datetime) -> None:
    clerk.start()
    with clerk.database.transaction() as session:
        other = people.member(session, now, people.enterprise(session, now, credit_code="91331022782912345T", name="别家（示例）"))
    stranger, number = visit(app, clerk.database, other), clerk.draft.rsplit("/", 1)[1]
    for page in ("", "/standard", "/indicators", "/check", "/disclosure", "/done", "/grid/latest", "/files/text", "/discard", "/start"):
        assert stranger.status(f"{clerk.draft}{page}") == 404
        assert stranger.status(f"/console/91331022782912345T/drafts/{number}{page}") == 404
    token = forms.fields(stranger.client.get("/console/91331022782912345T/drafts/new").text, "/new")["csrf_token"]
    for page in ("/standard", "/indicators", "/check", "/disclosure", "/discard", "/grid/autosave", "/grid/read", "/indicators/copy", "/standard/autosave"):
        assert stranger.client.post(f"/console/91331022782912345T/drafts/{number}{page}", data={"csrf_token": token}).status_code == 404


def test_a_viewer_reads_and_cannot_save(clerk: Clerk, app: Flask, now: datetime) -> None:
    clerk.start()
    with clerk.database.transaction() as session:
        viewer = people.member(session, now, session.get_one(people.Enterprise, clerk.enterprise_id), "viewer")
    reader = visit(app, clerk.database, viewer)
    for part in ("standard", "indicators", "references", "text", "products", "check", "disclosure"):
        assert "保存并继续" not in reader.get(f"{clerk.draft}/{part}")
    assert reader.send(f"{clerk.draft}/standard", {"revision": "1", "title": "x"}).status_code == 403
    assert "没有草稿" not in reader.get(f"{DESK}/drafts")


def test_the_self_check_groups_remarks_with_their_article_and_a_link_to_the_cell(clerk: Clerk) -> None:
    clerk.keep(content(lines=(Line(name="拉伸强度", kind="performance", operator="at_least", low="15", unit="MPa"),)))
    page = clerk.browser.get(f"{clerk.draft}/check")
    assert "必须改正" in page
    assert "《企业标准化促进办法》第十二条" in page
    assert f'href="{clerk.draft}/indicators?check=1#f-lines.0.method"' in page
    assert "去公开" not in page
    beside = clerk.browser.get(f"{clerk.draft}/indicators?check=1")
    assert re.search(r'id="e-lines.0.method">“拉伸强度”没有试验方法', beside)


def test_questions_are_answered_on_the_self_check_s_own_page(clerk: Clerk) -> None:
    clerk.keep(content(number="Q/SMXJ 001"))
    assert "没有年份号" in clerk.browser.get(f"{clerk.draft}/check")
    assert clerk.fill("check", answer__1="沿用老编号").status_code == 302
    assert "没有需要改正的地方" in clerk.browser.get(f"{clerk.draft}/check")
    assert clerk.saved().answers == {"number_without_year:Q:SMXJ001": "沿用老编号"} or len(clerk.saved().answers) == 1


def test_corresponding_standards_are_compared_or_asked_about_and_lower_is_stated(clerk: Clerk, now: datetime) -> None:
    with clerk.database.transaction() as session:
        shelves.floor(session, now, "GB/T 990002-2024", "tensile-strength", "at_least", low="18", unit="MPa")
    references = (Reference("corresponding_recommended", "GB/T 990002-2024"), Reference("corresponding_recommended", "GB/T 7984-2013"))
    line = Line("拉伸强度", "tensile-strength", "performance", "at_least", low="15", unit="MPa", method="GB/T 528-2009")
    clerk.keep(replace(content(references=references, no_recommended=False), lines=(*content().lines[:1], line)))
    page = clerk.browser.get(f"{clerk.draft}/check")
    assert "低于推荐性标准 GB/T 990002—2024 的 ≥18" in page
    assert "不及" in page
    clerk.fill("check", references__1__answer="equal", lower_stated="yes", lower_statement="拉伸强度低于 GB/T 990002-2024")
    assert "没有需要改正的地方" in clerk.browser.get(f"{clerk.draft}/check")
    assert clerk.saved().references[1].answer == "equal"


def test_a_double_click_makes_one_disclosure(clerk: Clerk) -> None:
    clerk.keep(content())
    form = forms.fields(clerk.browser.client.get(f"{clerk.draft}/disclosure").text, "/disclosure")
    for _ in range(2):
        answer = clerk.browser.client.post(f"{clerk.draft}/disclosure", data={**form, "commitment": "commitment-2026"})
        assert answer.headers["Location"] == f"{clerk.draft}/done"
    with clerk.database.reading() as session:
        assert session.query(Disclosure).count() == 1
    assert clerk.browser.client.get(f"{clerk.draft}/standard").headers["Location"] == f"{clerk.draft}/done"


def test_without_the_commitment_nothing_becomes_public_and_the_address_typed_is_kept(clerk: Clerk) -> None:
    clerk.keep(content())
    answer = clerk.fill("disclosure", platform_url="https://www.qybz.org.cn/user/detail/1", platform_on="2019年1月1日")
    assert answer.status_code == 422
    assert "请勾选自我声明承诺" in answer.text
    assert 'value="https://www.qybz.org.cn/user/detail/1"' in answer.text
    assert 'value="2019-01-01"' in answer.text


def test_a_draft_with_faults_cannot_be_disclosed_by_a_sent_form(clerk: Clerk) -> None:
    clerk.keep(content(title=""))
    page = clerk.browser.get(f"{clerk.draft}/disclosure")
    assert "自查还有 1 处要处理" in page
    answer = clerk.browser.send(f"{clerk.draft}/disclosure", {"commitment": "commitment-2026", "revision": "2"}, page=f"{clerk.draft}/standard")
    assert answer.status_code == 422


def test_rows_are_copied_from_an_earlier_disclosure_and_from_floors_without_doubles(clerk: Clerk, now: datetime) -> None:
    with clerk.database.transaction() as session:
        shelves.floor(session, now, "GB/T 990002-2024", "rubbing-fastness", "grade", grade="3-4")
        version = disclosures.disclosed(session, now, clerk.actor, session.get_one(people.Enterprise, clerk.enterprise_id))
    clerk.start()
    for _ in range(2):
        answer = clerk.browser.send(f"{clerk.draft}/indicators/copy", {"source": f"version.{version.id}", "revision": len(clerk.saved().lines) + 2}, page=f"{clerk.draft}/indicators")
        assert answer.status_code == 302
    assert [line.name for line in clerk.saved().lines] == ["带速", "拉伸强度"]
    clerk.browser.send(f"{clerk.draft}/indicators/copy", {"source": "standard.", "number": "gbt990002", "revision": 3}, page=f"{clerk.draft}/indicators")
    assert (clerk.saved().lines[2].name, clerk.saved().lines[2].grade) == ("耐摩擦色牢度", "3-4")


def test_a_discarded_draft_is_asked_about_and_gone(clerk: Clerk) -> None:
    clerk.start()
    assert "不能恢复" in clerk.browser.get(f"{clerk.draft}/discard")
    clerk.browser.send(f"{clerk.draft}/discard", {})
    assert "没有草稿" in clerk.browser.get(f"{DESK}/drafts")


def test_an_english_clerk_meets_no_chinese_sentence(clerk: Clerk) -> None:
    clerk.keep(content(title="Belt", number="Q/SMXJ 001", lines=(), references=()))
    client = clerk.browser.client
    for page in (f"{DESK}/drafts", f"{DESK}/drafts/new", f"{DESK}/disclosures", *(f"{clerk.draft}/{part}" for part in ("standard", "indicators", "references", "text", "products", "check", "disclosure"))):
        shown = re.sub(r'<a class="language".*?</a>|<p class="desk-name">.*?</p>', "", client.get(page, headers={"Accept-Language": "en"}).text, flags=re.DOTALL)
        found = set(re.findall(r"[\u4e00-\u9fff]+", shown)) - {"三门县某某橡胶有限公司", "示例", "王小明"}
        assert found == set(), page


def test_every_word_of_the_self_check_has_a_sentence() -> None:
    from public_site import words

    said: set[str] = set()
    for path in Path("registry/rules").glob("self_check_*.py"):
        said |= set(re.findall(r'(?:mend|know|ask|say|state)\((?:"[LN]\d", )?(?:f?"[^"]*"|at|name|field)(?:, |, "[^"]*" if [^,]*, )"([a-z0-9_]+)"', path.read_text()))
    assert len(said) > 40
    assert {word for word in said - {"lines"} if not words.known(word)} == set()

