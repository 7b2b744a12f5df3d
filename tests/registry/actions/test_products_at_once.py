"""Many hands on one GTIN, or on one product, at the same moment: one has it and the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from random import Random
from threading import Barrier

import pytest

from registry.actions import products
from registry.db import Database
from registry.errors import Conflict, DomainError, Invalid
from registry.models import Product, ProductCategory, ScanCode
from registry.queries import products as queries
from registry.rules.permission import Actor
from registry.rules.product import ProductForm
from tests.factories import people

HANDS = 4
FORM = ProductForm(name="夹织物芯输送带", category="conveyor-belt", gtin="9520000000011")


def at_once(deed: Callable[[int], object]) -> list[object]:
    """What `HANDS` threads got, or were told, that began together."""
    together = Barrier(HANDS)

    def one(hand: int) -> object:
        together.wait()
        try:
            return deed(hand)
        except DomainError as told:
            return told

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(one, range(HANDS)))


@pytest.fixture
def editors(database: Database, now: datetime) -> list[tuple[int, Actor]]:
    """Enterprises with an editor each: the last two hands belong to one enterprise."""
    with database.transaction() as session:
        session.add(ProductCategory(code="conveyor-belt", path="conveyor-belt/", name="输送带", name_en="Conveyor belts", kind="product", synonyms=[]))
        firms = [people.enterprise(session, now, name=f"三门县第{number}橡胶有限公司（示例）") for number in range(HANDS - 1)]
        return [(firm.id, people.member(session, now, firm, "editor")) for firm in (*firms, firms[-1])]


def test_of_all_who_register_one_gtin_at_once_one_holds_it(database: Database, now: datetime, editors: list[tuple[int, Actor]]) -> None:
    def register(hand: int) -> object:
        enterprise_id, actor = editors[hand]
        with database.transaction() as session:
            return products.register(session, actor=actor, enterprise_id=enterprise_id, form=FORM, now=now, randbits=Random(hand).getrandbits).id

    got = at_once(register)
    told = [each.fields["gtin"] for each in got if isinstance(each, Invalid)]
    assert len(told) == HANDS - 1
    assert set(told) <= {"gtin_taken", "gtin_own_product"}
    with database.reading() as session:
        assert [each.gtin for each in session.query(Product)] == ["09520000000011"]
        assert session.query(ScanCode).count() == 1, "who was refused has used no code"


def test_of_all_who_give_their_product_one_gtin_at_once_one_holds_it(database: Database, now: datetime, editors: list[tuple[int, Actor]]) -> None:
    ids = []
    with database.transaction() as session:
        for hand, (enterprise_id, actor) in enumerate(editors):
            plain = ProductForm(name=f"输送带{hand}", category="conveyor-belt")
            ids.append(products.register(session, actor=actor, enterprise_id=enterprise_id, form=plain, now=now, randbits=Random(hand).getrandbits).id)

    def edit(hand: int) -> object:
        with database.transaction() as session:
            return products.edit(session, actor=editors[hand][1], product_id=ids[hand], form=FORM, revision=1, now=now).id

    got = at_once(edit)
    assert sum(isinstance(each, int) for each in got) == 1
    assert {code for each in got if isinstance(each, Invalid) for code in each.fields.values()} <= {"gtin_taken", "gtin_own_product"}
    with database.reading() as session:
        assert session.query(Product).filter(Product.gtin.is_not(None)).count() == 1


def test_of_all_who_save_one_product_at_once_one_is_kept_and_the_others_are_told(database: Database, now: datetime, editors: list[tuple[int, Actor]]) -> None:
    enterprise_id, actor = editors[0]
    with database.transaction() as session:
        product_id = products.register(session, actor=actor, enterprise_id=enterprise_id, form=FORM, now=now, randbits=Random(1).getrandbits).id

    def save(hand: int) -> object:
        with database.transaction() as session:
            return products.edit(session, actor=actor, product_id=product_id, form=ProductForm(name=f"第{hand}手", category="conveyor-belt"), revision=1, now=now).name

    got = at_once(save)
    assert [each.code for each in got if isinstance(each, Conflict)] == ["changed_meanwhile"] * (HANDS - 1)
    with database.reading() as session:
        assert queries.get(session, product_id).name in got
