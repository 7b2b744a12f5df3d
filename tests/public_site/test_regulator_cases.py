"""The bureau's desk for reports and complaints, with a browser without script: list, case, decision, and who may read who reported."""

import csv
import io
import logging
import zipfile
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask

from registry.db import Database, utc_now
from registry.files import Files
from registry.models import AuditEntry, CaseStep, EnterpriseMember, ReportCase
from registry.rules.permission import Actor
from registry.uploads import Examined
from tests.factories import people, reports, uploads
from tests.factories.forms import fields
from tests.factories.reports import COMPLAINT, REPORT, SECRET, reported
from tests.factories.visits import Visit, visit

ROOM = "/regulator/cases"
WHO = ("赵一鸣", "8330 0001", "示例路", "zhao@example.com")
BUTTON = ">看举报人信息</button>"
TOLD, NOTED = "您的投诉已受理。", "电话联系过企业。"


@dataclass(frozen=True)
class Desk:
    """A county's bureau with a complaint and an anonymous report, and the people who come to it."""

    app: Flask
    database: Database
    scene: reports.Shop
    handler: Visit
    complaint: str
    report: str

    def come_in(self, *roles: str, **bureau: str) -> Visit:
        with self.database.transaction() as session:
            office = people.bureau(session, utc_now(), **bureau) if bureau else session.merge(self.scene.bureau)
            actor = people.officer(session, utc_now(), office, *roles)
        return visit(self.app, self.database, actor)

    def number(self, address: str) -> str:
        with self.database.reading() as session:
            return session.get_one(ReportCase, int(address.rpartition("/")[2])).number

    def words(self) -> list[str]:
        with self.database.reading() as session:
            return [row.word for row in session.query(CaseStep).filter_by(case_id=int(self.complaint.rpartition("/")[2])).order_by(CaseStep.id)]

    def acts(self, action: str) -> list[AuditEntry]:
        with self.database.reading() as session:
            found = session.query(AuditEntry).filter_by(action=action).all()
            session.expunge_all()
            return found

    def posted(self, who: Visit, address: str, form: str, typed: dict[str, object]) -> tuple[int, str]:
        """Fill in the form that stands on the page and send it: status, and the page or where it leads."""
        sent = fields(who.client.get(address).text, form)
        answer = who.client.post(f"{address}/{form}", data={**sent.to_dict(), **typed})
        return answer.status_code, answer.headers.get("Location") or answer.text


@pytest.fixture
def desk(app: Flask, database: Database, files: Files) -> Desk:
    moment = utc_now() - timedelta(minutes=5)
    with database.transaction() as session:
        scene = reports.shop(session, moment)
        [complaint] = reported(session, moment, files, scene.code, COMPLAINT, photos=(Examined(uploads.picture(), "image/jpeg"),), lot="L7")
        [report] = reported(session, moment, files, scene.code, REPORT, secret="AAAA-BBBB-CCCC-DDDD-EEEE")
        addresses = [f"{ROOM}/{case.id}" for case in (complaint, report)]
    return Desk(app, database, scene, visit(app, database, scene.handler), *addresses)


def test_the_home_and_the_list_show_what_waits_and_until_when(desk: Desk) -> None:
    home = desk.handler.get("/regulator")
    for shown in ("举报和投诉", "待经办 2 件", "我经办 0 件", "已超期 0 件", f'href="{ROOM}?late=yes"'):
        assert shown in home, shown
    page = desk.handler.get(ROOM)
    for shown in (desk.number(desk.complaint), desk.number(desk.report), "决定是否受理", "核查并决定是否立案", "截止", "还剩 7 个工作日", "还剩 15 个工作日", "（暂定）", "没有人经办", "共 2 件"):
        assert shown in page, shown
    assert page.index("还剩 7 个工作日") < page.index("还剩 15 个工作日")
    assert "共 1 项" not in page
    assert "共 1 件" in desk.handler.get(f"{ROOM}?kind=report&phase=received&whose=nobody&provisional=yes&q={desk.number(desk.report).lower()}")
    assert "没有符合条件" in desk.handler.get(f"{ROOM}?late=yes")
    assert "没有符合条件" in desk.handler.get(f"{ROOM}?phase=closed&page=99999")
    assert 'aria-invalid="true"' in desk.handler.get(f"{ROOM}?kind=nonsense&phase=gone")


def test_a_late_case_is_said_to_be_late_in_words(desk: Desk, files: Files) -> None:
    with desk.database.transaction() as session:
        reported(session, utc_now() - timedelta(days=40), files, desk.scene.code, replace(COMPLAINT, statement="早就反映过的开裂。"), secret="FFFF-BBBB-CCCC-DDDD-EEEE", client="another")
    page = desk.handler.get(f"{ROOM}?late=yes")
    assert "共 1 件" in page
    assert '<strong class="late">已超期' in page
    assert "已超期 1 件" in desk.handler.get("/regulator")


def test_the_case_shows_facts_beside_the_decision_and_photographs_to_the_bureau_only(desk: Desk) -> None:
    page = desk.handler.get(desk.complaint)
    for shown in ("开裂", "四十二元", "夹织物芯输送带（示例）", "L7", f"/p/{desk.scene.code}", f"/enterprises/{desk.scene.firm.credit_code}", f"/regulator/codes?q={desk.scene.code}", "7 个工作日，依据", "第十四条", "由我经办"):
        assert shown in page, shown
    answer = desk.handler.client.get(f"{desk.complaint}/photos/1")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "private, no-store")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert desk.handler.status(f"{desk.complaint}/photos/2") == 404
    far = desk.come_in("handler", division_code="350302", name="城厢区市场监督管理局（示例）")
    assert (far.status(desk.complaint), far.status(f"{desk.complaint}/photos/1")) == (404, 404)
    assert desk.come_in("inspector").status(desk.complaint) == 403
    assert desk.come_in("auditor").status(ROOM) == 403
    assert "举报投诉" not in desk.come_in("auditor").get("/regulator")


def test_a_decision_is_shown_as_the_reporter_will_read_it_and_then_taken(desk: Desk) -> None:
    assert desk.posted(desk.handler, desk.complaint, "taking", {}) == (302, desk.complaint)
    typed: dict[str, object] = {"word": "accepted", "told": TOLD, "noted": NOTED, "go": "preview"}
    status, preview = desk.posted(desk.handler, desk.complaint, "steps", typed)
    assert status == 200
    assert preview.index("反映人会读到") < preview.index("决定受理投诉") < preview.index(TOLD) < preview.index("只有监管部门读到") < preview.index(NOTED)
    assert desk.words() == ["received", "taken"]
    carried = fields(preview, "/steps").to_dict()
    again = desk.handler.client.post(f"{desk.complaint}/steps", data={**carried, "go": "edit"})
    assert TOLD in again.text
    assert desk.handler.client.post(f"{desk.complaint}/steps", data={**carried, "go": "record"}).headers["Location"] == desk.complaint
    assert desk.words() == ["received", "taken", "accepted"]
    followed = desk.app.test_client()
    token = fields(followed.get("/reports").text, "/reports")["csrf_token"]
    read = followed.post("/reports", data={"csrf_token": token, "number": desk.number(desk.complaint), "secret": SECRET}).text
    assert TOLD in read
    assert NOTED not in read
    assert "陈科员" not in read


def test_every_wrong_field_of_a_step_is_named_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.posted(desk.handler, desk.complaint, "taking", {})
    status, page = desk.posted(desk.handler, desk.complaint, "steps", {"word": "not_accepted", "noted": "想一想\x07", "go": "preview"})
    assert status == 422
    for shown in ("请选择理由", "这一步要告知反映人", 'id="e-noted"', "想一想"):
        assert shown in page, shown
    status, page = desk.posted(desk.handler, desk.complaint, "steps", {"word": "handed_over", "to": "place", "place": "台州市", "go": "preview"})
    assert (status, "有几个地方符合" in page, "三门县" in page, "请写明原因" in page) == (422, True, True, True)
    for to, place, said in (("", "", "请选择一项"), ("place", "三门县", "就是现在办理的部门"), ("place", "东北西南", "没有找到这个行政区划"), ("place", "福建省莆田市城厢区", "没有负责那里的")):
        status, page = desk.posted(desk.handler, desk.complaint, "steps", {"word": "handed_over", "to": to, "place": place, "noted": "说明", "go": "preview"})
        assert (status, said in page) == (422, True), said
    assert desk.words() == ["received", "taken"]


def test_two_at_once_the_second_is_told_and_what_was_typed_is_still_there(desk: Desk) -> None:
    colleague = desk.come_in("handler", "approver")
    looked = fields(colleague.client.get(desk.complaint).text, "taking").to_dict()
    desk.posted(desk.handler, desk.complaint, "taking", {})
    answer = colleague.client.post(f"{desk.complaint}/taking", data=looked)
    assert (answer.status_code, "同事已经在办这件" in answer.text) == (409, True)
    page = desk.handler.client.get(desk.complaint).text
    typed = fields(page, "steps").to_dict() | {"word": "accepted", "told": TOLD, "noted": NOTED, "go": "preview"}
    again = fields(colleague.client.get(desk.complaint).text, "assignment").to_dict()
    with desk.database.reading() as session:
        other = session.query(AuditEntry).filter_by(action="case.taken").one().account_id
    assert colleague.client.post(f"{desk.complaint}/assignment", data={**again, "account_id": str(other), "why": "我来"}).status_code == 422
    desk.posted(desk.handler, desk.complaint, "steps", {"word": "notice", "told": "正在核实。", "go": "record"})
    answer = desk.handler.client.post(f"{desk.complaint}/steps", data=typed)
    assert answer.status_code == 409
    for shown in ("别人已保存过", "没有保存", "正在核实。", TOLD, NOTED):
        assert shown in answer.text, shown
    with desk.database.transaction() as session:
        session.query(ReportCase).filter_by(id=int(desk.complaint.rpartition("/")[2])).one().handler_id = session.query(AuditEntry).order_by(AuditEntry.id).first().account_id
    answer = desk.handler.client.post(f"{desk.complaint}/steps", data={**typed, "go": "record"})
    assert (answer.status_code, TOLD in answer.text, NOTED in answer.text) == (409, True, True)
    assert desk.words() == ["received", "taken", "notice"]


def test_who_reported_opens_by_a_button_for_the_handler_alone_and_each_opening_is_on_record(desk: Desk) -> None:
    assert BUTTON not in desk.handler.get(desk.complaint)
    desk.posted(desk.handler, desk.complaint, "taking", {})
    token = {"csrf_token": fields(desk.handler.client.get(desk.complaint).text, "reporter")["csrf_token"]}
    for _ in range(2):
        answer = desk.handler.client.post(f"{desk.complaint}/reporter", data=token)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        assert all(word in answer.text for word in ("赵一鸣", "0576-8330 0001", "海游街道示例路1号", "zhao@example.com"))
        assert "赵一鸣" not in answer.text.split("<main")[0]
    assert desk.handler.status(f"{desk.complaint}/reporter") == 405
    assert [entry.facts for entry in desk.acts("case.reporter_read")] == [{"number": desk.number(desk.complaint)}] * 2
    for roles in (("handler",), ("registrar", "approver"), ("handler", "registrar", "approver", "auditor")):
        other = desk.come_in(*roles)
        assert BUTTON not in other.get(desk.complaint)
        assert other.client.post(f"{desk.complaint}/reporter", data=token | {"csrf_token": _token(other)}).status_code == 403
    assert len(desk.acts("case.reporter_read")) == 2
    desk.posted(desk.handler, desk.report, "taking", {})
    anonymous = desk.handler.client.post(f"{desk.report}/reporter", data=token).text
    assert "没有留下姓名和联系方式" in anonymous


def _token(who: Visit) -> str:
    return who.client.get("/account/reset").text.split('name="csrf_token" value="')[1].split('"')[0]


def test_nothing_but_that_page_says_who_reported(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.posted(desk.handler, desk.complaint, "taking", {})
    owner = _owner(desk)
    everybody = [desk.handler, desk.come_in("registrar", "approver", "auditor", "inspector", "handler"), owner]
    pages = [ROOM, f"{ROOM}.csv", f"{ROOM}.xlsx", desk.complaint, "/regulator", "/regulator/audit", "/regulator/audit.csv", "/account", "/console", f"/p/{desk.scene.code}", f"/p/{desk.scene.code}.json", f"/enterprises/{desk.scene.firm.credit_code}", f"/console/{desk.scene.firm.credit_code}"]
    for person in everybody:
        for address in pages:
            with person.client.get(address) as answer:
                text = _text(answer.data)
            assert [word for word in WHO if word in text] == [], address
            if person is owner:
                assert [word for word in (desk.number(desk.complaint), "开裂", "四十二元") if word in text] == [], address
    assert [word for word in (*WHO, "开裂") if word in caplog.text] == []


def _text(sent: bytes) -> str:
    """A page's text, or everything inside a spreadsheet."""
    if not sent.startswith(b"PK"):
        return sent.decode()
    opened = zipfile.ZipFile(io.BytesIO(sent))
    return "".join(opened.read(name).decode() for name in opened.namelist())


def _owner(desk: Desk) -> Visit:
    with desk.database.transaction() as session:
        owner = people.member(session, utc_now(), session.merge(desk.scene.firm))
    return visit(desk.app, desk.database, owner)


def test_the_list_leaves_as_a_file_without_a_word_of_the_reporters(desk: Desk) -> None:
    desk.posted(desk.handler, desk.complaint, "taking", {})
    answer = desk.handler.client.get(f"{ROOM}.csv?kind=complaint")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert answer.headers["Cache-Control"] == "private, no-store"
    [row] = [dict(zip(rows[0], each, strict=True)) for each in rows[1:]]
    assert (row["编号"], row["状态"], row["经办人员"], row["期限事项"], row["超期"], row["暂定"]) == (desk.number(desk.complaint), "正在核实", "陈科员", "决定是否受理", "否", "是")
    assert [word for word in (*WHO, "开裂", "四十二元", "旧标准") if word in answer.data.decode("utf-8-sig")] == []
    assert desk.acts("desk.exported")[-1].facts == {"what": "cases", "form": "csv"}
    assert desk.come_in("auditor").status(f"{ROOM}.csv") == 403


def test_a_case_goes_to_the_bureau_of_another_place_and_the_next_one_is_opened(desk: Desk) -> None:
    receiver = desk.come_in("handler", division_code="350302", name="城厢区市场监督管理局（示例）")
    desk.posted(desk.handler, desk.complaint, "taking", {})
    typed: dict[str, object] = {"word": "handed_over", "to": "place", "place": "福建省莆田市城厢区", "told": "企业在城厢区经营，已移交。", "noted": NOTED, "go": "preview"}
    status, preview = desk.posted(desk.handler, desk.complaint, "steps", typed)
    assert (status, "移交其他部门：城厢区市场监督管理局（示例）" in preview) == (200, True)
    answer = desk.handler.client.post(f"{desk.complaint}/steps", data={**fields(preview, "/steps").to_dict(), "go": "record"})
    assert answer.headers["Location"] == desk.report
    assert desk.handler.status(desk.complaint) == 404
    assert desk.number(desk.complaint) not in desk.handler.get(ROOM)
    page = receiver.get(desk.complaint)
    assert NOTED in page
    assert BUTTON not in page
    assert desk.posted(receiver, desk.complaint, "taking", {})[0] == 302
    assert BUTTON in receiver.get(desk.complaint)


def test_an_approver_gives_a_case_to_somebody_else(desk: Desk) -> None:
    approver = desk.come_in("approver")
    with desk.database.transaction() as session:
        successor: Actor = people.officer(session, utc_now(), session.merge(desk.scene.bureau), "handler")
    desk.posted(desk.handler, desk.complaint, "taking", {})
    assert "换人经办" not in desk.handler.get(desk.complaint)
    status, page = desk.posted(approver, desk.complaint, "assignment", {"account_id": "", "why": ""})
    assert (status, 'id="e-account_id"' in page, 'id="e-why"' in page) == (422, True, True)
    assert desk.posted(approver, desk.complaint, "assignment", {"account_id": str(successor.account_id), "why": "调离"}) == (302, desk.complaint)
    assert BUTTON not in desk.handler.get(desk.complaint)
    assert BUTTON in visit(desk.app, desk.database, successor).get(desk.complaint)


def test_the_enterprises_own_people_are_turned_away_whatever_office_they_hold(desk: Desk) -> None:
    with desk.database.transaction() as session:
        actor = people.officer(session, utc_now(), session.merge(desk.scene.bureau), "handler", "registrar", "approver")
        session.add(EnterpriseMember(enterprise_id=desk.scene.firm.id, account_id=actor.account_id, role="viewer", since=utc_now()))
    person = visit(desk.app, desk.database, actor)
    assert (person.status(desk.complaint), person.status(f"{desk.complaint}/photos/1")) == (403, 403)
    assert "没有符合条件" in person.get(ROOM)
