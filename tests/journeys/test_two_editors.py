"""Two people on one draft, a page that was open too long, and somebody who has no business there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from registry.db import Database
from registry.models import Draft, Enterprise
from registry.rules.permission import Actor
from tests.factories import people
from tests.factories.contents import content
from tests.factories.disclosures import drafted
from tests.fixtures.browsing import Server
from tests.journeys.habits import PASSWORD, lets_in, press, sign_in
from tests.journeys.looking import look

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]

Arrive = Callable[..., Page]


@dataclass(frozen=True)
class Shared:
    """A draft, its address, and the addresses with which its owner, a colleague and somebody from elsewhere sign in."""

    page: str
    draft_id: int
    owner: str
    colleague: str
    elsewhere: str


@pytest.fixture
def shared(server: Server, database: Database, now: datetime) -> Shared:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        owner, colleague = people.member(session, now, firm), people.member(session, now, firm, "editor")
        other = people.member(session, now, people.enterprise(session, now, name="别家企业（示例）"))
        draft = drafted(session, now, owner, firm, content())
        return Shared(f"{server.url}/console/{firm.credit_code}/drafts/{draft.id}", draft.id, *(lets_in(session, who) for who in (owner, colleague, other)))


def _title(database: Database, shared: Shared) -> str:
    with database.reading() as session:
        return str(session.get_one(Draft, shared.draft_id).content["title"])


def test_the_second_to_save_is_told_who_was_first_and_chooses(arrive: Arrive, server: Server, database: Database, shared: Shared) -> None:
    first, second = arrive(), arrive(refused=(409,))
    for editor, address in ((first, shared.owner), (second, shared.colleague)):
        sign_in(editor, server, address)
        editor.goto(f"{shared.page}/standard")
    first.get_by_label("标准名称").fill("先存的名称")
    expect(first.locator(".saved")).to_have_attribute("data-state", "saved")
    second.get_by_label("标准名称").fill("后写的名称")
    expect(second.locator("[data-trouble=conflict]")).to_contain_text("王小明")
    expect(second.get_by_label("标准名称")).to_have_value("后写的名称")
    assert _title(database, shared) == "先存的名称"
    look(second)
    press(second, "本页以我的为准")
    expect(second.locator(".saved")).to_have_attribute("data-state", "saved")
    assert _title(database, shared) == "后写的名称"


def test_without_script_the_second_to_save_is_told_as_well(arrive: Arrive, server: Server, database: Database, shared: Shared) -> None:
    first, second = arrive(java_script_enabled=False), arrive(java_script_enabled=False)
    for editor, address in ((first, shared.owner), (second, shared.colleague)):
        sign_in(editor, server, address)
        editor.goto(f"{shared.page}/standard")
    for editor, title in ((first, "先存的名称"), (second, "后写的名称")):
        editor.get_by_label("标准名称").fill(title)
        press(editor, "保存")
    expect(second.get_by_role("alert")).to_contain_text("您的内容还没有保存")
    expect(second.get_by_label("标准名称")).to_have_value("后写的名称")
    assert _title(database, shared) == "先存的名称"


def test_a_form_that_was_open_too_long_comes_back_with_everything_typed(arrive: Arrive, server: Server, database: Database, now: datetime) -> None:
    clerk = arrive()
    with database.transaction() as session:
        address = lets_in(session, Actor(account_id=people.person(session, now).id))
    sign_in(clerk, server, address)
    clerk.goto(f"{server.url}/console/enterprises/new?credit_code=91331022MA2K10012U")
    clerk.get_by_label("企业名称").fill("三门县海岸橡胶有限公司（示例）")
    clerk.get_by_label("所在县、市、区").fill("三门县")
    clerk.get_by_label("联系人").fill("林晓岚")
    clerk.get_by_label("联系电话").fill("13800000000")
    clerk.context.clear_cookies(name="session")
    press(clerk, "完成登记")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("这张表单放得太久，还没有提交")
    look(clerk)
    clerk.get_by_role("main").get_by_role("button").last.click()
    clerk.wait_for_url(f"{server.url}/console/91331022MA2K10012U*")
    with database.reading() as session:
        assert session.query(Enterprise).one().name == "三门县海岸橡胶有限公司（示例）"


def test_whoever_was_signed_out_meanwhile_signs_in_beside_it_and_loses_nothing(arrive: Arrive, server: Server, database: Database, shared: Shared) -> None:
    clerk = arrive(refused=(401,))
    sign_in(clerk, server, shared.owner)
    clerk.goto(f"{shared.page}/standard")
    clerk.context.clear_cookies(name="sign_in")
    clerk.get_by_label("标准名称").fill("登录过期以后写的名称")
    expect(clerk.locator("[data-trouble=signed_out]")).to_be_visible()
    look(clerk)
    with clerk.context.expect_page() as opened:
        clerk.get_by_role("link", name="在新窗口登录").click()
    beside = opened.value
    beside.get_by_label("邮箱或手机号").fill(shared.owner)
    beside.get_by_label("密码").fill(PASSWORD)
    press(beside, "登录")
    expect(beside.get_by_role("heading", level=1)).to_have_text("我的企业")
    beside.close()
    clerk.evaluate("dispatchEvent(new Event('focus'))")  # the page saves by itself when it is looked at again; a headless window may not tell it
    expect(clerk.locator(".saved")).to_have_attribute("data-state", "saved")
    assert _title(database, shared) == "登录过期以后写的名称"


def test_another_enterprise_s_draft_is_not_there(arrive: Arrive, server: Server, shared: Shared) -> None:
    stranger = arrive()
    sign_in(stranger, server, shared.elsewhere)
    answer = stranger.goto(f"{shared.page}/standard")
    assert answer is not None
    assert answer.status == 404
    expect(stranger.get_by_role("heading", level=1)).to_have_text("没有这一页")
    expect(stranger.get_by_role("main")).not_to_contain_text("橡胶输送带")
    look(stranger)
