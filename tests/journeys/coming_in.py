"""An enterprise comes into the registry: a person signs up, registers it and sends its licence; the bureau verifies it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.fixtures.browsing import Server
from tests.fixtures.site import Mailbox
from tests.journeys.habits import PASSWORD, follow, press, sign_in
from tests.journeys.looking import look

ADDRESS = "lin@example.com"
CODE = "91331022MA2K10012U"


def signs_up(clerk: Page, server: Server, mailbox: Mailbox, deliver: Callable[..., int]) -> None:
    """From the front page over a refused password and the mailbox to an empty desk."""
    clerk.goto(f"{server.url}/")
    clerk.goto(f"{server.url}/account/sign-up")
    look(clerk)
    clerk.get_by_label("姓名").fill("林晓岚")
    clerk.get_by_label("邮箱或手机号").fill(ADDRESS)
    clerk.get_by_label("密码").fill("short")
    press(clerk, "注册")
    expect(clerk.get_by_role("alert")).to_be_focused()
    expect(clerk.get_by_label("姓名")).to_have_value("林晓岚")
    look(clerk)
    clerk.get_by_label("密码").fill(PASSWORD)
    press(clerk, "注册")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("请查看您的邮箱")
    look(clerk)
    deliver(server.settings)
    clerk.goto(mailbox.link(ADDRESS))
    look(clerk)
    press(clerk, "确认")
    expect(clerk.get_by_role("status")).to_have_text("邮箱已确认，请登录。")
    look(clerk)
    clerk.get_by_label("邮箱或手机号").fill(ADDRESS)
    clerk.get_by_label("密码").fill(PASSWORD)
    press(clerk, "登录")
    expect(clerk.get_by_text("您还没有登记企业")).to_be_visible()
    look(clerk)


def registers_the_enterprise(clerk: Page, server: Server) -> None:
    """A wrong code first, then the right one as people type it."""
    follow(clerk, "登记企业")
    look(clerk)
    clerk.get_by_label("统一社会信用代码").fill("91331022MA2K10012X")
    press(clerk, "下一步")
    expect(clerk.get_by_role("alert")).to_contain_text("校验码")
    clerk.get_by_label("统一社会信用代码").fill("9133 1022 ＭＡ2k1 0012u")
    press(clerk, "下一步")
    look(clerk)
    clerk.get_by_label("企业名称").fill("三门县海岸橡胶有限公司（示例）")
    clerk.get_by_label("所在县、市、区").fill("三门县")
    clerk.get_by_label("联系人").fill("林晓岚")
    clerk.get_by_label("联系电话").fill("13800000000")
    press(clerk, "完成登记")
    clerk.wait_for_url(f"{server.url}/console/{CODE}*")
    look(clerk)


def sends_the_licence(clerk: Page, licence: Path) -> None:
    """A photograph, from the enterprise's own desk."""
    clerk.get_by_role("navigation", name="企业工作台").get_by_role("link", name="核验").click()
    look(clerk)
    follow(clerk, "上传营业执照")
    look(clerk)
    clerk.get_by_label("营业执照").set_input_files(licence)
    press(clerk, "提交")
    expect(clerk.get_by_text("正在等待市场监管部门处理")).to_be_visible()
    look(clerk)


def verifies(registrar: Page, server: Server, address: str) -> None:
    """At the bureau: the licence beside the decision."""
    sign_in(registrar, server, address)
    registrar.wait_for_url(f"{server.url}/regulator")
    look(registrar)
    registrar.get_by_role("main").get_by_role("link", name="待核验的企业").click()
    look(registrar)
    registrar.get_by_role("link", name="三门县海岸橡胶有限公司（示例）").click()
    expect(registrar.get_by_role("img", name="营业执照")).to_be_visible()
    expect(registrar.get_by_role("img", name="营业执照")).to_have_js_property("naturalWidth", 600)
    look(registrar)
    registrar.get_by_role("radio", name="通过 企业可以公开标准").check()
    press(registrar, "发出决定")
    expect(registrar.get_by_role("status").first).to_contain_text("三门县海岸橡胶有限公司（示例）")
