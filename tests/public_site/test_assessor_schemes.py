"""A scheme from the first field to its versions, typed into plain forms as on a telephone without script."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from registry.db import Database
from registry.models import EvaluationScheme, SchemeVersion
from registry.queries import schemes as queries
from registry.rules.permission import Actor
from registry.rules.scheme import Case, Scheme, Step
from tests.factories import people, shelves
from tests.factories import schemes as made
from tests.factories.disclosures import disclosed
from tests.factories.forms import fields
from tests.factories.visits import Visit, visit

ROOM = "/assessor/schemes"


@dataclass
class Desk:
    """Somebody of an assessment body, and a form of the scheme at hand."""

    app: Flask
    database: Database
    actor: Actor
    visit: Visit

    def filled(self, page: str, **typed: str) -> MultiDict[str, str]:
        form = fields(self.visit.get(page), page)
        for name, value in typed.items():
            form[name.replace("__", ".")] = value
        return form

    def post(self, page: str, form: MultiDict[str, str]) -> TestResponse:
        return self.visit.client.post(page, data=form)

    def send(self, page: str, **typed: str) -> TestResponse:
        return self.post(page, self.filled(page, **typed))

    def draft(self, scheme_id: int) -> Scheme:
        with self.database.reading() as session:
            return Scheme.from_json(queries.get(session, scheme_id).draft)

    def ready(self, now: datetime) -> int:
        """A complete draft."""
        with self.database.transaction() as session:
            return made.drafted(session, now, self.actor).id


@pytest.fixture
def desk(app: Flask, database: Database, now: datetime) -> Desk:
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        disclosed(session, now, people.member(session, now, firm), firm, category="conveyor-belt")
        office = people.bureau(session, now)
        actor = people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0))
    return Desk(app, database, actor, visit(app, database, actor))


def begun(desk: Desk, **typed: str) -> int:
    answer = desk.send(f"{ROOM}/new", **({"category": "运输带", "year": "2026", "division": ""} | typed))
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].split("/")[3])


def test_a_scheme_is_typed_section_by_section_and_published(desk: Desk) -> None:
    scheme = begun(desk)
    at = f"{ROOM}/{scheme}"
    desk.send(f"{at}/facts", title="输送带评价方案（示例）", source="T/EXAMPLE 1-2026", valid_from="2026-01-01", valid_until="2026-12-31")
    three = {
        "cores__0__concept": "扯断强度", "cores__0__cases__0__condition": "老化前", "cores__0__cases__0__advanced": "≥24", "cores__0__cases__0__average": "18", "cores__0__cases__0__base": "12", "cores__0__unit": "MPa",
        "cores__1__concept": "带速", "cores__1__operator": "at_most", "cores__1__unit": "m/s", "cores__1__cases__0__advanced": "3", "cores__1__cases__0__average": "4", "cores__1__cases__0__base": "5",
        "cores__2__concept": "摩擦色牢度", "cores__2__cases__0__advanced": "5级", "cores__2__cases__0__average": "4", "cores__2__cases__0__base": "3",
    } | {f"cores__{place}__floor": "GB/T 7984-2013" for place in range(3)}  # fmt: skip
    assert desk.send(f"{at}/cores", **three).status_code == 302
    kept = desk.draft(scheme)
    assert [(core.concept, core.operator) for core in kept.cores] == [("tensile-strength", "at_least"), ("belt-speed", "at_most"), ("rubbing-fastness", "grade")]
    assert kept.cores[0].cases == (Case("unaged", Step("24"), Step("18"), Step("12")),)
    assert kept.cores[1].cases[0].advanced == Step(high="3")
    assert kept.cores[2].cases[0].advanced == Step(grade="5")
    assert "方案完整，可以发布" in desk.visit.get(at)
    answer = desk.send(f"{at}/publication")
    assert answer.headers["Location"].endswith(f"{at}/versions/1")
    page = desk.visit.get(f"{at}/versions/1")
    for shown in ("拉伸强度", "老化前", "24 MPa", "SHA-256", "最低一项决定"):
        assert shown in page, shown


def test_rows_and_conditional_thresholds_come_and_go_by_buttons(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    page = f"{ROOM}/{scheme}/cores"
    assert desk.send(page, do="add.cores").headers["Location"].endswith("#row-cores.3")
    assert desk.send(page, do="add.cores.0.cases").headers["Location"].endswith("#row-cores.0.cases.1")
    desk.send(page, cores__0__cases__1__condition="老化后", cores__0__cases__1__advanced="20", do="up.cores.1")
    kept = desk.draft(scheme)
    assert [core.concept for core in kept.cores] == ["belt-speed", "tensile-strength", "rubbing-fastness", ""]
    assert kept.cores[1].cases[1] == Case("aged", Step("20"))
    desk.send(page, do="drop.cores.1.cases.1")
    desk.send(page, do="drop.cores.3")
    assert [len(core.cases) for core in desk.draft(scheme).cores] == [1, 1, 1]


@pytest.mark.parametrize("section", ["facts", "requirements", "basics", "cores", "innovations", "method", "levels"])
def test_a_section_that_is_saved_as_it_stands_changes_nothing(desk: Desk, now: datetime, section: str) -> None:
    scheme = desk.ready(now)
    before = desk.draft(scheme)
    assert desk.send(f"{ROOM}/{scheme}/{section}").status_code == 302
    assert desk.draft(scheme) == before


def test_what_is_wrong_stands_beside_its_field_and_in_a_summary_that_leads_to_it(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    page = f"{ROOM}/{scheme}/cores"
    desk.send(page, cores__0__cases__0__average="30", cores__1__unit="kg", cores__2__concept="气味大小")
    shown = desk.visit.get(page)
    for field, sentence in (("cores.0.cases.0.average", "三档顺序不对"), ("cores.1.unit", "这个单位量的是另一种量"), ("cores.2.concept", "指标名目里没有这一项")):
        assert all(part in shown for part in (f'href="#f-{field}"', f'id="e-{field}"', sentence)), field
    assert 'value="气味大小"' in shown
    told = desk.visit.get(f"{ROOM}/{scheme}/publication")
    assert "现在还不能发布：有 3 处需要改正" in told
    assert f'href="{page}?check=1#f-cores.0.cases.0.average"' in told
    assert "核心指标 1 拉伸强度 · 平均水平" in told


def test_two_core_indicators_are_refused_with_the_reason(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    desk.send(f"{ROOM}/{scheme}/cores", do="drop.cores.2")
    assert "核心指标不够：至少 3 项" in desk.visit.get(f"{ROOM}/{scheme}/publication")


def test_the_second_to_save_loses_nothing_and_is_told_who_was_first(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    page = f"{ROOM}/{scheme}/facts"
    mine = desk.filled(page, title="我的名称（示例）")
    desk.send(page, title="对方的名称（示例）")
    answer = desk.post(page, mine)
    assert answer.status_code == 409
    assert "李评估 在" in answer.text
    assert "我的名称（示例）" in answer.text
    assert desk.draft(scheme).title == "对方的名称（示例）"
    again = fields(answer.text, page)
    assert desk.post(page, again).status_code == 302
    assert desk.draft(scheme).title == "我的名称（示例）"


def test_a_draft_is_tried_on_what_is_disclosed_today_and_says_which_values_are_missing(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    page = desk.visit.get(f"{ROOM}/{scheme}/trial")
    for shown in ("三门县某某橡胶有限公司", "不定级", "没有声明的核心指标"):
        assert shown in page, shown
    assert [re.search(f'<th scope="row">{name}</th><td class="figure">(.)', page)[1] for name in ("拉伸强度", "带速", "耐摩擦色牢度")] == ["0", "0", "1"]
    desk.send(f"{ROOM}/{scheme}/cores", cores__0__cases__0__average="30")
    assert "现在还不能试算：有 1 处需要改正" in desk.visit.get(f"{ROOM}/{scheme}/trial")


def test_a_published_scheme_changes_by_a_further_version_whose_difference_is_shown(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    at = f"{ROOM}/{scheme}"
    desk.send(f"{at}/publication")
    assert "草稿和已发布的第 1 版相同" in desk.visit.get(at)
    desk.send(f"{at}/cores", cores__0__cases__0__advanced="26")
    refused = desk.send(f"{at}/publication", reason=" ")
    assert refused.status_code == 422
    assert "请写明理由" in refused.text
    assert desk.send(f"{at}/publication", reason="按新标准提高").status_code == 302
    page = desk.visit.get(f"{at}/versions/1/difference/2")
    for shown in ("核心指标 1 拉伸强度 · 先进水平", "<td>24</td>", "<td>26</td>", "按新标准提高"):
        assert shown in page, shown


def test_an_indicator_that_is_put_first_marks_no_other_as_changed(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    at = f"{ROOM}/{scheme}"
    desk.send(f"{at}/publication")
    with desk.database.transaction() as session:
        held = queries.get(session, scheme)
        before = Scheme.from_json(held.draft)
        aged = replace(before.cores[0], cases=(Case("aged", Step("20"), Step("16"), Step("11")),))
        held.draft = replace(before, cores=(aged, *before.cores[1:], before.cores[0])).to_json()
    assert desk.send(f"{at}/publication", reason="增加老化后的要求").status_code == 302
    page = desk.visit.get(f"{at}/versions/1/difference/2")
    for shown in ("核心指标 1 拉伸强度 · 先进水平", "<td>20</td>", "核心指标的次序", "带速、耐摩擦色牢度、拉伸强度"):
        assert shown in page, shown
    for unmarked in ("核心指标 2", "核心指标 3", "核心指标 4", "<td>24</td>"):
        assert unmarked not in page, unmarked


def test_a_category_or_region_that_fits_several_is_picked_without_script(desk: Desk) -> None:
    answer = desk.send(f"{ROOM}/new", category="带", year="2026", division="城关")
    assert answer.status_code == 422
    for shown in ('name="pick.category" value="steel-cord-belt"', "请在下面选择产品类别", 'value="2026"'):
        assert shown in answer.text, shown
    scheme = begun(desk, **{"category": "带", "pick.category": "steel-cord-belt", "division": "浙江省台州市三门县"})
    with desk.database.reading() as session:
        held = queries.get(session, scheme)
        assert (held.draft["category"], held.division_code) == ("steel-cord-belt", "331022")


def test_next_year_begins_with_a_copy(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    copy = begun(desk, copy=str(scheme), year="2027")
    assert [core.concept for core in desk.draft(copy).cores] == ["tensile-strength", "belt-speed", "rubbing-fastness"]
    assert (desk.draft(copy).year, desk.draft(copy).valid_from) == ("2027", "")


def test_a_discarded_scheme_is_gone(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    desk.post(f"{ROOM}/{scheme}/discarding", fields(desk.visit.get(f"{ROOM}/{scheme}"), "/discarding"))
    with desk.database.reading() as session:
        assert session.query(EvaluationScheme).count() == 0


def test_published_facts_that_name_the_board_are_settled(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    desk.send(f"{ROOM}/{scheme}/publication")
    assert "发布过的方案不能再改这三项" in desk.visit.get(f"{ROOM}/{scheme}/facts")
    desk.post(f"{ROOM}/{scheme}/facts", MultiDict({**desk.filled(f"{ROOM}/{scheme}/facts"), "year": "2030", "category": "steel-cord-belt"}))
    with desk.database.reading() as session:
        held = queries.get(session, scheme)
        assert (held.year, held.draft["category"]) == (2026, "conveyor-belt")


def test_in_a_bureau_only_the_approver_meets_the_button(app: Flask, database: Database, desk: Desk, now: datetime) -> None:
    with database.transaction() as session:
        office = people.bureau(session, now, name="另一局（示例）")
        registrar, approver = people.officer(session, now, office, "registrar"), people.officer(session, now, office, "approver")
        scheme = made.drafted(session, now, registrar).id
    assert "去发布" not in visit(app, database, registrar).get(f"{ROOM}/{scheme}")
    approving = visit(app, database, approver)
    assert "去发布" in approving.get(f"{ROOM}/{scheme}")
    assert approving.client.post(f"{ROOM}/{scheme}/publication", data=fields(approving.get(f"{ROOM}/{scheme}/publication"), "/publication")).status_code == 302
    with database.reading() as session:
        assert session.query(SchemeVersion).one().published_by_id == approver.account_id
    assert desk.visit.status(f"{ROOM}/{scheme}") == 404


def test_nonsense_in_names_of_fields_and_buttons_harms_nothing(desk: Desk, now: datetime) -> None:
    scheme = desk.ready(now)
    page = f"{ROOM}/{scheme}/cores"
    before = desk.draft(scheme)
    strange = {"cores": "x", "cores.99.cases.99.advanced.more": "1", "cores.a": "b", "__proto__": "1"}
    for act in ("drop.cores.99", "add.nothing", "up.cores.x", "drop.cores.0.cases.0", "add.cores.7.cases", "....", "drop"):
        form = desk.filled(page, do=act)
        form.update(strange)
        assert desk.post(page, form).status_code in (302, 422), act
    assert desk.draft(scheme).cores[:3] == before.cores
