"""The small scripts in a real Chromium, and the parts of pages as a reader sees them. Every form also works without script."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from flask import Blueprint, render_template_string, request
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from public_site.access import access
from public_site.app import create_app
from public_site.params import Form
from public_site.presenters import STATUSES
from registry.errors import Invalid
from registry.settings import Settings
from tests.fixtures.accessibility import Violations

PARTS = """
{% extends "base.html" %}
{% from "components/form.html" import form_frame, error_summary, field, choices, tick, button, saved, hidden, search_box %}
{% from "components/lists.html" import table, pagination, filters, chips, timeline %}
{% from "components/page.html" import page_header, notice, facts, empty, status_chip, copyable_number, self_declared, button_link %}
{% from "components/time.html" import clock_bar, progress, difference %}
{% block main %}
{{ page_header("普通用途织物芯输送带", [("首页", "/")], "示例") }}
{{ copyable_number("Q/SMXJ 003-2026") }}
<p>{% for code in statuses %}{{ status_chip(code) }} {% endfor %}{{ voice("declared") }}{{ voice("checked") }}{{ voice("computed") }}</p>
{% call notice("warn", "请改正") %}<p>三项</p>{% endcall %}
{{ facts([{"term": "公开日期", "fact": today|day, "voice": "computed", "act": ("修改", "#")}]) }}
{% call table("指标", ["名称", ("声明值", "figure"), "差"]) %}
<tr><th scope="row">拉伸强度</th><td class="figure">{{ quantity("18.0", "MPa") }}</td><td>{{ difference("+3.0", 0.6) }}</td></tr>
{% endcall %}
{{ clock_bar(since, due, today, 7, "三门示例橡胶有限公司") }}
{{ progress("导入", 1, 3, "每秒 1 行") }}
{{ timeline([{"when": today, "title": "第 1 版", "status": "current", "now": true, "text": "首次公开"}]) }}
{{ filters([{"words": "类别", "options": [{"words": "企业标准", "address": "#", "count": 12, "chosen": true}]}]) }}
{{ chips([("三门县", "#"), ("企业标准", "#")], "#") }}{{ pagination(2, 40) }}{{ empty("没有找到", "换一种写法", "清除", "/") }}
{{ error_summary(form) }}
{% call form_frame("/trial/take", confirm="公开以后不能收回", autosave="/trial/save") %}
{{ hidden("revision", "1") }}
{{ field(form, "name", "企业名称", help="与营业执照一致", autocomplete="organization") }}
{{ field(form, "value", "拉伸强度", kind="number", unit="MPa", required=false) }}
{{ field(form, "kind", "类别", kind="select", options=[("a", "企业标准")], choose="") }}
{{ field(form, "note", "说明", kind="textarea", required=false) }}
{{ field(form, "text", "文本", kind="file", required=false) }}
{{ field(form, "password", "密码", kind="password") }}
{{ choices(form, "role", "角色", [("owner", "负责人", "可以公开"), ("editor", "编辑")]) }}
{{ tick(form, "commitment", "本企业对真实性负责") }}
{{ saved() }}
<p class="actions">{{ button("公开") }} {{ button_link("返回", "/") }}</p>
{% endcall %}
{{ self_declared() }}
{% endblock %}
"""


@dataclass
class Trial:
    """A served page with every part, and what its form sent."""

    url: str = ""
    taken: list[dict[str, str]] = field(default_factory=list)
    kept: list[dict[str, str]] = field(default_factory=list)
    answer: int = 200


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'trial.sqlite3'}", secret_key="k" * 32, rate_limits=False, demonstration=True)
    app, trial = create_app(settings), Trial()
    app.register_blueprint(_pages(trial))
    served = make_server("127.0.0.1", 0, app, threaded=True)
    trial.url = f"http://127.0.0.1:{served.port}"
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield trial
    served.shutdown()
    thread.join()
    served.server_close()


def _pages(trial: Trial) -> Blueprint:
    bp = Blueprint("trial", __name__, url_prefix="/trial")

    @bp.get("/parts")
    @access("public")
    def parts() -> str:
        typed = {"name": '三门 "示例"', "value": "１２．５", "kind": "a", "note": "<b>", "role": "owner", "password": "hunter2"}
        form = Form.refused(typed, Invalid({"name": "too_short", "role": "choose_one"}, shortest=4)) if "wrong" in request.args else Form(typed)
        return render_template_string(PARTS, form=form, statuses=STATUSES, since=date(2026, 11, 1), today=date(2026, 11, 22), due=date(2026, 12, 2))

    @bp.post("/take")
    @access("public")
    def take() -> str:
        trial.taken.append(dict(request.form.items()))
        return "taken"

    @bp.post("/save")
    @access("public")
    def save() -> tuple[dict[str, str], int]:
        trial.kept.append(dict(request.form.items()))
        return {"saved_at": "14:02", "revision": str(len(trial.kept) + 1)}, trial.answer

    return bp


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_part_is_accessible_and_fits_its_window(browser: Browser, trial: Trial, scheme: str, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{trial.url}/trial/parts?wrong=1")
    found = Violations().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.browser
def test_nothing_typed_is_lost_and_the_summary_leads_to_the_wrong_field(page: Page, trial: Trial) -> None:
    page.goto(f"{trial.url}/trial/parts?wrong=1")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("企业名称")).to_have_value('三门 "示例"')
    expect(page.get_by_label("拉伸强度")).to_have_value("１２．５")
    expect(page.get_by_label("说明")).to_have_value("<b>")
    expect(page.get_by_label("密码")).to_have_value("")
    expect(page.get_by_label("企业名称")).to_have_accessible_description(re.compile("与营业执照一致 错误： ?太短：至少 4 个字"))
    page.get_by_role("link", name="太短").click()
    expect(page.get_by_label("企业名称")).to_be_focused()


@pytest.mark.browser
def test_a_grave_form_asks_first_and_a_double_click_sends_it_once(page: Page, trial: Trial) -> None:
    page.goto(f"{trial.url}/trial/parts")
    page.get_by_role("button", name="公开").click()
    expect(page.get_by_role("dialog")).to_contain_text("公开以后不能收回")
    page.get_by_role("button", name="返回").click()
    assert trial.taken == []
    page.get_by_role("button", name="公开").click()
    page.get_by_role("button", name="确认").dblclick()
    page.wait_for_url("**/take")
    assert [sent["name"] for sent in trial.taken] == ['三门 "示例"']


@pytest.mark.browser
def test_a_form_is_saved_as_it_is_typed_and_says_when(page: Page, trial: Trial) -> None:
    page.goto(f"{trial.url}/trial/parts")
    page.get_by_label("企业名称").fill("三门示例橡胶有限公司")
    expect(page.locator(".saved")).to_have_text("已保存 14:02")
    assert (trial.kept[-1]["name"], trial.kept[-1]["revision"]) == ("三门示例橡胶有限公司", "1")
    expect(page.locator("[name=revision]")).to_have_value("2")


@pytest.mark.browser
def test_when_somebody_else_saved_first_the_page_says_so_and_stops_saving(page: Page, trial: Trial) -> None:
    trial.answer = 409
    page.goto(f"{trial.url}/trial/parts")
    page.get_by_label("企业名称").fill("甲")
    expect(page.locator(".saved")).to_contain_text("别人已修改")


@pytest.mark.browser
def test_a_number_is_shown_with_a_dash_and_copied_with_a_hyphen(browser: Browser, trial: Trial) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="zh-CN")
    page = context.new_page()
    page.goto(f"{trial.url}/trial/parts")
    expect(page.locator(".number").first).to_have_text("Q/SMXJ 003—2026")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Q/SMXJ 003-2026"
    context.close()


@pytest.mark.browser
def test_without_script_everything_can_be_read_and_sent(browser: Browser, trial: Trial) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{trial.url}/trial/parts")
    expect(page.get_by_role("link", name="企业标准 12")).to_be_visible()
    expect(page.get_by_role("button", name="复制")).to_have_count(0)
    page.get_by_role("button", name="公开").click()
    assert len(trial.taken) == 1
    context.close()


@pytest.mark.browser
def test_filters_begin_closed_on_a_telephone_and_open_on_a_desk(page: Page, trial: Trial) -> None:
    page.goto(f"{trial.url}/trial/parts")
    expect(page.get_by_role("link", name="企业标准 12")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("link", name="企业标准 12")).to_be_hidden()
    page.get_by_text("筛选").click()
    expect(page.get_by_role("link", name="企业标准 12")).to_be_visible()


@pytest.mark.browser
def test_paper_keeps_who_speaks_and_that_it_is_a_demonstration_and_drops_what_cannot_be_clicked(page: Page, trial: Trial) -> None:
    page.goto(f"{trial.url}/trial/parts")
    page.emulate_media(media="print")
    expect(page.get_by_text("都是虚构的")).to_be_visible()
    expect(page.get_by_text("公开不代表政府审批或认可")).to_be_visible()
    expect(page.get_by_role("button", name="公开")).to_be_hidden()
    expect(page.get_by_role("link", name="English")).to_be_hidden()
    expect(page.get_by_role("navigation", name="分页")).to_be_hidden()
