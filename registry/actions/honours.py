"""Honours: claimed by the enterprise with its evidence, confirmed or refused by the bureau over it, annulled where a confirmation was wrong.

A claim is never changed: a wrong one is withdrawn and made anew, and what was decided stands in steps that are only added to.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, ledger
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotAllowed
from registry.legal_time import legal_day
from registry.models import Disclosure, Enterprise, FrontRunner, Honour, HonourStep, StoredFile
from registry.queries import enterprises, subsidies
from registry.queries import honours as queries
from registry.queries.honours import Told
from registry.rules import honour, names, permission, public_id
from registry.rules.honour import AFTER, ANNULLED, CONFIRMED, LONGEST_REASON, REFUSED, WAITING, WITHDRAWN, Claim
from registry.rules.permission import Actor, Office, Scope

DECISIONS = (CONFIRMED, REFUSED)


def claim(session: Session, *, actor: Actor, enterprise_id: int, claimed: Claim, evidence_sha256: str | None, random: Callable[[int], int], now: datetime) -> Honour:
    """Claim an honour with a file that shows it. `random(bits)` gives random bits.

    Raises Invalid with every wrong field (rules.honour; evidence; subject: honour_claimed_already where one of this thing
    waits or counts), Conflict("verify_first") before a bureau has verified the enterprise.
    """
    firm = enterprises.get(session, enterprise_id, lock=True)
    permission.require(actor, "honour.claim", Scope(firm.id, firm.division_code))
    if firm.verified_at is None:
        raise Conflict("verify_first")
    wrong = honour.wrong_fields(claimed, legal_day(now))
    if evidence_sha256 is None or session.get(StoredFile, evidence_sha256) is None:
        wrong["evidence"] = "file_required"
    key = honour.subject_key(claimed.kind, claimed.subject)
    if "subject" not in wrong and "kind" not in wrong and queries.open_of_thing(session, firm.id, claimed.kind, key):
        wrong["subject"] = "honour_claimed_already"
    if wrong:
        raise Invalid(wrong)
    row = _row(session, firm, claimed, actor, random, now)
    row.evidence_sha256 = evidence_sha256
    session.add(row)
    audit.record(session, actor, "honour.claimed", row, at=now, kind=row.kind)
    return row


def decide(session: Session, *, actor: Actor, honour_id: int, decision: str, reason: str, now: datetime) -> HonourStep:
    """Confirm the claim, or refuse it with a reason that the enterprise reads.

    Raises Invalid: decision (choose_one; honour_place_taken where another enterprise's claim to this place stands
    confirmed), reason; Conflict("already_decided"); NotAllowed("own_matter").
    """
    told = _decided_by(session, actor, honour_id)
    if told.word != WAITING:
        raise Conflict("already_decided")
    wrong = {} if decision in DECISIONS else {"decision": "choose_one"}
    if decision == CONFIRMED and _place_taken(session, told):
        wrong["decision"] = "honour_place_taken"
    wrong |= _reason(reason, required=decision == REFUSED)
    if wrong:
        raise Invalid(wrong)
    return _step(session, actor, told, decision, reason, now)


def annul(session: Session, *, actor: Actor, honour_id: int, reason: str, now: datetime) -> HonourStep:
    """Take a wrong confirmation back, for a reason that the enterprise and everybody reads. What a published round granted for it
    falls: the thing is free to be paid for where it belongs. Raises Invalid (reason), Conflict("honour_not_confirmed")."""
    told = _decided_by(session, actor, honour_id)
    if told.word != CONFIRMED:
        raise Conflict("honour_not_confirmed")
    if wrong := _reason(reason, required=True):
        raise Invalid(wrong)
    for each in subsidies.paid_for(session, told.row.id):
        each.paid_key = None
    return _step(session, actor, told, ANNULLED, reason, now)


def withdraw(session: Session, *, actor: Actor, honour_id: int, now: datetime) -> HonourStep:
    """The enterprise takes its claim back. Conflict: already_decided where it no longer waits or counts, honour_paid where a round granted something for it."""
    told = queries.get(session, honour_id)
    permission.require(actor, "honour.claim", Scope(told.enterprise.id, told.enterprise.division_code))
    told = _held(session, told)
    if WITHDRAWN not in AFTER.get(told.word, ()):
        raise Conflict("already_decided")
    if subsidies.paid_for(session, told.row.id):
        raise Conflict("honour_paid")
    return _step(session, actor, told, WITHDRAWN, "", now)


def take_up_titles(session: Session, *, actor: Actor, offices: Iterable[Office], random: Callable[[int], int], now: datetime) -> int:
    """Let front-runners' titles that a bureau recorded count as honours: a record with its source is a confirmation already.

    A title counts once for a standard and a grade, also where the enterprise claimed it before. Returns how many were taken up.
    """
    held = tuple(offices)
    for each in held:
        permission.require(actor, "subsidy.compute", Scope(bureau_id=each.bureau_id))
    return sum(take_up(session, actor, title, disclosure, random, now) for title, disclosure in queries.titles(session, held))


def take_up(session: Session, actor: Actor, title: FrontRunner, disclosure: Disclosure, random: Callable[[int], int], now: datetime) -> bool:
    """The same for one title, in the transaction that records it; whether it was taken up."""
    key = honour.subject_key("front_runner", disclosure.number)
    known = {each.word for each in queries.of_one_thing(session, "front_runner", key) if each.enterprise.id == title.enterprise_id and each.row.grade == title.kind}
    if known & {WAITING, CONFIRMED, ANNULLED}:
        return False
    _take_up(session, actor, title, disclosure, random, now)
    return True


def _take_up(session: Session, actor: Actor, title: FrontRunner, disclosure: Disclosure, random: Callable[[int], int], now: datetime) -> None:
    source = " ".join(each for each in (title.issuer, title.document) if each)[:300]
    claimed = Claim("front_runner", title.kind, disclosure.number, f"{title.category} {title.year}", None, False, title.valid_from, source, title.source_url or "")
    firm = session.get_one(Enterprise, title.enterprise_id)
    row = _row(session, firm, claimed, actor, random, now)
    row.claimed_by_id = title.recorded_by_id
    session.add(row)
    audit.record(session, actor, "honour.taken_up", row, at=now, front_runner=title.id)
    session.flush()
    session.add(HonourStep(honour_id=row.id, word=CONFIRMED, reason=None, account_id=title.recorded_by_id, bureau_id=title.bureau_id, at=now))
    _publish(session, row, firm, CONFIRMED, "", now)


def _row(session: Session, firm: Enterprise, claimed: Claim, actor: Actor, random: Callable[[int], int], now: datetime) -> Honour:
    return Honour(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), enterprise_id=firm.id, kind=claimed.kind, grade=claimed.grade, subject=names.storable(claimed.subject), subject_key=honour.subject_key(claimed.kind, claimed.subject),
        title=names.storable(claimed.title), place=claimed.place, revised=claimed.kind in honour.PLACED and claimed.revised, achieved_on=claimed.achieved_on, source=names.storable(claimed.source),
        source_url=claimed.source_url.strip() or None, claimed_by_id=actor.account_id or 0, claimed_at=now,
    )  # fmt: skip


def _decided_by(session: Session, actor: Actor, honour_id: int) -> Told:
    told = queries.get(session, honour_id)
    permission.require(actor, "honour.decide", Scope(division_code=told.enterprise.division_code))
    if actor.role_in(told.enterprise.id):
        raise NotAllowed("own_matter")
    return _held(session, told)


def _held(session: Session, told: Told) -> Told:
    """The honour as it stands once nobody else can decide on one of this enterprise's."""
    queries.hold(session, [told.enterprise.id])
    return queries.get(session, told.row.id)


def _place_taken(session: Session, told: Told) -> bool:
    others = (each for each in queries.of_one_thing(session, told.row.kind, told.row.subject_key) if each.enterprise.id != told.enterprise.id)
    return told.row.place is not None and any(each.word == CONFIRMED and each.row.place == told.row.place for each in others)


def _reason(reason: str, *, required: bool) -> dict[str, str]:
    if required and not names.storable(reason):
        return {"reason": "reason_required"}
    return {"reason": "reason_too_long"} if len(reason) > LONGEST_REASON else {}


def _step(session: Session, actor: Actor, told: Told, word: str, reason: str, now: datetime) -> HonourStep:
    held = permission.offices(actor, "honour.decide", Scope(division_code=told.enterprise.division_code)) if word != WITHDRAWN else ()
    step = HonourStep(honour_id=told.row.id, word=word, reason=names.storable(reason) or None, account_id=actor.account_id or 0, bureau_id=held[0].bureau_id if held else None, at=now)
    session.add(step)
    audit.record(session, actor, f"honour.{word}", step, at=now, enterprise_id=told.enterprise.id, honour=told.row.id)
    if CONFIRMED in (word, told.word):
        _publish(session, told.row, told.enterprise, word, reason, now)
    if word != WITHDRAWN:
        facts = {"enterprise": told.enterprise.name, "kind": told.row.kind, "subject": told.row.subject} | ({"reason": step.reason} if step.reason else {})
        messages.tell(session, enterprises.account_ids(session, told.enterprise.id), f"honour.{word}", facts, f"/console/{told.enterprise.credit_code}/honours", now)
    return step


def _publish(session: Session, row: Honour, firm: Enterprise, word: str, reason: str, now: datetime) -> None:
    """Only what was confirmed is a public fact, and who it is about is the enterprise."""
    fact = {
        "enterprise": firm.name, "kind": row.kind, "grade": row.grade, "subject": honour.public_subject(row.kind, row.subject), "place": str(row.place or ""), "revised": row.revised,
        "achieved_on": row.achieved_on.isoformat(), "source": row.source, "honour": row.public_id,
    }  # fmt: skip
    ledger.record(session, f"honour.{word}", "enterprise", firm.credit_code, fact | ({"reason": names.storable(reason)} if reason else {}), at=now)
