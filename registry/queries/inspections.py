"""One inspection: its pair, its answers as they count now, its steps, and what both inspectors have to confirm."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from registry import canonical
from registry.errors import NotFound
from registry.legal_time import legal_day
from registry.models import (
    Account,
    Bureau,
    Checklist,
    Disclosure,
    DisclosureVersion,
    Enterprise,
    Finding,
    Inspection,
    InspectionAnswer,
    InspectionPhoto,
    InspectionStep,
    Inspector,
)
from registry.queries import disclosures
from registry.rules import checklist, verdict
from registry.rules.checklist import Checklist as Asked
from registry.rules.inspection import Step
from registry.rules.permission import Scope
from registry.rules.status import Status, Word
from registry.rules.verdict import Answer

SEATS = ("first", "second")


@dataclass(frozen=True, slots=True)
class Opened:
    """An inspection with everything that its pages show. people: names by account; photos by item; content: the hash to be confirmed."""

    inspection: Inspection
    disclosure: Disclosure
    version: DisclosureVersion
    enterprise: Enterprise
    bureau: Bureau
    pair: tuple[Inspector, Inspector]
    checklist: Asked
    answers: Mapping[str, InspectionAnswer]
    photos: Mapping[str, tuple[InspectionPhoto, ...]]
    steps: tuple[InspectionStep, ...]
    people: Mapping[int, str]
    content: str

    @property
    def as_rules(self) -> list[Step]:
        return as_rules(self.steps)


def get(session: Session, inspection_id: int) -> Inspection:
    """The inspection; NotFound."""
    found = session.get(Inspection, inspection_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_public_id(session: Session, public_id: str) -> Inspection:
    """The inspection under its address; NotFound."""
    found = session.scalars(select(Inspection).where(Inspection.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def locked(session: Session, inspection_id: int) -> Inspection:
    """The inspection, held until the transaction ends and read anew: of two who decide at once the second sees what the first did. NotFound."""
    found = session.scalars(select(Inspection).where(Inspection.id == inspection_id).with_for_update().execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


def scope(inspection: Inspection, account_id: int | None = None) -> Scope:
    """Internal matters of the very office; `account_id`: one of the pair."""
    return Scope(bureau_id=inspection.bureau_id, account_id=account_id)


def facts(session: Session, inspection: Inspection) -> dict[str, object]:
    """What messages about it name: enterprise and number."""
    return {"enterprise": session.get_one(Enterprise, inspection.enterprise_id).name, "number": session.get_one(Disclosure, inspection.disclosure_id).number}


def pair(session: Session, inspection: Inspection) -> tuple[Inspector, Inspector]:
    """The two inspectors, in their seats."""
    return session.get_one(Inspector, inspection.first_id), session.get_one(Inspector, inspection.second_id)


def accounts(session: Session, inspection: Inspection) -> dict[str, int | None]:
    """Account by seat."""
    return dict(zip(SEATS, (each.account_id for each in pair(session, inspection)), strict=True))


def prepared_by(session: Session, inspection: Inspection) -> set[int | None]:
    """Accounts of everybody who answered, confirmed or ended it: none of them releases its result."""
    acted = select(InspectionStep.account_id).where(InspectionStep.inspection_id == inspection.id, InspectionStep.word.in_(("confirmed", "concluded", "not_evaluated", "corrected")))
    answered = select(InspectionAnswer.account_id).where(InspectionAnswer.inspection_id == inspection.id)
    return {*session.scalars(acted), *session.scalars(answered), *accounts(session, inspection).values()}


def asked(session: Session, inspection: Inspection) -> Asked:
    """The checklist that it began with."""
    return read(session.get_one(Checklist, inspection.checklist_id))


def read(row: Checklist) -> Asked:
    """A kept checklist as the rules read it."""
    return checklist.from_json(json.loads(row.content))


def answers(session: Session, inspection_id: int) -> dict[str, InspectionAnswer]:
    """By item the answer that counts: the one that was given last, on whichever device."""
    query = select(InspectionAnswer).where(InspectionAnswer.inspection_id == inspection_id).order_by(InspectionAnswer.answered_at, InspectionAnswer.id)
    return {row.item: row for row in session.scalars(query)}


def as_answers(rows: Mapping[str, InspectionAnswer]) -> dict[str, Answer]:
    """Answers as the rules read them."""
    return {item: Answer(row.answer, row.note or "") for item, row in rows.items()}


def photos(session: Session, inspection_id: int) -> list[InspectionPhoto]:
    """Its photographs, the first first."""
    return list(session.scalars(select(InspectionPhoto).where(InspectionPhoto.inspection_id == inspection_id).order_by(InspectionPhoto.id)))


def photo(session: Session, inspection_id: int, photo_id: int) -> InspectionPhoto:
    """One photograph of an inspection; NotFound."""
    found = session.get(InspectionPhoto, photo_id)
    if found is None or found.inspection_id != inspection_id:
        raise NotFound("not_found")
    return found


def content(session: Session, inspection: Inspection) -> str:
    """SHA-256 of everything that an inspector confirms: the version looked at, the checklist, answers, notes and photographs."""
    return _hash(session, inspection, answers(session, inspection.id), photos(session, inspection.id))


def _hash(session: Session, inspection: Inspection, given: Mapping[str, InspectionAnswer], seen: Sequence[InspectionPhoto]) -> str:
    document = {
        "inspection": inspection.public_id, "version": session.get_one(DisclosureVersion, inspection.version_id).content_hash, "checklist": session.get_one(Checklist, inspection.checklist_id).content_hash,
        "answers": {item: [row.answer, row.note or "", row.internal_note or ""] for item, row in given.items()}, "photographs": [[each.item, each.sha256] for each in seen],
    }  # fmt: skip
    return canonical.digest(canonical.text(document))


def steps(session: Session, ids: Collection[int]) -> dict[int, list[InspectionStep]]:
    """Steps by inspection, the first first."""
    found: dict[int, list[InspectionStep]] = {}
    for row in session.scalars(select(InspectionStep).where(InspectionStep.inspection_id.in_(ids)).order_by(InspectionStep.id)):
        found.setdefault(row.inspection_id, []).append(row)
    return found


def as_rules(rows: Collection[InspectionStep]) -> list[Step]:
    """Steps as the rules read them."""
    return [Step(row.word, legal_day(row.at), row.facts.get("seat", ""), row.facts.get("content", ""), row.reason or "") for row in rows]


def over(session: Session, inspection: Inspection, today: date) -> str:
    """Why nothing is evaluated any more (one of rules.inspection.NOT_EVALUATED), "" as long as it is."""
    return ended(disclosures.statuses(session, [session.get_one(Disclosure, inspection.disclosure_id)], today)[inspection.disclosure_id])


def ended(status: Status) -> str:
    """The same for a status: an enterprise that is gone counts before a disclosure that it withdrew."""
    words = {status.word.value, *(each.kind for each in status.notices)}
    if Word.deregistered.value in words:
        return "deregistered"
    return "withdrawn" if words & {Word.withdrawn.value, Word.superseded.value} else ""


def judged(found: Opened) -> verdict.Verdict | dict[str, str]:
    """What the rule makes of the answers so far; or, by item, what is still missing or wrong."""
    given = as_answers(found.answers)
    return verdict.problems(found.checklist, given) or verdict.judge(found.checklist, given)


def opened(session: Session, inspection: Inspection) -> Opened:
    """Everything that a page about it shows."""
    given, seen, taken = answers(session, inspection.id), photos(session, inspection.id), steps(session, [inspection.id]).get(inspection.id, [])
    two, shown = pair(session, inspection), dict[str, tuple[InspectionPhoto, ...]]()
    for each in seen:
        shown[each.item] = (*shown.get(each.item, ()), each)
    acted = {*(row.account_id for row in taken), *(row.account_id for row in given.values()), *(each.account_id for each in two)}
    names = session.execute(select(Account.id, Account.name).where(Account.id.in_({each for each in acted if each is not None})))
    return Opened(
        inspection, session.get_one(Disclosure, inspection.disclosure_id), session.get_one(DisclosureVersion, inspection.version_id), session.get_one(Enterprise, inspection.enterprise_id),
        session.get_one(Bureau, inspection.bureau_id), two, asked(session, inspection), given, shown, tuple(taken), {row.id: row.name for row in names}, _hash(session, inspection, given, seen),
    )  # fmt: skip


def public_id_taken(session: Session, public_id: str) -> bool:
    """Whether the address already belongs to an inspection."""
    return session.scalar(select(Inspection.id).where(Inspection.public_id == public_id)) is not None


def device_keys(session: Session, inspection_id: int) -> set[str]:
    """Keys of the answers that have arrived."""
    return set(session.scalars(select(InspectionAnswer.device_key).where(InspectionAnswer.inspection_id == inspection_id)))


def findings_of(session: Session, inspection_id: int) -> list[Finding]:
    """The inspection's findings, the first one first; each later one corrects the one before it."""
    return list(session.scalars(select(Finding).where(Finding.inspection_id == inspection_id).order_by(Finding.id)))


def open_recheck(session: Session, inspection_id: int) -> Inspection | None:
    """The re-check of an inspection that is not done yet."""
    return session.scalars(select(Inspection).where(Inspection.earlier_id == inspection_id, Inspection.ended_at.is_(None))).first()


def alarmed(session: Session, inspection_id: int, finding: str) -> bool:
    """Whether an alarm has told that this finding (its public id) is not published in time."""
    query = select(InspectionStep).where(InspectionStep.inspection_id == inspection_id, InspectionStep.word == "alarmed")
    return any(each.facts.get("finding") == finding for each in session.scalars(query))


def load(session: Session, inspector_id: int, draw_id: int | None) -> int:
    """How many inspections of a draw an inspector has; without one, how many that are open."""
    of = Inspection.draw_id == draw_id if draw_id else Inspection.ended_at.is_(None)
    return session.scalar(select(func.count()).select_from(Inspection).where(or_(Inspection.first_id == inspector_id, Inspection.second_id == inspector_id), of)) or 0


def rechecks_of(session: Session, inspection_id: int) -> list[Inspection]:
    """Re-checks of an inspection, the first first."""
    return list(session.scalars(select(Inspection).where(Inspection.earlier_id == inspection_id).order_by(Inspection.id)))
