"""Whatever anybody tries after a result is published, it stays published, as it was; only further results come beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import endings, findings, inspection_pairs, inspections, rechecks, standings
from registry.db import Database
from registry.errors import DomainError
from registry.legal_time import legal_day
from registry.models import Finding, FindingPublication, FindingReply, Standing
from registry.queries import inspections as inspection_queries
from registry.queries import public_findings
from registry.queries.public_findings import Wanted
from registry.rules.standing import Fact
from registry.rules.verdict import Answer
from tests.factories import inspections as made
from tests.factories import people
from tests.factories.disclosures import random
from tests.factories.inspections import LIMITS, Drawn

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Public = dict[str, tuple[str, str, str]]
Attempt = Callable[[Session, datetime, Drawn, Finding], Any]


def _correct(session: Session, now: datetime, world: Drawn, finding: Finding) -> None:
    findings.correct(session, actor=world.approver, finding_id=finding.id, answers={"L6": Answer("met")}, why="更正", now=now, random=random)


def _annul(session: Session, now: datetime, world: Drawn, _finding: Finding) -> None:
    row = session.query(Standing).filter_by(kind="checked").order_by(Standing.id.desc()).first()
    standings.correct(session, actor=people.officer(session, now, world.bureau), standing_id=row.id, fact=Fact("checked", row.effective_on, "x", result="conforming"), now=now, annul=True)


ATTEMPTS: dict[str, Attempt] = {
    "answer": lambda s, now, w, f: inspections.answer(s, actor=w.first, inspection_id=f.inspection_id, given=[made.given("L1", "not_met")], now=now),
    "confirm": lambda s, now, w, f: inspections.confirm(s, actor=w.first, inspection_id=f.inspection_id, seen=inspection_queries.content(s, w.inspection), now=now, random=random),
    "end": lambda s, now, w, f: inspections.end(s, actor=w.first, inspection_id=f.inspection_id, now=now, random=random),
    "replace": lambda s, now, w, f: inspection_pairs.replace(s, actor=w.approver, inspection_id=f.inspection_id, away_id=w.inspection.first_id, why="x", same_firm_months=0, now=now),
    "reply": lambda s, now, w, f: made.replied(s, now, w, f),
    "publish": lambda s, now, w, f: made.publish(s, now, w, f),
    "publish again": lambda s, now, w, f: made.publish(s, now, w, f, w.approver),
    "correct": _correct,
    "annul": _annul,
    "ask": lambda s, now, w, f: rechecks.ask(s, actor=w.owner, finding_id=f.id, statement="再看", limits=LIMITS, now=now),
    "grant": lambda s, now, w, f: rechecks.decide(s, actor=w.approver, inspection_id=f.inspection_id, decision="granted", reason="", now=now),
    "refuse": lambda s, now, w, f: rechecks.decide(s, actor=w.approver, inspection_id=f.inspection_id, decision="refused", reason="不必", now=now),
    "withdraw": lambda s, now, w, f: endings.withdraw(s, actor=w.owner, disclosure_id=w.version.disclosure_id, effective_on=legal_day(now), reason="停产", now=now),
    "alarm": lambda s, now, w, f: findings.alarm(s, finding_id=f.id, limits=LIMITS, now=now),
}


def public(session: Session) -> Public:
    """What everybody reads, by address."""
    return {each.public_id: (each.verdict, each.content_hash, each.reply.statement if each.reply else "") for each in public_findings.every(session, Wanted())}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(attempts=st.lists(st.tuples(st.sampled_from(sorted(ATTEMPTS)), st.integers(0, 12), st.booleans()), max_size=12))
def test_no_path_leads_back_from_published_to_unpublished(database: Database, now: datetime, attempts: list[tuple[str, int, bool]]) -> None:
    with database.reading() as session:  # thrown away afterwards
        world = made.drawn(session, now)
        made.published(session, now, world, "L6")
        before, at = public(session), now + timedelta(days=2)
        for name, days, newest in attempts:
            at += timedelta(days=days)
            of = session.scalars(select(Finding).where(Finding.inspection_id == world.inspection.id).order_by(Finding.id)).all()
            try:
                with session.begin_nested():
                    ATTEMPTS[name](session, at, world, of[-1] if newest else of[0])
                    session.flush()
            except DomainError:
                pass
            session.expire_all()
            after = public(session)
            assert before.items() <= after.items(), name
            before = after
        assert session.query(FindingPublication).count() == len(before)
        assert session.query(FindingReply).count() >= 1
