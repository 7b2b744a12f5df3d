"""A maker's code is printed, a reader scans it and reports a problem, the bureau answers, the reporter reads it; and nobody else learns who it was."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.actions import calendar
from registry.db import Database
from registry.models import AuditEntry
from registry.rules.permission import SYSTEM
from tests.factories import people, shelves, uploads
from tests.factories.disclosures import disclosed
from tests.factories.reports import COMPLAINT, PERSONAL
from tests.fixtures.browsing import Server
from tests.journeys.habits import follow, lets_in, press, sign_in
from tests.journeys.looking import look
from tests.journeys.scanning import look_in_both_languages, on_the_first_screen, read_off, scans, telephone, until

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

DESK = "/console/91331022MA2K10012U"
FIRM, PRODUCT, GTIN = "三门县某某橡胶有限公司（示例）", "海岸牌 EP 输送带", "9520000000011"
ACCEPTED, TRIED, CLOSED = "您的投诉我们受理了，正在联系企业。", "企业不同意退款，调解不成，您可以起诉。", "本件办结，材料存档。"
NOTED = "企业电话里态度生硬"
CLERK = "陈科员"


@dataclass(frozen=True)
class Case:
    """What the reporter wrote down."""

    number: str
    report: str
    secret: str


@pytest.fixture
def addresses(database: Database, now: datetime) -> dict[str, str]:
    """How an enterprise with one public standard and two officers of its bureau sign in."""
    with database.transaction() as session:
        calendar.load(session, actor=SYSTEM, now=now)
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        owner, office = people.member(session, now, firm), people.bureau(session, now)
        office.phone = "0576-00000012"
        disclosed(session, now, owner, firm, number="Q/SMXJ 018-2026", title="织物芯橡胶输送带（示例）")
        who = {"owner": owner, "handler": people.officer(session, now, office, "handler"), "colleague": people.officer(session, now, office, "handler", "registrar", "approver")}
        return {name: lets_in(session, actor) for name, actor in who.items()}


def test_what_a_reader_reports_from_a_scanned_code_is_answered_and_stays_between_reporter_and_handler(
    arrive: Callable[..., Page], server: Server, database: Database, addresses: dict[str, str], tmp_path: Path
) -> None:
    maker, reader = arrive(refused=(403, 404)), telephone(arrive)
    sign_in(maker, server, addresses["owner"])
    link = _registers_a_product(maker, server)
    scans(reader, link)
    _reads(reader)
    _counted(maker, server)
    case = _reports(reader, tmp_path)
    handler, colleague = arrive(), arrive(refused=(403,))
    sign_in(handler, server, addresses["handler"])
    _takes(handler, case)
    sign_in(colleague, server, addresses["colleague"])
    _is_not_told_who(colleague, server, case)
    _answers(handler)
    _reads_the_answer(reader, server, case)
    _sees_nothing_of_it(maker, server, case)
    with database.reading() as session:
        assert session.query(AuditEntry).filter_by(action="case.reporter_read").count() == 1


def _registers_a_product(maker: Page, server: Server) -> str:
    """Down to the drawing; what two readers find in it."""
    maker.goto(f"{server.url}{DESK}/products/new")
    maker.get_by_label("名称", exact=True).fill(PRODUCT)
    maker.get_by_role("radio", name="产品", exact=True).check()
    maker.get_by_role("combobox", name="产品类别").or_(maker.get_by_role("textbox", name="产品类别")).fill("输送带")
    maker.get_by_label("商品条码").fill(GTIN)
    press(maker, "登记并公开")
    expect(maker.get_by_role("heading", level=1)).to_have_text(PRODUCT)
    follow(maker, "选择标准")
    maker.get_by_role("checkbox", name="Q/SMXJ 018—2026").check()
    press(maker, "关联")
    maker.get_by_role("navigation", name="这个产品").get_by_role("link", name="产品码").click()
    link = f"{server.url.upper()}/01/0{GTIN}"
    expect(maker.get_by_text(link, exact=True).first).to_be_visible()
    look_in_both_languages(maker)
    printed = maker.get_by_role("link", name="PNG", exact=True).get_attribute("href")
    drawing = maker.request.get(f"{server.url}{printed}")
    assert drawing.headers["content-type"] == "image/png"
    assert read_off(drawing.body()) == link
    return link


def _reads(reader: Page) -> None:
    """Status, who, which standard, for which product, checked or not; then both languages."""
    on_the_first_screen(reader, "现行有效", PRODUCT, FIRM, "Q/SMXJ 018", "织物芯橡胶输送带（示例）", "尚未被抽查", "反映问题")
    look_in_both_languages(reader)
    reader.reload()


def _counted(maker: Page, server: Server) -> None:
    """One scan, although the page behind it was read four times."""
    maker.goto(f"{server.url}{DESK}/scans")
    until(maker, "开始以来共 1 次")
    expect(maker.get_by_role("link", name=PRODUCT)).to_be_visible()
    look_in_both_languages(maker)


def _reports(reader: Page, folder: Path) -> Case:
    """A report and a complaint in one, with a photograph."""
    photograph = folder / "包装.jpg"
    photograph.write_bytes(uploads.picture(size=(640, 480)))
    reader.locator("p.actions").get_by_role("link", name="反映问题").click()
    look_in_both_languages(reader)
    reader.locator("input[name=kind][value=both]").check()
    reader.get_by_label("质量达不到公开的指标").check()
    reader.get_by_label("请说明情况").fill(COMPLAINT.statement)
    reader.get_by_label("照片", exact=False).set_input_files(photograph)
    press(reader, "下一步")
    for label, value in (("您的请求", COMPLAINT.request), ("姓名", COMPLAINT.name), ("电话", COMPLAINT.phone), ("通讯地址", COMPLAINT.address)):
        reader.get_by_label(label, exact=True).fill(value)
    look(reader)
    press(reader, "提交")
    expect(reader.get_by_role("heading", level=1)).to_have_text("已收到您的反映")
    expect(reader.get_by_role("link", name="English")).to_have_count(0)
    look(reader)
    numbers = reader.locator("dd .number").all_inner_texts()
    return Case(next(each for each in numbers if each.startswith("TS")), next(each for each in numbers if each.startswith("JB")), numbers[-1])


def _takes(handler: Page, case: Case) -> None:
    """From the list, by its clock; only then is there a button to see who reported."""
    rooms = handler.get_by_role("navigation", name="监管工作台")
    rooms.get_by_text("来件").click()
    rooms.get_by_role("link", name="举报投诉").click()
    expect(handler.get_by_role("row", name=case.number)).to_contain_text(re.compile(r"决定是否受理.*还剩 7 个工作日"))
    expect(handler.get_by_role("row", name=case.report)).to_contain_text("没有人经办")
    look_in_both_languages(handler)
    follow(handler, case.number)
    expect(handler.get_by_role("main")).to_contain_text(COMPLAINT.statement)
    handler.wait_for_function("document.querySelector('img.licence').naturalWidth === 640")
    expect(handler.get_by_role("button", name="看举报人信息")).to_have_count(0)
    look(handler)
    press(handler, "由我经办")
    with handler.expect_popup() as opening:
        press(handler, "看举报人信息")
    expect(opening.value.get_by_role("main")).to_contain_text(COMPLAINT.name)
    look(opening.value)
    opening.value.close()


def _is_not_told_who(colleague: Page, server: Server, case: Case) -> None:
    """Neither by the page nor by the address that the handler's button asks."""
    colleague.goto(f"{server.url}/regulator/cases?q={case.number}")
    follow(colleague, case.number)
    expect(colleague.get_by_role("main")).to_contain_text("谁反映的，只有经办人员能看")
    shown = colleague.locator("body").inner_text()
    assert [each for each in (COMPLAINT.name, COMPLAINT.phone, COMPLAINT.address) if each in shown] == []
    refused = colleague.evaluate(
        """async () => (await fetch(location.pathname + "/reporter", {method: "POST", body: new URLSearchParams(new FormData(document.querySelector("form[method=post]")))})).status"""
    )
    assert refused == 403


def _answers(handler: Page) -> None:
    """Accepts, ends the mediation, tells why, and closes, which is not offered before."""
    _decides(handler, "受理投诉", told=ACCEPTED, noted=NOTED)
    look_in_both_languages(handler)
    handler.get_by_role("combobox", name="理由").select_option("一方明确表示无法达成协议")
    _decides(handler, "终止调解")
    expect(handler.get_by_role("radio", name="办结")).to_have_count(0)
    _decides(handler, "只告知", told=TRIED)
    _decides(handler, "办结", told=CLOSED)


def _decides(handler: Page, step: str, *, told: str = "", noted: str = "") -> None:
    """The preview holds what the reporter will read; nothing is recorded before."""
    handler.get_by_role("radio", name=step).check()
    handler.get_by_label("告知反映人", exact=False).fill(told)
    handler.get_by_label("内部记录", exact=False).fill(noted)
    press(handler, "先看反映人会读到什么")
    expect(handler.get_by_role("main")).to_contain_text(told)
    press(handler, "记录")
    expect(handler.get_by_role("status").first).to_contain_text("已记录")


def _reads_the_answer(reader: Page, server: Server, case: Case) -> None:
    """With nothing but number and secret."""
    reader.goto(f"{server.url}/reports")
    look_in_both_languages(reader)
    reader.get_by_label("编号", exact=True).fill(case.number)
    reader.get_by_label("查询码", exact=True).fill(case.secret.lower().replace("-", ""))
    press(reader, "查看")
    main = reader.get_by_role("main")
    for told in ("已办结", ACCEPTED, TRIED, CLOSED):
        expect(main).to_contain_text(told)
    for kept in (NOTED, CLERK):
        expect(main).not_to_contain_text(kept)
    look(reader)


def _sees_nothing_of_it(maker: Page, server: Server, case: Case) -> None:
    """Not in its messages, on no page of its desk, and not by guessing the address of the case."""
    rooms = maker.get_by_role("navigation", name="企业工作台").get_by_role("link").evaluate_all("all => all.map((each) => each.href)")
    assert len(rooms) > 5
    for room in (*rooms, f"{server.url}/account/messages"):
        maker.goto(room)
        shown = maker.locator("body").inner_text()
        assert [each for each in (case.number, case.report, case.secret, COMPLAINT.statement, *PERSONAL) if each in shown] == [], room
    refused = maker.goto(f"{server.url}/regulator/cases")
    assert refused
    assert refused.status in (403, 404)
