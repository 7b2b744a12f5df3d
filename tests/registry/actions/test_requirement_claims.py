"""An enterprise asserts basic requirements with evidence; the assessor confirms or refuses; the newest claim counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from registry.actions import files, requirement_claims, schemes
from registry.actions.schemes import Board
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import Enterprise, Message, RequirementClaim, SchemeVersion
from registry.queries import requirement_claims as queries
from registry.rules.permission import Actor
from registry.settings import Settings
from tests.factories import people, shelves, uploads
from tests.factories import schemes as made
from tests.factories.disclosures import disclosed


@dataclass(frozen=True)
class Ground:
    """A published scheme, an enterprise that it asks, and its disclosure."""

    session: Session
    now: datetime
    assessor: Actor
    owner: Actor
    firm: Enterprise
    disclosure_id: int
    version: SchemeVersion

    def claim(self, requirement: str = "R1", statement: str = "三年来没有发生质量事故", **more: Any) -> RequirementClaim:
        return requirement_claims.claim(
            self.session, actor=self.owner, scheme_id=self.version.scheme_id, disclosure_id=self.disclosure_id, requirement=requirement, statement=statement, now=self.now, **more
        )

    def decide(self, claim: RequirementClaim, decision: str, reason: str = "", **more: Any) -> RequirementClaim:
        return requirement_claims.decide(self.session, actor=self.assessor, claim_id=claim.id, decision=decision, reason=reason, now=self.now, **more)

    def counting(self) -> dict[tuple[int, str], RequirementClaim]:
        return queries.newest(self.session, self.version.scheme_id, [self.disclosure_id])


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    shelves.stock(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    disclosure_id = disclosed(session, now, owner, firm, category="steel-cord-belt").disclosure_id
    office = people.bureau(session, now)
    assessor = people.assessor(session, now, people.body(session, now, office, people.officer(session, now, office).account_id or 0))
    return Ground(session, now, assessor, owner, firm, disclosure_id, made.published(session, now, assessor))


def test_the_assessor_learns_of_a_claim_and_the_enterprise_of_the_decision(ground: Ground) -> None:
    claim = ground.claim()
    assert [each.claim.id for each in queries.of_actor(ground.session, ground.assessor, waiting=True)] == [claim.id]
    ground.decide(claim, "refused", "没有附检验记录")
    told = {each.kind: each for each in ground.session.query(Message).filter(Message.kind.startswith("claim."))}
    assert (told["claim.waiting"].account_id, told["claim.refused"].account_id) == (ground.assessor.account_id, ground.owner.account_id)
    assert told["claim.refused"].facts["reason"] == "没有附检验记录"
    assert queries.of_actor(ground.session, ground.assessor, waiting=True) == []


def test_the_newest_claim_counts_and_an_older_one_is_no_longer_decided(ground: Ground) -> None:
    first = ground.claim()
    ground.decide(first, "refused", "请写明年份")
    second = ground.claim(statement="2023 至 2025 年没有发生质量事故")
    assert ground.counting()[ground.disclosure_id, "R1"].id == second.id
    assert [each.id for each in queries.history(ground.session, second)] == [second.id, first.id]
    with pytest.raises(Conflict, match="claim_replaced"):
        ground.decide(first, "confirmed", before="refused")


def test_of_two_assessors_at_once_the_second_is_told(ground: Ground) -> None:
    claim = ground.claim()
    ground.decide(claim, "confirmed")
    with pytest.raises(Conflict, match="already_decided"):
        ground.decide(claim, "refused", "不行")
    assert ground.decide(claim, "refused", "后来查明不实", before="confirmed").decision == "refused"


def test_models_and_evidence_are_asked_for_where_the_scheme_asks(ground: Ground, settings: Settings) -> None:
    with pytest.raises(Invalid) as refused:
        ground.claim("R2", statement=" ")
    assert refused.value.fields == {"statement": "required", "models": "required", "evidence": "file_required"}
    paper = files.keep(ground.session, Files(settings.files_url), actor=ground.owner, content=uploads.picture("PNG"), kind="licence", name="记录.png", now=ground.now)
    claim = ground.claim("R2", models="EP200\nEP300", evidence_sha256=paper.sha256, evidence_name=paper.name)
    assert (claim.models, claim.evidence_name) == ("EP200\nEP300", "记录.png")


def test_a_refusal_says_why(ground: Ground) -> None:
    with pytest.raises(Invalid) as refused:
        ground.decide(ground.claim(), "refused", " ")
    assert refused.value.fields == {"reason": "reason_required"}


def test_only_what_the_scheme_asks_of_this_enterprise_can_be_asserted(ground: Ground, session: Session, now: datetime) -> None:
    with pytest.raises(NotFound):
        ground.claim("R9")
    stranger = people.member(session, now, people.enterprise(session, now, credit_code="91350302MA31ABCD0F", name="别家企业（示例）", division_code="350302"))
    with pytest.raises(NotFound):
        requirement_claims.claim(session, actor=stranger, scheme_id=ground.version.scheme_id, disclosure_id=ground.disclosure_id, requirement="R1", statement="我的", now=now)
    viewer = people.member(session, now, ground.firm, "viewer")
    with pytest.raises(NotAllowed):
        requirement_claims.claim(session, actor=viewer, scheme_id=ground.version.scheme_id, disclosure_id=ground.disclosure_id, requirement="R1", statement="我的", now=now)


def test_a_scheme_of_another_region_asks_nothing(ground: Ground, session: Session, now: datetime) -> None:
    elsewhere = made.published(session, now, ground.assessor, board=Board("conveyor-belt", "2026", "350000"))
    here = made.published(session, now, ground.assessor, board=Board("conveyor-belt", "2026", "331000"))
    session.flush()
    asked = {each.scheme.id for each in queries.asked_of(session, ground.firm, legal_day(now))}
    assert asked == {here.scheme_id, ground.version.scheme_id}
    assert elsewhere.scheme_id not in asked


def test_a_scheme_that_has_run_out_asks_nothing(ground: Ground, session: Session, now: datetime) -> None:
    held = queries.asked_of(session, ground.firm, legal_day(now))[0].scheme
    schemes.save(session, actor=ground.assessor, scheme_id=held.id, scheme=made.scheme(valid_until="2026-01-31"), revision=held.revision, now=now)
    schemes.publish(session, actor=ground.assessor, scheme_id=held.id, revision=held.revision, reason="提前结束", now=now)
    session.flush()
    assert queries.asked_of(session, ground.firm, legal_day(now)) == []


def test_nobody_decides_about_an_enterprise_of_their_own_or_for_another_body(ground: Ground, session: Session, now: datetime) -> None:
    claim = ground.claim()
    session.flush()
    double = Actor(account_id=ground.assessor.account_id, enterprises={ground.firm.id: "owner"}, bodies=ground.assessor.bodies, confirmed=True)
    with pytest.raises(NotAllowed, match="own_matter"):
        requirement_claims.decide(session, actor=double, claim_id=claim.id, decision="confirmed", reason="", now=now)
    with pytest.raises(NotFound):
        requirement_claims.decide(session, actor=people.officer(session, now, people.bureau(session, now, name="另一局（示例）")), claim_id=claim.id, decision="confirmed", reason="", now=now)
