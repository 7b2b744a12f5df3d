"""An enterprise asserts basic requirements on its desk; the assessor looks at the evidence and decides."""

import io
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from registry.db import Database
from registry.models import RequirementClaim
from tests.factories import people, shelves, uploads
from tests.factories import schemes as made
from tests.factories.disclosures import disclosed
from tests.factories.visits import Visit, visit


@dataclass
class Story:
    """The enterprise's desk and the assessor's, and the scheme and disclosure between them."""

    database: Database
    owner: Visit
    viewer: Visit
    assessor: Visit
    console: str
    scheme_id: int
    disclosure_id: int

    def address(self, code: str) -> str:
        return f"{self.console}/{self.scheme_id}/{self.disclosure_id}?requirement={code}"

    def claim(self, code: str = "R1", statement: str = "三年来没有发生质量事故", **more: object) -> TestResponse:
        return self.owner.send(f"{self.console}/{self.scheme_id}/{self.disclosure_id}", {"requirement": code, "statement": statement, **more}, page=self.address(code))

    def newest(self) -> RequirementClaim:
        with self.database.reading() as session:
            found = session.query(RequirementClaim).order_by(RequirementClaim.id.desc()).first()
            session.expunge(found)
            return found


@pytest.fixture
def story(app: Flask, database: Database, now: datetime) -> Story:
    with database.transaction() as session:
        shelves.stock(session, now)
        firm = people.enterprise(session, now)
        owner, viewer = people.member(session, now, firm), people.member(session, now, firm, "viewer")
        disclosure_id = disclosed(session, now, owner, firm, category="conveyor-belt").disclosure_id
        office = people.bureau(session, now)
        assessor = people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0))
        scheme_id = made.published(session, now, assessor).scheme_id
        console = f"/console/{firm.credit_code}/requirements"
    owner_desk, viewer_desk, assessor_desk = (visit(app, database, each) for each in (owner, viewer, assessor))
    return Story(database, owner_desk, viewer_desk, assessor_desk, console, scheme_id, disclosure_id)


def test_what_is_asked_stands_on_the_console_and_what_was_asserted_on_the_assessor_s_desk(story: Story) -> None:
    page = story.owner.get(story.console)
    for shown in ("输送带评价方案（示例）", "近三年无重大质量事故", "尚未说明"):
        assert shown in page, shown
    assert story.claim().status_code == 302
    assert "待核对" in story.owner.get(story.console)
    assert "三门县某某橡胶有限公司" in story.assessor.get("/assessor/claims")
    assert "最早的一件自" in story.assessor.get("/assessor")
    claim = story.newest()
    shown = story.assessor.get(f"/assessor/claims/{claim.id}")
    for words in ("三年来没有发生质量事故", "企业会读到", "近三年无重大质量事故"):
        assert words in shown, words


def test_the_decision_reaches_the_enterprise_with_its_reason(story: Story) -> None:
    story.claim()
    at = f"/assessor/claims/{story.newest().id}"
    nothing = story.assessor.send(at, {"before": ""})
    assert nothing.status_code == 422
    silent = story.assessor.send(at, {"before": "", "decision": "refused", "reason": ""})
    assert "请写明理由" in silent.text
    assert story.assessor.send(at, {"before": "", "decision": "refused", "reason": "缺检验记录"}).status_code == 302
    page = story.owner.get(story.console)
    assert "未获认可" in page
    assert "缺检验记录" in page
    late = story.assessor.send(at, {"before": "", "decision": "confirmed"})
    assert late.status_code == 409
    assert story.newest().decision == "refused"


def test_evidence_is_kept_is_read_by_both_sides_and_serves_again(story: Story) -> None:
    missing = story.claim("R2", models="EP200")
    assert missing.status_code == 422
    for kept in ("请选择文件", "EP200", "三年来没有发生质量事故"):
        assert kept in missing.text, kept
    picture = uploads.picture("PNG")
    assert story.claim("R2", models="EP200", evidence=(io.BytesIO(picture), "量产记录.png")).status_code == 302
    for desk, address in ((story.owner, f"{story.console}/{story.scheme_id}/{story.disclosure_id}/evidence?requirement=R2"), (story.assessor, f"/assessor/claims/{story.newest().id}/evidence")):
        answer = desk.client.get(address)
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("image/png", "nosniff", "private, no-store")
    first = story.newest()
    assert story.claim("R2", statement="改写说明", models="EP200\nEP300").status_code == 302
    assert (story.newest().evidence_sha256, story.newest().evidence_name, story.newest().models) == (first.evidence_sha256, "量产记录.png", "EP200\nEP300")
    assert "企业已重新说明" in story.assessor.get(f"/assessor/claims/{first.id}")


def test_a_file_that_is_no_proof_is_told_beside_its_field(story: Story) -> None:
    answer = story.claim("R2", models="EP200", evidence=(io.BytesIO(b"MZ hello"), "x.exe"))
    assert answer.status_code == 422
    assert 'id="e-evidence"' in answer.text


def test_a_viewer_reads_and_asserts_nothing(story: Story) -> None:
    assert "说明<span" not in story.viewer.get(story.console)
    assert "提交说明" not in story.viewer.get(story.address("R1"))


def test_an_address_that_names_nothing_is_not_found(story: Story) -> None:
    for address in (story.address("R9"), f"{story.console}/999/{story.disclosure_id}?requirement=R1", f"{story.console}/{story.scheme_id}/{story.disclosure_id}/evidence?requirement=R1"):
        assert story.owner.status(address) == 404, address


def test_another_body_sees_no_claim(story: Story, app: Flask, database: Database, now: datetime) -> None:
    story.claim()
    with database.transaction() as session:
        office = people.bureau(session, now, name="另一局（示例）")
        other = people.assessor(session, now, people.body(session, now, office, 1, name="别的机构（示例）", credit_code="523301000000000000"))
    desk = visit(app, database, other)
    assert "没有待核对的说明" in desk.get("/assessor/claims")
    assert desk.status(f"/assessor/claims/{story.newest().id}") == 404
