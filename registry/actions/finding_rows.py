"""How a finding comes to be a row: by both confirmations, by an end without evaluation, or as a correction.

Its content is canonical JSON of what was looked at, item by item, and names no person; internal notes and photographs stay out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from registry import audit, canonical, jobs
from registry.actions import messages
from registry.legal_time import legal_day
from registry.models import Bureau, Checklist, Disclosure, DisclosureVersion, Enterprise, Finding, Inspection, InspectionStep
from registry.queries import enterprises
from registry.queries import findings as finding_queries
from registry.queries import inspections as queries
from registry.rules import public_id
from registry.rules.permission import Actor
from registry.rules.verdict import NOT_EVALUATED, Answer, Verdict

ALARM = "finding.alarm"
Bits = Callable[[int], int]


def conclude(session: Session, actor: Actor, row: Inspection, judged: Verdict, now: datetime, random: Bits) -> Finding:
    """The finding that both inspectors confirmed; the enterprise reads it first."""
    given = queries.as_answers(queries.answers(session, row.id))
    finding = _write(session, actor, row, judged, _document(session, row, judged, given, now), now, random)
    _step(session, actor, row, "concluded", finding, now)
    _tell(session, row, finding, "finding.concluded", now)
    return finding


def not_evaluated(session: Session, actor: Actor, row: Inspection, reason: str, now: datetime, random: Bits) -> Finding:
    """Nothing was evaluated: withdrawn by the enterprise, or the enterprise itself is deregistered."""
    judged = Verdict(NOT_EVALUATED)
    finding = _write(session, actor, row, judged, _document(session, row, judged, {}, now) | {"reason": reason}, now, random)
    _step(session, actor, row, NOT_EVALUATED, finding, now, reason)
    _tell(session, row, finding, "finding.not_evaluated", now)
    return finding


def correct(session: Session, actor: Actor, earlier: Finding, judged: Verdict, given: Mapping[str, Answer], why: str, now: datetime, random: Bits) -> Finding:
    """A new finding that points back; the earlier one stays."""
    row = queries.get(session, earlier.inspection_id)
    document = _document(session, row, judged, given, now) | {"corrects": earlier.public_id, "why": why}
    finding = _write(session, actor, row, judged, document, now, random, earlier)
    row.ended_at = None
    _step(session, actor, row, "corrected", finding, now)
    _tell(session, row, finding, "finding.corrected", now)
    return finding


def _write(session: Session, actor: Actor, row: Inspection, judged: Verdict, document: Mapping[str, object], now: datetime, random: Bits, earlier: Finding | None = None) -> Finding:
    text = canonical.text(document)
    finding = Finding(
        public_id=public_id.drawn(random, partial(finding_queries.public_id_taken, session)), inspection_id=row.id, corrects_id=earlier.id if earlier else None, verdict=judged.word, content=text, content_hash=canonical.digest(text), concluded_at=now,
        concluded_by_id=actor.account_id,
    )  # fmt: skip
    session.add(finding)
    session.flush()
    jobs.enqueue(session, ALARM, {"finding_id": finding.id}, now=now)
    return finding


def _step(session: Session, actor: Actor, row: Inspection, word: str, finding: Finding, now: datetime, reason: str = "") -> None:
    session.add(InspectionStep(inspection_id=row.id, word=word, at=now, account_id=actor.account_id, reason=reason or None, facts={"finding": finding.public_id, "verdict": finding.verdict}))
    audit.record(session, actor, f"finding.{word}", finding, at=now, enterprise_id=row.enterprise_id, bureau_id=row.bureau_id, public_id=finding.public_id, verdict=finding.verdict)


def _document(session: Session, row: Inspection, judged: Verdict, given: Mapping[str, Answer], now: datetime) -> dict[str, object]:
    disclosure, version, firm = session.get_one(Disclosure, row.disclosure_id), session.get_one(DisclosureVersion, row.version_id), session.get_one(Enterprise, row.enterprise_id)
    kept, earlier = session.get_one(Checklist, row.checklist_id), queries.get(session, row.earlier_id).public_id if row.earlier_id else ""
    return {
        "inspection": row.public_id, "kind": row.kind, "earlier_inspection": earlier, "bureau": session.get_one(Bureau, row.bureau_id).name, "checked_on": legal_day(now).isoformat(),
        "disclosure": {"public_id": disclosure.public_id, "number": disclosure.number, "title": version.title, "version": version.sequence, "sha256": version.content_hash},
        "enterprise": {"name": firm.name, "credit_code": firm.credit_code}, "checklist": {"code": kept.code, "title": kept.title, "version": kept.sequence, "sha256": kept.content_hash},
        "items": _items(session, row, given), "verdict": judged.word, "reasons": list(judged.reasons), "follows": judged.follows, "reason": "", "corrects": "", "why": "",
    }  # fmt: skip


def _items(session: Session, row: Inspection, given: Mapping[str, Answer]) -> list[dict[str, object]]:
    return [
        {"code": item.code, "text": item.text, "text_en": item.text_en, "basis": list(item.basis), "severity": item.severity, "answer": given[item.code].answer, "note": given[item.code].note}
        for item in queries.asked(session, row).items
        if item.code in given
    ]


def _tell(session: Session, row: Inspection, finding: Finding, kind: str, now: datetime) -> None:
    """The enterprise first; the office's approvers, who publish, as well."""
    firm, number = session.get_one(Enterprise, row.enterprise_id), session.get_one(Disclosure, row.disclosure_id).number
    facts = {"enterprise": firm.name, "number": number, "bureau": session.get_one(Bureau, row.bureau_id).name, "verdict": finding.verdict}
    messages.tell(session, enterprises.account_ids(session, firm.id), kind, facts, f"/console/{firm.credit_code}/findings/{finding.public_id}", now)
    messages.tell(session, finding_queries.approvers(session, row.bureau_id), "finding.to_publish", facts, f"/regulator/inspections/{row.public_id}", now)
