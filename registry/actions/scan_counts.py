"""Adds scans to what was counted: one row a code, legal day and region."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry.models import ScanCount
from registry.rules import permission
from registry.rules.permission import SYSTEM, Actor

AT_ONCE = 1000


def add(session: Session, *, actor: Actor = SYSTEM, counts: Mapping[tuple[int, date, str], int]) -> None:
    """Add `counts`: (id of a scan code, legal day, region) to a number of scans.

    The database adds, so several processes lose nothing to each other; rows are written in one order, so that they do
    not wait for each other in a ring. The one verb without an audit row: nobody decides anything here, the counts are
    no public fact, and a row each second would drown what the audit is for. Raises IntegrityError for an unknown code.
    """
    permission.require(actor, "scans.count")
    made = (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(ScanCount)
    added = made.on_conflict_do_update(index_elements=["code_id", "day", "region"], set_={"scans": ScanCount.scans + made.excluded.scans})
    rows = [{"code_id": code_id, "day": day, "region": region, "scans": scans} for (code_id, day, region), scans in sorted(counts.items())]
    for start in range(0, len(rows), AT_ONCE):
        session.connection().execute(added, rows[start : start + AT_ONCE])
