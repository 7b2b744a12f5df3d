"""Ordering printed codes. The order and the job that makes it are one fact; the drawing itself is done elsewhere, by the worker."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry import audit, jobs
from registry.actions import messages
from registry.errors import Conflict, Invalid, NotAllowed
from registry.models import Enterprise, LabelKit, StoredFile
from registry.queries import enterprises
from registry.queries import label_kits as queries
from registry.rules import label_kit, permission
from registry.rules.label_kit import MOST_LABELS, KitOrder
from registry.rules.permission import Actor, Scope

MAKE = "kit.make"
MOST_WAITING = 5
"""Kits of one enterprise that may wait at once: the others have a turn too."""


def order(session: Session, *, actor: Actor, enterprise_id: int, wanted: KitOrder, unfit: Invalid | None = None, now: datetime) -> LabelKit:
    """Order a kit; the worker makes it as soon as it can.

    `unfit`: what whoever reads the form or draws would refuse, so that everything wrong is said at once. Raises Invalid,
    NotAllowed("enterprise_unverified"), Conflict("kits_waiting").
    """
    firm = enterprises.get(session, enterprise_id, lock=True)
    _require(actor, firm)
    if firm.verified_at is None:
        raise NotAllowed("enterprise_unverified")
    if queries.waiting(session, firm.id) >= MOST_WAITING:
        raise Conflict("kits_waiting", most=MOST_WAITING)
    wanted = label_kit.needed(wanted)
    total = _counted(session, firm, wanted, unfit or Invalid(), now)
    kit = LabelKit(enterprise_id=firm.id, ordered_by_id=actor.account_id, ordered_at=now, options=wanted.to_json(), total=total)
    session.add(kit)
    session.flush()
    job = jobs.enqueue(session, MAKE, {"kit_id": kit.id}, now=now)
    session.flush()
    job.total, kit.job_id = total, job.id
    audit.record(session, actor, "kit.ordered", kit, at=now, kind=wanted.kind, labels=total)
    return kit


def cancel(session: Session, *, actor: Actor, kit_id: int, now: datetime) -> LabelKit:
    """Nobody wants it any more; what is drawn so far is thrown away. Conflict("kit_ended") when there is nothing left to stop."""
    kit = queries.get(session, kit_id, lock=True)
    _require(actor, enterprises.get(session, kit.enterprise_id))
    if kit.ended_at is not None:
        raise Conflict("kit_ended")
    if kit.job_id is not None:
        jobs.cancel(session, kit.job_id, now=now)
    kit.ended_at, kit.problem = now, "kit_cancelled"
    audit.record(session, actor, "kit.cancelled", kit, at=now, done=kit.done)
    return kit


def begin(session: Session, kit_id: int, *, done: int, now: datetime) -> LabelKit | None:
    """A worker takes it up, with so many labels finished by an earlier one. None when it has ended."""
    kit = queries.get(session, kit_id, lock=True)
    if kit.ended_at is not None:
        return None
    kit.begun_at, kit.begun_with, kit.done = now, done, done
    return kit


def advance(session: Session, lease: jobs.Lease, kit_id: int, done: int, *, now: datetime) -> None:
    """Note how many labels are done, and hold on to the job. Raises Conflict as `jobs.progress` does."""
    kit = queries.get(session, kit_id, lock=True)
    jobs.progress(session, lease, done, kit.total, now=now)
    kit.done = done


def finish(session: Session, *, actor: Actor, kit_id: int, done: int, sha256: str, size: int, media_type: str, name: str, now: datetime) -> LabelKit:
    """The file is there, with `done` labels in it, which may be fewer than were ordered: some were given up in the meantime."""
    permission.require(actor, "kit.make")
    kit = queries.get(session, kit_id, lock=True)
    if kit.ended_at is not None:
        return kit
    if session.get(StoredFile, sha256) is None:
        session.add(StoredFile(sha256=sha256, media_type=media_type, size=size, name=name, stored_at=now))
        session.flush()
    kit.file_sha256, kit.done, kit.ended_at, kit.problem = sha256, done, now, None
    audit.record(session, actor, "kit.made", kit, at=now, labels=done, size=size)
    _tell(session, kit, "kit.made", {"done": done, "total": kit.total}, now)
    return kit


def give_up(session: Session, *, actor: Actor, kit_id: int, problem: str, now: datetime) -> LabelKit:
    """It cannot be made; `problem` is the code of why."""
    permission.require(actor, "kit.make")
    kit = queries.get(session, kit_id, lock=True)
    if kit.ended_at is None:
        kit.ended_at, kit.problem = now, problem[:64]
        audit.record(session, actor, "kit.given_up", kit, at=now, problem=kit.problem)
        _tell(session, kit, "kit.given_up", {"total": kit.total}, now)
    return kit


def _require(actor: Actor, firm: Enterprise) -> None:
    permission.require(actor, "kit.order", Scope(firm.id, firm.division_code))


def _counted(session: Session, firm: Enterprise, wanted: KitOrder, unfit: Invalid, now: datetime) -> int:
    """Labels with their copies. Raises Invalid with everything that is wrong with the order."""
    wrong = {**label_kit.problems(wanted), **unfit.fields}
    field = {"chosen": "products", "lot": "lot", "serials": "lot"}.get(wanted.which, "which")
    if wanted.lot is not None and queries.lot(session, firm.id, wanted.lot) is None:
        wrong.setdefault("lot", "kit_lot_unknown")
    if wanted.products and queries.owned(session, firm.id, wanted.products) != set(wanted.products):
        wrong.setdefault(field, "kit_product_unknown")
    total = 0 if {field, "which"} & wrong.keys() else wanted.copies * queries.label_count(session, firm.id, wanted, as_of=now)
    if not total and not {field, "which", "kind"} & wrong.keys():
        wrong[field] = "kit_no_service" if wanted.kind == "plate" else "kit_empty"
    if total > MOST_LABELS and "copies" not in wrong:
        wrong["copies"] = "kit_too_many_labels"
    if wrong:
        raise Invalid(wrong, **{"labels": total, **label_kit.FACTS, **unfit.facts})
    return total


def _tell(session: Session, kit: LabelKit, kind: str, facts: dict[str, object], now: datetime) -> None:
    firm = enterprises.get(session, kit.enterprise_id)
    messages.tell(session, [kit.ordered_by_id], kind, {"enterprise": firm.name, **facts}, f"/console/{firm.credit_code}/kits/{kit.id}", now)
