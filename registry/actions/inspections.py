"""What two inspectors do with an inspection: answer, photograph, confirm; and what becomes of one that cannot be carried out.

Answers come from telephones that lose the network: each carries a key made on the device, so that what is sent twice is kept
once. Both inspectors confirm one content, by its hash: what the second one confirms is what the first one saw. The verdict
follows by rule (`registry.rules.verdict`); nobody types one.

Raises in all: NotFound for whoever is not of the office; NotAllowed("own_matter") for people of the enterprise;
Conflict("inspection_concluded") once there is a finding.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from registry import audit
from registry.actions import checklists, files, finding_rows, messages
from registry.errors import Conflict, Invalid, NotAllowed
from registry.files import Files
from registry.legal_time import legal_day
from registry.models import Disclosure, Finding, Inspection, InspectionAnswer, InspectionPhoto, InspectionStep
from registry.queries import disclosures
from registry.queries import inspections as queries
from registry.rules import inspection, permission, public_id, verdict
from registry.rules.permission import Actor
from registry.rules.verdict import ANSWERS, LONGEST_NOTE
from registry.uploads import Examined

LONGEST_KEY = 64
MOST_PHOTOS = 60
Bits = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as a device sends it. answered_at: by the device's clock; None: now."""

    device_key: str
    item: str
    answer: str
    note: str = ""
    internal_note: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph as a device sends it, already looked at (`files.examine`)."""

    device_key: str
    item: str
    photo: Examined
    taken_at: datetime | None = None


def answer(session: Session, *, actor: Actor, inspection_id: int, given: Sequence[Given], now: datetime) -> list[InspectionAnswer]:
    """Keep answers; those that are there already are left as they are. Returns the new ones.

    Raises Invalid, item to code: checklist_item_unknown, not_a_choice, text_long, personal_number, device_key_wrong; nothing is kept then.
    """
    row = _open(session, actor, inspection_id)
    if wrong := _wrong(session, row, given):
        raise Invalid(wrong, longest=LONGEST_NOTE)
    known = queries.device_keys(session, row.id)
    fresh = {each.device_key: each for each in given if each.device_key not in known}
    made = [_answer(row, actor, each, now) for each in fresh.values()]
    session.add_all(made)
    if made:
        _changed(session, actor, row, "inspection.answered", now, item=",".join(sorted({each.item for each in made})))
    return made


def photograph(session: Session, files_: Files, *, actor: Actor, inspection_id: int, taken: Taken, now: datetime) -> InspectionPhoto | None:
    """Keep a photograph; None when its key is there already. It is never public. Raises Invalid: photo (photos_many), item (checklist_item_unknown)."""
    row = _open(session, actor, inspection_id)
    if queries.asked(session, row).item(taken.item) is None:
        raise Invalid({"item": "checklist_item_unknown"})
    there = queries.photos(session, row.id)
    if any(each.device_key == taken.device_key for each in there):
        return None
    if len(there) >= MOST_PHOTOS or not 0 < len(taken.device_key) <= LONGEST_KEY:
        raise Invalid({"photo": "inspection_photos_many" if len(there) >= MOST_PHOTOS else "device_key_wrong"}, most=MOST_PHOTOS)
    stored = files.keep_photo(session, files_, taken.photo, now)
    photo = InspectionPhoto(
        inspection_id=row.id, device_key=taken.device_key, item=taken.item, sha256=stored.sha256, account_id=actor.account_id, taken_at=_no_later(taken.taken_at, now), received_at=now,
    )  # fmt: skip
    session.add(photo)
    _changed(session, actor, row, "inspection.photographed", now, item=taken.item)
    return photo


def confirm(session: Session, *, actor: Actor, inspection_id: int, seen: str, now: datetime, random: Bits = secrets.randbits) -> Finding | None:
    """Confirm, as one of the pair, the content whose hash the page showed. The second confirmation makes the finding; the first gives None.

    Raises Conflict: answers_changed (somebody answered since the page was opened), inspection_not_evaluated (the disclosure or the
    enterprise has ended: `end`); Invalid with every item that keeps the rule from a verdict; NotAllowed("inspector_only").
    """
    row = _open(session, actor, inspection_id)
    seat = _seat(session, actor, row)
    if reason := queries.over(session, row, legal_day(now)):
        raise Conflict("inspection_not_evaluated", reason=reason)
    if seen != queries.content(session, row):
        raise Conflict("answers_changed")
    judged = verdict.judge(queries.asked(session, row), queries.as_answers(queries.answers(session, row.id)))
    before = inspection.confirmed(queries.as_rules(queries.steps(session, [row.id]).get(row.id, [])), seen)
    if seat in before:
        return None
    add_step(session, row, "confirmed", actor, now, facts={"seat": seat, "content": seen})
    _changed(session, actor, row, "inspection.confirmed", now, seat=seat)
    if before | {seat} == set(queries.SEATS):
        return finding_rows.conclude(session, actor, row, judged, now, random)
    other = queries.accounts(session, row)[next(each for each in queries.SEATS if each != seat)]
    messages.tell(session, [other] if other else [], "inspection.to_confirm", queries.facts(session, row), f"/inspect/{row.public_id}/confirmation", now)
    return None


def end(session: Session, *, actor: Actor, inspection_id: int, now: datetime, random: Bits = secrets.randbits) -> Finding:
    """Not evaluated any more (不再评价): the enterprise withdrew what was drawn, or is deregistered. It stays in list and statistics.

    Raises Conflict("still_to_be_checked") while neither is so.
    """
    row = queries.locked(session, inspection_id)
    _not_own(actor, row)
    permission.require(actor, "inspection.see", queries.scope(row))
    if not _answers_for(session, actor, row):
        permission.require(actor, "inspection.end", queries.scope(row))
    _without_finding(session, row)
    reason = queries.over(session, row, legal_day(now))
    if not reason:
        raise Conflict("still_to_be_checked")
    return finding_rows.not_evaluated(session, actor, row, reason, now, random)


def recheck(session: Session, *, actor: Actor, earlier: Inspection, now: datetime, random: Bits = secrets.randbits) -> Inspection:
    """Look again, by the same pair, at what is in force now: after a rectification, or because the enterprise asked.

    Whoever orders it has asked permission for that. Raises Conflict: recheck_open (one runs already).
    """
    if queries.open_recheck(session, earlier.id) is not None:
        raise Conflict("recheck_open")
    disclosure = session.get_one(Disclosure, earlier.disclosure_id)
    version = disclosures.version_on(session, disclosure.id, legal_day(now)) or disclosures.latest_version(session, disclosure)
    row = Inspection(
        public_id=public_id.drawn(random, partial(queries.public_id_taken, session)), kind="recheck", draw_id=None, earlier_id=earlier.id, bureau_id=earlier.bureau_id, disclosure_id=disclosure.id, enterprise_id=earlier.enterprise_id,
        version_id=version.id, order_no=earlier.order_no, first_id=earlier.first_id, second_id=earlier.second_id, checklist_id=checklists.current(session, now=now).id, made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    add_step(session, row, "ordered", actor, now, facts={"earlier": earlier.public_id})
    audit.record(session, actor, "inspection.ordered", row, at=now, earlier=earlier.public_id)
    told = [each for each in queries.accounts(session, row).values() if each]
    messages.tell(session, told, "inspection.ordered", queries.facts(session, row), f"/inspect/{row.public_id}", now)
    return row


def add_step(session: Session, row: Inspection, word: str, by: Actor, now: datetime, *, reason: str = "", statement: str = "", facts: Mapping[str, object] | None = None) -> InspectionStep:
    """Write down one thing that happened to an inspection; every room that moves one does so by this."""
    step = InspectionStep(inspection_id=row.id, word=word, at=now, account_id=by.account_id, reason=reason or None, statement=statement or None, facts=dict(facts or {}))
    session.add(step)
    flag_modified(row, "first_id")  # the revision grows with every step
    session.flush()
    return step


def _open(session: Session, actor: Actor, inspection_id: int) -> Inspection:
    """The inspection, locked, for one of its pair or whoever stands in, while nothing is concluded."""
    row = queries.locked(session, inspection_id)
    permission.require(actor, "inspection.see", queries.scope(row))
    _not_own(actor, row)
    if not _answers_for(session, actor, row):
        raise NotAllowed("inspector_only")
    _without_finding(session, row)
    return row


def _answers_for(session: Session, actor: Actor, row: Inspection) -> bool:
    return any(each is not None and permission.allowed(actor, "inspection.answer", queries.scope(row, each)) for each in queries.accounts(session, row).values())


def _seat(session: Session, actor: Actor, row: Inspection) -> str:
    """Each inspector confirms in person: one who is away is replaced, and nobody confirms for both."""
    found = next((seat for seat, account_id in queries.accounts(session, row).items() if account_id == actor.account_id), "")
    if not found:
        raise NotAllowed("inspector_only")
    return found


def _not_own(actor: Actor, row: Inspection) -> None:
    if actor.role_in(row.enterprise_id) is not None:
        raise NotAllowed("own_matter")


def _without_finding(session: Session, row: Inspection) -> None:
    if queries.findings_of(session, row.id):
        raise Conflict("inspection_concluded")


def _wrong(session: Session, row: Inspection, given: Sequence[Given]) -> dict[str, str]:
    asked, wrong = queries.asked(session, row), dict[str, str]()
    for each in given:
        if asked.item(each.item) is None:
            wrong[each.item] = "checklist_item_unknown"
        elif each.answer not in ANSWERS:
            wrong[each.item] = "not_a_choice"
        elif not 0 < len(each.device_key) <= LONGEST_KEY:
            wrong[each.item] = "device_key_wrong"
        elif code := verdict.note_problem(each.note) or ("text_long" if len(each.internal_note) > LONGEST_NOTE else ""):
            wrong[each.item] = code
    return wrong


def _answer(row: Inspection, actor: Actor, given: Given, now: datetime) -> InspectionAnswer:
    return InspectionAnswer(
        inspection_id=row.id, device_key=given.device_key, item=given.item, answer=given.answer, note=given.note.strip() or None, internal_note=given.internal_note.strip() or None,
        account_id=actor.account_id, answered_at=_no_later(given.answered_at, now), received_at=now,
    )  # fmt: skip


def _no_later(by_device: datetime | None, now: datetime) -> datetime:
    return min(by_device, now) if by_device else now


def _changed(session: Session, actor: Actor, row: Inspection, action: str, now: datetime, *, item: str = "", seat: str = "") -> None:
    flag_modified(row, "first_id")
    audit.record(session, actor, action, row, at=now, public_id=row.public_id, item=item, seat=seat)
