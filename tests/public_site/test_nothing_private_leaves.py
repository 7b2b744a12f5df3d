"""What nobody outside may know is planted wherever it is kept, and then everything that is public is read.

Planted: credit-risk classes (国市监信发〔2022〕6号: an internal reference, never public), who reported (Standardization Law Art. 35),
texts that were not to be published, internal notes of inspectors and of case work, grounds of recusal, people's addresses.
"""

import io
import re
import zipfile
from collections import Counter, deque
from dataclasses import replace
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from public_site.access import rule_of
from registry.actions import files
from registry.db import Database
from registry.files import Files
from registry.models import (
    Account,
    CaseStep,
    CreditClass,
    Disclosure,
    Draw,
    DrawObject,
    Enterprise,
    Inspection,
    InspectionAnswer,
    Recusal,
    ReportCase,
    Reporter,
)
from registry.settings import Settings
from tests.factories import people, uploads
from tests.factories.contents import content
from tests.factories.disclosures import disclosed
from tests.public_site.every_route import World, world

KLASS, SOURCE, NAME, PHONE, TEXT, INTERNAL, NOTED, GROUND = PLANTED = (
    "甲骨文级", "隐秘名单来源", "无名举报氏", "13900007788", "不公开的文本", "检查员私下所见", "经办人私下所记", "表姐在该厂任职",
)  # fmt: skip
OF_EACH_KIND = 4
"""Pages of one kind (an address without its numbers and names) that are followed from links."""
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what a page shows does not hang on where rows lie
WITNESSES = {"spot_checks.bundle"}
"""Whole bundles hold classes; they open to who holds an auditor's link, and the link's token is the lock."""


@pytest.fixture
def planted(app: Flask, database: Database, settings: Settings, now: datetime) -> World:
    made = world(app, database, settings, now)
    with database.transaction() as session:
        _plant(session, settings, now)
    return made


def _plant(session: Session, settings: Settings, now: datetime) -> None:
    draw, firm = session.query(Draw).first(), session.query(Enterprise).filter_by(credit_code="91331022MA2K10012U").one()
    officer, owner = draw.frozen_by_id, people.member(session, now, firm)
    session.add(CreditClass(enterprise_id=firm.id, klass=KLASS, as_of=now.date(), source=SOURCE, bureau_id=draw.bureau_id, recorded_by_id=officer, recorded_at=now))
    kept = files.keep(session, Files(settings.files_url), actor=owner, content=uploads.pdf(), kind="text", name=f"{TEXT}.pdf", now=now)
    hidden = disclosed(session, now, owner, firm, replace(content(number="Q/SMXJ 977-2026"), text_sha256=kept.sha256, text_name=f"{TEXT}.pdf", text_public=False))
    session.flush()
    held = session.get_one(Disclosure, hidden.disclosure_id)
    session.add(DrawObject(
        draw_id=draw.id, disclosure_id=held.id, enterprise_id=firm.id, version_id=hidden.id, public_id=held.public_id, credit_code=firm.credit_code, klass=KLASS, industry="C29", town="海游",
        salt="0" * 32, leaf_hash="0" * 64,
    ))  # fmt: skip
    case, inspection = session.query(ReportCase).first(), session.query(Inspection).first()
    session.add(Reporter(case_id=case.id, name=NAME, phone=PHONE, address=NAME, email="reporter@hidden.example.org"))
    session.add(CaseStep(case_id=case.id, word="taken", at=now, noted=NOTED))
    session.add(InspectionAnswer(
        inspection_id=inspection.id, device_key="planted", item="L1", answer="met", internal_note=INTERNAL, account_id=officer, answered_at=now, received_at=now,
    ))  # fmt: skip
    session.query(Recusal).first().note = GROUND


def test_nothing_planted_is_on_any_public_page_feed_answer_or_export(planted: World) -> None:
    with planted.database.reading() as session:
        addresses = {text for row in session.query(Account) for text in (row.email, row.phone) if text}
    stranger, seen, leaks, kinds = planted.stranger(), set[str](), [], Counter[str]()
    waiting = deque(address for rule, address in planted.rules("GET") if rule_of(planted.app, rule.endpoint) in ("public", "personal") and rule.endpoint not in WITNESSES)
    while waiting:
        address = waiting.popleft()
        if address in seen:
            continue
        seen.add(address)
        answer = stranger.client.get(address)
        told = _text(answer.data)
        leaks += [(address, each) for each in (*PLANTED, *addresses) if each in told]
        if answer.mimetype == "text/html" and answer.status_code == 200:
            for each in _links(told):
                kinds[_kind(each)] += each not in seen
                if kinds[_kind(each)] <= OF_EACH_KIND:
                    waiting.append(each)
    assert leaks == []
    assert len(seen) > 150


def _text(data: bytes) -> str:
    """What a reader finds in it; workbooks are unpacked."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    found = data.decode("utf-8", "replace")
    return unescape(found) + re.sub(r"\\u([0-9a-fA-F]{4})", lambda each: chr(int(each[1], 16)), found)


def _links(page: str) -> list[str]:
    found = (unescape(each) for each in re.findall(r'(?:href|src)="(/[^"#]*)', page))
    return [each for each in found if not each.startswith(("/static/", "/account", "/console", "/regulator", "/assessor", "/inspect"))]


def _kind(address: str) -> str:
    """An address without what differs between pages of one kind."""
    return re.sub(r"[0-9A-Z]{4,}|%[0-9A-F]{2}|\d+", "*", urlsplit(address).path)


def test_the_text_that_was_not_to_be_published_is_nowhere_to_be_had(planted: World) -> None:
    with planted.database.reading() as session:
        public_id = session.query(Disclosure.public_id).filter_by(number="Q/SMXJ 977-2026").scalar()
    assert planted.stranger().client.get(f"/disclosures/{public_id}").status_code == 200
    assert planted.stranger().client.get(f"/disclosures/{public_id}/text.pdf").status_code == 404


def test_what_was_planted_is_there_for_those_whom_it_is_for(planted: World) -> None:
    """Otherwise reading everything would prove nothing."""
    assert NOTED in planted.officer.get(f"/regulator/cases/{planted.values['case_id']}")
