"""The counters follow what changes, and say the same as counting everything anew."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from registry.actions import endings, statistics
from registry.db import Database
from registry.models import Bureau, DeskTask, DisclosureVersion, Enterprise, Job, Statistic, StatisticShare
from registry.outbox import queued
from registry.queries import statistics as queries
from registry.rules.permission import SYSTEM, Actor
from registry.rules.statistic import SUBJECTS, Cell
from tests.factories import people, products
from tests.factories.disclosures import changed, disclosed


@dataclass
class Told:
    """Two standards of an enterprise of Sanmen, one of another county, and a product."""

    bureau: Bureau
    owner: Actor
    firm: Enterprise
    versions: list[DisclosureVersion]


def world(session: Session, now: datetime) -> Told:
    bureau = people.bureau(session, now)
    firm = people.enterprise(session, now)
    owner = people.member(session, now, firm)
    other = people.enterprise(session, now, name="莆田市某某鞋业有限公司（示例）", division_code="350302")
    made = [disclosed(session, now, owner, firm), disclosed(session, now, owner, firm), disclosed(session, now, people.member(session, now, other), other)]
    products.registered(session, now, owner, firm)
    return Told(bureau, owner, firm, made)


@pytest.fixture(name="world")
def _world() -> object:
    return world


def followed(database: Database, now: datetime) -> None:
    """Everything that is due, as the worker does."""
    with database.transaction() as session:
        due = list(session.scalars(select(DeskTask).where(DeskTask.not_before <= now)))
        statistics.follow(session, [(each.kind, each.subject_id) for each in due], now=now)
        session.execute(delete(DeskTask).where(DeskTask.id.in_([each.id for each in due])))


def counted(session: Session, measure: str, division: str = "", industry: str = "", month: str = "") -> int:
    return session.scalar(select(Statistic.count).where(Statistic.division_code == division, Statistic.industry == industry, Statistic.month == month, Statistic.measure == measure)) or 0


def differing(database: Database) -> dict[Cell, tuple[int, int]]:
    with database.reading() as session:
        return queries.differences(session)


def recounted(database: Database, now: datetime) -> int:
    """How many shares were other ones."""
    mended = 0
    for kind in SUBJECTS:
        after: int | None = 0
        while after is not None:
            with database.transaction() as session:
                looked = statistics.recount(session, actor=SYSTEM, kind=kind, after=after, now=now)
            after, mended = looked.last, mended + looked.mended
    return mended


LATER = timedelta(days=400)


def test_what_was_disclosed_counts_where_it_was_and_in_all_that_it_lies_in(database: Database, told: Told, now: datetime) -> None:
    followed(database, now + LATER)
    with database.reading() as session:
        assert [counted(session, "current", division) for division in ("331022", "331000", "330000", "350302", "")] == [2, 2, 2, 1, 3]
        assert counted(session, "disclosures.enterprise", "331022", "C", "2026-11") == 2
        assert counted(session, "disclosures", "331022", "", "2026") == 2
        assert counted(session, "disclosures", "331022", "A", "2026") == 0
        assert [counted(session, each) for each in ("enterprises", "enterprises.disclosing", "products", "indicators", "versions")] == [2, 2, 1, 6, 3]
    assert differing(database) == {}


def test_an_amendment_and_an_ending_change_only_what_they_change(database: Database, told: Told, now: datetime) -> None:
    followed(database, now)
    with database.transaction() as session:
        changed(session, now, told.owner, session.get_one(DisclosureVersion, told.versions[0].id), "amend")
        endings.withdraw(session, actor=told.owner, disclosure_id=told.versions[1].disclosure_id, effective_on=now.date(), reason="不再生产", now=now)
    followed(database, now + LATER)
    with database.reading() as session:
        assert [counted(session, each, "331022") for each in ("disclosures", "current", "versions")] == [2, 1, 3]
    assert differing(database) == {}


def test_following_twice_adds_nothing(database: Database, told: Told, now: datetime) -> None:
    with database.transaction() as session:
        for _ in range(2):
            statistics.follow(session, [("disclosure", told.versions[0].disclosure_id), ("disclosure", 10**6), ("standard", 1)], now=now)
    with database.reading() as session:
        assert counted(session, "disclosures") == 1


def test_an_enterprise_that_moves_takes_everything_along(database: Database, told: Told, now: datetime) -> None:
    followed(database, now + LATER)
    with database.transaction() as session:
        session.get_one(Enterprise, told.firm.id).division_code = "331082"
    with database.transaction() as session:
        tasks = [("holder", told.firm.id), *(("disclosure", each.disclosure_id) for each in told.versions[:2])]
        statistics.follow(session, tasks, now=now)
    with database.reading() as session:
        assert [counted(session, "products", division) for division in ("331022", "331082", "331000")] == [0, 1, 1]
        assert [counted(session, "disclosures", division) for division in ("331022", "331082", "331000")] == [0, 2, 2]


def test_counting_everything_anew_says_what_following_said(database: Database, told: Told, now: datetime) -> None:
    followed(database, now + LATER)
    assert recounted(database, now + LATER) == 0


def test_rows_that_nobody_queued_are_found_by_counting_anew(database: Database, told: Told, now: datetime) -> None:
    followed(database, now + LATER)
    with database.transaction() as session:
        session.execute(queued(update(Enterprise).where(Enterprise.id == told.firm.id).values(industry_code="A0111")))
        session.execute(delete(StatisticShare).where(StatisticShare.kind == "product"))
        session.add(StatisticShare(kind="product", subject_id=10**6, division_code="331022", industry="C", counts=[["products", "2026-11", 1]]))
    assert recounted(database, now + LATER) == 5  # the enterprise, two disclosures, a product, and a share of nothing
    wrong = differing(database)
    assert {cell[3] for cell in wrong} == {"products.current"}  # what is missing of the other was taken back with the share of nothing
    with database.transaction() as session:
        statistics.mend(session, actor=SYSTEM, found=wrong, shares=5, now=now)
    assert differing(database) == {}
    with database.reading() as session:
        assert counted(session, "disclosures", "331022", "A") == 2


def test_a_counter_that_was_meddled_with_is_found_and_put_right(database: Database, told: Told, now: datetime) -> None:
    followed(database, now + LATER)
    cell = ("331022", "", "", "disclosures")
    with database.transaction() as session:
        session.execute(update(Statistic).where(Statistic.division_code == "331022", Statistic.industry == "", Statistic.month == "", Statistic.measure == "disclosures").values(count=7))
    wrong = differing(database)
    assert wrong == {cell: (7, 2)}
    with database.transaction() as session:
        assert statistics.mend(session, actor=SYSTEM, found=wrong, shares=0, now=now) == 1
        assert statistics.mend(session, actor=SYSTEM, found=wrong, shares=0, now=now) == 0
    assert differing(database) == {}


def test_one_comparison_is_arranged_for_the_next_night(database: Database, told: Told, now: datetime) -> None:
    for _ in range(2):
        with database.transaction() as session:
            statistics.follow(session, [("disclosure", told.versions[0].disclosure_id)], now=now)
    with database.reading() as session:
        assert session.scalars(select(Job.not_before).where(Job.kind == statistics.COMPARE)).all() == [datetime(2026, 11, 20, 19, 0, tzinfo=UTC)]
