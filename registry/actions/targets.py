"""Targets of a plan: kept, changed by one that takes another's place, ended. What was wanted stays on record."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit, seed
from registry.errors import Conflict, Invalid
from registry.models import Bureau, Target
from registry.queries import bureaus
from registry.queries import targets as queries
from registry.rules import names, permission
from registry.rules import target as rules
from registry.rules.permission import Actor, Scope
from registry.rules.target import Aim


def keep(session: Session, *, actor: Actor, bureau_id: int, aim: Aim, replaces: int | None = None, now: datetime) -> Target:
    """Keep a target of a bureau for its division; `replaces`: the one that it takes the place of.

    Raises Invalid with every wrong field, Conflict("target_ended") where the replaced one has ended meanwhile.
    """
    office = _office(session, actor, bureau_id)
    aim = replace(aim, title=names.storable(aim.title), source=names.storable(aim.source), source_url=names.storable(aim.source_url))
    if wrong := rules.wrong_fields(aim):
        raise Invalid(wrong)
    if replaces is not None:
        _end(session, actor, queries.get(session, replaces, lock=True), now)
    row = Target(
        bureau_id=office.id, division_code=office.division_code, measure=aim.measure, title=aim.title, wanted=aim.wanted, start_on=aim.start_on, start=aim.start, due_on=aim.due_on,
        source=aim.source, source_url=aim.source_url or None, public=aim.public, kept_by_id=actor.account_id, kept_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "target.kept", row, at=now, measure=row.measure, wanted=row.wanted, replaces=replaces)
    return row


def end(session: Session, *, actor: Actor, target_id: int, now: datetime) -> Target:
    """No longer a target. Raises Conflict("target_ended")."""
    row = queries.get(session, target_id, lock=True)
    _office(session, actor, row.bureau_id)
    _end(session, actor, row, now)
    return row


def load_demonstration(session: Session, *, actor: Actor, bureau_id: int, plan: str, now: datetime) -> int:
    """The targets of a published plan (registry/seed/targets/PLAN.csv: chengxiang, sanmen) for a bureau; how many are new."""
    new = 0
    for row in seed.rows(f"targets/{plan}.csv"):
        if not queries.known(session, bureau_id, row["title"]):
            days = {name: date.fromisoformat(row[name]) for name in ("start_on", "due_on")}
            aim = Aim(row["measure"], row["title"], days["start_on"], int(row["start"]), days["due_on"], int(row["wanted"]), row["source"], row["source_url"])
            keep(session, actor=actor, bureau_id=bureau_id, aim=aim, now=now)
            new += 1
    return new


def _office(session: Session, actor: Actor, bureau_id: int) -> Bureau:
    office = bureaus.get(session, bureau_id)
    permission.require(actor, "target.keep", Scope(bureau_id=office.id, division_code=office.division_code))
    return office


def _end(session: Session, actor: Actor, row: Target, now: datetime) -> None:
    permission.require(actor, "target.keep", Scope(bureau_id=row.bureau_id, division_code=row.division_code))
    if row.ended_at is not None:
        raise Conflict("target_ended")
    row.ended_at = now
    audit.record(session, actor, "target.ended", row, at=now, measure=row.measure)
