"""What authorities record about an enterprise or a disclosure, dated and with its source.

Voiding a standard (Standardization Law Art. 39) and revoking a number (Art. 42) are the province's alone: a county or
city can only pass the matter on. Making an overdue order public (Art. 38) takes an approver, and a second person unless
the bureau's setting does without.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import front_runners, messages
from registry.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.legal_time import legal_day
from registry.models import Bureau, Enterprise, Standing
from registry.queries import disclosures, enterprises, findings
from registry.queries import standings as queries
from registry.rules import permission, standing
from registry.rules.permission import Actor, Scope
from registry.rules.standing import Fact


@dataclass(frozen=True, slots=True)
class _Matter:
    """Whom a fact is about, and the public address under which the ledger tells it."""

    enterprise: Enterprise
    disclosure_id: int | None
    subject_kind: str
    subject: str


def record(
    session: Session, *, actor: Actor, enterprise_id: int, fact: Fact, now: datetime, disclosure_id: int | None = None, second_person: bool = True
) -> Standing:
    """Record a fact about an enterprise, or with `disclosure_id` about one disclosure of it; its members are told.

    `second_person`: the setting PUBLIC_NOTICE_SECOND_APPROVER. Raises NotAllowed: provincial_only, second_person, own_matter; NotFound outside the territory; Invalid field by field.
    """
    matter = _matter(session, enterprise_id, disclosure_id)
    office = _office(session, actor, matter.enterprise, fact.kind)
    if second_person:
        _second_person(session, actor, matter, fact.kind)
    _check(fact, disclosure_id, now)
    return _write(session, actor, office, matter, fact, now)


def correct(session: Session, *, actor: Actor, standing_id: int, fact: Fact, now: datetime, annul: bool = False, published_result: bool = False) -> Standing:
    """Replace a wrong fact by a right one of the same kind, or with `annul` only take it back; both stay on record.

    published_result: a correcting finding is published; nothing else touches the result of a spot check.
    Raises as `record` does, and Conflict: corrected_already, published_result_stays.
    """
    wrong = queries.get(session, standing_id)
    matter = _matter(session, wrong.enterprise_id, wrong.disclosure_id)
    office = _office(session, actor, matter.enterprise, wrong.kind)
    if queries.correction_of(session, wrong.id) or wrong.annulled:
        raise Conflict("corrected_already")
    if findings.of_standing(session, wrong.id) and (annul or not published_result):
        raise Conflict("published_result_stays")
    if fact.kind != wrong.kind:
        raise Invalid({"kind": "kind_changed"})
    _check(fact, wrong.disclosure_id, now)
    return _write(session, actor, office, matter, fact, now, corrects=wrong, annulled=annul)


def redate(session: Session, *, actor: Actor, standing_id: int, until: date, now: datetime) -> Standing:
    """Record by when a fact ends after its days were counted anew, or what it told is over; nothing else of it changes.

    For the actions of an order to rectify, which have asked whether their step may be taken. The system may as well, when a
    calendar is imported: then the fact stays with the person who recorded it.
    """
    wrong = queries.get(session, standing_id)
    matter = _matter(session, wrong.enterprise_id, wrong.disclosure_id)
    permission.require(actor, "standing.record", Scope(matter.enterprise.id, matter.enterprise.division_code))
    if queries.correction_of(session, wrong.id) or wrong.annulled:
        raise Conflict("corrected_already")
    fact = Fact(wrong.kind, wrong.effective_on, wrong.source, until, wrong.result or "", wrong.document or "", wrong.source_url or "", wrong.note or "")
    return _write(session, actor, session.get_one(Bureau, wrong.bureau_id), matter, fact, now, corrects=wrong)


def _matter(session: Session, enterprise_id: int, disclosure_id: int | None) -> _Matter:
    enterprise = enterprises.get(session, enterprise_id, lock=True)
    if disclosure_id is None:
        return _Matter(enterprise, None, "enterprise", enterprise.credit_code)
    disclosure = disclosures.get(session, disclosure_id)
    if disclosure.enterprise_id != enterprise.id:
        raise NotFound("not_found")
    return _Matter(enterprise, disclosure.id, "disclosure", disclosure.public_id)


def _office(session: Session, actor: Actor, enterprise: Enterprise, kind: str) -> Bureau:
    """The bureau for which the actor speaks."""
    verb, scope = standing.VERBS.get(kind, "standing.record"), Scope(enterprise.id, enterprise.division_code)
    permission.require(actor, verb, scope)
    if actor.role_in(enterprise.id):
        raise NotAllowed("own_matter")
    held = permission.offices(actor, verb, scope)
    if not held:
        raise NotAllowed("not_allowed", verb=verb)
    return session.get_one(Bureau, held[0].bureau_id)


def _second_person(session: Session, actor: Actor, matter: _Matter, kind: str) -> None:
    """Who ordered the rectification does not also decide to make it public."""
    if kind != "publicly_noted":
        return
    orders = [each for each in queries.of_enterprise(session, matter.enterprise.id) if each.kind == "rectification_ordered" and each.disclosure_id == matter.disclosure_id]
    if orders and orders[0].recorded_by_id == actor.account_id:
        raise NotAllowed("second_person")


def _check(fact: Fact, disclosure_id: int | None, now: datetime) -> None:
    wrong = standing.problems(fact, legal_day(now), about_disclosure=disclosure_id is not None)
    if wrong:
        raise Invalid(wrong)


def _write(session: Session, actor: Actor, office: Bureau, matter: _Matter, fact: Fact, now: datetime, corrects: Standing | None = None, *, annulled: bool = False) -> Standing:
    row = Standing(
        enterprise_id=matter.enterprise.id,
        disclosure_id=matter.disclosure_id,
        kind=fact.kind,
        effective_on=fact.effective_on,
        until=fact.until,
        result=fact.result or None,
        document=fact.document or None,
        source=fact.source,
        source_url=fact.source_url or None,
        note=fact.note or None,
        annulled=annulled,
        corrects_id=corrects.id if corrects else None,
        bureau_id=office.id,
        recorded_by_id=actor.account_id or (corrects.recorded_by_id if corrects else None),
        recorded_at=now,
    )
    session.add(row)
    verb = "standing.corrected" if corrects else "standing.recorded"
    audit.record(session, actor, verb, row, at=now, kind=fact.kind)
    _make_known(session, verb, office, matter, row, now)
    front_runners.suspend(session, actor=actor, disclosure_id=matter.disclosure_id, enterprise_id=matter.enterprise.id, now=now)
    return row


def _make_known(session: Session, verb: str, office: Bureau, matter: _Matter, row: Standing, now: datetime) -> None:
    """The ledger hears of public facts only, and of no person; the enterprise hears of every one."""
    if row.kind in standing.PUBLIC:
        told: dict[str, object] = {name: getattr(row, name) for name in ("kind", "result", "document", "source", "source_url", "annulled")}
        days = {"effective_on": row.effective_on.isoformat(), "until": row.until.isoformat() if row.until else None}
        ledger.record(session, verb, matter.subject_kind, matter.subject, told | days | {"bureau": office.name}, at=now)
    facts = {"enterprise": matter.enterprise.name, "kind": row.kind, "bureau": office.name, "effective_on": row.effective_on.isoformat()}
    messages.tell(session, enterprises.account_ids(session, matter.enterprise.id), verb, facts, f"/console/{matter.enterprise.credit_code}", now)
