"""Two officers at the same moment: one decides, one publishes, and the other one is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from sqlalchemy.orm import Session

from registry.actions import honours, subsidies
from registry.db import Database
from registry.errors import Conflict, DomainError
from registry.models import Entitlement, HonourStep
from registry.rules.permission import Actor
from tests.factories import honours as made
from tests.factories import people


def at_once(database: Database, *deeds: Callable[[Session], object]) -> list[object]:
    """What each got, or was told, when all began together."""
    together = Barrier(len(deeds))

    def one(deed: Callable[[Session], object]) -> object:
        together.wait()
        try:
            with database.transaction() as session:
                deed(session)
                return "done"
        except DomainError as told:
            return told

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_two_officers_who_decide_at_once_leave_one_decision(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm, office = people.enterprise(session, now), people.bureau(session, now)
        officers = [people.officer(session, now, office) for _ in range(2)]
        honour_id = made.claimed(session, now, people.member(session, now, firm), firm).id

    def deed(actor: Actor, decision: str) -> Callable[[Session], object]:
        return lambda session: honours.decide(session, actor=actor, honour_id=honour_id, decision=decision, reason="查无出处", now=now)

    told = at_once(database, deed(officers[0], "confirmed"), deed(officers[1], "refused"))
    assert sorted(str(each.code) if isinstance(each, Conflict) else str(each) for each in told) == ["already_decided", "done"]
    with database.reading() as session:
        assert session.query(HonourStep).count() == 1


def test_two_rounds_published_at_once_pay_one_thing_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm, office = people.enterprise(session, now), people.bureau(session, now)
        officer, approver = people.officer(session, now, office), people.officer(session, now, office)
        made.confirmed(session, now, people.member(session, now, firm), firm, officer)
        policy = made.in_force(session, now, approver, office)
        rounds = [made.computed(session, now, officer, policy) for _ in range(2)]
        session.flush()
        known = [(each.id, each.revision) for each in rounds]

    def deed(round_id: int, revision: int) -> Callable[[Session], object]:
        return lambda session: subsidies.publish(session, actor=approver, round_id=round_id, revision=revision, now=now)

    told = at_once(database, *(deed(*each) for each in known))
    assert sorted(str(each.code) if isinstance(each, Conflict) else str(each) for each in told) == ["done", "round_outdated"]
    with database.reading() as session:
        assert session.query(Entitlement).filter(Entitlement.paid_key.is_not(None)).count() == 1
