"""Marks and adoptions of an enterprise (采用国际标准, 浙江标准, 标准创新型企业): claimed with a source, confirmed by the bureau."""

from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Enterprise, EnterpriseFact
from registry.queries import enterprises as queries
from registry.rules import permission
from registry.rules.enterprise import FACT_KINDS, LONGEST_LINE
from registry.rules.permission import Actor, Scope


def claim(session: Session, *, actor: Actor, enterprise_id: int, kind: str, statement: str, source: str, source_url: str, since: date | None, now: datetime) -> EnterpriseFact:
    """Claim a fact: `statement` says what (number of the standard or mark), `source` who published it and under which number. Raises Invalid."""
    enterprise = queries.get(session, enterprise_id)
    permission.require(actor, "fact.claim", Scope(enterprise.id, enterprise.division_code))
    _check(kind, statement, source, source_url, since, legal_day(now))
    fact = EnterpriseFact(
        enterprise_id=enterprise.id, kind=kind, statement=statement.strip(), source=source.strip(), source_url=source_url.strip() or None, since=since,
        recorded_at=now, recorded_by_id=actor.account_id,
    )
    session.add(fact)
    audit.record(session, actor, "fact.claimed", fact, at=now, kind=kind)
    return fact


def confirm(session: Session, *, actor: Actor, fact_id: int, now: datetime) -> EnterpriseFact:
    """The bureau over the enterprise has looked at the source. Conflict("already_decided") when it is confirmed or has ended."""
    fact, enterprise = queries.fact(session, fact_id, lock=True)
    permission.require(actor, "fact.confirm", Scope(division_code=enterprise.division_code))
    if actor.role_in(enterprise.id):
        raise NotAllowed("own_matter")
    _still_open(fact)
    if fact.confirmed_at is not None:
        raise Conflict("already_decided")
    fact.confirmed_at, fact.confirmed_by_id = now, actor.account_id
    audit.record(session, actor, "fact.confirmed", fact, at=now)
    _log(session, "fact.confirmed", fact, enterprise, now)
    return fact


def withdraw(session: Session, *, actor: Actor, fact_id: int, now: datetime) -> EnterpriseFact:
    """The enterprise takes its claim back, or the mark has run out. Conflict("already_decided") when it has ended."""
    fact, enterprise = queries.fact(session, fact_id, lock=True)
    permission.require(actor, "fact.claim", Scope(enterprise.id, enterprise.division_code))
    return _end(session, actor, fact, enterprise, "fact.withdrawn", now)


def reject(session: Session, *, actor: Actor, fact_id: int, now: datetime) -> EnterpriseFact:
    """The bureau finds no source for it, or a confirmed one no longer holds. Conflict("already_decided") when it has ended."""
    fact, enterprise = queries.fact(session, fact_id, lock=True)
    permission.require(actor, "fact.confirm", Scope(division_code=enterprise.division_code))
    if actor.role_in(enterprise.id):
        raise NotAllowed("own_matter")
    return _end(session, actor, fact, enterprise, "fact.rejected", now)


def _check(kind: str, statement: str, source: str, source_url: str, since: date | None, today: date) -> None:
    wrong = {} if kind in FACT_KINDS else {"kind": "choose_one"}
    for name, text in (("statement", statement), ("source", source)):
        if not text.strip():
            wrong[name] = "required"
    wrong |= {name: "line_too_long" for name, text in (("statement", statement), ("source", source), ("source_url", source_url)) if len(text) > LONGEST_LINE}
    if source_url.strip() and urlsplit(source_url.strip()).scheme not in ("http", "https"):
        wrong["source_url"] = "not_an_address"
    if since is not None and since > today:
        wrong["since"] = "day_in_the_future"
    if wrong:
        raise Invalid(wrong)


def _still_open(fact: EnterpriseFact) -> None:
    if fact.ended_at is not None:
        raise Conflict("already_decided")


def _end(session: Session, actor: Actor, fact: EnterpriseFact, enterprise: Enterprise, verb: str, now: datetime) -> EnterpriseFact:
    _still_open(fact)
    fact.ended_at = now
    audit.record(session, actor, verb, fact, at=now)
    if fact.confirmed_at is not None:  # only what was confirmed had been a public fact of the bureau's
        _log(session, "fact.ended", fact, enterprise, now)
    return fact


def _log(session: Session, kind: str, fact: EnterpriseFact, enterprise: Enterprise, now: datetime) -> None:
    ledger.record(session, kind, "enterprise", enterprise.credit_code, {"kind": fact.kind, "statement": fact.statement, "source": fact.source}, at=now)
