"""The demonstration: an invented registry that looks used, made through the same actions as a real one.

It is the same each time: chance comes from a fixed seed, and the clock runs from 2024-01-02 to `TODAY` whatever the day.
"""

from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from registry import jobs
from registry.actions import calendar, catalogue, floors, vocabulary
from registry.actions import front_runners as front_runner_actions
from registry.db import Database
from registry.files import Files
from registry.legal_time import first_instant
from registry.passwords import Passwords
from registry.queries import demonstration as queries
from registry.rules.permission import SYSTEM
from registry.seed.demo import (
    boards,
    cases,
    checks,
    codes,
    disclosures,
    enterprises,
    front_runners,
    papers,
    people,
    plans,
    rewards,
    rivals,
    scans,
    standings,
    story,
    successions,
)
from registry.seed.demo.agenda import TODAY, Agenda
from registry.seed.demo.stage import Stage, firms

__all__ = ["SIGN_INS", "TODAY", "is_empty", "seed"]

SIGN_INS: tuple[tuple[str, str, str, str], ...] = tuple((row["role"], row["role_en"], row["address"], row["password"]) for row in people.sign_ins())
"""Who can sign in: role in Chinese and in English, address, password. These accounts exist in a demonstration only."""
_FIRST_DAY = date(2024, 1, 2)


def is_empty(database: Database) -> bool:
    """Whether nobody has used the registry yet: no account and no enterprise."""
    with database.reading() as session:
        return queries.is_empty(session)


def seed(database: Database, files: Files, *, cost: str = "normal") -> None:
    """Fill an empty registry, in some twenty seconds; `cost` is that of password hashing. Nothing is sent to anybody: messages stay on the desks."""
    chance = Random("demonstration")  # noqa: S311 - the same each time on purpose, no secret
    stage = Stage(Agenda(chance), chance, files, Passwords(cost), papers.licence(), papers.texts(), firms())
    stage.agenda.on(_FIRST_DAY, lambda session, now: (calendar.load(session, actor=SYSTEM, now=now), vocabulary.load(session, actor=SYSTEM, now=now)))
    stage.agenda.on(_FIRST_DAY, lambda session, now: catalogue.load_extract(session, actor=SYSTEM, now=now))
    stage.agenda.on(_FIRST_DAY, lambda session, now: people.arrive(session, stage, now))
    stage.agenda.on(date(2024, 1, 3), lambda session, now: catalogue.load_demonstration(session, actor=SYSTEM, now=now))
    stage.agenda.on(date(2024, 1, 4), lambda session, now: floors.load_demonstration(session, actor=SYSTEM, now=now))
    enterprises.plan(stage)
    disclosures.plan(stage, plans.make(stage.firms))
    standings.plan(stage)
    story.plan(stage)
    codes.plan(stage)
    cases.plan(stage)
    scans.plan(stage)
    rivals.plan(stage)
    boards.plan(stage)
    front_runners.plan(stage)
    checks.plan(stage)
    successions.plan(stage)
    rewards.plan(stage)
    with database.founding() as session:  # one: an interrupted demonstration leaves an empty registry, not half a story
        stage.agenda.run(session)
        _send_nothing(session)
    with database.transaction() as session:  # what the worker would do next, so that no desk is empty while it begins
        evening = first_instant(TODAY) + timedelta(hours=18)
        rewards.follow(session, evening)
        rewards.bulletin(session, stage, evening)
        _send_nothing(session)
        front_runner_actions.wake(session, first_instant(TODAY + timedelta(days=1)))  # the one job that is about no person: what days bring to front-runners


def _send_nothing(session: Session) -> None:
    """Take every mail and text message off the queue: nobody lives at these addresses."""
    for job in jobs.listed(session, limit=1_000_000):
        jobs.cancel(session, job.id, now=job.created_at)
