"""Reporting a problem from a code's page and following the case, as a reader with a browser without script does."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from public_site.app import create_app
from registry.actions import reports as actions
from registry.db import Database, utc_now
from registry.files import Files
from registry.models import AuditEntry, CasePhoto, CaseStep, Job, Message, Product, ReportCase, Reporter, ScanCode, StoredFile
from registry.rules import scan_code
from registry.settings import Settings
from tests.factories import people, uploads
from tests.factories.reports import COMPLAINT, PERSONAL, REPORT, STRANGER, Shop, shop
from tests.factories.visits import visit

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FIRST = {"kind": "report", "problem": REPORT.problem, "statement": REPORT.statement}
WHO = {"request": COMPLAINT.request, "name": COMPLAINT.name, "phone": COMPLAINT.phone, "address": COMPLAINT.address, "email": COMPLAINT.email}


class Reader:
    """Fills in the form that is on the page and presses one of its buttons."""

    def __init__(self, client: FlaskClient, code: str) -> None:
        self.client, self.address = client, f"/p/{code}/report"
        self.answer: TestResponse = client.get(self.address, query_string={"lot": "L2026", "serial": "S-7"})

    @property
    def text(self) -> str:
        return html.unescape(self.answer.text)

    def press(self, button: str, typed: dict[str, object] | None = None, address: str = "") -> "Reader":
        carried: dict[str, object] = {}
        for name, value in HIDDEN.findall(self.answer.text):
            carried.setdefault(name, []).append(html.unescape(value))  # type: ignore[attr-defined]
        self.answer = self.client.post(address or self.address, data={**carried, **(typed or {}), "go": button}, content_type="multipart/form-data")
        return self

    @property
    def photos(self) -> list[str]:
        return [value for name, value in HIDDEN.findall(self.answer.text) if name == "photo"]

    @property
    def kept(self) -> tuple[list[str], str]:
        """The numbers and the secret that stand on the last page."""
        return re.findall(r'"number">((?:JB|TS)\d{8}-\w{7})<', self.answer.text), re.findall(r'"number">((?:\w{4}-){4}\w{4})<', self.answer.text)[0]


@pytest.fixture
def scene(database: Database, now: datetime) -> Shop:
    with database.transaction() as session:
        return shop(session, now)


@pytest.fixture
def reader(client: FlaskClient, scene: Shop) -> Reader:
    return Reader(client, scene.code)


def _photo(kind: str = "JPEG", name: str = "赵一鸣的照片.jpg", **saved: object) -> tuple[BytesIO, str]:
    return BytesIO(uploads.picture(kind, **saved)), name


def _cases(database: Database) -> list[ReportCase]:
    with database.reading() as session:
        found = list(session.scalars(select(ReportCase).order_by(ReportCase.id)))
        session.expunge_all()
        return found


def test_an_anonymous_report_takes_two_steps_and_is_followed_by_number_and_secret(reader: Reader, database: Database, scene: Shop) -> None:
    assert "0576-00000012" in reader.text
    assert "bureau@example.com" in reader.text
    assert "三门县广场2号" in reader.text
    assert "https://www.12315.cn" in reader.text
    assert reader.press("next", FIRST).answer.status_code == 200
    assert "举报可以匿名" in reader.text
    assert reader.press("send", {}).answer.status_code == 200
    [number], secret = reader.kept
    [case] = _cases(database)
    assert (case.number, case.lot, case.serial, case.code, case.language) == (number, "L2026", "S-7", scene.code, "zh")
    assert "不承诺答复" in reader.text
    page = reader.client.get("/reports")
    assert page.status_code == 200
    reader.answer = page
    reader.press("", {"number": number.lower(), "secret": secret.replace("-", "")}, "/reports")
    assert REPORT.statement in reader.text
    assert "已收到" in reader.text
    assert "本机关办理期限" in reader.text


def test_every_answer_is_private_and_sets_no_name(reader: Reader) -> None:
    answers = [reader.answer, reader.press("next", FIRST).answer, reader.press("send").answer, reader.client.get("/reports")]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_a_matter_that_is_both_shows_two_numbers_and_one_secret(reader: Reader, database: Database) -> None:
    reader.press("next", FIRST | {"kind": "both"}).press("send", WHO)
    numbers, secret = reader.kept
    assert [number[:2] for number in numbers] == ["JB", "TS"]
    for number in numbers:
        reader.answer = reader.client.get("/reports")
        assert reader.press("", {"number": number, "secret": secret}, "/reports").answer.status_code == 200
        assert "同一件事的另一件" in reader.text
    assert [(case.kind, case.request) for case in _cases(database)] == [("report", None), ("complaint", COMPLAINT.request)]


def test_every_wrong_field_is_named_and_nothing_typed_is_lost(reader: Reader, database: Database) -> None:
    reader.press("next", {"kind": "", "problem": "", "statement": "坏<b>", "photos": [_photo()]})
    assert reader.answer.status_code == 422
    assert reader.text.count('class="error"') == 3
    assert "有 3 处需要改正" in reader.text
    assert "坏<b>" in reader.text
    assert "坏<b>" not in reader.answer.text
    assert len(reader.photos) == 1
    reader.press("next", FIRST | {"kind": "complaint"})
    reader.press("send", WHO | {"phone": "打我电话", "address": "", "request": ""})
    assert reader.answer.status_code == 422
    assert "有 3 处需要改正" in reader.text
    assert "打我电话" in reader.text
    assert 'value="赵一鸣"' in reader.text
    assert len(reader.photos) == 1
    reader.press("back", WHO)
    assert 'value="complaint" checked' in reader.text
    assert REPORT.statement in reader.text
    reader.press("next", FIRST | {"kind": "complaint"})
    assert 'value="赵一鸣"' in reader.text
    assert reader.press("send", WHO).answer.status_code == 200
    with database.reading() as session:
        assert session.query(CasePhoto).count() == 1


def test_photographs_are_drawn_anew_and_kept_without_place_and_name(reader: Reader, database: Database, files: Files) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "telephone"
    reader.press("next", FIRST | {"photos": [_photo(exif=exif.tobytes()), _photo("PNG"), _photo("WEBP", size=(61, 40))]})
    assert len(reader.photos) == 3
    reader.press("send")
    with database.reading() as session:
        stored = session.query(StoredFile).all()
        assert {(each.media_type, each.name) for each in stored} == {("image/jpeg", "photo"), ("image/png", "photo")}
        for each in stored:
            with Image.open(BytesIO(files.read(each.sha256))) as kept:
                assert dict(kept.getexif()) == {}


def test_what_is_no_photograph_is_refused_by_name_and_the_others_stay(reader: Reader) -> None:
    reader.press("next", FIRST | {"photos": [_photo(), (BytesIO(b"<svg onload=alert(1)>"), "x<i>.svg"), (BytesIO(uploads.pdf()), "doc.pdf")]})
    assert reader.answer.status_code == 422
    assert "x<i>.svg、doc.pdf" in reader.text
    assert "x<i>.svg" not in reader.answer.text
    assert len(reader.photos) == 1
    assert reader.press("next", FIRST | {"photos": [_photo(size=(9, n)) for n in range(1, 7)]}).answer.status_code == 422
    assert len(reader.photos) == 5
    assert "最多 5 张照片" in reader.text
    assert len(reader.press("next", FIRST | {"drop": reader.photos[:2]}).photos) == 3


def test_nobody_attaches_a_photograph_of_somebody_else(reader: Reader, client: FlaskClient, scene: Shop, database: Database) -> None:
    reader.press("next", FIRST | {"photos": [_photo()]})
    thief = Reader(client, scene.code)
    thief.press("next", FIRST | {"photo": reader.photos}).press("send", {})
    assert thief.answer.status_code == 422
    assert "请重新选择" in thief.text
    forged = Reader(client, scene.code).press("next", FIRST | {"photo": ["../../etc/passwd", "a" * 64], "token": "forged"})
    assert forged.answer.status_code == 422
    assert forged.photos == []
    assert _cases(database) == []


def test_a_token_of_another_product_is_begun_again(reader: Reader, client: FlaskClient, database: Database, now: datetime) -> None:
    with database.transaction() as session:
        product = session.query(Product).one()
        session.add(ScanCode(code=scan_code.encode(4711), product_id=product.id, issued_at=now))
    other = Reader(client, scan_code.encode(4711))
    token = dict(HIDDEN.findall(reader.answer.text))["token"]
    other.press("next", FIRST | {"token": token})
    assert other.answer.status_code == 200
    assert dict(HIDDEN.findall(other.answer.text))["token"] != token


def test_photographs_that_were_never_sent_are_forgotten_after_a_day(reader: Reader, database: Database, files: Files, settings: Settings, deliver: Callable[..., int]) -> None:
    reader.press("next", FIRST | {"photos": [_photo()]})
    with database.transaction() as session:
        job = session.query(Job).filter_by(kind="report_photos.forget").one()
        assert timedelta(hours=24) < job.not_before - utc_now() < timedelta(hours=26)
        job.not_before = utc_now() - timedelta(seconds=1)
        folder = job.payload["folder"]
    assert files.pieces(folder).read(reader.photos[0])
    assert deliver() >= 1
    assert files.pieces(folder).read(reader.photos[0]) is None
    assert reader.press("send").answer.status_code == 422
    assert "请重新选择" in reader.text


def test_a_form_sent_twice_shows_the_same_number_and_secret(reader: Reader, database: Database) -> None:
    reader.press("next", FIRST)
    second = reader.answer
    first = reader.press("send").kept
    reader.answer = second
    assert reader.press("send").kept == first
    assert len(_cases(database)) == 1


def test_the_same_words_again_are_told_and_kept_on_the_page(reader: Reader, client: FlaskClient, scene: Shop, database: Database) -> None:
    reader.press("next", FIRST).press("send")
    again = Reader(client, scene.code).press("next", FIRST).press("send")
    assert again.answer.status_code == 409
    assert "没有重复登记" in again.text
    assert REPORT.statement in again.text
    assert len(_cases(database)) == 1


def test_a_field_that_people_do_not_see_and_a_form_that_comes_back_at_once_stop_machines(settings: Settings, scene: Shop, reader: Reader) -> None:
    reader.press("next", FIRST).press("send", {"website": "https://spam.example"})
    assert reader.answer.status_code == 422
    assert 'class="unseen"' not in reader.text.split('id="f-website"')[0].rsplit("<div", 1)[1]
    app = create_app(replace(settings, rate_limits=True))
    quick = Reader(app.test_client(), scene.code).press("next", FIRST).press("send")
    app.extensions["database"].close()
    assert quick.answer.status_code == 422
    assert "过几秒再提交一次" in quick.text


def test_who_reports_stands_in_no_public_page_log_message_or_audit(app: Flask, reader: Reader, database: Database, scene: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with database.transaction() as session:
        member = people.member(session, utc_now(), session.merge(scene.firm))
    desk = visit(app, database, member)
    mine = Reader(desk.client, scene.code).press("next", FIRST | {"kind": "complaint", "statement": COMPLAINT.statement}).press("send", WHO)
    numbers, secret = mine.kept
    with database.reading() as session:
        entries = session.query(AuditEntry).filter(AuditEntry.action.startswith("case.")).all()
        assert [(entry.account_id, entry.origin) for entry in entries] == [(None, "")]
        written = " ".join([*(str(entry.facts) for entry in entries), *(str(message.facts) for message in session.query(Message)), *(str(job.payload) for job in session.query(Job)), caplog.text])
    public = " ".join(reader.client.get(address).text for address in (f"/p/{scene.code}", f"/products/{scene.code}", f"/products/{scene.code}.json", f"/enterprises/{scene.firm.credit_code}", "/", reader.address, "/reports"))
    assert [word for word in (*PERSONAL, secret) if word in written or word in public] == []
    assert numbers[0] not in public


def test_a_wrong_number_and_a_wrong_secret_look_the_same(reader: Reader, client: FlaskClient) -> None:
    reader.press("next", FIRST).press("send")
    [number], secret = reader.kept

    def tried(number: str, secret: str) -> str:
        reader.answer = client.get("/reports")
        return re.sub(r'value="[^"]*"', "", reader.press("", {"number": number, "secret": secret}, "/reports").answer.text)

    wrong = tried(number, "AAAA")
    assert "没有找到" in wrong
    assert tried("JB20261120-0000000", secret) == wrong == tried("随便写写", secret)
    assert REPORT.statement not in wrong


def test_guessing_is_slowed_down_and_says_when_to_come_back(reader: Reader, client: FlaskClient) -> None:
    reader.press("next", FIRST).press("send")
    [number], _ = reader.kept
    statuses = []
    for _turn in range(6):
        reader.answer = client.get("/reports")
        statuses.append(reader.press("", {"number": number, "secret": "AAAA"}, "/reports").answer.status_code)
    assert statuses == [422, 422, 422, 422, 429, 429]
    assert int(reader.answer.headers["Retry-After"]) >= 1


def test_the_reporter_adds_something_and_reads_what_was_told_only(reader: Reader, client: FlaskClient, database: Database, scene: Shop) -> None:
    reader.press("next", FIRST).press("send")
    [number], secret = reader.kept
    [case] = _cases(database)
    with database.transaction() as session:
        session.add_all([CaseStep(case_id=case.id, word="taken", at=utc_now(), account_id=scene.handler.account_id, noted="内部意见"), CaseStep(case_id=case.id, word="not_filed", at=utc_now(), reason="no_breach", told="经核查，没有发现违法。")])
    reader.answer = client.get("/reports")
    reader.press("", {"number": number, "secret": secret}, "/reports")
    assert "经核查，没有发现违法。" in reader.text
    assert "没有发现违法行为" in reader.text
    assert "内部意见" not in reader.text
    for _twice in range(2):
        reader.press("", {"supplement": "批号其实是 L2027。"}, "/reports/supplement")
    assert reader.text.count("批号其实是 L2027。") == 1
    assert reader.press("", {"supplement": ""}, "/reports/supplement").answer.status_code == 422
    reader.press("", {"supplement": "还有一点", "opened": "forged"}, "/reports/supplement")
    assert reader.answer.status_code == 400
    assert "还有一点" in reader.text


def test_where_no_bureau_is_known_the_page_says_so_and_names_12315(client: FlaskClient, database: Database, scene: Shop) -> None:
    with database.transaction() as session:
        session.merge(scene.bureau).division_code = "350302"
    page = Reader(client, scene.code)
    assert page.answer.status_code == 200
    assert "本平台还没有负责那里的市场监管部门" in page.text
    assert "https://www.12315.cn" in page.text
    assert "<textarea" not in page.text


def test_an_unknown_code_has_no_form_and_a_spelling_leads_to_the_one_address(client: FlaskClient, scene: Shop) -> None:
    assert client.get("/p/AAAAAAAAAA/report").status_code == 404
    assert client.get("/p/%F0%9F%92%A9/report").status_code == 404
    assert client.get(f"/p/{scene.code.lower()}/report?lot=L1").headers["Location"] == f"/p/{scene.code}/report?lot=L1"


def test_the_form_speaks_english_and_remembers_it(client: FlaskClient, scene: Shop, database: Database) -> None:
    client.set_cookie("lang", "en")
    english = Reader(client, scene.code)
    assert "Step 1 of 2" in english.text
    assert "What do you want to do?" in english.press("next", {"kind": ""}).text
    english.press("next", FIRST).press("send")
    assert "Keep the number and the secret code" in english.text
    assert _cases(database)[0].language == "en"


def test_photographs_of_five_telephones_fit_into_one_form(reader: Reader) -> None:
    large = b"\xff\xd8\xff" + bytes(6 * 1024 * 1024)
    reader.press("next", FIRST | {"photos": [(BytesIO(large), f"{n}.jpg") for n in range(5)]})
    assert reader.answer.status_code == 422
    assert "0.jpg、1.jpg" in reader.text


def test_strangers_are_strangers_even_when_they_are_signed_in() -> None:
    assert (STRANGER.account_id, STRANGER.origin, STRANGER.enterprises) == (None, "", {})
    assert timedelta(days=30) == actions.SAME_AGAIN
    assert Reporter.__tablename__ == "reporter"
