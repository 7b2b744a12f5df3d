"""Credit-risk classes: taken in as a list or one by one by the registrar, read one enterprise at a time, each reading on record.

They stand in a table of their own and steer how often a draw looks somewhere; no page but the registrar's ever reads them
(国市监信发〔2022〕6号).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registry import audit
from registry.errors import Invalid, NotFound
from registry.legal_time import legal_day
from registry.models import CreditClass, Enterprise
from registry.queries import credit_classes as queries
from registry.queries import inspectors
from registry.rules import credit_class as rules
from registry.rules import names, permission
from registry.rules.credit_class import Classed
from registry.rules.permission import Actor, Office, Scope

MOST_PROBLEMS = 50
_AT_ONCE = 1000
Line = tuple[int, Mapping[str, str | None]]
"""Line of the file and its cells."""


@dataclass(slots=True)
class Taken:
    """What became of a list. problems: line, credit code, code of what is wrong, at most MOST_PROBLEMS; `refused` counts them all."""

    recorded: int = 0
    refused: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)

    def refuse(self, line: int, credit_code: str, code: str) -> None:
        """Leave a line out, and say so."""
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append((line, credit_code[:40], code))


def record(session: Session, *, actor: Actor, credit_code: str, klass: str, as_of: date | None, source: str, now: datetime) -> CreditClass:
    """Record the class of one enterprise. Raises Invalid with every wrong field; an enterprise outside the territory is unknown."""
    office = _office(actor)
    wrong = _source_problems(source)
    if klass not in rules.CLASSES:
        wrong["klass"] = "choose_one"
    if as_of is None or as_of > legal_day(now):
        wrong["as_of"] = "required" if as_of is None else "class_day_to_come"
    enterprise = _known(session, actor, credit_code)
    if enterprise is None:
        wrong["credit_code"] = "enterprise_not_here" if credit_code.strip() else "required"
    if wrong or enterprise is None or as_of is None:
        raise Invalid(wrong)
    row = CreditClass(enterprise_id=enterprise.id, klass=klass, as_of=as_of, source=names.storable(source), bureau_id=office.bureau_id, recorded_by_id=actor.account_id, recorded_at=now)
    session.add(row)
    audit.record(session, actor, "credit_class.recorded", row, at=now)
    return row


def take_in(session: Session, *, actor: Actor, lines: Iterable[Line], source: str, now: datetime) -> Taken:
    """Record a list. Lines that cannot be read, and enterprises outside the territory, are left out and named. Raises Invalid: source."""
    office, today, taken = _office(actor), legal_day(now), Taken()
    if wrong := _source_problems(source):
        raise Invalid(wrong)
    read: list[tuple[int, Classed]] = []
    for line, row in lines:
        found = rules.read(row, today)
        if isinstance(found, str):
            taken.refuse(line, row.get("credit_code") or "", found)
        else:
            read.append((line, found))
    for start in range(0, len(read), _AT_ONCE):
        _write(session, actor, office, read[start : start + _AT_ONCE], names.storable(source), now, taken)
    audit.record(session, actor, "credit_class.taken_in", None, at=now, bureau_id=office.bureau_id, recorded=taken.recorded, refused=taken.refused)
    return taken


def read(session: Session, *, actor: Actor, credit_code: str, now: datetime) -> tuple[Enterprise, Sequence[CreditClass]]:
    """The classes of one enterprise of the territory, to be shown to a person; the reading is written down. Raises NotFound."""
    permission.require(actor, "credit_class.read")
    enterprise = inspectors.enterprise_in(session, credit_code)
    if enterprise is None:
        raise NotFound("not_found")
    permission.require(actor, "credit_class.read", Scope(enterprise.id, enterprise.division_code))
    audit.record(session, actor, "credit_class.read", enterprise, at=now, enterprise_id=enterprise.id)
    return enterprise, queries.of_enterprise(session, enterprise.id)


def _office(actor: Actor) -> Office:
    permission.require(actor, "credit_class.keep")
    held = permission.offices(actor, "credit_class.keep")
    if not held:
        raise NotFound("not_found")
    return held[0]


def _known(session: Session, actor: Actor, credit_code: str) -> Enterprise | None:
    found = inspectors.enterprise_in(session, credit_code) if credit_code.strip() else None
    return found if found is not None and permission.allowed(actor, "credit_class.keep", Scope(found.id, found.division_code)) else None


def _source_problems(source: str) -> dict[str, str]:
    if not source.strip():
        return {"source": "source_missing"}
    return {"source": "text_long"} if len(source) > rules.LONGEST_SOURCE else {}


def _write(session: Session, actor: Actor, office: Office, several: Sequence[tuple[int, Classed]], source: str, now: datetime, taken: Taken) -> None:
    known = queries.enterprises(session, {each.credit_code for _line, each in several})
    rows = []
    for line, each in several:
        found = known.get(each.credit_code)
        if found is None or not permission.allowed(actor, "credit_class.keep", Scope(found[0], found[1])):
            taken.refuse(line, each.credit_code, "enterprise_not_here")
            continue
        rows.append({
            "enterprise_id": found[0], "klass": each.klass, "as_of": each.as_of, "source": source, "bureau_id": office.bureau_id, "recorded_by_id": actor.account_id, "recorded_at": now,
        })  # fmt: skip
    if rows:
        session.execute(insert(CreditClass), rows)
    taken.recorded += len(rows)
