"""The index follows every change, once it has been committed, whatever dies in between."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from registry import index_queue
from registry.actions import endings, products, vocabulary
from registry.db import Database, utc_now
from registry.models import CatalogueStandard, ConceptSynonym, Enterprise, IndexTask, IndicatorConcept, ProductCategory
from registry.rules import names
from registry.rules.permission import Actor
from search import indexer, rebuild
from search.engine import Away, Change, SearchEngine
from search.indexer import Drainer, LeaseLost, NoIndex
from tests.factories import people, shelves
from tests.factories.contents import line
from tests.factories.disclosures import changed, disclosed
from tests.factories.products import registered
from tests.search.following import differences, drain, engine_in, found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    opened = engine_in(tmp_path)
    yield opened
    opened.close()


class World:
    """An enterprise with one disclosure and one product that follows it; all of it found."""

    def __init__(self, database: Database, engine: SearchEngine, now: datetime) -> None:
        self.database, self.engine, self.now = database, engine, now
        with database.transaction() as session:
            shelves.stock(session, now)
            firm = people.enterprise(session, now)
            self.actor: Actor = people.member(session, now, firm)
            self.version = disclosed(session, now, self.actor, firm, lines=(line(), line(name="老叫法", kind="functional")))
            product = registered(session, now, self.actor, firm)
            products.link(session, actor=self.actor, product_id=product.id, disclosure_id=self.version.disclosure_id, now=now)
            self.firm_id, self.disclosure_id, self.product_id, self.credit_code = firm.id, self.version.disclosure_id, product.id, firm.credit_code
        rebuild.rebuild(database, engine, "rebuild")

    def true(self) -> bool:
        """Whether the index says what the registry says, once it has followed."""
        drain(self.database, self.engine)
        return differences(self.database, self.engine).faults == ()


@pytest.fixture
def world(database: Database, engine: SearchEngine, now: datetime) -> World:
    return World(database, engine, now)


def test_what_is_disclosed_amended_and_withdrawn_is_found_so(world: World, engine: SearchEngine, now: datetime) -> None:
    assert found(engine, kind="disclosure") == [("disclosure", world.disclosure_id)]
    with world.database.transaction() as session:
        firm = session.get_one(Enterprise, world.firm_id)
        second = disclosed(session, now, world.actor, firm)
        changed(session, now, world.actor, second, "amend")
    assert drain(world.database, engine) > 0
    assert found(engine, kind="disclosure", status="current") == [("disclosure", world.disclosure_id), ("disclosure", second.disclosure_id)]
    with world.database.transaction() as session:
        endings.withdraw(session, actor=world.actor, disclosure_id=second.disclosure_id, effective_on=now.date(), reason="停产", now=now)
    assert world.true()
    assert found(engine, status="withdrawn") == [("disclosure", second.disclosure_id)]
    assert drain(world.database, engine) == 0


def test_a_rename_reaches_all_that_repeats_the_name(world: World, engine: SearchEngine) -> None:
    with world.database.transaction() as session:
        firm = session.get_one(Enterprise, world.firm_id)
        firm.name, firm.division_code = "台州新名橡胶有限公司（示例）", "331003"
    assert world.true()
    assert len(found(engine, region="331003")) == 3


def test_a_fan_out_larger_than_a_round_becomes_tasks_of_its_own_and_ends(world: World, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexer, "REACH", 1)
    monkeypatch.setattr(indexer, "QUEUED_AT_ONCE", 2)
    with world.database.transaction() as session:
        firm = session.get_one(Enterprise, world.firm_id)
        firm.division_code = "331003"
        for number in range(5):
            registered(session, world.now, world.actor, firm, name=f"第{number}件")
    assert world.true()
    assert len(found(engine, region="331003")) == 8
    with world.database.reading() as session:
        assert index_queue.lag(session, now=utc_now()) == 0.0


def test_an_enterprise_that_is_not_verified_any_more_takes_all_with_it(world: World, engine: SearchEngine) -> None:
    with world.database.transaction() as session:
        session.get_one(Enterprise, world.firm_id).verified_at = None
    assert world.true()
    assert found(engine, enterprise=world.credit_code) == []


def test_a_name_that_is_mapped_or_unmapped_and_a_category_that_is_renamed_reach_their_documents(world: World, engine: SearchEngine) -> None:
    with world.database.transaction() as session:
        concept = session.scalars(select(IndicatorConcept).where(IndicatorConcept.code == "belt-speed")).one()
        spelling = ConceptSynonym(concept_id=concept.id, text="老叫法", key=names.key("老叫法"), mapped_by_id=world.actor.account_id)
        session.add(spelling)
    assert world.true()
    with world.database.transaction() as session:
        vocabulary.unmap_name(session, actor=people.officer(session, world.now, people.bureau(session, world.now)), synonym_id=spelling.id, now=world.now)
    assert world.true()
    with world.database.transaction() as session:
        session.scalars(select(ProductCategory).where(ProductCategory.code == "conveyor-belt")).one().synonyms = ["皮带"]
    assert world.true()


def test_the_day_on_which_a_successor_takes_over_is_followed_for_the_standard_it_replaces(world: World, engine: SearchEngine) -> None:
    with world.database.transaction() as session:
        old, new = (session.scalars(select(CatalogueStandard).where(CatalogueStandard.number == number)).one() for number in ("GB/T 528-2009", "GB/T 7984-2013"))
        old.replaced_by = new.number
    assert world.true()
    with world.database.transaction() as session:
        session.get_one(CatalogueStandard, new.id).in_force_on = (world.now + timedelta(days=1)).date()
    assert world.true()


def test_documents_that_the_engine_refuses_are_tried_later_and_stop_no_other(world: World, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    name = engine.active()
    assert name is not None
    generation = engine.open(name)
    apply = type(generation).apply

    def choosy(itself: object, changes: Sequence[Change], *, token: int) -> Mapping[tuple[str, int], str]:
        good = [each for each in changes if each.kind != "product"]
        return {**apply(itself, good, token=token), **{(each.kind, each.subject_id): "too large" for each in changes if each.kind == "product"}}

    with world.database.transaction() as session:
        session.get_one(Enterprise, world.firm_id).division_code = "331003"
    with monkeypatch.context() as patched:
        patched.setattr(type(generation), "apply", choosy)
        assert drain(world.database, engine) > 0
    generation.close()
    assert found(engine, region="331003", kind="product") == []
    assert len(found(engine, region="331003")) == 2
    with world.database.reading() as session:
        waiting = session.scalars(select(IndexTask).where(IndexTask.kind == "alone:product")).all()
        assert [task.subject_id for task in waiting] == [world.product_id]
        assert waiting[0].not_before > utc_now() + index_queue.LATER / 2
    drainer = Drainer(world.database, engine, "later")
    assert drainer.drain_once(utc_now() + index_queue.LATER) >= 1 or drainer.drain_once(utc_now() + index_queue.LATER) >= 1
    drainer.close()
    assert differences(world.database, engine).faults == ()


def test_when_the_engine_is_away_the_tasks_stay(world: World, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.database.transaction() as session:
        session.get_one(Enterprise, world.firm_id).division_code = "331003"

    def away(*_: object, **__: object) -> None:
        raise Away

    name = engine.active()
    assert name is not None
    generation = engine.open(name)
    with monkeypatch.context() as patched:
        patched.setattr(type(generation), "apply", away)
        with pytest.raises(Away):
            drain(world.database, engine)
    generation.close()
    with world.database.reading() as session:
        assert index_queue.lag(session, now=utc_now()) > 0
    assert world.true()  # the lease was let go at once


def test_a_round_that_lost_its_lease_forgets_nothing(world: World, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.database.transaction() as session:
        session.get_one(Enterprise, world.firm_id).division_code = "331003"
    real = indexer.apply

    def slow(database: Database, *given: object, **named: object) -> set[tuple[str, int]]:
        with database.transaction() as session:
            index_queue.seize(session, index_queue.DRAINER, "another", now=utc_now() - timedelta(minutes=1))
        return real(database, *given, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(indexer, "apply", slow)
        with pytest.raises(LeaseLost):
            drain(world.database, engine)
    with world.database.reading() as session:
        assert index_queue.backlog(session, now=utc_now()).due > 0
    assert world.true()


def test_without_an_index_a_drainer_says_so_and_touches_nothing(database: Database, engine: SearchEngine) -> None:
    with pytest.raises(NoIndex):
        drain(database, engine)


def test_a_drainer_that_another_holds_up_does_nothing(world: World, engine: SearchEngine) -> None:
    with world.database.transaction() as session:
        session.get_one(Enterprise, world.firm_id).division_code = "331003"
        index_queue.take(session, index_queue.DRAINER, "another", now=utc_now())
    assert drain(world.database, engine) == 0
    assert found(engine, region="331003") == []
