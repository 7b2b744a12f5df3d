"""An inspection as its people meet it: the sheet, the confirmation, the desk, the enterprise's answer and what everybody reads."""

import io
import json
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.actions import products
from registry.db import Database, utc_now
from registry.models import InspectionAnswer, InspectionPhoto
from registry.queries import inspections as queries
from registry.queries import products as product_queries
from tests.factories import inspections as made
from tests.factories import people, uploads
from tests.factories.forms import fields
from tests.factories.inspections import Drawn, asked
from tests.factories.products import registered
from tests.factories.visits import Visit, visit

RESULTS = "/spot-checks/results"


@dataclass
class Scene:
    """The world, and the browsers of its people."""

    drawn: Drawn
    first: Visit
    second: Visit
    approver: Visit
    publisher: Visit
    owner: Visit

    @property
    def sheet(self) -> str:
        return f"/inspect/{self.drawn.inspection.public_id}"

    @property
    def desk(self) -> str:
        return f"/regulator/inspections/{self.drawn.inspection.public_id}"

    @property
    def console(self) -> str:
        return f"/console/{self.drawn.firm.credit_code}/findings"


@pytest.fixture
def scene(app: Flask, database: Database) -> Scene:
    with database.transaction() as session:
        drawn = made.drawn(session, utc_now() - timedelta(days=20))
    return Scene(drawn, *(visit(app, database, getattr(drawn, name)) for name in ("first", "second", "approver", "publisher", "owner")))


def found(database: Database, scene: Scene, *unmet: str) -> str:
    """The public id of a finding that both confirmed an hour ago."""
    with database.transaction() as session:
        return made.concluded(session, utc_now() - timedelta(hours=1), scene.drawn, *unmet).public_id


def published(database: Database, scene: Scene, *unmet: str) -> str:
    """The same, replied to and published."""
    with database.transaction() as session:
        return made.published(session, utc_now() - timedelta(days=4), scene.drawn, *unmet).public_id


def filled(page: str, scene: Scene, **unmet: str) -> dict[str, object]:
    """The plain form with every item answered; `unmet`: item to note."""
    form: dict[str, object] = dict(fields(page, f"{scene.sheet}/answers").items())
    for item in asked().items:
        form |= {f"answer.{item.code}": "not_met" if item.code in unmet else "met", f"note.{item.code}": unmet.get(item.code, "")}
    return form | {"go": "confirm"}


def test_two_inspectors_without_script_come_to_a_verdict(scene: Scene, database: Database) -> None:
    page = scene.first.get(scene.sheet)
    assert all(item.text in page for item in asked().items)
    form = filled(page, scene, N1="没有规范性引用文件一章") | {"internal.N1": "下次带专家", "photo.N1": (io.BytesIO(uploads.picture()), "现场.jpg")}
    answer = scene.first.client.post(f"{scene.sheet}/answers", data=form, content_type="multipart/form-data")
    assert answer.headers["Location"].endswith("/confirmation")
    page = scene.first.get(f"{scene.sheet}/confirmation")
    assert "符合但有瑕疵" in page
    assert "下次带专家" in page
    for each in (scene.first, scene.second):
        seen = fields(each.get(f"{scene.sheet}/confirmation"), "/confirmation")
        each.client.post(f"{scene.sheet}/confirmation", data=seen)
    assert "等企业回复" in scene.second.get(scene.desk)
    with database.reading() as session:
        assert [each.verdict for each in queries.findings_of(session, scene.drawn.inspection.id)] == ["minor_defect"]
        assert session.query(InspectionPhoto).count() == 1


def test_the_plain_form_keeps_only_what_changed_and_keeps_it_once(scene: Scene, database: Database) -> None:
    form = filled(scene.first.get(scene.sheet), scene)
    for _ in range(2):
        scene.first.client.post(f"{scene.sheet}/answers", data=form, content_type="multipart/form-data")
    with database.reading() as session:
        assert session.query(InspectionAnswer).count() == len(asked().items)


def test_a_photograph_that_is_none_is_named_and_nothing_typed_is_lost(scene: Scene, database: Database) -> None:
    form = filled(scene.first.get(scene.sheet), scene, L6="缺少方法") | {"photo.L6": (io.BytesIO(b"%PDF-1.7 not a photograph"), "x.jpg"), "note.L1": "电话 13812345678"}
    answer = scene.first.client.post(f"{scene.sheet}/answers", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "缺少方法" in answer.text
    assert "身份证号码和手机号码" in answer.text
    assert 'id="p-L6" hidden' not in answer.text
    with database.reading() as session:
        assert session.query(InspectionPhoto).count() == 0


def test_the_script_is_told_what_is_kept_and_what_is_refused(scene: Scene) -> None:
    token = fields(scene.first.get(scene.sheet), "/answers")["csrf_token"]
    one = {"device_key": "k1", "item": "L1", "answer": "met", "at": "2026-11-01T08:00:00.000Z"}
    headers = {"Accept": "application/json"}
    for _ in range(2):
        answer = scene.first.client.post(f"{scene.sheet}/answers", data={"csrf_token": token, "answers": json.dumps([one])}, headers=headers)
        assert answer.json == {"kept": ["k1"]}
    wrong = scene.first.client.post(f"{scene.sheet}/answers", data={"csrf_token": token, "answers": json.dumps([one | {"device_key": "k2", "answer": "yes"}])}, headers=headers)
    assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "L1")
    for nonsense in ("{", "[1]", "{}"):
        assert scene.first.client.post(f"{scene.sheet}/answers", data={"csrf_token": token, "answers": nonsense}, headers=headers).status_code == 422
    photo = {"csrf_token": token, "device_key": "p1", "item": "L1", "photo": (io.BytesIO(b"GIF89a"), "photo")}
    assert scene.first.client.post(f"{scene.sheet}/photos", data=photo, headers=headers, content_type="multipart/form-data").status_code == 422


def test_the_machine_begins_and_people_go_on(scene: Scene, database: Database) -> None:
    page = scene.first.get(scene.sheet)
    assert "系统没有看到问题" in page
    scene.first.client.post(f"{scene.sheet}/beginning", data=fields(page, "/beginning"))
    with database.reading() as session:
        begun = queries.answers(session, scene.drawn.inspection.id)
    assert set(begun) == {"L2", "L3", "L4", "L5", "L6", "L7", "L8", "N3"}


def test_the_office_reads_what_the_pair_writes_and_nobody_else_does(app: Flask, database: Database, scene: Scene) -> None:
    assert scene.approver.client.get(scene.sheet).status_code == 302
    assert "检查内容（内部）" in scene.approver.get(scene.desk)
    with database.transaction() as session:
        elsewhere = people.officer(session, utc_now(), people.bureau(session, utc_now(), division_code="350302", name="城厢区市场监督管理局（示例）"), "inspector", "approver")
    stranger = visit(app, database, elsewhere)
    assert [stranger.status(each) for each in (scene.sheet, f"{scene.sheet}/confirmation", scene.desk)] == [404, 404, 404]
    assert scene.drawn.firm.name not in stranger.get("/regulator/inspections")


def test_the_desk_lists_what_is_due_and_mine(scene: Scene, database: Database) -> None:
    assert scene.sheet in scene.first.get("/regulator/inspections?whose=mine")
    assert "没有符合条件的检查" in scene.approver.get("/regulator/inspections?whose=mine")
    found(database, scene)
    assert "企业回复" in scene.approver.get("/regulator/inspections?phase=replying")
    assert "抽查检查" in scene.approver.get("/regulator")


def test_the_enterprise_reads_first_replies_and_then_everybody_reads(scene: Scene, database: Database, client: FlaskClient) -> None:
    finding = found(database, scene, "L6")
    assert client.get(f"{RESULTS}/{finding}").status_code == 404
    assert "请在" in scene.owner.get(scene.console)
    page = scene.owner.get(f"{scene.console}/{finding}")
    assert "还没有公布" in page
    sent = {**fields(page, "/reply"), "agrees": "no", "statement": ""}
    refused = scene.owner.client.post(f"{scene.console}/{finding}/reply", data=sent)
    assert refused.status_code == 422
    scene.owner.client.post(f"{scene.console}/{finding}/reply", data=sent | {"statement": "方法在附录 A。"})
    page = scene.publisher.get(scene.desk)
    assert "方法在附录 A。" in page
    answer = scene.publisher.client.post(f"{scene.desk}/publication", data=fields(page, "/publication"))
    assert answer.status_code == 302
    page = client.get(f"{RESULTS}/{finding}").text
    assert all(each in page for each in ("不符合", "方法在附录 A。", "企业不认可这个结果", "GB/T 1.1—2020"))
    assert finding in client.get(RESULTS).text


def test_the_inspectors_do_not_publish_what_they_found(app: Flask, database: Database, scene: Scene) -> None:
    finding = found(database, scene)
    page = scene.publisher.get(scene.desk)
    again = scene.publisher.client.post(f"{scene.desk}/publication", data=fields(page, "/publication"))
    assert again.status_code == 409
    assert "企业还没有回复" in again.text
    assert "公布后，所有人" not in scene.first.get(scene.desk)
    assert finding


def test_two_officers_who_decide_at_once_are_told(scene: Scene, database: Database) -> None:
    finding = found(database, scene)
    with database.transaction() as session:
        made.replied(session, utc_now(), scene.drawn, queries.findings_of(session, scene.drawn.inspection.id)[0])
    forms = [fields(each.get(scene.desk), "/publication") for each in (scene.publisher, scene.approver)]
    assert scene.publisher.client.post(f"{scene.desk}/publication", data=forms[0]).status_code == 302
    late = scene.approver.client.post(f"{scene.desk}/publication", data=forms[1])
    assert (late.status_code, "已经公布" in late.text) == (409, True)
    assert finding


def test_the_result_stands_beside_the_disclosure_and_behind_the_code(scene: Scene, database: Database, client: FlaskClient) -> None:
    with database.transaction() as session:
        product = registered(session, utc_now() - timedelta(days=19), scene.drawn.owner, scene.drawn.firm)
        products.link(session, actor=scene.drawn.owner, product_id=product.id, disclosure_id=scene.drawn.version.disclosure_id, now=utc_now())
        code = product_queries.code_of(session, product.id)
    finding = published(database, scene, "L6")
    page = client.get(f"/disclosures/{scene.drawn.version.disclosure.public_id}").text
    assert f"{RESULTS}/{finding}" in page
    assert "我们会改正。" in page
    answer = client.get(f"/p/{code}")
    assert f'<a href="{RESULTS}/{finding}">不符合</a>' in answer.text
    assert len(answer.data) < 30_000


def test_a_correction_is_published_beside_what_it_corrects(scene: Scene, database: Database, client: FlaskClient) -> None:
    first = published(database, scene, "L6")
    address = f"{scene.desk}/findings/{first}/correction"
    form = dict(fields(scene.approver.get(address), "/correction"))
    empty = scene.approver.client.post(address, data=form | {"why": "没有改动"})
    assert (empty.status_code, "至少要有一个检查项目" in empty.text) == (422, True)
    assert scene.approver.client.post(address, data=form | {"answer.L6": "met", "note.L6": "", "why": "方法其实现行有效"}).status_code == 302
    with database.transaction() as session:
        second = queries.findings_of(session, scene.drawn.inspection.id)[1]
        assert client.get(f"{RESULTS}/{second.public_id}").status_code == 404
        assert "已更正" not in client.get(f"{RESULTS}/{first}").text
        made.replied(session, utc_now(), scene.drawn, second)
        made.publish(session, utc_now(), scene.drawn, second)
    assert f"{RESULTS}/{second.public_id}" in client.get(f"{RESULTS}/{first}").text
    assert "不符合" in client.get(f"{RESULTS}/{first}").text
    assert f"{RESULTS}/{first}" in client.get(f"{RESULTS}/{second.public_id}").text


def test_a_recheck_is_asked_for_and_granted(scene: Scene, database: Database) -> None:
    finding = published(database, scene, "L6")
    page = scene.owner.get(f"{scene.console}/{finding}")
    scene.owner.client.post(f"{scene.console}/{finding}/recheck", data={**fields(page, "/recheck"), "why": "已补充方法"})
    page = scene.approver.get(scene.desk)
    assert "已补充方法" in page
    scene.approver.client.post(f"{scene.desk}/recheck", data={**fields(page, "/recheck"), "decision": "granted", "reason": ""})
    assert "复查" in scene.first.get("/regulator/inspections?whose=mine")
    assert "同意复查" in scene.owner.get(f"{scene.console}/{finding}")


def test_an_inspector_who_is_away_is_replaced_on_the_desk(scene: Scene, database: Database) -> None:
    page = scene.approver.get(scene.desk)
    form = {**fields(page, "/replacement"), "away": str(scene.drawn.inspection.first_id), "why": "病假"}
    nobody = scene.approver.client.post(f"{scene.desk}/replacement", data=form)
    assert (nobody.status_code, "没有其他可以参加" in nobody.text) == (409, True)
    with database.transaction() as session:
        made.inspector(session, utc_now(), scene.drawn.bureau)
    assert scene.approver.client.post(f"{scene.desk}/replacement", data=form).status_code == 302
    assert "更换检查人员" in scene.approver.get(scene.desk)


def test_the_sheet_names_the_worker_of_this_release_and_its_script_is_asked_for_anew(scene: Scene, client: FlaskClient) -> None:
    worker = re.search(r'data-worker="(/inspect/worker\.js\?v=\w{12}&hours=12)" data-open="(\w+)"', scene.first.get(scene.sheet))
    assert worker
    assert worker[2] == scene.drawn.inspection.public_id
    answer = client.get(worker[1])
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "text/javascript", "no-cache")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert scene.first.client.get(scene.sheet).headers["Cache-Control"] == "private, no-store"
    assert "js/leaving.js" in client.get("/account/sign-in").text


def test_only_places_with_results_are_offered_for_choice(scene: Scene, database: Database, client: FlaskClient) -> None:
    """The way down to what is chosen stays, and a place without results says so."""
    assert "division=" not in client.get(RESULTS).text, "nothing is published yet"
    published(database, scene)

    def offered(chosen: str) -> set[str]:
        return set(re.findall(r"division=(\d{6})", client.get(f"{RESULTS}{chosen}").text))

    assert offered("") == {"330000"}
    assert offered("?division=330000") >= {"331000"}
    assert not {"330100", "350000"} & offered("?division=330000")
    assert offered("?division=331000") >= {"330000", "331022"}
    assert not {"350100", "350300"} & offered("?division=350000")


def test_programs_read_the_results(scene: Scene, database: Database, client: FlaskClient) -> None:
    finding = published(database, scene, "L2")
    told = client.get(f"{RESULTS}.json?verdict=nonconforming").json
    assert [each["public_id"] for each in told["results"]] == [finding]
    assert client.get(f"{RESULTS}.json?verdict=conforming").json["count"] == 0
    one = client.get(f"{RESULTS}/{finding}.json").json
    assert (one["finding"]["follows"], one["reply"]["statement"]) == ("escalate", "我们会改正。")
    assert finding in client.get(f"{RESULTS}.csv").text
    assert finding in client.get(f"{RESULTS}.atom").text
    assert client.get(f"{RESULTS}?q={scene.drawn.firm.credit_code}&year={utc_now().year}&kind=drawn").status_code == 200


def test_nothing_internal_is_public(scene: Scene, database: Database, client: FlaskClient) -> None:
    with database.transaction() as session:
        made.inspections.answer(
            session, actor=scene.drawn.first, inspection_id=scene.drawn.inspection.id, given=[made.given("L1", internal_note="内部的话ABC")], now=utc_now() - timedelta(days=5),
        )  # fmt: skip
    finding = published(database, scene)
    pages = [f"{RESULTS}", f"{RESULTS}.json", f"{RESULTS}.csv", f"{RESULTS}.atom", f"{RESULTS}/{finding}", f"{RESULTS}/{finding}.json", f"/disclosures/{scene.drawn.version.disclosure.public_id}", f"/disclosures/{scene.drawn.version.disclosure.public_id}.json"]
    for address in pages:
        text = client.get(address).text
        assert "内部的话" not in text, address
        assert not re.search(r"检查员\d|陈科员|王小明", text), address
        assert "photo" not in text, address


def test_english_has_every_word(scene: Scene, database: Database, client: FlaskClient) -> None:
    finding = published(database, scene, "L6")
    assert "nonconforming" in client.get(f"{RESULTS}/{finding}?lang=en").text
