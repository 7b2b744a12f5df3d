"""The index is told of a change in the transaction of the change, or the change is refused."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from registry import outbox, subjects
from registry.db import Database
from registry.models import ConceptSynonym, Disclosure, Enterprise, IndexTask, Product
from tests.factories import people, shelves
from tests.factories.disclosures import disclosed

FAR = date(2030, 5, 1)


def _queued(database: Database) -> list[tuple[str, int, datetime]]:
    with database.reading() as session:
        return [(each.kind, each.subject_id, each.not_before) for each in session.scalars(select(IndexTask).order_by(IndexTask.id))]


def _forget(database: Database) -> None:
    with database.transaction() as session:
        session.execute(delete(IndexTask))


def test_a_disclosure_is_looked_at_when_it_is_made_and_on_the_days_that_change_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        version = disclosed(session, now, people.member(session, now, firm), firm, in_force_from="2030-05-01", valid_until="2031-04-30")
        wanted = version.disclosure_id
    found = [at for kind, subject_id, at in _queued(database) if (kind, subject_id) == ("disclosure", wanted)]
    assert len(found) == 3
    assert sorted(found)[1:] == [datetime(2030, 4, 30, 16, tzinfo=UTC), datetime(2031, 4, 30, 16, tzinfo=UTC)]  # midnight in Shanghai


def test_what_is_rolled_back_is_not_queued(database: Database, now: datetime) -> None:
    with pytest.raises(RuntimeError, match="crash"), database.transaction() as session:
        people.enterprise(session, now)
        session.flush()
        raise RuntimeError("crash")
    assert _queued(database) == []


def test_a_change_that_a_savepoint_kept_is_queued_whatever_another_savepoint_took_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm_id = people.enterprise(session, now).id
        firm = session.get_one(Enterprise, firm_id)
        with pytest.raises(RuntimeError), session.begin_nested():
            firm.name = "另一个名称（示例）"
            session.flush()
            raise RuntimeError
    with database.transaction() as session, session.begin_nested():
        session.get_one(Enterprise, firm_id).town = "健跳镇"
    assert [kind for kind, subject_id, _ in _queued(database) if subject_id == firm_id].count("holder") == 2


def test_a_telephone_number_is_no_reason_to_look_at_a_thousand_documents(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
    _forget(database)
    with database.transaction() as session:
        session.get_one(Enterprise, firm.id).contact_phone = "13800000000"
    assert _queued(database) == []
    with database.transaction() as session:
        session.get_one(Enterprise, firm.id).name = "改名后的企业（示例）"
    assert [(kind, subject_id) for kind, subject_id, _ in _queued(database)] == [("holder", firm.id)]


def test_a_deleted_row_is_looked_at_like_any_other(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        shelves.stock(session, now)
    _forget(database)
    with database.transaction() as session:
        synonym = session.scalars(select(ConceptSynonym).limit(1)).one()
        concept = synonym.concept_id
        session.delete(synonym)
    assert [(kind, subject_id) for kind, subject_id, _ in _queued(database)] == [("concept", concept)]


@pytest.mark.parametrize("model", sorted(subjects.INDEXED, key=lambda model: model.__tablename__), ids=lambda model: model.__tablename__)
def test_a_statement_past_the_unit_of_work_is_refused_unless_it_says_what_it_does(session: Session, model: type) -> None:
    for statement in (update(model).values(id=1).where(model.id == 0), delete(model).where(model.id == 0), insert(model.__table__)):
        with pytest.raises(RuntimeError, match=f"a statement on {model.__tablename__} that does not say"):
            session.execute(statement)


def test_a_statement_that_says_so_passes_and_its_subjects_are_queued_with_it(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.execute(outbox.queued(update(Product)).where(Product.id == 0).values(name="—"))
        outbox.look_again(session, [("product", 7, None), ("product", 7, date(2026, 1, 1)), ("product", 7, FAR)])
    assert [(kind, subject_id) for kind, subject_id, _ in _queued(database)] == [("product", 7), ("product", 7)]


def test_every_column_that_points_at_a_subject_of_the_index_is_known_to_the_queue() -> None:
    """A table that a document is made of must queue; those that hold nothing public of it are named here."""
    private = {
        "draft", "platform_indication", "report_case", "dispute", "enterprise_member", "enterprise_fact", "invitation", "verification_request", "gtin_holding", "lot", "serial",
        "serial_run", "variant", "typed_link", "scan_count", "enterprise_scan_count", "label_kit", "floor", "catalogue_source", "category_concept", "audit_entry", "ledger_entry",
        "evaluation_scheme", "requirement_claim", "screening", "screening_matter", "likeness", "credit_class", "recusal", "draw_object", "inspection", "rectification",
        "rectification_step", "honour", "entitlement", "standards_profile",
    }  # fmt: skip
    in_one_statement = {"ranking", "front_runner", "front_runner_step"}  # publishing queues a board as one task, its actions a front-runner's disclosure
    indexed = {Disclosure.__tablename__, Product.__tablename__, Enterprise.__tablename__, "catalogue_standard", "indicator_concept", "product_category", "disclosure_version"}
    known = {model.__tablename__ for model in subjects.INDEXED}
    pointing = {table.name for table in Disclosure.metadata.tables.values() if any(key.column.table.name in indexed for key in table.foreign_keys)}
    assert pointing - known <= private | in_one_statement
