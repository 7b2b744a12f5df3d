"""Disclosing: what becomes public, once, whole, and only when nothing stands against it."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.actions import disclosures, drafts, endings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import (
    AuditEntry,
    CatalogueStandard,
    Disclosure,
    DisclosureVersion,
    Draft,
    Enterprise,
    IndicatorConcept,
    Job,
    LedgerEntry,
    Message,
    PlatformIndication,
    Product,
    ProductDisclosure,
    Standing,
)
from registry.queries import disclosures as queries
from registry.rules.content import Content, Party, Reference
from registry.rules.document import COMMITMENT
from registry.rules.permission import Actor
from registry.rules.scan_code import ALPHABET
from tests.factories.contents import content, line
from tests.factories.disclosures import changed, disclosed, drafted, random
from tests.factories.people import bureau, enterprise, member, officer


def disclose(session: Session, actor: Actor, draft: Draft, now: datetime, **settings: Any) -> DisclosureVersion:
    return disclosures.disclose(session, **({"actor": actor, "draft_id": draft.id, "commitment": COMMITMENT, "now": now, "random": random} | settings))


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return enterprise(session, now)


@pytest.fixture
def actor(session: Session, now: datetime, firm: Enterprise) -> Actor:
    return member(session, now, firm)


def test_a_disclosure_is_public_at_once_with_an_address_of_its_own(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    version = disclosed(session, now, actor, firm, content(number="Q／SMXJ　001—2026"))
    found = queries.by_public_id(session, version.disclosure.public_id)
    assert (found.number, found.klass, found.basis, found.round, found.latest_version_id) == ("Q/SMXJ 001-2026", "enterprise", "own", 1, version.id)
    assert len(found.public_id) == 10
    assert set(found.public_id) <= set(ALPHABET)
    assert (version.sequence, version.change, version.in_force_from) == (1, "first", date(2026, 11, 20))


def test_a_version_holds_its_canonical_document_and_the_hash_of_it(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    version = disclosed(session, now, actor, firm)
    assert version.content_hash == hashlib.sha256(version.content.encode()).hexdigest()
    document = json.loads(version.content)
    assert (document["public_id"], document["enterprise"]["credit_code"], document["sequence"], document["commitment"]) == (version.disclosure.public_id, firm.credit_code, 1, COMMITMENT)
    assert [row["low"] for row in document["indicators"]] == ["", "15"]


def test_indicators_and_references_are_rows_for_search_and_comparison(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    concept = IndicatorConcept(code="tensile-strength", name="拉伸强度", name_en="Tensile strength", kind="performance", quantity="pressure", direction="higher", grades=[], conditions={"aged": "老化后"}, created_at=now)
    cited = CatalogueStandard(number="GB/T 528-2009", klass="national", compact_key="national:GBT528:2009", undated_key="national:GBT528", bare_key="528", title="硫化橡胶", mandatory=False)
    session.add_all([concept, cited])
    session.flush()
    rows = (content().lines[0], line(concept="tensile-strength", low="15.0", condition="aged"), line(name="色牢度", operator="grade", low="", unit="", grade="3-4"), line(name="外观", operator="text", low="", unit="", text="无气泡"))
    version = disclosed(session, now, actor, firm, content(lines=rows))
    belt, strength, fastness, look = version.indicators
    assert (strength.concept_id, strength.low, strength.base_low, strength.condition_code, strength.method_key) == (concept.id, "15.0", 15e6, "aged", "national:GBT528:2009")
    assert (belt.concept_id, belt.name_key, belt.low, belt.high, belt.base_high) == (None, "带速", None, "5", 5.0)
    assert (fastness.base_low, look.base_low, look.text) == (3.5, None, "无气泡")
    assert [(row.relation, row.number, row.catalogue_id) for row in version.references] == [("normative", "GB/T 528-2009", cited.id)]


def test_the_editor_s_answer_about_a_standard_is_published_as_a_statement(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    stated = content(references=(Reference("corresponding_recommended", "GB/T 990002-2024", "lower", "轻载用"),), no_recommended=False, lower_stated=True, lower_statement="低于GB/T 990002")
    version = disclosed(session, now, actor, firm, stated)
    assert version.lower_stated
    assert [(row.comparison, row.statement) for row in version.references] == [("stated_lower", "轻载用")]
    assert json.loads(version.content)["lower"] == {"stated": True, "statement": "低于GB/T 990002"}


def test_a_second_click_finds_the_version_that_the_first_one_made(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    draft = drafted(session, now, actor, firm)
    assert disclose(session, actor, draft, now) is disclose(session, actor, draft, now + timedelta(seconds=1))
    assert session.scalar(select(func.count()).select_from(DisclosureVersion)) == 1


def test_an_unverified_enterprise_prepares_and_discloses_nothing(session: Session, now: datetime) -> None:
    firm = enterprise(session, now, verified=False)
    actor = member(session, now, firm)
    draft = drafted(session, now, actor, firm)
    with pytest.raises(NotAllowed, match="enterprise_unverified"):
        disclose(session, actor, draft, now)


def test_every_field_that_stands_against_it_is_named_at_once(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    wrong = content(title="", valid_until="bald", lines=(content().lines[0], line(method="")))
    draft = drafted(session, now, actor, firm, wrong)
    with pytest.raises(Invalid) as refused:
        disclose(session, actor, draft, now, commitment="")
    assert refused.value.fields == {"title": "title_missing", "valid_until": "date_unreadable", "lines.1.method": "method_missing", "commitment": "commitment_missing"}
    assert session.scalar(select(func.count()).select_from(Disclosure)) == 0


def test_a_text_is_demanded_where_the_setting_demands_it(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    draft = drafted(session, now, actor, firm)
    with pytest.raises(Invalid) as refused:
        disclose(session, actor, draft, now, text_required=True)
    assert refused.value.fields == {"text": "text_missing"}


def test_a_file_that_was_never_stored_counts_as_missing(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        disclosed(session, now, actor, firm, text_sha256="0" * 64)
    assert refused.value.fields == {"text": "text_missing"}


def test_a_deregistered_enterprise_discloses_nothing(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    office = bureau(session, now)
    official = officer(session, now, office)
    draft = drafted(session, now, actor, firm)
    session.add(Standing(enterprise_id=firm.id, kind="deregistered", effective_on=legal_day(now), source="示例", bureau_id=office.id, recorded_by_id=official.account_id, recorded_at=now))
    with pytest.raises(Invalid) as refused:
        disclose(session, actor, draft, now)
    assert refused.value.fields == {"enterprise": "enterprise_deregistered"}


def test_strangers_and_officials_do_not_learn_of_a_draft_and_viewers_do_not_disclose_it(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    draft = drafted(session, now, actor, firm)
    stranger = member(session, now, enterprise(session, now, name="别家（示例）"))
    for other in (stranger, officer(session, now, bureau(session, now))):
        with pytest.raises(NotFound):
            disclose(session, other, draft, now)
    with pytest.raises(NotAllowed):
        disclose(session, member(session, now, firm, "viewer"), draft, now)


def test_an_enterprise_discloses_a_number_once_and_is_led_to_it(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    version = disclosed(session, now, actor, firm, content())
    again = drafted(session, now, actor, firm, content(number="q/smxj001-2026"))
    with pytest.raises(Conflict, match="number_disclosed_already") as told:
        disclose(session, actor, again, now)
    assert told.value.facts["public_id"] == version.disclosure.public_id


def test_a_withdrawn_number_is_disclosed_again_under_a_new_address(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    first = disclosed(session, now, actor, firm, content())
    endings.withdraw(session, actor=actor, disclosure_id=first.disclosure_id, effective_on=legal_day(now), reason="停产", now=now)
    second = disclosed(session, now, actor, firm, content())
    assert second.disclosure.round == 2
    assert second.disclosure.public_id != first.disclosure.public_id


def test_a_thousand_enterprises_may_implement_one_standard(session: Session, now: datetime) -> None:
    implemented = Content(basis="implemented", number="GB/T 32614-2023", title="户外运动服装 冲锋衣")
    firms = [enterprise(session, now, name=f"{name}公司（示例）") for name in "甲乙"]
    made = [disclosed(session, now, member(session, now, each), each, implemented) for each in firms]
    assert len({version.disclosure.compact_key for version in made}) == 1
    assert len({version.disclosure.public_id for version in made}) == 2


def test_joint_authors_disclose_the_same_standard_under_numbers_of_their_own(session: Session, now: datetime, firm: Enterprise) -> None:
    partner = enterprise(session, now, name="乙公司（示例）", credit_code="91331022MA00000150")
    for author, name, number, party in ((firm, "甲", "Q/JIA 001-2026", Party(partner.name, partner.credit_code, "Q/YI 001-2026")), (partner, "乙", "Q/YI 001-2026", Party(firm.name, firm.credit_code, "Q/JIA 001-2026"))):
        version = disclosed(session, now, member(session, now, author), author, content(basis="joint", title=f"{name}标准", number=number, parties=(party,)))
        assert [(row.relation, row.number, row.statement) for row in version.references][-1] == ("joint", party.number, party.name)


def test_products_follow_the_disclosure_and_the_first_one_is_their_main_one(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    belt = Product(enterprise_id=firm.id, kind="product", name="输送带", created_at=now)
    session.add(belt)
    session.flush()
    versions = [disclosed(session, now, actor, firm, number=number, products=(belt.id,)) for number in ("Q/SMXJ 001-2026", "Q/SMXJ 002-2026")]
    links = session.execute(select(ProductDisclosure.disclosure_id, ProductDisclosure.main).where(ProductDisclosure.product_id == belt.id).order_by(ProductDisclosure.id)).all()
    assert [tuple(row) for row in links] == [(versions[0].disclosure_id, True), (versions[1].disclosure_id, False)]


def test_another_enterprise_s_product_cannot_be_linked(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    other = enterprise(session, now, name="别家（示例）")
    theirs = Product(enterprise_id=other.id, kind="product", name="输送带", created_at=now)
    session.add(theirs)
    session.flush()
    with pytest.raises(Invalid) as refused:
        disclosed(session, now, actor, firm, products=(theirs.id,))
    assert refused.value.fields == {"products": "product_unknown"}


def test_where_the_national_platform_indicates_it_is_said_at_once_or_later(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    """SAMR Order 83 Art. 16."""
    version = disclosed(session, now, actor, firm, platform_url="https://www.qybz.org.cn/1", platform_on="2026-11-20")
    disclosures.indicate(session, actor=actor, disclosure_id=version.disclosure_id, url="https://www.qybz.org.cn/2", on="2026-11-20", now=now)
    with pytest.raises(Invalid) as refused:
        disclosures.indicate(session, actor=actor, disclosure_id=version.disclosure_id, url="ftp://x", on="2026-11-21", now=now)
    assert refused.value.fields == {"platform_url": "platform_url_wrong", "platform_on": "date_ahead"}
    assert session.scalars(select(PlatformIndication.url).order_by(PlatformIndication.id)).all() == ["https://www.qybz.org.cn/1", "https://www.qybz.org.cn/2"]


def test_the_log_tells_the_fact_and_never_the_person(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    version = disclosed(session, now, actor, firm)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "disclosure.made")).one()
    fact = json.loads(entry.content)["fact"]
    assert (entry.subject, fact["content_hash"], fact["credit_code"]) == (version.disclosure.public_id, version.content_hash, firm.credit_code)
    assert "王小明" not in entry.content
    assert "account" not in entry.content


def test_every_member_is_told_by_a_job_and_the_deed_is_audited(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    colleague = member(session, now, firm, "viewer")
    version = disclosed(session, now, actor, firm)
    told = session.scalars(select(Message).where(Message.kind == "disclosure.made")).all()
    assert {message.account_id for message in told} == {actor.account_id, colleague.account_id}
    assert told[0].path == f"/disclosures/{version.disclosure.public_id}"
    assert session.scalar(select(func.count()).select_from(Job).where(Job.kind == "message.send")) == 2
    trace = session.scalars(select(AuditEntry).where(AuditEntry.action == "disclosure.made")).one()
    assert (trace.account_id, trace.subject_kind, trace.subject_id, trace.origin) == (actor.account_id, "disclosure_version", version.id, "127.0.0.1")


def test_an_amendment_is_a_new_version_and_the_old_one_stays(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    first = disclosed(session, now, actor, firm)
    later = now + timedelta(days=30)
    second = changed(session, later, actor, first, "amend", lines=(content().lines[0], line(low="18")))
    assert [(each.sequence, each.change, each.change_reason) for each in queries.versions_of(session, first.disclosure_id)] == [(1, "first", None), (2, "amendment", "检验方法更新")]
    assert first.disclosure.latest_version_id == second.id
    assert [each.low for each in first.indicators] == [None, "15"]


def test_the_version_of_a_day_is_the_one_in_force_and_public_on_it(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    first = disclosed(session, now, actor, firm)
    ahead = changed(session, now + timedelta(days=10), actor, first, "amend", in_force_from="2026-12-15")
    on = {day: queries.version_on(session, first.disclosure_id, day) for day in (date(2026, 11, 19), date(2026, 11, 20), date(2026, 12, 14), date(2026, 12, 15))}
    assert list(on.values()) == [None, first, first, ahead]
    assert queries.statuses(session, [first.disclosure], date(2026, 12, 1))[first.disclosure_id].sequence == 1


def test_a_correction_keeps_the_day_and_reaches_no_further_back_than_its_own_publication(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    first = disclosed(session, now, actor, firm)
    second = changed(session, now + timedelta(days=2), actor, first, "correct", title="橡胶输送带（更正）")
    assert (second.change, second.in_force_from) == ("correction", first.in_force_from)
    assert queries.version_on(session, first.disclosure_id, date(2026, 11, 21)) is first
    assert queries.version_on(session, first.disclosure_id, date(2026, 11, 22)) is second


def test_a_correction_prepared_in_time_and_disclosed_too_late_is_refused(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    first = disclosed(session, now, actor, firm)
    draft = drafts.start(session, actor=actor, enterprise_id=firm.id, purpose="correct", disclosure_id=first.disclosure_id, now=now)
    with pytest.raises(Conflict, match="correction_over"):
        disclose(session, actor, draft, now + timedelta(days=4))
    with pytest.raises(Conflict, match="correction_over"):
        disclose(session, actor, draft, now + timedelta(seconds=1), correction_days=0)


@pytest.mark.parametrize(("overrides", "field", "word"), [({"number": "Q/SMXJ 999-2026"}, "number", "number_changed"), ({"basis": "implemented"}, "basis", "basis_changed"), ({"change_reason": ""}, "change_reason", "reason_missing")])
def test_a_change_keeps_the_identity_and_gives_its_reason(session: Session, now: datetime, firm: Enterprise, actor: Actor, overrides: dict[str, str], field: str, word: str) -> None:
    first = disclosed(session, now, actor, firm)
    with pytest.raises(Invalid) as refused:
        changed(session, now, actor, first, "amend", **overrides)
    assert refused.value.fields[field] == word


def test_a_bureau_lists_what_its_enterprises_disclosed(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> None:
    elsewhere = enterprise(session, now, name="莆田某厂（示例）", division_code="350302")
    disclosed(session, now, member(session, now, elsewhere), elsewhere)
    first = disclosed(session, now, actor, firm)
    second = changed(session, now + timedelta(hours=1), actor, first, "amend")
    listed = [[row[0] for row in queries.in_area(session, division)] for division in ("331022", "331000", "330000", "350302", "331021")]
    assert listed[:3] == [[second, first]] * 3
    assert [len(each) for each in listed[3:]] == [1, 0]
    wanted = [queries.Filter(change="amendment"), queries.Filter(text="输送带", klass="enterprise"), queries.Filter(until=now), queries.Filter(text="三门", basis="own"), queries.Filter(lower_stated=True), queries.Filter(text="100%")]
    assert [len(queries.in_area(session, "331022", each)) for each in wanted] == [1, 2, 0, 2, 0, 0]
    assert queries.of_enterprise(session, firm.id) == [(first.disclosure, second)]
