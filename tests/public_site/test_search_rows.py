"""What a search loads from the database by ids, and what it finds there without an engine."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from public_site.pages.search_allowance import UNITS_PER_MINUTE, Allowance
from registry import db
from registry.models import CatalogueStandard, Disclosure, Enterprise, Product
from registry.queries import found, keyed
from registry.queries.public_lists import listed
from registry.time_limit import TooLong, within
from tests.factories import people
from tests.fixtures.databases import World
from tests.public_site.shelf import GTIN, RECOMMENDED, Shelf, fill

KINDS = ("disclosure", "product", "enterprise", "standard")
HEAVY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT count(*) FROM n"


@pytest.fixture
def world() -> World:
    return fill


@pytest.fixture
def shelf(told: Shelf) -> Shelf:
    return told


def everything(session: Session) -> list[tuple[str, int]]:
    tables = (("disclosure", Disclosure), ("product", Product), ("enterprise", Enterprise), ("standard", CatalogueStandard))
    return [(kind, row.id) for kind, table in tables for row in session.query(table).order_by(table.id)]


def test_rows_come_in_the_order_asked_each_once_with_the_status_that_lists_show(database: db.Database, shelf: Shelf, now: datetime) -> None:
    with database.reading() as session:
        asked = everything(session)[::-1]
        lists = {row.public_id: row.status for row in listed(session, [each for kind, each in asked if kind == "disclosure"], now.date())}
    with database.looking() as look:
        rows = found.by_ids(look, [*asked, *asked, ("product", 10**9), ("disclosure", -1)], now.date())
    assert [(row.kind, row.id) for row in rows] == asked
    assert {row.public_id: row.status for row in rows if isinstance(row, found.FoundDisclosure)} == lists
    product = next(row for row in rows if isinstance(row, found.FoundProduct) and row.gtin)
    assert [each.public_id for each in product.followed] == [shelf.ids["current"]]
    assert product.category.split("/")[-2] == "conveyor-belt"
    standard = next(row for row in rows if isinstance(row, found.FoundStandard) and row.number == RECOMMENDED)
    assert standard.state.word == "in_force"


def test_what_is_not_public_gives_no_row(database: db.Database, shelf: Shelf, now: datetime) -> None:
    with database.transaction() as session:
        stranger = people.enterprise(session, now, credit_code="91350302MA31ABCD0F", verified=False)
        session.flush()
        kept, gone = session.query(Product).order_by(Product.id).all()
        gone.merged_into_id = kept.id
        hidden = [("enterprise", stranger.id), ("product", gone.id)]
    with database.looking() as look:
        assert found.by_ids(look, hidden, now.date()) == []


@pytest.mark.parametrize(
    ("typed", "kind", "amount"),
    [("gbt990002—2024", "standard", 1), ("990002", "standard", 1), ("Q/SMXJ", "disclosure", 11), (GTIN, "product", 1), ("夹织", "product", 1), ("三门县", "enterprise", 1), ("三门县", "disclosure", 11), ("", "disclosure", 11), ("没有这个", "disclosure", 0), ("%_'\"", "product", 0)],
)  # fmt: skip
def test_numbers_codes_and_beginnings_are_found_without_an_engine(database: db.Database, shelf: Shelf, typed: str, kind: str, amount: int) -> None:
    with database.reading() as session:
        ids, complete = keyed.look_up(session, typed, (kind,), 5)
    assert (len(ids), complete) == (amount, True)


def test_a_credit_code_finds_the_enterprise_and_all_that_is_its_own(database: db.Database, shelf: Shelf) -> None:
    with database.reading() as session:
        by_code, _complete = keyed.look_up(session, shelf.firm.lower(), KINDS, 5)
        held, _complete = keyed.look_up(session, "", KINDS, 5, holder=shelf.firm)
    assert sorted(by_code) == sorted(held)
    assert {kind for kind, _id in held} == {"disclosure", "product", "enterprise"}


def test_a_look_up_ends_with_its_time_and_keeps_what_it_found(database: db.Database, shelf: Shelf) -> None:
    with database.reading() as session:
        with pytest.raises(TooLong), within(session, 0.05):
            session.scalar(text(HEAVY))
        session.rollback()
        assert session.scalar(text("SELECT count(*) FROM disclosure")) == 11


def test_who_walks_every_combination_is_slowed_and_readers_are_not() -> None:
    allowance = Allowance()
    for turn in range(200):
        assert allowance.spend("reader", ("status", turn % 20), 2, 0) <= UNITS_PER_MINUTE
    spent = [allowance.spend("scraper", ("region", turn), 3, 1) for turn in range(100)]
    assert spent[79] <= UNITS_PER_MINUTE < spent[80]
    assert allowance.spend("reader", ("status", 99), 2, 2) <= UNITS_PER_MINUTE
    assert allowance.spend("scraper", ("region", 0), 3, 3) <= UNITS_PER_MINUTE, "what was asked already is free"
    assert allowance.spend("scraper", ("region", 200), 3, 61) <= UNITS_PER_MINUTE
