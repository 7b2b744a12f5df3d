"""The library of inspectors: entered, changed, ended; and recusals, whose every reading by a person is written down.

A recusal says something about somebody's family or past: the registrar and the inspector alone keep it, and matching reads it
without showing it to anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit
from registry.errors import Conflict, Invalid, NotFound
from registry.models import Enterprise, Inspector, Recusal
from registry.queries import inspectors as queries
from registry.rules import inspector as rules
from registry.rules import names, permission
from registry.rules.inspector import Certified
from registry.rules.permission import Actor, Scope


@dataclass(frozen=True, slots=True)
class Interest:
    """Why somebody must not inspect an enterprise, as told."""

    credit_code: str
    ground: str
    note: str = ""
    since: date | None = None
    until: date | None = None


def enter(session: Session, *, actor: Actor, bureau_id: int, entry: Certified, account_id: int | None = None, now: datetime) -> Inspector:
    """Put a person into the bureau's library. `account_id`: a colleague's, with which they inspect; without one nobody matches them.

    Raises Invalid with every wrong field.
    """
    permission.require(actor, "inspector.keep", Scope(bureau_id=bureau_id))
    _check(session, bureau_id, entry, account_id, None)
    row = Inspector(bureau_id=bureau_id, account_id=account_id, recorded_by_id=actor.account_id, recorded_at=now, **_columns(entry))
    session.add(row)
    audit.record(session, actor, "inspector.entered", row, at=now)
    return row


def change(session: Session, *, actor: Actor, inspector_id: int, entry: Certified, account_id: int | None = None, now: datetime) -> Inspector:
    """Correct or renew an entry. Raises Invalid with every wrong field, Conflict("inspector_ended")."""
    row = _own(session, actor, inspector_id)
    _check(session, row.bureau_id, entry, account_id, row)
    row.account_id = account_id
    for name, value in _columns(entry).items():
        setattr(row, name, value)
    audit.record(session, actor, "inspector.changed", row, at=now)
    return row


def end(session: Session, *, actor: Actor, inspector_id: int, now: datetime) -> Inspector:
    """Take somebody out of the library; old draws go on naming them. Raises Conflict("inspector_ended")."""
    row = _own(session, actor, inspector_id)
    row.ended_at = now
    audit.record(session, actor, "inspector.ended", row, at=now)
    return row


def read_recusals(session: Session, *, actor: Actor, inspector_id: int, now: datetime) -> Sequence[tuple[Recusal, Enterprise]]:
    """What is on record for an inspector, to be shown to a person: the registrar or the inspector. The reading is written down."""
    row = _interested(session, actor, inspector_id)
    audit.record(session, actor, "recusal.read", row, at=now)
    return queries.recusals(session, row.id)


def recuse(session: Session, *, actor: Actor, inspector_id: int, interest: Interest, now: datetime) -> Recusal:
    """Write down that an inspector must not inspect an enterprise. Raises Invalid with every wrong field."""
    row = _interested(session, actor, inspector_id)
    wrong = rules.recusal_problems(interest.ground, interest.note, interest.since, interest.until)
    enterprise = queries.enterprise_in(session, interest.credit_code) if interest.credit_code.strip() else None
    if enterprise is None:
        wrong["credit_code"] = "enterprise_unknown" if interest.credit_code.strip() else "required"
    if wrong or enterprise is None:
        raise Invalid(wrong)
    told = Recusal(
        inspector_id=row.id, enterprise_id=enterprise.id, ground=interest.ground, note=names.storable(interest.note) or None, since=interest.since, until=interest.until,
        recorded_by_id=actor.account_id, recorded_at=now,
    )  # fmt: skip
    session.add(told)
    session.flush()
    audit.record(session, actor, "recusal.recorded", row, at=now, recusal=told.id)
    return told


def end_recusal(session: Session, *, actor: Actor, inspector_id: int, recusal_id: int, now: datetime) -> Recusal:
    """A recusal holds no more, from now on. Raises Conflict("recusal_ended")."""
    row = _interested(session, actor, inspector_id)
    told = queries.recusal(session, row.id, recusal_id)
    if told.ended_at is not None:
        raise Conflict("recusal_ended")
    told.ended_at = now
    audit.record(session, actor, "recusal.ended", row, at=now, recusal=told.id)
    return told


def _own(session: Session, actor: Actor, inspector_id: int) -> Inspector:
    row = queries.get(session, inspector_id, lock=True)
    permission.require(actor, "inspector.keep", Scope(bureau_id=row.bureau_id))
    if row.ended_at is not None:
        raise Conflict("inspector_ended")
    return row


def _interested(session: Session, actor: Actor, inspector_id: int) -> Inspector:
    row = queries.get(session, inspector_id)
    permission.require(actor, "recusal.keep", Scope(bureau_id=row.bureau_id, account_id=row.account_id))
    return row


def _check(session: Session, bureau_id: int, entry: Certified, account_id: int | None, row: Inspector | None) -> None:
    wrong = rules.problems(entry)
    holder = queries.with_certificate(session, bureau_id, entry.certificate.strip())
    if holder is not None and holder is not row:
        wrong["certificate"] = "certificate_taken"
    if account_id is not None:
        if not queries.member_in(session, bureau_id, account_id):
            raise NotFound("not_found")
        held = queries.with_account(session, bureau_id, account_id)
        if held is not None and held is not row:
            wrong["account_id"] = "account_inspects_already"
    if wrong:
        raise Invalid(wrong)


def _columns(entry: Certified) -> dict[str, object]:
    fields = [each for each in rules.FIELDS if each in entry.fields]
    return {"name": names.storable(entry.name), "certificate": names.storable(entry.certificate), "certificate_until": entry.until, "fields": fields}
