"""What happens when people, or programs, come through the door at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import accounts, throttle
from registry.actions.sign_ins import Browser
from registry.actions.throttle import Gate
from registry.db import Database
from registry.models import Account, Attempt, Confirmation
from registry.rules.throttle import Kind
from tests.registry.actions.people_at_the_door import VISITOR, enter, sign_up

AT_ONCE = 4


def _together(database: Database, act: Callable[[Session, int], object]) -> list[object]:
    """Each in a transaction of its own, begun when all are ready. Raises what any of them raised."""
    ready = Barrier(AT_ONCE)

    def one(number: int) -> object:
        ready.wait(10)
        with database.transaction() as session:
            return act(session, number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_failures_of_one_moment_are_all_counted(database: Database, now: datetime) -> None:
    gates = Gate(Kind.pair, "wang|203.0.113.9"), Gate(Kind.client, "203.0.113.9"), Gate(Kind.account, "wang")
    _together(database, lambda session, _number: throttle.count(session, gates, now=now))
    with database.reading() as session:
        assert set(session.scalars(select(Attempt.failures))) == {AT_ONCE}


def test_sign_ups_of_one_moment_make_one_account_and_the_others_a_way_back_in(database: Database, now: datetime) -> None:
    _together(database, lambda session, number: sign_up(session, now, browser=Browser(client=f"192.0.2.{number}")))
    with database.reading() as session:
        assert len(session.scalars(select(Account)).all()) == 1
        assert sorted(session.scalars(select(Confirmation.purpose)).all()) == ["confirm", *["reset"] * (AT_ONCE - 1)]


def test_wrong_digits_of_one_moment_are_as_many_tries(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        made = sign_up(session, now, "13800138000")
    wrong = f"{(int(made.code) + 1) % 10**6:06d}"
    _together(database, lambda session, _number: accounts.try_code(session, actor=VISITOR, token=made.token, code=wrong, now=now))
    with database.reading() as session:
        assert session.scalars(select(Confirmation.attempts)).one() == AT_ONCE


def test_a_person_may_sign_in_with_two_browsers_at_once(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        sign_up(session, now)
    opened = _together(database, lambda session, _number: enter(session, now) is not None)
    assert opened == [True] * AT_ONCE
