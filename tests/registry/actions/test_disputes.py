"""Two claims to one thing: nothing changes until the bureau over the holder decides."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from registry.actions import disputes, invitations, verification
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.models import Dispute, Enterprise, LedgerEntry, Message, Product
from registry.queries import enterprises as queries
from registry.rules.permission import Actor
from tests.factories import files, people


def claimant(session: Session, now: datetime) -> Actor:
    return Actor(account_id=people.person(session, now, name="真正的负责人").id, confirmed=True)


def claim(session: Session, now: datetime, firm: Enterprise, actor: Actor, kind: str = "credit_code") -> Dispute:
    return disputes.claim(session, actor=actor, kind=kind, credit_code=firm.credit_code, statement="这是我们公司。", licence_sha256=files.licence(session, now), now=now)


def test_an_upheld_claim_gives_the_enterprise_to_the_claimant_and_keeps_its_history(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now, verified=False)
    owner, editor = people.member(session, now, firm), people.member(session, now, firm, "editor")
    officer, actor = people.officer(session, now, people.bureau(session, now)), claimant(session, now)
    invitations.invite_member(session, actor=owner, enterprise_id=firm.id, address="accomplice@example.com", role="owner", token="t", language="zh", now=now)
    asked = verification.request(
        session, actor=owner, enterprise_id=firm.id, kind="first", name=firm.name, division_code="331022", town="", licence_sha256=files.licence(session, now), licence_name="a.pdf", message="", now=now
    )
    dispute = claim(session, now, firm, actor)
    assert queries.account_ids(session, firm.id) == [owner.account_id, editor.account_id]
    disputes.decide(session, actor=officer, dispute_id=dispute.id, decision="upheld", reason="执照与申请人一致。", now=now)
    assert queries.memberships(session, actor.account_id or 0) == {firm.id: "owner"}
    assert queries.account_ids(session, firm.id) == [actor.account_id]
    assert [each.ended_at for each, _ in queries.members_with_accounts(session, firm.id)] == [None, now, now]
    assert (queries.open_invitations(session, firm.id), asked.decision) == ([], "retracted")
    told = {each.account_id for each in session.query(Message).where(Message.kind == "dispute.upheld")}
    assert told == {actor.account_id, owner.account_id, editor.account_id}


def test_a_rejected_claim_changes_nothing_and_says_why(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    owner, officer, actor = people.member(session, now, firm), people.officer(session, now, people.bureau(session, now)), claimant(session, now)
    dispute = claim(session, now, firm, actor)
    with pytest.raises(Invalid) as refused:
        disputes.decide(session, actor=officer, dispute_id=dispute.id, decision="rejected", reason="", now=now)
    assert refused.value.fields == {"reason": "reason_required"}
    disputes.decide(session, actor=officer, dispute_id=dispute.id, decision="rejected", reason="执照不清楚。", now=now)
    assert queries.account_ids(session, firm.id) == [owner.account_id]
    with pytest.raises(Conflict) as again:
        disputes.decide(session, actor=officer, dispute_id=dispute.id, decision="upheld", reason="改主意", now=now)
    assert again.value.code == "already_decided"


def test_a_lost_owner_is_replaced_and_the_other_people_stay(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    people.member(session, now, firm)
    editor = people.member(session, now, firm, "editor")
    dispute = claim(session, now, firm, editor, "owner")
    approver, registrar = people.officer(session, now, people.bureau(session, now), "approver"), people.officer(session, now, people.bureau(session, now))
    with pytest.raises(NotAllowed):
        disputes.decide(session, actor=approver, dispute_id=dispute.id, decision="upheld", reason="原负责人已离职。", now=now)
    viewer = people.member(session, now, firm, "viewer")
    disputes.decide(session, actor=registrar, dispute_id=dispute.id, decision="upheld", reason="原负责人已离职。", now=now)
    assert {each.account_id: each.role for each in queries.members(session, firm.id)} == {editor.account_id: "owner", viewer.account_id: "viewer"}


def test_one_person_has_one_open_claim_to_an_enterprise_and_an_owner_none(session: Session, now: datetime) -> None:
    firm, actor = people.enterprise(session, now), claimant(session, now)
    owner = people.member(session, now, firm)
    claim(session, now, firm, actor)
    for asker, kind, code in ((actor, "owner", "dispute_open"), (owner, "credit_code", "already_owner")):
        with pytest.raises(Conflict) as refused:
            claim(session, now, firm, asker, kind)
        assert refused.value.code == code


def test_a_bureau_elsewhere_finds_no_dispute_and_a_party_does_not_decide(session: Session, now: datetime) -> None:
    firm = people.enterprise(session, now)
    elsewhere = people.officer(session, now, people.bureau(session, now, division_code="350302", name="城厢区市场监督管理局（示例）"))
    here = people.officer(session, now, people.bureau(session, now))
    dispute = claim(session, now, firm, here)
    with pytest.raises(NotFound):
        disputes.decide(session, actor=elsewhere, dispute_id=dispute.id, decision="upheld", reason="x", now=now)
    with pytest.raises(NotAllowed):
        disputes.decide(session, actor=here, dispute_id=dispute.id, decision="upheld", reason="x", now=now)


def test_an_upheld_claim_to_a_gtin_moves_it_and_at_no_moment_two_hold_it(session: Session, now: datetime) -> None:
    holder, other = people.enterprise(session, now), people.enterprise(session, now, division_code="350302", name="莆田市某某鞋业有限公司（示例）")
    actor, officer = people.member(session, now, other), people.officer(session, now, people.bureau(session, now))
    held = Product(enterprise_id=holder.id, kind="product", name="输送带", gtin="09521234543213", created_at=now)
    claimed = Product(enterprise_id=other.id, kind="product", name="运动鞋", created_at=now)
    session.add_all([held, claimed])
    session.flush()
    dispute = Dispute(
        kind="gtin", enterprise_id=holder.id, claimant_account_id=actor.account_id, claimant_enterprise_id=other.id, product_id=claimed.id, holder_product_id=held.id,
        gtin="09521234543213", statement="条码是我们的。", opened_at=now,
    )
    session.add(dispute)
    session.flush()
    disputes.decide(session, actor=officer, dispute_id=dispute.id, decision="upheld", reason="前缀属于申请人。", now=now)
    session.flush()
    assert (held.gtin, claimed.gtin) == (None, "09521234543213")
    assert [each.kind for each in session.query(LedgerEntry)] == ["product.changed", "product.changed"]
