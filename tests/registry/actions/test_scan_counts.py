"""Scans are added up by code, legal day and region, whoever adds at the same time."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.actions import scan_counts
from registry.db import Database
from registry.errors import NotAllowed
from registry.models import AuditEntry, Enterprise, LedgerEntry, ScanCode, ScanCount
from registry.queries import scan_counts as queries
from registry.queries.scan_counts import Asked
from tests.factories import people
from tests.factories.codes import coded

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 20)
YESTERDAY = TODAY - timedelta(1)


@pytest.fixture
def firm(session: Session, now: datetime) -> Enterprise:
    return people.enterprise(session, now)


@pytest.fixture
def code(session: Session, now: datetime, firm: Enterprise) -> ScanCode:
    return coded(session, now, firm)


def every(firm: Enterprise, product_id: int | None = None, first: date = YESTERDAY) -> Asked:
    return Asked(firm.id, first, TODAY, product_id)


def test_what_is_added_twice_is_the_sum(session: Session, firm: Enterprise, code: ScanCode) -> None:
    for scans in (3, 4):
        assert scan_counts.add(session, counts={(code.id, TODAY, "331022"): scans, (code.id, TODAY, "unknown"): 1, (code.id, YESTERDAY, "331022"): 1}) == 0
    for product_id in (None, code.product_id):
        assert queries.by_day(session, every(firm, product_id)) == {YESTERDAY: 2, TODAY: 9}
        assert queries.by_region(session, every(firm, product_id)) == [("331022", 9), ("unknown", 2)]
        assert queries.total(session, every(firm, product_id)) == 11
        assert queries.total(session, every(firm, product_id, first=TODAY)) == 9


def test_products_stand_in_order_of_their_scans_and_another_enterprise_sees_none(session: Session, now: datetime, firm: Enterprise, code: ScanCode) -> None:
    other = coded(session, now, firm, "叠层输送带", seed=8)
    rival = people.enterprise(session, now, name="三门县另一家橡胶有限公司（示例）")
    foreign = coded(session, now, rival, "橡胶密封条", seed=9)
    scan_counts.add(session, counts={(code.id, TODAY, "unknown"): 2, (other.id, TODAY, "unknown"): 5, (foreign.id, TODAY, "unknown"): 100})
    assert queries.by_product(session, every(firm), limit=9) == [(other.product_id, "叠层输送带", 5), (code.product_id, "夹织物芯输送带", 2)]
    assert queries.by_product(session, every(firm), limit=1) == [(other.product_id, "叠层输送带", 5)]
    assert queries.total(session, every(firm)) == 7
    assert queries.total(session, every(rival, code.product_id)) == 0, "a product is asked for together with its enterprise"
    assert [row[1:] for row in queries.rows(session, every(firm), limit=9)] == [("夹织物芯输送带", code.code, "unknown", 2), ("叠层输送带", other.code, "unknown", 5)]


def test_a_code_that_does_not_exist_is_left_out_and_the_others_are_counted(session: Session, firm: Enterprise, code: ScanCode) -> None:
    assert scan_counts.add(session, counts={(code.id, TODAY, "unknown"): 2, (code.id + 99, TODAY, "unknown"): 5}) == 5
    assert queries.total(session, every(firm)) == 2


def test_counting_is_the_systems_and_leaves_neither_audit_nor_ledger(session: Session, now: datetime, firm: Enterprise, code: ScanCode) -> None:
    before = [session.scalar(select(func.count()).select_from(table)) for table in (AuditEntry, LedgerEntry)]
    scan_counts.add(session, counts={(code.id, TODAY, "unknown"): 1})
    assert [session.scalar(select(func.count()).select_from(table)) for table in (AuditEntry, LedgerEntry)] == before
    with pytest.raises(NotAllowed):
        scan_counts.add(session, actor=people.member(session, now, firm), counts={})


ADDING = """
import sys
from datetime import date
from registry.actions import scan_counts
from registry.db import Database
database, codes, order = Database(sys.argv[1]), [int(each) for each in sys.argv[2].split(",")], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    with database.transaction() as session:
        scan_counts.add(session, counts={(code, date(2026, 11, 20), region): 1 for code in codes[::order] for region in ("331022", "unknown")[::order]})
"""


def test_two_processes_that_count_at_once_lose_nothing(database: Database, database_url: str, now: datetime) -> None:
    with database.transaction() as session:
        firm = people.enterprise(session, now)
        codes = [coded(session, now, firm, f"输送带 {number}", seed=number).id for number in range(3)]
    words = [sys.executable, "-c", ADDING, database_url, ",".join(map(str, codes))]
    hands = [subprocess.Popen([*words, order], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for order in ("1", "-1")]
    for hand in hands:
        assert hand.stdout is not None
        assert hand.stdout.readline() == "ready\n"
    for hand in hands:
        hand.communicate("go\n", timeout=60)
        assert hand.returncode == 0
    with database.reading() as session:
        assert [each.scans for each in session.scalars(select(ScanCount))] == [80] * 6
        assert queries.total(session, every(firm)) == 480
