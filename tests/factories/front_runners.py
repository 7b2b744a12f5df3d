"""A belt that a board makes a candidate of, and what the stories about front-runners do with it."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import front_runners, standings
from registry.actions.front_runners import Decision
from registry.legal_time import legal_day
from registry.models import (
    Bureau,
    DisclosureVersion,
    Enterprise,
    FrontRunner,
    FrontRunnerStep,
    LedgerEntry,
    Message,
    SchemeVersion,
    Standing,
)
from registry.queries import front_runners as queries
from registry.rules.front_runner import State
from registry.rules.permission import Actor
from registry.rules.standing import Fact
from registry.rules.title import Title
from tests.factories import people, schemes
from tests.factories import rankings as made
from tests.factories.disclosures import random


@dataclass
class Field:
    """A belt of level 1 and one of level 2, and the scheme that says so."""

    session: Session
    now: datetime
    assessor: Actor
    owner: Actor
    firm: Enterprise
    first: DisclosureVersion
    second: DisclosureVersion
    scheme: SchemeVersion

    def publish(self, now: datetime | None = None) -> FrontRunner | None:
        """Publish a board; the candidate that it makes of the first belt."""
        ranking = made.published(self.session, now or self.now, self.assessor, self.scheme)
        self.session.flush()
        return self.session.scalars(select(FrontRunner).where(FrontRunner.ranking_id == ranking.id, FrontRunner.disclosure_id == self.first.disclosure_id)).one_or_none()

    def standing(self, row: FrontRunner, now: datetime | None = None) -> tuple[State, tuple[str, ...]]:
        self.session.flush()
        found = queries.get(self.session, row.id, legal_day(now or self.now)).standing
        return found.state, found.reasons

    def decide(self, row: FrontRunner, step: str, reason: str = "已重新评估", *, actor: Actor | None = None, now: datetime | None = None, **seen: int) -> FrontRunnerStep:
        self.session.flush()
        before = queries.get(self.session, row.id, legal_day(now or self.now))
        decision = Decision(step, reason, seen.get("seen", len(before.steps)), seen.get("version_id", before.disclosure.latest_version_id or 0))
        return front_runners.decide(self.session, actor=actor or self.assessor, front_runner_id=row.id, decision=decision, now=now or self.now + timedelta(minutes=5))

    def record(self, fact: Fact, disclosure_id: int | None = None, now: datetime | None = None) -> Standing:
        office = self.session.query(Bureau).first()
        actor = people.officer(self.session, self.now, office) if fact.kind not in ("number_revoked", "standard_voided") else people.officer(self.session, self.now, province(self))
        return standings.record(self.session, actor=actor, enterprise_id=self.firm.id, disclosure_id=disclosure_id, fact=fact, now=now or self.now)


def province(field: Field) -> Bureau:
    return people.bureau(field.session, field.now, level="province", division_code="330000", name="浙江省市场监督管理局（示例）")


def standing_field(session: Session, now: datetime) -> Field:
    """Two belts disclosed, a scheme published, nothing compiled yet."""
    assessor = made.assessor(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    first, second = made.belt(session, now - timedelta(days=1), owner, firm, "25 MPa"), made.belt(session, now, owner, firm, "18 MPa")
    return Field(session, now, assessor, owner, firm, first, second, schemes.published(session, now, assessor, made.scheme()))


def candidate(field: Field) -> FrontRunner:
    found = field.publish()
    assert found is not None
    return found


def title(**overrides: Any) -> Title:
    whole = {
        "kind": "provincial", "category": "输送带", "year": "2026", "issuer": "某省市场监督管理局（示例）", "document": "示例〔2026〕8号", "source_url": "https://example.com/8",
        "models": "EP200\nEP300", "valid_from": date(2026, 1, 1), "valid_until": date(2027, 12, 31),
    }  # fmt: skip
    return Title(**(whole | overrides))


def recorded(field: Field, actor: Actor | None = None, **overrides: Any) -> FrontRunner:
    office = field.session.query(Bureau).filter_by(level="county").first()
    given = {"actor": actor or people.officer(field.session, field.now, office), "disclosure_id": field.first.disclosure_id, "given": title(**overrides)}
    return front_runners.record_title(field.session, now=field.now, random=random, **given)


def ledger(session: Session) -> list[tuple[str, dict[str, Any]]]:
    session.flush()
    rows = session.scalars(select(LedgerEntry).where(LedgerEntry.subject_kind == "front_runner").order_by(LedgerEntry.id))
    return [(each.kind, json.loads(each.content)["fact"]) for each in rows]


def messages(session: Session, kind: str) -> list[dict[str, Any]]:
    session.flush()
    return [each.facts for each in session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id))]
