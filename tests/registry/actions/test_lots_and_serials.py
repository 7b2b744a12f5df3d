"""Lots with the day they were made, variants, and serials in bulk."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from registry.actions import lots, serials
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import AuditEntry, Enterprise, Job, LedgerEntry, Product, Serial
from registry.queries import lots as queries
from registry.rules.permission import SYSTEM, Actor
from tests.factories import people
from tests.factories.products import gtin, registered

BITS = Random(4).getrandbits


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return people.enterprise(session, now)


@pytest.fixture
def editor(session: Session, now: datetime, firm: Enterprise) -> Actor:
    return people.member(session, now, firm, "editor")


@pytest.fixture
def product(session: Session, now: datetime, firm: Enterprise, editor: Actor) -> Product:
    return registered(session, now, editor, firm, gtin=gtin())


def wrong(deed: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        deed()
    return dict(refused.value.fields)


def test_a_lot_is_registered_once_and_its_case_counts(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    day = legal_day(now)
    for name in ("L1", "l1"):
        lots.register(session, actor=editor, product_id=product.id, lot=name, produced_on=day, now=now)
    assert wrong(lambda: lots.register(session, actor=editor, product_id=product.id, lot="L1", produced_on=day, now=now)) == {"lot": "lot_taken"}
    found = queries.lot(session, product.id, "l1")
    assert found
    assert (found.lot, found.produced_on) == ("l1", day)
    assert queries.lot(session, product.id, " L1") is None
    assert session.query(LedgerEntry).where(LedgerEntry.kind == "lot.registered").count() == 2
    assert session.query(AuditEntry).where(AuditEntry.action == "lot.registered").count() == 2


def test_every_wrong_field_of_a_lot_is_named_at_once(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    tomorrow = legal_day(now) + timedelta(days=1)
    assert wrong(lambda: lots.register(session, actor=editor, product_id=product.id, lot="批1", produced_on=tomorrow, now=now)) == {"lot": "identifier_characters", "produced_on": "produced_in_future"}
    assert wrong(lambda: lots.register(session, actor=editor, product_id=product.id, lot="..", produced_on=date(226, 1, 1), now=now)) == {"lot": "identifier_dots", "produced_on": "produced_too_early"}


def test_today_is_counted_in_shanghai(session: Session, editor: Actor, product: Product) -> None:
    evening_in_utc = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert lots.register(session, actor=editor, product_id=product.id, lot="N1", produced_on=date(2026, 11, 23), now=evening_in_utc).produced_on == date(2026, 11, 23)


def test_a_corrected_day_is_written_down_with_the_one_before(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    day = legal_day(now)
    lot = lots.register(session, actor=editor, product_id=product.id, lot="L1", produced_on=day, now=now)
    before = day - timedelta(days=3)
    lots.correct(session, actor=editor, lot_id=lot.id, produced_on=before, before=day, now=now)
    assert lot.produced_on == before
    entry = session.query(AuditEntry).where(AuditEntry.action == "lot.corrected").one()
    assert (entry.facts["before"], entry.facts["after"]) == (day.isoformat(), before.isoformat())
    assert day.isoformat() in session.query(LedgerEntry).where(LedgerEntry.kind == "lot.corrected").one().content
    with pytest.raises(Conflict, match="changed_meanwhile"):
        lots.correct(session, actor=editor, lot_id=lot.id, produced_on=day, before=day, now=now)
    assert wrong(lambda: lots.correct(session, actor=editor, lot_id=lot.id, produced_on=day + timedelta(days=1), before=before, now=now)) == {"produced_on": "produced_in_future"}


def test_a_variant_has_a_name_for_people(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    lots.register_variant(session, actor=editor, product_id=product.id, variant="42", name=" 42  码 ", now=now)
    assert [(each.variant, each.name) for each in queries.variants(session, product.id)] == [("42", "42 码")]
    assert wrong(lambda: lots.register_variant(session, actor=editor, product_id=product.id, variant="42", name="又一个", now=now)) == {"variant": "variant_taken"}
    assert wrong(lambda: lots.register_variant(session, actor=editor, product_id=product.id, variant="", name="", now=now)) == {"variant": "identifier_missing", "name": "required"}


def test_a_list_of_serials_is_registered_as_one_run(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    lot = lots.register(session, actor=editor, product_id=product.id, lot="L1", produced_on=legal_day(now), now=now)
    run = serials.enlist(session, actor=editor, product_id=product.id, serials=["A1", "a1", "A/2%"], lot_id=lot.id, now=now)
    assert (run.total, run.done, run.ended_at) == (3, 3, now)
    assert sorted(queries.serials_of_run(session, run.id)) == [("A/2%", "L1"), ("A1", "L1"), ("a1", "L1")]
    assert queries.serials_of_lots(session, [lot.id]) == {lot.id: 3}
    assert queries.taken(session, product.id, ["a1", "A3"]) == ["a1"]
    entry = session.query(LedgerEntry).where(LedgerEntry.kind == "serials.registered").one()
    assert '"count":3' in entry.content
    assert "A/2%" not in entry.content, "a public list of serials would be a list for counterfeiters"


@pytest.mark.parametrize(("listed", "code", "about"), [
    ([], "serials_missing", ""), (["A1", "A 1"], "identifier_characters", "A 1"), (["A1", "B1", "A1"], "serials_twice", "A1"), (["OLD"], "serials_taken", "OLD"), (["x" * 21], "identifier_too_long", "x" * 21),
])  # fmt: skip
def test_a_list_with_one_wrong_serial_registers_none(session: Session, now: datetime, editor: Actor, product: Product, listed: list[str], code: str, about: str) -> None:
    serials.enlist(session, actor=editor, product_id=product.id, serials=["OLD"], now=now)
    with pytest.raises(Invalid) as refused:
        serials.enlist(session, actor=editor, product_id=product.id, serials=listed, now=now)
    assert (refused.value.fields, refused.value.facts["serial"]) == ({"serials": code}, about)
    assert session.query(Serial).count() == 1


def test_one_serial_may_stand_on_two_products(session: Session, now: datetime, firm: Enterprise, editor: Actor, product: Product) -> None:
    other = registered(session, now, editor, firm)
    for each in (product, other):
        serials.enlist(session, actor=editor, product_id=each.id, serials=["A1"], now=now)
    assert session.query(Serial).count() == 2


def test_few_random_serials_are_made_at_once(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    run = serials.order(session, actor=editor, product_id=product.id, count=1000, now=now, randbits=BITS)
    made = [name for name, _ in queries.serials_of_run(session, run.id)]
    assert (len(made), run.done, run.job_id) == (1000, 1000, None)
    assert all(len(name) == 12 and name.isalnum() and name == name.upper() for name in made)


def test_many_random_serials_are_a_job_that_goes_on_where_it_ended(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    run = serials.order(session, actor=editor, product_id=product.id, count=12_000, now=now, randbits=BITS)
    assert (run.done, session.get_one(Job, run.job_id).kind) == (0, serials.MAKE)
    done = []
    while run.ended_at is None:
        done.append(serials.make_portion(session, actor=SYSTEM, run_id=run.id, now=now, randbits=BITS).done)
    serials.make_portion(session, actor=SYSTEM, run_id=run.id, now=now, randbits=BITS)
    assert done == [5000, 10_000, 12_000]
    assert session.query(Serial).count() == 12_000
    assert session.query(LedgerEntry).where(LedgerEntry.kind == "serials.registered").count() == 1


def test_a_source_that_repeats_itself_doubles_no_serial(session: Session, now: datetime, editor: Actor, product: Product) -> None:
    serials.order(session, actor=editor, product_id=product.id, count=10, now=now, randbits=Random(1).getrandbits)
    with pytest.raises(Conflict, match="serials_taken_meanwhile"):
        serials.order(session, actor=editor, product_id=product.id, count=10, now=now, randbits=Random(1).getrandbits)
    assert session.query(Serial).count() == 10


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_a_count_has_bounds(session: Session, now: datetime, editor: Actor, product: Product, count: int) -> None:
    assert wrong(lambda: serials.order(session, actor=editor, product_id=product.id, count=count, now=now, randbits=BITS)) == {"count": "serial_count"}


def test_another_products_lot_and_another_enterprises_product_are_not_found(session: Session, now: datetime, firm: Enterprise, editor: Actor, product: Product) -> None:
    elsewhere = registered(session, now, editor, firm)
    lot = lots.register(session, actor=editor, product_id=elsewhere.id, lot="L1", produced_on=legal_day(now), now=now)
    with pytest.raises(NotFound):
        serials.enlist(session, actor=editor, product_id=product.id, serials=["A1"], lot_id=lot.id, now=now)
    stranger = people.member(session, now, people.enterprise(session, now, name="别家"))
    with pytest.raises(NotFound):
        lots.register(session, actor=stranger, product_id=product.id, lot="L1", produced_on=legal_day(now), now=now)
    with pytest.raises(NotAllowed):
        serials.order(session, actor=people.member(session, now, firm, "viewer"), product_id=product.id, count=1, now=now, randbits=BITS)
    with pytest.raises(NotAllowed):
        serials.make_portion(session, actor=editor, run_id=1, now=now, randbits=BITS)
