"""A bureau's yearly bulletin: drafted from the counters and the findings, published for ever; a correction is a further one of the same year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, canonical, ledger
from registry.errors import Conflict, Invalid
from registry.legal_time import legal_day
from registry.models import Bulletin, Bureau
from registry.queries import bulletins as queries
from registry.queries import bureaus
from registry.rules import bulletin as rules
from registry.rules import names, permission, public_id
from registry.rules.permission import Actor, Scope


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be published now. `sequence` above 1: it would correct one of the year."""

    bureau: Bureau
    year: int
    sequence: int
    content: str
    content_hash: str


def draft(session: Session, *, actor: Actor, bureau_id: int, year: str, today: date) -> Draft:
    """What a bulletin of the year would say. Raises Invalid for a year that is none or is to come."""
    office = bureaus.get(session, bureau_id)
    permission.require(actor, "bulletin.publish", Scope(bureau_id=office.id, division_code=office.division_code))
    return _draft(session, office, year, today)


def publish(session: Session, *, actor: Actor, bureau_id: int, year: str, preface: str, seen: str, random: Callable[[int], int], now: datetime) -> Bulletin:
    """Publish what was shown as a draft; `seen` is that draft's hash.

    Raises Invalid (year, preface), Conflict("bulletin_moved") when figures changed since, Conflict("bulletin_unchanged")
    when the year's last bulletin says exactly the same.
    """
    office = bureaus.get(session, bureau_id, lock=True)
    permission.require(actor, "bulletin.publish", Scope(bureau_id=office.id, division_code=office.division_code))
    made, words = _draft(session, office, year, legal_day(now)), names.storable(preface)
    if wrong := rules.wrong_preface(words, made.sequence):
        raise Invalid(wrong, longest=rules.LONGEST_PREFACE)
    if made.content_hash != seen:
        raise Conflict("bulletin_moved")
    before = queries.last(session, office.id, made.year)
    if before is not None and before.content_hash == made.content_hash and (before.preface or "") == words:
        raise Conflict("bulletin_unchanged")
    row = Bulletin(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), bureau_id=office.id, year=made.year, sequence=made.sequence, preface=words or None, content=made.content, content_hash=made.content_hash,
        published_by_id=actor.account_id, published_at=now,
    )  # fmt: skip
    session.add(row)
    fact = {"bureau": office.name, "year": row.year, "sequence": row.sequence, "content_hash": row.content_hash, "preface_hash": canonical.digest(words), "corrects": before.public_id if before else ""}
    ledger.record(session, "bulletin.published", "bulletin", row.public_id, fact, at=now)
    audit.record(session, actor, "bulletin.published", row, at=now, year=row.year, sequence=row.sequence)
    return row


def _draft(session: Session, office: Bureau, year: str, today: date) -> Draft:
    if wrong := rules.wrong_fields(year, today.year):
        raise Invalid(wrong)
    before = queries.last(session, office.id, int(year))
    content = canonical.text(queries.drafted(session, office, int(year)))
    return Draft(office, int(year), before.sequence + 1 if before else 1, content, canonical.digest(content))
