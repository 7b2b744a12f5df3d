"""Marks and adoptions are claimed with a source and become the bureau's word when confirmed."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from registry.actions import facts
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Enterprise, EnterpriseFact, LedgerEntry
from registry.queries import bureaus, enterprises
from registry.rules.permission import Actor
from tests.factories import people


def claim(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> EnterpriseFact:
    return facts.claim(session, actor=actor, enterprise_id=firm.id, kind="zhejiang_standard", statement="T/DEMO 001-2024", source="示例公告 2024年第1号", source_url="", since=date(2024, 5, 1), now=now)


def test_a_claimed_fact_waits_for_the_bureau_and_is_then_public_history(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner, officer = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now))
    fact = claim(session, now, firm, owner)
    assert [each.id for each, _ in bureaus.claimed_facts(session, officer)] == [fact.id]
    facts.confirm(session, actor=officer, fact_id=fact.id, now=now)
    assert bureaus.claimed_facts(session, officer) == []
    with pytest.raises(Conflict):
        facts.confirm(session, actor=officer, fact_id=fact.id, now=now)
    facts.withdraw(session, actor=owner, fact_id=fact.id, now=now)
    assert enterprises.facts(session, firm.id) == []
    assert [each.kind for each in session.query(LedgerEntry).order_by(LedgerEntry.id)] == ["fact.confirmed", "fact.ended"]


def test_a_claim_without_a_source_is_refused_field_by_field(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    with pytest.raises(Invalid) as refused:
        facts.claim(session, actor=people.member(session, now, firm), enterprise_id=firm.id, kind="best", statement="", source="", source_url="ftp://x", since=date(2027, 1, 1), now=now)
    assert refused.value.fields == {"kind": "choose_one", "statement": "required", "source": "required", "source_url": "not_an_address", "since": "day_in_the_future"}


def test_a_bureau_elsewhere_finds_no_fact(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    fact = claim(session, now, firm, people.member(session, now, firm))
    elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    assert bureaus.claimed_facts(session, elsewhere) == []
    with pytest.raises(NotFound):
        facts.reject(session, actor=elsewhere, fact_id=fact.id, now=now)
