"""What was disclosed is never changed: not by our objects, not by SQL, not by a replica's replay, not by a migration."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, String, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registry import db
from registry.actions import endings, standings
from registry.db import Base, Database
from registry.migrations import guards
from registry.models import (
    GUARDED,
    AssessmentBody,
    CaseStep,
    Disclosure,
    DisclosureVersion,
    DisclosureWithdrawal,
    EvaluationScheme,
    FrontRunner,
    FrontRunnerStep,
    Product,
    ProductCategory,
    Ranking,
    RankingEntry,
    RankingListPage,
    ReportCase,
    ScanCode,
    SchemeVersion,
)
from registry.rules.standing import Fact
from tests.factories.contents import content
from tests.factories.disclosures import changed, disclosed
from tests.factories.people import bureau, enterprise, member, officer
from tests.factories.rows import some_row

DAY = date(2026, 11, 20)
PARTS = ("indicator", "version_reference")
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def filled(database: Database, now: datetime) -> Database:
    """A database with a row in every guarded table, two versions of one disclosure among them."""
    with database.transaction() as session:
        firm = enterprise(session, now)
        office = bureau(session, now)
        actor, official = member(session, now, firm), officer(session, now, office)
        first = disclosed(session, now, actor, firm, content())
        changed(session, now, actor, first, "amend")
        second = disclosed(session, now, actor, firm)
        given = {"actor": actor, "disclosure_id": first.disclosure_id, "effective_on": DAY, "reason": "停产", "now": now}
        endings.supersede(session, successor_id=second.disclosure_id, **given)
        endings.withdraw(session, **given)
        standings.record(session, actor=official, enterprise_id=firm.id, fact=Fact("checked", DAY, "双随机抽查", result="conforming"), now=now)
        case = ReportCase(number="JB-1", secret_hash="0" * 64, kind="report", bureau_id=office.id, enterprise_id=firm.id, problem="other", statement="标识不清", language="zh", received_at=now)
        session.add(case)
        session.flush()
        session.add(CaseStep(case_id=case.id, word="received", at=now, told="已收到", noted="电话核实"))
        session.add(product := Product(enterprise_id=firm.id, kind="product", name="输送带", created_at=now))
        session.flush()
        session.add(ScanCode(product_id=product.id, code="0123456789", issued_at=now))
        _rank(session, first, now, office.id, official.account_id or 0)
        for table in (*GUARDED, "draw", "inspection"):
            some_row(session, table, now)
    return database


def _rank(session: Session, disclosed_version: DisclosureVersion, now: datetime, bureau_id: int, account_id: int) -> None:
    """Two rankings of one scheme: the first published, with a front-runner, the second a draft."""
    session.add(category := ProductCategory(code="belts", path="belts/", name="输送带", name_en="Belts", kind="product", synonyms=[]))
    session.add(body := AssessmentBody(public_id="B1", name="某评估中心", credit_code="91330000MA000000X0", document="〔2026〕1号", bureau_id=bureau_id, admitted_by_id=account_id, admitted_at=now))
    session.flush()
    session.add(scheme := EvaluationScheme(public_id="S1", body_id=body.id, category_id=category.id, year=2026, draft={}, created_by_id=account_id, created_at=now, changed_at=now))
    session.flush()
    session.add(version := SchemeVersion(scheme_id=scheme.id, sequence=1, title="方案", content="{}", content_hash="0" * 64, valid_from=DAY, published_by_id=account_id, published_at=now))
    session.flush()
    for public_id in ("R1", "R2"):
        ranking = Ranking(
            public_id=public_id, scheme_version_id=version.id, category_id=category.id, year=2026, as_of=DAY, graded=1, excluded=0, levels={"1": 1}, lists=[], medals=[], concepts={},
            inputs_hash="0" * 64, result_hash="0" * 64, compiled_by_id=account_id, compiled_at=now,
        )  # fmt: skip
        session.add(ranking)
        session.flush()
        session.add(RankingEntry(
            ranking_id=ranking.id, order_no=1, disclosure_id=disclosed_version.disclosure_id, version_id=disclosed_version.id, enterprise_id=1, public_id="D1", number="Q/X 1-2026", title="输送带",
            enterprise="某厂", credit_code="9133", province_code="330000", city_code="331000", division_code="331022", place=1, level=1, stars=5, inputs_hash="0" * 64, judged="{}", inputs="{}",
        ))  # fmt: skip
        session.add(RankingListPage(ranking_id=ranking.id, indicator=0, page=1, entries=[[1, 1]]))
        session.flush()
        if public_id == "R1":
            ranking.published_at = now
            session.flush()
            runner = FrontRunner(
                public_id="F1", kind="candidate", disclosure_id=disclosed_version.disclosure_id, version_id=disclosed_version.id, enterprise_id=1, ranking_id=ranking.id, category="输送带", year=2026,
                models="DTII", valid_from=DAY, recorded_by_id=account_id, recorded_at=now,
            )  # fmt: skip
            session.add(runner)
            session.flush()
            session.add(FrontRunnerStep(front_runner_id=runner.id, step="suspended", reason="amended", recorded_at=now))


@pytest.fixture
def connection(filled: Database) -> Iterator[Connection]:
    with filled.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as opened:
        yield opened


def sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def snapshot(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))] for table in (*GUARDED, "disclosure")}


def refused(connection: Connection, *statements: str) -> None:
    """Each statement alone is refused, by our guard and not by an accident, and leaves every row as it was."""
    before = snapshot(connection)
    connection.rollback()
    for statement in statements:
        with pytest.raises(DBAPIError, match=guards.REFUSED):
            connection.execute(text(statement))
        connection.rollback()
    assert snapshot(connection) == before
    connection.rollback()


def columns(table: str, *but: str) -> list[str]:
    return [column.name for column in Base.metadata.tables[table].columns if column.name not in but]


def copied(table: str, **values: str) -> str:
    """The SELECT of the table's first row with other values in some columns."""
    return f"SELECT {', '.join(values.get(name, name) for name in columns(table))} FROM {table} ORDER BY id LIMIT 1"


def into(table: str) -> str:
    return f"INTO {table} ({', '.join(columns(table))})"


def test_the_guarded_tables_are_the_ones_that_hold_public_facts() -> None:
    assert set(GUARDED) == set(guards.ROWS)
    assert set(guards.IDENTITY["disclosure"]) | {"latest_version_id", "category_code"} == set(columns("disclosure"))


def test_no_guarded_row_goes_with_a_parent_that_is_deleted() -> None:
    cascades = [key.parent for table in (*GUARDED, "disclosure") for key in Base.metadata.tables[table].foreign_keys if key.ondelete or key.onupdate]
    assert cascades == []


def test_objects_refuse_change_and_deletion(filled: Database) -> None:
    with pytest.raises(DBAPIError, match=guards.REFUSED), filled.transaction() as session:
        session.get_one(DisclosureVersion, 1).title = "另一个名称"
    with pytest.raises(DBAPIError, match=guards.REFUSED), filled.transaction() as session:
        session.delete(session.scalars(select(DisclosureWithdrawal)).one())


def test_no_statement_changes_or_deletes_a_row(connection: Connection) -> None:
    for table in GUARDED:
        refused(connection, f"UPDATE {table} SET {', '.join(f'{name} = {name}' for name in columns(table))}", f"DELETE FROM {table}", *(f"UPDATE {table} SET {name} = NULL" for name in columns(table, "id")))


def test_a_printed_code_may_be_revoked_and_is_otherwise_what_it_was(connection: Connection) -> None:
    identity = guards.IDENTITY["scan_code"]
    instead = [f"INSERT OR REPLACE INTO scan_code ({', '.join(columns('scan_code'))}) {copied('scan_code')}"] if sqlite(connection) else ["TRUNCATE scan_code CASCADE"]
    refused(connection, "DELETE FROM scan_code", "UPDATE scan_code SET code = 'ABCDEFGHJK'", "UPDATE scan_code SET product_id = product_id + 1", "UPDATE scan_code SET id = id + 7", *instead)
    assert set(identity) | {"revoked_at", "revoked_reason"} == set(columns("scan_code"))
    connection.execute(text("UPDATE scan_code SET revoked_reason = '印错'"))
    connection.commit()


def test_a_draw_is_frozen_then_drawn_and_changes_no_more(connection: Connection) -> None:
    frozen = [f"UPDATE draw SET {name} = {value}" for name, value in (("population_hash", "'1'"), ("commitment", "'1'"), ("seed", "'1'"), ("plan_hash", "'1'"), ("objects", "objects + 1"))]
    refused(connection, "DELETE FROM draw", *frozen)
    connection.execute(text("UPDATE draw SET drawn_at = frozen_at, drawn = 1"))
    connection.commit()
    refused_drawn = ["UPDATE draw SET drawn_at = NULL", "UPDATE draw SET drawn = 2", "UPDATE draw SET witness_words = '改'"]
    for statement in refused_drawn:
        with pytest.raises(DBAPIError, match=guards.REFUSED):
            connection.execute(text(statement))
        connection.rollback()


def test_an_inspection_stays_what_was_drawn_while_its_inspectors_may_be_replaced(connection: Connection) -> None:
    refused(connection, "DELETE FROM inspection", "UPDATE inspection SET disclosure_id = disclosure_id + 1", "UPDATE inspection SET order_no = order_no + 1", "UPDATE inspection SET bureau_id = bureau_id + 1")
    connection.execute(text("UPDATE inspection SET first_id = second_id"))
    connection.commit()


def test_a_published_ranking_is_frozen_and_a_draft_is_not(connection: Connection) -> None:
    published, draft = connection.execute(text("SELECT id FROM ranking ORDER BY id")).scalars()
    parts = ("ranking_entry", "ranking_list_page")
    kept = {table: connection.execute(text(f"SELECT * FROM {table} ORDER BY ranking_id")).all() for table in parts}
    other = {"ranking_entry": "order_no", "ranking_list_page": "page"}
    connection.rollback()
    for table in parts:
        named = ", ".join(columns(table))
        changed_row = ", ".join(f"{name} + 1" if name == other[table] else name for name in columns(table))
        refused(
            connection, f"UPDATE {table} SET ranking_id = ranking_id WHERE ranking_id = {published}", f"DELETE FROM {table} WHERE ranking_id = {published}",
            f"UPDATE {table} SET ranking_id = {published} WHERE ranking_id = {draft}", f"INSERT INTO {table} ({named}) SELECT {changed_row} FROM {table} WHERE ranking_id = {published}",
            *([f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE ranking_id = {published}"] if sqlite(connection) else [f"TRUNCATE {table} CASCADE"]),
        )  # fmt: skip
    refused(connection, f"DELETE FROM ranking WHERE id = {published}", *(f"UPDATE ranking SET {name} = NULL WHERE id = {published}" for name in columns("ranking", "id")))
    assert {table: connection.execute(text(f"SELECT * FROM {table} ORDER BY ranking_id")).all() for table in parts} == kept
    for statement in (*(f"DELETE FROM {table} WHERE ranking_id = {draft}" for table in parts), f"DELETE FROM ranking WHERE id = {draft}"):
        connection.execute(text(statement))
    connection.commit()


def test_no_insert_takes_the_place_of_a_row(connection: Connection) -> None:
    for table in GUARDED:
        upsert = f"INSERT {into(table)} SELECT * FROM ({copied(table)}) AS it WHERE 1 = 1 ON CONFLICT (id) DO UPDATE SET id = excluded.id"
        replacing = [f"INSERT OR REPLACE {into(table)} {copied(table)}", f"REPLACE {into(table)} {copied(table)}", f"UPDATE OR REPLACE {table} SET id = 1"]
        refused(connection, upsert, *(replacing if sqlite(connection) else []))


@ON_SQLITE
@pytest.mark.parametrize("pragma", ["recursive_triggers=OFF", "foreign_keys=OFF"])
def test_sqlite_replaces_nothing_under_any_pragma(connection: Connection, pragma: str) -> None:
    """INSERT OR REPLACE deletes without firing delete triggers when recursive_triggers is off."""
    connection.connection.dbapi_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
    other_key = copied("disclosure_version", id="id + 1000", draft_id="draft_id + 1000")
    refused(connection, f"INSERT OR REPLACE {into('disclosure_version')} {copied('disclosure_version')}", f"INSERT OR REPLACE {into('disclosure_version')} {other_key}")


def test_a_table_is_not_emptied_at_once(connection: Connection) -> None:
    verb, end = ("DELETE FROM", "") if sqlite(connection) else ("TRUNCATE", " CASCADE")
    refused(connection, *(f"{verb} {table}{end}" for table in (*GUARDED, "disclosure")))


@ON_POSTGRESQL
def test_emptying_a_parent_does_not_reach_what_was_disclosed(connection: Connection) -> None:
    refused(connection, *(f"TRUNCATE {table} CASCADE" for table in ("enterprise", "account", "draft", "bureau", "indicator_concept")))


@ON_POSTGRESQL
def test_a_replaying_replica_changes_nothing_either(connection: Connection) -> None:
    connection.execute(text("SET session_replication_role = replica"))
    connection.commit()
    refused(connection, *(f"DELETE FROM {table}" for table in GUARDED), *(f"TRUNCATE {table} CASCADE" for table in GUARDED), "UPDATE indicator SET low = '1'")


def test_a_public_version_takes_no_further_rows(connection: Connection) -> None:
    for table in PARTS:
        refused(connection, *(f"INSERT {into(table)} {copied(table, id='id + 1000', position='position + 1000', version_id=version)}" for version in ("1", "2", "version_id")))


def test_a_seal_is_never_broken(connection: Connection) -> None:
    """An older newest version, or none, would open the later ones to further rows."""
    refused(connection, "UPDATE disclosure SET latest_version_id = NULL WHERE id = 1", "UPDATE disclosure SET latest_version_id = 1 WHERE id = 1", "UPDATE disclosure SET latest_version_id = latest_version_id - 1")


def test_a_disclosure_keeps_its_address_and_its_holder(connection: Connection) -> None:
    moved = [f"UPDATE disclosure SET {name} = {value}" for name, value in (("public_id", "'0000000000'"), ("enterprise_id", "enterprise_id + 1"), ("number", "'Q/X 1-2026'"), ("id", "id + 1000"), ("basis", "'joint'"))]
    refused(connection, *moved, "DELETE FROM disclosure", *(["UPDATE disclosure SET rowid = rowid + 1000", f"INSERT OR REPLACE {into('disclosure')} {copied('disclosure')}"] if sqlite(connection) else []))


def test_a_new_version_still_gets_through(filled: Database, now: datetime) -> None:
    with filled.transaction() as session:
        disclosure = session.get_one(Disclosure, 2)
        assert disclosure.latest_version_id == 3
        session.execute(text(f"INSERT {into('disclosure_version')} {copied('disclosure_version', id='100', disclosure_id='2', sequence='2', draft_id='(SELECT max(id) FROM draft) + 0')}".replace("(SELECT max(id) FROM draft) + 0", _unused_draft(session))))
        disclosure.latest_version_id = 100
    with filled.reading() as session:
        assert session.get_one(Disclosure, 2).latest_version_id == 100


def _unused_draft(session: Session) -> str:
    session.execute(text(f"INSERT {into('draft')} {copied('draft', id='1000')}"))
    return "1000"


def triggers(connection: Connection) -> set[str]:
    if sqlite(connection):
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
    return set(connection.execute(text(query)).scalars())


def test_all_guards_stand_after_the_migrations(connection: Connection) -> None:
    assert triggers(connection) == guards.expected(connection.dialect.name)


def test_a_migration_of_a_filled_table_keeps_its_rows_and_brings_its_guards_back(connection: Connection) -> None:
    """Alembic's batch mode copies an SQLite table and drops the old one, and its triggers with it."""
    if sqlite(connection):
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    before = {name: len(rows) for name, rows in snapshot(connection).items()}
    assert min(before.values()) > 0
    guards.lift(connection)
    operations = Operations(MigrationContext.configure(connection))
    for table in (*GUARDED, "disclosure"):
        with operations.batch_alter_table(table, recreate="always" if sqlite(connection) else "auto") as batch:
            batch.add_column(Column("added_later", String(10), nullable=True))
    guards.restore(connection)
    assert {name: len(rows) for name, rows in snapshot(connection).items()} == before
    assert triggers(connection) == guards.expected(connection.dialect.name)
    assert not sqlite(connection) or connection.execute(text("PRAGMA foreign_key_check")).all() == []
    connection.commit()
    refused(connection, *(f"DELETE FROM {table}" for table in (*GUARDED, "disclosure")))


@ON_SQLITE
def test_one_altered_table_gets_its_own_guards_back(connection: Connection) -> None:
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table("standing", recreate="always") as batch:
        batch.add_column(Column("added_later", String(10), nullable=True))
    assert triggers(connection) < guards.expected("sqlite")
    guards.restore(connection, "standing")
    assert triggers(connection) == guards.expected("sqlite")


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_down_and_up_again_leaves_the_same_schema(empty_database_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    db.upgrade(empty_database_url)
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS))
    config.attributes["url"] = db.normal_url(empty_database_url)
    command.downgrade(config, "base")
    opened = Database(empty_database_url)
    assert set(inspect(opened.engine).get_table_names()) <= {"alembic_version"}
    db.upgrade(empty_database_url)
    with opened.engine.connect() as connection:
        assert triggers(connection) == guards.expected(connection.dialect.name)
    opened.close()
