"""What differs between index and registry is named, and repaired by the same path as any change."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from registry import index_queue
from registry.db import Database, utc_now
from registry.models import Enterprise
from search import rebuild
from search.engine import Change, SearchEngine
from tests.factories import people
from tests.factories.products import registered
from tests.search.following import differences, drain, engine_in


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    opened = engine_in(tmp_path)
    yield opened
    opened.close()


def test_missing_stale_and_phantom_documents_are_named_and_repaired(database: Database, engine: SearchEngine, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        actor = people.member(session, now, firm)
        made = [registered(session, now, actor, firm, name=f"第{number}件").id for number in range(3)]
    rebuild.rebuild(database, engine, "rebuild")
    assert differences(database, engine).faults == ()
    name = engine.active()
    assert name is not None
    generation = engine.open(name)
    stale = {"kind": ["product"], "title": ["旧"], "seat": made[1] * 4 + 1, "digest": "0" * 16}
    generation.apply([Change("product", made[0], None), Change("product", made[1], stale), Change("product", 987_654, stale | {"seat": 987_654 * 4 + 1})], token=10**6)
    generation.close()
    found = differences(database, engine)
    assert (found.missing, found.stale, found.phantom) == ((("product", made[0]),), (("product", made[1]),), (("product", 987_654),))
    with database.transaction() as session:
        # A lease whose token is above that of whoever wrote the wrong ones.
        index_queue.seize(session, index_queue.DRAINER, "somebody", now=utc_now())
        session.get_one(index_queue.IndexLease, index_queue.DRAINER).token = 10**6
        index_queue.fence(session, index_queue.DRAINER)
        index_queue.queue(session, found.faults, not_before=utc_now())
    drain(database, engine)
    assert differences(database, engine).faults == ()


def test_what_the_worker_is_about_to_write_is_no_fault(database: Database, engine: SearchEngine, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
    rebuild.rebuild(database, engine, "rebuild")
    with database.transaction() as session:
        session.get_one(Enterprise, firm.id).name = "改名后的企业（示例）"
        index_queue.queue(session, [("enterprise", firm.id)], not_before=utc_now())
    found = differences(database, engine)
    assert (found.faults, found.waiting) == ((), (("enterprise", firm.id),))
    drain(database, engine)
    assert differences(database, engine).waiting == ()
