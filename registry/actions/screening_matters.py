"""What an enterprise is asked to mend by a day: opened when it is seen, settled by itself when it is seen no more, and told once."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from registry.actions import messages
from registry.legal_time import legal_day
from registry.models import DeskTask, Enterprise, ScreeningMatter
from registry.queries import calendar
from registry.queries import screening as queries
from registry.queries.screening import Matter
from registry.rules import screening, working_days
from registry.rules.screening import Remark
from registry.rules.working_days import Calendar, Due

TELL = "matters"
"""Kind of the task that tells an enterprise of what was opened since it was last told."""
TOLD = "screening.matters"
Said = tuple[int, int, Sequence[Remark]]
"""A disclosure, its enterprise, and everything that is remarked upon."""
_COUNTED = ("asked_from", "asked_days")
"""Facts of a matter beside its remark's: from when its days count, and how many; a calendar's import counts anew."""
_TABLE = cast("Table", ScreeningMatter.__table__)
_SETTLED = update(_TABLE).where(_TABLE.c.id == bindparam("matter")).values(settled_at=bindparam("at"), settled_by=bindparam("how"))
_CHANGED = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("matter"))
    .values(code=bindparam("word"), facts=bindparam("said"), due_on=bindparam("day"), provisional=bindparam("unsure"))
)


def room(enterprise: Enterprise) -> str:
    """Where an enterprise reads what it is asked."""
    return f"/console/{enterprise.credit_code}/matters"


class Asking:
    """Opens, changes and settles matters of many disclosures at once; remembers whom to tell."""

    def __init__(self, session: Session, now: datetime, days: int) -> None:
        self.now, self._session, self._days = now, session, days
        self._told: set[int] = set()
        self._dues: dict[date, Due] = {}

    def ask(self, said: Sequence[Said], gone: str = "gone") -> None:
        """gone: how matters are settled whose remark is not there any more."""
        known = queries.matters(self._session, [disclosure_id for disclosure_id, _, _ in said])
        opened: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        settled: list[dict[str, Any]] = []
        for disclosure_id, enterprise_id, remarks in said:
            wanted = screening.asked(remarks)
            for matter in known.get(disclosure_id, ()):
                remark = wanted.pop(_about(matter), None)
                if matter.excused:
                    if remark and remark.code != matter.code:
                        wanted[_about(matter)] = remark
                elif remark is None:
                    settled.append(self._settled(matter, gone))
                elif row := self._changed(matter, remark):
                    changed.append(row)
            opened += [self._opened(disclosure_id, enterprise_id, remark) for remark in wanted.values()]
        self._write(opened, changed, settled)

    def end(self, disclosure_ids: Sequence[int]) -> None:
        """Settle what is open of disclosures that have ended."""
        known = queries.matters(self._session, disclosure_ids)
        self._write([], [], [self._settled(each, "ended") for some in known.values() for each in some if not each.excused])

    def queue(self) -> None:
        """Have the enterprises told once everything that waits now was looked at."""
        if self._told:
            self._session.execute(insert(DeskTask), [{"kind": TELL, "subject_id": each, "not_before": self.now} for each in sorted(self._told)])
            self._told.clear()

    def _write(self, opened: list[dict[str, Any]], changed: list[dict[str, Any]], settled: list[dict[str, Any]]) -> None:
        for statement, rows in ((_SETTLED, settled), (_CHANGED, changed), (insert(_TABLE), opened)):
            if rows:
                self._session.execute(statement, rows)
        self._told |= {row["enterprise_id"] for row in opened}

    def _opened(self, disclosure_id: int, enterprise_id: int, remark: Remark) -> dict[str, Any]:
        since, due = self._due(remark)
        return {
            "disclosure_id": disclosure_id, "enterprise_id": enterprise_id, "code": remark.code, "place": remark.place, "told_at": self.now, "due_on": due.day, "provisional": due.provisional,
            "facts": dict(remark.facts) | {"asked_from": since.isoformat(), "asked_days": str(self._days)},
        }  # fmt: skip

    def _changed(self, matter: Matter, remark: Remark) -> dict[str, Any] | None:
        """The same matter under another code keeps its day; an announced end that moves counts anew."""
        facts = {name: value for name, value in matter.facts.items() if name not in _COUNTED}
        if matter.code == remark.code and facts == remark.facts:
            return None
        counted = {name: matter.facts[name] for name in _COUNTED}
        if remark.code.endswith("_ends"):
            counted["asked_from"] = screening.asked_from(remark, legal_day(self.now)).isoformat()
        due = working_days.after(self._calendar, date.fromisoformat(counted["asked_from"]), int(counted["asked_days"]))
        return {"matter": matter.id, "word": remark.code, "said": dict(remark.facts) | counted, "day": due.day, "unsure": due.provisional}

    def _settled(self, matter: Matter, how: str) -> dict[str, Any]:
        return {"matter": matter.id, "at": self.now, "how": how}

    def _due(self, remark: Remark) -> tuple[date, Due]:
        since = screening.asked_from(remark, legal_day(self.now))
        if since not in self._dues:
            self._dues[since] = working_days.after(self._calendar, since, self._days)
        return since, self._dues[since]

    @cached_property
    def _calendar(self) -> Calendar:
        return calendar.known(self._session)


def _about(matter: Matter) -> tuple[str, str]:
    return screening.kind(Remark(matter.code, matter.place, matter.facts)).asked, matter.place


def tell(session: Session, enterprise_ids: Collection[int], now: datetime) -> None:
    """To each enterprise one message for all that was opened since the last one."""
    untold, people = queries.untold(session, enterprise_ids, TOLD), queries.people(session, enterprise_ids)
    for enterprise_id, (count, first) in sorted(untold.items()):
        if enterprise_id in people:
            enterprise, account_ids = people[enterprise_id]
            messages.tell(session, account_ids, TOLD, {"count": count, "due_on": first.isoformat(), "enterprise": enterprise.name}, room(enterprise), now)


def recount(session: Session) -> int:
    """Count provisional days anew by the calendar as it is now; how many matters were looked at."""
    session.flush()
    found, known = queries.provisional(session), calendar.known(session)
    for matter in found:
        due = working_days.after(known, date.fromisoformat(matter.facts["asked_from"]), int(matter.facts["asked_days"]))
        matter.due_on, matter.provisional = due.day, due.provisional
    return len(found)

