"""What bureaus record: inside their territory, at their level, with a source, corrected by new facts only."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import standings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import AuditEntry, DisclosureVersion, Enterprise, LedgerEntry, Message, Standing
from registry.queries import disclosures
from registry.queries import standings as queries
from registry.rules.permission import Actor
from registry.rules.standing import Fact
from registry.rules.status import Word
from tests.factories.disclosures import disclosed
from tests.factories.people import bureau, enterprise, member, officer

TODAY = date(2026, 11, 20)
NOTED = Fact("publicly_noted", TODAY, "国家企业信用信息公示系统")
ORDERED = Fact("rectification_ordered", TODAY, "三市监责改〔2026〕1号", until=TODAY + timedelta(days=30))
REVOKED = Fact("number_revoked", TODAY, "浙江省市场监督管理局公告", document="浙市监公告〔2026〕9号")
GONE = Fact("deregistered", TODAY, "国家企业信用信息公示系统")


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return enterprise(session, now)


@pytest.fixture
def version(session: Session, now: datetime, firm: Enterprise) -> DisclosureVersion:
    return disclosed(session, now, member(session, now, firm), firm)


@pytest.fixture
def county(session: Session, now: datetime) -> Actor:
    return officer(session, now, bureau(session, now))


@pytest.fixture
def province(session: Session, now: datetime) -> Actor:
    return officer(session, now, bureau(session, now, level="province", division_code="330000", name="浙江省市场监督管理局（示例）"))


def word(session: Session, version: DisclosureVersion) -> Word:
    return disclosures.statuses(session, [version.disclosure], TODAY)[version.disclosure_id].word


def test_a_deregistered_enterprise_shows_on_all_its_disclosures(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion, county: Actor) -> None:
    """SAMR Order 83 Art. 15."""
    standings.record(session, actor=county, enterprise_id=firm.id, fact=GONE, now=now)
    assert word(session, version) is Word.deregistered


@pytest.mark.parametrize("kind", ["number_revoked", "standard_voided"])
def test_only_the_province_revokes_a_number_or_voids_a_standard(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion, county: Actor, province: Actor, kind: str) -> None:
    """Standardization Law Art. 39 and 42."""
    given: dict[str, Any] = {"enterprise_id": firm.id, "disclosure_id": version.disclosure_id, "fact": replace(REVOKED, kind=kind), "now": now}
    city = officer(session, now, bureau(session, now, level="city", division_code="331000"))
    for actor in (county, city):
        with pytest.raises(NotAllowed, match="provincial_only"):
            standings.record(session, actor=actor, **given)
    standings.record(session, actor=province, **given)
    assert word(session, version) is {"number_revoked": Word.number_revoked, "standard_voided": Word.voided}[kind]


def test_a_public_note_takes_an_approver_who_did_not_give_the_order(session: Session, now: datetime, firm: Enterprise, county: Actor) -> None:
    """Standardization Law Art. 38."""
    office = bureau(session, now)
    handler, approver = officer(session, now, office, "handler"), officer(session, now, office, "approver")
    standings.record(session, actor=county, enterprise_id=firm.id, fact=ORDERED, now=now)
    with pytest.raises(NotAllowed, match="second_person"):
        standings.record(session, actor=county, enterprise_id=firm.id, fact=NOTED, now=now)
    with pytest.raises(NotAllowed, match="not_allowed"):
        standings.record(session, actor=handler, enterprise_id=firm.id, fact=NOTED, now=now)
    assert standings.record(session, actor=approver, enterprise_id=firm.id, fact=NOTED, now=now).bureau_id == office.id


def test_where_the_setting_wants_no_second_person_whoever_ordered_may_note(session: Session, now: datetime, firm: Enterprise, county: Actor) -> None:
    """PUBLIC_NOTICE_SECOND_APPROVER; an approver it still takes."""
    handler = officer(session, now, bureau(session, now), "handler")
    standings.record(session, actor=county, enterprise_id=firm.id, fact=ORDERED, now=now)
    with pytest.raises(NotAllowed, match="not_allowed"):
        standings.record(session, actor=handler, enterprise_id=firm.id, fact=NOTED, now=now, second_person=False)
    assert standings.record(session, actor=county, enterprise_id=firm.id, fact=NOTED, now=now, second_person=False).kind == "publicly_noted"


def test_a_bureau_records_inside_its_territory_only(session: Session, now: datetime, county: Actor) -> None:
    elsewhere = enterprise(session, now, division_code="350302")
    with pytest.raises(NotFound):
        standings.record(session, actor=county, enterprise_id=elsewhere.id, fact=GONE, now=now)


def test_an_enterprise_records_nothing_about_itself_nor_an_official_about_an_own_one(session: Session, now: datetime, firm: Enterprise, county: Actor) -> None:
    with pytest.raises(NotAllowed):
        standings.record(session, actor=member(session, now, firm), enterprise_id=firm.id, fact=NOTED, now=now)
    with pytest.raises(NotAllowed, match="own_matter"):
        standings.record(session, actor=replace(county, enterprises={firm.id: "viewer"}), enterprise_id=firm.id, fact=GONE, now=now)


@pytest.mark.parametrize(
    ("fact", "about_disclosure", "fields"),
    [
        (replace(GONE, source=" "), False, {"source": "source_missing"}),
        (replace(GONE, effective_on=TODAY + timedelta(days=1)), False, {"effective_on": "date_ahead"}),
        (replace(GONE, effective_on=None, source_url="javascript:x"), False, {"effective_on": "date_unreadable", "source_url": "url_wrong"}),
        (GONE, True, {"disclosure": "about_enterprise_only"}),
        (replace(ORDERED, until=None), True, {"until": "due_day_missing"}),
        (replace(ORDERED, until=TODAY - timedelta(days=1)), False, {"until": "end_before_start"}),
        (Fact("checked", TODAY, "双随机抽查", result="good"), True, {"result": "not_a_choice"}),
        (replace(ORDERED, result="conforming"), True, {"result": "result_of_checks_only"}),
        (Fact("praised", TODAY, "来源"), False, {"kind": "not_a_choice"}),
        (replace(ORDERED, note="长" * 2001, document="长" * 301), False, {"note": "text_long", "document": "text_long"}),
    ],
)
def test_every_wrong_field_is_named(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion, county: Actor, fact: Fact, about_disclosure: bool, fields: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        standings.record(session, actor=county, enterprise_id=firm.id, disclosure_id=version.disclosure_id if about_disclosure else None, fact=fact, now=now)
    assert refused.value.fields == fields


def test_what_ends_a_standard_names_it_and_the_province_s_document(session: Session, now: datetime, firm: Enterprise, province: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        standings.record(session, actor=province, enterprise_id=firm.id, fact=replace(REVOKED, document=""), now=now)
    assert refused.value.fields == {"disclosure": "disclosure_missing", "document": "document_missing"}


def test_another_enterprise_s_disclosure_is_not_found(session: Session, now: datetime, version: DisclosureVersion, county: Actor) -> None:
    other = enterprise(session, now, name="别家（示例）")
    with pytest.raises(NotFound):
        standings.record(session, actor=county, enterprise_id=other.id, disclosure_id=version.disclosure_id, fact=NOTED, now=now)


def test_a_correction_is_a_new_fact_and_restores_what_was_said(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion, county: Actor) -> None:
    wrong = standings.record(session, actor=county, enterprise_id=firm.id, fact=GONE, now=now)
    right = standings.correct(session, actor=county, standing_id=wrong.id, fact=replace(GONE, source="核查后撤销"), annul=True, now=now)
    assert (right.corrects_id, right.annulled) == (wrong.id, True)
    assert word(session, version) is Word.current
    assert queries.of_disclosure(session, version.disclosure) == [right, wrong]
    for each in (wrong, right):
        with pytest.raises(Conflict, match="corrected_already"):
            standings.correct(session, actor=county, standing_id=each.id, fact=GONE, now=now)


def test_a_correction_stays_with_the_kind_and_with_whoever_may_record_it(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion, county: Actor, province: Actor) -> None:
    revoked = standings.record(session, actor=province, enterprise_id=firm.id, disclosure_id=version.disclosure_id, fact=REVOKED, now=now)
    with pytest.raises(NotAllowed, match="provincial_only"):
        standings.correct(session, actor=county, standing_id=revoked.id, fact=REVOKED, annul=True, now=now)
    with pytest.raises(Invalid) as refused:
        standings.correct(session, actor=province, standing_id=revoked.id, fact=NOTED, now=now)
    assert refused.value.fields == {"kind": "kind_changed"}


def test_a_public_fact_is_logged_without_the_person_and_an_order_not_at_all(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion, county: Actor) -> None:
    standings.record(session, actor=county, enterprise_id=firm.id, fact=ORDERED, now=now)
    checked = Fact("checked", TODAY, "双随机抽查", result="minor_defect", note="内部备注")
    standings.record(session, actor=county, enterprise_id=firm.id, disclosure_id=version.disclosure_id, fact=checked, now=now)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "standing.recorded")).one()
    assert (entry.subject_kind, entry.subject, json.loads(entry.content)["fact"]["result"]) == ("disclosure", version.disclosure.public_id, "minor_defect")
    assert [word for word in ("account", "陈科员", "内部备注") if word in entry.content] == []


def test_every_record_is_audited_and_told_to_the_enterprise(session: Session, now: datetime, firm: Enterprise, county: Actor) -> None:
    owner = member(session, now, firm)
    row = standings.record(session, actor=county, enterprise_id=firm.id, fact=ORDERED, now=now)
    trace = session.scalars(select(AuditEntry).where(AuditEntry.action == "standing.recorded")).one()
    assert (trace.subject_id, trace.bureau_id, trace.enterprise_id, trace.account_id) == (row.id, row.bureau_id, firm.id, county.account_id)
    assert session.scalars(select(Message.account_id).where(Message.kind == "standing.recorded")).all() == [owner.account_id]


def test_a_bureau_lists_what_was_recorded_in_its_area(session: Session, now: datetime, firm: Enterprise, county: Actor) -> None:
    row = standings.record(session, actor=county, enterprise_id=firm.id, fact=GONE, now=now)
    assert [each[0] for each in queries.in_area(session, "331000")] == [row]
    assert queries.in_area(session, "331022", kind="checked") == queries.in_area(session, "350302") == []
    assert queries.get(session, row.id) is row
    assert session.get(Standing, row.id) is row
