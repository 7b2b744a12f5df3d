"""Adds scans to what was counted: one row a code, legal day and region, and one an enterprise, day and region."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registry.models import EnterpriseScanCount, ScanCount
from registry.queries import scan_counts as queries
from registry.rules import permission
from registry.rules.permission import SYSTEM, Actor

AT_ONCE = 1000


def add(session: Session, *, actor: Actor = SYSTEM, counts: Mapping[tuple[int, date, str], int]) -> int:
    """Add `counts`: (id of a scan code, legal day, region) to a number of scans. Says how many it left out, since no such code exists.

    The database adds, so several processes lose nothing to each other; rows are written in one order, so that they do
    not wait for each other in a ring. The one verb without an audit row: nobody decides anything here, the counts are
    no public fact, and a row each second would drown what the audit is for.
    """
    permission.require(actor, "scans.count")
    owners = queries.enterprises_of(session, {code_id for code_id, _day, _region in counts})
    known = {key: scans for key, scans in counts.items() if key[0] in owners}
    together: Counter[tuple[int, date, str]] = Counter()
    for (code_id, day, region), scans in known.items():
        together[owners[code_id], day, region] += scans
    _add(session, ScanCount, "code_id", known)
    _add(session, EnterpriseScanCount, "enterprise_id", together)
    return sum(counts.values()) - sum(known.values())


def _add(session: Session, model: Any, whose: str, sums: Mapping[tuple[int, date, str], int]) -> None:
    made = (sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert)(model)
    added = made.on_conflict_do_update(index_elements=[whose, "day", "region"], set_={"scans": model.scans + made.excluded.scans})
    rows = [{whose: owner, "day": day, "region": region, "scans": scans} for (owner, day, region), scans in sorted(sums.items())]
    for start in range(0, len(rows), AT_ONCE):
        session.connection().execute(added, rows[start : start + AT_ONCE])
