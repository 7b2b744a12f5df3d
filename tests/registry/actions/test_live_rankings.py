"""Beside the frozen board stands what it would be today: a change rewrites the rows of what changed, and of nothing else."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.actions import endings, live_rankings, standings
from registry.db import Database, utc_now
from registry.errors import NotAllowed
from registry.models import (
    ConceptSynonym,
    DisclosureVersion,
    Enterprise,
    EvaluationScheme,
    IndicatorConcept,
    LiveEntry,
    RankingTask,
    RequirementClaim,
    SchemeVersion,
)
from registry.queries import live_rankings as queries
from registry.rules import names
from registry.rules.permission import SYSTEM, Actor
from registry.rules.scheme import Requirement
from registry.rules.standing import Fact
from tests.factories import people, schemes, shelves
from tests.factories import rankings as made
from tests.factories.contents import line
from tests.factories.disclosures import changed, disclosed


@dataclass
class Told:
    """One belt of each level on a published board, and one that misses an indicator."""

    assessor: Actor
    owner: Actor
    officer: Actor
    firm: Enterprise
    version: SchemeVersion
    belts: dict[str, DisclosureVersion]


def world(session: Session, now: datetime) -> Told:
    assessor = made.assessor(session, now)
    officer = people.officer(session, now, people.bureau(session, now, name="三门县局"))
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    belts = {name: made.belt(session, now, owner, firm, *declared) for name, declared in (("one", ("25 MPa",)), ("two", ("18 MPa",)), ("three", ("12 MPa",)), ("none", ("25 MPa", "")))}
    version = schemes.published(session, now, assessor, made.scheme(valid_until="2069-12-31"))
    made.published(session, now, assessor, version)
    return Told(assessor, owner, officer, firm, version, belts)


@pytest.fixture(name="world")
def _world() -> object:
    return world


def drained(database: Database, at: datetime | None = None) -> int:
    """Follow until nothing is due, by the clock by which tasks are written; how many tasks there were."""
    count = 0
    while True:
        with database.transaction() as session:
            done = live_rankings.follow(session, actor=SYSTEM, now=at or utc_now())
        count += done
        if not done:
            return count


def stands(database: Database, told: Told) -> dict[str, tuple[int | None, str | None]]:
    """Level and change of each belt that the live ranking has."""
    with database.reading() as session:
        found = {row.disclosure_id: (row.level, row.change) for row in session.scalars(select(LiveEntry))}
    return {name: found[belt.disclosure_id] for name, belt in told.belts.items() if belt.disclosure_id in found}


AS_PUBLISHED = {"one": (1, None), "two": (2, None), "three": (3, None), "none": (None, None)}


def test_after_publishing_nothing_differs(database: Database, told: Told, now: datetime) -> None:
    drained(database)
    assert stands(database, told) == AS_PUBLISHED
    with database.reading() as session:
        assert queries.counts(session, told.version.id) == {}
        assert not queries.waiting(session, now=utc_now())


def test_each_change_is_told_against_the_published_board(database: Database, told: Told, now: datetime) -> None:
    drained(database)
    with database.transaction() as session:
        changed(session, now, told.owner, told.belts["one"], "amend", title="改了名称")
        changed(session, now, told.owner, told.belts["two"], "amend", lines=made.lines("24 MPa"))
        changed(session, now, told.owner, told.belts["none"], "amend", lines=made.lines("24 MPa"))
        endings.withdraw(session, actor=told.owner, disclosure_id=told.belts["three"].disclosure_id, effective_on=now.date(), reason="停产", now=now)
        told.belts["new"] = made.belt(session, now, told.owner, told.firm, "12 MPa")
    drained(database)
    assert stands(database, told) == {"one": (1, "version"), "two": (1, "up"), "three": (None, "gone"), "none": (1, "new"), "new": (3, "new")}
    with database.reading() as session:
        assert queries.counts(session, told.version.id) == {"version": 1, "up": 1, "gone": 1, "new": 2}
        assert [(each.number, each.reason) for each in queries.changed(session, told.version.id, "gone")] == [(told.belts["three"].disclosure.number, "other_category")]


def test_one_changed_disclosure_leaves_the_rows_of_the_others_alone(database: Database, told: Told, now: datetime) -> None:
    drained(database)
    later = utc_now()
    with database.transaction() as session:
        changed(session, now, told.owner, told.belts["two"], "amend", lines=made.lines("12 MPa"))
    assert drained(database) == 1
    assert stands(database, told) == AS_PUBLISHED | {"two": (3, "down")}
    with database.reading() as session:
        rewritten = {row.disclosure_id for row in session.scalars(select(LiveEntry).where(LiveEntry.looked_at >= later))}
    assert rewritten == {told.belts["two"].disclosure_id}


def test_a_fact_about_the_enterprise_reaches_all_it_discloses_and_its_end_brings_them_back(database: Database, told: Told, now: datetime) -> None:
    drained(database)
    until = date(2060, 1, 31)
    with database.transaction() as session:
        listed = Fact("dishonesty_listed", now.date(), "严重违法失信名单", until=until)
        standings.record(session, actor=told.officer, enterprise_id=told.firm.id, fact=listed, now=now)
    drained(database)
    assert stands(database, told) == {"one": (None, "gone"), "two": (None, "gone"), "three": (None, "gone"), "none": (None, None)}
    drained(database, datetime(2060, 2, 1, tzinfo=UTC))
    assert stands(database, told) == AS_PUBLISHED


def test_a_version_to_come_counts_from_its_day(database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session:
        changed(session, now, told.owner, told.belts["one"], "amend", lines=made.lines("12 MPa"), in_force_from="2060-03-01")
    drained(database)
    assert stands(database, told) == AS_PUBLISHED
    drained(database, datetime(2060, 3, 1, tzinfo=UTC))
    assert stands(database, told)["one"] == (3, "down")


def test_a_claim_and_its_decision_are_followed(database: Database, told: Told, now: datetime) -> None:
    requirement = Requirement("R1", "量产", "In mass production")
    with database.transaction() as session:
        held = session.get_one(EvaluationScheme, told.version.scheme_id)
        held = schemes.schemes.save(session, actor=told.assessor, scheme_id=held.id, scheme=made.scheme(requirements=(requirement,), valid_until="2069-12-31"), revision=held.revision, now=now)
        newer = schemes.schemes.publish(session, actor=told.assessor, scheme_id=held.id, revision=held.revision, reason="增加基本要求", now=now)
    drained(database)
    assert stands(database, told) == {"one": (None, "gone"), "two": (None, "gone"), "three": (None, "gone"), "none": (None, None)}
    with database.transaction() as session:
        claim = RequirementClaim(
            scheme_id=newer.scheme_id, disclosure_id=told.belts["one"].disclosure_id, requirement="R1", statement="已量产", claimed_by_id=told.owner.account_id, claimed_at=now,
        )  # fmt: skip
        session.add(claim)
    drained(database)
    assert stands(database, told)["one"] == (1, None)
    with database.transaction() as session:
        session.get_one(RequirementClaim, claim.id).decision = "refused"
    drained(database)
    assert stands(database, told)["one"] == (None, "gone")
    with database.reading() as session:
        assert {row.scheme_version_id for row in session.scalars(select(LiveEntry))} == {newer.id}


def test_a_floor_and_a_name_that_a_bureau_maps_reach_what_they_concern(database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session:
        missing = told.belts["none"]
        changed(session, now, told.owner, missing, "amend", lines=(*made.lines("25 MPa", ""), line(name="皮带速度", kind="functional", operator="at_most", low="", high="3", unit="m/s")))
    drained(database)
    assert stands(database, told)["none"] == (None, None)
    with database.transaction() as session:
        concept = session.scalars(select(IndicatorConcept).where(IndicatorConcept.code == "belt-speed")).one()
        session.add(ConceptSynonym(concept_id=concept.id, text="皮带速度", key=names.key("皮带速度")))
    drained(database)
    assert stands(database, told)["none"] == (1, "new")
    with database.reading() as session:
        reading = json.loads(session.scalars(select(LiveEntry.judged).where(LiveEntry.disclosure_id == missing.disclosure_id)).one())["readings"][1]
    assert (reading["high"], reading["level"]) == ("3", 1)


def test_declaring_a_recommended_standard_lifts_what_names_it(database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session:
        changed(session, now, told.owner, told.belts["none"], "amend", references=(made.Reference("normative", "GB/T 7984-2013"),))
        shelves.floor(session, now, "GB/T 7984-2013", "belt-speed", "at_most", high="4", unit="m/s")
    drained(database)
    assert stands(database, told)["none"] == (None, None)
    with database.transaction() as session:
        disclosed(session, now, told.owner, told.firm, basis="implemented", number="GB/T 7984-2013", category="", lines=made.lines())
    drained(database)
    assert stands(database, told)["none"] == (2, "new")


def test_doing_a_task_twice_changes_nothing(database: Database, told: Told, now: datetime) -> None:
    drained(database)
    with database.transaction() as session:
        session.add_all(RankingTask(kind="disclosure", subject_id=belt.disclosure_id, not_before=now) for belt in told.belts.values() for _ in range(2))
    drained(database)
    assert stands(database, told) == AS_PUBLISHED


def test_where_nobody_ranks_no_task_is_written(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        disclosed(session, now, people.member(session, now, firm), firm)
    with database.reading() as session:
        assert session.scalars(select(RankingTask)).all() == []


def test_only_the_registry_itself_follows(database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session, pytest.raises(NotAllowed):
        live_rankings.follow(session, actor=told.assessor, now=now)


def test_a_scheme_that_is_no_longer_valid_has_no_live_ranking(database: Database, told: Told, now: datetime) -> None:
    drained(database)
    drained(database, datetime(2070, 1, 2, tzinfo=UTC))
    assert stands(database, told) == {}
