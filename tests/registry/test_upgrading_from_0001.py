"""A registry that was filled before codes had a history: after the upgrade every GTIN that is printed leads somewhere."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, DateTime, column, insert, inspect, table, text
from sqlalchemy.exc import DBAPIError

from registry import db
from registry.db import Database
from registry.migrations import guards
from registry.models import Product
from registry.queries import scan_codes
from tests.factories.products import gtin

PRODUCTS = 30


def put(connection: Connection, name: str, /, **values: object) -> None:
    """A row written without today's models, which know more columns than revision 0001."""
    columns = [column(each, DateTime()) if each.endswith("_at") else column(each) for each in values]
    connection.execute(insert(table(name, *columns)).values(values))


def fill(database: Database, now: datetime) -> dict[int, str | None]:
    """Products as revision 0001 kept them, two of three with a GTIN; id to GTIN."""
    numbers: dict[int, str | None] = {each: f"0{gtin()}" if each % 3 else None for each in range(1, PRODUCTS + 1)}
    then = now.replace(tzinfo=None)
    with database.engine.begin() as connection:
        put(connection, "enterprise", id=1, credit_code="91331022MA2K10012U", name="三门县某某橡胶有限公司（示例）", division_code="331022", contact_name="王", contact_phone="0576", created_at=then, revision=1)
        for each, number in numbers.items():
            put(connection, "product", id=each, enterprise_id=1, kind="product", name=f"输送带{each}", gtin=number, created_at=then, revision=1)
            put(connection, "scan_code", product_id=each, code=f"{each:010d}", issued_at=then)
    return numbers


def counted(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in inspect(connection).get_table_names() if name != "alembic_version"}


def triggers(database: Database) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if database.engine.dialect.name == "sqlite" else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with database.engine.connect() as connection:
        return set(connection.execute(text(query)).scalars())


@pytest.fixture
def numbers(empty_database_url: str, now: datetime) -> dict[int, str | None]:
    db.upgrade(empty_database_url, "0001")
    opened = Database(empty_database_url)
    made = fill(opened, now)
    opened.close()
    return made


def test_every_gtin_has_its_open_holding_and_no_row_is_lost(empty_database_url: str, numbers: dict[int, str | None], now: datetime) -> None:
    opened = Database(empty_database_url)
    before = counted(opened)
    db.upgrade(empty_database_url)
    after = counted(opened)
    assert {name: after[name] for name in before} == before
    assert after["gtin_holding"] == sum(number is not None for number in numbers.values()) == 20
    with opened.reading() as session:
        for product_id, number in numbers.items():
            held = scan_codes.open_holdings(session, product_id)
            assert [(each.gtin, each.since) for each in held] == ([(number, now)] if number else [])
            assert session.get_one(Product, product_id).merged_into_id is None
    opened.close()


def test_codes_that_were_printed_before_are_guarded_after(empty_database_url: str, numbers: dict[int, str | None]) -> None:
    db.upgrade(empty_database_url)
    opened = Database(empty_database_url)
    assert triggers(opened) == guards.expected(opened.engine.dialect.name)
    for statement in ("DELETE FROM scan_code", "UPDATE scan_code SET code = 'ABCDEFGHJK' WHERE product_id = 1"):
        with pytest.raises(DBAPIError, match=guards.REFUSED), opened.engine.begin() as connection:
            connection.execute(text(statement))
    assert counted(opened)["scan_code"] == len(numbers)
    opened.close()
