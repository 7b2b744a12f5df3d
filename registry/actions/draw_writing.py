"""What a draw leaves behind: an inspection with its first step for each object, and a message to each inspector."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry.actions import checklists, messages
from registry.models import Draw, Inspection, InspectionStep
from registry.queries import draws as queries
from registry.queries import inspections
from registry.rules import public_id
from registry.rules.draw import Matched
from registry.rules.permission import Actor

Bits = Callable[[int], int]
_AT_ONCE = 1000


def write(session: Session, actor: Actor, row: Draw, matched: Sequence[Matched], random: Bits, now: datetime) -> None:
    """Begin the inspections and tell the inspectors, each once for all of theirs."""
    checklist_id = checklists.current(session, now=now).id
    stand = queries.versions_now(session, [each.drawn.disclosure for each in matched])
    rows = []
    for order, each in enumerate(matched, 1):
        disclosure_id, enterprise_id, version_id = stand[each.drawn.disclosure]
        rows.append({
            "public_id": public_id.drawn(random, partial(inspections.public_id_taken, session)), "kind": "drawn", "draw_id": row.id, "bureau_id": row.bureau_id, "disclosure_id": disclosure_id, "enterprise_id": enterprise_id,
            "version_id": version_id, "order_no": order, "first_id": int(each.first), "second_id": int(each.second), "checklist_id": checklist_id, "made_at": now, "revision": 1,
        })  # fmt: skip
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(Inspection), rows[start : start + _AT_ONCE])
    ids = queries.inspection_ids(session, row.id)
    steps = [
        {"inspection_id": ids[order], "word": "drawn", "at": now, "account_id": actor.account_id, "facts": {"draw": row.public_id, "inspectors": [each.first, each.second]}}
        for order, each in enumerate(matched, 1)
    ]
    for start in range(0, len(steps), _AT_ONCE):
        session.execute(insert(InspectionStep), steps[start : start + _AT_ONCE])
    _tell(session, row, matched, now)


def _tell(session: Session, row: Draw, matched: Sequence[Matched], now: datetime) -> None:
    loads = Counter(key for each in matched for key in (each.first, each.second))
    for key, account_id in sorted(queries.account_ids(session, loads).items()):
        messages.tell(session, [account_id], "draw.matched", {"draw": row.title, "count": loads[key]}, "/regulator/inspections", now)
