"""The bureau's desk: what became public, what the self-check would say, what is recorded, and who did what."""

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta

import pytest
from flask import Flask

from public_site.regulator import export
from registry.actions import files as file_actions
from registry.db import Database, utc_now
from registry.files import Files
from registry.models import AuditEntry, Enterprise, Standing
from registry.settings import Settings
from tests.factories import people, uploads
from tests.factories.contents import content
from tests.factories.disclosures import disclosed
from tests.factories.visits import Visit, visit

HERE = "/regulator/disclosures"
NEW = "/regulator/standings/new"
ORDER = {"kind": "rectification_ordered", "effective_on": "2026年11月20日", "until": "2026-12-20", "document": "三市监责改〔2026〕1号", "source": "责令改正通知书"}


@pytest.fixture
def moment() -> datetime:
    """Pages read the real clock; what they show was disclosed a moment ago."""
    return utc_now() - timedelta(minutes=1)


@pytest.fixture
def belt(database: Database, settings: Settings, moment: datetime) -> str:
    """Public id of a rubber belt's standard in Sanmen whose text is kept to the bureau, and whose title begins like a formula."""
    with database.transaction() as session:
        firm = people.enterprise(session, moment)
        owner = people.member(session, moment, firm)
        stored = file_actions.keep(session, Files(settings.files_url), actor=owner, content=uploads.pdf(), kind="text", name="标准.pdf", now=moment)
        filled = content(number="Q/SMXJ 001-2026", title="=1+1 输送带（示例）", text_sha256=stored.sha256, text_name="标准.pdf", text_public=False)
        return disclosed(session, moment, owner, firm, filled).disclosure.public_id


def officer(app: Flask, database: Database, now: datetime, *roles: str, level: str = "county", division_code: str = "331022") -> Visit:
    with database.transaction() as session:
        office = people.bureau(session, now, level=level, division_code=division_code, name=f"{division_code} 市场监督管理局（示例）")
        actor = people.officer(session, now, office, *roles)
    return visit(app, database, actor)


@pytest.fixture
def desk(app: Flask, database: Database, moment: datetime) -> Visit:
    return officer(app, database, moment - timedelta(days=1), "handler", "approver", "auditor")


def audited(database: Database) -> list[str]:
    with database.reading() as session:
        return [action for (action,) in session.query(AuditEntry.action).order_by(AuditEntry.id)]


def test_what_became_public_is_listed_with_filters_that_name_what_they_cannot_read(desk: Visit, belt: str) -> None:
    assert "最近 7 天新公开" in desk.get("/regulator")
    page = desk.get(HERE)
    for shown in ("Q/SMXJ 001—2026", "三门县某某橡胶有限公司", "海游街道", "首次公开", "现行有效", f"{HERE}/{belt}"):
        assert shown in page, shown
    assert "共 1 项" in desk.get(f"{HERE}?class=enterprise&basis=own&subject=product&status=current&town=海游街道&q=smxj&sort=-number")
    assert "没有符合条件的公开" in desk.get(f"{HERE}?class=national")
    page = desk.get(f"{HERE}?since=昨天&class=nonsense")
    assert 'id="e-since"' in page
    assert 'value="昨天"' in page
    assert "共 1 项" in page


def test_every_room_of_the_desk_is_reachable_and_the_heading_over_the_page_shown_stands_open(desk: Visit) -> None:
    """Without script too: headings are `details`; the open one comes last, as it does for the eye."""

    def way(address: str) -> str:
        return re.search(r'<nav class="desk".*?</nav>', desk.get(address), re.DOTALL)[0]

    home, plans = way("/regulator"), way("/regulator/plans/new")
    rooms = re.findall(r'href="(/regulator[^"]*)"', home)
    assert len(rooms) == len(set(rooms)) > 20
    assert {desk.status(each) for each in rooms} <= {200, 302}
    assert "<details name=\"desk\" open>" not in home
    assert 'href="/regulator" aria-current="page"' in home
    assert plans.count("<details name=\"desk\" open>") == plans.count("aria-current") == 1
    assert 'href="/regulator/plans" aria-current="page"' in plans[plans.rindex("<details"):]
    assert set(re.findall(r'href="(/regulator[^"]*)"', plans)) == set(rooms)


def test_the_list_leaves_as_a_file_in_which_nothing_typed_is_a_formula(desk: Visit, belt: str, database: Database) -> None:
    answer = desk.client.get(f"{HERE}.csv?class=enterprise")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:2] == ["标准编号", "标准名称"]
    assert rows[1][:2] == ["Q/SMXJ 001-2026", "'=1+1 输送带（示例）"]
    assert rows[1][-1].endswith(f"/disclosures/{belt}")
    assert list(csv.reader(io.StringIO(desk.client.get(f"{HERE}.csv?class=national").data.decode("utf-8-sig"))))[1:] == []
    answer = desk.client.get(f"{HERE}.xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
    assert "=1+1 输送带（示例）" in sheet
    assert "<f>" not in sheet
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert audited(database)[-1] == "desk.exported"


@pytest.mark.parametrize("typed", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "＝1"])
def test_a_cell_that_begins_like_a_formula_is_text_in_csv(typed: str) -> None:
    assert export.harmless(typed) == f"'{typed}"
    assert export.harmless(f"x{typed}") == f"x{typed}"


def test_a_file_ends_where_it_must_and_says_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST", 2)
    with app.test_request_context():
        for form in export.FORMS:
            answer = export.answer(form, "list", ["a"], ([f"row {place}"] for place in range(5)))
            assert answer.content_type.count("charset") == (form == "csv")
            answer.direct_passthrough = False
            text = answer.data.decode("utf-8-sig") if form == "csv" else zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
            assert ("row 1" in text, "row 2" in text, "只导出前 2 行" in text) == (True, False, True)


def test_a_disclosure_shows_all_that_is_public_the_text_and_the_remarks_of_today(desk: Visit, belt: str, database: Database) -> None:
    page = desk.get(f"{HERE}/{belt}")
    for shown in ("拉伸强度", "GB/T 528", "只供监管部门", "今天自查会得到的提示", "还没有在国家平台标明", "还没有选择产品或服务", "还没有记录", f"{NEW}?disclosure={belt}"):
        assert shown in page, shown
    assert "已公开过" not in page
    answer = desk.client.get(f"{HERE}/{belt}/versions/1/text.pdf")
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("application/pdf", "nosniff", "private, no-store")
    assert answer.data.startswith(b"%PDF")
    assert audited(database)[-1] == "text.read"
    assert desk.status(f"{HERE}/{belt}/versions/2/text.pdf") == 404


def test_remarks_say_what_was_looked_at(desk: Visit, belt: str) -> None:
    assert "没有符合条件的提示" in desk.get("/regulator/remarks")
    page = desk.get("/regulator/remarks?severity=worth_knowing&code=L1")
    assert "第 1 至 1 项现行有效的公开（共 1 项，最新的在前），其中 1 项有提示" in page
    assert "还没有在国家平台标明" in page
    assert "没有符合条件的提示" in desk.get("/regulator/remarks?severity=all&code=L2")
    rows = list(csv.reader(io.StringIO(desk.client.get("/regulator/remarks.csv?severity=all").data.decode("utf-8-sig"))))
    assert any("L1 公开的时间和义务" in row for row in rows)


def test_a_fact_is_previewed_recorded_and_corrected(desk: Visit, belt: str, database: Database) -> None:
    page = desk.get(f"{NEW}?disclosure={belt}")
    assert page.count(" disabled") == 2
    assert "只有省级以上标准化行政主管部门可以作出" in page
    assert "第四十二条" in page
    preview = desk.send(NEW, ORDER | {"disclosure": belt, "newest": "0", "step": "preview"}, page=f"{NEW}?disclosure={belt}")
    assert preview.status_code == 200
    for shown in ("公众看不到这条事实", "一条监管记录：责令限期改正", "不能删除", "2026年12月20日"):
        assert shown in preview.text, shown
    with database.reading() as session:
        assert session.query(Standing).count() == 0
    again = desk.send(NEW, ORDER | {"disclosure": belt, "step": "edit"}, page=f"{NEW}?disclosure={belt}")
    assert "三市监责改〔2026〕1号" in again.text
    answer = desk.send(NEW, ORDER | {"disclosure": belt, "newest": "0", "step": "record"}, page=f"{NEW}?disclosure={belt}")
    assert answer.headers["Location"] == "/regulator/standings/1"
    twice = desk.send(NEW, ORDER | {"disclosure": belt, "newest": "0", "step": "record"}, page=f"{NEW}?disclosure={belt}")
    assert twice.status_code == 409
    assert "责令限期改正中" in desk.get(f"{HERE}/{belt}")
    assert "陈科员" in desk.get("/regulator/standings?state=order_open&q=1号")
    correction = "/regulator/standings/1/correction"
    assert "三市监责改〔2026〕1号" in desk.get(correction)
    changed = ORDER | {"until": "2026-12-31", "newest": "1", "step": "record"}
    assert desk.send(correction, changed).headers["Location"] == "/regulator/standings/2"
    assert "这条事实已经更正" in desk.get("/regulator/standings/1")
    assert desk.send("/regulator/standings/2/correction", changed | {"annul": "yes", "newest": "2"}).headers["Location"] == "/regulator/standings/3"
    assert "责令限期改正中" not in desk.get(f"{HERE}/{belt}")
    assert len(list(csv.reader(io.StringIO(desk.client.get("/regulator/standings.csv").data.decode("utf-8-sig"))))) == 4


def test_every_wrong_field_of_a_fact_is_named_and_nothing_typed_is_lost(desk: Visit, belt: str) -> None:
    typed = {"disclosure": belt, "kind": "checked", "effective_on": "2199-01-01", "until": "soon", "source": "", "source_url": "javascript:1", "note": "原样保留", "newest": "0", "step": "preview"}
    answer = desk.send(NEW, typed, page=f"{NEW}?disclosure={belt}")
    assert answer.status_code == 422
    for field in ("effective_on", "until", "result", "source", "source_url"):
        assert f'id="e-{field}"' in answer.text, field
    assert "原样保留" in answer.text
    assert 'value="checked" checked' in answer.text
    answer = desk.send(NEW, ORDER | {"disclosure": belt, "until": "2026-11-01", "step": "preview"}, page=f"{NEW}?disclosure={belt}")
    assert "期限早于生效日期" in answer.text


def test_the_public_reading_of_a_fact_is_shown_before_it_is_recorded(app: Flask, database: Database, moment: datetime, belt: str) -> None:
    """Standardization Law Art. 42: the province revokes a number."""
    province = officer(app, database, moment, "approver", level="province", division_code="330000")
    typed = ORDER | {"kind": "number_revoked", "until": "", "disclosure": belt, "newest": "0", "step": "preview"}
    page = province.send(NEW, typed, page=f"{NEW}?disclosure={belt}").text
    for shown in ("省级以上标准化行政主管部门撤销了它的编号", "公开页第一行", "标准编号已撤销"):
        assert shown in page, shown


def test_what_only_the_province_may_do_is_refused_to_a_county(desk: Visit, belt: str, database: Database) -> None:
    """Standardization Law Art. 39 and 42."""
    for kind in ("number_revoked", "standard_voided"):
        for step in ("preview", "record"):
            answer = desk.send(NEW, ORDER | {"kind": kind, "until": "", "disclosure": belt, "newest": "0", "step": step}, page=f"{NEW}?disclosure={belt}")
            assert answer.status_code == 403
            assert "只有省级以上" in answer.text
    with database.reading() as session:
        assert session.query(Standing).count() == 0


def test_who_gave_the_order_does_not_make_it_public(desk: Visit, app: Flask, database: Database, moment: datetime, belt: str) -> None:
    """Standardization Law Art. 38."""
    desk.send(NEW, ORDER | {"disclosure": belt, "newest": "0", "step": "record"}, page=f"{NEW}?disclosure={belt}")
    note = ORDER | {"kind": "publicly_noted", "disclosure": belt, "newest": "1", "step": "preview"}
    assert desk.send(NEW, note, page=f"{NEW}?disclosure={belt}").status_code == 422
    colleague = officer(app, database, moment, "approver")
    assert "逾期未改" in colleague.send(NEW, note, page=f"{NEW}?disclosure={belt}").text
    assert colleague.send(NEW, note | {"step": "record"}, page=f"{NEW}?disclosure={belt}").status_code == 302
    handler = officer(app, database, moment, "handler")
    assert "由审批人员记录" in handler.get(f"{NEW}?disclosure={belt}")


def test_a_fact_about_an_enterprise_begins_with_its_code(desk: Visit, belt: str, database: Database) -> None:
    with database.reading() as session:
        code = session.query(Enterprise.credit_code).scalar()
    assert "关于哪家企业" in desk.get(NEW)
    wrong = desk.client.get(f"{NEW}?enterprise=1234")
    assert wrong.status_code == 404
    assert 'value="1234"' in wrong.text
    page = desk.get(f"{NEW}?enterprise={code.lower()}")
    assert "整个企业" in page
    assert "撤销标准编号" not in page
    gone = {"enterprise": code, "kind": "deregistered", "effective_on": "2026-11-20", "source": "登记系统", "newest": "0"}
    assert "每一项公开上" in desk.send(NEW, gone | {"step": "preview"}, page=f"{NEW}?enterprise={code}").text
    assert desk.send(NEW, gone | {"step": "record"}, page=f"{NEW}?enterprise={code}").status_code == 302
    assert "企业已注销" in desk.get(f"{HERE}/{belt}")


def test_another_county_finds_nothing_of_it(app: Flask, database: Database, moment: datetime, desk: Visit, belt: str) -> None:
    desk.send(NEW, ORDER | {"disclosure": belt, "newest": "0", "step": "record"}, page=f"{NEW}?disclosure={belt}")
    elsewhere = officer(app, database, moment, "handler", "approver", "auditor", division_code="350302")
    with database.reading() as session:
        code = session.query(Enterprise.credit_code).scalar()
    here = f"{HERE}/{belt}"
    for address in (here, f"{here}/versions/1/text.pdf", f"{NEW}?disclosure={belt}", f"{NEW}?enterprise={code}", "/regulator/standings/1", "/regulator/standings/1/correction"):
        assert elsewhere.status(address) == 404, address
    assert elsewhere.send(NEW, ORDER | {"disclosure": belt, "newest": "0", "step": "record"}, page="/account/reset").status_code == 404
    for address in (HERE, "/regulator/remarks?severity=all", "/regulator/standings", "/regulator/audit"):
        assert "橡胶" not in elsewhere.get(address), address
    assert "橡胶" not in elsewhere.client.get(f"{HERE}.csv").data.decode()
    assert "橡胶" not in elsewhere.client.get("/regulator/audit.csv").data.decode()


def test_without_the_role_there_is_no_way_in(app: Flask, database: Database, moment: datetime, belt: str) -> None:
    registrar = officer(app, database, moment, "registrar")
    for address in ("/regulator/audit", "/regulator/audit.csv", NEW, f"{NEW}?disclosure={belt}"):
        assert registrar.status(address) == 403, address
    assert "操作记录" not in registrar.get("/regulator")
    assert NEW not in registrar.get(f"{HERE}/{belt}")
    with database.transaction() as session:
        member = people.member(session, moment, session.query(Enterprise).one(), "viewer")
    outsider = visit(app, database, member)
    for address in (HERE, f"{HERE}.csv", f"{HERE}/{belt}", "/regulator/remarks", "/regulator/standings", "/regulator/audit"):
        assert outsider.status(address) == 403, address
        assert app.test_client().get(address).status_code == 302


def test_the_auditor_reads_who_did_what_and_is_seen_reading(desk: Visit, belt: str, database: Database) -> None:
    page = desk.get("/regulator/audit")
    for shown in ("公开标准", "王小明", "三门县某某橡胶有限公司", "127.0.0.1", "操作记录"):
        assert shown in page, shown
    assert "查看操作记录" in desk.get("/regulator/audit?action=audit.read&person=陈科员")
    assert "没有符合条件的记录" in desk.get("/regulator/audit?enterprise=不存在的企业")
    assert 'id="e-until"' in desk.get("/regulator/audit?until=x&before=y")
    rows = list(csv.reader(io.StringIO(desk.client.get("/regulator/audit.csv?action=disclosure.made").data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert {"公开标准", "disclosure.made", "127.0.0.1"} <= set(rows[1])
    assert audited(database)[-1] == "audit.exported"


def test_the_audit_turns_back_page_by_page(desk: Visit, database: Database, moment: datetime) -> None:
    row = {"at": moment, "origin": "worker", "action": "account.signed_in", "subject_kind": "none", "bureau_id": 1, "facts": {}}
    with database.transaction() as session:
        session.add_all([AuditEntry(**row) for _ in range(60)])
    page = desk.get("/regulator/audit")
    older = page.split("?before=")[1].split('"')[0]
    assert "最新的记录" in desk.get(f"/regulator/audit?before={older}")
    assert "更早的记录" not in desk.get(f"/regulator/audit?before={older}")
