"""Withdrawing a disclosure, and letting another one take over: rows of their own, with a day and a reason."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import endings
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import AuditEntry, DisclosureVersion, Enterprise, LedgerEntry, Message
from registry.queries import disclosures as queries
from registry.rules.permission import Actor
from registry.rules.status import Word
from tests.factories.disclosures import disclosed
from tests.factories.people import bureau, enterprise, member, officer


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return enterprise(session, now)


@pytest.fixture
def actor(session: Session, now: datetime, firm: Enterprise) -> Actor:
    return member(session, now, firm)


@pytest.fixture
def version(session: Session, now: datetime, firm: Enterprise, actor: Actor) -> DisclosureVersion:
    return disclosed(session, now, actor, firm)


def word(session: Session, version: DisclosureVersion, day: date) -> Word:
    return queries.statuses(session, [version.disclosure], day)[version.disclosure_id].word


def test_a_withdrawn_disclosure_keeps_its_page_and_says_so_from_its_day(session: Session, now: datetime, actor: Actor, version: DisclosureVersion) -> None:
    tomorrow = legal_day(now) + timedelta(days=1)
    row = endings.withdraw(session, actor=actor, disclosure_id=version.disclosure_id, effective_on=tomorrow, reason="停产", now=now)
    assert (row.effective_on, row.reason) == (tomorrow, "停产")
    assert [word(session, version, day) for day in (legal_day(now), tomorrow)] == [Word.current, Word.withdrawn]
    assert queries.by_public_id(session, version.disclosure.public_id).latest_version_id == version.id


def test_another_disclosure_takes_over_from_its_day(session: Session, now: datetime, firm: Enterprise, actor: Actor, version: DisclosureVersion) -> None:
    successor = disclosed(session, now, actor, firm)
    endings.supersede(session, actor=actor, disclosure_id=version.disclosure_id, successor_id=successor.disclosure_id, effective_on=legal_day(now), reason="新版", now=now)
    assert word(session, version, legal_day(now)) is Word.superseded
    assert word(session, successor, legal_day(now)) is Word.current


def test_an_ending_is_public_told_and_audited(session: Session, now: datetime, firm: Enterprise, actor: Actor, version: DisclosureVersion) -> None:
    successor = disclosed(session, now, actor, firm)
    endings.supersede(session, actor=actor, disclosure_id=version.disclosure_id, successor_id=successor.disclosure_id, effective_on=legal_day(now), reason="新版", now=now)
    endings.withdraw(session, actor=actor, disclosure_id=successor.disclosure_id, effective_on=legal_day(now), reason="停产", now=now)
    session.flush()
    for kind in ("disclosure.superseded", "disclosure.withdrawn"):
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.kind == kind)).one()
        assert "account" not in entry.content
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == kind)).one().account_id == actor.account_id
        assert session.scalars(select(Message.account_id).where(Message.kind == kind)).all() == [actor.account_id]


@pytest.mark.parametrize(
    ("days", "reason", "fields"),
    [
        (-1, "停产", {"effective_on": "date_past"}),
        (None, " ", {"effective_on": "date_unreadable", "reason": "reason_missing"}),
        (0, "长" * 2001, {"reason": "text_long"}),
        (100_000, "停产", {"effective_on": "date_unreadable"}),
    ],
)
def test_every_wrong_field_is_named(session: Session, now: datetime, actor: Actor, version: DisclosureVersion, days: int | None, reason: str, fields: dict[str, str]) -> None:
    on = None if days is None else legal_day(now) + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        endings.withdraw(session, actor=actor, disclosure_id=version.disclosure_id, effective_on=on, reason=reason, now=now)
    assert refused.value.fields == fields


def test_a_disclosure_ends_once_in_each_way(session: Session, now: datetime, firm: Enterprise, actor: Actor, version: DisclosureVersion) -> None:
    successor = disclosed(session, now, actor, firm)
    given = {"actor": actor, "disclosure_id": version.disclosure_id, "effective_on": legal_day(now), "reason": "停产", "now": now}
    endings.withdraw(session, **given)
    endings.supersede(session, successor_id=successor.disclosure_id, **given)
    with pytest.raises(Conflict, match="withdrawn_already"):
        endings.withdraw(session, **given)
    with pytest.raises(Conflict, match="superseded_already"):
        endings.supersede(session, successor_id=successor.disclosure_id, **given)


def test_only_a_standing_disclosure_of_the_same_enterprise_takes_over(session: Session, now: datetime, firm: Enterprise, actor: Actor, version: DisclosureVersion) -> None:
    other = enterprise(session, now, name="别家（示例）")
    theirs = disclosed(session, now, member(session, now, other), other)
    gone, next_one = (disclosed(session, now, actor, firm) for _ in range(2))
    given = {"actor": actor, "effective_on": legal_day(now), "reason": "新版", "now": now}
    endings.withdraw(session, disclosure_id=gone.disclosure_id, **given)
    endings.supersede(session, disclosure_id=next_one.disclosure_id, successor_id=version.disclosure_id, **given)
    problems = {theirs.disclosure_id: "successor_unknown", 10_000: "successor_unknown", version.disclosure_id: "successor_is_itself", gone.disclosure_id: "successor_ended", next_one.disclosure_id: "successor_in_circle"}
    for successor_id, problem in problems.items():
        with pytest.raises(Invalid) as refused:
            endings.supersede(session, disclosure_id=version.disclosure_id, successor_id=successor_id, **given)
        assert refused.value.fields == {"successor": problem}


def test_only_the_enterprise_s_editors_end_it(session: Session, now: datetime, firm: Enterprise, version: DisclosureVersion) -> None:
    stranger = member(session, now, enterprise(session, now, name="别家（示例）"))
    refusals = {NotFound: (stranger, officer(session, now, bureau(session, now))), NotAllowed: (member(session, now, firm, "viewer"),)}
    for refusal, actors in refusals.items():
        for each in actors:
            with pytest.raises(refusal):
                endings.withdraw(session, actor=each, disclosure_id=version.disclosure_id, effective_on=legal_day(now), reason="停产", now=now)
