"""A field judged in two processes makes the same board as in one, whichever of them judged what, and whether or not the second lives to the end."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from registry.actions import ranking_beside, rankings
from registry.actions.ranking_beside import Beside
from registry.actions.ranking_compiling import Compiled
from registry.actions.ranking_judging import Asked, Judge, Portion
from registry.db import Database
from registry.models import SchemeVersion
from registry.queries import ranking_inputs, schemes
from registry.rules.permission import Actor
from registry.rules.ranking_order import lists
from tests.factories import people
from tests.factories import rankings as made
from tests.factories import schemes as published


@dataclass
class Told:
    """Six belts, of all levels and without one."""

    assessor: Actor
    version_id: int
    scheme_id: int
    disclosures: list[int]


def world(session: Session, now: datetime) -> Told:
    assessor = made.assessor(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    declared = (("25 MPa",), ("24000 kPa",), ("18 MPa",), ("12 MPa", "3", "4"), ("25 MPa", ""), ("5 MPa",))
    belts = [made.belt(session, now, owner, firm, *each) for each in declared]
    version = published.published(session, now, assessor, made.scheme(valid_until="2069-12-31"))
    return Told(assessor, version.id, version.scheme_id, [each.disclosure_id for each in belts])


@pytest.fixture(name="world")
def _world() -> object:
    return world


@dataclass
class Field:
    """What is judged in portions of one disclosure each."""

    judge: Judge
    asked: Asked
    told: Told

    def portions(self) -> Iterator[list[int]]:
        return iter([each] for each in self.told.disclosures)

    def alone(self) -> list[Portion]:
        return [self.judge.of(ids) for ids in self.portions()]

    def same(self, found: list[Portion]) -> bool:
        """Whether the portions say what one process alone says, in whatever order they came."""
        alone = self.alone()
        stood, expected = (sorted((each.size, each.stands, each.texts) for each in portions) for portions in (found, alone))
        return stood == expected and lists(self.judge.ready, [each.lists for each in found]) == lists(self.judge.ready, [each.lists for each in alone])


@pytest.fixture
def field(told: Told, database: Database, now: datetime) -> Iterator[Field]:
    with database.reading() as session:
        scheme = schemes.read(session.get_one(SchemeVersion, told.version_id))
        asked = Asked(scheme, ranking_inputs.concepts(session, scheme), told.scheme_id, None, now.date())
        yield Field(Judge(session, asked), asked, told)


def children() -> list[int]:
    """Processes that this one started and that still run."""
    return [int(each) for task in Path("/proc/self/task").iterdir() for each in (task / "children").read_text().split()]


def written(compiled: Compiled) -> tuple[object, ...]:
    """All that goes into the tables."""
    return compiled.row(), compiled.board.result_hash, list(compiled.entries()), list(compiled.pages()), compiled.partial


def test_two_processes_write_what_one_writes_to_the_byte(told: Told, database: Database, now: datetime) -> None:
    with database.reading() as session:
        _, alone = rankings.read(session, actor=told.assessor, scheme_id=told.scheme_id, today=now.date())
        steps: list[tuple[int, int]] = []
        _, two = rankings.read(
            session, actor=told.assessor, scheme_id=told.scheme_id, today=now.date(), beside=Beside(database.url, pays_from=1), progress=lambda *step: steps.append(step)
        )  # fmt: skip
    assert (alone.board.graded, alone.board.excluded) == (4, 2)
    assert written(two) == written(alone)
    assert steps == [(6, 6)]


def test_each_portion_is_judged_once_and_it_does_not_matter_where(field: Field, database: Database) -> None:
    found = list(ranking_beside.judged(field.judge, field.asked, field.portions(), database.url))
    assert field.same(found)


def test_when_the_second_process_is_killed_this_one_goes_on_alone(field: Field, database: Database) -> None:
    before = set(children())
    running = ranking_beside.judged(field.judge, field.asked, field.portions(), database.url)
    found = [next(running)]
    for each in set(children()) - before:
        os.kill(each, signal.SIGKILL)
    assert field.same(found + list(running))


def test_whoever_stops_in_the_middle_leaves_no_process_behind(field: Field, database: Database) -> None:
    before = set(children())
    running = ranking_beside.judged(field.judge, field.asked, field.portions(), database.url)
    next(running)
    assert len(set(children()) - before) == 1
    running.close()
    assert set(children()) == before


def test_a_small_field_is_judged_by_one_process() -> None:
    assert not Beside("sqlite://").pays(ranking_beside.PAYS_FROM - 1)
