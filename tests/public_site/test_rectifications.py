"""Orders to rectify with a browser without script: the office orders, the enterprise reads and asks, two people note, the province decides."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pikepdf
import pytest
from flask import Flask

from registry.actions import rectifications as actions
from registry.db import Database, utc_now
from registry.files import Files
from registry.models import ProvinceCase, Rectification, Standing
from tests.factories import people, uploads
from tests.factories import rectifications as made
from tests.factories.forms import fields
from tests.factories.visits import Visit, visit
from tests.public_site.receipt_reading import words

ROOM = "/regulator/rectifications"
WHY = "整改报告属实。"


@dataclass(frozen=True)
class Desk:
    app: Flask
    database: Database
    place: made.Town
    handler: Visit
    boss: Visit
    governor: Visit
    owner: Visit

    def row(self) -> Rectification:
        with self.database.reading() as session:
            found = session.query(Rectification).order_by(Rectification.id.desc()).first()
            assert found
            session.expunge(found)
            return found

    def here(self) -> str:
        return f"{ROOM}/{self.row().id}"

    def theirs(self) -> str:
        return f"/console/{self.place.firm.credit_code}/rectifications/{self.row().number}"

    def ordered(self, files: Files, *, days: int = 5, ago: int = 0) -> None:
        """An order that was delivered so many days ago."""
        moment = utc_now() - timedelta(days=ago)
        with self.database.transaction() as session:
            row = made.ordered(session, moment, self.place, days=days)
            made.delivered(session, moment, self.place, files, row)

    def taken(self, who: Visit, **typed: object) -> tuple[int, str]:
        """Preview a step and record it."""
        sent = {"revision": self.row().revision, **typed}
        preview = who.send(f"{self.here()}/steps", {**sent, "go": "preview"}, page=self.here())
        if preview.status_code != 200:
            return preview.status_code, preview.text
        carried = fields(preview.text, "/steps").to_dict()
        answer = who.client.post(f"{self.here()}/steps", data={**carried, "go": "record"})
        return answer.status_code, answer.text


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    with database.transaction() as session:
        place = made.town(session, utc_now() - timedelta(days=60))
    return Desk(app, database, place, *(visit(app, database, each) for each in (place.handler, place.boss, place.governor, place.owner)))


def test_an_order_is_shown_as_the_enterprise_will_read_it_and_then_given(desk: Desk) -> None:
    public_id = desk.place.version.disclosure.public_id
    address = f"{ROOM}/new?disclosure={public_id}"
    page = desk.handler.get(address)
    assert 'value="22"' in page
    for shown in ("技术要求不低于强制性国家标准", "企业看不到依据的是检查", "平台筛查"):
        assert shown in page, shown
    refused = desk.handler.send(f"{ROOM}/new", {"disclosure": public_id, "items": "L2", "days": "0", "statement.L2": "", "go": "preview"}, page=address)
    assert refused.status_code == 422
    assert 'id="e-statement.L2"' in refused.text
    assert 'id="e-days"' in refused.text
    typed = {"disclosure": public_id, "items": "L2", "statement.L2": "拉伸强度偏低。", "days": "7", "go": "preview"}
    preview = desk.handler.send(f"{ROOM}/new", typed, page=address)
    assert preview.status_code == 200
    assert "拉伸强度偏低。" in preview.text
    assert "7 个工作日" in preview.text
    carried = fields(preview.text, f"{ROOM}/new").to_dict()
    assert "拉伸强度偏低。" in desk.handler.client.post(f"{ROOM}/new", data={**carried, "go": "edit"}).text
    answer = desk.handler.client.post(f"{ROOM}/new", data={**carried, "go": "record"})
    assert answer.headers["Location"] == desk.here()
    again = desk.handler.client.post(f"{ROOM}/new", data={**carried, "go": "record"})
    assert again.status_code == 409
    assert desk.row().number in again.text
    for shown in (desk.row().number, "已作出，等待送达", "送达后开始计算"):
        assert shown in desk.handler.get(ROOM), shown
    assert "责令限期改正" in desk.owner.get("/account/messages")


def test_the_notice_is_a_sheet_of_a4_in_chinese_that_names_no_ground(desk: Desk, files: Files) -> None:
    desk.ordered(files)
    answer = desk.handler.client.get(f"{desk.here()}/notice.pdf?lang=en")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "application/pdf", "private, no-store")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert [round(float(each)) for each in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        assert len(pdf.pages) == 1
    said = words(answer.data)
    for shown in ("责令限期改正通知书", desk.row().number, desk.place.firm.credit_code, "《标准化法》第二十一条", "覆盖层拉伸强度低于强制性标准的要求", "5个工作日", "截止"):
        assert shown in said, shown
    assert "筛查" not in said
    assert words(desk.owner.client.get(f"{desk.theirs()}/notice.pdf").data) == said
    assert desk.handler.client.get(f"{desk.here()}/notice.pdf").data == desk.handler.client.get(f"{desk.here()}/notice.pdf").data


def test_delivery_needs_its_proof_which_only_the_office_reads(desk: Desk) -> None:
    with desk.database.transaction() as session:
        made.ordered(session, utc_now(), desk.place)
    wrong = desk.handler.send(f"{desk.here()}/delivery", {"revision": desk.row().revision, "how": "", "on": "昨天"}, page=desk.here())
    assert wrong.status_code == 422
    for name in ("how", "on", "proof"):
        assert f'id="e-{name}"' in wrong.text, name
    today = (utc_now() + timedelta(hours=8)).date().isoformat()
    sent = {"revision": desk.row().revision, "how": "by_post", "on": today, "proof": (io.BytesIO(uploads.picture("PNG")), "签收.png")}
    assert desk.handler.send(f"{desk.here()}/delivery", sent, page=desk.here()).status_code == 302
    page = desk.handler.get(desk.here())
    for shown in ("邮寄送达", "还剩 5 个工作日", "责令限期改正中"):
        assert shown in page, shown
    answer = desk.handler.client.get(f"{desk.here()}/proof")
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/png", "private, no-store")
    assert desk.owner.status(f"{desk.here()}/proof") == 403
    assert "/proof" not in desk.owner.get(desk.theirs())


def test_the_enterprise_reads_what_and_by_when_and_asks_once(desk: Desk, files: Files) -> None:
    desk.ordered(files)
    assert desk.row().number in desk.owner.get(f"/console/{desk.place.firm.credit_code}/rectifications")
    page = desk.owner.get(desk.theirs())
    for shown in ("还剩 5 个工作日", "编号没有年份", "去修改或废止", "申请延期"):
        assert shown in page, shown
    assert "陈科员" not in page
    assert "筛查" not in page
    wrong = desk.owner.send(f"{desk.theirs()}/extension", {"revision": desk.row().revision, "days": "多几天", "reason": ""}, page=desk.theirs())
    assert wrong.status_code == 422
    assert "多几天" in wrong.text
    assert desk.owner.send(f"{desk.theirs()}/extension", {"revision": desk.row().revision, "days": "4", "reason": "排期检测。"}, page=desk.theirs()).status_code == 302
    assert "等待答复" in desk.owner.get(desk.theirs())
    assert "排期检测。" in desk.handler.get(desk.here())
    stale = desk.row().revision - 1
    assert desk.handler.send(f"{desk.here()}/steps", {"revision": stale, "word": "extended", "days": "4", "reason": "好", "go": "preview"}, page=desk.here()).status_code == 409
    assert desk.taken(desk.handler, word="extended", days="4", reason="同意。")[0] == 302
    assert "还剩 9 个工作日" in desk.owner.get(desk.theirs())
    assert desk.taken(desk.handler, word="extended", days="4", reason="再来。")[0] == 409


def test_overdue_is_noted_by_another_person_and_said_on_the_public_page(desk: Desk, files: Files) -> None:
    desk.ordered(files, ago=30)
    page = desk.handler.get(desk.here())
    for shown in ("逾期未改正", '<div class="clock late">', "予以公示"):
        assert shown in page, shown
    assert "已逾期 1 件" in desk.handler.get("/regulator")
    assert desk.taken(desk.handler, word="note_drafted", note=made.DRAFT)[0] == 302
    public = f"/disclosures/{desk.place.version.disclosure.public_id}"
    assert "已公示" not in desk.app.test_client().get(public).text
    assert made.DRAFT not in desk.owner.get(desk.theirs())
    assert "由另一位审批人员决定" in desk.handler.get(desk.here())
    assert desk.taken(desk.handler, word="noted")[0] == 403
    assert desk.taken(desk.boss, word="noted")[0] == 302
    assert "已公示" in desk.app.test_client().get(public).text
    assert desk.taken(desk.boss, word="closed", reason=WHY)[0] == 302
    assert "已改正，办结" in desk.owner.get(desk.theirs())
    assert WHY in desk.owner.get(desk.theirs())
    assert desk.row().number in desk.handler.get(f"{ROOM}?phase=over")


def test_on_a_provisional_date_the_page_says_why_nothing_may_be_made_public(desk: Desk, files: Files) -> None:
    with desk.database.transaction() as session:
        row = made.ordered(session, utc_now(), desk.place, days=200)
        made.delivered(session, utc_now(), desk.place, files, row)
    page = desk.handler.get(desk.here())
    assert "截止日期是暂定的" in page
    assert "（暂定）" in desk.handler.get(f"{ROOM}?provisional=yes")


def test_a_county_gets_403_where_only_the_province_decides(desk: Desk, files: Files) -> None:
    """Standardization Law Art. 39 and 42."""
    desk.ordered(files, ago=30)
    assert desk.taken(desk.boss, word="escalated", wish="void_standard", statement="逾期未改。")[0] == 302
    with desk.database.reading() as session:
        address = f"/regulator/province/{session.query(ProvinceCase).one().id}"
    answer = desk.boss.client.get(address)
    assert answer.status_code == 403
    assert "只有省级以上标准化行政主管部门可以作出" in answer.text
    assert f'href="{desk.here()}"' in desk.boss.get("/regulator/province")
    assert "/regulator/province" not in desk.boss.get("/regulator")
    home = desk.governor.get("/regulator")
    assert "请省级部门决定" in home
    assert _overdue_facts(desk.boss) == 1
    token = fields(desk.boss.get(desk.here()), "/steps")["csrf_token"]
    refused = desk.boss.client.post(address, data={"csrf_token": token, "revision": "1", "decision": "granted", "reason": "废止", "document": "县1号", "go": "record"})
    assert refused.status_code == 403
    page = desk.governor.get(address)
    assert "逾期未改。" in page
    wrong = desk.governor.send(address, {"revision": "1", "decision": "granted", "reason": "属实。", "go": "preview"})
    assert wrong.status_code == 422
    preview = desk.governor.send(address, {"revision": "1", "decision": "granted", "reason": "属实。", "document": "浙市监公告〔2026〕9号", "go": "preview"})
    assert "所有人会读到" in preview.text
    carried = fields(preview.text, address).to_dict()
    assert desk.governor.client.post(address, data={**carried, "go": "record"}).status_code == 302
    with desk.database.reading() as session:
        fact = session.query(Standing).filter_by(kind="standard_voided").one()
        assert (fact.bureau_id, fact.document) == (desk.place.province.id, "浙市监公告〔2026〕9号")
    assert _overdue_facts(desk.boss) == 0, "the province's last word leaves nothing to rectify"
    assert "已被省级部门废止" in desk.app.test_client().get(f"/disclosures/{desk.place.version.disclosure.public_id}").text
    assert desk.governor.client.post(address, data={**carried, "go": "record"}).status_code == 409


def _overdue_facts(officer: Visit) -> int:
    """What the desk's home says of facts whose day is over."""
    said = re.search(r"监管事实：责令改正已逾期.*?</li>", officer.get("/regulator"), re.DOTALL)
    assert said
    return int(re.search(r"\d+", re.sub(r"<[^>]+>", " ", said[0]))[0])


def test_another_county_finds_nothing(desk: Desk, files: Files, now: datetime) -> None:
    desk.ordered(files)
    with desk.database.transaction() as session:
        far = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    elsewhere = visit(desk.app, desk.database, far)
    for address in (desk.here(), f"{desk.here()}/notice.pdf", f"{desk.here()}/proof", f"{ROOM}/new?disclosure={desk.place.version.disclosure.public_id}"):
        assert elsewhere.status(address) == 404, address
    assert desk.row().number not in elsewhere.get(ROOM)


def test_the_next_order_is_one_key_away(desk: Desk, files: Files) -> None:
    desk.ordered(files)
    first = desk.here()
    with desk.database.transaction() as session:
        actions.cancel(session, actor=desk.place.handler, rectification_id=desk.row().id, revision=desk.row().revision, reason=WHY, now=utc_now())
    assert 'rel="next"' not in desk.handler.get(first)
    desk.ordered(files)
    assert f'href="{desk.here()}" rel="next"' in desk.handler.get(first)
