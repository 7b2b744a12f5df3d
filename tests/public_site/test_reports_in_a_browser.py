"""A reader with a telephone reports a problem and follows it; every page on the way is accessible and as wide as its window."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database
from tests.factories import uploads
from tests.factories.reports import COMPLAINT, shop
from tests.fixtures.browsing import Server
from tests.journeys.looking import look

# What a browser does with a page does not depend on the database; the forms behind it are tried on both elsewhere.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def test_a_complaint_with_a_photograph_from_a_telephone_and_back_to_its_steps(page: Page, server: Server, database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        code = shop(session, now).code
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(uploads.picture())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/p/{code}/report")
    look(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("有 3 处需要改正")
    look(page)
    page.locator("input[value=complaint]").check()
    page.get_by_label("质量达不到公开的指标").check()
    page.get_by_label("请说明情况").fill(COMPLAINT.statement)
    page.get_by_label("照片", exact=False).set_input_files(photo)
    page.get_by_role("button", name="下一步").click()
    look(page)
    for label, value in (("您的请求", COMPLAINT.request), ("姓名", COMPLAINT.name), ("电话", COMPLAINT.phone), ("通讯地址", COMPLAINT.address)):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的反映")
    look(page)
    number, secret = page.locator("dd .number").all_inner_texts()
    page.get_by_role("link", name="查办理进度").first.click()
    look(page)
    page.get_by_label("编号", exact=True).fill(number)
    page.get_by_label("查询码", exact=True).fill(secret)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"投诉 {number}")
    look(page)
