"""Honours that stand claimed or confirmed, a policy in force, and a round that was computed."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from random import Random

from sqlalchemy.orm import Session

from registry.actions import honours, policies, subsidies
from registry.actions.subsidies import Opening
from registry.models import Bureau, Enterprise, Honour, StoredFile, SubsidyPolicy, SubsidyRound
from registry.rules.honour import Claim
from registry.rules.permission import Actor
from registry.rules.policy import Policy
from registry.seed.policies import chengxiang

CLAIM = Claim("drafted_standard", "national", "GB/T 7984-2013", "普通用途织物芯输送带", 2, False, date(2026, 3, 5), "国家标准委公告 2026 年第 1 号（示例）")
BITS = Random(7).getrandbits
YEAR = Opening("2026 年度标准化奖励（示例）", date(2026, 1, 1), date(2026, 12, 31), 500_000)


def evidence(session: Session, now: datetime) -> str:
    """A stored file that shows something."""
    sha256 = hashlib.sha256(b"paper").hexdigest()
    if session.get(StoredFile, sha256) is None:
        session.add(StoredFile(sha256=sha256, media_type="application/pdf", size=5, name="公告.pdf", stored_at=now))
        session.flush()
    return sha256


def claimed(session: Session, now: datetime, owner: Actor, firm: Enterprise, *, file: str = "", **more: object) -> Honour:
    """A claim that waits."""
    row = honours.claim(session, actor=owner, enterprise_id=firm.id, claimed=replace(CLAIM, **more), evidence_sha256=file or evidence(session, now), random=BITS, now=now)
    session.flush()
    return row


def confirmed(session: Session, now: datetime, owner: Actor, firm: Enterprise, officer: Actor, *, file: str = "", **more: object) -> Honour:
    """One that the bureau confirmed."""
    row = claimed(session, now, owner, firm, file=file, **more)
    honours.decide(session, actor=officer, honour_id=row.id, decision="confirmed", reason="", now=now)
    session.flush()
    return row


def in_force(session: Session, now: datetime, officer: Actor, office: Bureau, wanted: Policy | None = None) -> SubsidyPolicy:
    """A published policy, by default the shipped table."""
    held = policies.begin(session, actor=officer, bureau_id=office.id, wanted=wanted or chengxiang(), random=BITS, now=now)
    session.flush()
    policies.publish(session, actor=officer, policy_id=held.id, revision=held.revision, now=now)
    session.flush()
    return held


def computed(session: Session, now: datetime, officer: Actor, policy: SubsidyPolicy, opening: Opening = YEAR) -> SubsidyRound:
    """A round of the year that was computed and not published."""
    row = subsidies.begin(session, actor=officer, policy_id=policy.id, opening=opening, random=BITS, now=now)
    session.flush()
    return subsidies.compute(session, actor=officer, round_id=row.id, revision=row.revision, budget=row.budget, random=BITS, now=now)
