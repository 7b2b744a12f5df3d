"""Stars, levels, candidates and titles are found as they stand: after a board, a newer one, an amendment, a decision, and on the days when a title begins and ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from registry.actions import front_runners, products
from registry.db import Database, utc_now
from registry.legal_time import first_instant, legal_day
from registry.models import Disclosure, DisclosureVersion, Enterprise, FrontRunner, SchemeVersion
from registry.queries import front_runners as queries
from registry.rules.permission import Actor
from registry.rules.title import Title
from search import rebuild
from search.engine import Ask, SearchEngine
from search.indexer import Drainer
from tests.factories import people, schemes
from tests.factories import rankings as made
from tests.factories.disclosures import changed, random
from tests.factories.products import registered
from tests.search.following import differences, engine_in, found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    opened = engine_in(tmp_path)
    yield opened
    opened.close()


@dataclass
class Hall:
    """Three belts on a board, of levels 1, 2 and 3; a product follows the first and the last."""

    database: Database
    engine: SearchEngine
    now: datetime
    assessor: Actor
    owner: Actor
    officer: Actor
    belts: tuple[int, int, int]
    product: int

    def follow(self, now: datetime | None = None) -> None:
        drainer = Drainer(self.database, self.engine, "hall")
        while drainer.drain_once(now or utc_now()):
            pass
        drainer.close()

    def found(self, **filters: str) -> list[tuple[str, int]]:
        """As the index says it, which says what the registry does."""
        self.follow()
        assert differences(self.database, self.engine).faults == ()
        return found(self.engine, **filters)

    def runner(self, kind: str) -> FrontRunner:
        with self.database.reading() as session:
            row = session.query(FrontRunner).filter_by(kind=kind, disclosure_id=self.belts[0]).one()
            session.expunge(row)
            return row

    def decide(self, step: str) -> None:
        row = self.runner("candidate")
        with self.database.transaction() as session:
            listed = queries.get(session, row.id, legal_day(utc_now()))
            decision = front_runners.Decision(step, "看过了", len(listed.steps), listed.disclosure.latest_version_id or 0)
            front_runners.decide(session, actor=self.assessor, front_runner_id=row.id, decision=decision, now=utc_now())

    def publish(self) -> None:
        with self.database.transaction() as session:
            made.published(session, utc_now(), self.assessor, session.query(SchemeVersion).one())


@pytest.fixture
def hall(database: Database, engine: SearchEngine) -> Hall:
    now = utc_now()
    with database.transaction() as session:
        assessor = made.assessor(session, now)
        firm = people.enterprise(session, now)
        owner = people.member(session, now, firm)
        belts = [made.belt(session, now, owner, firm, tensile) for tensile in ("25 MPa", "20 MPa", "13 MPa")]
        product = registered(session, now, owner, firm)
        for each in (belts[0], belts[2]):
            products.link(session, actor=owner, product_id=product.id, disclosure_id=each.disclosure_id, now=now)
        schemes.published(session, now, assessor, made.scheme())
        officer = people.officer(session, now, people.bureau(session, now))
        first, second, third = (each.disclosure_id for each in belts)
        told = Hall(database, engine, now, assessor, owner, officer, (first, second, third), product.id)
    rebuild.rebuild(database, engine, "rebuild")
    told.publish()
    return told


def test_a_published_board_is_found_by_level_stars_and_candidate_and_a_product_by_its_best_standard(hall: Hall) -> None:
    first, second, third = hall.belts
    assert hall.found(level="1") == hall.found(stars="5") == hall.found(front_runner="candidate") == [("disclosure", first), ("product", hall.product)]
    assert (hall.found(level="2"), hall.found(stars="3")) == ([("disclosure", second)], [("disclosure", third)])
    ordered = hall.engine.search(Ask(sort="stars", filters={"kind": ("disclosure", "product")})).hits
    assert [(hit.kind, hit.subject_id) for hit in ordered] == [("disclosure", first), ("product", hall.product), ("disclosure", second), ("disclosure", third)]


def test_a_newer_board_counts_alone_also_for_what_it_no_longer_holds(hall: Hall) -> None:
    assert ("disclosure", hall.belts[1]) in hall.found(level="2")
    with hall.database.transaction() as session:
        version = session.query(DisclosureVersion).filter_by(disclosure_id=hall.belts[1]).one()
        changed(session, utc_now(), hall.owner, version, "amend", lines=made.lines("20 MPa", ""), change_reason="配方调整")
    assert hall.found(level="2") == []
    hall.publish()
    with hall.database.reading() as session:
        assert session.query(FrontRunner).filter_by(kind="candidate").count() == 2
    assert hall.found(front_runner="candidate") == hall.found(level="1") == [("disclosure", hall.belts[0]), ("product", hall.product)]


def test_what_was_amended_has_no_stars_and_its_product_those_of_what_still_stands(hall: Hall) -> None:
    with hall.database.transaction() as session:
        version = session.query(DisclosureVersion).filter_by(disclosure_id=hall.belts[0]).one()
        changed(session, utc_now(), hall.owner, version, "amend")
    assert hall.found(level="1") == hall.found(front_runner="candidate") == []
    assert set(hall.found(stars="3")) == {("product", hall.product), ("disclosure", hall.belts[2])}


def test_a_candidate_that_is_suspended_restored_or_ended_is_found_so(hall: Hall) -> None:
    both = [("disclosure", hall.belts[0]), ("product", hall.product)]
    for step, expected in (("suspended", []), ("restored", both), ("ended", [])):
        hall.decide(step)
        assert hall.found(front_runner="candidate") == expected, step
    assert hall.found(stars="5") == both


def test_a_title_is_found_from_the_day_it_begins_to_the_day_it_ends(hall: Hall) -> None:
    today = legal_day(utc_now())
    begins, ends = today + timedelta(days=10), today + timedelta(days=20)
    given = Title(kind="national", category="输送带", year=str(today.year), models="EP200", issuer="某某标准化协会（示例）", document="2026年第1号公告（示例）", source_url="https://example.com/1", valid_from=begins, valid_until=ends)
    with hall.database.transaction() as session:
        disclosure = session.get_one(Disclosure, hall.belts[0])
        assert session.get_one(Enterprise, disclosure.enterprise_id).division_code
        front_runners.record_title(session, actor=hall.officer, disclosure_id=disclosure.id, given=given, now=utc_now(), random=random)
    assert hall.found(front_runner="national") == []
    for day, held in ((begins, True), (ends, True), (ends + timedelta(days=1), False)):
        hall.follow(_noon(day))
        assert (found(hall.engine, front_runner="national") == [("disclosure", hall.belts[0]), ("product", hall.product)]) is held, day


def test_a_candidate_is_not_found_any_more_when_its_months_are_over(hall: Hall) -> None:
    until = hall.runner("candidate").valid_until
    assert until is not None
    hall.follow(_noon(until))
    assert len(found(hall.engine, front_runner="candidate")) == 2
    hall.follow(_noon(until + timedelta(days=1)))
    assert found(hall.engine, front_runner="candidate") == []


def _noon(day: date) -> datetime:
    return first_instant(day) + timedelta(hours=12)
