"""Many hands on one code, one lot, one serial or one GTIN at the same moment: one has it and the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from random import Random
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from registry.actions import lots, product_merging, products, scan_codes, serials
from registry.db import Database
from registry.errors import DomainError, Invalid
from registry.legal_time import legal_day
from registry.models import GtinHolding, Lot, Product, ScanCode, Serial
from registry.queries import scan_codes as queries
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from tests.factories import people
from tests.factories.products import gtin, registered

HANDS = 4


@dataclass(frozen=True)
class Stage:
    """Four products of one enterprise, and who edits them."""

    database: Database
    actor: Actor
    products: list[int]
    code: str

    def at_once(self, deed: Callable[[Session, int], object]) -> list[object]:
        """What each hand got, or was told, when all began together."""
        together = Barrier(HANDS)

        def one(hand: int) -> object:
            together.wait()
            try:
                with self.database.transaction() as session:
                    return deed(session, hand)
            except DomainError as told:
                return told

        with ThreadPoolExecutor(HANDS) as pool:
            return list(pool.map(one, range(HANDS)))


@pytest.fixture
def stage(database: Database, now: datetime) -> Stage:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        actor = people.member(session, now, firm)
        made = [registered(session, now, actor, firm) for _ in range(HANDS)]
        session.flush()
        code = queries.live(session, made[0].id)
        assert code
        return Stage(database, actor, [each.id for each in made], code.code)


def told(got: list[object]) -> list[str]:
    refused = [next(iter(each.fields.values())) if isinstance(each, Invalid) else each.code for each in got if isinstance(each, DomainError)]
    assert len(refused) == HANDS - 1
    return sorted(set(refused))


def test_a_lot_is_registered_by_one_hand(stage: Stage, now: datetime) -> None:
    day = legal_day(now)
    got = stage.at_once(lambda session, _: lots.register(session, actor=stage.actor, product_id=stage.products[0], lot="L1", produced_on=day, now=now))
    assert told(got) == ["lot_taken"]
    with stage.database.reading() as session:
        assert session.query(Lot).count() == 1


def test_a_serial_is_registered_by_one_hand(stage: Stage, now: datetime) -> None:
    got = stage.at_once(lambda session, hand: serials.enlist(session, actor=stage.actor, product_id=stage.products[0], serials=[f"OWN{hand}", "SAME"], now=now))
    assert set(told(got)) <= {"serials_taken", "serials_taken_meanwhile"}
    with stage.database.reading() as session:
        assert session.query(Serial).count() == 2, "all of a list or none"


def test_a_code_is_revoked_by_one_hand(stage: Stage, now: datetime) -> None:
    got = stage.at_once(lambda session, _: scan_codes.revoke(session, actor=stage.actor, code=stage.code, reason="印错", now=now))
    assert told(got) == ["revoked_already"]


def test_one_code_is_issued_anew(stage: Stage, now: datetime) -> None:
    with stage.database.transaction() as session:
        scan_codes.revoke(session, actor=stage.actor, code=stage.code, reason="印错", now=now)
    got = stage.at_once(lambda session, hand: scan_codes.issue(session, actor=stage.actor, product_id=stage.products[0], now=now, randbits=Random(hand).getrandbits))
    assert told(got) == ["code_stands"]
    with stage.database.reading() as session:
        assert session.query(ScanCode).filter_by(product_id=stage.products[0]).count() == 2


def test_one_product_holds_a_gtin_and_its_path(stage: Stage, now: datetime) -> None:
    number = gtin()

    def give(session: Session, hand: int) -> object:
        form = ProductForm(name="输送带", category="conveyor-belt", gtin=number)
        return products.edit(session, actor=stage.actor, product_id=stage.products[hand], form=form, revision=1, now=now).id

    got = stage.at_once(give)
    assert told(got) == ["gtin_own_product"]
    with stage.database.reading() as session:
        assert [each.product_id for each in session.query(GtinHolding)] == [each for each in got if isinstance(each, int)]


def test_products_merged_into_each_other_at_once_never_make_a_ring(stage: Stage, now: datetime) -> None:
    ring = [*stage.products, stage.products[0]]
    stage.at_once(lambda session, hand: product_merging.merge(session, actor=stage.actor, product_id=ring[hand], into_id=ring[hand + 1], now=now))
    with stage.database.reading() as session:
        merged = {each.id: each.merged_into_id for each in session.query(Product)}
    assert all(merged[into] is None for into in merged.values() if into is not None), "always one hop"
